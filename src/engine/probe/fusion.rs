//! What the inputs of a fusion hear of what lies above them: their gradients. The fusion is one of the network's own, or one
//! of any two of its maps.

use burn::tensor::Tensor;

use super::FeatureMap;
use crate::engine::{EngineError, Network};
use crate::spec::Fusion;

/// What is differentiated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The sum of all values of the fusion's own output.
    Output,
    /// The logit of one class.
    Logit {
        /// The class, from 0.
        class: usize,
    },
}

/// A fusion looked into.
#[derive(Clone, Debug, PartialEq)]
pub struct FusionGradients {
    /// For each branch, in order, what it hands to the fusion, and the gradient that it receives, of the same shape.
    pub inputs: Vec<(FeatureMap, FeatureMap)>,
    /// What the fusion makes of it.
    pub output: FeatureMap,
}

/// The inputs of the fusion called `layer` on one image, and the gradient of `of` to each.
///
/// # Shapes
/// `image` is `[1, channels, height, width]`, normalised as for training.
///
/// # Errors
/// `NoLayer` where no fusion has this name, `NoClass` where the network has no such class, `Read` where the device was lost.
pub async fn gradients(
    network: &Network,
    layer: &str,
    of: Of,
    image: Tensor<4>,
) -> Result<FusionGradients, EngineError> {
    let fused = network.fused(layer, image)?;
    let score = match of {
        Of::Output => fused.output.clone().sum(),
        Of::Logit { class } => {
            let [_, n_classes] = fused.logits.dims();
            if class >= n_classes {
                return Err(EngineError::NoClass { class, n_classes });
            }
            fused.logits.narrow(1, class, 1).sum()
        }
    };
    read_gradients(fused.inputs, fused.output, score).await
}

/// The gradient of `score` to each of `inputs`.
async fn read_gradients(
    leaves: Vec<Tensor<4>>,
    output: Tensor<4>,
    score: Tensor<1>,
) -> Result<FusionGradients, EngineError> {
    let gradients = score.backward();
    let mut inputs = Vec::with_capacity(leaves.len());
    for input in leaves {
        // Nothing flows back to an input that the score does not depend on.
        let gradient = input
            .grad(&gradients)
            .unwrap_or_else(|| input.clone().without_autodiff().zeros_like());
        inputs.push((FeatureMap::read(input).await?, FeatureMap::read(gradient).await?));
    }
    Ok(FusionGradients {
        inputs,
        output: FeatureMap::read(output).await?,
    })
}

/// One map of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picked<'a> {
    /// The layer's name.
    pub layer: &'a str,
    /// The map, from 0.
    pub channel: usize,
}

/// Any two maps of a network on one image, fused, and the gradient of the sum of all values of the result to each.
///
/// # Shapes
/// As [`gradients`]; every map has one channel.
///
/// # Errors
/// `NoLayer` where no layer has one of the names, `NoMap` where a layer has no such map, `Sizes` where the maps differ in size, `Read`
/// where the device was lost.
pub async fn of_pair(
    network: &Network,
    pair: [Picked<'_>; 2],
    fusion: Fusion,
    image: Tensor<4>,
) -> Result<FusionGradients, EngineError> {
    let names: Vec<String> = pair.iter().map(|one| one.layer.to_owned()).collect();
    let maps = network.maps_of(&names, image)?;
    let mut inputs = Vec::with_capacity(2);
    for one in pair {
        // A layer is computed once, and found under both names where they are the same.
        let map = maps
            .iter()
            .find(|(name, _)| name == one.layer)
            .map(|(_, map)| map.clone());
        let map = map.ok_or_else(|| EngineError::NoLayer {
            layer: one.layer.to_owned(),
        })?;
        let [_, channels, ..] = map.dims();
        if one.channel >= channels {
            return Err(EngineError::NoMap {
                layer: one.layer.to_owned(),
                n_maps: channels,
            });
        }
        let leaf = map.narrow(0, 0, 1).narrow(1, one.channel, 1).without_autodiff();
        inputs.push(leaf.autodiff().require_grad());
    }
    let size_of = |map: &Tensor<4>| {
        let [_, _, height, width] = map.dims();
        [height, width]
    };
    let sizes = [size_of(&inputs[0]), size_of(&inputs[1])];
    if sizes[0] != sizes[1] {
        return Err(EngineError::Sizes { sizes });
    }
    let [first, second] = [inputs[0].clone(), inputs[1].clone()];
    let output = match fusion {
        Fusion::Sum => first + second,
        Fusion::Product => first * second,
        Fusion::Concat => Tensor::cat(vec![first, second], 1),
    };
    read_gradients(inputs, output.clone(), output.sum()).await
}
