//! Whether a network is as often right as it says (Guo et al., "On Calibration of Modern Neural Networks", 2017).

use crate::spec::RunSummary;

/// Bins of equal width, as in that paper.
pub const N_BINS: usize = 15;

/// One bin of confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Images whose confidence lies in it.
    pub n_images: usize,
    /// Mean confidence of these.
    pub confidence: f64,
    /// Share of these that are right.
    pub accuracy: f64,
}

/// The bins over (0, 1], and the expected calibration error Σ n_b / n · |accuracy_b − confidence_b|.
pub fn calibration(summary: &RunSummary) -> ([Bin; N_BINS], f64) {
    let mut bins = [Bin::default(); N_BINS];
    let answers = summary
        .labels
        .iter()
        .zip(&summary.predictions)
        .zip(&summary.confidences);
    for ((label, prediction), confidence) in answers {
        let confidence = f64::from(*confidence);
        let idx = ((confidence * N_BINS as f64).ceil() as usize).clamp(1, N_BINS) - 1;
        bins[idx].n_images += 1;
        bins[idx].confidence += confidence;
        bins[idx].accuracy += f64::from(u8::from(label == prediction));
    }
    for bin in bins.iter_mut().filter(|bin| bin.n_images > 0) {
        bin.confidence /= bin.n_images as f64;
        bin.accuracy /= bin.n_images as f64;
    }
    let n_images = summary.labels.len().max(1) as f64;
    let gaps = bins
        .iter()
        .map(|bin| bin.n_images as f64 / n_images * (bin.accuracy - bin.confidence).abs());
    let error = gaps.sum();
    (bins, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expected_error_by_hand() {
        let summary = RunSummary {
            n_classes: 2,
            n_steps: 1,
            labels: vec![0, 0, 1, 1],
            predictions: vec![0, 1, 1, 1],
            confidences: vec![0.95, 0.95, 0.55, 0.55],
        };
        // Two at 0.95, half right: gap 0.45; two at 0.55, both right: gap 0.45. 0.5 · 0.45 + 0.5 · 0.45 = 0.45.
        let (bins, error) = calibration(&summary);
        assert!((error - 0.45).abs() < 1e-6, "{error}");
        assert_eq!((bins[14].n_images, bins[8].n_images), (2, 2)); // 0.95 · 15 = 14.25, 0.55 · 15 = 8.25
    }
}
