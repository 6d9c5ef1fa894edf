//! Many equal blocks one after the other, plain or each with the identity around it: what the fusion lesson measures
//! gradients in.

use super::super::layer::{BranchSpec, ConvSpec, Fusion, LayerSpec, OpSpec, ParallelSpec, PoolSpec};
use super::super::network::{InputSpec, NetworkSpec};
use super::Norm;

/// The settings of a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockStackConfig {
    /// Number of blocks, each of two 3×3 convolutions.
    pub n_blocks: usize,
    /// Channels of every convolution.
    pub width: usize,
    /// Whether each block adds its input to what its convolutions make of it.
    pub residual: bool,
    /// Whether batch normalisation follows the convolutions.
    pub norm: Norm,
    /// Number of classes.
    pub n_classes: usize,
}

impl BlockStackConfig {
    /// 20 plain blocks of 16 channels without normalisation, ten classes.
    pub const PLAIN: Self = Self {
        n_blocks: 20,
        width: 16,
        residual: false,
        norm: Norm::None,
        n_classes: 10,
    };

    /// With or without the identity around each block.
    pub const fn residual(mut self, residual: bool) -> Self {
        self.residual = residual;
        self
    }

    /// With this normalisation.
    pub const fn norm(mut self, norm: Norm) -> Self {
        self.norm = norm;
        self
    }

    /// Name of the first convolution of block `number`, counted from 1: the same with and without the identity, and so are
    /// the weights that a seed draws.
    pub fn first_conv(number: usize) -> String {
        format!("block{number}.conv1")
    }

    /// The network: a 3×3 convolution and a 2×2 maximum, the blocks on 16 × 16 cells, then the average of each map and a
    /// linear layer. The last ReLU of a block stands behind its sum.
    pub fn network(&self) -> NetworkSpec {
        let mut layers = Vec::new();
        self.push_conv(&mut layers, "stem.conv", "stem.bn");
        layers.push(LayerSpec::new("stem.relu", OpSpec::Relu));
        layers.push(LayerSpec::new("stem.pool", OpSpec::Pool(PoolSpec::max(2, 2, 0))));
        for number in 1..=self.n_blocks {
            let name = format!("block{number}");
            let mut body = Vec::new();
            self.push_conv(&mut body, &Self::first_conv(number), &format!("{name}.bn1"));
            body.push(LayerSpec::new(format!("{name}.relu1"), OpSpec::Relu));
            self.push_conv(&mut body, &format!("{name}.conv2"), &format!("{name}.bn2"));
            if self.residual {
                let branch = |name: &str, layers| BranchSpec {
                    name: name.to_owned(),
                    layers,
                };
                let sum = ParallelSpec {
                    branches: vec![branch("body", body), branch("shortcut", Vec::new())],
                    fusion: Fusion::Sum,
                };
                layers.push(LayerSpec::new(name.as_str(), OpSpec::Parallel(sum)));
            } else {
                layers.append(&mut body);
            }
            layers.push(LayerSpec::new(format!("{name}.relu2"), OpSpec::Relu));
        }
        let input = InputSpec::CIFAR10;
        NetworkSpec { input, layers }.with_head(self.n_classes)
    }

    fn push_conv(&self, layers: &mut Vec<LayerSpec>, conv: &str, norm: &str) {
        let op = OpSpec::Conv(ConvSpec::square(self.width, 3).padding(1));
        layers.push(LayerSpec::new(conv, op));
        if self.norm == Norm::Batch {
            layers.push(LayerSpec::new(norm, OpSpec::BatchNorm));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Axes, Shape};

    #[test]
    fn the_identity_costs_no_parameter_and_both_can_be_trained() {
        for norm in [Norm::None, Norm::Batch] {
            let plain = BlockStackConfig::PLAIN.norm(norm);
            for stack in [plain, plain.residual(true)] {
                let network = stack.network();
                network.trainable().unwrap();
                let lowered = network.lower().unwrap();
                // Stem 3·16·9 + 16 = 448; 40 times 16·16·9 + 16 = 2,320; head 16·10 + 10 = 170.
                // Batch normalisation: scale and shift of 16 channels, 41 times: 1,312.
                let of_norm = if norm == Norm::Batch { 1_312 } else { 0 };
                assert_eq!(lowered.n_parameters(), 448 + 40 * 2_320 + 170 + of_norm);
                let last = lowered.geometry_of("block20.relu2").unwrap();
                assert_eq!(
                    last.shape,
                    Shape {
                        channels: 16,
                        size: Axes::both(16)
                    }
                );
                assert!(network.find(&BlockStackConfig::first_conv(20)).is_some());
            }
        }
    }
}
