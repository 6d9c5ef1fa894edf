//! A linear layer.

use burn::tensor::Tensor;

use super::Pass;

/// A linear layer: its shape and the positions of its weights.
#[derive(Clone, Debug)]
pub struct Linear {
    /// Position of the weight `[out, in]`; the bias `[out]` follows.
    pub weight: usize,
    /// Inputs.
    pub in_features: usize,
    /// Outputs.
    pub out_features: usize,
}

impl Linear {
    /// # Shapes
    /// `[batch, in, 1, 1]` to `[batch, out, 1, 1]`.
    pub fn forward(&self, x: Tensor<4>, pass: &Pass<'_>) -> Tensor<4> {
        let batch = x.dims()[0];
        let weight = pass.weights[self.weight]
            .clone()
            .reshape([self.out_features, self.in_features]);
        let bias = pass.weights[self.weight + 1].clone().reshape([1, self.out_features]);
        let y = x.reshape([batch, self.in_features]).matmul(weight.transpose()) + bias;
        y.reshape([batch, self.out_features, 1, 1])
    }
}
