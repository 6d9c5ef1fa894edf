//! Answers that read many images.

use super::End;
use super::compute::end_of;
use super::loader::{self, Waiting, Wanted};
use crate::bridge::protocol::ProbeAnswer;
use crate::data::batches::Batch;
use crate::engine::Network;
use crate::engine::probe::gradients::gradient_norms;
use crate::engine::probe::{self, EffectiveField};

/// Images between two looks at the messages.
const BATCH: usize = 8;

/// The mean loss of one training batch, and how large its gradient is in each layer.
///
/// # Errors
/// [`End::Stopped`] where it is not wanted any more, else what the images or the engine say.
pub async fn norms(
    network: &Network,
    wanted: Wanted,
    data_url: &str,
    tell: &dyn Fn(usize, usize),
    is_wanted: &dyn Fn() -> bool,
) -> Result<(ProbeAnswer, Vec<f32>), End> {
    let n_images = wanted.n_train;
    let waiting = Waiting {
        tell: &|_progress| tell(0, n_images),
        is_wanted,
    };
    let images = loader::load(wanted, data_url, &waiting).await?.train;
    let batch = Batch::of(&images, &(0..n_images).collect::<Vec<usize>>());
    let pixels = network.images(batch.pixels_f32, [n_images, 3, 32, 32], true);
    let found = gradient_norms(network, pixels, &batch.labels).await.map_err(end_of)?;
    let (layers, norms): (Vec<String>, Vec<f32>) = found.layers.into_iter().unzip();
    let answer = ProbeAnswer::GradientNorms { layers, n_images };
    Ok((answer, [vec![found.loss], norms].concat()))
}

/// The effective field of `layer`, as the mean over the test images that are wanted.
///
/// # Errors
/// As [`norms`].
pub async fn effective_field(
    network: &Network,
    layer: &str,
    wanted: Wanted,
    data_url: &str,
    tell: &dyn Fn(usize, usize),
    is_wanted: &dyn Fn() -> bool,
) -> Result<(ProbeAnswer, Vec<f32>), End> {
    let n_total = wanted.n_test;
    let waiting = Waiting {
        tell: &|_progress| tell(0, n_total),
        is_wanted,
    };
    let images = loader::load(wanted, data_url, &waiting).await?.test;
    let mut field = EffectiveField {
        height: 32,
        width: 32,
        values: vec![0.0; 32 * 32],
        n_images: 0,
    };
    for first in (0..n_total).step_by(BATCH) {
        let indices: Vec<usize> = (first..n_total.min(first + BATCH)).collect();
        let batch = Batch::of(&images, &indices);
        let batch = network.images(batch.pixels_f32, [indices.len(), 3, 32, 32], true);
        field.join(&probe::input_gradient(network, layer, batch).await.map_err(end_of)?);
        tell(first + indices.len(), n_total);
        waiting.breathe().await?;
    }
    let answer = ProbeAnswer::EffectiveField {
        height: field.height,
        width: field.width,
        n_images: field.n_images,
    };
    Ok((answer, field.values))
}
