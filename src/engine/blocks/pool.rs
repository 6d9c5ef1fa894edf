//! Poolings.

use burn::tensor::Tensor;
use burn::tensor::module::{avg_pool2d, max_pool2d};
use burn::tensor::ops::{AvgPoolOptions, MaxPoolOptions};

use crate::spec::{PoolKind, PoolSpec};

/// Maximum or average of a window.
#[derive(Clone, Debug)]
pub struct Pool(pub PoolSpec);

impl Pool {
    /// # Shapes
    /// `[batch, channels, height, width]` to `[batch, channels, height', width']`.
    pub fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let PoolSpec {
            kind,
            kernel,
            stride,
            padding,
        } = self.0;
        match kind {
            PoolKind::Max => max_pool2d(x, MaxPoolOptions::new(kernel).with_stride(stride).with_padding(padding)),
            PoolKind::Average => avg_pool2d(x, AvgPoolOptions::new(kernel).with_stride(stride).with_padding(padding)),
        }
    }
}

/// # Shapes
/// `[batch, channels, height, width]` to `[batch, channels, 1, 1]`.
pub fn global_average(x: Tensor<4>) -> Tensor<4> {
    x.mean_dim(3).mean_dim(2)
}
