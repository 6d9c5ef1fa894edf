//! What can go wrong while training.

use thiserror::Error;

use crate::spec::{CheckpointMistake, RunSpecError, SpecError, WeightMistake};

/// A failure of the engine.
#[derive(Debug, Error)]
pub enum EngineError {
    /// The network is wrong.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// The run is wrong.
    #[error(transparent)]
    Run(#[from] RunSpecError),
    /// There are fewer images than the run asks for.
    #[error("the run asks for {wanted} {what} images, but there are {found}; take at most {found}")]
    TooFewImages {
        /// Training or test.
        what: &'static str,
        /// Images asked for.
        wanted: usize,
        /// Images there.
        found: usize,
    },
    /// A weight is missing or has another shape.
    #[error("weight `{name}`: {problem}")]
    Weight {
        /// Its PyTorch name; `file` for all of a file, `network` for all of a network.
        name: String,
        /// What is wrong with it.
        problem: WeightMistake,
    },
    /// A checkpoint that is damaged, foreign, or of another run.
    #[error("the checkpoint cannot be used: {problem}")]
    Checkpoint {
        /// What is wrong with it.
        problem: CheckpointMistake,
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
    /// The maps of a network are too large to hand out.
    #[error("the maps take {n_bytes} bytes, and at most {most} are handed out; ask for fewer layers, or narrow them")]
    TooManyBytes {
        /// Bytes of all maps that were asked for.
        n_bytes: usize,
        /// The limit.
        most: usize,
    },
    /// The network tells fewer classes apart.
    #[error("the network has {n_classes} classes; take a class from 0 to {}", n_classes.saturating_sub(1))]
    NoClass {
        /// The class that was asked for.
        class: usize,
        /// Classes there.
        n_classes: usize,
    },
    /// The loss is not a number any more.
    #[error("the loss of step {step} is not a number; take a smaller learning rate")]
    NotANumber {
        /// The step, from 0.
        step: usize,
    },
    /// Tensor data could not be read.
    #[error("the device did not give its data: {message}")]
    Read {
        /// What the backend says.
        message: String,
    },
    /// There is no usable WebGPU device.
    #[error("no WebGPU device: {message}")]
    NoDevice {
        /// What the backend says.
        message: String,
    },
    /// The device computes something else than the CPU.
    #[error("`{layer}` differs from the CPU's by {difference:.1e}; train on the CPU engine")]
    WrongResult {
        /// The layer, or `logits`.
        layer: String,
        /// Relative difference, by norm.
        difference: f32,
    },
    /// The golden answers could not be read.
    #[error("{file}: {problem}")]
    Golden {
        /// The file.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
}
