//! Before its first run a GPU is compared with the CPU: every layer shape of the network, forward and backward.
//!
//! Both compute the logits, the loss and the gradient of every weight of the network itself, on the same few images and
//! weights. A kernel that is wrong for one shape shows in the gradient of its layer, or in the logits.

use burn::tensor::Device;

use super::network::cross_entropy;
use super::{EngineError, Network, Weights, read};
use crate::data::random::{Purpose, Stream};
use crate::spec::NetworkSpec;

/// Images of the comparison.
const N_IMAGES: usize = 4;
/// Float32 in another order of summation differs by about 1e-5; a wrong kernel by far more.
const TOLERANCE: f32 = 1e-2;

/// The numbers that are compared, by name.
type Answers = Vec<(String, Vec<f32>)>;

/// Compares `device` with the CPU on `spec`; `progress` hears how many tensors of how many are done.
///
/// # Errors
/// `WrongResult` with the first layer that differs.
pub async fn check(
    spec: &NetworkSpec,
    device: &Device,
    mut progress: impl FnMut(usize, usize),
) -> Result<(), EngineError> {
    let expected = answers(spec, &super::device::cpu(), |_, _| {}).await?;
    let found = answers(spec, device, &mut progress).await?;
    for ((layer, expected), (_, found)) in expected.iter().zip(&found) {
        let difference = relative_difference(expected, found);
        if difference.is_nan() || difference > TOLERANCE {
            return Err(EngineError::WrongResult {
                layer: layer.clone(),
                difference,
            });
        }
    }
    Ok(())
}

async fn answers(
    spec: &NetworkSpec,
    device: &Device,
    mut progress: impl FnMut(usize, usize),
) -> Result<Answers, EngineError> {
    let mut network = Network::new(spec, &Weights::draw(spec, 1)?, device)?;
    let shape = [N_IMAGES, spec.input.channels, spec.input.height, spec.input.width];
    let mut stream = Stream::new(1, Purpose::ScalesTest, 0);
    let values = (0..shape.iter().product())
        .map(|_| stream.uniform_f32(-1.0, 1.0))
        .collect();
    let labels: Vec<u8> = (0..N_IMAGES).map(|idx| (idx % spec.n_classes().max(1)) as u8).collect();
    let logits = network.forward_training(network.images(values, shape, true));
    let loss = cross_entropy(logits.clone(), network.targets(&labels, true));
    let mut gradients = loss.backward();
    let mut answers = vec![("logits".to_owned(), read::floats(logits.inner()).await?)];
    let n_total = network.parameters().len();
    for (idx, (parameter, weight)) in network.parameters().iter().zip(network.weights()).enumerate() {
        if let Some(gradient) = weight.grad_remove(&mut gradients) {
            answers.push((parameter.name.clone(), read::floats(gradient).await?));
        }
        progress(idx + 1, n_total);
    }
    Ok(answers)
}

/// ‖found − expected‖ / ‖expected‖; 0 where both are zero.
pub fn relative_difference(expected: &[f32], found: &[f32]) -> f32 {
    let norm = |values: &mut dyn Iterator<Item = f64>| values.map(|value| value * value).sum::<f64>().sqrt();
    let pairs = expected.iter().zip(found);
    let difference = norm(&mut pairs.map(|(left, right)| f64::from(*left) - f64::from(*right)));
    let scale = norm(&mut expected.iter().map(|value| f64::from(*value)));
    if difference == 0.0 {
        0.0
    } else {
        (difference / scale.max(f64::MIN_POSITIVE)) as f32
    }
}
