//! Random networks: chains with parallel branches, two levels deep.
//!
//! A draft is drawn freely, and what does not fit is left out while the spec is built from below: so every draft gives a
//! valid network, and a failing one shrinks to a small one.

use fovea::spec::{
    BranchSpec, ConvSpec, Fusion, InputSpec, LayerSpec, LinearSpec, Lowered, NetworkSpec, OpSpec, ParallelSpec,
    PoolKind, PoolSpec,
};
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
    window: WindowDraft,
    channels: usize,
    groups: usize,
}

/// A window along both axes.
#[derive(Clone, Debug)]
pub struct WindowDraft {
    kernel: [usize; 2],
    stride: [usize; 2],
    dilation: [usize; 2],
    padding: [usize; 2],
}

/// A branch: layers, then a convolution that can stride; without it and without layers the input passes through.
#[derive(Clone, Debug)]
pub struct BranchDraft {
    layers: Vec<Draft>,
    last: Option<ConvDraft>,
}

/// The name of the layer whose units are looked at.
pub const TOP: &str = "top";

/// A network on up to 16 × 16 pixels of two channels whose layer [`TOP`] is a map, under a mean and two classes.
pub fn any_network() -> impl Strategy<Value = NetworkSpec> {
    let side = 3_usize..=16;
    (side.clone(), side, prop::collection::vec(any_draft(2), 1..6)).prop_map(|(height, width, drafts)| {
        let input = InputSpec {
            channels: 2,
            height,
            width,
        };
        network(input, &drafts)
    })
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

fn any_draft(depth: usize) -> BoxedStrategy<Draft> {
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

/// The network of all drafts that fit.
fn network(input: InputSpec, drafts: &[Draft]) -> NetworkSpec {
    let mut layers = fitting(input, drafts, "layer");
    // One more layer, so that the map under the head has a name and the chosen units have more than one path.
    layers.push(LayerSpec::new(TOP, OpSpec::Relu));
    layers.push(LayerSpec::new("mean", OpSpec::GlobalAveragePool));
    layers.push(LayerSpec::new("fc", OpSpec::Linear(LinearSpec { out_features: 2 })));
    NetworkSpec { input, layers }
}

/// The layers of all drafts that fit on `input`, one after the other; their names begin with `path`.
fn fitting(input: InputSpec, drafts: &[Draft], path: &str) -> Vec<LayerSpec> {
    let mut layers = Vec::new();
    for (idx, draft) in drafts.iter().enumerate() {
        let below = output(input, &layers);
        let name = format!("{path}{idx}");
        let candidates = match draft {
            Draft::Conv(conv) => vec![conv.op(below)],
            Draft::Pool(window) => vec![window.pool()],
            Draft::Relu => vec![OpSpec::Relu],
            Draft::Parallel { branches, fusion } => [Fit::AsDrawn, Fit::ByPadding, Fit::KeepSize]
                .map(|fit| parallel(below, branches, *fusion, &name, fit))
                .into(),
        };
        let fits = |layer: &LayerSpec| lowered(below, std::slice::from_ref(layer)).is_some();
        let candidates = candidates.into_iter().map(|op| LayerSpec::new(&name, op));
        layers.extend(candidates.filter(fits).take(1));
    }
    layers
}

/// How branches come to fit each other, tried in this order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// By chance, strides of all layers included.
    AsDrawn,
    /// The last convolutions share a stride, and are padded to the size of the first: often misaligned.
    ByPadding,
    /// Every layer keeps the size.
    KeepSize,
}

fn parallel(below: InputSpec, drafts: &[BranchDraft], fusion: Fusion, name: &str, fit: Fit) -> OpSpec {
    let mut first_size = None;
    let stride = drafts
        .first()
        .and_then(|draft| Some(draft.last.as_ref()?.window.stride));
    let branches = drafts.iter().enumerate().map(|(idx, draft)| {
        let path = format!("{name}.{idx}.");
        let draft = if fit == Fit::AsDrawn {
            draft.clone()
        } else {
            draft.keeping(fit)
        };
        let mut layers = fitting(below, &draft.layers, &path);
        let top = output(below, &layers);
        let unequal = fusion != Fusion::Concat && top.channels != below.channels;
        let needs_last = unequal || (fit == Fit::ByPadding && stride.is_some());
        if let Some(mut conv) = draft.last.or_else(|| needs_last.then_some(ConvDraft::POINT)) {
            // Sums and products want equal channels: those of the input.
            if fusion != Fusion::Concat {
                conv.channels = below.channels;
            }
            if fit == Fit::ByPadding {
                conv.window.stride = stride.unwrap_or([1; 2]);
                if let Some(size) = first_size {
                    conv.window.pad_to([top.height, top.width], size);
                }
            }
            layers.push(LayerSpec::new(format!("{path}last"), conv.op(top)));
        }
        let top = output(below, &layers);
        first_size.get_or_insert([top.height, top.width]);
        BranchSpec {
            name: format!("branch{idx}"),
            layers,
        }
    });
    OpSpec::Parallel(ParallelSpec {
        branches: branches.collect(),
        fusion,
    })
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
                branches: branches.iter().map(|branch| branch.keeping(Fit::KeepSize)).collect(),
                fusion: *fusion,
            },
        }
    }
}

impl BranchDraft {
    /// The same branch with windows that keep the size, but for the last convolution unless `fit` wants that too.
    fn keeping(&self, fit: Fit) -> Self {
        let mut last = self.last.clone();
        if let (Some(conv), Fit::KeepSize) = (&mut last, fit) {
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
    const POINT: Self = Self {
        window: WindowDraft {
            kernel: [1; 2],
            stride: [1; 2],
            dilation: [1; 2],
            padding: [0; 2],
        },
        channels: 1,
        groups: 1,
    };

    fn op(&self, below: InputSpec) -> OpSpec {
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
    fn pad_to(&mut self, below: [usize; 2], size: [usize; 2]) {
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
    fn pool(&self) -> OpSpec {
        OpSpec::Pool(PoolSpec {
            kind: PoolKind::Average,
            kernel: self.kernel,
            stride: self.stride,
            padding: [0, 1].map(|idx| self.padding[idx].min(self.kernel[idx] / 2)),
        })
    }
}

/// The graph of `layers` on `input`; nothing where they do not fit, or leave a map that is larger than the images.
fn lowered(input: InputSpec, layers: &[LayerSpec]) -> Option<Lowered> {
    let network = NetworkSpec {
        input,
        layers: layers.to_vec(),
    };
    let lowered = network.lower_any().ok()?;
    let size = lowered.output().shape.size;
    (size.height <= 20 && size.width <= 20).then_some(lowered)
}

/// What `layers` make of `input`, as the input of what stands above.
fn output(input: InputSpec, layers: &[LayerSpec]) -> InputSpec {
    let shape = lowered(input, layers).map(|lowered| lowered.output().shape);
    shape.map_or(input, |shape| InputSpec {
        channels: shape.channels,
        height: shape.size.height,
        width: shape.size.width,
    })
}
