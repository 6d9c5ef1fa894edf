use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::spec::variants;

fn network(id: &str) -> NetworkSpec {
    variants::find(id).unwrap().network()
}

fn set(layer: &str, parameter: Parameter, value: usize) -> Edit {
    Edit::Set {
        layer: layer.into(),
        parameter,
        value,
    }
}

fn insert(layer: &str, kind: LayerKind) -> Edit {
    Edit::InsertAfter {
        layer: Some(layer.into()),
        kind,
    }
}

fn names(layers: &[LayerSpec]) -> Vec<String> {
    let mut names = Vec::new();
    for layer in layers {
        names.push(layer.name.clone());
        if let OpSpec::Parallel(parallel) = &layer.op {
            names.extend(parallel.branches.iter().flat_map(|branch| self::names(&branch.layers)));
        }
    }
    names
}

fn op<'a>(network: &'a NetworkSpec, layer: &str) -> &'a OpSpec {
    &Place::of(network, layer).unwrap().layer(network).op
}

#[test]
fn a_number_changes_along_both_axes() {
    let edited = network("dilated")
        .edited(&set("conv2", Parameter::Dilation, 3))
        .unwrap();
    let OpSpec::Conv(conv) = op(&edited, "conv2") else {
        panic!("conv2 is a convolution");
    };
    assert_eq!((conv.dilation, conv.padding), ([3, 3], [2, 2])); // a chain holds with the padding as it is
}

#[test]
fn in_a_branch_the_padding_follows_the_kernel() {
    let edited = network("inception")
        .edited(&set("inception1.branch3x3.2", Parameter::Kernel, 7))
        .unwrap();
    let OpSpec::Conv(conv) = op(&edited, "inception1.branch3x3.2") else {
        panic!("it is a convolution");
    };
    assert_eq!((conv.kernel, conv.padding), ([7, 7], [3, 3])); // (7 − 1) / 2
    let spec = network("inception");
    assert_eq!(
        spec.allowed("inception1.branch3x3.2", Parameter::Kernel),
        [1, 3, 5, 7, 9, 11]
    );
    assert_eq!(spec.allowed("inception1.branch3x3.2", Parameter::Padding), [1]);
    // A pooling pads by at most half its window, which keeps the size of odd ones.
    assert_eq!(
        spec.allowed("inception1.branch_pool.0", Parameter::Kernel),
        [1, 3, 5, 7, 9, 11]
    );
}

#[test]
fn what_does_not_fit_is_not_allowed() {
    let spec = network("dilated");
    assert_eq!(spec.allowed("conv2", Parameter::Groups), [1, 2, 4, 8, 16]); // divides 16 and 32
    assert_eq!(spec.allowed("pool1", Parameter::Padding), [0, 1]); // half of 2
    assert_eq!(spec.allowed("fc2", Parameter::Kernel), [0; 0]);
    assert_eq!(spec.allowed("conv9", Parameter::Kernel), [0; 0]);
    // The map of conv3 is 8 × 8, padded to 10 × 10: extents 2·d + 1 up to 9.
    assert_eq!(spec.allowed("conv3", Parameter::Dilation), [1, 2, 3, 4]);
    let message = spec
        .edited(&set("conv1", Parameter::Stride, 0))
        .unwrap_err()
        .to_string();
    assert!(message.contains("layer `conv1`, stride: it is 0"), "{message}");
    let message = spec
        .edited(&set("relu1", Parameter::Stride, 1))
        .unwrap_err()
        .to_string();
    assert!(message.contains("of this kind has none"), "{message}");
}

#[test]
fn new_layers_are_named_as_their_neighbours_are() {
    let edited = network("dilated").edited(&insert("relu1", LayerKind::Conv)).unwrap();
    assert_eq!(names(&edited.layers)[..4], ["conv1", "relu1", "conv4", "pool1"]);
    let edited = edited.edited(&insert("conv4", LayerKind::MaxPool)).unwrap();
    assert_eq!(
        names(&edited.layers)[..5],
        ["conv1", "relu1", "conv4", "pool3", "pool1"]
    );
    let bottom = Edit::InsertAfter {
        layer: None,
        kind: LayerKind::AveragePool,
    };
    let edited = network("field-9").edited(&bottom).unwrap();
    assert_eq!(names(&edited.layers)[..2], ["pool1", "conv1.0"]); // `pool` alone is the global pooling
    let edited = network("inception")
        .edited(&insert("inception2.branch1x1.1", LayerKind::MaxPool))
        .unwrap();
    let pool = op(&edited, "inception2.branch1x1.pool1");
    assert_eq!(*pool, OpSpec::Pool(PoolSpec::max(3, 1, 1))); // 2×2 would halve one branch alone
}

