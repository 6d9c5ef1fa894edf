//! A network from its spec: blocks, and one flat list of weights with PyTorch's names.
//! Long because every way through the network, of training, of testing and of looking in, begins here.

use burn::tensor::{DType, Device, FloatDType, Int, Tensor, TensorData, activation};

use super::blocks::watch::Watch;
use super::blocks::{Layer, Pass, build, sequence};
use super::{EngineError, Weights, read};
use crate::spec::{NetworkSpec, ParameterSpec};

/// A network on a device.
#[derive(Clone, Debug)]
pub struct Network {
    parameters: Vec<ParameterSpec>,
    weights: Vec<Tensor<1>>,
    layers: Vec<Layer>,
    device: Device,
}

/// A fusion in a pass: [`Network::fused`].
#[derive(Clone, Debug)]
pub struct Fused {
    /// What it reads, in the order of its branches.
    pub inputs: Vec<Tensor<4>>,
    /// What it makes of it.
    pub output: Tensor<4>,
    /// `[batch, classes]`
    pub logits: Tensor<2>,
}

impl Network {
    /// Builds `spec` on `device` with these weights.
    ///
    /// # Errors
    /// A spec that does not hold together, or weights that are not its own.
    pub fn new(spec: &NetworkSpec, weights: &Weights, device: &Device) -> Result<Self, EngineError> {
        let parameters = spec.parameters()?;
        weights.fit(&parameters)?;
        let layers = build::layers(spec, &parameters)?;
        let tensors = parameters
            .iter()
            .zip(&weights.0)
            .map(|(parameter, values)| place(parameter, values, device));
        Ok(Self {
            weights: tensors.collect(),
            layers,
            device: device.clone(),
            parameters,
        })
    }

    /// Names and shapes of the weights, in their order.
    pub fn parameters(&self) -> &[ParameterSpec] {
        &self.parameters
    }

    /// The weights, flat, in the order of [`Network::parameters`]; the trainable ones are tracked.
    pub fn weights(&self) -> &[Tensor<1>] {
        &self.weights
    }

    /// The weights, to be changed by the optimiser.
    pub fn weights_mut(&mut self) -> &mut [Tensor<1>] {
        &mut self.weights
    }

    /// The same network in double precision, on a device that has it (the CPU).
    pub fn in_double(mut self) -> Self {
        for (parameter, weight) in self.parameters.iter().zip(&mut self.weights) {
            let double = Tensor::from_inner(weight.clone().inner().cast(FloatDType::F64));
            *weight = if parameter.trainable {
                double.require_grad()
            } else {
                double
            };
        }
        self
    }

    /// Images as a tensor on this network's device, in its precision; tracked by autodiff if `training`.
    ///
    /// # Shapes
    /// `n` · 3,072 values to `[n, 3, 32, 32]`, or whatever the spec's input is.
    pub fn images(&self, values: Vec<f32>, shape: [usize; 4], training: bool) -> Tensor<4> {
        let device = if training {
            self.device.clone().autodiff()
        } else {
            self.device.clone()
        };
        let images: Tensor<4> = Tensor::from_data(TensorData::new(values, shape), &device);
        let is_double = self.weights.first().is_some_and(|weight| weight.dtype() == DType::F64);
        if is_double {
            images.cast(FloatDType::F64)
        } else {
            images
        }
    }

    /// Classes as a tensor on this network's device.
    ///
    /// # Shapes
    /// `[n, 1]`
    pub fn targets(&self, labels: &[u8], training: bool) -> Tensor<2, Int> {
        let device = if training {
            self.device.clone().autodiff()
        } else {
            self.device.clone()
        };
        let labels: Vec<i32> = labels.iter().map(|label| i32::from(*label)).collect();
        let n_images = labels.len();
        Tensor::from_data(TensorData::new(labels, [n_images, 1]), &device)
    }

    /// Logits while training: tracked, and the running statistics move.
    ///
    /// # Shapes
    /// `[batch, channels, height, width]` to `[batch, classes]`.
    pub fn forward_training(&mut self, images: Tensor<4>) -> Tensor<2> {
        let mut pass = Pass::training(&self.weights);
        let top = sequence(&self.layers, images, &mut pass);
        let statistics = pass.statistics;
        for (position, value) in statistics {
            self.weights[position] = Tensor::from_inner(value);
        }
        flat(top)
    }

