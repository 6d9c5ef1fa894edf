//! The networks whose code is tried: of the registry, edited, and odd ones that no page makes.

use fovea::data::random::{Purpose, Stream};
use fovea::spec::{
    BranchSpec, CbamSpec, ConvSpec, Edit, Fusion, InputSpec, LayerKind, LayerSpec, LinearSpec, NetworkSpec, OpSpec,
    ParallelSpec, Parameter, PoolKind, PoolSpec, variants,
};

pub fn variant(id: &str) -> NetworkSpec {
    variants::find(id).unwrap().network()
}

/// A chain with a layer more, one moved, groups, another kernel.
pub fn edited_chain() -> NetworkSpec {
    let set = |layer: &str, parameter, value| Edit::Set {
        layer: layer.into(),
        parameter,
        value,
    };
    let insert = |layer: &str, kind| Edit::InsertAfter {
        layer: Some(layer.into()),
        kind,
    };
    let edits = [
        insert("conv1.2", LayerKind::AveragePool),
        insert("conv2.0", LayerKind::Conv),
        Edit::MoveDown {
            layer: "conv3.2".into(),
        },
        set("conv4.0", Parameter::Groups, 4),
        set("conv5", Parameter::Kernel, 5),
        Edit::Remove {
            layer: "conv4.1".into(),
        },
    ];
    edits
        .iter()
        .fold(variant("field-31"), |spec, edit| spec.edited(edit).unwrap())
}

fn layer(name: &str, op: OpSpec) -> LayerSpec {
    LayerSpec::new(name, op)
}

fn conv(name: &str, channels: usize, kernel: usize) -> LayerSpec {
    layer(
        name,
        OpSpec::Conv(ConvSpec::square(channels, kernel).padding(kernel / 2)),
    )
}

fn linear(name: &str, out_features: usize) -> LayerSpec {
    layer(name, OpSpec::Linear(LinearSpec { out_features }))
}

fn parallel<const N: usize>(name: &str, fusion: Fusion, branches: [(&str, Vec<LayerSpec>); N]) -> LayerSpec {
    let branches = branches.map(|(name, layers)| BranchSpec {
        name: name.into(),
        layers,
    });
    let branches = branches.into();
    layer(name, OpSpec::Parallel(ParallelSpec { branches, fusion }))
}

/// Products, empty branches, branches in branches, names that no `nn.Sequential` fits, windows that are not square, vectors
/// in branches, batch normalisation of a vector, a convolution on one.
pub fn odd() -> NetworkSpec {
    let stem = OpSpec::Conv(ConvSpec {
        kernel: [3, 5],
        stride: [1, 2],
        padding: [1, 2],
        bias: false,
        ..ConvSpec::square(8, 1)
    });
    let average = OpSpec::Pool(PoolSpec {
        kind: PoolKind::Average,
        kernel: [3, 2],
        stride: [2, 1],
        padding: [1, 0],
    });
    let gate = parallel(
        "gate",
        Fusion::Product,
        [
            ("type", vec![conv("gate.0", 8, 3), layer("gate.1", OpSpec::BatchNorm)]),
            ("1x1", vec![]),
            (
                "inner",
                vec![
                    layer("free", OpSpec::Relu),
                    parallel(
                        "gate.sum",
                        Fusion::Sum,
                        [("self", vec![conv("gate.sum.a", 8, 1)]), ("x", vec![])],
                    ),
                ],
            ),
        ],
    );
    let mixed = parallel(
        "mixed",
        Fusion::Concat,
        [
            ("pooled", vec![layer("whole", OpSpec::GlobalAveragePool)]),
            (
                "cell",
                vec![layer(
                    "cell",
                    OpSpec::Conv(ConvSpec::square(6, 4).stride(40).padding(1)),
                )],
            ),
            (
                "gated",
                vec![
                    layer("attention", OpSpec::Cbam(CbamSpec::TUTORIAL)),
                    layer("whole2", OpSpec::GlobalAveragePool),
                    linear("mixed.fc", 5),
                ],
            ),
        ],
    );
    let layers = vec![
        layer("a.0", stem),
        conv("b.first.0", 8, 3),
        layer("a.1", OpSpec::BatchNorm),
        layer("a.2", OpSpec::Relu),
        layer("pool", average),
        conv("b.second", 8, 1),
        gate,
        mixed,
        layer("norm", OpSpec::BatchNorm),
        layer("c.x", OpSpec::Conv(ConvSpec::square(12, 1))),
        layer("c.whole", OpSpec::GlobalAveragePool),
        layer("c.flat", OpSpec::Flatten),
        linear("c.out", 10),
    ];
    NetworkSpec {
        input: InputSpec::CIFAR10,
        layers,
    }
}

/// `n` networks from the registry's small ones, each after many random edits, with a head for 10 classes.
pub fn random(n: u64) -> Vec<NetworkSpec> {
    let small = [
        "dilated-s",
        "plain-s",
        "inception-s",
        "inception-s-residual-cbam",
        "field-9",
        "field-31",
    ];
    let network = |index: u64| {
        let mut stream = Stream::new(3, Purpose::SelfTest, index);
        let mut spec = variant(small[index as usize % small.len()]);
        for _ in 0..12 {
            let mut names = Vec::new();
            gather(&spec.layers, &mut names);
            let mut below = |n: usize| stream.next_u32() as usize % n;
            let layer = names[below(names.len())].clone();
            let kind = [LayerKind::Conv, LayerKind::MaxPool, LayerKind::AveragePool][below(3)];
            let parameters = [
                Parameter::OutChannels,
                Parameter::Kernel,
                Parameter::Stride,
                Parameter::Dilation,
                Parameter::Padding,
                Parameter::Groups,
            ];
            let parameter = parameters[below(6)];
            let allowed = spec.allowed(&layer, parameter);
            let value = allowed.get(below(allowed.len().max(1))).copied().unwrap_or(1);
            let edit = match below(8) {
                0 => Edit::Remove { layer },
                1 => Edit::Replace { layer, kind },
                2 => Edit::MoveUp { layer },
                3 => Edit::MoveDown { layer },
                4 | 5 => Edit::InsertAfter {
                    layer: Some(layer),
                    kind,
                },
                _ => Edit::Set {
                    layer,
                    parameter,
                    value,
                },
            };
            spec = spec.edited(&edit).unwrap_or(spec);
        }
        spec.with_head(10)
    };
    (0..n).map(network).collect()
}

fn gather(layers: &[LayerSpec], names: &mut Vec<String>) {
    for layer in layers {
        names.push(layer.name.clone());
        if let OpSpec::Parallel(parallel) = &layer.op {
            for branch in &parallel.branches {
                gather(&branch.layers, names);
            }
        }
    }
}
