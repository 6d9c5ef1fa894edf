//! How far a share of n test images may be off by the choice of the images.

/// 0.975 quantile of the standard normal distribution.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// Standard error of a share p that was counted on n images, √(p (1 − p) / n): the chance of the test images alone.
pub fn error_of_share(share: f64, n_images: usize) -> f64 {
    (share * (1.0 - share) / n_images.max(1) as f64).sqrt()
}

/// Wilson's 95 % interval of a share (Wilson, “Probable inference, the law of succession, and statistical inference”,
/// 1927): with z = 1.96, centre (p + z² / 2n) / (1 + z² / n), half width z √(p (1 − p) / n + z² / 4n²) / (1 + z² / n).
///
/// Unlike p ± z · standard error it stays within 0 and 1 and says something at 0 and at n of n.
pub fn wilson(n_right: usize, n: usize) -> Option<(f64, f64)> {
    if n == 0 || n_right > n {
        return None;
    }
    let (p, n) = (n_right as f64 / n as f64, n as f64);
    let squared = Z * Z / n;
    let centre = p + squared / 2.0;
    let half = Z * (p * (1.0 - p) / n + squared / (4.0 * n)).sqrt();
    let edge = |value: f64| (value / (1.0 + squared)).clamp(0.0, 1.0);
    Some((edge(centre - half), edge(centre + half)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_agrees_with_scipy() {
        // scipy.stats.binomtest(k, n).proportion_ci(method="wilson")
        for (n_right, n, low, high) in WILSON {
            let found = wilson(n_right, n).unwrap();
            assert!(
                (found.0 - low).abs() < 1e-12 && (found.1 - high).abs() < 1e-12,
                "{n_right}/{n}: {found:?}"
            );
        }
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(3, 2), None);
    }

    #[test]
    fn the_chance_of_the_test_images() {
        // √(0.65 · 0.35 / 2000) = 0.010665: about one point
        assert!((error_of_share(0.65, 2000) - 0.010_665).abs() < 1e-6);
    }

    const WILSON: [(usize, usize, f64, f64); 6] = [
        (0, 10, 0.0, 0.27753279986288926),
        (10, 10, 0.7224672001371109, 1.0),
        (5, 10, 0.236593090512564, 0.7634069094874361),
        (63, 100, 0.5322052958094291, 0.7181763946567546),
        (6300, 10000, 0.6204889749809225, 0.6394111854427017),
        (1, 1, 0.20654931437723745, 1.0),
    ];
}
