//! The blocks of a network, one kind a file: each holds its settings and the positions of its weights.

pub mod build;
pub mod cbam;
pub mod conv;
pub mod linear;
pub mod norm;
pub mod parallel;
pub mod pool;
pub mod watch;

use burn::tensor::{Tensor, activation};

use cbam::Cbam;
use conv::Conv;
use linear::Linear;
use norm::Norm;
use parallel::Parallel;
use pool::Pool;
use watch::Watch;

/// One way through the network: the weights in use, whether statistics are gathered, and what is kept of it.
pub struct Pass<'a> {
    /// Every tensor of the network, flat, in the order of the spec's parameters.
    pub weights: &'a [Tensor<1>],
    /// Whether batch normalisation uses the batch's own statistics, and keeps them.
    pub training: bool,
    /// New running statistics: position and value.
    pub statistics: Vec<(usize, Tensor<1>)>,
    /// What is kept.
    pub watch: Watch<'a>,
}

impl<'a> Pass<'a> {
    /// A pass that gathers statistics.
    pub fn training(weights: &'a [Tensor<1>]) -> Self {
        Self {
            weights,
            training: true,
            statistics: Vec::new(),
            watch: Watch::Nothing,
        }
    }

    /// A pass with the running statistics.
    pub fn testing(weights: &'a [Tensor<1>]) -> Self {
        Self {
            training: false,
            ..Self::training(weights)
        }
    }

    /// A pass with the running statistics that keeps what `watch` wants.
    pub fn watching(weights: &'a [Tensor<1>], watch: Watch<'a>) -> Self {
        Self {
            watch,
            ..Self::testing(weights)
        }
    }
}

/// A block, and the name of its layer.
#[derive(Clone, Debug)]
pub struct Layer {
    /// The name in the spec.
    pub name: String,
    /// What it computes.
    pub block: Block,
}

/// One block; maps are `[batch, channels, height, width]`, vectors have height and width 1.
#[derive(Clone, Debug)]
pub enum Block {
    /// A convolution.
    Conv(Conv),
    /// Batch normalisation.
    Norm(Norm),
    /// ReLU.
    Relu,
    /// Maximum or average.
    Pool(Pool),
    /// The average of each map.
    GlobalAveragePool,
    /// All values as one vector.
    Flatten,
    /// A linear layer.
    Linear(Linear),
    /// Branches and their fusion.
    Parallel(Parallel),
    /// Channel and spatial attention.
    Cbam(Cbam),
}

impl Layer {
    /// The layer's output.
    ///
    /// # Shapes
    /// `[batch, channels, height, width]` to the shape that `geometry` gives the layer.
    pub fn forward(&self, x: Tensor<4>, pass: &mut Pass<'_>) -> Tensor<4> {
        let map = match &self.block {
            Block::Conv(conv) => conv.forward(x, pass),
            Block::Norm(norm) => norm.forward(x, pass),
            Block::Relu => activation::relu(x),
            Block::Pool(pool) => pool.forward(x),
            Block::GlobalAveragePool => pool::global_average(x),
            Block::Flatten => {
                let [batch, channels, height, width] = x.dims();
                x.reshape([batch, channels * height * width, 1, 1])
            }
            Block::Linear(linear) => linear.forward(x, pass),
            Block::Parallel(parallel) => parallel.forward(x, &self.name, pass),
            Block::Cbam(cbam) => cbam.forward(x, &self.name, pass),
        };
        pass.watch.computed(&self.name, &map);
        map
    }
}

/// Runs `layers` one after the other.
pub fn sequence(layers: &[Layer], x: Tensor<4>, pass: &mut Pass<'_>) -> Tensor<4> {
    layers.iter().fold(x, |x, layer| layer.forward(x, pass))
}
