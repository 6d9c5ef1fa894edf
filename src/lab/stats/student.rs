//! Student's t distribution (Student, “The probable error of a mean”, 1908).
//!
//! P(T ≤ t) = 1 − I(ν / (ν + t²); ν/2, 1/2) / 2 for t ≥ 0, with the regularised incomplete beta function I (Abramowitz
//! and Stegun, Handbook of Mathematical Functions, 1964, 26.7.1 and 26.5.27); `statrs` computes it.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Share of repeated experiments whose interval holds the true difference.
pub const CONFIDENCE: f64 = 0.95;

/// P(T ≤ `t`) with `degrees` of freedom; nothing where `degrees` is not positive.
pub fn cdf(t: f64, degrees: f64) -> Option<f64> {
    Some(distribution(degrees)?.cdf(t))
}

/// The t below which T stays with probability `p`, 0 < `p` < 1.
pub fn quantile(p: f64, degrees: f64) -> Option<f64> {
    let is_share = p > 0.0 && p < 1.0;
    is_share.then(|| distribution(degrees).map(|t| t.inverse_cdf(p)))?
}

/// P(|T| ≥ |`t`|), the two-sided p.
pub fn two_sided(t: f64, degrees: f64) -> Option<f64> {
    Some((2.0 * distribution(degrees)?.sf(t.abs())).min(1.0))
}

/// Half of the 95 % interval in standard errors: the quantile at 0.975.
pub fn half_width(degrees: f64) -> Option<f64> {
    quantile((1.0 + CONFIDENCE) / 2.0, degrees)
}

fn distribution(degrees: f64) -> Option<StudentsT> {
    StudentsT::new(0.0, 1.0, degrees).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_scipy() {
        // scipy.stats.t.cdf(t, df)
        for (t, degrees, expected) in CDF {
            let found = cdf(t, degrees).unwrap();
            assert!(
                (found - expected).abs() < 1e-11,
                "cdf({t}, {degrees}) = {found}, not {expected}"
            );
        }
        // scipy.stats.t.ppf(p, df)
        for (p, degrees, expected) in QUANTILES {
            let found = quantile(p, degrees).unwrap();
            assert!(
                (found - expected).abs() <= 1e-8 * expected.abs(),
                "quantile({p}, {degrees}) = {found}, not {expected}"
            );
        }
        // 2 * scipy.stats.t.sf(t, df)
        for (t, degrees, expected) in TWO_SIDED {
            let found = two_sided(t, degrees).unwrap();
            assert!(
                (found / expected - 1.0).abs() < 1e-8,
                "p({t}, {degrees}) = {found}, not {expected}"
            );
        }
    }

    #[test]
    fn what_is_no_distribution_has_no_quantile() {
        assert_eq!(quantile(0.975, 0.0), None);
        assert_eq!(quantile(1.0, 4.0), None);
        assert_eq!(cdf(1.0, f64::NAN), None);
    }

    const CDF: [(f64, f64, f64); 8] = [
        (0.0, 1.0, 0.5),
        (1.0, 1.0, 0.75),
        (-12.7, 1.0, 0.025012163844672083),
        (0.3, 2.0, 0.6037571695799112),
        (2.5, 4.0, 0.966616727594006),
        (-1.0, 9.0, 0.1717181980689568),
        (1.96, 1000.0, 0.9748634075221256),
        (3.3, 2.7, 0.973378923540633),
    ];

    const QUANTILES: [(f64, f64, f64); 9] = [
        (0.975, 1.0, 12.706204736174694),
        (0.975, 2.0, 4.302652729749462),
        (0.975, 4.0, 2.7764451051977934),
        (0.975, 9.0, 2.262157162798205),
        (0.975, 99.0, 1.9842169515864174),
        (0.975, 3.37, 2.993626519609903),
        (0.01, 5.0, -3.364929998907218),
        (0.5, 3.0, 0.0),
        (0.6, 1.0, 0.32491969623290634),
    ];

    const TWO_SIDED: [(f64, f64, f64); 5] = [
        (4.0621, 9.0, 0.002833007840390159),
        (12.706, 1.0, 0.05000080235813319),
        (0.0, 3.0, 1.0),
        (25.0, 4.0, 1.5197525763315734e-05),
        (-0.7, 2.7, 0.5394122017523247),
    ];
}
