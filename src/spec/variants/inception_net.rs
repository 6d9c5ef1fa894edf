//! The tutorial's `InceptionNet`: a stem, two Inception modules, the average of each map, one linear layer.
//!
//! Each module can be followed by CBAM, then by a residual sum and ReLU; where a module changes the number of channels,
//! the shortcut is a 1×1 convolution.

use super::super::layer::{
    BranchSpec, CbamSpec, ConvSpec, Fusion, LayerSpec, LinearSpec, OpSpec, ParallelSpec, PoolSpec,
};
use super::super::network::{InputSpec, NetworkSpec};
use super::Norm;

/// Channels of one Inception module (Szegedy et al., "Going Deeper with Convolutions", 2014, table 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InceptionWidths {
    /// The 1×1 branch.
    pub conv1x1: usize,
    /// The reduction before the 3×3.
    pub reduce3x3: usize,
    /// The 3×3 branch.
    pub conv3x3: usize,
    /// The reduction before the 5×5.
    pub reduce5x5: usize,
    /// The 5×5 branch.
    pub conv5x5: usize,
    /// The projection after the pooling.
    pub pool: usize,
}

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
    /// Which branches there are: 1×1, 3×3, 5×5, pool.
    pub branches: [bool; 4],
    /// Whether a residual sum closes each module.
    pub residual: bool,
    /// Whether CBAM follows each module.
    pub cbam: bool,
    /// Whether batch normalisation follows each convolution.
    pub norm: Norm,
    /// Number of classes.
    pub n_classes: usize,
}

impl InceptionWidths {
    /// GoogLeNet's module 3a, the tutorial's default: 64 + 128 + 32 + 32 = 256 channels.
    pub const MODULE_3A: Self = Self {
        conv1x1: 64,
        reduce3x3: 96,
        conv3x3: 128,
        reduce5x5: 16,
        conv5x5: 32,
        pool: 32,
    };

    /// A quarter of 3a: 16 + 32 + 8 + 8 = 64 channels.
    pub const QUARTER: Self = Self {
        conv1x1: 16,
        reduce3x3: 24,
        conv3x3: 32,
        reduce5x5: 4,
        conv5x5: 8,
        pool: 8,
    };

    /// Channels after the concat of the `branches` that there are.
    pub fn out_channels(&self, branches: [bool; 4]) -> usize {
        let widths = [self.conv1x1, self.conv3x3, self.conv5x5, self.pool];
        widths
            .into_iter()
            .zip(branches)
            .filter(|(_, on)| *on)
            .map(|(width, _)| width)
            .sum()
    }
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
        branches: [true; 4],
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
        let next = self.conv_relu(&mut layers, "conv1", 0, stem);
        let pool = OpSpec::Pool(PoolSpec::max(3, 2, 1));
        layers.push(LayerSpec::new(format!("conv1.{next}"), pool));
        let mut in_channels = self.stem.width;
        for (idx, widths) in self.modules.iter().enumerate() {
            in_channels = self.stage(&mut layers, idx + 1, widths, in_channels);
        }
        let out_features = self.n_classes;
        layers.push(LayerSpec::new("pool", OpSpec::GlobalAveragePool));
        layers.push(LayerSpec::new("fc", OpSpec::Linear(LinearSpec { out_features })));
        NetworkSpec {
            input: InputSpec::CIFAR10,
            layers,
        }
    }

    /// One module with what follows it; returns its channels.
    fn stage(&self, layers: &mut Vec<LayerSpec>, number: usize, widths: &InceptionWidths, in_channels: usize) -> usize {
        let out_channels = widths.out_channels(self.branches);
        let mut body = vec![self.module(number, widths)];
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

    /// The four branches and their concat.
    fn module(&self, number: usize, widths: &InceptionWidths) -> LayerSpec {
        let name = format!("inception{number}");
        let reduced = |path: &str, reduce: usize, conv: ConvSpec| {
            let mut layers = Vec::new();
            let next = self.conv_relu(&mut layers, path, 0, ConvSpec::square(reduce, 1));
            self.conv_relu(&mut layers, path, next, conv);
            layers
        };
        let path = |branch: &str| format!("{name}.{branch}");
        let mut conv1x1 = Vec::new();
        self.conv_relu(&mut conv1x1, &path("branch1x1"), 0, ConvSpec::square(widths.conv1x1, 1));
        let conv3x3 = reduced(
            &path("branch3x3"),
            widths.reduce3x3,
            ConvSpec::square(widths.conv3x3, 3).padding(1),
        );
        let conv5x5 = reduced(
            &path("branch5x5"),
            widths.reduce5x5,
            ConvSpec::square(widths.conv5x5, 5).padding(2),
        );
        let pooling = OpSpec::Pool(PoolSpec::max(3, 1, 1));
        let mut pool = vec![LayerSpec::new(path("branch_pool.0"), pooling)];
        self.conv_relu(&mut pool, &path("branch_pool"), 1, ConvSpec::square(widths.pool, 1));
        let all = [
            branch("branch1x1", conv1x1),
            branch("branch3x3", conv3x3),
            branch("branch5x5", conv5x5),
            branch("branch_pool", pool),
        ];
        let branches = all
            .into_iter()
            .zip(self.branches)
            .filter(|(_, on)| *on)
            .map(|(branch, _)| branch)
            .collect();
        let parallel = ParallelSpec {
            branches,
            fusion: Fusion::Concat,
        };
        LayerSpec::new(name, OpSpec::Parallel(parallel))
    }

    /// Convolution, batch normalisation if wanted, and ReLU, numbered from `first` as in `nn.Sequential`; returns the next number.
    fn conv_relu(&self, layers: &mut Vec<LayerSpec>, path: &str, first: usize, conv: ConvSpec) -> usize {
        let mut ops = vec![OpSpec::Conv(conv)];
        if self.norm == Norm::Batch {
            ops.push(OpSpec::BatchNorm);
        }
        ops.push(OpSpec::Relu);
        let next = first + ops.len();
        layers.extend(
            (first..next)
                .zip(ops)
                .map(|(number, op)| LayerSpec::new(format!("{path}.{number}"), op)),
        );
        next
    }
}

fn branch(name: &str, layers: Vec<LayerSpec>) -> BranchSpec {
    BranchSpec {
        name: name.to_owned(),
        layers,
    }
}