    /// Logits while testing: untracked, with the running statistics.
    ///
    /// # Shapes
    /// `[batch, channels, height, width]` to `[batch, classes]`.
    pub fn forward(&self, images: Tensor<4>) -> Tensor<2> {
        flat(sequence(&self.layers, images, &mut Pass::testing(&self.untracked())))
    }

    /// The feature map of any layer, at any depth, with the running statistics; `NAME.channel` and `NAME.spatial` are the
    /// maps after the two gates of CBAM, and `NAME.channel.gate` and the like are what lies within. Weights are not tracked;
    /// `images` are, where they ask for it.
    ///
    /// # Shapes
    /// `[batch, channels, height, width]` to `[batch, channels', height', width']`; a vector has height and width 1.
    ///
    /// # Errors
    /// `NoLayer` where no layer has this name.
    pub fn map_of(&self, layer: &str, images: Tensor<4>) -> Result<Tensor<4>, EngineError> {
        let weights = self.untracked();
        let mut pass = Pass::watching(&weights, Watch::One { layer, map: None });
        sequence(&self.layers, images, &mut pass);
        match pass.watch {
            Watch::One { map: Some(map), .. } => Ok(map),
            _ => Err(no_layer(layer)),
        }
    }

    /// As [`Network::map_of`], of many layers in one pass, in the order in which they are computed; `layers` names them, and
    /// all are given where it is empty.
    ///
    /// # Errors
    /// `NoLayer` with the first name that no layer has.
    pub fn maps_of(&self, layers: &[String], images: Tensor<4>) -> Result<Vec<(String, Tensor<4>)>, EngineError> {
        let weights = self.untracked();
        let watch = Watch::Many {
            only: layers,
            maps: Vec::new(),
        };
        let mut pass = Pass::watching(&weights, watch);
        sequence(&self.layers, images, &mut pass);
        let Watch::Many { maps, .. } = pass.watch else {
            return Ok(Vec::new());
        };
        let is_there = |layer: &&String| maps.iter().any(|(name, _)| name == *layer);
        match layers.iter().find(|layer| !is_there(layer)) {
            Some(layer) => Err(no_layer(layer)),
            None => Ok(maps),
        }
    }

    /// What the fusion called `layer` reads, each input a leaf of autodiff, and what it and the network make of it. Weights
    /// are not tracked.
    ///
    /// # Shapes
    /// `images` is `[batch, channels, height, width]`.
    ///
    /// # Errors
    /// `NoLayer` where no fusion has this name.
    pub fn fused(&self, layer: &str, images: Tensor<4>) -> Result<Fused, EngineError> {
        let weights = self.untracked();
        let watch = Watch::Fusion {
            layer,
            inputs: Vec::new(),
            output: None,
        };
        let mut pass = Pass::watching(&weights, watch);
        let top = sequence(&self.layers, images.without_autodiff().autodiff(), &mut pass);
        match pass.watch {
            Watch::Fusion {
                inputs,
                output: Some(output),
                ..
            } if !inputs.is_empty() => Ok(Fused {
                inputs,
                output,
                logits: flat(top),
            }),
            _ => Err(no_layer(layer)),
        }
    }

    /// A copy of the weights on the host.
    ///
    /// # Errors
    /// `Read` where the device was lost.
    pub async fn read_weights(&self) -> Result<Weights, EngineError> {
        let mut tensors = Vec::with_capacity(self.weights.len());
        for weight in self.untracked() {
            tensors.push(read::floats(weight).await?);
        }
        Ok(Weights(tensors))
    }

    fn untracked(&self) -> Vec<Tensor<1>> {
        self.weights.iter().map(|weight| weight.clone().inner()).collect()
    }
}

/// Mean cross-entropy of `logits` against `targets`, in nats.
///
/// # Shapes
/// `[batch, classes]` and `[batch, 1]` to `[1]`.
pub fn cross_entropy(logits: Tensor<2>, targets: Tensor<2, Int>) -> Tensor<1> {
    activation::log_softmax(logits, 1).gather(1, targets).mean().neg()
}

fn no_layer(layer: &str) -> EngineError {
    EngineError::NoLayer {
        layer: layer.to_owned(),
    }
}

fn flat(top: Tensor<4>) -> Tensor<2> {
    let [batch, classes, ..] = top.dims();
    top.reshape([batch, classes])
}

fn place(parameter: &ParameterSpec, values: &[f32], device: &Device) -> Tensor<1> {
    let data = TensorData::new(values.to_vec(), [values.len()]);
    let tensor = Tensor::from_data(data, &device.clone().autodiff());
    if parameter.trainable {
        tensor.require_grad()
    } else {
        tensor
    }
}
