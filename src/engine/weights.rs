//! Weights on the host, by PyTorch's names: drawn from a seed, or read from a safetensors file.

use safetensors::{Dtype, SafeTensors};

use super::EngineError;
use crate::data::random::{Purpose, Stream};
use crate::spec::{Init, NetworkSpec, ParameterSpec};

/// The tensors of a network, in the order of [`NetworkSpec::parameters`], row after row.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights(pub Vec<Vec<f32>>);

impl Weights {
    /// Draws PyTorch's default distributions: one stream for each tensor.
    ///
    /// # Errors
    /// As [`NetworkSpec::lower`].
    pub fn draw(spec: &NetworkSpec, seed: u64) -> Result<Self, EngineError> {
        let parameters = spec.parameters()?;
        let tensors = parameters
            .iter()
            .enumerate()
            .map(|(idx, parameter)| draw(parameter, seed, idx));
        Ok(Self(tensors.collect()))
    }

    /// Reads a PyTorch `state_dict` that was saved as safetensors under its own names.
    ///
    /// # Errors
    /// `Weight` where the bytes are no safetensors file, or as [`Weights::from_safetensors`].
    pub fn from_state_dict(spec: &NetworkSpec, bytes: &[u8]) -> Result<Self, EngineError> {
        let file = SafeTensors::deserialize(bytes).map_err(|error| EngineError::Weight {
            name: "file".to_owned(),
            problem: format!(
                "it is not a safetensors file ({error}); save the state_dict with safetensors.torch.save_file"
            ),
        })?;
        Self::from_safetensors(spec, &file, "")
    }

    /// Reads the tensors called `prefix` + name from a safetensors file, in PyTorch's layout; others are ignored.
    ///
    /// # Errors
    /// `Weight` where one is missing, is not f32, or has another shape.
    pub fn from_safetensors(spec: &NetworkSpec, file: &SafeTensors<'_>, prefix: &str) -> Result<Self, EngineError> {
        let parameters = spec.parameters()?;
        let tensors: Result<_, _> = parameters
            .iter()
            .map(|parameter| read(parameter, file, prefix))
            .collect();
        tensors.map(Self)
    }
}

fn draw(parameter: &ParameterSpec, seed: u64, idx: usize) -> Vec<f32> {
    let n_values = parameter.shape.iter().product();
    match parameter.init {
        Init::Ones => vec![1.0; n_values],
        Init::Zeros => vec![0.0; n_values],
        Init::Uniform { fan_in } => {
            let bound = (fan_in.max(1) as f32).sqrt().recip();
            let mut stream = Stream::new(seed, Purpose::Weights, idx as u64);
            (0..n_values).map(|_| stream.uniform_f32(-bound, bound)).collect()
        }
    }
}

fn read(parameter: &ParameterSpec, file: &SafeTensors<'_>, prefix: &str) -> Result<Vec<f32>, EngineError> {
    let name = format!("{prefix}{}", parameter.name);
    let wrong = |problem: String| EngineError::Weight {
        name: name.clone(),
        problem,
    };
    let view = file
        .tensor(&name)
        .map_err(|_missing| wrong("it is not in the file".to_owned()))?;
    if view.dtype() != Dtype::F32 {
        return Err(wrong(format!("it is {:?}; save it as float32", view.dtype())));
    }
    if view.shape() != parameter.shape {
        return Err(wrong(format!(
            "its shape is {:?}, the network has {:?}",
            view.shape(),
            parameter.shape
        )));
    }
    Ok(floats_from_bytes(view.data()))
}

/// Little-endian bytes as floats.
pub fn floats_from_bytes(bytes: &[u8]) -> Vec<f32> {
    let (words, _rest) = bytes.as_chunks::<4>();
    words.iter().map(|word| f32::from_le_bytes(*word)).collect()
}
