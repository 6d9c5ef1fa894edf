//! A run as it stands between two pieces of work: kept as bytes, it goes on elsewhere with the same numbers, bit for bit.
//!
//! What the seed decides without memory (order, flips and shifts, images) is not kept. The bytes are a safetensors file:
//!
//! ```text
//! weights/NAME      every weight under its PyTorch name, running statistics of batch normalisation included
//! adam.mean/NAME    the optimiser's running mean of the gradient
//! adam.square/NAME  and of its square
//! header            the key `fovea.checkpoint`: JSON with format, run, steps, epoch, sum of losses, checksum of it all
//! ```
//!
//! Long because writing and checking must agree line by line.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::adam::Moments;
use super::tensor_file::{self, Floats, TensorFile, bytes_from_floats};
use super::{EngineError, Weights};
use crate::spec::{CheckpointMistake, ParameterSpec, RunSpec};

/// Raised whenever the meaning of the bytes changes; other formats are refused.
pub const FORMAT: u32 = 1;
/// The note of the header.
const KEY: &str = "fovea.checkpoint";
const WEIGHTS: &str = "weights/";
const MEAN: &str = "adam.mean/";
const SQUARE: &str = "adam.square/";

/// A run as it stands between two pieces of work. A test that is under way is not part of it and begins anew.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    pub(super) run: RunSpec,
    pub(super) n_steps: usize,
    pub(super) epoch: usize,
    /// Sum of loss · images over the steps of the epoch.
    pub(super) loss_sum: f64,
    pub(super) weights: Weights,
    pub(super) moments: Vec<Option<Moments<Vec<f32>>>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    format: u32,
    /// JSON of the run: as text, so that its numbers are compared as they were written.
    run: String,
    n_steps: usize,
    epoch: usize,
    /// The 64 bits in hexadecimal: a decimal number would have to be rounded.
    loss_sum_bits: String,
    /// How many weights have moments.
    n_moments: usize,
    /// Of this header with an empty checksum, then of all values in the order of the parameters.
    sha256: String,
}

impl Checkpoint {
    /// The run.
    pub fn run(&self) -> &RunSpec {
        &self.run
    }

    /// Training steps done.
    pub fn n_steps(&self) -> usize {
        self.n_steps
    }

    /// Epochs that are over, their test included; the number of the one that goes on.
    pub fn epoch(&self) -> usize {
        self.epoch
    }

    /// The weights.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Training images of the epoch that goes on which are done.
    pub(super) fn n_images_of_epoch(&self) -> usize {
        let n_steps = self.n_steps.saturating_sub(self.epoch * self.run.steps_per_epoch());
        (n_steps * self.run.training.batch_size).min(self.run.data.n_train)
    }

    /// Whether all values are finite.
    pub(super) fn is_finite(&self) -> bool {
        let weights = self.weights.0.iter();
        let moments = self.moments.iter().flatten().flat_map(|m| [&m.mean, &m.square]);
        weights.chain(moments).flatten().all(|value| value.is_finite()) && self.loss_sum.is_finite()
    }

    /// The file.
    ///
    /// # Errors
    /// `Checkpoint` where it cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EngineError> {
        let parameters = self.run.network.parameters()?;
        self.weights.fit(&parameters)?;
        let mut header = Header {
            format: FORMAT,
            run: text_of(&self.run)?,
            n_steps: self.n_steps,
            epoch: self.epoch,
            loss_sum_bits: format!("{:016x}", self.loss_sum.to_bits()),
            n_moments: self.moments.iter().flatten().count(),
            sha256: String::new(),
        };
        header.sha256 = checksum(&header, &self.weights, &self.moments)?;
        let all = parameters.iter().zip(&self.weights.0).zip(&self.moments);
        let tensors = all.flat_map(|((parameter, weight), moments)| {
            let moments = moments.iter().flat_map(|m| [(MEAN, &m.mean), (SQUARE, &m.square)]);
            let named = std::iter::once((WEIGHTS, weight)).chain(moments);
            named.map(|(folder, values)| {
                let shape = parameter.shape.as_slice();
                (format!("{folder}{}", parameter.name), Floats { shape, values })
            })
        });
        tensor_file::write(tensors, (KEY, &json(&header)?)).map_err(unwritten)
    }

    /// Reads a checkpoint of `run`; the bytes may come from anywhere.
    ///
    /// # Errors
    /// `Checkpoint` with what is wrong: cut, damaged, of another format or another run, or with values that are none.
    pub fn from_bytes(run: &RunSpec, bytes: &[u8]) -> Result<Self, EngineError> {
        run.validate()?;
        let file = TensorFile::open(bytes).map_err(|detail| refuse(CheckpointMistake::NoFile { detail }))?;
        let note = file.note(KEY).ok_or_else(|| refuse(CheckpointMistake::OtherKind))?;
        let header: Header = serde_json::from_str(note).map_err(|error| {
            refuse(CheckpointMistake::Header {
                detail: error.to_string(),
            })
        })?;
        if header.format != FORMAT {
            return Err(refuse(CheckpointMistake::Format {
                found: header.format,
                reads: FORMAT,
            }));
        }
        let own = text_of(run)?;
        if header.run != own {
            return Err(refuse(difference(&header.run, &own)));
        }
        let loss_sum = position(run, &header)?;
        let parameters = run.network.parameters()?;
        let weights = parameters.iter().map(|parameter| take(&file, WEIGHTS, parameter));
        let weights = Weights(weights.collect::<Result<_, _>>()?);
        let moments = parameters.iter().map(|parameter| moments_of(&file, parameter));
        let moments: Vec<_> = moments.collect::<Result<_, _>>()?;
        let n_moments = moments.iter().flatten().count();
        if n_moments != header.n_moments || file.names().len() != parameters.len() + 2 * n_moments {
            return Err(refuse(CheckpointMistake::OtherTensors));
        }
        let mut bare = header;
        let sha256 = std::mem::take(&mut bare.sha256);
        if checksum(&bare, &weights, &moments)? != sha256 {
            return Err(refuse(CheckpointMistake::Checksum));
        }
        Ok(Self {
            run: run.clone(),
            n_steps: bare.n_steps,
            epoch: bare.epoch,
            loss_sum,
            weights,
            moments,
        })
    }
}

