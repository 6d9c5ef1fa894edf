//! Scales by displacement: how often each network is right where the two marks lie so far apart.

use super::record::ExperimentRecord;
use super::stats::{mean, standard_error};
use crate::spec::{Dataset, RunSummary, ScalesClass};

/// How often a variant is right on the images of one displacement, over its finished seeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Displacement in pixels.
    pub displacement: usize,
    /// Mean share of right answers, 0 to 1.
    pub mean: f64,
    /// Its standard error over the seeds; nothing for one seed.
    pub error: Option<f64>,
    /// Seeds.
    pub n_seeds: usize,
}

/// Share of right answers for each displacement, both directions together.
pub fn of_run(summary: &RunSummary) -> Vec<(usize, f64)> {
    let of = |displacement: usize| {
        let answers = summary.labels.iter().zip(&summary.predictions);
        let counted = answers
            .filter(|(label, _)| ScalesClass::of(**label).is_some_and(|class| class.displacement == displacement));
        let rights: Vec<f64> = counted
            .map(|(label, prediction)| f64::from(u8::from(label == prediction)))
            .collect();
        (displacement, mean(&rights))
    };
    ScalesClass::DISPLACEMENTS.map(of).to_vec()
}

/// The shares of variant `id`, by growing displacement; none before a run is done, or on other images.
pub fn of_variant(record: &ExperimentRecord, id: &str) -> Vec<Share> {
    let summaries = record.runs_of(id).filter_map(|run| run.summary.as_ref());
    let runs: Vec<_> = summaries.map(of_run).collect();
    if runs.is_empty() || record.experiment.data.dataset != Dataset::Scales {
        return Vec::new();
    }
    let share = |(idx, displacement): (usize, usize)| {
        let shares: Vec<f64> = runs.iter().map(|run| run[idx].1).collect();
        Share {
            displacement,
            mean: mean(&shares),
            error: standard_error(&shares),
            n_seeds: shares.len(),
        }
    };
    ScalesClass::DISPLACEMENTS.into_iter().enumerate().map(share).collect()
}

/// The largest displacement of Scales whose two marks of 3 pixels one window of `field` pixels can touch at once: from the
/// last pixel of one mark to the first of the other it is d − 2 steps, so d ≤ field + 1.
pub fn farthest_seen(field: usize) -> Option<usize> {
    ScalesClass::DISPLACEMENTS
        .into_iter()
        .filter(|displacement| *displacement <= field + 1)
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_count_together() {
        let summary = RunSummary {
            n_classes: 10,
            n_steps: 1,
            labels: vec![0, 5, 4, 9],
            predictions: vec![0, 0, 4, 4],
            confidences: vec![1.0; 4],
        };
        let shares = of_run(&summary);
        assert_eq!((shares[0], shares[4]), ((3, 0.5), (15, 0.5))); // h3 right, v3 taken for h3; the same at 15
    }

    #[test]
    fn how_far_a_field_sees() {
        assert_eq!(
            [5, 9, 17, 33].map(farthest_seen),
            [Some(6), Some(9), Some(15), Some(15)]
        );
        assert_eq!(farthest_seen(1), None);
    }
}
