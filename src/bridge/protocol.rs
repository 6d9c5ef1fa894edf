//! The messages between page and worker: the only types that cross.
//!
//! A worker posts [`Event::Ready`] before anything is sent to it; the page compares [`PROTOCOL_VERSION`] and [`BUILD_ID`]
//! and offers a reload where they differ. Requests are imperatives, events are facts, and each names the run or the probe it
//! belongs to, so that late events of a stopped run can be dropped.
//! Long because it is the whole vocabulary on one page; nothing here is more than a type and its sentence.

mod fault;
mod probe;

use serde::{Deserialize, Serialize};

pub use fault::{BadFile, Fault, GpuProblem, Mismatch, Refusal, Undelivered};
pub use probe::{IMAGE_BYTES, Imported, MapShape, NetworkSource, ProbeAnswer, ProbeId, ProbeQuestion};

use crate::spec::{DataSource, EpochMetrics, RunSpec, RunSummary, StepMetrics};

/// Raised whenever a message changes.
pub const PROTOCOL_VERSION: u32 = 6;

/// Which sources this bundle was built from; `dev` outside of `cargo xtask`.
pub const BUILD_ID: &str = match option_env!("FOVEA_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};

/// Names one run for as long as the page lives; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunId(pub u64);

/// Which engine a worker holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EngineKind {
    /// Burn's Flex on the CPU.
    Cpu,
    /// Burn on WebGPU.
    Gpu,
}

impl EngineKind {
    /// The stable word of links, files and records.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Gpu => "gpu",
        }
    }
}

/// What the worker is asked to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Load the data, check the engine, and train, beside the runs that go on; refused with [`Fault::Busy`] where one of
    /// this name does. A checkpoint of the run, where it is to go on from one, travels next to this message.
    StartRun {
        /// Name of the run.
        run: RunId,
        /// What to train, on what.
        spec: Box<RunSpec>,
        /// Address of the folder with `cifar10/manifest.json`, absolute.
        data_url: String,
        /// Whether to pause before the first step.
        paused: bool,
        /// Send [`Event::Checkpointed`] after every epoch, when the run pauses, and at least every so many milliseconds;
        /// nothing for those of [`Request::CheckpointRun`] only.
        checkpoint_every_ms: Option<f64>,
    },
    /// Halt before the next step; answered with [`Event::Paused`].
    PauseRun(RunId),
    /// Go on; answered with [`Event::Resumed`].
    ResumeRun(RunId),
    /// Do one step, then pause.
    StepRun(RunId),
    /// Give up within one step; answered with [`Event::Stopped`].
    StopRun(RunId),
    /// Keep the run as it stands, paused or not; [`Event::Checkpointed`] comes within a step, before that of a later stop.
    CheckpointRun(RunId),
    /// Look into a network; answered with [`Event::Probed`] or [`Event::ProbeFailed`], also while a run goes on. Next to it
    /// travel the [`IMAGE_BYTES`] bytes of an image, where one is wanted, then the weights of a given network.
    Probe {
        /// Name of the probe.
        probe: ProbeId,
        /// Into which network.
        network: NetworkSource,
        /// What is wanted of it.
        question: ProbeQuestion,
        /// Address of the folder with `cifar10/manifest.json`, absolute.
        data_url: String,
    },
    /// Forget a probe; there is no answer, or a late one.
    StopProbe(ProbeId),
}

/// What has happened in the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// Sent once, first: the worker listens.
    Ready {
        /// [`PROTOCOL_VERSION`] of the worker's bundle.
        protocol: u32,
        /// [`BUILD_ID`] of the worker's bundle.
        build: String,
        /// What it computes on.
        device: DeviceReport,
    },
    /// Images are arriving.
    Loading {
        /// The run that wants them.
        run: RunId,
        /// How far it is.
        progress: LoadProgress,
    },
    /// The WebGPU engine is compared with the CPU, layer shape by layer shape.
    Checking {
        /// The run that is about to begin.
        run: RunId,
        /// Layer shapes compared.
        n_done: usize,
        /// Layer shapes in all.
        n_total: usize,
    },
    /// Data and engine are there; steps follow.
    Started {
        /// The run.
        run: RunId,
        /// Where the images come from.
        data: DataReport,
    },
    /// One or more steps were done since the last such event.
    Stepped {
        /// The run.
        run: RunId,
        /// The steps, in order.
        steps: Vec<StepMetrics>,
        /// Milliseconds of training so far: pauses, loading and tests not counted.
        training_ms: f64,
    },
    /// The test images are being read.
    Testing {
        /// The run.
        run: RunId,
        /// Images done.
        n_done: usize,
        /// Images in all.
        n_total: usize,
    },
    /// An epoch and its test are over.
    EpochDone {
        /// The run.
        run: RunId,
        /// Its numbers.
        metrics: EpochMetrics,
    },
    /// The run as it stands can be kept: its checkpoint, a safetensors file, travels next to this message. The last one of
    /// a run that goes to its end comes before [`Event::Finished`].
    Checkpointed {
        /// The run.
        run: RunId,
        /// Training steps done.
        n_steps: usize,
        /// Epochs that are over, their test included.
        epoch: usize,
    },
    /// The run halts until it is resumed, stepped or stopped.
    Paused(RunId),
    /// The run goes on.
    Resumed(RunId),
    /// All epochs are done. The pixels of `samples` (3,072 bytes each, planes R, G, B, in their order) travel next to this message.
    Finished {
        /// The run.
        run: RunId,
        /// What the network says of every test image.
        summary: RunSummary,
        /// Indexes into the summary of the test images whose pixels are sent along: right and wrong ones.
        samples: Vec<usize>,
    },
    /// The run was given up on request.
    Stopped(RunId),
    /// A probe that reads many images goes on.
    Probing {
        /// The probe.
        probe: ProbeId,
        /// Images done.
        n_done: usize,
        /// Images in all.
        n_total: usize,
    },
    /// A probe is answered; its numbers, as f32 in little endian, or its file travel next to this message.
    Probed {
        /// The probe.
        probe: ProbeId,
        /// What the numbers are.
        answer: ProbeAnswer,
        /// Steps that the network was trained for when it was looked into; 0 where its weights are drawn.
        n_steps: usize,
        /// Whether it was computed for an earlier probe, and kept.
        is_kept: bool,
    },
    /// A probe cannot be answered; a run that goes on is not touched.
    ProbeFailed {
        /// The probe.
        probe: ProbeId,
        /// Why.
        fault: Fault,
    },
    /// The run ended, or could not begin.
    Failed {
        /// The run, where the failure belongs to one.
        run: Option<RunId>,
        /// Why.
        fault: Fault,
    },
}

