//! Layers drawn freely, before anything asks whether they fit.

use fovea::spec::{ConvSpec, Fusion, InputSpec, OpSpec, PoolKind, PoolSpec};
use proptest::prelude::*;

/// A layer that may come to be.
#[derive(Clone, Debug)]
pub enum Draft {
    Conv(ConvDraft),
    Pool(WindowDraft),
    Relu,
    Parallel { branches: Vec<BranchDraft>, fusion: Fusion },
}

/// A convolution; `groups` falls back to 1 where it does not divide the channels.
#[derive(Clone, Debug)]
pub struct ConvDraft {
    pub window: WindowDraft,
    pub channels: usize,
    pub groups: usize,
}

/// A window along both axes.
#[derive(Clone, Debug)]
pub struct WindowDraft {
    pub kernel: [usize; 2],
    pub stride: [usize; 2],
    pub dilation: [usize; 2],
    pub padding: [usize; 2],
}

/// A branch: layers, then a convolution that can stride; without it and without layers the input passes through.
#[derive(Clone, Debug)]
pub struct BranchDraft {
    pub layers: Vec<Draft>,
    pub last: Option<ConvDraft>,
}

fn any_window(strides: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = WindowDraft> {
    let pair = |values: std::ops::RangeInclusive<usize>| prop::array::uniform2(values);
    (pair(1..=4), pair(strides), pair(1..=3), pair(0..=3)).prop_map(|(kernel, stride, dilation, padding)| WindowDraft {
        kernel,
        stride,
        dilation,
        padding,
    })
}

fn any_conv(strides: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = ConvDraft> {
    (any_window(strides), 1_usize..=4, 1_usize..=2).prop_map(|(window, channels, groups)| ConvDraft {
        window,
        channels,
        groups,
    })
}

fn any_fusion() -> impl Strategy<Value = Fusion> {
    prop_oneof![Just(Fusion::Concat), Just(Fusion::Sum), Just(Fusion::Product)]
}

pub fn any_draft(depth: usize) -> BoxedStrategy<Draft> {
    let chain = prop_oneof![
        4 => any_conv(1..=2).prop_map(Draft::Conv),
        1 => any_window(1..=3).prop_map(Draft::Pool),
        1 => Just(Draft::Relu),
    ];
    if depth == 0 {
        return chain.boxed();
    }
    let layers = prop::collection::vec(any_draft(depth - 1), 0..3);
    let branch = (layers, prop::option::of(any_conv(1..=2))).prop_map(|(layers, last)| BranchDraft { layers, last });
    let parallel = (prop::collection::vec(branch, 1..4), any_fusion());
    prop_oneof![
        1 => chain,
        1 => parallel.prop_map(|(branches, fusion)| Draft::Parallel { branches, fusion }),
    ]
    .boxed()
}

impl Draft {
    /// The same layer with a window that keeps the size.
    fn keeping(&self) -> Self {
        match self {
            Self::Conv(conv) => Self::Conv(ConvDraft {
                window: conv.window.keeping(),
                ..conv.clone()
            }),
            Self::Pool(window) => Self::Pool(window.keeping()),
            Self::Relu => Self::Relu,
            Self::Parallel { branches, fusion } => Self::Parallel {
                branches: branches.iter().map(|branch| branch.keeping(true)).collect(),
                fusion: *fusion,
            },
        }
    }
}

impl BranchDraft {
    /// The same branch with windows that keep the size; its last convolution only where `last_too`.
    pub fn keeping(&self, last_too: bool) -> Self {
        let mut last = self.last.clone();
        if let (Some(conv), true) = (&mut last, last_too) {
            conv.window = conv.window.keeping();
        }
        Self {
            layers: self.layers.iter().map(Draft::keeping).collect(),
            last,
        }
    }
}

impl ConvDraft {
    /// A 1×1 convolution.
    pub const POINT: Self = Self {
        window: WindowDraft {
            kernel: [1; 2],
            stride: [1; 2],
            dilation: [1; 2],
            padding: [0; 2],
        },
        channels: 1,
        groups: 1,
    };

    pub fn op(&self, below: InputSpec) -> OpSpec {
        let divides = below.channels.is_multiple_of(self.groups) && self.channels.is_multiple_of(self.groups);
        OpSpec::Conv(ConvSpec {
            out_channels: self.channels,
            kernel: self.window.kernel,
            stride: self.window.stride,
            padding: self.window.padding,
            dilation: self.window.dilation,
            groups: if divides { self.groups } else { 1 },
            bias: true,
        })
    }
}

impl WindowDraft {
    /// The same taps with stride 1 and half their reach as padding; an odd reach is made even.
    fn keeping(&self) -> Self {
        let axis = |idx: usize| {
            let (kernel, dilation) = (self.kernel[idx], self.dilation[idx]);
            let dilation = if (dilation * (kernel - 1)).is_multiple_of(2) {
                dilation
            } else {
                2 * dilation
            };
            (dilation, dilation * (kernel - 1) / 2)
        };
        let ((height, rows), (width, columns)) = (axis(0), axis(1));
        Self {
            kernel: self.kernel,
            stride: [1; 2],
            dilation: [height, width],
            padding: [rows, columns],
        }
    }

    /// Takes the smallest padding with which `below` cells along each axis become `size` units, where there is one.
    pub fn pad_to(&mut self, below: [usize; 2], size: [usize; 2]) {
        let spec = |padding| ConvSpec {
            kernel: self.kernel,
            stride: self.stride,
            padding,
            dilation: self.dilation,
            ..ConvSpec::square(1, 1)
        };
        let fits = |padding: usize| {
            let window = spec([padding; 2]).window();
            let lengths = [window.height.output_len(below[0]), window.width.output_len(below[1])];
            [0, 1].map(|idx| lengths[idx] == Some(size[idx]))
        };
        let smallest = |idx: usize| (0..8).find(|padding| fits(*padding)[idx]);
        self.padding = [0, 1].map(|idx| smallest(idx).unwrap_or(self.padding[idx]));
    }

    /// The mean of the window, which has no dilation.
    pub fn pool(&self) -> OpSpec {
        OpSpec::Pool(PoolSpec {
            kind: PoolKind::Average,
            kernel: self.kernel,
            stride: self.stride,
            padding: [0, 1].map(|idx| self.padding[idx].min(self.kernel[idx] / 2)),
        })
    }
}