/// Checks that steps, epoch and sum can occur in `run`; the sum.
fn position(run: &RunSpec, header: &Header) -> Result<f64, EngineError> {
    let Header { n_steps, epoch, .. } = *header;
    let per_epoch = run.steps_per_epoch();
    let is_over = epoch == run.training.epochs && n_steps == run.n_steps();
    let goes_on = epoch < run.training.epochs && (epoch * per_epoch..=(epoch + 1) * per_epoch).contains(&n_steps);
    if !(is_over || goes_on) {
        return Err(refuse(CheckpointMistake::Position {
            n_steps,
            epoch,
            epochs: run.training.epochs,
            per_epoch,
        }));
    }
    let bits = u64::from_str_radix(&header.loss_sum_bits, 16);
    let bits = bits.map_err(|error| {
        refuse(CheckpointMistake::LossSum {
            detail: error.to_string(),
        })
    })?;
    let sum = f64::from_bits(bits);
    if sum.is_finite() {
        Ok(sum)
    } else {
        Err(refuse(CheckpointMistake::LossNotFinite))
    }
}

fn moments_of(file: &TensorFile<'_>, parameter: &ParameterSpec) -> Result<Option<Moments<Vec<f32>>>, EngineError> {
    let name = &parameter.name;
    let is_there = file.holds(&format!("{MEAN}{name}")) || file.holds(&format!("{SQUARE}{name}"));
    if !is_there || !parameter.trainable {
        return Ok(None);
    }
    let mean = take(file, MEAN, parameter)?;
    let square = take(file, SQUARE, parameter)?;
    if square.iter().any(|value| *value < 0.0) {
        let name = format!("{SQUARE}{name}");
        return Err(refuse(CheckpointMistake::NegativeSquare { name }));
    }
    Ok(Some(Moments { mean, square }))
}

fn take(file: &TensorFile<'_>, folder: &str, parameter: &ParameterSpec) -> Result<Vec<f32>, EngineError> {
    let name = format!("{folder}{}", parameter.name);
    let taken = file.take(&name, &parameter.shape);
    taken.map_err(|unfit| refuse(CheckpointMistake::Tensor { name, unfit }))
}

/// The checksum; `header` without one.
fn checksum(header: &Header, weights: &Weights, moments: &[Option<Moments<Vec<f32>>>]) -> Result<String, EngineError> {
    let mut hash = Sha256::new();
    hash.update(json(header)?);
    for (idx, values) in weights.0.iter().enumerate() {
        hash.update(bytes_from_floats(values));
        if let Some(Some(moments)) = moments.get(idx) {
            hash.update(bytes_from_floats(&moments.mean));
            hash.update(bytes_from_floats(&moments.square));
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What distinguishes two runs.
fn difference(theirs: &str, own: &str) -> CheckpointMistake {
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
    let (theirs, own) = (value(theirs), value(own));
    let parts = ["variant", "network", "data", "training", "seed"];
    let other = parts.into_iter().filter(|part| theirs.get(part) != own.get(part));
    CheckpointMistake::OtherRun {
        parts: other.map(str::to_owned).collect(),
    }
}

fn text_of(run: &RunSpec) -> Result<String, EngineError> {
    serde_json::to_string(run).map_err(|error| unwritten(error.to_string()))
}

fn json(header: &Header) -> Result<String, EngineError> {
    serde_json::to_string(header).map_err(|error| unwritten(error.to_string()))
}

fn unwritten(detail: String) -> EngineError {
    refuse(CheckpointMistake::Unwritten { detail })
}

fn refuse(problem: CheckpointMistake) -> EngineError {
    EngineError::Checkpoint { problem }
}
