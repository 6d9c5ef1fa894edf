//! The tutorial's `SimpleCNNWithDilation`: three convolutions, two poolings, two linear layers.

use super::super::layer::{ConvSpec, LayerSpec, LinearSpec, OpSpec, PoolSpec};
use super::super::network::{InputSpec, NetworkSpec};
use super::Norm;

/// The settings of a small CNN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmallCnnConfig {
    /// Channels of the three convolutions.
    pub widths: [usize; 3],
    /// Kernel size of each convolution; odd.
    pub kernels: [usize; 3],
    /// Dilation of each convolution; the padding keeps the size.
    pub dilations: [usize; 3],
    /// Width of the first linear layer.
    pub hidden: usize,
    /// Whether batch normalisation follows each convolution.
    pub norm: Norm,
    /// Number of classes.
    pub n_classes: usize,
}

impl SmallCnnConfig {
    /// As the tutorial has it.
    pub const TUTORIAL: Self = Self {
        widths: [16, 32, 64],
        kernels: [3; 3],
        dilations: [1, 2, 1],
        hidden: 256,
        norm: Norm::None,
        n_classes: 10,
    };

    /// Half the widths and a quarter of the hidden layer, for fast lessons.
    pub const COMPACT: Self = Self {
        widths: [8, 16, 32],
        hidden: 64,
        ..Self::TUTORIAL
    };

    /// With these `dilations`.
    pub const fn dilations(mut self, dilations: [usize; 3]) -> Self {
        self.dilations = dilations;
        self
    }

    /// With these kernel sizes.
    pub const fn kernels(mut self, kernels: [usize; 3]) -> Self {
        self.kernels = kernels;
        self
    }

    /// The network for CIFAR-10's images.
    pub fn network(&self) -> NetworkSpec {
        let mut layers = Vec::new();
        let mut push = |name: String, op: OpSpec| layers.push(LayerSpec::new(name, op));
        for (idx, (kernel, dilation)) in self.kernels.into_iter().zip(self.dilations).enumerate() {
            let number = idx + 1;
            let conv = ConvSpec::square(self.widths[idx], kernel);
            let conv = conv.padding(kernel / 2 * dilation).dilation(dilation);
            push(format!("conv{number}"), OpSpec::Conv(conv));
            if self.norm == Norm::Batch {
                push(format!("bn{number}"), OpSpec::BatchNorm);
            }
            push(format!("relu{number}"), OpSpec::Relu);
            if number < 3 {
                push(format!("pool{number}"), OpSpec::Pool(PoolSpec::max(2, 2, 0)));
            }
        }
        let linear = |out_features| OpSpec::Linear(LinearSpec { out_features });
        push("flatten".into(), OpSpec::Flatten);
        push("fc1".into(), linear(self.hidden));
        push("relu4".into(), OpSpec::Relu);
        push("fc2".into(), linear(self.n_classes));
        NetworkSpec {
            input: InputSpec::CIFAR10,
            layers,
        }
    }
}
