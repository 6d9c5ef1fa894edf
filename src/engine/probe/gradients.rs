//! How large the gradient of the loss is, layer by layer, for one batch: what a step of training starts from.

use burn::tensor::Tensor;

use crate::engine::network::cross_entropy;
use crate::engine::{EngineError, Network, read};

/// The gradient of a batch's loss.
#[derive(Clone, Debug, PartialEq)]
pub struct GradientNorms {
    /// Mean cross-entropy of the batch, in nats.
    pub loss: f32,
    /// For each module with weights of its own, by PyTorch's name, the Euclidean norm of the gradient of all its trainable
    /// weights together; in the network's order.
    pub layers: Vec<(String, f32)>,
}

/// The gradient of the loss on one batch, as a step of training computes it: with the batch's own statistics. The network
/// itself, running statistics included, stays as it is.
///
/// # Shapes
/// `images` is `[n, channels, height, width]`, normalised and tracked as for training; `labels` are `n` classes.
///
/// # Errors
/// `Read` where the device was lost.
pub async fn gradient_norms(network: &Network, images: Tensor<4>, labels: &[u8]) -> Result<GradientNorms, EngineError> {
    let targets = network.targets(labels, true);
    let loss = cross_entropy(network.clone().forward_training(images), targets);
    let gradients = loss.backward();
    // On the host and in double precision: behind many layers even the square of a gradient leaves single precision.
    let mut squares: Vec<(String, f64)> = Vec::new();
    for (parameter, weight) in network.parameters().iter().zip(network.weights()) {
        let Some(gradient) = weight.grad(&gradients).filter(|_| parameter.trainable) else {
            continue;
        };
        let values = read::floats(gradient).await?;
        let square: f64 = values.iter().map(|value| f64::from(*value).powi(2)).sum();
        let module = parameter.name.rsplit_once('.').map_or("", |(module, _)| module);
        match squares.last_mut() {
            Some((last, sum)) if last == module => *sum += square,
            _ => squares.push((module.to_owned(), square)),
        }
    }
    Ok(GradientNorms {
        loss: read::scalar(loss.without_autodiff()).await?,
        layers: squares
            .into_iter()
            .map(|(module, square)| (module, square.sqrt() as f32))
            .collect(),
    })
}
