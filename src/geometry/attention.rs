//! CBAM (Woo et al., 2018) on a few channels, every number between: a gate for each channel, then one for each place.
//!
//! As the engine computes it: one shared network of two layers without bias on the means and on the maxima, their results
//! added before the sigmoid; then mean and maximum over the channels, in this order, under one convolution without bias.

use super::{Axes, Plane, Window};

/// Weights of CBAM for a number of channels.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// Hidden × channels, row by row.
    pub down: Vec<f64>,
    /// Channels × hidden, row by row.
    pub up: Vec<f64>,
    /// Taps for the mean, then for the maximum, row by row.
    pub spatial: [Vec<f64>; 2],
}

/// The channel gate, step by step; each with a number for every channel, the hidden ones with one for every hidden value.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelGate {
    /// Mean of each channel.
    pub average: Vec<f64>,
    /// Maximum of each channel.
    pub maximum: Vec<f64>,
    /// The hidden layer after its ReLU, from the means and from the maxima.
    pub hidden: [Vec<f64>; 2],
    /// What the shared network makes of the means and of the maxima.
    pub scores: [Vec<f64>; 2],
    /// The sigmoid of their sum: what each channel is multiplied by.
    pub gate: Vec<f64>,
}

/// The spatial gate, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct SpatialGate {
    /// Mean over the channels.
    pub average: Plane,
    /// Maximum over the channels.
    pub maximum: Plane,
    /// The convolution of both.
    pub score: Plane,
    /// Its sigmoid: what each place is multiplied by.
    pub gate: Plane,
}

/// 1 / (1 + e⁻ˣ).
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Weights without bias of CBAM on `channels` maps: two layers over `hidden` values, and a `kernel` × `kernel` convolution of two maps.
pub const fn n_weights(channels: usize, hidden: usize, kernel: usize) -> usize {
    2 * channels * hidden + 2 * kernel * kernel
}

impl Weights {
    /// Weights for `channels` maps drawn from `seed`: evenly between −1/√n and 1/√n, n the number of values that a layer
    /// reads, as PyTorch draws them; all times `scale`.
    pub fn drawn(seed: u64, channels: usize, hidden: usize, kernel: usize, scale: f64) -> Self {
        let mut state = seed;
        let mut draw = |n: usize, reads: usize| -> Vec<f64> {
            let bound = scale / (reads.max(1) as f64).sqrt();
            (0..n).map(|_| bound * (2.0 * share(&mut state) - 1.0)).collect()
        };
        let taps = kernel * kernel;
        Self {
            down: draw(hidden * channels, channels),
            up: draw(channels * hidden, hidden),
            spatial: [draw(taps, 2 * taps), draw(taps, 2 * taps)],
        }
    }

    /// The channel gate of these maps.
    pub fn channel_gate(&self, maps: &[Plane]) -> ChannelGate {
        let average: Vec<f64> = maps.iter().map(mean).collect();
        let maximum: Vec<f64> = maps.iter().map(|map| map.range().1).collect();
        let of = |pooled: &[f64]| {
            let hidden: Vec<f64> = layer(&self.down, pooled).into_iter().map(|x| x.max(0.0)).collect();
            // Without hidden values nothing reaches a channel.
            let score = if hidden.is_empty() {
                vec![0.0; pooled.len()]
            } else {
                layer(&self.up, &hidden)
            };
            (hidden, score)
        };
        let (of_average, of_maximum) = (of(&average), of(&maximum));
        let sums = of_average.1.iter().zip(&of_maximum.1);
        let gate = sums.map(|(a, b)| sigmoid(a + b)).collect();
        ChannelGate {
            average,
            maximum,
            hidden: [of_average.0, of_maximum.0],
            scores: [of_average.1, of_maximum.1],
            gate,
        }
    }

    /// The spatial gate of these maps; nothing where there are none.
    pub fn spatial_gate(&self, maps: &[Plane]) -> Option<SpatialGate> {
        let size = maps.first()?.size;
        let over = |fold: &dyn Fn(&mut dyn Iterator<Item = f64>) -> f64| {
            let value = |cell: usize| fold(&mut maps.iter().filter_map(|map| map.values.get(cell).copied()));
            Plane {
                size,
                values: (0..size.height * size.width).map(value).collect(),
            }
        };
        let average = over(&|values| values.sum::<f64>() / maps.len() as f64);
        let maximum = over(&|values| values.fold(f64::NEG_INFINITY, f64::max));
        let kernel = self.spatial[0].len().isqrt();
        let window = Window {
            kernel,
            padding: kernel / 2,
            ..Window::POINT
        };
        let first = average.slid(&self.spatial[0], window)?;
        let score = first.mixed(1.0, &maximum.slid(&self.spatial[1], window)?, 1.0);
        let gate = mapped(&score, sigmoid);
        Some(SpatialGate {
            average,
            maximum,
            score,
            gate,
        })
    }
}

/// Each map times its gate.
pub fn gated(maps: &[Plane], gate: &[f64]) -> Vec<Plane> {
    let pairs = maps.iter().zip(gate);
    pairs.map(|(map, gate)| mapped(map, |value| value * gate)).collect()
}

