//! The tutorial's `InceptionNet`: a stem, two Inception modules, the average of each map, one linear layer.
//!
//! Each module can be followed by CBAM, then by a residual sum and ReLU; where a module changes the number of channels,
//! the shortcut is a 1×1 convolution.

use super::super::layer::{
    BranchSpec, CbamSpec, ConvSpec, Fusion, LayerSpec, LinearSpec, OpSpec, ParallelSpec, PoolSpec,
};
use super::super::network::{InputSpec, NetworkSpec};
use super::Norm;
use super::inception_module::{InceptionModuleConfig, InceptionWidths, ModuleForm, conv_relu};

/// The first convolution, and the pooling after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StemConfig {
    /// Channels.
    pub width: usize,
    /// Kernel size; odd, padded by half.
    pub kernel: usize,
    /// Stride of the convolution.
    pub stride: usize,
}

/// The settings of an InceptionNet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InceptionNetConfig {
    /// The stem; a 3×3 max pooling with stride 2 follows.
    pub stem: StemConfig,
    /// The widths of each module.
    pub modules: [InceptionWidths; 2],
    /// What the branches of each module hold.
    pub form: ModuleForm,
    /// Which branches each module has: 1×1, 3×3, 5×5, pool.
    pub branches: [[bool; 4]; 2],
    /// Whether a residual sum closes each module.
    pub residual: bool,
    /// Whether CBAM follows each module.
    pub cbam: bool,
    /// Whether batch normalisation follows each convolution.
    pub norm: Norm,
    /// Number of classes.
    pub n_classes: usize,
}

impl InceptionNetConfig {
    /// As the tutorial has it.
    pub const TUTORIAL: Self = Self {
        stem: StemConfig {
            width: 64,
            kernel: 7,
            stride: 2,
        },
        modules: [InceptionWidths::MODULE_3A; 2],
        form: ModuleForm::Reduced,
        branches: [[true; 4]; 2],
        residual: false,
        cbam: false,
        norm: Norm::None,
        n_classes: 10,
    };

    /// The same graph at a quarter of the widths, with a 3×3 stem of stride 1.
    pub const COMPACT: Self = Self {
        stem: StemConfig {
            width: 16,
            kernel: 3,
            stride: 1,
        },
        modules: [InceptionWidths::QUARTER; 2],
        ..Self::TUTORIAL
    };

    /// With or without the residual sum.
    pub const fn residual(mut self, residual: bool) -> Self {
        self.residual = residual;
        self
    }

    /// With or without CBAM.
    pub const fn cbam(mut self, cbam: bool) -> Self {
        self.cbam = cbam;
        self
    }

    /// The network for CIFAR-10's images.
    pub fn network(&self) -> NetworkSpec {
        let mut layers = Vec::new();
        let stem = ConvSpec::square(self.stem.width, self.stem.kernel);
        let stem = stem.stride(self.stem.stride).padding(self.stem.kernel / 2);
        let next = conv_relu(&mut layers, "conv1", 0, stem, self.norm);
        let pool = OpSpec::Pool(PoolSpec::max(3, 2, 1));
        layers.push(LayerSpec::new(format!("conv1.{next}"), pool));
        let mut in_channels = self.stem.width;
        for idx in 0..self.modules.len() {
            in_channels = self.stage(&mut layers, idx, in_channels);
        }
        let out_features = self.n_classes;
        layers.push(LayerSpec::new("pool", OpSpec::GlobalAveragePool));
        layers.push(LayerSpec::new("fc", OpSpec::Linear(LinearSpec { out_features })));
        NetworkSpec {
            input: InputSpec::CIFAR10,
            layers,
        }
    }

    /// The settings of the module at place `idx`.
    pub const fn module(&self, idx: usize) -> InceptionModuleConfig {
        InceptionModuleConfig {
            widths: self.modules[idx],
            form: self.form,
            branches: self.branches[idx],
            norm: self.norm,
            bias: true,
        }
    }

    /// One module with what follows it; returns its channels.
    fn stage(&self, layers: &mut Vec<LayerSpec>, idx: usize, in_channels: usize) -> usize {
        let (module, number) = (self.module(idx), idx + 1);
        let out_channels = module.out_channels(in_channels);
        let mut body = vec![module.layer(&format!("inception{number}"))];
        if self.cbam {
            body.push(LayerSpec::new(
                format!("cbam{number}"),
                OpSpec::Cbam(CbamSpec::TUTORIAL),
            ));
        }
        if !self.residual {
            layers.append(&mut body);
            return out_channels;
        }
        let mut shortcut = Vec::new();
        if in_channels != out_channels {
            let projection = OpSpec::Conv(ConvSpec::square(out_channels, 1));
            shortcut.push(LayerSpec::new(format!("projection{number}"), projection));
        }
        let sum = ParallelSpec {
            branches: vec![branch("body", body), branch("shortcut", shortcut)],
            fusion: Fusion::Sum,
        };
        layers.push(LayerSpec::new(format!("residual{number}"), OpSpec::Parallel(sum)));
        layers.push(LayerSpec::new(format!("residual{number}.relu"), OpSpec::Relu));
        out_channels
    }
}

fn branch(name: &str, layers: Vec<LayerSpec>) -> BranchSpec {
    BranchSpec {
        name: name.to_owned(),
        layers,
    }
}
