//! Two networks on the same test images: where they differ, and what the choice of the images leaves open. McNemar's test
//! of one pair of networks is in [`super::agreement`].

use super::share::Z;
use super::{mean, standard_error};
use crate::spec::RunSummary;

/// Which of two networks is right about an image on which they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// The first.
    First,
    /// The second.
    Second,
    /// Neither: both are wrong, each in its own way.
    Neither,
}

/// A test image to which two networks give different classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// Place among the test images.
    pub image_idx: usize,
    /// Its true class.
    pub label: u8,
    /// Class that the first network gives it.
    pub first: u8,
    /// Class that the second network gives it.
    pub second: u8,
}

impl Disagreement {
    /// Who is right.
    pub fn right(&self) -> Right {
        if self.first == self.label {
            Right::First
        } else if self.second == self.label {
            Right::Second
        } else {
            Right::Neither
        }
    }
}

/// All images to which two networks give different classes, in order; nothing where they were tested on other images.
pub fn disagreements(first: &RunSummary, second: &RunSummary) -> Option<Vec<Disagreement>> {
    is_same_test(first, second).then(|| {
        let verdicts = first.predictions.iter().zip(&second.predictions).zip(&first.labels);
        let all = verdicts
            .enumerate()
            .map(|(image_idx, ((first, second), label))| Disagreement {
                image_idx,
                label: *label,
                first: *first,
                second: *second,
            });
        all.filter(|image| image.first != image.second).collect()
    })
}

/// Accuracy of each class, second minus first; nothing for a class without images, or where they were tested on other
/// images.
pub fn class_differences(first: &RunSummary, second: &RunSummary) -> Option<Vec<Option<f64>>> {
    is_same_test(first, second).then(|| {
        let (first, second) = (first.accuracy_per_class(), second.accuracy_per_class());
        let pairs = first.into_iter().zip(second);
        pairs
            .map(|(first, second)| Some(f64::from(second?) - f64::from(first?)))
            .collect()
    })
}

/// How far the difference of two accuracies may be off by the choice of the test images.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ImageNoise {
    /// Number of test images.
    pub n_images: usize,
    /// Mean over the images of dᵢ, the share of seeds in which the second network is right about image i minus that
    /// of the first.
    pub difference: f64,
    /// s(d) / √n_images.
    pub error: f64,
}

impl ImageNoise {
    /// From pairs of runs, one pair per seed; nothing without a pair, or where they were tested on different images.
    pub fn of_pairs(pairs: &[(&RunSummary, &RunSummary)]) -> Option<Self> {
        let (whole, _) = pairs.first()?;
        let is_same =
            |(first, second): &(&RunSummary, &RunSummary)| is_same_test(whole, first) && is_same_test(whole, second);
        if !pairs.iter().all(is_same) {
            return None;
        }
        let mut differences = vec![0.0; whole.labels.len()];
        for (first, second) in pairs {
            let predictions = first.predictions.iter().zip(&second.predictions).zip(&whole.labels);
            for (difference, ((first, second), label)) in differences.iter_mut().zip(predictions) {
                let right = |prediction: &u8| f64::from(u8::from(prediction == label));
                *difference += (right(second) - right(first)) / pairs.len() as f64;
            }
        }
        Some(Self {
            n_images: differences.len(),
            difference: mean(&differences),
            error: standard_error(&differences)?,
        })
    }

    /// difference ± 1.96 standard errors: what other images of the same kind would show of these very networks.
    pub fn interval(&self) -> (f64, f64) {
        let half = Z * self.error;
        (self.difference - half, self.difference + half)
    }

    /// Whether [`Self::interval`] leaves out zero.
    pub fn is_distinguishable(&self) -> bool {
        let (low, high) = self.interval();
        low > 0.0 || high < 0.0
    }
}

fn is_same_test(first: &RunSummary, second: &RunSummary) -> bool {
    let n = first.labels.len();
    first.n_classes == second.n_classes
        && first.labels == second.labels
        && [first, second].iter().all(|run| run.predictions.len() == n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(labels: &[u8], predictions: &[u8]) -> RunSummary {
        RunSummary {
            n_classes: 3,
            n_steps: 1,
            labels: labels.to_vec(),
            predictions: predictions.to_vec(),
            confidences: vec![0.5; labels.len()],
        }
    }

    const LABELS: [u8; 6] = [0, 0, 1, 1, 2, 2];

    #[test]
    fn images_are_named_with_who_is_right() {
        let (first, second) = (run(&LABELS, &[0, 1, 1, 0, 2, 0]), run(&LABELS, &[0, 0, 1, 2, 1, 0]));
        let found = disagreements(&first, &second).unwrap();
        let named: Vec<_> = found.iter().map(|image| (image.image_idx, image.right())).collect();
        assert_eq!(named, [(1, Right::Second), (3, Right::Neither), (4, Right::First)]);
        // Class 0: 2/2 − 1/2; class 1: 1/2 − 1/2; class 2: 0 − 1/2.
        let classes = class_differences(&first, &second).unwrap();
        assert_eq!(classes, [Some(0.5), Some(0.0), Some(-0.5)]);
    }

    #[test]
    fn other_images_cannot_be_compared() {
        let (first, other) = (run(&LABELS, &LABELS), run(&[0, 0, 1, 1, 2, 1], &LABELS));
        assert_eq!(disagreements(&first, &other), None);
        assert_eq!(class_differences(&first, &other), None);
        assert_eq!(ImageNoise::of_pairs(&[(&first, &first), (&first, &other)]), None);
        assert_eq!(ImageNoise::of_pairs(&[]), None);
    }

    #[test]
    fn the_noise_of_the_images_of_one_pair_is_that_of_the_discordant_ones() {
        let (first, second) = (run(&LABELS, &[0, 1, 1, 1, 2, 2]), run(&LABELS, &[0, 0, 0, 0, 2, 0]));
        let noise = ImageNoise::of_pairs(&[(&second, &first)]).unwrap();
        // d = 0, −1, 1, 1, 0, 1: mean 1/3, Σ d² = 4, variance (4 − 6/9) / 5 = 2/3, standard error √(2/3 / 6) = 1/3.
        assert!((noise.difference - 1.0 / 3.0).abs() < 1e-12);
        assert!((noise.error - 1.0 / 3.0).abs() < 1e-12);
        assert!(!noise.is_distinguishable());
        // A second seed with the roles changed cancels the difference of every image.
        let both = ImageNoise::of_pairs(&[(&first, &second), (&second, &first)]).unwrap();
        assert_eq!((both.difference, both.error), (0.0, 0.0));
    }
}
