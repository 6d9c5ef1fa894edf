//! What an operation costs: parameters, and multiply-adds for one image.
//!
//! A multiply-add counts once (not as two operations); additions, comparisons and activations count nothing.

use super::{Axes, Op, Shape, Window};

/// Trainable parameters of `op` on a map of shape `below`.
pub fn parameters(op: Op, below: Shape) -> usize {
    match op {
        Op::Conv {
            window,
            channels,
            groups,
            bias,
        } => {
            let taps = window.height.kernel * window.width.kernel;
            channels * (below.channels / groups) * taps + if bias { channels } else { 0 }
        }
        Op::Norm => 2 * below.channels,
        Op::Linear { features } => features * below.n_values() + features,
        Op::ChannelGate { hidden } => 2 * below.channels * hidden,
        Op::SpatialGate { window } => 2 * window.height.kernel * window.width.kernel,
        Op::Input | Op::Pool { .. } | Op::Activation | Op::GlobalPool | Op::Flatten | Op::Merge(_) => 0,
    }
}

/// Multiply-adds of `op` for one image, from a map of shape `below` to one of shape `above`.
///
/// 64 bits wide: in a browser, where `usize` has 32, one layer can need more than 2³² of them.
pub fn macs(op: Op, below: Shape, above: Shape) -> u64 {
    let below_channels = below.channels as u64;
    let above_values = above.n_values() as u64;
    match op {
        Op::Conv { window, groups, .. } => above_values * (below_channels / groups as u64) * n_taps(window),
        Op::Norm => above_values,
        Op::Linear { features } => features as u64 * below.n_values() as u64,
        // The shared network sees two vectors, the average and the maximum; then each value is scaled.
        Op::ChannelGate { hidden } => 2 * 2 * below_channels * hidden as u64 + above_values,
        Op::SpatialGate { window } => 2 * n_taps(window) * above.n_cells() as u64 + above_values,
        Op::Input | Op::Pool { .. } | Op::Activation | Op::GlobalPool | Op::Flatten | Op::Merge(_) => 0,
    }
}

fn n_taps(window: Axes<Window>) -> u64 {
    window.height.kernel as u64 * window.width.kernel as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conv(kernel: usize, groups: usize) -> Op {
        let window = Window {
            kernel,
            padding: kernel / 2,
            ..Window::POINT
        };
        Op::Conv {
            window: Axes::both(window),
            channels: 64,
            groups,
            bias: false,
        }
    }

    #[test]
    fn the_kernel_family_costs_what_the_table_says() {
        let map = Shape::new(64, 32, 32);
        assert_eq!(parameters(conv(3, 1), map), 36_864); // 64·64·9
        assert_eq!(macs(conv(3, 1), map, map), 37_748_736); // 36,864 · 1,024 cells
        assert_eq!(parameters(conv(5, 1), map), 102_400); // 64·64·25
        assert_eq!(parameters(conv(3, 4), map), 9_216); // 64·16·9
        assert_eq!(parameters(conv(3, 64), map) + parameters(conv(1, 1), map), 4_672); // 576 + 4,096
    }

    #[test]
    fn attention_costs_little() {
        let map = Shape::new(64, 8, 8);
        let window = Axes::both(Window {
            kernel: 7,
            padding: 3,
            ..Window::POINT
        });
        let cbam = parameters(Op::ChannelGate { hidden: 4 }, map) + parameters(Op::SpatialGate { window }, map);
        assert_eq!(cbam, 610); // 2·64·4 + 2·49
    }
}
