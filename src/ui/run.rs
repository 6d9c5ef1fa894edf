//! One run as the page sees it: what the engine has said so far.

use super::intent::EngineReason;
use super::speed::Speed;
use crate::bridge::protocol::{DataReport, DeviceReport, Event, Fault, LoadProgress, RunId};
use crate::spec::{EpochMetrics, RunSpec, RunSummary, StepMetrics};

/// Bytes of one sample image: three planes of 32 by 32.
pub const SAMPLE_BYTES: usize = super::lesson::picture::PICTURE_BYTES;

/// Where a run stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// None, or given up.
    #[default]
    Idle,
    /// Engine and images are being fetched and checked.
    Loading,
    /// Steps are being done.
    Running,
    /// Halted until the learner goes on.
    Paused,
    /// All epochs are done.
    Finished,
    /// Ended by a fault.
    Failed,
}

impl Phase {
    /// The stable word of the page's `run-state`, the same in every language.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Loading => "loading",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Finished => "finished",
            Self::Failed => "failed",
        }
    }

    /// Whether a run goes on, so that none can begin.
    pub const fn is_busy(self) -> bool {
        matches!(self, Self::Loading | Self::Running | Self::Paused)
    }

    /// Whether steps can be done.
    pub const fn has_started(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }
}

/// What is being waited for while loading.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// The engine's code.
    #[default]
    Engine,
    /// The engine, which the server is still building.
    Building,
    /// The images.
    Images(LoadProgress),
    /// The comparison of the WebGPU engine with the CPU: layer shapes done, and in all.
    Checking(usize, usize),
}

/// What a finished run leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What the network says of every test image.
    pub summary: RunSummary,
    /// Test images to show: right and wrong ones.
    pub samples: Vec<Sample>,
}

/// A test image with its pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Index into the summary.
    pub idx: usize,
    /// [`SAMPLE_BYTES`] bytes, planes R, G, B.
    pub pixels: Vec<u8>,
}

/// A run and its numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// Where it stands.
    pub phase: Phase,
    /// Its name; nothing before the first run.
    pub id: Option<RunId>,
    /// What is trained.
    pub spec: Option<RunSpec>,
    /// What is being waited for while loading.
    pub stage: Stage,
    /// What the engine computes on.
    pub device: Option<DeviceReport>,
    /// Why this engine.
    pub why: Option<EngineReason>,
    /// What kept the WebGPU engine from running, where it gave way to the CPU engine.
    pub gpu_fault: Option<Fault>,
    /// Where the images come from.
    pub data: Option<DataReport>,
    /// All steps so far.
    pub steps: Vec<StepMetrics>,
    /// All epochs so far.
    pub epochs: Vec<EpochMetrics>,
    /// Test images read of the test that goes on, and in all.
    pub testing: Option<(usize, usize)>,
    /// Training images seen.
    pub n_images: u64,
    /// How fast it goes.
    pub speed: Speed,
    /// What it leaves at the end.
    pub outcome: Option<Outcome>,
    /// Why it failed.
    pub fault: Option<Fault>,
    /// Whether it was asked to stop and has not answered.
    pub stopping: bool,
    /// Whether it was given up.
    pub was_stopped: bool,
    /// Whether a single step is to be done as soon as it can be.
    pub step_waits: bool,
}

impl Run {
    /// A run that was just begun.
    pub fn beginning(id: RunId, spec: RunSpec) -> Self {
        Self {
            phase: Phase::Loading,
            id: Some(id),
            spec: Some(spec),
            ..Self::default()
        }
    }

    /// Steps done.
    pub fn n_steps(&self) -> usize {
        self.steps.last().map_or(0, |step| step.step + 1)
    }

    /// The epoch in progress, or the last one, from 1; 0 before the first step.
    pub fn epoch(&self) -> usize {
        self.steps.last().map_or(0, |step| step.epoch + 1)
    }

    /// Seconds that the remaining training images will take, tests not counted.
    pub fn seconds_left(&self) -> Option<f64> {
        let spec = self.spec.as_ref()?;
        let n_total = (spec.data.n_train * spec.training.epochs) as u64;
        self.speed.seconds_for(n_total.saturating_sub(self.n_images))
    }

    /// Ends with `fault`; what was reported stays.
    pub fn fail(&mut self, fault: Fault) {
        self.phase = Phase::Failed;
        self.fault = Some(fault);
        self.testing = None;
        self.stopping = false;
        self.step_waits = false;
    }

    /// Ends on request; what was reported stays.
    pub fn stop(&mut self) {
        self.phase = Phase::Idle;
        self.was_stopped = true;
        self.testing = None;
        self.stopping = false;
        self.step_waits = false;
    }

    /// Remembers that the WebGPU engine gave way because of `fault`.
    pub fn gave_way(&mut self, fault: Fault) {
        self.why = Some(EngineReason::GpuFailed);
        self.gpu_fault = Some(fault);
    }

    /// Takes in what the engine says; events of another run, or after the end, change nothing.
    /// A fault is returned, not taken: whether another engine takes over is not decided here.
    pub fn hear(&mut self, event: Event, pixels: &[u8]) -> Option<Fault> {
        if !self.phase.is_busy() || event.run().is_some_and(|run| self.id != Some(run)) {
            return None;
        }
        match event {
            Event::Ready { .. }
            | Event::Checkpointed { .. }
            | Event::Probing { .. }
            | Event::Probed { .. }
            | Event::ProbeFailed { .. } => {}
            Event::Loading { progress, .. } => self.stage = Stage::Images(progress),
            Event::Checking { n_done, n_total, .. } => self.stage = Stage::Checking(n_done, n_total),
            Event::Started { data, .. } => {
                self.phase = Phase::Running;
                self.data = Some(data);
            }
            Event::Stepped { steps, training_ms, .. } => return self.add_steps(steps, training_ms),
            Event::Testing { n_done, n_total, .. } => self.testing = Some((n_done, n_total)),
            Event::EpochDone { metrics, .. } => {
                self.testing = None;
                self.epochs.push(metrics);
            }
            Event::Paused(_) => self.phase = Phase::Paused,
            Event::Resumed(_) => self.phase = Phase::Running,
            Event::Finished { summary, samples, .. } => self.finish(summary, &samples, pixels),
            Event::Stopped(_) => self.stop(),
            Event::Failed { fault, .. } => return Some(fault),
        }
        None
    }

    fn add_steps(&mut self, steps: Vec<StepMetrics>, training_ms: f64) -> Option<Fault> {
        self.testing = None;
        self.n_images += steps.iter().map(|step| step.n_images as u64).sum::<u64>();
        self.speed.mark(training_ms, self.n_images);
        let bad = steps.iter().find(|step| !step.loss.is_finite()).map(|step| step.step);
        self.steps.extend(steps);
        bad.map(|step| Fault::NotANumber { step })
    }

    fn finish(&mut self, summary: RunSummary, samples: &[usize], pixels: &[u8]) {
        let images = pixels.chunks_exact(SAMPLE_BYTES);
        let samples = samples.iter().zip(images).map(|(idx, pixels)| Sample {
            idx: *idx,
            pixels: pixels.to_vec(),
        });
        self.outcome = Some(Outcome {
            samples: samples.collect(),
            summary,
        });
        self.testing = None;
        self.phase = Phase::Finished;
    }
}
