//! The running experiment: which run goes on, which is next, and what each has recorded. Plain state; whoever drives the
//! runs tells it what happened, and asks what is due.
//!
//! Long because a run has many ways to end and to begin again.

use std::collections::BTreeMap;

use super::experiment::{ExperimentError, RunKey};
use super::record::{ClockMark, ExperimentRecord, RunRecord, RunState};
use crate::spec::{EpochMetrics, RunSummary, StepMetrics};

/// About as many moments of a run are kept, however many steps it has: enough for a curve over time.
const MOST_MARKS: usize = 256;

/// An experiment on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// Everything recorded so far.
    pub record: ExperimentRecord,
    /// In which order waiting runs begin.
    order: Vec<RunKey>,
    /// Runs that may go on at a time.
    n_slots: usize,
    /// Whether no run is to begin or go on.
    is_held: bool,
    /// Seconds that a run had trained before it was taken up again: its worker counts from zero.
    before: BTreeMap<RunKey, f32>,
    /// What runs that were begun anew had recorded: theirs again on request, until the new run has an epoch to show.
    replaced: BTreeMap<RunKey, RunRecord>,
}

impl Board {
    /// A board that is held: nothing begins before [`Board::release`].
    ///
    /// What was running when the record was kept is waiting again, with its curve.
    pub fn new(mut record: ExperimentRecord, n_slots: usize) -> Self {
        for run in &mut record.runs {
            if matches!(run.state, RunState::Running | RunState::Paused) {
                run.state = RunState::Waiting;
            }
        }
        let order = record.runs.iter().map(|run| run.key.clone()).collect();
        Self {
            record,
            order,
            n_slots: n_slots.max(1),
            is_held: true,
            before: BTreeMap::new(),
            replaced: BTreeMap::new(),
        }
    }

    /// Runs may begin.
    pub fn release(&mut self) {
        self.is_held = false;
    }

    /// No further run begins; those that go on are the caller's to pause.
    pub fn hold(&mut self) {
        self.is_held = true;
    }

    /// Whether no run is to begin.
    pub fn is_held(&self) -> bool {
        self.is_held
    }

    /// Other numbers of runs at a time; runs that go on are not touched.
    pub fn set_slots(&mut self, n_slots: usize) {
        self.n_slots = n_slots.max(1);
    }

    /// Runs that hold a slot: running or paused.
    pub fn active(&self) -> Vec<RunKey> {
        let is_active = |run: &&RunRecord| matches!(run.state, RunState::Running | RunState::Paused);
        self.record
            .runs
            .iter()
            .filter(is_active)
            .map(|run| run.key.clone())
            .collect()
    }

    /// Waiting runs, in the order in which they will begin.
    pub fn waiting(&self) -> Vec<RunKey> {
        let is_waiting = |key: &&RunKey| self.record.run(key).is_some_and(|run| run.state == RunState::Waiting);
        self.order.iter().filter(is_waiting).cloned().collect()
    }

    /// Whether every run is over.
    pub fn is_over(&self) -> bool {
        self.record.runs.iter().all(|run| run.state.is_over())
    }

    /// The runs that begin now; they count as running from here on.
    pub fn due(&mut self) -> Vec<RunKey> {
        if self.is_held {
            return Vec::new();
        }
        let n_free = self.n_slots.saturating_sub(self.active().len());
        let due: Vec<RunKey> = self.waiting().into_iter().take(n_free).collect();
        for key in &due {
            self.set_state(key, RunState::Running);
        }
        due
    }

    /// The run goes on from its `n_steps`th step: what it had recorded past it will come again, the same.
    pub fn rewind(&mut self, key: &RunKey, n_steps: usize) {
        let steps_per_epoch = self.record.experiment.run(key).map_or(1, |spec| spec.steps_per_epoch());
        if let Some(run) = self.record.run_mut(key) {
            run.losses.truncate(n_steps);
            run.epochs.truncate(run.losses.len() / steps_per_epoch.max(1));
            let n_steps = run.losses.len();
            run.clock.retain(|mark| mark.n_steps <= n_steps);
            run.summary = None;
            let seconds = run.seconds();
            self.before.insert(key.clone(), seconds);
        }
    }

    /// Takes in steps; `seconds` of training have passed since the run began here. Steps that are recorded already, or
    /// that leave a gap, change nothing.
    pub fn stepped(&mut self, key: &RunKey, steps: &[StepMetrics], seconds: f32) {
        let n_total = self.record.experiment.run(key).map_or(0, |spec| spec.n_steps());
        let Some(run) = self.record.run_mut(key) else { return };
        for step in steps {
            if step.step == run.losses.len() {
                run.losses.push(step.loss);
            }
        }
        let n_steps = run.losses.len();
        let last = run.clock.last().copied();
        let seconds = self.before.get(key).copied().unwrap_or(0.0) + seconds;
        let seconds = last.map_or(seconds, |last| seconds.max(last.seconds));
        if n_steps > 0 && last.is_none_or(|last| last.n_steps < n_steps) {
            let mark = ClockMark { n_steps, seconds };
            // The last mark moves on until it is far enough from the one before: few marks, the last one always exact.
            let before = run.clock.len().checked_sub(2).map_or(0, |idx| run.clock[idx].n_steps);
            match run.clock.last_mut() {
                Some(last) if last.n_steps < before + n_total.div_ceil(MOST_MARKS) => *last = mark,
                _ => run.clock.push(mark),
            }
        }
    }

