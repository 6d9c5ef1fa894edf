//! Two variants over the same seeds: each seed gives one difference, and the differences are what is averaged.

use super::{mean, standard_error, student};

/// Most seeds that are worth naming; more are "more than that".
pub const MOST_SEEDS: usize = 100;

/// The differences b − a of pairs, and what they say about their mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// Number of pairs.
    pub n_pairs: usize,
    /// Mean difference.
    pub difference: f64,
    /// Its standard error; nothing for one pair.
    pub error: Option<f64>,
    /// The interval x̄ ± t · s/√n with [`student::CONFIDENCE`] (Student, 1908); nothing for one pair.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p of the paired t-test; nothing for one pair, or where all differences are equal.
    pub p: Option<f64>,
}

/// The comparison of `pairs` of (a, b); nothing for none.
pub fn paired(pairs: &[(f64, f64)]) -> Option<Paired> {
    if pairs.is_empty() {
        return None;
    }
    let differences: Vec<f64> = pairs.iter().map(|(a, b)| b - a).collect();
    let (n_pairs, difference) = (differences.len(), mean(&differences));
    let error = standard_error(&differences);
    let reach = error.and_then(|error| Some(error * quantile(n_pairs)?));
    let spread = error.filter(|error| *error > 0.0);
    Some(Paired {
        n_pairs,
        difference,
        error,
        interval: reach.map(|reach| (difference - reach, difference + reach)),
        p: spread.and_then(|error| student::two_sided(difference / error, (n_pairs - 1) as f64)),
    })
}

impl Paired {
    /// Whether every pair differs by the same: then the spread is not zero but unknown, and no interval says anything.
    pub fn is_without_spread(&self) -> bool {
        self.error == Some(0.0)
    }

    /// Whether the interval leaves zero out; false for one pair and without spread.
    pub fn is_distinguishable(&self) -> bool {
        !self.is_without_spread() && self.interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0)
    }

    /// Pairs that the interval would need to leave zero out, if difference and spread stayed as they are: the smallest n
    /// with t(n) · s / √n < |x̄|. Nothing past [`MOST_SEEDS`], for one pair, or without a difference.
    pub fn n_needed(&self) -> Option<usize> {
        let spread = self.error? * (self.n_pairs as f64).sqrt();
        (2..=MOST_SEEDS).find(|n| {
            let reach = quantile(*n).map(|t| t * spread / (*n as f64).sqrt());
            reach.is_some_and(|reach| reach < self.difference.abs())
        })
    }
}

/// Half the interval in standard errors, with n − 1 degrees of freedom.
fn quantile(n_pairs: usize) -> Option<f64> {
    student::half_width(n_pairs.checked_sub(1)? as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(f64, f64)], expected: (f64, f64, f64, f64, f64)) {
        let found = paired(pairs).unwrap();
        let (low, high) = found.interval.unwrap();
        let found = [found.difference, found.error.unwrap(), low, high, found.p.unwrap()];
        let expected = [expected.0, expected.1, expected.2, expected.3, expected.4];
        for (found, expected) in found.iter().zip(expected) {
            assert!(
                (found - expected).abs() < 1e-6 * expected.abs().max(1.0),
                "{found} for {expected}"
            );
        }
    }

    /// scipy 1.17: r = ttest_rel(b, a); r.confidence_interval(); r.pvalue.
    #[test]
    fn as_scipy_has_it() {
        let pairs = |a: &[f64], b: &[f64]| a.iter().copied().zip(b.iter().copied()).collect::<Vec<_>>();
        check(
            &pairs(&[50.0, 51.0, 52.0], &[54.0, 55.1, 55.9]),
            (4.0, 0.057_735_026_9, 3.751_586_228_8, 4.248_413_771_2, 0.000_208_268_25),
        );
        check(
            &pairs(&[50.0, 51.0, 52.0], &[53.0, 50.0, 54.0]),
            (
                1.333_333_333_3,
                1.201_850_425_2,
                -3.837_811_679_2,
                6.504_478_345_9,
                0.382_786_600_15,
            ),
        );
        check(
            &pairs(&[61.2, 60.4, 62.0, 59.8, 61.1], &[61.9, 61.0, 61.8, 60.9, 62.3]),
            (
                0.68,
                0.247_790_233_9,
                -0.007_975_981_9,
                1.367_975_981_9,
                0.051_678_680_8,
            ),
        );
        check(
            &pairs(&[10.0, 20.0], &[12.0, 21.0]),
            (1.5, 0.5, -4.853_102_368_1, 7.853_102_368_1, 0.204_832_764_70),
        );
    }

    /// Student's own example: hours of sleep gained by ten patients with two drugs (Cushny and Peebles' figures in
    /// “The probable error of a mean”, Biometrika 6, 1908, section IX; `sleep` in R, whose help page prints t = −4.0621,
    /// 9 degrees of freedom, p = 0.002833 and the interval −2.4598858 to −0.7001142 for the first minus the second).
    #[test]
    fn students_own_example_comes_out_as_in_r() {
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let pairs: Vec<_> = first.into_iter().zip(second).collect();
        let found = paired(&pairs).unwrap();
        let (low, high) = found.interval.unwrap();
        assert!((found.difference / found.error.unwrap() - 4.0621).abs() < 5e-5);
        assert!((low - 0.7001142).abs() < 5e-8 && (high - 2.4598858).abs() < 5e-8);
        assert!((found.p.unwrap() - 0.002833).abs() < 5e-7);
    }

    #[test]
    fn one_pair_says_nothing_about_chance() {
        let found = paired(&[(0.5, 0.7)]).unwrap();
        assert!((found.difference - 0.2).abs() < 1e-12);
        assert_eq!(
            (found.error, found.interval, found.p, found.n_needed()),
            (None, None, None, None)
        );
        assert!(!found.is_distinguishable());
        assert_eq!(paired(&[]), None);
    }

    #[test]
    fn equal_differences_have_no_spread() {
        let found = paired(&[(0.5, 0.75), (0.25, 0.5)]).unwrap();
        assert_eq!((found.error, found.interval), (Some(0.0), Some((0.25, 0.25))));
        assert_eq!(found.p, None);
        assert!(found.is_without_spread() && !found.is_distinguishable());
        assert!(!paired(&[(0.5, 0.5), (0.25, 0.25)]).unwrap().is_distinguishable());
    }

    /// t(0.975, 3 − 1) = 4.302653, t(0.975, 9) = 2.262157 (any table of Student's t).
    #[test]
    fn the_seeds_that_would_be_needed() {
        // Differences 1, 2, 0: mean 1, s = 1. n = 3: 4.303 / 1.732 > 1; n = 6: 2.571 / 2.449 = 1.05; n = 7: 2.447 / 2.646 = 0.925.
        let found = paired(&[(0.0, 1.0), (0.0, 2.0), (0.0, 0.0)]).unwrap();
        assert!(!found.is_distinguishable());
        assert_eq!(found.n_needed(), Some(7));
        // A hundredth of the spread needs far more than a hundred.
        let found = paired(&[(0.0, 1.01), (0.0, -0.99), (0.0, 0.01)]).unwrap();
        assert_eq!(found.n_needed(), None);
    }
}
