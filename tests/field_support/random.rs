//! Random networks: chains with parallel branches, two levels deep.
//!
//! A draft is drawn freely, and what does not fit is left out while the spec is built from below: so every draft gives a
//! valid network, and a failing one shrinks to a small one.

use fovea::spec::{BranchSpec, Fusion, InputSpec, LayerSpec, LinearSpec, Lowered, NetworkSpec, OpSpec, ParallelSpec};
use proptest::prelude::*;

use super::draft::{BranchDraft, ConvDraft, Draft, any_draft};

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
            draft.keeping(fit == Fit::KeepSize)
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
