//! The ablation lab as plain data, and how an intent changes it; what must happen outside comes back as errands.
//!
//! Long because every change of the ablation lab is taken in one place; [`standing`] answers what is asked of it.

pub mod standing;

use std::collections::BTreeMap;

use super::change::{Change, Errand};
use super::plan::Plan;
use crate::bridge::protocol::{DeviceReport, Event, Fault, LoadProgress, Request, RunId};
use crate::lab::board::Board;
use crate::lab::experiment::{ExperimentError, RunKey};
use crate::lab::record::ExperimentRecord;
use crate::ui::query::Problem;

/// First name of a run here: far from those of the single lab, so that no event can be taken for another's.
const FIRST_RUN: u64 = 1 << 40;

/// Most runs that may go on at a time: each has a worker and a copy of the images.
pub const MOST_SLOTS: usize = 8;

/// All that the ablation lab shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AblationState {
    /// What is composed.
    pub plan: Plan,
    /// What is wrong with the link, or with a control.
    pub problems: Vec<Problem>,
    /// The mistake of the plan that was to be started.
    pub mistake: Option<ExperimentError>,
    /// Key of the experiment on the page.
    pub id: Option<String>,
    /// The experiment on the page.
    pub board: Option<Board>,
    /// Images on their way, for the runs that wait for them.
    pub loading: Option<LoadProgress>,
    /// Whether the engine is still being built.
    pub is_building: bool,
    /// Runs that may go on at a time.
    pub n_slots: usize,
    runs: BTreeMap<RunId, RunKey>,
    n_runs: u64,
}

impl AblationState {
    /// A page without an experiment, for a machine that runs `n_slots` at a time.
    pub fn new(n_slots: usize) -> Self {
        Self {
            n_slots,
            ..Self::default()
        }
    }

    /// Takes in `change`; what must happen outside comes back, in order. `id` is a fresh key for an experiment that begins.
    pub fn take(&mut self, change: Change, id: impl FnOnce() -> String) -> Vec<Errand> {
        match change {
            Change::OpenLink(text) => {
                (self.plan, self.problems) = Plan::parse(&text);
                Vec::new()
            }
            Change::Compose(plan) => {
                self.mistake = plan.experiment().err();
                self.plan = plan;
                vec![Errand::WriteLink]
            }
            Change::Set { key, value } => self.set(key, &value),
            Change::Start => self.start(id()),
            Change::Pause => self.pause(),
            Change::Resume => self.resume(),
            Change::StopAll => self.stop_all(),
            Change::Stop(key) => self.stop(&key),
            Change::Retry(key) => self.again(&key, true),
            Change::TakeUp(key) => self.again(&key, false),
            Change::Restore(key) => self.restore(&key),
            Change::Move { key, is_earlier } => {
                self.board.iter_mut().for_each(|board| board.move_by(&key, is_earlier));
                Vec::new()
            }
            Change::AddSeed(seed) => self.add_seed(seed),
            Change::Slots(n_slots) => {
                self.n_slots = n_slots.clamp(1, MOST_SLOTS);
                self.board.iter_mut().for_each(|board| board.set_slots(self.n_slots));
                self.begin_due()
            }
            Change::Open { id, record } => self.open(id, *record),
            Change::Close => self.leave(),
            Change::TakenUp { key, n_steps } => {
                self.board.iter_mut().for_each(|board| board.rewind(&key, n_steps));
                Vec::new()
            }
            Change::Waiting(run) => {
                self.is_building |= self.runs.contains_key(&run);
                Vec::new()
            }
            Change::Opened { run, device } => self.opened(run, &device),
            Change::Heard { event, bytes } => self.hear(event, bytes),
        }
    }

    fn set(&mut self, key: &'static str, value: &str) -> Vec<Errand> {
        self.problems.retain(|problem| problem.key != key);
        let changed = match key {
            "seeds" => super::plan::parse_seeds(value)
                .map(|seeds| self.plan.seeds = seeds)
                .ok_or_else(|| Problem {
                    key,
                    value: value.chars().take(40).collect(),
                    allowed: "1, 2, 3".to_owned(),
                    used: self
                        .plan
                        .seeds
                        .iter()
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(", "),
                    reason: None,
                }),
            key => self.plan.settings.set(key, value),
        };
        match changed {
            Ok(()) => {
                self.mistake = self.plan.experiment().err();
                vec![Errand::WriteLink]
            }
            Err(problem) => {
                self.problems.push(problem);
                Vec::new()
            }
        }
    }

