//! A convolution.

use burn::tensor::{Tensor, module::conv2d, ops::ConvOptions};

use super::Pass;
use crate::spec::ConvSpec;

/// A convolution: its settings and the positions of its weights.
#[derive(Clone, Debug)]
pub struct Conv {
    /// Position of the weight `[out, in / groups, kh, kw]`.
    pub weight: usize,
    /// Shape of the weight.
    pub shape: [usize; 4],
    /// Position of the bias `[out]`.
    pub bias: Option<usize>,
    /// Stride, padding, dilation and groups.
    pub options: ConvOptions<2>,
}

impl Conv {
    /// The convolution of `spec` on `in_channels` maps, whose weights start at position `first`.
    pub fn new(spec: &ConvSpec, in_channels: usize, first: usize) -> Self {
        Self {
            weight: first,
            shape: [
                spec.out_channels,
                in_channels / spec.groups,
                spec.kernel[0],
                spec.kernel[1],
            ],
            bias: spec.bias.then_some(first + 1),
            options: ConvOptions::new(spec.stride, spec.padding, spec.dilation, spec.groups),
        }
    }

    /// # Shapes
    /// `[batch, in, height, width]` to `[batch, out, height', width']`.
    pub fn forward(&self, x: Tensor<4>, pass: &Pass<'_>) -> Tensor<4> {
        let weight = pass.weights[self.weight].clone().reshape(self.shape);
        let bias = self.bias.map(|bias| pass.weights[bias].clone());
        conv2d(x, weight, bias, self.options.clone())
    }
}
