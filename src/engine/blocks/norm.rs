//! Batch normalisation (Ioffe and Szegedy, 2015), with PyTorch's eps 1e-5 and momentum 0.1.

use burn::tensor::Tensor;

use super::Pass;

const EPSILON: f32 = 1e-5;
const MOMENTUM: f32 = 0.1;

/// Batch normalisation: the position of its first weight.
#[derive(Clone, Debug)]
pub struct Norm {
    /// Position of the scale; shift, running mean and running variance follow.
    pub first: usize,
    /// Channels.
    pub n_channels: usize,
}

impl Norm {
    /// # Shapes
    /// `[batch, channels, height, width]` to the same; while training with the batch's statistics, else with the running ones.
    pub fn forward(&self, x: Tensor<4>, pass: &mut Pass<'_>) -> Tensor<4> {
        let per_channel = [1, self.n_channels, 1, 1];
        let weight = |offset: usize| pass.weights[self.first + offset].clone().reshape(per_channel);
        let (scale, shift) = (weight(0), weight(1));
        let (centred, variance) = if pass.training {
            let [batch, _, height, width] = x.dims();
            let mean = mean_per_channel(x.clone());
            let centred = x - mean.clone();
            let variance = mean_per_channel(centred.clone().powi_scalar(2));
            self.keep(mean, variance.clone(), batch * height * width, pass);
            (centred, variance)
        } else {
            (x - weight(2), weight(3))
        };
        centred / (variance + EPSILON).sqrt() * scale + shift
    }

    /// Moves the running statistics a tenth of the way; the variance without bias, as PyTorch does.
    fn keep(&self, mean: Tensor<4>, variance: Tensor<4>, n_values: usize, pass: &mut Pass<'_>) {
        let unbiased = n_values as f32 / (n_values.max(2) - 1) as f32;
        for (offset, batch, factor) in [(2, mean, 1.0), (3, variance, unbiased)] {
            let position = self.first + offset;
            let running = pass.weights[position].clone().inner() * (1.0 - MOMENTUM);
            let batch = batch.inner().reshape([self.n_channels]) * (factor * MOMENTUM);
            pass.statistics.push((position, running + batch));
        }
    }
}

fn mean_per_channel(x: Tensor<4>) -> Tensor<4> {
    x.mean_dim(3).mean_dim(2).mean_dim(0)
}
