//! A chain of four 3×3 convolutions that differ in their dilations alone: the same parameters, another receptive field.

use super::super::layer::{ConvSpec, LayerSpec, LinearSpec, OpSpec};
use super::super::network::{InputSpec, NetworkSpec};

/// The settings of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceptiveChainConfig {
    /// Dilation of each convolution; the padding equals it.
    pub dilations: [usize; 4],
    /// Channels of every convolution.
    pub width: usize,
    /// Number of classes.
    pub n_classes: usize,
}

impl ReceptiveChainConfig {
    /// 32 channels and ten classes, with these `dilations`.
    pub const fn new(dilations: [usize; 4]) -> Self {
        Self {
            dilations,
            width: 32,
            n_classes: 10,
        }
    }

    /// The network: convolution, batch normalisation and ReLU four times, then the average of each map and a linear layer.
    pub fn network(&self) -> NetworkSpec {
        let mut layers = Vec::new();
        for (idx, dilation) in self.dilations.into_iter().enumerate() {
            let number = idx + 1;
            let conv = ConvSpec::square(self.width, 3).padding(dilation).dilation(dilation);
            layers.push(LayerSpec::new(format!("conv{number}.0"), OpSpec::Conv(conv)));
            layers.push(LayerSpec::new(format!("conv{number}.1"), OpSpec::BatchNorm));
            layers.push(LayerSpec::new(format!("conv{number}.2"), OpSpec::Relu));
        }
        let out_features = self.n_classes;
        layers.push(LayerSpec::new("pool", OpSpec::GlobalAveragePool));
        layers.push(LayerSpec::new("fc", OpSpec::Linear(LinearSpec { out_features })));
        NetworkSpec {
            input: InputSpec::CIFAR10,
            layers,
        }
    }
}
