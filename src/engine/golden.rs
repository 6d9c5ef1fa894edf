//! PyTorch's answers: the same weights and images must give the same logits, gradients and training losses.
//!
//! A folder holds `NAME.safetensors` (`weight.*`, `logits`, `grad.*`) and `NAME.json` (`variant`, `step_losses`, …) for each
//! network; the images come from a folder of official CIFAR-10 files, in file order.

use std::path::{Path, PathBuf};

use burn::tensor::Device;
use safetensors::SafeTensors;
use serde::Deserialize;

use super::network::cross_entropy;
use super::self_test::relative_difference;
use super::tensor_file::floats_from_bytes;
use super::{Adam, EngineError, Network, Weights, read};
use crate::data::{Batch, LabelledImages};
use crate::spec::{NetworkSpec, TrainingSpec, variants};

/// Relative errors of one network against PyTorch.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The network.
    pub variant: String,
    /// Of the logits, by norm.
    pub logits: f32,
    /// Of the gradient of each weight, by norm: the largest; in double precision where single is past its tolerance.
    pub gradients: f32,
    /// The same in single precision.
    pub gradients_single: f32,
    /// Of the first ten step losses: the largest.
    pub first_losses: f32,
    /// Of all step losses: the largest.
    pub all_losses: f32,
}

impl Comparison {
    /// Tolerances: float32 against float32 on another backend.
    pub const TOLERANCES: [f32; 4] = [1e-5, 1e-4, 1e-4, 5e-3];

    /// What single precision may differ by where double precision agrees.
    ///
    /// A ReLU that stands within a rounding of its kink passes a gradient in one precision and none in the other: a few
    /// units of a hundred thousand. A wrong kernel differs by more, and in double precision too.
    pub const KINK: f32 = 1e-2;

    /// Whether every error is within its tolerance.
    pub fn holds(&self) -> bool {
        if self.gradients_single.is_nan() || self.gradients_single > Self::KINK {
            return false;
        }
        let errors = [self.logits, self.gradients, self.first_losses, self.all_losses];
        errors
            .iter()
            .zip(Self::TOLERANCES)
            .all(|(error, tolerance)| *error <= tolerance)
    }
}

#[derive(Deserialize)]
struct Answers {
    variant: String,
    parameters: usize,
    #[serde(default)]
    first_image: usize,
    #[serde(default = "default_images")]
    batch_for_gradients: usize,
    #[serde(default = "default_batch")]
    step_batch: usize,
    step_losses: Vec<f32>,
}

fn default_images() -> usize {
    16
}

fn default_batch() -> usize {
    32
}

/// Names of the networks in `folder`: every `NAME.json` with its `NAME.safetensors`, sorted.
///
/// # Errors
/// `Golden` where the folder cannot be read or holds none.
pub fn names(folder: &Path) -> Result<Vec<String>, EngineError> {
    let entries = std::fs::read_dir(folder).map_err(|error| problem(folder, &error))?;
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let jsons = files.filter(|path| path.extension().is_some_and(|kind| kind == "json"));
    let pairs = jsons.filter(|path| path.with_extension("safetensors").is_file());
    let mut names: Vec<String> = pairs
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    if names.is_empty() {
        return Err(problem(folder, &"it holds no NAME.json with its NAME.safetensors"));
    }
    names.sort();
    Ok(names)
}