    /// Takes in an epoch; one that is recorded already changes nothing.
    pub fn epoch_done(&mut self, key: &RunKey, epoch: EpochMetrics) {
        if let Some(run) = self.record.run_mut(key)
            && run.epochs.len() == epoch.epoch
        {
            run.epochs.push(epoch);
            self.replaced.remove(key);
        }
    }

    /// The run went to its end.
    pub fn finished(&mut self, key: &RunKey, summary: RunSummary) {
        if let Some(run) = self.record.run_mut(key) {
            run.summary = Some(summary);
            run.state = RunState::Done;
        }
    }

    /// The run ended before its time; its curve is kept.
    pub fn failed(&mut self, key: &RunKey, reason: String) {
        self.set_state(key, RunState::Failed { reason });
    }

    /// The run was given up; its curve is kept.
    pub fn stopped(&mut self, key: &RunKey) {
        self.set_state(key, RunState::Stopped);
    }

    /// The run halts, or goes on.
    pub fn paused(&mut self, key: &RunKey, is_paused: bool) {
        let state = if is_paused { RunState::Paused } else { RunState::Running };
        if self.active().contains(key) {
            self.set_state(key, state);
        }
    }

    /// What the run computes on is known.
    pub fn opened(&mut self, key: &RunKey, device: String) {
        if let Some(run) = self.record.run_mut(key) {
            run.device = Some(device);
        }
    }

    /// A run that is over waits again: from the beginning, or with what it has recorded where it will be taken up. What
    /// is begun anew can be [`Board::restore`]d until its first epoch is over.
    pub fn again(&mut self, key: &RunKey, from_beginning: bool) {
        let Some(run) = self.record.run_mut(key).filter(|run| run.state.is_over()) else {
            return;
        };
        if from_beginning {
            let old = std::mem::replace(run, RunRecord::new(key.clone()));
            self.before.remove(key);
            if !old.losses.is_empty() {
                self.replaced.entry(key.clone()).or_insert(old);
            }
        }
        run.summary = None;
        run.state = RunState::Waiting;
    }

    /// Runs that were begun anew and can have their old result back.
    pub fn replaced(&self) -> impl Iterator<Item = &RunKey> {
        self.replaced.keys()
    }

    /// Whether the old result of `key` is still held.
    pub fn is_replaced(&self, key: &RunKey) -> bool {
        self.replaced.contains_key(key)
    }

    /// Gives a run that was begun anew its old result back; says whether there was one.
    pub fn restore(&mut self, key: &RunKey) -> bool {
        let old = self.replaced.remove(key);
        let restored = old.zip(self.record.run_mut(key)).map(|(old, run)| *run = old);
        self.before.remove(key);
        restored.is_some()
    }

    /// What is to be kept of `key`: nothing while its old result is held, which then stays kept.
    pub fn to_keep(&self, key: &RunKey) -> Option<&RunRecord> {
        self.record.run(key).filter(|_| !self.is_replaced(key))
    }

    /// The waiting run changes its place with the waiting one before it, or after it.
    pub fn move_by(&mut self, key: &RunKey, is_earlier: bool) {
        let waiting = self.waiting();
        let Some(place) = waiting.iter().position(|waiting| waiting == key) else {
            return;
        };
        let other = if is_earlier {
            place.checked_sub(1)
        } else {
            Some(place + 1)
        };
        let Some(other) = other.and_then(|other| waiting.get(other)) else {
            return;
        };
        let place_of = |key: &RunKey| self.order.iter().position(|ordered| ordered == key);
        if let (Some(a), Some(b)) = (place_of(key), place_of(other)) {
            self.order.swap(a, b);
        }
    }

    /// One more seed for every variant, also while others run.
    ///
    /// # Errors
    /// A seed that is there, or more runs than an experiment may have; nothing is changed then.
    pub fn add_seed(&mut self, seed: u64) -> Result<(), ExperimentError> {
        let mut experiment = self.record.experiment.clone();
        experiment.seeds.push(seed);
        experiment.validate()?;
        for key in experiment.keys().into_iter().filter(|key| key.seed == seed) {
            self.order.push(key.clone());
            self.record.runs.push(RunRecord::new(key));
        }
        self.record.experiment = experiment;
        Ok(())
    }

    /// Steps done, and steps of all runs.
    pub fn progress(&self) -> (usize, usize) {
        let n_steps = |run: &RunRecord| self.record.experiment.run(&run.key).map_or(0, |spec| spec.n_steps());
        let count = |run: &RunRecord| match run.state {
            RunState::Failed { .. } | RunState::Stopped => (run.losses.len(), run.losses.len()),
            _ => (run.losses.len(), n_steps(run)),
        };
        let counts = self.record.runs.iter().map(count);
        counts.fold((0, 0), |sum, (done, total)| (sum.0 + done, sum.1 + total))
    }

    fn set_state(&mut self, key: &RunKey, state: RunState) {
        if let Some(run) = self.record.run_mut(key) {
            run.state = state;
        }
    }
}

#[cfg(test)]
mod tests;
