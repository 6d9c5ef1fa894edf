//! Whose answers can be counted, and the counts: of a run, of a network over its finished seeds, and of what differs.

use crate::lab::experiment::RunKey;
use crate::lab::record::ExperimentRecord;
use crate::lab::stats::agreement::confusion_difference;
use crate::lab::stats::pooled::{common_seeds, pooled};
use crate::spec::RunSummary;

/// Whose answers are counted.
#[derive(Clone, Debug, PartialEq)]
pub enum Side {
    /// A network's, over the seeds that are done.
    Network(String),
    /// One run's.
    Run(RunKey),
}

impl Side {
    /// Its name in a form.
    pub fn value(&self) -> String {
        match self {
            Self::Network(id) => format!("network:{id}"),
            Self::Run(key) => format!("run:{}:{}", key.seed, key.variant),
        }
    }

    /// Whether it is one run.
    pub const fn is_run(&self) -> bool {
        matches!(self, Self::Run(_))
    }
}

/// All whose answers can be counted: networks, then runs.
pub fn sides(record: &ExperimentRecord) -> Vec<Side> {
    let ids = record.experiment.variants.iter().map(|variant| &variant.id);
    let networks = ids
        .filter(|id| !common_seeds(record, &[id]).is_empty())
        .map(|id| Side::Network(id.clone()));
    let done = record.runs.iter().filter(|run| run.summary.is_some());
    networks.chain(done.map(|run| Side::Run(run.key.clone()))).collect()
}

/// What is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Matrix {
    /// Answers, and the seeds that were added up; none of one run.
    Counts(RunSummary, Vec<u64>),
    /// The second side's counts minus the first's, and the seeds that were added up.
    Difference(Vec<i64>, Vec<u64>),
}

/// The answers of `first`, or how those of `second` differ from them.
pub fn matrix(record: &ExperimentRecord, first: &Side, second: Option<&Side>) -> Option<Matrix> {
    let of = |side: &Side, seeds: &[u64]| match side {
        Side::Network(id) => pooled(record, id, seeds),
        Side::Run(key) => record.run(key)?.summary.clone(),
    };
    let ids = [Some(first), second]
        .into_iter()
        .flatten()
        .filter_map(|side| match side {
            Side::Network(id) => Some(id.as_str()),
            Side::Run(_) => None,
        });
    let seeds = if first.is_run() {
        Vec::new()
    } else {
        common_seeds(record, &ids.collect::<Vec<_>>())
    };
    let of_first = of(first, &seeds)?;
    let Some(second) = second else {
        return Some(Matrix::Counts(of_first, seeds));
    };
    let cells = confusion_difference(&of_first, &of(second, &seeds)?)?;
    Some(Matrix::Difference(cells, seeds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::templates;

    /// Two networks, two classes; `rate-2` is done with seed 1 only.
    fn record() -> ExperimentRecord {
        let mut record = ExperimentRecord::new(templates::find("dilation").unwrap().experiment());
        for run in &mut record.runs {
            let is_first = run.key.variant == "rate-1";
            if (is_first && run.key.seed < 3) || (run.key.variant == "rate-2" && run.key.seed == 1) {
                run.summary = Some(RunSummary {
                    n_classes: 2,
                    n_steps: 1,
                    labels: vec![0, 1],
                    predictions: vec![u8::from(is_first), 1],
                    confidences: vec![0.5; 2],
                });
            }
        }
        record
    }

    fn run(variant: &str, seed: u64) -> Side {
        Side::Run(RunKey {
            variant: variant.to_owned(),
            seed,
        })
    }

    fn network(id: &str) -> Side {
        Side::Network(id.to_owned())
    }

    #[test]
    fn networks_come_before_runs_and_only_what_is_done_counts() {
        let found = sides(&record());
        let expected = [
            network("rate-1"),
            network("rate-2"),
            run("rate-1", 1),
            run("rate-2", 1),
            run("rate-1", 2),
        ];
        assert_eq!(found, expected);
        let mut values: Vec<_> = found.iter().map(Side::value).collect();
        values.dedup();
        assert_eq!(values.len(), found.len());
    }

    #[test]
    fn two_networks_are_compared_over_their_common_seeds() {
        let record = record();
        let Some(Matrix::Counts(all, seeds)) = matrix(&record, &network("rate-1"), None) else {
            panic!("no counts");
        };
        assert_eq!((all.confusion(), seeds), (vec![0, 2, 0, 2], vec![1, 2]));
        // Over seed 1 alone: one image of class 0 moves from the answer 1 to the answer 0.
        let difference = matrix(&record, &network("rate-1"), Some(&network("rate-2")));
        assert_eq!(difference, Some(Matrix::Difference(vec![1, -1, 0, 0], vec![1])));
        let of_runs = matrix(&record, &run("rate-1", 2), Some(&run("rate-2", 1)));
        assert_eq!(of_runs, Some(Matrix::Difference(vec![1, -1, 0, 0], Vec::new())));
        assert_eq!(matrix(&record, &run("rate-3", 1), None), None);
    }
}
