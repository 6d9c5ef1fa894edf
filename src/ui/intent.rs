//! Every change that the lab can make, and everything that it asks of the world outside.

use super::query::Language;
use crate::bridge::page::{Preference, Reason};
use crate::bridge::protocol::{DeviceReport, Event, Fault, Request, RunId};
use crate::spec::{Dataset, RunSpec};

/// What the learner, the address or the engine wants changed: the only way in.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// The page was opened at this query, or another link was followed.
    OpenLink(String),
    /// A control of the form was changed.
    Set {
        /// The key of the query table.
        key: &'static str,
        /// The control's text.
        value: String,
    },
    /// The language was switched.
    Speak(Language),
    /// It is known whether CIFAR-10 is served here.
    FoundData {
        /// Whether it is.
        cifar10: bool,
    },
    /// Begin a run.
    Start,
    /// Halt before the next step.
    Pause,
    /// Go on.
    Resume,
    /// One step; begins a run where there is none.
    Step,
    /// Give up; pressed twice, the worker is ended.
    Stop,
    /// Begin again after a failure, with a change.
    Mend(Remedy),
    /// The weight of the past in the smooth loss curve.
    Smooth(f64),
    /// The engine that is wanted is still being built; it is waited for.
    EngineAwaited {
        /// The run that wants it.
        run: RunId,
    },
    /// An engine was chosen and has answered.
    EngineOpened {
        /// The run that it was opened for.
        run: RunId,
        /// What it computes on.
        device: DeviceReport,
        /// Why this one.
        why: EngineReason,
    },
    /// The engine says something; `pixels` are those of [`Event::Finished`].
    Heard {
        /// The fact.
        event: Event,
        /// 3,072 bytes for each sample, planes R, G, B.
        pixels: Vec<u8>,
    },
}

/// Why this engine runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineReason {
    /// It was chosen before the run.
    Chosen(Reason),
    /// The WebGPU engine failed its check, or could not begin.
    GpuFailed,
}

/// What helps after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// The same again.
    Retry,
    /// The same on the CPU engine.
    UseCpu,
    /// The same on the generated images.
    UseScales,
    /// The same with a tenth of the learning rate.
    LowerRate,
    /// Reload the page.
    Reload,
}

/// What the lab asks of the outside; carried out by the view, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Errand {
    /// Open the engine that fits `wish`, and start `spec` on it.
    Begin {
        /// Name of the run.
        run: RunId,
        /// What to train.
        spec: Box<RunSpec>,
        /// Which engine.
        wish: Preference,
        /// Whether to pause before the first step.
        paused: bool,
    },
    /// Tell the open engine.
    Ask(Request),
    /// End the worker; the next run opens a new one.
    Terminate,
    /// Write the state into the address.
    WriteLink,
    /// Load the page again.
    Reload,
}

impl Remedy {
    /// What helps against `fault` on a run with `dataset`, the best first.
    pub fn against(fault: &Fault, dataset: Dataset) -> Vec<Self> {
        let helps = Self::against_any(fault).iter().copied();
        helps
            .filter(|remedy| *remedy != Self::UseScales || dataset != Dataset::Scales)
            .collect()
    }

    fn against_any(fault: &Fault) -> &'static [Self] {
        match fault {
            Fault::BadSpec { .. } => &[],
            Fault::BadCheckpoint { .. } => &[Self::Retry],
            Fault::NoData { .. } => &[Self::UseScales, Self::Retry],
            Fault::Download { .. } | Fault::BadData { .. } => &[Self::Retry, Self::UseScales],
            Fault::NotANumber { .. } => &[Self::LowerRate, Self::Retry],
            Fault::NoGpu { .. } | Fault::WrongResult { .. } | Fault::DeviceLost { .. } => &[Self::UseCpu, Self::Retry],
            Fault::Busy | Fault::NoNetwork { .. } | Fault::Ended | Fault::Bug { .. } => &[Self::Retry],
            Fault::Protocol { .. } => &[Self::Reload],
        }
    }
}
