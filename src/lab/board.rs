//! The running experiment: which run goes on, which is next, and what each has recorded. Plain state; whoever drives the
//! runs tells it what happened, and asks what is due.

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

    /// A run that is over waits again: from the beginning, or with what it has recorded where it will be taken up.
    pub fn again(&mut self, key: &RunKey, from_beginning: bool) {
        let Some(run) = self.record.run_mut(key).filter(|run| run.state.is_over()) else {
            return;
        };
        if from_beginning {
            *run = RunRecord::new(key.clone());
            self.before.remove(key);
        }
        run.summary = None;
        run.state = RunState::Waiting;
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
mod tests {
    use super::*;
    use crate::lab::experiment::{Experiment, VariantSpec};
    use crate::lab::templates;

    /// Two variants, two seeds, 4 steps in one epoch: dilated-s 1, plain-s 1, dilated-s 2, plain-s 2.
    fn board() -> Board {
        let mut experiment: Experiment = templates::find("dilation").unwrap().experiment();
        experiment.variants = ["dilated-s", "plain-s"]
            .map(|id| VariantSpec::named(id).unwrap())
            .to_vec();
        experiment.seeds = vec![1, 2];
        experiment.data.n_train = 100;
        experiment.training.epochs = 1;
        experiment.training.batch_size = 32;
        Board::new(ExperimentRecord::new(experiment), 2)
    }

    fn key(variant: &str, seed: u64) -> RunKey {
        RunKey {
            variant: variant.to_owned(),
            seed,
        }
    }

    fn step(step: usize, loss: f32) -> StepMetrics {
        StepMetrics {
            step,
            epoch: 0,
            loss,
            n_images: 32,
        }
    }

    fn names(keys: &[RunKey]) -> Vec<String> {
        keys.iter().map(|key| format!("{} {}", key.variant, key.seed)).collect()
    }

    #[test]
    fn as_many_runs_begin_as_there_are_slots_and_the_next_when_one_is_over() {
        let mut board = board();
        assert!(board.due().is_empty(), "held");
        board.release();
        assert_eq!(names(&board.due()), ["dilated-s 1", "plain-s 1"]);
        assert!(board.due().is_empty());
        board.failed(&key("plain-s", 1), "the loss is no number".to_owned());
        assert_eq!(names(&board.due()), ["dilated-s 2"]);
        board.hold();
        board.stopped(&key("dilated-s", 1));
        assert!(board.due().is_empty(), "held again");
    }

    #[test]
    fn after_a_reload_what_ran_waits_again_with_its_curve() {
        let mut board = board();
        board.release();
        board.due();
        board.stepped(&key("plain-s", 1), &[step(0, 2.3), step(1, 2.2), step(2, 2.1)], 3.0);
        let mut again = Board::new(board.record, 2);
        assert_eq!(again.record.run(&key("plain-s", 1)).unwrap().losses, [2.3, 2.2, 2.1]);
        again.release();
        assert_eq!(names(&again.due()), ["dilated-s 1", "plain-s 1"]);
        // The checkpoint is two steps old: step 2 comes again.
        again.rewind(&key("plain-s", 1), 2);
        again.stepped(&key("plain-s", 1), &[step(2, 2.1), step(3, 2.0)], 0.5);
        let run = again.record.run(&key("plain-s", 1)).unwrap();
        assert_eq!(run.losses, [2.3, 2.2, 2.1, 2.0]);
        // The only mark before was past the checkpoint, so that time is not known: it counts from here.
        assert_eq!(run.seconds(), 0.5);
        again.rewind(&key("plain-s", 1), 4);
        again.again(&key("plain-s", 1), false);
        again.stepped(&key("plain-s", 1), &[], 1.0);
        assert_eq!(again.record.run(&key("plain-s", 1)).unwrap().seconds(), 0.5);
        assert_eq!(again.record.validate(), Ok(()));
    }

    #[test]
    fn steps_are_taken_once_and_without_gaps() {
        let mut board = board();
        let plain = key("plain-s", 1);
        board.stepped(&plain, &[step(0, 2.0), step(0, 3.0), step(2, 1.0)], 1.0);
        assert_eq!(board.record.run(&plain).unwrap().losses, [2.0]);
    }

    #[test]
    fn a_long_run_keeps_few_moments_and_its_last_one_exactly() {
        let mut board = board();
        board.record.experiment.training.epochs = 500; // 2,000 steps
        let plain = key("plain-s", 1);
        for idx in 0..2_000 {
            board.stepped(&plain, &[step(idx, 2.0)], (idx + 1) as f32);
        }
        let clock = &board.record.run(&plain).unwrap().clock;
        assert!(clock.len() <= MOST_MARKS + 1, "{}", clock.len());
        assert!(clock.windows(2).all(|pair| pair[0].n_steps < pair[1].n_steps));
        let last = clock.last().unwrap();
        assert_eq!((last.n_steps, last.seconds), (2_000, 2_000.0));
        // Eight steps a mark, as 2,000 / 256 rounds up.
        assert!(clock.windows(2).all(|pair| pair[1].n_steps - pair[0].n_steps <= 8));
    }

    #[test]
    fn a_run_that_is_over_can_wait_again_and_change_its_place() {
        let mut board = board();
        board.stopped(&key("plain-s", 2));
        assert_eq!(names(&board.waiting()), ["dilated-s 1", "plain-s 1", "dilated-s 2"]);
        board.again(&key("plain-s", 2), true);
        board.move_by(&key("plain-s", 2), true);
        board.move_by(&key("plain-s", 2), true);
        assert_eq!(
            names(&board.waiting()),
            ["dilated-s 1", "plain-s 2", "plain-s 1", "dilated-s 2"]
        );
        board.move_by(&key("dilated-s", 1), true);
        assert_eq!(names(&board.waiting())[0], "dilated-s 1");
    }

    #[test]
    fn a_seed_can_be_added_while_others_run_but_not_twice() {
        let mut board = board();
        board.release();
        board.due();
        assert_eq!(board.add_seed(9), Ok(()));
        assert_eq!(
            names(&board.waiting()),
            ["dilated-s 2", "plain-s 2", "dilated-s 9", "plain-s 9"]
        );
        assert!(board.add_seed(9).is_err());
        assert_eq!(board.record.runs.len(), 6);
    }

    #[test]
    fn progress_does_not_count_what_a_failed_run_will_not_do() {
        let mut board = board();
        assert_eq!(board.progress(), (0, 16)); // 4 runs of ceil(100 / 32) = 4 steps
        board.stepped(&key("plain-s", 1), &[step(0, 2.3)], 1.0);
        board.failed(&key("plain-s", 1), String::new());
        assert_eq!(board.progress(), (1, 13));
    }
}
