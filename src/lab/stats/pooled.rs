//! The answers of several seeds taken together: what a variant confuses, not what one run of it does.

use crate::lab::record::ExperimentRecord;
use crate::spec::RunSummary;

/// Seeds with which every one of `ids` is done, in the order of the experiment.
pub fn common_seeds(record: &ExperimentRecord, ids: &[&str]) -> Vec<u64> {
    let is_done = |id: &str, seed: u64| {
        record
            .runs_of(id)
            .any(|run| run.key.seed == seed && run.summary.is_some())
    };
    let seeds = record.experiment.seeds.iter().copied();
    seeds.filter(|seed| ids.iter().all(|id| is_done(id, *seed))).collect()
}

/// The answers of the variant `id` with `seeds`, one run after the other; nothing without a finished run.
pub fn pooled(record: &ExperimentRecord, id: &str, seeds: &[u64]) -> Option<RunSummary> {
    let runs = seeds
        .iter()
        .filter_map(|seed| record.runs_of(id).find(|run| run.key.seed == *seed));
    runs.filter_map(|run| run.summary.clone()).reduce(|mut all, one| {
        all.labels.extend(one.labels);
        all.predictions.extend(one.predictions);
        all.confidences.extend(one.confidences);
        all
    })
}

/// The `most` pairs of classes (true, answer) that are confused most often, with their images; the most frequent first.
pub fn most_confused(counts: &[u32], n_classes: usize, most: usize) -> Vec<(usize, usize, u32)> {
    let n = n_classes.max(1);
    let cells = counts
        .iter()
        .enumerate()
        .map(|(cell, count)| (cell / n, cell % n, *count));
    let mut wrong: Vec<_> = cells
        .filter(|(truth, said, count)| truth != said && *count > 0)
        .collect();
    wrong.sort_by_key(|(truth, said, count)| (std::cmp::Reverse(*count), *truth, *said));
    wrong.truncate(most);
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::templates;

    #[test]
    fn only_finished_runs_of_the_named_seeds_count() {
        let mut record = ExperimentRecord::new(templates::find("dilation").unwrap().experiment());
        for run in &mut record.runs {
            // Seed 3 is done with rate-1 alone.
            if run.key.seed < 3 || run.key.variant == "rate-1" {
                run.summary = Some(RunSummary {
                    n_classes: 2,
                    n_steps: 1,
                    labels: vec![0, 1, 1],
                    predictions: vec![1, run.key.seed as u8 % 2, 1],
                    confidences: vec![0.5; 3],
                });
            }
        }
        assert_eq!(common_seeds(&record, &["rate-1"]), [1, 2, 3]);
        assert_eq!(common_seeds(&record, &["rate-1", "rate-2"]), [1, 2]);
        let all = pooled(&record, "rate-1", &[1, 2, 3]).unwrap();
        // Class 0 is always called 1; of class 1 the second image is called 0 with seed 2.
        assert_eq!(all.confusion(), [0, 3, 1, 5]);
        assert_eq!((all.labels.len(), all.confidences.len()), (9, 9));
        assert_eq!(pooled(&record, "rate-2", &[3]), None);
        assert_eq!(most_confused(&all.confusion(), 2, 1), [(0, 1, 3)]);
        assert_eq!(most_confused(&all.confusion(), 2, 9).len(), 2);
    }
}
