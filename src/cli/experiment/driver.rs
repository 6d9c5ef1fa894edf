//! The threads that train, and the desk that they share: what is still to do, and the record.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::parts::Parts;
use super::training::{Reached, Training};
use crate::data::{LabelledImages, scales};
use crate::lab::experiment::RunKey;
use crate::lab::record::{ExperimentRecord, Origin, RunRecord, RunState, file};
use crate::spec::{Dataset, RunSpec};

/// Seconds of training that a cut may cost.
const KEEP_SECONDS: f64 = 60.0;

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
    /// To train and to test on, for a run of `spec`.
    pub fn of(&self, spec: &RunSpec) -> (LabelledImages, LabelledImages) {
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
    /// The runs that are wanted now; the record may hold others.
    wanted: Vec<RunKey>,
    waiting: Vec<RunKey>,
    out: PathBuf,
    parts: Parts,
    here: Origin,
    bars: MultiProgress,
    problem: Option<String>,
}

impl Desk {
    /// A desk with every run of `wanted` that has no results yet, and the parts beside `out`.
    pub fn new(record: ExperimentRecord, wanted: Vec<RunKey>, (out, parts): (PathBuf, Parts), here: Origin) -> Self {
        let (done, mut waiting): (Vec<_>, Vec<_>) = wanted.iter().cloned().partition(|key| is_done(&record, key));
        done.iter().for_each(|key| parts.forget(key));
        // The last of the list is taken first.
        waiting.reverse();
        Self {
            record,
            wanted,
            waiting,
            out,
            parts,
            here,
            bars: MultiProgress::new(),
            problem: None,
        }
    }

    /// Whether there is something to train.
    pub fn has_work(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// What is about to happen.
    pub fn heading(&self, n_jobs: usize) -> String {
        let (n_runs, n_left) = (self.wanted.len(), self.waiting.len());
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
        let n_failed = self.wanted.iter().filter(|key| !is_done(&self.record, key)).count();
        match (self.problem, n_failed) {
            (Some(problem), _) => Err(problem),
            (None, 0) => Ok(()),
            (None, n) => Err(format!("{n} runs did not finish; {} says why", self.out.display())),
        }
    }

    /// Says something above the bars.
    fn say(&self, line: &str) {
        self.bars.suspend(|| crate::cli::print(line));
    }

    /// Takes in a run that is over, and writes the record as a whole beside the old one before it takes its place.
    fn keep(&mut self, run: RunRecord, origin: &Origin) {
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
        self.say(&line);
        let key = run.key.clone();
        self.record.take_in(run.rounded(), origin);
        match write(&self.out, &self.record) {
            Ok(()) => self.parts.forget(&key),
            Err(problem) => {
                self.problem = Some(problem);
                self.waiting.clear();
            }
        }
    }

    /// Keeps a run that goes on. A disk that is full now may have room in a minute: the run does not fail by it.
    fn keep_part(&self, key: &RunKey, part: &[u8]) {
        if let Err(problem) = self.parts.keep(key, part) {
            self.say(&format!("{problem}; the run goes on, but could not be kept"));
        }
    }
}

fn is_done(record: &ExperimentRecord, key: &RunKey) -> bool {
    record.run(key).is_some_and(|run| run.summary.is_some())
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
    while let Some((key, training, bar)) = next(desk, images) {
        let over = training.map(|training| train(training, desk, &bar));
        bar.finish_and_clear();
        let mut desk = locked(desk);
        let (run, origin) = over.unwrap_or_else(|reason| {
            let mut run = RunRecord::new(key);
            run.state = RunState::Failed { reason };
            (run, desk.here.clone())
        });
        desk.keep(run, &origin);
    }
}

/// The next run that waits: from where it was kept, else from its beginning.
fn next(desk: &Mutex<Desk>, images: &Images) -> Option<(RunKey, Result<Training, String>, ProgressBar)> {
    let (key, spec, part, here, bar) = {
        let mut desk = locked(desk);
        let key = desk.waiting.pop()?;
        let plan = &desk.record.experiment;
        let spec = plan.run(&key)?;
        let part = desk.parts.take(plan, &key).unwrap_or_else(|problem| {
            desk.say(&format!("{problem}; the run begins anew"));
            None
        });
        let bar = desk.bars.add(ProgressBar::new(spec.n_steps() as u64));
        bar.set_style(style());
        bar.set_message(format!("{} seed {}", key.variant, key.seed));
        if let Some(part) = &part {
            let n_steps = part.checkpoint.n_steps();
            desk.say(&format!(
                "{} seed {} goes on after step {n_steps}",
                key.variant, key.seed
            ));
            bar.set_position(n_steps as u64);
            bar.reset_eta();
        }
        (key, spec, part, desk.here.clone(), bar)
    };
    let training = match part {
        Some(part) => Training::resume(part, images, &here),
        None => Training::begin(key.clone(), spec, images, &here),
    };
    Some((key, training, bar))
}

fn style() -> ProgressStyle {
    let template = "{msg:32} {bar:30} {pos}/{len} steps, {eta} left";
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// The desk, also where another thread has panicked with it.
fn locked(desk: &Mutex<Desk>) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Trains to the end or to a failure, and keeps the run after every epoch and every minute.
fn train(mut training: Training, desk: &Mutex<Desk>, bar: &ProgressBar) -> (RunRecord, Origin) {
    let mut kept_seconds = training.seconds();
    loop {
        let reached = match training.advance() {
            Ok(reached) => reached,
            Err(reason) => return training.failed(reason),
        };
        bar.set_position(training.n_steps() as u64);
        let is_due = training.seconds() - kept_seconds >= KEEP_SECONDS;
        match reached {
            Reached::Done => return training.into_record(),
            Reached::Middle if !is_due => {}
            Reached::Middle | Reached::EpochEnd => {
                let part = training.part().and_then(|part| part.to_bytes());
                match part {
                    Ok(part) => locked(desk).keep_part(training.key(), &part),
                    Err(reason) => return training.failed(reason),
                }
                kept_seconds = training.seconds();
            }
        }
    }
}
