//! Why something failed.

use serde::{Deserialize, Serialize};

use super::RunId;

/// Why something failed. The page gives each one sentence of advice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Fault {
    /// The run's settings do not hold together.
    BadSpec {
        /// Names the layer or setting, and the cure.
        message: String,
    },
    /// The run cannot go on from the checkpoint that it was given; from its beginning it can.
    BadCheckpoint {
        /// What is wrong with it.
        message: String,
    },
    /// CIFAR-10 is not served here.
    NoData {
        /// Address of the manifest that is not there.
        url: String,
    },
    /// A file of the data did not arrive.
    Download {
        /// File name of the shard or manifest.
        file: String,
        /// HTTP status, cut connection, and the like.
        message: String,
    },
    /// A file of the data arrived, but is not what the manifest says.
    BadData {
        /// File name of the shard or manifest.
        file: String,
        /// What is wrong with it.
        message: String,
    },
    /// The loss is not a number any more.
    NotANumber {
        /// The step at which it happened.
        step: usize,
    },
    /// No adapter, or one that cannot be used.
    NoGpu {
        /// What the browser said.
        message: String,
    },
    /// The WebGPU engine computes something else than the CPU.
    WrongResult {
        /// The layer.
        layer: String,
        /// Largest relative difference.
        difference: f32,
    },
    /// The GPU was lost during the run.
    DeviceLost {
        /// What the driver said.
        message: String,
    },
    /// A run of this name goes on already.
    Busy,
    /// The engine holds no network of this run any more, or the run ended before it had one.
    NoNetwork {
        /// The run.
        run: RunId,
    },
    /// The engine was ended before it answered.
    Ended,
    /// A message could not be read: page and worker are of different builds.
    Protocol {
        /// What could not be read.
        message: String,
    },
    /// A bug: the worker has trapped.
    Bug {
        /// The panic's message and place.
        message: String,
    },
}