#[test]
fn a_replacement_keeps_the_window() {
    let replace = |layer: &str, kind| Edit::Replace {
        layer: layer.into(),
        kind,
    };
    let edited = network("dilated")
        .edited(&replace("conv2", LayerKind::MaxPool))
        .unwrap();
    assert_eq!(*op(&edited, "pool3"), OpSpec::Pool(PoolSpec::max(3, 1, 1))); // padding 2, but at most half of 3
    let back = edited.edited(&replace("pool3", LayerKind::Conv)).unwrap();
    assert_eq!(*op(&back, "conv2"), OpSpec::Conv(ConvSpec::square(16, 3).padding(1))); // the channels below
    let average = network("dilated")
        .edited(&replace("pool1", LayerKind::AveragePool))
        .unwrap();
    let OpSpec::Pool(pool) = op(&average, "pool1") else {
        panic!("pool1 is a pooling");
    };
    assert_eq!((pool.kind, pool.kernel), (PoolKind::Average, [2; 2]));
}

#[test]
fn layers_move_within_their_branch_alone() {
    let up = |layer: &str| Edit::MoveUp { layer: layer.into() };
    let down = |layer: &str| Edit::MoveDown { layer: layer.into() };
    let spec = network("dilated");
    let moved = spec.edited(&up("conv1")).unwrap();
    assert_eq!(names(&moved.layers)[..2], ["relu1", "conv1"]);
    assert_eq!(moved.edited(&down("conv1")).unwrap(), spec);
    assert!(!spec.can(&down("conv1")));
    assert!(!spec.can(&up("fc2")));
    assert!(!spec.can(&down("fc1"))); // a linear layer reads a vector
    assert!(!network("field-9").can(&insert("pool", LayerKind::Conv))); // a convolution reads maps
    assert!(!network("inception").can(&up("inception1.branch1x1.1")));
}

#[test]
fn a_branch_can_become_empty() {
    let mut spec = network("inception-s-residual");
    for layer in ["inception1.branch1x1.1", "inception1.branch1x1.0"] {
        let remove = Edit::Remove { layer: layer.into() };
        spec = spec.edited(&remove).unwrap(); // the stem's 16 channels pass on, as many as the branch had
    }
    spec.lower().unwrap();
    // The projection is what makes 16 channels 64.
    let remove = Edit::Remove {
        layer: "projection1".into(),
    };
    assert!(spec.edited(&remove).unwrap_err().to_string().contains("projection"));
}

fn edit_of(spec: &NetworkSpec, [what, which, value]: [usize; 3]) -> Edit {
    let names = names(&spec.layers);
    let layer = names.get(which % names.len().max(1)).cloned();
    let kind = [LayerKind::Conv, LayerKind::MaxPool, LayerKind::AveragePool][value % 3];
    let Some(layer) = layer.filter(|_| what % 16 != 15) else {
        return Edit::InsertAfter { layer: None, kind };
    };
    match what % 16 {
        0 | 1 => Edit::Remove { layer },
        2 | 3 => Edit::Replace { layer, kind },
        4 | 5 => Edit::InsertAfter {
            layer: Some(layer),
            kind,
        },
        6 => Edit::MoveUp { layer },
        7 => Edit::MoveDown { layer },
        other => {
            let all = [
                Parameter::OutChannels,
                Parameter::Kernel,
                Parameter::Stride,
                Parameter::Dilation,
                Parameter::Padding,
                Parameter::Groups,
            ];
            let parameter = all[other % 6];
            let allowed = spec.allowed(&layer, parameter);
            let value = allowed.get(value % allowed.len().max(1)).copied().unwrap_or_default();
            Edit::Set {
                layer,
                parameter,
                value,
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn edits_never_make_an_invalid_network(
        variant in 0..variants::VARIANTS.len(),
        steps in prop::collection::vec(prop::array::uniform3(0_usize..10_000), 1..25),
    ) {
        let mut spec = variants::VARIANTS[variant].network();
        for step in steps {
            let edit = edit_of(&spec, step);
            let Ok(next) = spec.edited(&edit) else {
                // A number that the layer does not have, or a move that does not fit: never an allowed value.
                let is_allowed = |layer: &str, parameter, value| spec.allowed(layer, parameter).contains(&value);
                let refused = !matches!(&edit, Edit::Set { layer, parameter, value } if is_allowed(layer, *parameter, *value));
                prop_assert!(refused, "{:?}", edit);
                continue;
            };
            next.check_size().unwrap();
            next.lower_any().unwrap();
            let names = names(&next.layers);
            prop_assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
            spec = next;
        }
        spec.with_head(10).lower().unwrap();
    }

    #[test]
    fn every_allowed_value_holds(variant in 0..variants::VARIANTS.len(), which in 0_usize..100) {
        let spec = variants::VARIANTS[variant].network();
        let names = names(&spec.layers);
        let layer = &names[which % names.len()];
        for parameter in [Parameter::OutChannels, Parameter::Kernel, Parameter::Stride, Parameter::Padding] {
            let allowed = spec.allowed(layer, parameter);
            for value in &allowed {
                spec.edited(&set(layer, parameter, *value)).unwrap().lower_any().unwrap();
            }
            let own = number(op(&spec, layer), parameter).map(|own| own[0]);
            prop_assert_eq!(own.is_some(), !allowed.is_empty());
            prop_assert!(own.is_none_or(|own| allowed.contains(&own)));
        }
    }
}
