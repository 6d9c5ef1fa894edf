//! Every change that the ablation lab can make, and everything that it asks of the world outside.

use super::plan::Plan;
use crate::bridge::page::Preference;
use crate::bridge::protocol::{DeviceReport, Event, Request, RunId};
use crate::lab::experiment::RunKey;
use crate::lab::record::{ExperimentRecord, RunRecord};
use crate::spec::RunSpec;

/// What the learner, the workers or the storage want changed: the only way in.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The page was opened at this query, or another link was followed.
    OpenLink(String),
    /// The plan is another one now.
    Compose(Plan),
    /// A setting of the plan was changed.
    Set {
        /// The key of the lab's query table.
        key: &'static str,
        /// The control's text.
        value: String,
    },
    /// Begin the experiment that was composed.
    Start,
    /// Halt everything.
    Pause,
    /// Go on.
    Resume,
    /// Give everything up.
    StopAll,
    /// Give one run up.
    Stop(RunKey),
    /// Begin a run that is over anew.
    Retry(RunKey),
    /// Give a run that was begun anew its old result back.
    Restore(RunKey),
    /// Take a run that was given up or failed up again where it was.
    TakeUp(RunKey),
    /// Begin a waiting run earlier, or later.
    Move {
        /// Which.
        key: RunKey,
        /// Whether earlier.
        is_earlier: bool,
    },
    /// Every variant once more, with this seed.
    AddSeed(u64),
    /// Other numbers of runs at a time.
    Slots(usize),
    /// A kept or imported experiment takes the place of the one on the page.
    Open {
        /// Its key in the storage.
        id: String,
        /// Its runs.
        record: Box<ExperimentRecord>,
    },
    /// The experiment on the page leaves it.
    Close,
    /// A run goes on from a checkpoint.
    TakenUp {
        /// Which.
        key: RunKey,
        /// Steps done until then.
        n_steps: usize,
    },
    /// The engine that is wanted is still being built.
    Waiting(RunId),
    /// A worker was opened for a run.
    Opened {
        /// Which run.
        run: RunId,
        /// What it computes on.
        device: DeviceReport,
    },
    /// A worker says something.
    Heard {
        /// The fact.
        event: Event,
        /// The checkpoint next to [`Event::Checkpointed`].
        bytes: Vec<u8>,
    },
}

/// What is asked of the outside; carried out in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Errand {
    /// Begin a run, from its checkpoint where the storage has one.
    Begin {
        /// Its name for the workers.
        run: RunId,
        /// Which it is.
        key: RunKey,
        /// What to train.
        spec: Box<RunSpec>,
        /// On which engine.
        preference: Preference,
        /// Whether its curve has begun, so that a checkpoint may be there.
        has_begun: bool,
    },
    /// Tell the worker of a run.
    Ask(Request),
    /// A new experiment: keep what it is.
    KeepHead,
    /// Keep what the run has recorded.
    KeepRun(RunKey),
    /// Keep what the run can be taken up from, after what it has recorded.
    KeepCheckpoint {
        /// Which run.
        key: RunKey,
        /// Steps done until then.
        n_steps: usize,
        /// The checkpoint.
        bytes: Vec<u8>,
    },
    /// Forget what the run could be taken up from: it has begun anew.
    ForgetCheckpoint(RunKey),
    /// Keep every run of an experiment that leaves the page, under its own key.
    KeepAll {
        /// Key of that experiment.
        id: String,
        /// What its runs have recorded.
        runs: Vec<RunRecord>,
    },
    /// Forget all workers.
    EndWorkers,
    /// Write the plan into the address.
    WriteLink,
}
