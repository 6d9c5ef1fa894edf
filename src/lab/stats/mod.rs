//! What may be said about a difference: means with their errors, pairs by seed, two networks on the same test images.
//!
//! Two kinds of chance are kept apart: that of the seed shows between runs ([`paired`], [`unpaired`]), that of the test
//! images within one run ([`agreement`], [`images`], [`share`]). Formulas are those of any textbook; the tests compare them
//! with scipy. Read [`paired`] first.

pub mod agreement;
pub mod behind;
pub mod calibration;
pub mod images;
pub mod paired;
pub mod pooled;
pub mod share;
pub mod student;
pub mod unpaired;
pub mod verdict;

pub use share::{error_of_share, wilson};

/// Spread below this share of the largest value is what single precision leaves of equal numbers; it counts as none.
const ROUNDING: f64 = 1e-6;

/// Mean of some values; 0 of none.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Sample standard deviation, s = √(Σ(x − x̄)² / (n − 1)); nothing for fewer than two values.
pub fn deviation(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let centre = mean(values);
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    let deviation = (squares / (values.len() - 1) as f64).sqrt();
    let largest = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    Some(if deviation > ROUNDING * largest { deviation } else { 0.0 })
}

/// Standard error of the mean, s / √n; nothing for fewer than two values.
pub fn standard_error(values: &[f64]) -> Option<f64> {
    Some(deviation(values)? / (values.len() as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_a_mean() {
        // x̄ = 3, Σ(x − x̄)² = 4 + 0 + 4 = 8, s = √(8 / 2) = 2, s / √3 = 1.1547
        assert_eq!(mean(&[1.0, 3.0, 5.0]), 3.0);
        assert_eq!(deviation(&[1.0, 3.0, 5.0]), Some(2.0));
        assert!((standard_error(&[1.0, 3.0, 5.0]).unwrap() - 1.154_700_538).abs() < 1e-9);
        assert_eq!(standard_error(&[1.0]), None);
    }

    #[test]
    fn equal_numbers_have_no_spread_in_spite_of_rounding() {
        let differences = [f64::from(0.3f32) - 0.2, f64::from(0.4f32) - f64::from(0.3f32)];
        assert_ne!(differences[0], differences[1]);
        assert_eq!(deviation(&differences), Some(0.0));
    }

    #[test]
    fn it_agrees_with_numpy_and_scipy() {
        // numpy.std(x, ddof=1), scipy.stats.sem(x) of x = [0.62, 0.65, 0.61, 0.66, 0.64]
        let values = [0.62, 0.65, 0.61, 0.66, 0.64];
        assert!((deviation(&values).unwrap() - 0.020736441353327736).abs() < 1e-15);
        assert!((standard_error(&values).unwrap() - 0.009273618495495711).abs() < 1e-15);
    }
}
