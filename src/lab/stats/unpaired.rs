//! Two variants over different seeds: no pairs, so that each variant stands for itself (Welch).
//!
//! Where seeds are common, [`super::paired`] says more.

use super::paired::MOST_SEEDS;
use super::{deviation, mean, student};

/// The difference of two means, second minus first, and what chance of the seeds leaves of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unpaired {
    /// Values of each.
    pub n: (usize, usize),
    /// Mean of the second minus mean of the first.
    pub difference: f64,
    /// Standard deviation of each.
    pub deviations: (f64, f64),
    /// √(s₁²/n₁ + s₂²/n₂).
    pub error: f64,
    /// Degrees of freedom after Welch and Satterthwaite.
    pub degrees: f64,
    /// difference ± t · error.
    pub interval: (f64, f64),
    /// Two-sided p; nothing where no value differs from another of its variant.
    pub p: Option<f64>,
}

/// Welch's comparison (Welch, “The generalization of ‘Student’s’ problem when several different population variances are
/// involved”, 1947), with (s₁²/n₁ + s₂²/n₂)² / ((s₁²/n₁)² / (n₁ − 1) + (s₂²/n₂)² / (n₂ − 1)) degrees of freedom. Nothing
/// where one has fewer than two values.
pub fn unpaired(first: &[f64], second: &[f64]) -> Option<Unpaired> {
    let deviations = (deviation(first)?, deviation(second)?);
    let n = (first.len(), second.len());
    let difference = mean(second) - mean(first);
    let (error, degrees) = welch((deviations.0, n.0), (deviations.1, n.1));
    let half = student::half_width(degrees)? * error;
    Some(Unpaired {
        n,
        difference,
        deviations,
        error,
        degrees,
        interval: (difference - half, difference + half),
        p: if error > 0.0 {
            student::two_sided(difference / error, degrees)
        } else {
            None
        },
    })
}

impl Unpaired {
    /// Whether the interval leaves zero out; false without any spread, which is then unknown.
    pub fn is_distinguishable(&self) -> bool {
        self.error > 0.0 && (self.interval.0 > 0.0 || self.interval.1 < 0.0)
    }

    /// Seeds of each that the interval would need to leave zero out, if difference and spreads stayed as they are. Nothing
    /// past [`MOST_SEEDS`], or without a difference.
    pub fn n_needed(&self) -> Option<usize> {
        (2..=MOST_SEEDS).find(|n| {
            let (error, degrees) = welch((self.deviations.0, *n), (self.deviations.1, *n));
            student::half_width(degrees).is_some_and(|half| half * error < self.difference.abs())
        })
    }
}

/// Standard error and degrees of freedom of a difference of means, from each deviation and number of values.
fn welch((s1, n1): (f64, usize), (s2, n2): (f64, usize)) -> (f64, f64) {
    let (v1, v2) = (s1 * s1 / n1 as f64, s2 * s2 / n2 as f64);
    let (m1, m2) = ((n1 - 1) as f64, (n2 - 1) as f64);
    let shares = v1 * v1 / m1 + v2 * v2 / m2;
    // Without any spread every number of degrees gives the same interval.
    let degrees = if shares > 0.0 {
        (v1 + v2).powi(2) / shares
    } else {
        m1 + m2
    };
    ((v1 + v2).sqrt(), degrees)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_seeds_agree_with_scipy() {
        // r = scipy.stats.ttest_ind(b, a, equal_var=False); r.confidence_interval(0.95), r.pvalue; the error is
        // sqrt(var(a, ddof=1) / len(a) + var(b, ddof=1) / len(b)); seeds by a loop over n = 2 … 100 for each until
        // scipy.stats.t.ppf(0.975, df) * error < abs(difference).
        check(
            unpaired(&[0.58, 0.59], &[0.62, 0.6]),
            [
                0.025000000000000022,
                0.011180339887498959,
                -0.04418522830071067,
                0.09418522830071072,
                0.198727388934526,
            ],
            Some(4),
        );
        check(
            unpaired(&[0.6, 0.58, 0.59], &[0.62, 0.65, 0.61, 0.66, 0.64]),
            [
                0.04600000000000004,
                0.010923979738782636,
                0.01918471903633312,
                0.07281528096366696,
                0.005782686977228519,
            ],
            Some(3),
        );
        check(
            unpaired(&[0.4, 0.5, 0.45, 0.43], &[0.5, 0.5]),
            [
                0.05499999999999999,
                0.021015867021530816,
                -0.011881868355004474,
                0.12188186835500446,
                0.0792009489190451,
            ],
            Some(5),
        );
        check(
            unpaired(&[0.3, 0.34], &[0.31, 0.33, 0.4]),
            [
                0.026666666666666672,
                0.03382963855030741,
                -0.08106613944393096,
                0.1343994727772643,
                0.48815157134023507,
            ],
            Some(18),
        );
    }

    fn check(found: Option<Unpaired>, expected: [f64; 5], n_needed: Option<usize>) {
        let found = found.unwrap();
        let numbers = [
            found.difference,
            found.error,
            found.interval.0,
            found.interval.1,
            found.p.unwrap(),
        ];
        for (found, expected) in numbers.into_iter().zip(expected) {
            assert!(
                (found - expected).abs() < 1e-8 * expected.abs().max(1e-4),
                "{found}, not {expected}"
            );
        }
        assert_eq!(found.n_needed(), n_needed);
    }

    #[test]
    fn too_few_values_and_values_without_spread_claim_nothing() {
        assert_eq!(unpaired(&[0.6], &[0.5, 0.4]), None);
        let constants = unpaired(&[0.25, 0.25, 0.25], &[0.5, 0.5]).unwrap();
        assert_eq!(
            (constants.difference, constants.degrees, constants.p),
            (0.25, 3.0, None)
        ); // 1 + 2
        assert!(!constants.is_distinguishable());
    }
}
