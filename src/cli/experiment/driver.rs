//! The threads that train, and the desk that they share: what is still to do, and the record.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::origin::Clock;
use crate::data::{LabelledImages, scales};
use crate::engine::{Advance, Session, device};
use crate::lab::experiment::RunKey;
use crate::lab::record::{ClockMark, ExperimentRecord, RunRecord, RunState, file};
use crate::spec::{Dataset, RunSpec};

/// The images of all runs.
pub enum Images {
    /// Generated for each run from its seed.
    Scales,
    /// From a folder.
    Folder {
        /// To train on.
        train: LabelledImages,
        /// To test on.
        test: LabelledImages,
    },
}

impl Images {
    fn of(&self, spec: &RunSpec) -> (LabelledImages, LabelledImages) {
        match self {
            Self::Folder { train, test } => (train.clone(), test.clone()),
            Self::Scales => (
                scales::generate(spec.data.n_train, spec.seed),
                scales::generate_test(spec.data.n_test, spec.seed),
            ),
        }
    }
}

/// What the threads share.
pub struct Desk {
    record: ExperimentRecord,
    waiting: Vec<RunKey>,
    out: PathBuf,
    bars: MultiProgress,
    problem: Option<String>,
}

impl Desk {
    /// A desk with every run of `record` that has no results yet.
    pub fn new(record: ExperimentRecord, out: PathBuf) -> Self {
        let missing = record.runs.iter().filter(|run| run.summary.is_none());
        // The last of the list is taken first.
        let waiting = missing.map(|run| run.key.clone()).rev().collect();
        Self {
            record,
            waiting,
            out,
            bars: MultiProgress::new(),
            problem: None,
        }
    }

    /// What is about to happen.
    pub fn heading(&self, n_jobs: usize) -> String {
        let (n_runs, n_left) = (self.record.runs.len(), self.waiting.len());
        let plan = &self.record.experiment;
        format!(
            "{}: {} {}, {} test images, {} epochs; {n_runs} runs, {n_left} to train, {n_jobs} at a time",
            plan.name,
            plan.data.n_train,
            match plan.data.dataset {
                Dataset::Cifar10 => "images of CIFAR-10",
                Dataset::Scales => "generated images",
            },
            plan.data.n_test,
            plan.training.epochs
        )
    }

    /// Says what came of it.
    ///
    /// # Errors
    /// Where the record could not be written, or a run failed.
    pub fn finish(self) -> Result<(), String> {
        let n_failed = self
            .record
            .runs
            .iter()
            .filter(|run| run.state != RunState::Done)
            .count();
        match (self.problem, n_failed) {
            (Some(problem), _) => Err(problem),
            (None, 0) => {
                crate::cli::print(&format!("wrote {}", self.out.display()));
                Ok(())
            }
            (None, n) => Err(format!("{n} runs did not finish; {} says why", self.out.display())),
        }
    }

    /// Takes in a run that is over, and writes the record as a whole beside the old one before it takes its place.
    fn keep(&mut self, run: RunRecord) {
        let line = match (&run.state, run.last_accuracy()) {
            (RunState::Failed { reason }, _) => format!("{} seed {}: {reason}", run.key.variant, run.key.seed),
            (_, accuracy) => format!(
                "{} seed {}: {:.1} % right after {:.0} s",
                run.key.variant,
                run.key.seed,
                accuracy.unwrap_or(0.0) * 100.0,
                run.seconds()
            ),
        };
        self.bars.suspend(|| crate::cli::print(&line));
        if let Some(place) = self.record.run_mut(&run.key) {
            *place = run.rounded();
        }
        if let Err(problem) = write(&self.out, &self.record) {
            self.problem = Some(problem);
            self.waiting.clear();
        }
    }
}

fn write(out: &Path, record: &ExperimentRecord) -> Result<(), String> {
    let at = |error: String| format!("{}: {error}", out.display());
    let text = file::write(record).map_err(|error| at(error.to_string()))?;
    let beside = out.with_extension("part");
    std::fs::write(&beside, text).map_err(|error| at(error.to_string()))?;
    std::fs::rename(&beside, out).map_err(|error| at(error.to_string()))
}

/// Trains one waiting run after the other until none is left.
pub fn work(desk: &Mutex<Desk>, images: &Images) {
    loop {
        let next = {
            let mut desk = locked(desk);
            let Some(key) = desk.waiting.pop() else { return };
            let spec = desk.record.experiment.run(&key);
            spec.map(|spec| {
                let bar = desk.bars.add(ProgressBar::new(spec.n_steps() as u64));
                bar.set_style(style());
                bar.set_message(format!("{} seed {}", key.variant, key.seed));
                (RunRecord::new(key), spec, bar)
            })
        };
        let Some((mut run, spec, bar)) = next else { continue };
        if let Err(reason) = train(&mut run, spec, images, &bar) {
            run.state = RunState::Failed { reason };
        }
        bar.finish_and_clear();
        locked(desk).keep(run);
    }
}

fn style() -> ProgressStyle {
    let template = "{msg:32} {bar:30} {pos}/{len} steps, {eta} left";
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// The desk, also where another thread has panicked with it.
fn locked(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

fn train(run: &mut RunRecord, spec: RunSpec, images: &Images, bar: &ProgressBar) -> Result<(), String> {
    let (train, test) = images.of(&spec);
    run.device = Some("cpu".to_owned());
    let session = Session::new(spec, train, test, &device::cpu());
    let mut session = session.map_err(|error| error.to_string())?;
    let mut clock = Clock::default();
    loop {
        let advance = pollster::block_on(clock.timed(session.advance())).map_err(|error| error.to_string())?;
        match advance {
            (Advance::Stepped(step), seconds) => {
                clock.count(seconds);
                run.losses.push(step.loss);
                bar.inc(1);
            }
            (Advance::Tested { .. }, _) => {}
            (Advance::EpochDone(epoch), _) => {
                run.epochs.push(epoch);
                run.clock.push(ClockMark {
                    n_steps: run.losses.len(),
                    seconds: clock.seconds(),
                });
            }
            (Advance::Finished(summary), _) => {
                run.summary = Some(summary);
                run.state = RunState::Done;
                return Ok(());
            }
        }
    }
}
