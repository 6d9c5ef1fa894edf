//! Two trained networks on the same test images: where they disagree, and McNemar's test of it.

use statrs::distribution::{Binomial, DiscreteCDF};

use crate::spec::RunSummary;

/// How two networks answer the same images.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Test images.
    pub n_images: usize,
    /// Images that only the first has right.
    pub only_first: Vec<usize>,
    /// Images that only the second has right.
    pub only_second: Vec<usize>,
    /// Two-sided p of McNemar's exact test.
    pub p: f64,
}

/// The comparison of two runs; nothing where they were not tested on the same images.
pub fn agreement(first: &RunSummary, second: &RunSummary) -> Option<Agreement> {
    if first.labels != second.labels || first.labels.is_empty() {
        return None;
    }
    let is_right = |summary: &RunSummary, idx: usize| summary.predictions.get(idx) == summary.labels.get(idx);
    let images = 0..first.labels.len();
    let only = |a: &RunSummary, b: &RunSummary| {
        let images = images.clone();
        images
            .filter(|idx| is_right(a, *idx) && !is_right(b, *idx))
            .collect::<Vec<_>>()
    };
    let (only_first, only_second) = (only(first, second), only(second, first));
    let p = mcnemar(only_first.len(), only_second.len());
    Some(Agreement {
        n_images: images.len(),
        only_first,
        only_second,
        p,
    })
}

/// McNemar's exact test (McNemar, 1947; exact form: binomial with ½ on the discordant pairs): the two-sided p.
pub fn mcnemar(n_only_first: usize, n_only_second: usize) -> f64 {
    let n_discordant = (n_only_first + n_only_second) as u64;
    let fewer = n_only_first.min(n_only_second) as u64;
    match Binomial::new(0.5, n_discordant) {
        Ok(binomial) if n_discordant > 0 => (2.0 * binomial.cdf(fewer)).min(1.0),
        _ => 1.0,
    }
}

/// Counts by true class and predicted class of `second` minus those of `first`; nothing where the classes differ in number.
pub fn confusion_difference(first: &RunSummary, second: &RunSummary) -> Option<Vec<i64>> {
    if first.n_classes != second.n_classes {
        return None;
    }
    let pairs = first.confusion().into_iter().zip(second.confusion());
    Some(pairs.map(|(a, b)| i64::from(b) - i64::from(a)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(predictions: &[u8]) -> RunSummary {
        RunSummary {
            n_classes: 3,
            n_steps: 1,
            labels: vec![0, 1, 2, 0],
            predictions: predictions.to_vec(),
            confidences: vec![0.5; 4],
        }
    }

    /// scipy 1.17: binomtest(min(b, c), b + c).pvalue.
    #[test]
    fn as_scipy_has_it() {
        let cases = [
            (10, 25, 0.016_673_847_8),
            (1, 8, 0.039_062_5),
            (0, 6, 0.031_25),
            (120, 150, 0.077_389_398_98),
        ];
        for (first, second, p) in cases {
            assert!((mcnemar(first, second) - p).abs() < 1e-8, "{first}, {second}");
            assert!((mcnemar(second, first) - p).abs() < 1e-8, "{second}, {first}");
        }
        assert_eq!(mcnemar(0, 0), 1.0);
        assert_eq!(mcnemar(5, 5), 1.0);
        for (first, second, p) in MCNEMAR {
            assert!((mcnemar(first, second) / p - 1.0).abs() < 1e-8, "{first}, {second}");
        }
    }

    #[test]
    fn who_alone_is_right() {
        let found = agreement(&summary(&[0, 1, 0, 1]), &summary(&[0, 0, 2, 0])).unwrap();
        assert_eq!((found.only_first, found.only_second), (vec![1], vec![2, 3]));
        assert_eq!(found.n_images, 4);
        let mut other = summary(&[0; 4]);
        other.labels = vec![1; 4];
        assert_eq!(agreement(&summary(&[0; 4]), &other), None);
    }

    #[test]
    fn a_difference_of_confusions_sums_to_nothing() {
        let difference = confusion_difference(&summary(&[0, 1, 0, 1]), &summary(&[0, 0, 2, 0])).unwrap();
        // Row 0 (images 0 and 3): from one 0 and one 1 to two 0s; row 1: from 1 to 0; row 2: from 0 to 2.
        assert_eq!(difference, [1, -1, 0, 1, -1, 0, -1, 0, 1]);
        assert_eq!(difference.iter().sum::<i64>(), 0);
    }

    /// 86 and 150 are the changes of opinion of Agresti, “Categorical Data Analysis”, 2nd edition, 2002, table 10.1.
    const MCNEMAR: [(usize, usize, f64); 8] = [
        (0, 0, 1.0),
        (0, 1, 1.0),
        (0, 8, 0.0078125),
        (5, 5, 1.0),
        (3, 12, 0.03515625),
        (86, 150, 3.7159361395713866e-05),
        (410, 530, 0.00010181731024294974),
        (1200, 1210, 0.85454375721093),
    ];
}
