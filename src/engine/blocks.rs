//! The blocks of a network, one kind a file: each holds its settings and the positions of its weights.

pub mod cbam;
pub mod conv;
pub mod linear;
pub mod norm;
pub mod parallel;
pub mod pool;

use burn::tensor::{Tensor, activation};

use cbam::Cbam;
use conv::Conv;
use linear::Linear;
use norm::Norm;
use parallel::Parallel;
use pool::Pool;

/// The weights in use, and whether statistics are gathered.
pub struct Pass<'a> {
    /// Every tensor of the network, flat, in the order of the spec's parameters.
    pub weights: &'a [Tensor<1>],
    /// Whether batch normalisation uses the batch's own statistics, and keeps them.
    pub training: bool,
    /// New running statistics: position and value.
    pub statistics: Vec<(usize, Tensor<1>)>,
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

impl Block {
    /// The block's output.
    ///
    /// # Shapes
    /// `[batch, channels, height, width]` to the shape that `geometry` gives the layer.
    pub fn forward(&self, x: Tensor<4>, pass: &mut Pass<'_>) -> Tensor<4> {
        match self {
            Self::Conv(conv) => conv.forward(x, pass),
            Self::Norm(norm) => norm.forward(x, pass),
            Self::Relu => activation::relu(x),
            Self::Pool(pool) => pool.forward(x),
            Self::GlobalAveragePool => pool::global_average(x),
            Self::Flatten => {
                let [batch, channels, height, width] = x.dims();
                x.reshape([batch, channels * height * width, 1, 1])
            }
            Self::Linear(linear) => linear.forward(x, pass),
            Self::Parallel(parallel) => parallel.forward(x, pass),
            Self::Cbam(cbam) => cbam.forward(x, pass),
        }
    }
}

/// Runs `blocks` one after the other.
pub fn sequence(blocks: &[Block], x: Tensor<4>, pass: &mut Pass<'_>) -> Tensor<4> {
    blocks.iter().fold(x, |x, block| block.forward(x, pass))
}