    fn start(&mut self, id: String) -> Vec<Errand> {
        let experiment = match self.plan.experiment() {
            Ok(experiment) => experiment,
            Err(mistake) => {
                self.mistake = Some(mistake);
                return Vec::new();
            }
        };
        let mut errands = self.leave();
        self.id = Some(id);
        let mut board = Board::new(ExperimentRecord::new(experiment), self.n_slots);
        board.release();
        self.board = Some(board);
        errands.push(Errand::KeepHead);
        errands.extend(self.begin_due());
        errands
    }

    fn open(&mut self, id: String, record: ExperimentRecord) -> Vec<Errand> {
        let mut errands = self.leave();
        self.plan = Plan::from_experiment(&record.experiment).on(self.plan.settings.engine);
        (self.mistake, self.problems) = (None, Vec::new());
        self.id = Some(id);
        self.board = Some(Board::new(record, self.n_slots));
        errands.push(Errand::WriteLink);
        errands
    }

    /// The experiment on the page gives its place to another one; what its runs have recorded is kept.
    fn leave(&mut self) -> Vec<Errand> {
        self.runs.clear();
        (self.loading, self.is_building) = (None, false);
        let left = self.id.take().zip(self.board.take());
        let kept = left.map(|(id, board)| {
            // What was begun anew and has no epoch yet leaves its old result, which is kept already.
            let mut runs = board.record.runs.clone();
            runs.retain(|run| board.to_keep(&run.key).is_some());
            runs.retain(|run| !run.losses.is_empty() || run.state.is_over());
            Errand::KeepAll { id, runs }
        });
        kept.into_iter().chain([Errand::EndWorkers]).collect()
    }

    fn pause(&mut self) -> Vec<Errand> {
        let Some(board) = &mut self.board else {
            return Vec::new();
        };
        board.hold();
        let runs = self.runs.keys();
        runs.map(|run| Errand::Ask(Request::PauseRun(*run))).collect()
    }

    fn resume(&mut self) -> Vec<Errand> {
        let Some(board) = &mut self.board else {
            return Vec::new();
        };
        board.release();
        let runs = self.runs.keys();
        let mut errands: Vec<_> = runs.map(|run| Errand::Ask(Request::ResumeRun(*run))).collect();
        errands.extend(self.begin_due());
        errands
    }

    fn stop_all(&mut self) -> Vec<Errand> {
        let Some(board) = &mut self.board else {
            return Vec::new();
        };
        board.hold();
        let waiting = board.waiting();
        for key in &waiting {
            board.stopped(key);
        }
        let runs = self.runs.keys();
        let asked = runs.map(|run| Errand::Ask(Request::StopRun(*run)));
        asked.chain(waiting.into_iter().map(Errand::KeepRun)).collect()
    }

    fn stop(&mut self, key: &RunKey) -> Vec<Errand> {
        if let Some(run) = self.name_of(key) {
            return vec![Errand::Ask(Request::StopRun(run))];
        }
        self.board.iter_mut().for_each(|board| board.stopped(key));
        vec![Errand::KeepRun(key.clone())]
    }

    fn again(&mut self, key: &RunKey, from_beginning: bool) -> Vec<Errand> {
        let Some(board) = &mut self.board else {
            return Vec::new();
        };
        // One run that is begun again does not wake an experiment that is paused.
        let is_paused = board.is_held() && !(board.waiting().is_empty() && board.active().is_empty());
        board.again(key, from_beginning);
        if !is_paused {
            board.release();
        }
        let mut errands = vec![Errand::KeepRun(key.clone())];
        errands.extend(self.begin_due());
        errands
    }

    /// The new run is given up without a word; the old result is kept already.
    fn restore(&mut self, key: &RunKey) -> Vec<Errand> {
        let Some(board) = self.board.as_mut().filter(|board| board.is_replaced(key)) else {
            return Vec::new();
        };
        board.restore(key);
        let mut errands = Vec::new();
        if let Some(run) = self.name_of(key) {
            self.runs.remove(&run);
            errands.push(Errand::Ask(Request::StopRun(run)));
        }
        errands.extend(self.begin_due());
        errands
    }