/// Each map times the gate of every place.
pub fn gated_places(maps: &[Plane], gate: &Plane) -> Vec<Plane> {
    let one = |map: &Plane| Plane {
        size: map.size,
        values: map.values.iter().zip(&gate.values).map(|(a, b)| a * b).collect(),
    };
    maps.iter().map(one).collect()
}

/// `map` with each value changed.
pub fn mapped(map: &Plane, change: impl Fn(f64) -> f64) -> Plane {
    Plane {
        size: map.size,
        values: map.values.iter().map(|value| change(*value)).collect(),
    }
}

/// The value of a cell, 0 outside.
pub fn value(map: &Plane, row: usize, col: usize) -> f64 {
    map.at(Axes::new(row as i64, col as i64)).unwrap_or(0.0)
}

fn mean(map: &Plane) -> f64 {
    map.values.iter().sum::<f64>() / map.values.len().max(1) as f64
}

/// A layer without bias: rows of `weights` times `values`.
fn layer(weights: &[f64], values: &[f64]) -> Vec<f64> {
    let row = |row: &[f64]| row.iter().zip(values).map(|(a, b)| a * b).sum();
    weights.chunks(values.len().max(1)).map(row).collect()
}

/// The next number of SplitMix64 as a share, 0 to below 1.
fn share(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, wanted: f64) {
        assert!((value - wanted).abs() < 1e-12, "{value} is not {wanted}");
    }

    fn maps() -> [Plane; 2] {
        // 1 2 3 4 (mean 2.5) and 0 0 0 8 (mean 2)
        let counted = Plane::new(2, 2, |row, col| (2 * row + col + 1) as f64);
        let corner = Plane::new(2, 2, |row, col| (8 * row * col) as f64);
        [counted, corner]
    }

    #[test]
    fn the_channel_gate_by_hand() {
        let weights = Weights {
            down: vec![1.0, -1.0],
            up: vec![0.5, -0.25],
            spatial: [vec![0.0], vec![0.0]],
        };
        let gate = weights.channel_gate(&maps());
        assert_eq!(
            (gate.average.as_slice(), gate.maximum.as_slice()),
            (&[2.5, 2.0][..], &[4.0, 8.0][..])
        );
        // 2.5 − 2 = 0.5; 4 − 8 = −4, which the ReLU makes 0.
        assert_eq!(gate.hidden, [vec![0.5], vec![0.0]]);
        assert_eq!(gate.scores, [vec![0.25, -0.125], vec![0.0, 0.0]]);
        near(gate.gate[0], 1.0 / (1.0 + (-0.25f64).exp()));
        near(gate.gate[1], 1.0 / (1.0 + 0.125f64.exp()));
        near(gated(&maps(), &gate.gate)[0].values[3], 4.0 * gate.gate[0]);
    }

    #[test]
    fn without_hidden_values_every_gate_is_a_half() {
        let weights = Weights::drawn(1, 2, 0, 3, 1.0);
        let gate = weights.channel_gate(&maps());
        assert_eq!((gate.hidden, gate.gate), ([Vec::new(), Vec::new()], vec![0.5, 0.5]));
    }

    #[test]
    fn the_spatial_gate_by_hand() {
        let weights = Weights {
            down: Vec::new(),
            up: Vec::new(),
            // 3 × 3 with the middle 2 for the means, and the left neighbour 1 for the maxima.
            spatial: [
                vec![0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0],
                vec![0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            ],
        };
        let gate = weights.spatial_gate(&maps()).unwrap();
        assert_eq!(gate.average.values, [0.5, 1.0, 1.5, 6.0]);
        assert_eq!(gate.maximum.values, [1.0, 2.0, 3.0, 8.0]);
        assert_eq!(gate.score.values, [1.0, 3.0, 3.0, 15.0]); // 2·0.5 + 0, 2·1 + 1, 2·1.5 + 0, 2·6 + 3
        near(gate.gate.values[0], 1.0 / (1.0 + (-1.0f64).exp()));
        near(
            gated_places(&maps(), &gate.gate)[1].values[3],
            8.0 * gate.gate.values[3],
        );
        assert_eq!(weights.spatial_gate(&[]), None);
    }

    #[test]
    fn drawn_weights_repeat_and_stay_in_their_bounds() {
        let weights = Weights::drawn(7, 4, 2, 7, 1.0);
        assert_eq!(weights, Weights::drawn(7, 4, 2, 7, 1.0));
        assert_ne!(weights, Weights::drawn(8, 4, 2, 7, 1.0));
        assert_eq!(
            (weights.down.len(), weights.up.len(), weights.spatial[1].len()),
            (8, 8, 49)
        );
        assert!(weights.down.iter().all(|one| one.abs() <= 0.5)); // 1/√4
        assert!(weights.spatial[0].iter().all(|one| one.abs() <= 0.1016)); // 1/√98
        let strong = Weights::drawn(7, 4, 2, 7, 3.0);
        near(strong.up[1], 3.0 * weights.up[1]);
    }

    #[test]
    fn weights_are_counted() {
        // Reduction 16: hidden 2, 4 and 8. 2·32·2 + 98, 2·64·4 + 98, 2·128·8 + 98.
        assert_eq!(n_weights(32, 2, 7), 226);
        assert_eq!(n_weights(64, 4, 7), 610);
        assert_eq!(n_weights(128, 8, 7), 2146);
        near(sigmoid(0.0), 0.5);
    }
}
