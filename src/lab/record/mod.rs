//! What the runs of an experiment left behind: plain data, the same from the command line and from the page.
//!
//! As a file it is JSON with a version and a checksum; [`mod@file`] reads and writes it, and refuses what is cut or changed.

pub mod check;
pub mod file;
mod verdicts;
mod widen;

use serde::{Deserialize, Serialize};

pub use widen::WidenError;

use super::experiment::{Experiment, RunKey};
use crate::spec::{EpochMetrics, RunSummary};

/// Where a run stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum RunState {
    /// It has not begun.
    Waiting,
    /// It goes on; after a reload it is to be taken up again.
    Running,
    /// It halts on request.
    Paused,
    /// All epochs are done.
    Done,
    /// It was given up on request.
    Stopped,
    /// It ended before its time.
    Failed {
        /// Why, as a sentence.
        reason: String,
    },
}

/// When a step was done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockMark {
    /// Steps done.
    pub n_steps: usize,
    /// Seconds of training until then: pauses, loading and tests not counted.
    pub seconds: f32,
}

/// One run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// Which.
    pub key: RunKey,
    /// Where it stands.
    #[serde(flatten)]
    pub state: RunState,
    /// Loss of every step, in nats, from the first.
    pub losses: Vec<f32>,
    /// Some moments, in order; between them time passes evenly.
    pub clock: Vec<ClockMark>,
    /// Every epoch that is over.
    pub epochs: Vec<EpochMetrics>,
    /// What the network says of every test image, once it is done.
    #[serde(with = "verdicts", default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<RunSummary>,
    /// `cpu` or `gpu`, and what it is, once that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// Where a recorded experiment comes from; the learner's own has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Day, as `2026-11-24`; the first and the last, as `2026-11-24/2026-11-30`.
    pub date: String,
    /// Commit of the sources, shortened; every one, where runs were made with several.
    pub commit: String,
    /// Machine, in words.
    pub machine: String,
    /// Where the images come from, in words.
    pub data: String,
}

/// An experiment with its runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExperimentRecord {
    /// What was compared.
    pub experiment: Experiment,
    /// Where it comes from, where it is a recorded one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The runs, at most one for each key.
    pub runs: Vec<RunRecord>,
}

impl RunState {
    /// Whether there is nothing left to do.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Done | Self::Stopped | Self::Failed { .. })
    }
}

impl RunRecord {
    /// A run that has not begun.
    pub fn new(key: RunKey) -> Self {
        Self {
            key,
            state: RunState::Waiting,
            losses: Vec::new(),
            clock: Vec::new(),
            epochs: Vec::new(),
            summary: None,
            device: None,
        }
    }

    /// Seconds of training after `n_steps`: between two marks in proportion; nothing before the first mark is known.
    pub fn seconds_at(&self, n_steps: usize) -> Option<f32> {
        let after = self.clock.partition_point(|mark| mark.n_steps < n_steps);
        let next = self.clock.get(after)?;
        let before = match after.checked_sub(1) {
            Some(idx) => self.clock[idx],
            None => ClockMark {
                n_steps: 0,
                seconds: 0.0,
            },
        };
        let span = next.n_steps.saturating_sub(before.n_steps).max(1) as f32;
        let share = n_steps.saturating_sub(before.n_steps) as f32 / span;
        Some(before.seconds + share * (next.seconds - before.seconds))
    }

    /// Seconds of training so far.
    pub fn seconds(&self) -> f32 {
        self.clock.last().map_or(0.0, |mark| mark.seconds)
    }

    /// Accuracy after the last epoch, 0 to 1.
    pub fn last_accuracy(&self) -> Option<f32> {
        Some(self.epochs.last()?.test_accuracy)
    }

    /// The best accuracy of any epoch. It was chosen by the test images, so it is not an honest estimate.
    pub fn best_accuracy(&self) -> Option<f32> {
        self.epochs.iter().map(|epoch| epoch.test_accuracy).reduce(f32::max)
    }

    /// The same with losses rounded to 4 decimals and confidences to 3, for files that are shipped.
    #[must_use]
    pub fn rounded(mut self) -> Self {
        let round = |value: &mut f32, unit: f32| *value = (*value * unit).round() / unit;
        self.losses.iter_mut().for_each(|loss| round(loss, 1e4));
        self.clock.iter_mut().for_each(|mark| round(&mut mark.seconds, 1e2));
        for epoch in &mut self.epochs {
            round(&mut epoch.train_loss, 1e4);
            round(&mut epoch.test_loss, 1e4);
        }
        if let Some(summary) = &mut self.summary {
            summary.confidences.iter_mut().for_each(|value| round(value, 1e3));
        }
        self
    }
}

impl ExperimentRecord {
    /// An experiment of which no run has begun.
    pub fn new(experiment: Experiment) -> Self {
        let runs = experiment.keys().into_iter().map(RunRecord::new).collect();
        Self {
            experiment,
            origin: None,
            runs,
        }
    }

    /// The run called `key`.
    pub fn run(&self, key: &RunKey) -> Option<&RunRecord> {
        self.runs.iter().find(|run| run.key == *key)
    }

    /// The run called `key`, to be changed.
    pub fn run_mut(&mut self, key: &RunKey) -> Option<&mut RunRecord> {
        self.runs.iter_mut().find(|run| run.key == *key)
    }

    /// Runs of the variant called `id`, in the order of the record.
    pub fn runs_of<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a RunRecord> {
        self.runs.iter().filter(move |run| run.key.variant == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_evenly_between_two_marks() {
        let mut run = RunRecord::new(RunKey {
            variant: "plain-s".to_owned(),
            seed: 1,
        });
        let mark = |n_steps, seconds| ClockMark { n_steps, seconds };
        run.clock = vec![mark(10, 2.0), mark(20, 3.0)];
        assert_eq!(run.seconds_at(5), Some(1.0)); // 5 of the first 10 steps, which took 2 s
        assert_eq!(run.seconds_at(15), Some(2.5));
        assert_eq!(run.seconds_at(20), Some(3.0));
        assert_eq!(run.seconds_at(21), None);
    }
}