    fn add_seed(&mut self, seed: u64) -> Vec<Errand> {
        let Some(board) = &mut self.board else {
            return Vec::new();
        };
        // A plan that has become another one since keeps its seeds.
        let is_planned = self.plan.experiment().as_ref() == Ok(&board.record.experiment);
        match board.add_seed(seed) {
            Ok(()) => {
                if is_planned {
                    self.plan.seeds.clone_from(&board.record.experiment.seeds);
                }
                let mut errands = vec![Errand::KeepHead, Errand::WriteLink];
                errands.extend(self.begin_due());
                errands
            }
            Err(mistake) => {
                self.mistake = Some(mistake);
                Vec::new()
            }
        }
    }

    fn begin_due(&mut self) -> Vec<Errand> {
        let Some(board) = &mut self.board else {
            return Vec::new();
        };
        let mut errands = Vec::new();
        for key in board.due() {
            let Some(spec) = board.record.experiment.run(&key) else {
                continue;
            };
            let has_begun = board.record.run(&key).is_some_and(|run| !run.losses.is_empty());
            self.n_runs += 1;
            let run = RunId(FIRST_RUN + self.n_runs);
            self.runs.insert(run, key.clone());
            errands.push(Errand::Begin {
                run,
                key,
                spec: Box::new(spec),
                preference: self.plan.settings.engine,
                has_begun,
            });
        }
        errands
    }

    fn opened(&mut self, run: RunId, device: &DeviceReport) -> Vec<Errand> {
        self.is_building = false;
        let Some((board, key)) = self.board.as_mut().zip(self.runs.get(&run)) else {
            return Vec::new();
        };
        let adapter = device.adapter.as_ref();
        let gpu = adapter.map(|adapter| format!(" ({} {})", adapter.vendor, adapter.architecture));
        board.opened(key, format!("{}{}", device.engine.id(), gpu.unwrap_or_default()));
        Vec::new()
    }

    fn hear(&mut self, event: Event, bytes: Vec<u8>) -> Vec<Errand> {
        let Some(run) = event.run() else {
            return Vec::new();
        };
        // Late events of a run that was forgotten change nothing.
        let (Some(key), Some(board)) = (self.runs.get(&run).cloned(), &mut self.board) else {
            return Vec::new();
        };
        let is_end = event.is_end();
        let mut errands = match event {
            Event::Loading { progress, .. } => {
                let is_done = progress.n_images_done == progress.n_images_total;
                self.loading = (!is_done).then_some(progress);
                Vec::new()
            }
            Event::Started { .. } => {
                self.loading = None;
                Vec::new()
            }
            Event::Stepped { steps, training_ms, .. } => {
                board.stepped(&key, &steps, (training_ms / 1000.0) as f32);
                vec![Errand::KeepRun(key.clone())]
            }
            Event::EpochDone { metrics, .. } => {
                let was_replaced = board.is_replaced(&key);
                board.epoch_done(&key, metrics);
                // The old result ends here, and its checkpoint, before the new one is kept.
                let forgotten = was_replaced && !board.is_replaced(&key);
                let forget = forgotten.then(|| Errand::ForgetCheckpoint(key.clone()));
                forget.into_iter().chain([Errand::KeepRun(key.clone())]).collect()
            }
            Event::Checkpointed { n_steps, .. } => {
                let key = key.clone();
                vec![Errand::KeepCheckpoint { key, n_steps, bytes }]
            }
            Event::Paused(_) => {
                board.paused(&key, true);
                vec![Errand::KeepRun(key.clone())]
            }
            Event::Resumed(_) => {
                board.paused(&key, false);
                Vec::new()
            }
            Event::Finished { summary, .. } => {
                board.finished(&key, summary);
                vec![Errand::KeepRun(key.clone())]
            }
            Event::Stopped(_) => {
                board.stopped(&key);
                vec![Errand::KeepRun(key.clone())]
            }
            Event::Failed { fault, .. } => {
                board.failed(&key, reason_of(&fault));
                vec![Errand::KeepRun(key.clone())]
            }
            _ => Vec::new(),
        };
        if is_end {
            self.runs.remove(&run);
            errands.extend(self.begin_due());
        }
        errands
    }

    fn name_of(&self, key: &RunKey) -> Option<RunId> {
        self.runs.iter().find(|(_, named)| *named == key).map(|(run, _)| *run)
    }
}

/// A fault as the reason in a record: from it, the page words its advice in either language.
fn reason_of(fault: &Fault) -> String {
    serde_json::to_string(fault).unwrap_or_else(|_| format!("{fault:?}"))
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
