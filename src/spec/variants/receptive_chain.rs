//! A chain of four convolutions, 3×3 unless said otherwise, that differ in their dilations alone: the same parameters, another
//! receptive field.

use super::super::layer::{ConvSpec, LayerSpec, LinearSpec, OpSpec};
use super::super::network::{InputSpec, NetworkSpec};

/// The settings of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceptiveChainConfig {
    /// Dilation of each convolution; the padding keeps the size.
    pub dilations: [usize; 4],
    /// Kernel size of each convolution; odd.
    pub kernels: [usize; 4],
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
            kernels: [3; 4],
            width: 32,
            n_classes: 10,
        }
    }

    /// Eight channels, for fast lessons.
    pub const fn narrow(mut self) -> Self {
        self.width = 8;
        self
    }

    /// With these kernel sizes.
    pub const fn kernels(mut self, kernels: [usize; 4]) -> Self {
        self.kernels = kernels;
        self
    }

    /// The network: convolution, batch normalisation and ReLU four times, then the average of each map and a linear layer.
    pub fn network(&self) -> NetworkSpec {
        let mut layers = Vec::new();
        for (idx, (dilation, kernel)) in self.dilations.into_iter().zip(self.kernels).enumerate() {
            let number = idx + 1;
            let padding = kernel / 2 * dilation;
            let conv = ConvSpec::square(self.width, kernel).padding(padding).dilation(dilation);
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
