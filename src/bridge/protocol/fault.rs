//! Why something failed, as data: the page says it in the learner's language.
//!
//! Long because every reason that crosses stands here, with its sentence in English.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::RunId;
use crate::spec::{
    CheckpointMistake, ManifestError, MapSize, Misread, RunSpecError, ShardError, SpecError, WeightMistake,
};
use crate::web::failure::FetchError;

/// Why something failed. The page gives each one sentence of advice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Fault {
    /// The run's settings do not hold together.
    BadSpec {
        /// Names the layer or setting, and the cure.
        problem: Refusal,
    },
    /// The run cannot go on from the checkpoint that it was given; from its beginning it can.
    BadCheckpoint {
        /// What is wrong with it.
        problem: CheckpointMistake,
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
        problem: Undelivered,
    },
    /// A file of the data arrived, but is not what the manifest says.
    BadData {
        /// File name of the shard or manifest.
        file: String,
        /// What is wrong with it.
        problem: BadFile,
    },
    /// The loss is not a number any more.
    NotANumber {
        /// The step at which it happened.
        step: usize,
    },
    /// No adapter, or one that cannot be used.
    NoGpu {
        /// Why not.
        problem: GpuProblem,
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
        /// What does not fit.
        problem: Mismatch,
    },
    /// A bug: the worker has trapped.
    Bug {
        /// The panic's message and place.
        message: String,
    },
}

/// Why a run is not begun, or a question not answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Error)]
pub enum Refusal {
    /// The network is wrong.
    #[error(transparent)]
    Network(#[from] SpecError),
    /// The run is wrong.
    #[error(transparent)]
    Run(#[from] RunSpecError),
    /// There are fewer images than the run asks for.
    #[error("the run asks for {wanted} {} images, but there are {found}; take at most {found}", if *is_test { "test" } else { "training" })]
    TooFewImages {
        /// Whether test images are meant.
        is_test: bool,
        /// Images asked for.
        wanted: usize,
        /// Images there.
        found: usize,
    },
    /// A weight is missing or does not fit; called `file`, the file of all weights.
    #[error("weight `{name}`: {problem}")]
    Weight {
        /// Its PyTorch name.
        name: String,
        /// What is wrong with it.
        problem: WeightMistake,
    },
    /// No layer has this name.
    #[error("the network has no layer `{layer}`; take one of its own")]
    NoLayer {
        /// The name that was asked for.
        layer: String,
    },
    /// A layer has fewer maps than that.
    #[error("layer `{layer}` has {n_maps} maps; take one from 0 to {}", n_maps.saturating_sub(1))]
    NoMap {
        /// The layer.
        layer: String,
        /// Its maps.
        n_maps: usize,
    },
    /// Two maps of different sizes cannot be fused.
    #[error("the maps have {} × {} and {} × {} cells; take two of one size", sizes[0][0], sizes[0][1], sizes[1][0], sizes[1][1])]
    Sizes {
        /// Height and width of both.
        sizes: [[usize; 2]; 2],
    },
    /// The network tells fewer classes apart.
    #[error("the network has {n_classes} classes; take a class from 0 to {}", n_classes.saturating_sub(1))]
    NoClass {
        /// Classes there.
        n_classes: usize,
    },
    /// The maps of a network are too large to hand out.
    #[error("the maps take {n_bytes} bytes, and at most {most} are handed out; ask for fewer layers, or narrow them")]
    TooManyBytes {
        /// Bytes of all maps that were asked for.
        n_bytes: usize,
        /// The limit.
        most: usize,
    },
    /// The network reads other images.
    #[error("the network reads {input}, but the images are 3 × 32 × 32; give it an input of 3 × 32 × 32")]
    Input {
        /// What it reads.
        input: MapSize,
    },
    /// An import without its file.
    #[error("there is no file to import; give one beside its network")]
    NoFile,
    /// Too many images at once, or none.
    #[error("{n_images} images; take 1 to {most}")]
    Images {
        /// How many were asked for.
        n_images: usize,
        /// The limit.
        most: usize,
    },
    /// An image of another size.
    #[error("the image has {n_bytes} bytes; give {expected}: 3 planes of 32 × 32")]
    ImageBytes {
        /// Its size.
        n_bytes: usize,
        /// What it should be.
        expected: usize,
    },
    /// The browser could not read a file of the learner's.
    #[error("the browser could not read it ({message}); choose it again")]
    Unread {
        /// What the browser says.
        message: String,
    },
}

/// Why a file did not arrive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Error)]
pub enum Undelivered {
    /// The request failed.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The site was built without any engine.
    #[error("this site serves no engine; build it with `cargo xtask build`")]
    NoEngine,
    /// The site was built without this engine.
    #[error("{reason}")]
    Absent {
        /// What its list of engines says.
        reason: String,
    },
    /// It arrived, and is not what it should be.
    #[error(transparent)]
    Unreadable(#[from] Misread),
    /// The browser could not load the program.
    #[error("{message}")]
    Unloaded {
        /// What the browser says.
        message: String,
    },
}

/// What is wrong with a file of the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Error)]
pub enum BadFile {
    /// The list of the files.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// A file of images.
    #[error(transparent)]
    Shard(#[from] ShardError),
}

/// Why WebGPU cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum GpuProblem {
    /// The browser has no adapter.
    #[error("the browser offers no WebGPU adapter; choose the CPU engine")]
    NoAdapter,
    /// The adapter cannot time its work, which Burn needs.
    #[error("the adapter has no timestamp-query, which the engine needs; choose the CPU engine")]
    NoTimestamps,
    /// The site was built without the engine.
    #[error("{reason}")]
    Absent {
        /// What its list of engines says.
        reason: String,
    },
    /// The browser or the driver refuses.
    #[error("{message}")]
    Refused {
        /// What it says.
        message: String,
    },
}

/// How page and worker do not understand each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Mismatch {
    /// They are of different builds.
    #[error(
        "the page is build {page} (protocol {page_protocol}), the engine {engine} (protocol {engine_protocol}); reload the page"
    )]
    Builds {
        /// Build of the page.
        page: String,
        /// Its protocol.
        page_protocol: u32,
        /// Build of the engine.
        engine: String,
        /// Its protocol.
        engine_protocol: u32,
    },
    /// A message cannot be read.
    #[error("{detail}")]
    Unread {
        /// What could not be read.
        detail: String,
    },
    /// An answer to something else.
    #[error("the answer belongs to another question")]
    OtherAnswer,
}
