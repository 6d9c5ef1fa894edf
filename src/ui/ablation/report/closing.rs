//! What may be said, and what may not.

use super::super::sentences;
use crate::lab::record::ExperimentRecord;
use crate::ui::words::{Catalogue, with_values};

/// The verdict on every network against the first, and what chance the test images leave.
pub fn verdicts(record: &ExperimentRecord, words: &Catalogue) -> Vec<String> {
    let variants = &record.experiment.variants;
    let Some(base) = variants.first() else {
        return Vec::new();
    };
    let others = variants.iter().skip(1);
    let mut lines: Vec<_> = others
        .map(|variant| sentences::of_verdict(words, record, &base.id, &variant.id))
        .collect();
    lines.extend(sentences::of_noise(words, record));
    lines
}

/// What the numbers do not hold for.
pub fn limits(record: &ExperimentRecord, words: &Catalogue) -> Vec<String> {
    let plan = &record.experiment;
    let values = [
        ("n_train", plan.data.n_train.to_string()),
        ("epochs", plan.training.epochs.to_string()),
        ("n", plan.seeds.len().to_string()),
    ];
    let report = &words.report;
    let lines = [
        report.limit_size,
        report.limit_seeds,
        report.limit_best,
        report.limit_time,
    ];
    lines.map(|line| with_values(line, &values)).to_vec()
}
