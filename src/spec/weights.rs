//! What can be wrong with weights from outside and with the checkpoint of a run, as data.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a tensor of a file cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Unfit {
    /// No tensor has this name.
    #[error("it is not in the file")]
    Missing,
    /// It is not float32.
    #[error("it is {found}; save it as float32")]
    Type {
        /// What it is, in the format's words, such as `F16`.
        found: String,
    },
    /// It has another shape.
    #[error("its shape is {found:?}, the network has {expected:?}")]
    Shape {
        /// The network's.
        expected: Vec<usize>,
        /// The file's.
        found: Vec<usize>,
    },
    /// It holds a value that is infinite or not a number.
    #[error("it holds a value that is not a finite number")]
    NotFinite,
}

/// What is wrong with a weight, or with the file of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum WeightMistake {
    /// It does not fit the network.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The bytes are no safetensors file.
    #[error("it is not a safetensors file ({detail}); save the state_dict with safetensors.torch.save_file")]
    NoFile {
        /// What the format says.
        detail: String,
    },
    /// Nothing in the file fits.
    #[error("none of its tensors is a weight of this network")]
    NoneFits,
    /// A tensor that belongs to no layer.
    #[error("the network has no such weight")]
    Stranger,
    /// A weight that was asked for.
    #[error("the network has none of this name")]
    Absent,
    /// Another number of tensors than the network has.
    #[error("{tensors} tensors for {parameters} parameters")]
    Count {
        /// Tensors there.
        tensors: usize,
        /// Tensors of the network.
        parameters: usize,
    },
    /// Another number of values than its shape has.
    #[error("{values} values for the shape {shape:?}")]
    Values {
        /// Values there.
        values: usize,
        /// The network's shape.
        shape: Vec<usize>,
    },
    /// The file cannot be written.
    #[error("{detail}")]
    Unwritten {
        /// What the format says.
        detail: String,
    },
}

/// Why a run cannot go on from a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum CheckpointMistake {
    /// The bytes are no safetensors file.
    #[error("it is no safetensors file ({detail})")]
    NoFile {
        /// What the format says.
        detail: String,
    },
    /// A safetensors file of something else.
    #[error("it is another kind of safetensors file; import it as weights instead")]
    OtherKind,
    /// What stands beside the tensors cannot be read or written.
    #[error("its header cannot be read ({detail})")]
    Header {
        /// What serde says.
        detail: String,
    },
    /// Of another build.
    #[error("its format is {found}, this build reads {reads}; begin the run anew")]
    Format {
        /// The file's.
        found: u32,
        /// What is read.
        reads: u32,
    },
    /// Of another run.
    #[error("it is of another run ({}); take one of this run", OtherParts(parts))]
    OtherRun {
        /// What differs: `variant`, `network`, `data`, `training`, `seed`; empty where that cannot be told.
        parts: Vec<String>,
    },
    /// A position that the run does not have.
    #[error("{n_steps} steps in epoch {epoch} cannot be: the run has {epochs} epochs of {per_epoch} steps")]
    Position {
        /// Steps done.
        n_steps: usize,
        /// Epochs that are over.
        epoch: usize,
        /// Epochs of the run.
        epochs: usize,
        /// Steps of each.
        per_epoch: usize,
    },
    /// A sum of losses that is no number.
    #[error("its sum of losses cannot be read ({detail})")]
    LossSum {
        /// What is wrong with its digits.
        detail: String,
    },
    /// A sum of losses that is infinite or not a number.
    #[error("its sum of losses is not a finite number")]
    LossNotFinite,
    /// A tensor that does not fit.
    #[error("`{name}`: {unfit}")]
    Tensor {
        /// Its name.
        name: String,
        /// Why not.
        unfit: Unfit,
    },
    /// A mean of squares below zero.
    #[error("`{name}`: the mean of a square is negative")]
    NegativeSquare {
        /// Name of the tensor.
        name: String,
    },
    /// More or fewer tensors than there should be.
    #[error("it holds other tensors than its header says")]
    OtherTensors,
    /// Damaged.
    #[error("its checksum is wrong; it was damaged")]
    Checksum,
    /// It cannot be written.
    #[error("{detail}")]
    Unwritten {
        /// What the format says.
        detail: String,
    },
}

/// What differs, in English.
struct OtherParts<'a>(&'a [String]);

impl fmt::Display for OtherParts<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => out.write_str("its settings differ"),
            parts => write!(out, "other {}", parts.join(", ")),
        }
    }
}
