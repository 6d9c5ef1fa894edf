//! Whether a record holds together: what is read from a file or from storage is not believed.

use std::collections::HashSet;

use thiserror::Error;

use super::{ExperimentRecord, RunRecord, RunState};
use crate::lab::experiment::ExperimentError;
use crate::spec::RunSpec;

/// Why a record is refused.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum RecordError {
    /// The experiment itself does not hold together.
    #[error(transparent)]
    Experiment(#[from] ExperimentError),
    /// A run that the experiment does not have, or has twice.
    #[error("there is a run of {variant} with seed {seed} that the experiment does not have, or has twice")]
    StrangeRun {
        /// Id of its variant.
        variant: String,
        /// Its seed.
        seed: u64,
    },
    /// A run whose numbers cannot be.
    #[error("the run of {variant} with seed {seed}: {problem}")]
    BadRun {
        /// Id of its variant.
        variant: String,
        /// Its seed.
        seed: u64,
        /// What is wrong.
        problem: &'static str,
    },
}

impl ExperimentRecord {
    /// Checks every number against the experiment.
    ///
    /// # Errors
    /// The first problem, with the run that has it.
    pub fn validate(&self) -> Result<(), RecordError> {
        self.experiment.validate()?;
        let mut seen = HashSet::new();
        for run in &self.runs {
            let (variant, seed) = (run.key.variant.clone(), run.key.seed);
            let spec = self.experiment.run(&run.key);
            let (Some(spec), true) = (spec, seen.insert(&run.key)) else {
                return Err(RecordError::StrangeRun { variant, seed });
            };
            problem(run, &spec).map_or(Ok(()), |problem| Err(RecordError::BadRun { variant, seed, problem }))?;
        }
        Ok(())
    }
}

fn problem(run: &RunRecord, spec: &RunSpec) -> Option<&'static str> {
    let n_steps = spec.n_steps();
    let holds = |value: f32| value.is_finite() && value >= 0.0;
    let rules: [(bool, &'static str); 9] = [
        (run.losses.len() <= n_steps, "it has more steps than its settings allow"),
        (
            run.losses.iter().all(|loss| holds(*loss)),
            "a loss is negative or no number",
        ),
        (
            run.epochs.len() <= spec.training.epochs,
            "it has more epochs than its settings allow",
        ),
        (
            run.epochs.iter().enumerate().all(|(idx, epoch)| epoch.epoch == idx),
            "its epochs are out of order",
        ),
        (
            run.epochs.iter().all(|epoch| {
                holds(epoch.train_loss)
                    && holds(epoch.test_loss)
                    && holds(epoch.test_accuracy)
                    && epoch.test_accuracy <= 1.0
                    && epoch.n_test == spec.data.n_test
            }),
            "an epoch's loss, accuracy or number of test images cannot be",
        ),
        (
            run.epochs.len() * spec.steps_per_epoch() <= run.losses.len(),
            "it has more epochs than steps for them",
        ),
        (
            run.clock
                .windows(2)
                .all(|pair| pair[0].n_steps < pair[1].n_steps && pair[0].seconds <= pair[1].seconds),
            "its clock goes backwards",
        ),
        (
            run.clock
                .iter()
                .all(|mark| holds(mark.seconds) && mark.n_steps <= run.losses.len()),
            "its clock is past its last step",
        ),
        (
            (run.state == RunState::Done) == run.summary.is_some()
                && (run.state != RunState::Done || run.losses.len() == n_steps),
            "it is not done and has results, or the other way round",
        ),
    ];
    if let Some((_, problem)) = rules.into_iter().find(|(holds, _)| !holds) {
        return Some(problem);
    }
    let summary = run.summary.as_ref()?;
    let n_test = spec.data.n_test;
    let lengths = [
        summary.labels.len(),
        summary.predictions.len(),
        summary.confidences.len(),
    ];
    let is_class = |class: &u8| usize::from(*class) < summary.n_classes;
    let is_share = |share: &f32| (0.0..=1.0).contains(share);
    if lengths != [n_test; 3] || summary.n_classes != spec.network.n_classes() || summary.n_steps != n_steps {
        return Some("its results are of another number of test images, classes or steps");
    }
    let all_classes = summary.labels.iter().chain(&summary.predictions).all(is_class);
    let all_shares = summary.confidences.iter().all(is_share);
    if !all_classes || !all_shares {
        return Some("a result is no class, or a confidence is not from 0 to 1");
    }
    // Rounded records keep the accuracy itself as it was.
    let told = run.epochs.last().map(|epoch| epoch.test_accuracy);
    (told != Some(summary.accuracy())).then_some("its accuracy is not that of its results")
}
