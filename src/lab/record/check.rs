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
        problem: Flaw,
    },
}

/// What cannot be in the numbers of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Flaw {
    /// It has more steps than its settings allow.
    #[error("it has more steps than its settings allow")]
    TooManySteps,
    /// A loss is negative or no number.
    #[error("a loss is negative or no number")]
    BadLoss,
    /// It has more epochs than its settings allow.
    #[error("it has more epochs than its settings allow")]
    TooManyEpochs,
    /// Its epochs are out of order.
    #[error("its epochs are out of order")]
    EpochOrder,
    /// An epoch with numbers that cannot be.
    #[error("an epoch's loss, accuracy or number of test images cannot be")]
    BadEpoch,
    /// It has more epochs than steps for them.
    #[error("it has more epochs than steps for them")]
    EpochsWithoutSteps,
    /// Its clock goes backwards.
    #[error("its clock goes backwards")]
    ClockBackwards,
    /// Its clock is past its last step.
    #[error("its clock is past its last step")]
    ClockPastEnd,
    /// It is not done and has results, or the other way round.
    #[error("it is not done and has results, or the other way round")]
    DoneWithoutResults,
    /// Its results are of another number of test images, classes or steps.
    #[error("its results are of another number of test images, classes or steps")]
    OtherResults,
    /// A result is no class, or a confidence is no share.
    #[error("a result is no class, or a confidence is not from 0 to 1")]
    BadResult,
    /// Its accuracy is not that of its results.
    #[error("its accuracy is not that of its results")]
    OtherAccuracy,
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

fn problem(run: &RunRecord, spec: &RunSpec) -> Option<Flaw> {
    let n_steps = spec.n_steps();
    let holds = |value: f32| value.is_finite() && value >= 0.0;
    let rules: [(bool, Flaw); 9] = [
        (run.losses.len() <= n_steps, Flaw::TooManySteps),
        (run.losses.iter().all(|loss| holds(*loss)), Flaw::BadLoss),
        (run.epochs.len() <= spec.training.epochs, Flaw::TooManyEpochs),
        (
            run.epochs.iter().enumerate().all(|(idx, epoch)| epoch.epoch == idx),
            Flaw::EpochOrder,
        ),
        (
            run.epochs.iter().all(|epoch| {
                holds(epoch.train_loss)
                    && holds(epoch.test_loss)
                    && holds(epoch.test_accuracy)
                    && epoch.test_accuracy <= 1.0
                    && epoch.n_test == spec.data.n_test
            }),
            Flaw::BadEpoch,
        ),
        (
            run.epochs.len() * spec.steps_per_epoch() <= run.losses.len(),
            Flaw::EpochsWithoutSteps,
        ),
        (
            run.clock
                .windows(2)
                .all(|pair| pair[0].n_steps < pair[1].n_steps && pair[0].seconds <= pair[1].seconds),
            Flaw::ClockBackwards,
        ),
        (
            run.clock
                .iter()
                .all(|mark| holds(mark.seconds) && mark.n_steps <= run.losses.len()),
            Flaw::ClockPastEnd,
        ),
        (
            (run.state == RunState::Done) == run.summary.is_some()
                && (run.state != RunState::Done || run.losses.len() == n_steps),
            Flaw::DoneWithoutResults,
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
        return Some(Flaw::OtherResults);
    }
    let all_classes = summary.labels.iter().chain(&summary.predictions).all(is_class);
    let all_shares = summary.confidences.iter().all(is_share);
    if !all_classes || !all_shares {
        return Some(Flaw::BadResult);
    }
    // Rounded records keep the accuracy itself as it was.
    let told = run.epochs.last().map(|epoch| epoch.test_accuracy);
    (told != Some(summary.accuracy())).then_some(Flaw::OtherAccuracy)
}