/// Compares the network `name` of `folder` with PyTorch, on `images` in file order.
///
/// # Errors
/// `Golden` for files that cannot be read, `Weight` for weights that do not fit the variant.
pub async fn compare(
    folder: &Path,
    name: &str,
    images: &LabelledImages,
    device: &Device,
) -> Result<Comparison, EngineError> {
    let json = folder.join(format!("{name}.json"));
    let text = std::fs::read_to_string(&json).map_err(|error| problem(&json, &error))?;
    let answers: Answers = serde_json::from_str(&text).map_err(|error| problem(&json, &error))?;
    let path = folder.join(format!("{name}.safetensors"));
    let bytes = std::fs::read(&path).map_err(|error| problem(&path, &error))?;
    let file = SafeTensors::deserialize(&bytes).map_err(|error| problem(&path, &error))?;
    let variant = variants::find(&answers.variant).map_err(|error| problem(&json, &error))?;
    let spec = variant.network();
    let n_parameters = spec.lower()?.n_parameters();
    if n_parameters != answers.parameters {
        return Err(problem(
            &json,
            &format!("it has {} parameters, ours {n_parameters}", answers.parameters),
        ));
    }
    let enough = images.n_images() >= (answers.first_image + answers.batch_for_gradients).max(answers.step_batch + 1);
    if !enough {
        return Err(problem(
            &json,
            &format!("{} images are too few for it", images.n_images()),
        ));
    }
    let weights = Weights::from_safetensors(&spec, &file, "weight.")?;
    let network = Network::new(&spec, &weights, device)?;
    let (logits, gradients_single) = one_pass(network.clone(), &spec, &file, &answers, images, &path).await?;
    let gradients = if gradients_single <= Comparison::TOLERANCES[1] {
        gradients_single
    } else {
        one_pass(network.clone().in_double(), &spec, &file, &answers, images, &path)
            .await?
            .1
    };
    let losses = step_losses(network, &spec, &answers, images).await?;
    let errors: Vec<f32> = losses
        .iter()
        .zip(&answers.step_losses)
        .map(|(ours, theirs)| (ours - theirs).abs() / theirs.abs())
        .collect();
    let largest = |errors: &[f32]| {
        errors.iter().fold(
            0.0_f32,
            |largest, error| if error.is_nan() { f32::NAN } else { largest.max(*error) },
        )
    };
    Ok(Comparison {
        variant: answers.variant,
        logits,
        gradients,
        gradients_single,
        first_losses: largest(&errors[..errors.len().min(10)]),
        all_losses: largest(&errors),
    })
}

/// Errors of logits and gradients on the first images, in the network's own precision.
async fn one_pass(
    mut network: Network,
    spec: &NetworkSpec,
    file: &SafeTensors<'_>,
    answers: &Answers,
    images: &LabelledImages,
    path: &Path,
) -> Result<(f32, f32), EngineError> {
    let expected = |name: &str| {
        let view = file
            .tensor(name)
            .map_err(|_missing| problem(path, &format!("`{name}` is missing")))?;
        Ok::<_, EngineError>(floats_from_bytes(view.data()))
    };
    let first = answers.first_image;
    let indices: Vec<usize> = (first..first + answers.batch_for_gradients).collect();
    let batch = Batch::of(images, &indices);
    let shape = [indices.len(), spec.input.channels, spec.input.height, spec.input.width];
    let logits = network.forward_training(network.images(batch.pixels_f32, shape, true));
    let loss = cross_entropy(logits.clone(), network.targets(&batch.labels, true));
    let mut gradients = loss.backward();
    let logits_error = relative_difference(&expected("logits")?, &read::floats(logits.inner()).await?);
    let mut largest = 0.0_f32;
    for (parameter, weight) in network.parameters().iter().zip(network.weights()) {
        let Some(gradient) = weight.grad_remove(&mut gradients) else {
            continue;
        };
        let theirs = expected(&format!("grad.{}", parameter.name))?;
        let error = relative_difference(&theirs, &read::floats(gradient).await?);
        largest = if error.is_nan() {
            f32::INFINITY
        } else {
            largest.max(error)
        };
    }
    Ok((logits_error, largest))
}

/// Our losses of the Adam steps that PyTorch took.
async fn step_losses(
    mut network: Network,
    spec: &NetworkSpec,
    answers: &Answers,
    images: &LabelledImages,
) -> Result<Vec<f32>, EngineError> {
    let mut adam = Adam::new(TrainingSpec::TUTORIAL, network.weights().len());
    let parameters = network.parameters().to_vec();
    let n_batch = answers.step_batch;
    let mut losses = Vec::with_capacity(answers.step_losses.len());
    for step in 0..answers.step_losses.len() {
        let first = (answers.first_image + n_batch * step) % (images.n_images() - n_batch);
        let indices: Vec<usize> = (first..first + n_batch).collect();
        let batch = Batch::of(images, &indices);
        let shape = [n_batch, spec.input.channels, spec.input.height, spec.input.width];
        let logits = network.forward_training(network.images(batch.pixels_f32, shape, true));
        let loss = cross_entropy(logits, network.targets(&batch.labels, true));
        let gradients = loss.backward();
        adam.step(
            &parameters,
            network.weights_mut(),
            gradients,
            TrainingSpec::TUTORIAL.learning_rate,
        );
        losses.push(read::scalar(loss.inner()).await?);
    }
    Ok(losses)
}

fn problem(path: &Path, problem: &dyn std::fmt::Display) -> EngineError {
    EngineError::Golden {
        file: PathBuf::from(path).display().to_string(),
        problem: problem.to_string(),
    }
}
