//! CBAM (Woo et al., 2018): a gate per channel, then a gate per cell.

use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;
use burn::tensor::{Tensor, activation};

use super::{Pass, Watch, pool};

/// Channel and spatial attention: shapes and the position of the first weight.
#[derive(Clone, Debug)]
pub struct Cbam {
    /// Position of `channel.fc1`; `channel.fc2` and `spatial.conv` follow.
    pub first: usize,
    /// Channels.
    pub n_channels: usize,
    /// Width of the hidden layer.
    pub n_hidden: usize,
    /// Taps of the spatial convolution along each axis.
    pub kernel: usize,
}

impl Cbam {
    /// The two steps of the layer called `name` are heard of as `NAME.channel` and `NAME.spatial`; what they look at and the
    /// gates as `NAME.channel.average`, `.maximum` and `.gate`, and `NAME.spatial.mean`, `.maximum` and `.gate`; what lies
    /// between as `NAME.channel.average.hidden` and `.score`, the same of `.maximum`, and `NAME.spatial.score`.
    ///
    /// # Shapes
    /// `[batch, channels, height, width]` to the same.
    pub fn forward(&self, x: Tensor<4>, name: &str, pass: &mut Pass<'_>) -> Tensor<4> {
        let x = x.clone() * self.channel_gate(x, name, pass);
        pass.watch.part(name, "channel", &x);
        let x = x.clone() * self.spatial_gate(x, name, pass);
        pass.watch.part(name, "spatial", &x);
        x
    }

    /// # Shapes
    /// `[batch, channels, height, width]` to `[batch, channels, 1, 1]`, each value in 0 to 1.
    fn channel_gate(&self, x: Tensor<4>, name: &str, pass: &mut Pass<'_>) -> Tensor<4> {
        let [batch, channels, ..] = x.dims();
        let fc1 = pass.weights[self.first]
            .clone()
            .reshape([self.n_hidden, self.n_channels])
            .transpose();
        let fc2 = pass.weights[self.first + 1]
            .clone()
            .reshape([self.n_channels, self.n_hidden])
            .transpose();
        let shared = |pooled: Tensor<4>| {
            let hidden = activation::relu(pooled.reshape([batch, channels]).matmul(fc1.clone()));
            let score = hidden.clone().matmul(fc2.clone());
            (hidden, score)
        };
        let average = pool::global_average(x.clone());
        pass.watch.part(name, "channel.average", &average);
        let maximum = x.max_dim(3).max_dim(2);
        pass.watch.part(name, "channel.maximum", &maximum);
        let (of_average, of_maximum) = (shared(average), shared(maximum));
        if !matches!(pass.watch, Watch::Nothing) {
            let part = |vector: &Tensor<2>| {
                let n = vector.dims()[1];
                vector.clone().reshape([batch, n, 1, 1])
            };
            pass.watch.part(name, "channel.average.hidden", &part(&of_average.0));
            pass.watch.part(name, "channel.average.score", &part(&of_average.1));
            pass.watch.part(name, "channel.maximum.hidden", &part(&of_maximum.0));
            pass.watch.part(name, "channel.maximum.score", &part(&of_maximum.1));
        }
        let gate = activation::sigmoid(of_average.1 + of_maximum.1).reshape([batch, channels, 1, 1]);
        pass.watch.part(name, "channel.gate", &gate);
        gate
    }

    /// # Shapes
    /// `[batch, channels, height, width]` to `[batch, 1, height, width]`, each value in 0 to 1.
    fn spatial_gate(&self, x: Tensor<4>, name: &str, pass: &mut Pass<'_>) -> Tensor<4> {
        let weight = pass.weights[self.first + 2]
            .clone()
            .reshape([1, 2, self.kernel, self.kernel]);
        let (mean, maximum) = (x.clone().mean_dim(1), x.max_dim(1));
        pass.watch.part(name, "spatial.mean", &mean);
        pass.watch.part(name, "spatial.maximum", &maximum);
        let half = self.kernel / 2;
        let options = ConvOptions::new([1; 2], [half; 2], [1; 2], 1);
        let score = conv2d(Tensor::cat(vec![mean, maximum], 1), weight, None, options);
        pass.watch.part(name, "spatial.score", &score);
        let gate = activation::sigmoid(score);
        pass.watch.part(name, "spatial.gate", &gate);
        gate
    }
}
