//! How much each cell of a field counts: the path-count effective field of a chain of windows.
//!
//! A unit depends on a cell through every path of taps between them. If all weights are alike, the gradient of the unit
//! with respect to the cell is the number of those paths, which falls off from the centre like a Gaussian: the
//! effective field is narrower than the field, and grows with the square root of the depth (Luo, Li, Urtasun and Zemel,
//! "Understanding the Effective Receptive Field in Deep Convolutional Neural Networks", NIPS 2016).

use super::Window;

/// The share of the centre's weight above which Luo et al. 2016 count a cell: 1 − 0.9545, what lies beyond two standard
/// deviations.
pub const TWO_SIGMA: f64 = 0.0455;

/// The share of all paths that ends in each cell of the field of one unit, along one axis, from the first cell to the
/// last; the sum is 1.
///
/// The map has no border: padding changes nothing. Cells between the taps of a dilated kernel can have 0.
pub fn path_counts(windows: &[Window]) -> Vec<f64> {
    let mut counts = vec![1.0];
    for window in windows.iter().rev() {
        let last_start = (counts.len() - 1) * window.stride;
        let mut below = vec![0.0; last_start + window.extent()];
        for (unit, count) in counts.iter().enumerate() {
            for tap in 0..window.kernel {
                // Shares instead of numbers: they stay finite however deep the chain.
                below[unit * window.stride + tap * window.dilation] += count / window.kernel as f64;
            }
        }
        counts = below;
    }
    counts
}

/// The standard deviation of `weights` in cells: the width of the effective field.
///
/// For n windows of k taps with stride 1 it is √(n(k² − 1)/12), so √(2n/3) for k = 3.
pub fn width(weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    let moment = |power: i32, about: f64| {
        let terms = weights.iter().enumerate();
        terms
            .map(|(cell, weight)| weight * (cell as f64 - about).powi(power))
            .sum::<f64>()
            / total
    };
    moment(2, moment(1, 0.0)).sqrt()
}

/// How many cells have more than `share` of the largest of `weights`, which is the centre's where no kernel is dilated.
pub fn n_cells_above(weights: &[f64], share: f64) -> usize {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    weights.iter().filter(|weight| **weight > share * largest).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack(n: usize) -> Vec<f64> {
        let conv = Window {
            kernel: 3,
            padding: 1,
            ..Window::POINT
        };
        path_counts(&vec![conv; n])
    }

    #[test]
    fn two_3x3_count_1_2_3_2_1() {
        let ninths: Vec<f64> = stack(2).iter().map(|share| share * 9.0).collect();
        for (ninth, expected) in ninths.iter().zip([1.0, 2.0, 3.0, 2.0, 1.0]) {
            assert!((ninth - expected).abs() < 1e-12, "{ninths:?}");
        }
        assert_eq!(ninths.len(), 5);
    }

    #[test]
    fn the_width_grows_with_the_root_of_the_depth() {
        for n in [1, 5, 10, 20, 40] {
            let weights = stack(n);
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            // The variance of one tap among −1, 0, 1 is 2/3, and variances add up.
            assert!((width(&weights) - (2.0 * n as f64 / 3.0).sqrt()).abs() < 1e-9, "{n}");
        }
    }

    #[test]
    fn a_smaller_and_smaller_share_of_the_field_counts() {
        let cells = |n: usize| (stack(n).len(), n_cells_above(&stack(n), TWO_SIGMA));
        assert_eq!(cells(5), (11, 9)); // 0.82 of 1 + 2·5
        assert_eq!(cells(10), (21, 13)); // 0.62
        assert_eq!(cells(20), (41, 19)); // 0.46
        assert_eq!(cells(40), (81, 25)); // 0.31
    }

    #[test]
    fn strides_spread_the_paths_of_the_layers_above() {
        let pool = Window {
            kernel: 2,
            stride: 2,
            ..Window::POINT
        };
        let conv = Window {
            kernel: 3,
            ..Window::POINT
        };
        // The convolution reads 3 pooled cells of 2 cells each: 6 cells, 1/6 each.
        let weights = path_counts(&[pool, conv]);
        assert_eq!(weights.len(), 6);
        assert!(weights.iter().all(|weight| (weight - 1.0 / 6.0).abs() < 1e-12));
    }
}
