//! What may be said about a difference: means with their errors, pairs by seed, two networks on the same test images.
//!
//! Formulas are those of any textbook; the tests compare them with scipy. Read [`paired`] first.

pub mod agreement;
pub mod calibration;
pub mod paired;
pub mod verdict;

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
    Some((squares / (values.len() - 1) as f64).sqrt())
}

/// Standard error of the mean, s / √n; nothing for fewer than two values.
pub fn standard_error(values: &[f64]) -> Option<f64> {
    Some(deviation(values)? / (values.len() as f64).sqrt())
}

/// Standard error of a share p that was counted on n images, √(p (1 − p) / n): the chance of the test images alone.
pub fn error_of_share(share: f64, n_images: usize) -> f64 {
    (share * (1.0 - share) / n_images.max(1) as f64).sqrt()
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
    fn the_chance_of_the_test_images() {
        // √(0.65 · 0.35 / 2000) = 0.010665: about one point
        assert!((error_of_share(0.65, 2000) - 0.010_665).abs() < 1e-6);
    }
}
