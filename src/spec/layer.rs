//! The layers that a network is made of, each with the names and numbers of PyTorch's constructors.
//!
//! Pairs are `[height, width]`. A layer's name is its full path in the tutorial's `state_dict`, such as `inception1.branch3x3.2`.

use serde::{Deserialize, Serialize};

use crate::geometry::{Axes, Merge, Window};

/// A layer and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerSpec {
    /// The full path of its weights in PyTorch's `state_dict`; unique in the network.
    pub name: String,
    /// What it computes.
    pub op: OpSpec,
}

/// What a layer computes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpSpec {
    /// `Conv2d`.
    Conv(ConvSpec),
    /// `BatchNorm2d`, with learnt scale and shift, eps 1e-5 and momentum 0.1.
    BatchNorm,
    /// `ReLU`.
    Relu,
    /// `MaxPool2d` or `AvgPool2d`.
    Pool(PoolSpec),
    /// The average of each map: `AdaptiveAvgPool2d(1)`, then flat.
    GlobalAveragePool,
    /// All values as one vector, channel by channel.
    Flatten,
    /// `Linear`, with bias.
    Linear(LinearSpec),
    /// Branches that see the same input and are fused.
    Parallel(ParallelSpec),
    /// Channel attention, then spatial attention.
    Cbam(CbamSpec),
}

/// A convolution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConvSpec {
    /// Number of output maps.
    pub out_channels: usize,
    /// Taps along each axis.
    pub kernel: [usize; 2],
    /// Cells between neighbouring windows.
    pub stride: [usize; 2],
    /// Cells added on each side.
    pub padding: [usize; 2],
    /// Cells between neighbouring taps.
    pub dilation: [usize; 2],
    /// Groups of channels that do not see each other.
    pub groups: usize,
    /// Whether each output map has a bias.
    pub bias: bool,
}

/// Maximum or average.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PoolKind {
    /// The largest value of the window; padding never wins.
    Max,
    /// The mean of the window; padding counts as zeros.
    Average,
}

/// A pooling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolSpec {
    /// Maximum or average.
    pub kind: PoolKind,
    /// Cells of the window along each axis.
    pub kernel: [usize; 2],
    /// Cells between neighbouring windows.
    pub stride: [usize; 2],
    /// Cells added on each side.
    pub padding: [usize; 2],
}

/// A linear layer on all values of its input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinearSpec {
    /// Number of output values.
    pub out_features: usize,
}

/// How branches become one map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fusion {
    /// Element-wise sum: equal shapes.
    Sum,
    /// Element-wise product: equal shapes.
    Product,
    /// Stacked along the channels: equal sizes in space.
    Concat,
}

/// Branches side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParallelSpec {
    /// The branches; one without layers passes its input on.
    pub branches: Vec<BranchSpec>,
    /// How they become one.
    pub fusion: Fusion,
}

/// One branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchSpec {
    /// What the page calls it, such as `branch3x3`.
    pub name: String,
    /// Its layers, from below.
    pub layers: Vec<LayerSpec>,
}

/// Convolutional block attention (Woo, Park, Lee and Kweon, "CBAM", ECCV 2018).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CbamSpec {
    /// The hidden layer of the channel attention has channels / reduction values …
    pub reduction: usize,
    /// … but never fewer than this: 8 channels over 16 would be none.
    pub min_hidden: usize,
    /// Taps of the spatial attention's convolution along each axis; odd.
    pub kernel: usize,
}

impl ConvSpec {
    /// A dense k × k convolution with stride 1, no padding, and bias.
    pub const fn square(out_channels: usize, kernel: usize) -> Self {
        Self {
            out_channels,
            kernel: [kernel; 2],
            stride: [1; 2],
            padding: [0; 2],
            dilation: [1; 2],
            groups: 1,
            bias: true,
        }
    }

    /// With `padding` on every side.
    pub const fn padding(mut self, padding: usize) -> Self {
        self.padding = [padding; 2];
        self
    }

    /// With `stride` along both axes.
    pub const fn stride(mut self, stride: usize) -> Self {
        self.stride = [stride; 2];
        self
    }

    /// With `dilation` along both axes.
    pub const fn dilation(mut self, dilation: usize) -> Self {
        self.dilation = [dilation; 2];
        self
    }

    /// The sliding window of each axis.
    pub fn window(&self) -> Axes<Window> {
        window(self.kernel, self.stride, self.dilation, self.padding)
    }
}

impl PoolSpec {
    /// A k × k maximum.
    pub const fn max(kernel: usize, stride: usize, padding: usize) -> Self {
        Self {
            kind: PoolKind::Max,
            kernel: [kernel; 2],
            stride: [stride; 2],
            padding: [padding; 2],
        }
    }

    /// The sliding window of each axis.
    pub fn window(&self) -> Axes<Window> {
        window(self.kernel, self.stride, [1; 2], self.padding)
    }
}

impl CbamSpec {
    /// The tutorial's: reduction 16, at least 4 hidden values, 7 × 7.
    pub const TUTORIAL: Self = Self {
        reduction: 16,
        min_hidden: 4,
        kernel: 7,
    };

    /// Width of the hidden layer for `channels` maps.
    pub fn hidden(&self, channels: usize) -> usize {
        (channels / self.reduction).max(self.min_hidden)
    }

    /// The window of the spatial attention, along each axis.
    pub fn window(&self) -> Axes<Window> {
        let half = self.kernel / 2;
        window([self.kernel; 2], [1; 2], [1; 2], [half; 2])
    }
}

impl From<Fusion> for Merge {
    fn from(fusion: Fusion) -> Self {
        match fusion {
            Fusion::Sum => Self::Sum,
            Fusion::Product => Self::Product,
            Fusion::Concat => Self::Concat,
        }
    }
}

impl LayerSpec {
    /// A layer called `name`.
    pub fn new(name: impl Into<String>, op: OpSpec) -> Self {
        Self { name: name.into(), op }
    }
}

fn window(kernel: [usize; 2], stride: [usize; 2], dilation: [usize; 2], padding: [usize; 2]) -> Axes<Window> {
    let axis = |idx: usize| Window {
        kernel: kernel[idx],
        stride: stride[idx],
        dilation: dilation[idx],
        padding: padding[idx],
    };
    Axes::new(axis(0), axis(1))
}
