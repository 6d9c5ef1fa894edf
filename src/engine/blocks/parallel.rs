//! Branches side by side: an Inception module, a residual sum.

use burn::tensor::Tensor;

use super::{Layer, Pass, sequence};
use crate::spec::Fusion;

/// Branches and their fusion.
#[derive(Clone, Debug)]
pub struct Parallel {
    /// The branches; one without layers passes its input on.
    pub branches: Vec<Vec<Layer>>,
    /// How they become one.
    pub fusion: Fusion,
}

impl Parallel {
    /// The layer called `name`.
    ///
    /// # Shapes
    /// `[batch, in, height, width]` to `[batch, out, height', width']`: for a concat, out is the sum of the branches' channels.
    pub fn forward(&self, x: Tensor<4>, name: &str, pass: &mut Pass<'_>) -> Tensor<4> {
        let outputs: Vec<Tensor<4>> = self
            .branches
            .iter()
            .map(|branch| sequence(branch, x.clone(), pass))
            .collect();
        let outputs = pass.watch.fuses(name, outputs);
        match self.fusion {
            Fusion::Concat => Tensor::cat(outputs, 1),
            Fusion::Sum => fold(outputs, x, |left, right| left + right),
            Fusion::Product => fold(outputs, x, |left, right| left * right),
        }
    }
}

fn fold(outputs: Vec<Tensor<4>>, none: Tensor<4>, fuse: impl Fn(Tensor<4>, Tensor<4>) -> Tensor<4>) -> Tensor<4> {
    outputs.into_iter().reduce(fuse).unwrap_or(none)
}
