//! Weights on the host, by PyTorch's names: drawn from a seed, or read from a safetensors file.

use safetensors::SafeTensors;

use super::EngineError;
use super::tensor_file::{self, Floats};
use crate::data::random::{Purpose, Stream};
use crate::spec::{Init, NetworkSpec, ParameterSpec, WeightMistake};

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
            problem: WeightMistake::NoFile {
                detail: error.to_string(),
            },
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
            .map(|parameter| {
                let name = format!("{prefix}{}", parameter.name);
                tensor_file::take(file, &name, &parameter.shape).map_err(|unfit| EngineError::Weight {
                    name,
                    problem: unfit.into(),
                })
            })
            .collect();
        tensors.map(Self)
    }

    /// The bytes of a safetensors file under PyTorch's names, which `load_state_dict` takes as it is.
    ///
    /// # Errors
    /// `Weight` where these are not the weights of `spec`.
    pub fn to_state_dict(&self, spec: &NetworkSpec) -> Result<Vec<u8>, EngineError> {
        let parameters = spec.parameters()?;
        self.fit(&parameters)?;
        let tensors = parameters.iter().zip(&self.0).map(|(parameter, values)| {
            let shape = parameter.shape.as_slice();
            (parameter.name.clone(), Floats { shape, values })
        });
        // As PyTorch's own writer marks its files; other readers ask for it.
        tensor_file::write(tensors, ("format", "pt")).map_err(|detail| EngineError::Weight {
            name: "file".to_owned(),
            problem: WeightMistake::Unwritten { detail },
        })
    }

    /// Checks that there are as many tensors, each with as many values, as `parameters` say.
    ///
    /// # Errors
    /// `Weight` with the first that is not so.
    pub fn fit(&self, parameters: &[ParameterSpec]) -> Result<(), EngineError> {
        if self.0.len() != parameters.len() {
            return Err(EngineError::Weight {
                name: "network".to_owned(),
                problem: WeightMistake::Count {
                    tensors: self.0.len(),
                    parameters: parameters.len(),
                },
            });
        }
        for (parameter, values) in parameters.iter().zip(&self.0) {
            if values.len() != parameter.shape.iter().product::<usize>() {
                return Err(EngineError::Weight {
                    name: parameter.name.clone(),
                    problem: WeightMistake::Values {
                        values: values.len(),
                        shape: parameter.shape.clone(),
                    },
                });
            }
        }
        Ok(())
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
