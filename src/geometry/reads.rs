//! Which cells of the map below one unit of an operation reads, for every kind of operation.

use super::{Axes, Op, Window};

/// One way in which a unit reads the map below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// The cells under a sliding window.
    Window(Axes<Window>),
    /// Every cell of the map.
    All,
}

impl Reads {
    /// The cell at the unit's own place, and no other.
    pub const SAME: Self = Self::Window(Axes::both(Window::POINT));
}

impl Op {
    /// The ways in which a unit reads each of its inputs: one for most, two where a gate scales the map that it reads.
    pub fn reads(self) -> impl Iterator<Item = Reads> {
        let (first, second) = match self {
            Self::Input => (None, None),
            Self::Conv { window, .. } | Self::Pool { window } => (Some(Reads::Window(window)), None),
            Self::Norm | Self::Activation | Self::Merge(_) => (Some(Reads::SAME), None),
            Self::GlobalPool | Self::Flatten | Self::Linear { .. } => (Some(Reads::All), None),
            Self::ChannelGate { .. } => (Some(Reads::All), Some(Reads::SAME)),
            Self::SpatialGate { window } => (Some(Reads::Window(window)), Some(Reads::SAME)),
        };
        first.into_iter().chain(second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_reads_the_map_that_it_scales_too() {
        let window = Axes::both(Window {
            kernel: 7,
            padding: 3,
            ..Window::POINT
        });
        let spatial: Vec<Reads> = Op::SpatialGate { window }.reads().collect();
        assert_eq!(spatial, [Reads::Window(window), Reads::SAME]);
        let channel: Vec<Reads> = Op::ChannelGate { hidden: 4 }.reads().collect();
        assert_eq!(channel, [Reads::All, Reads::SAME]);
    }
}