impl Event {
    /// The run that it belongs to, where it belongs to one.
    pub const fn run(&self) -> Option<RunId> {
        match self {
            Self::Ready { .. } | Self::Probing { .. } | Self::Probed { .. } | Self::ProbeFailed { .. } => None,
            Self::Failed { run, .. } => *run,
            Self::Loading { run, .. }
            | Self::Checking { run, .. }
            | Self::Started { run, .. }
            | Self::Stepped { run, .. }
            | Self::Testing { run, .. }
            | Self::EpochDone { run, .. }
            | Self::Checkpointed { run, .. }
            | Self::Paused(run)
            | Self::Resumed(run)
            | Self::Finished { run, .. }
            | Self::Stopped(run) => Some(*run),
        }
    }

    /// Whether nothing follows about its run.
    pub const fn is_end(&self) -> bool {
        matches!(self, Self::Finished { .. } | Self::Stopped(_) | Self::Failed { .. })
    }
}

impl Request {
    /// The run that it belongs to, where it belongs to one.
    pub const fn run(&self) -> Option<RunId> {
        match self {
            Self::Probe { .. } | Self::StopProbe(_) => None,
            Self::StartRun { run, .. }
            | Self::PauseRun(run)
            | Self::ResumeRun(run)
            | Self::StepRun(run)
            | Self::StopRun(run)
            | Self::CheckpointRun(run) => Some(*run),
        }
    }
}

/// What an engine computes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceReport {
    /// Which engine.
    pub engine: EngineKind,
    /// The WebGPU adapter, where the engine uses one.
    pub adapter: Option<AdapterReport>,
    /// Logical cores of the machine, as the browser says.
    pub n_cores: usize,
}

/// A WebGPU adapter, as the browser describes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AdapterReport {
    /// Such as `nvidia`; empty where the browser hides it.
    pub vendor: String,
    /// Such as `ampere` or `swiftshader`.
    pub architecture: String,
    /// A sentence of the driver, often empty.
    pub description: String,
    /// Whether the adapter is software, which is slower than the CPU engine.
    pub is_software: bool,
    /// Whether kernels can be timed, which Burn's WebGPU runtime requires.
    pub has_timestamp_query: bool,
    /// Largest storage buffer, in bytes.
    pub max_buffer_bytes: u64,
    /// Most invocations of one workgroup.
    pub max_invocations: u32,
}

/// How far the loading of images is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoadProgress {
    /// Bytes there.
    pub n_bytes_done: u64,
    /// Bytes in all.
    pub n_bytes_total: u64,
    /// Images there, checked.
    pub n_images_done: usize,
    /// Images in all.
    pub n_images_total: usize,
    /// Bytes of these that came from the browser's cache.
    pub n_bytes_cached: u64,
}

/// Where the images of a run come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataReport {
    /// What the manifest says; generated for Scales.
    pub source: DataSource,
    /// Training images in use.
    pub n_train: usize,
    /// Test images in use.
    pub n_test: usize,
    /// Names of the classes, in the order of their labels.
    pub classes: Vec<String>,
    /// Why shards could not be kept in the browser's cache, where that failed; the run goes on without.
    pub cache_problem: Option<crate::web::failure::CacheError>,
}

/// A message that cannot be decoded.
#[derive(Debug, thiserror::Error)]
#[error(
    "a message of {n_bytes} bytes cannot be read ({source}); reload the page, so that page and engine are of one build"
)]
pub struct DecodeError {
    /// Its length.
    pub n_bytes: usize,
    /// What postcard says.
    pub source: postcard::Error,
}

/// The bytes of a message.
///
/// # Errors
/// Postcard's, which for these types means that memory ran out.
pub fn encode<M: Serialize>(message: &M) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_stdvec(message)
}

/// The message of `bytes`.
///
/// # Errors
/// [`DecodeError`] for anything that is not exactly one message.
pub fn decode<'a, M: Deserialize<'a>>(bytes: &'a [u8]) -> Result<M, DecodeError> {
    let n_bytes = bytes.len();
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        Ok((_, _rest)) => Err(DecodeError {
            n_bytes,
            source: postcard::Error::DeserializeBadEncoding,
        }),
        Err(source) => Err(DecodeError { n_bytes, source }),
    }
}

#[cfg(test)]
mod tests;
