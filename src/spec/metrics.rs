//! What a run reports: plain numbers, the same natively and in the browser.

use serde::{Deserialize, Serialize};

/// One training step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepMetrics {
    /// Steps done before this one, over the whole run.
    pub step: usize,
    /// Epoch that it belongs to, from 0.
    pub epoch: usize,
    /// Mean cross-entropy of the batch before the update, in nats.
    pub loss: f32,
    /// Images of the batch.
    pub n_images: usize,
}

/// One epoch, after its test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct EpochMetrics {
    /// Epoch, from 0.
    pub epoch: usize,
    /// Mean loss of the epoch's steps, by images.
    pub train_loss: f32,
    /// Mean cross-entropy on the test images.
    pub test_loss: f32,
    /// Share of the test images that were right, 0 to 1.
    pub test_accuracy: f32,
    /// Number of test images.
    pub n_test: usize,
}

/// A finished run: what the network says of every test image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunSummary {
    /// Number of classes.
    pub n_classes: usize,
    /// Steps done.
    pub n_steps: usize,
    /// True class of each test image.
    pub labels: Vec<u8>,
    /// Class the network gives it.
    pub predictions: Vec<u8>,
    /// Probability of that class (softmax of the logits).
    pub confidences: Vec<f32>,
}

impl RunSummary {
    /// Counts by true class (rows) and predicted class (columns), row after row.
    pub fn confusion(&self) -> Vec<u32> {
        let mut counts = vec![0; self.n_classes * self.n_classes];
        for (label, prediction) in self.labels.iter().zip(&self.predictions) {
            let cell = usize::from(*label) * self.n_classes + usize::from(*prediction);
            if let Some(count) = counts.get_mut(cell) {
                *count += 1;
            }
        }
        counts
    }

    /// Share of each class's test images that were right; nothing for a class without images.
    pub fn accuracy_per_class(&self) -> Vec<Option<f32>> {
        let share = |(n_right, n_images): (u32, u32)| (n_images > 0).then(|| n_right as f32 / n_images as f32);
        self.right_per_class().into_iter().map(share).collect()
    }

    /// Of each class, how many test images were right, and how many there are.
    pub fn right_per_class(&self) -> Vec<(u32, u32)> {
        let confusion = self.confusion();
        let rows = confusion.chunks(self.n_classes.max(1)).enumerate();
        rows.map(|(class, row)| (row[class], row.iter().sum())).collect()
    }

    /// Share of all test images that were right, 0 to 1.
    pub fn accuracy(&self) -> f32 {
        let n_right = self
            .labels
            .iter()
            .zip(&self.predictions)
            .filter(|(label, prediction)| label == prediction)
            .count();
        n_right as f32 / self.labels.len().max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_confusion_counts_rows_by_truth() {
        let summary = RunSummary {
            n_classes: 2,
            n_steps: 1,
            labels: vec![0, 0, 1],
            predictions: vec![0, 1, 1],
            confidences: vec![0.9, 0.6, 0.7],
        };
        assert_eq!(summary.confusion(), [1, 1, 0, 1]);
        assert_eq!(summary.right_per_class(), [(1, 2), (1, 1)]);
        assert_eq!(summary.accuracy_per_class(), [Some(0.5), Some(1.0)]);
        assert!((summary.accuracy() - 2.0 / 3.0).abs() < 1e-6);
    }
}
