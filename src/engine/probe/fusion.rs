//! What the inputs of a fusion hear of what lies above them: their gradients.

use burn::tensor::Tensor;

use super::FeatureMap;
use crate::engine::{EngineError, Network};

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
    let gradients = score.backward();
    let mut inputs = Vec::with_capacity(fused.inputs.len());
    for input in fused.inputs {
        // Nothing flows back to an input that the score does not depend on.
        let gradient = input
            .grad(&gradients)
            .unwrap_or_else(|| input.clone().without_autodiff().zeros_like());
        inputs.push((FeatureMap::read(input).await?, FeatureMap::read(gradient).await?));
    }
    Ok(FusionGradients {
        inputs,
        output: FeatureMap::read(fused.output).await?,
    })
}
