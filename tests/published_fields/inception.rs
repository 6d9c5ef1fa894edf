//! Inception v2 to v4 and Inception-ResNet v2 as TF-Slim has them (tensorflow/models, research/slim/nets), against every
//! row that google-research/receptive_field publishes for them.
//! Long because the four networks share their modules, and their tables are the point.

use fovea::geometry::{Alignment, Axes};
use fovea::spec::{Lowered, OpSpec};

use super::encode::{check, concat, halve, lower, named, pointwise, pool, residual, same, valid};

const ONE: [usize; 2] = [1, 1];
const THREE: [usize; 2] = [3, 3];
const FIVE: [usize; 2] = [5, 5];

/// The branch that pools and projects.
fn pooled() -> Vec<OpSpec> {
    vec![pool(1, 1), pointwise(1)]
}

/// Convolutions that keep the size, one after the other, behind a 1 × 1.
fn tower(kernels: &[[usize; 2]]) -> Vec<OpSpec> {
    [ONE].iter().chain(kernels).copied().map(same).collect()
}

/// `tower`, closed by `last`.
fn tower_to(kernels: &[[usize; 2]], last: OpSpec) -> Vec<OpSpec> {
    let mut ops = tower(kernels);
    ops.push(last);
    ops
}

/// `tower`, split into a 1 × 3 and a 3 × 1 that are stacked.
fn split_tower(kernels: &[[usize; 2]]) -> Vec<OpSpec> {
    tower_to(kernels, concat(vec![vec![same([1, 3])], vec![same([3, 1])]]))
}

/// The modules called `prefix` + letter, from `first` to `last`.
fn repeat(prefix: &str, letters: std::ops::RangeInclusive<char>, module: fn() -> OpSpec) -> Vec<(String, OpSpec)> {
    letters.map(|letter| (format!("{prefix}{letter}"), module())).collect()
}

/// Every merge looks at one place, along both axes.
fn check_aligned(network: &Lowered) {
    let nodes = 0..network.graph.nodes().len();
    let merges: Vec<Axes<Alignment>> = nodes.filter_map(|node| network.graph.alignment(node)).collect();
    assert!(merges.len() > 5);
    assert!(
        merges.iter().all(|merge| *merge == Axes::both(Alignment::Aligned)),
        "{merges:?}"
    );
}

/// 1 × 1, 3 × 3, 3 × 3 twice, pooling: fields grow by 4 cells.
fn two_3x3() -> OpSpec {
    concat(vec![tower(&[]), tower(&[THREE]), tower(&[THREE, THREE]), pooled()])
}

/// The same with strides: the double 3 × 3 grows by 4 cells below the stride.
fn reduction_v2() -> OpSpec {
    concat(vec![
        tower_to(&[], halve(3)),
        tower_to(&[THREE], halve(3)),
        vec![pool(2, 1)],
    ])
}

/// On 321 pixels every map below a stride has an odd side, so that SAME pads both ends alike: 321, 161, 81, 41, 21, 11.
/// On 224 it does not, and the table's effective padding is smaller (318 instead of 349); its fields are the same.
#[test]
fn inception_v2_at_every_end_point() {
    let mut layers = named([
        ("Conv2d_1a_7x7", halve(7)),
        ("MaxPool_2a_3x3", pool(2, 1)),
        ("Conv2d_2b_1x1", same(ONE)),
        ("Conv2d_2c_3x3", same(THREE)),
        ("MaxPool_3a_3x3", pool(2, 1)),
    ]);
    layers.extend(repeat("Mixed_3", 'b'..='c', two_3x3));
    layers.extend(repeat("Mixed_4", 'a'..='a', reduction_v2));
    layers.extend(repeat("Mixed_4", 'b'..='e', two_3x3));
    layers.extend(repeat("Mixed_5", 'a'..='a', reduction_v2));
    layers.extend(repeat("Mixed_5", 'b'..='c', two_3x3));
    let network = lower(321, layers);
    let table = [
        ("Conv2d_1a_7x7", 7, 2, 3),
        ("MaxPool_2a_3x3", 11, 4, 5), // 7 + 2·2
        ("Conv2d_2b_1x1", 11, 4, 5),
        ("Conv2d_2c_3x3", 19, 4, 9),   // 11 + 2·4
        ("MaxPool_3a_3x3", 27, 8, 13), // 19 + 2·4
        ("Mixed_3b", 59, 8, 29),       // 27 + 4·8
        ("Mixed_3c", 91, 8, 45),
        ("Mixed_4a", 123, 16, 61), // 91 + 4·8
        ("Mixed_4b", 187, 16, 93), // 123 + 4·16
        ("Mixed_4c", 251, 16, 125),
        ("Mixed_4d", 315, 16, 157),
        ("Mixed_4e", 379, 16, 189),
        ("Mixed_5a", 443, 32, 221), // 379 + 4·16
        ("Mixed_5b", 571, 32, 285), // 443 + 4·32
        ("Mixed_5c", 699, 32, 349),
    ];
    check(&network, &table);
    check_aligned(&network);
}

/// The stem that v3 and Inception-ResNet v2 share.
fn stem_v3() -> Vec<(String, OpSpec)> {
    named([
        ("Conv2d_1a_3x3", valid(3, 2)),
        ("Conv2d_2a_3x3", valid(3, 1)),
        ("Conv2d_2b_3x3", same(THREE)),
        ("MaxPool_3a_3x3", pool(2, 0)),
        ("Conv2d_3b_1x1", same(ONE)),
        ("Conv2d_4a_3x3", valid(3, 1)),
        ("MaxPool_5a_3x3", pool(2, 0)),
    ])
}

const STEM_V3: [(&str, i64, i64, i64); 7] = [
    ("Conv2d_1a_3x3", 3, 2, 0),
    ("Conv2d_2a_3x3", 7, 2, 0),   // 3 + 2·2
    ("Conv2d_2b_3x3", 11, 2, 2),  // 7 + 2·2
    ("MaxPool_3a_3x3", 15, 4, 2), // 11 + 2·2
    ("Conv2d_3b_1x1", 15, 4, 2),
    ("Conv2d_4a_3x3", 23, 4, 2),  // 15 + 2·4
    ("MaxPool_5a_3x3", 31, 8, 2), // 23 + 2·4
];

/// Modules of v3: a 5 × 5 beside the double 3 × 3.
fn module_5x5() -> OpSpec {
    concat(vec![tower(&[]), tower(&[FIVE]), tower(&[THREE, THREE]), pooled()])
}

/// Modules of v3 and v4 on the middle maps: 1 × 7 and 7 × 1, twice in the third branch.
fn module_7x7() -> OpSpec {
    let (row, column) = ([1, 7], [7, 1]);
    concat(vec![
        tower(&[]),
        tower(&[row, column]),
        tower(&[column, row, column, row]),
        pooled(),
    ])
}

/// The first reduction of v3, v4 and Inception-ResNet v2.
fn reduction_a() -> OpSpec {
    concat(vec![
        vec![valid(3, 2)],
        tower_to(&[THREE], valid(3, 2)),
        vec![pool(2, 0)],
    ])
}

/// The second reduction of v3 and v4.
fn reduction_b() -> OpSpec {
    concat(vec![
        tower_to(&[], valid(3, 2)),
        tower_to(&[[1, 7], [7, 1]], valid(3, 2)),
        vec![pool(2, 0)],
    ])
}

/// The last modules of v3.
fn module_split_v3() -> OpSpec {
    concat(vec![tower(&[]), split_tower(&[]), split_tower(&[THREE]), pooled()])
}

/// The last modules of v4.
fn module_split_v4() -> OpSpec {
    concat(vec![
        tower(&[]),
        split_tower(&[]),
        split_tower(&[[3, 1], [1, 3]]),
        pooled(),
    ])
}

/// Where the map shrinks nothing is padded, so that the table's rows hold for every input size; 299 is the network's own.
#[test]
fn inception_v3_at_every_end_point() {
    let mut layers = stem_v3();
    layers.extend(repeat("Mixed_5", 'b'..='d', module_5x5));
    layers.extend(repeat("Mixed_6", 'a'..='a', reduction_a));
    layers.extend(repeat("Mixed_6", 'b'..='e', module_7x7));
    layers.extend(repeat("Mixed_7", 'a'..='a', reduction_b));
    layers.extend(repeat("Mixed_7", 'b'..='c', module_split_v3));
    let network = lower(299, layers);
    let table = [
        ("Mixed_5b", 63, 8, 18), // 31 + 4·8
        ("Mixed_5c", 95, 8, 34),
        ("Mixed_5d", 127, 8, 50),
        ("Mixed_6a", 159, 16, 58),  // 127 + (2 + 2)·8
        ("Mixed_6b", 351, 16, 154), // 159 + (6 + 6)·16 along each axis
        ("Mixed_6c", 543, 16, 250),
        ("Mixed_6d", 735, 16, 346),
        ("Mixed_6e", 927, 16, 442),
        ("Mixed_7a", 1055, 32, 490), // 927 + (6 + 2)·16
        ("Mixed_7b", 1183, 32, 554), // 1055 + (2 + 2)·32
        ("Mixed_7c", 1311, 32, 618),
    ];
    check(&network, &STEM_V3);
    check(&network, &table);
    check_aligned(&network);
}

#[test]
fn inception_v4_at_every_end_point() {
    let mut layers = named([
        ("Conv2d_1a_3x3", valid(3, 2)),
        ("Conv2d_2a_3x3", valid(3, 1)),
        ("Conv2d_2b_3x3", same(THREE)),
        ("Mixed_3a", concat(vec![vec![pool(2, 0)], vec![valid(3, 2)]])),
        (
            "Mixed_4a",
            concat(vec![
                tower_to(&[], valid(3, 1)),
                tower_to(&[[1, 7], [7, 1]], valid(3, 1)),
            ]),
        ),
        ("Mixed_5a", concat(vec![vec![valid(3, 2)], vec![pool(2, 0)]])),
    ]);
    layers.extend(repeat("Mixed_5", 'b'..='e', two_3x3));
    layers.extend(repeat("Mixed_6", 'a'..='a', reduction_a));
    layers.extend(repeat("Mixed_6", 'b'..='h', module_7x7));
    layers.extend(repeat("Mixed_7", 'a'..='a', reduction_b));
    layers.extend(repeat("Mixed_7", 'b'..='d', module_split_v4));
    let network = lower(299, layers);
    let table = [
        ("Conv2d_2b_3x3", 11, 2, 2),
        ("Mixed_3a", 15, 4, 2),  // 11 + 2·2
        ("Mixed_4a", 47, 4, 14), // 15 + (6 + 2)·4
        ("Mixed_5a", 55, 8, 14), // 47 + 2·4
        ("Mixed_5b", 87, 8, 30), // 55 + 4·8
        ("Mixed_5c", 119, 8, 46),
        ("Mixed_5d", 151, 8, 62),
        ("Mixed_5e", 183, 8, 78),
        ("Mixed_6a", 215, 16, 86),
        ("Mixed_6b", 407, 16, 182), // 215 + 12·16
        ("Mixed_6c", 599, 16, 278),
        ("Mixed_6d", 791, 16, 374),
        ("Mixed_6e", 983, 16, 470),
        ("Mixed_6f", 1175, 16, 566),
        ("Mixed_6g", 1367, 16, 662),
        ("Mixed_6h", 1559, 16, 758),
        ("Mixed_7a", 1687, 32, 806), // 1559 + 8·16
        ("Mixed_7b", 1815, 32, 870), // 1687 + 4·32
        ("Mixed_7c", 1943, 32, 934),
        ("Mixed_7d", 2071, 32, 998),
    ];
    check(&network, &table);
    check_aligned(&network);
}

/// Residual units of Inception-ResNet v2, `n` times; a 1 × 1 brings the body back to `channels` maps.
fn units(name: &str, n: usize, channels: usize, body: fn() -> OpSpec) -> Vec<(String, OpSpec)> {
    let unit = |idx| (format!("{name}_{idx}"), residual(vec![body(), pointwise(channels)]));
    (1..=n).map(unit).collect()
}

#[test]
fn inception_resnet_v2_at_every_end_point() {
    let mut layers = stem_v3();
    layers.extend(repeat("Mixed_5", 'b'..='b', module_5x5)); // 4 branches of 1 map
    layers.extend(units("block35", 10, 4, || {
        concat(vec![tower(&[]), tower(&[THREE]), tower(&[THREE, THREE])])
    }));
    layers.extend(repeat("Mixed_6", 'a'..='a', reduction_a)); // 1 + 1 + 4 maps
    layers.extend(units("block17", 20, 6, || {
        concat(vec![tower(&[]), tower(&[[1, 7], [7, 1]])])
    }));
    layers.extend(repeat("Mixed_7", 'a'..='a', || {
        concat(vec![
            tower_to(&[], valid(3, 2)),
            tower_to(&[], valid(3, 2)),
            tower_to(&[THREE], valid(3, 2)),
            vec![pool(2, 0)],
        ])
    })); // 1 + 1 + 1 + 6 maps
    layers.extend(units("block8", 10, 9, || {
        concat(vec![tower(&[]), tower(&[[1, 3], [3, 1]])])
    }));
    layers.extend(named([("Conv2d_7b_1x1", same(ONE))]));
    let network = lower(299, layers);
    let table = [
        ("Mixed_5b", 63, 8, 18),
        ("Mixed_6a", 415, 16, 186),        // 63 + 10·4·8 = 383, + (2 + 2)·8
        ("block17_20", 2335, 16, 1146),    // 415 + 20·6·16; the table's PreAuxLogits
        ("Mixed_7a", 2399, 32, 1162),      // 2335 + (2 + 2)·16
        ("Conv2d_7b_1x1", 3039, 32, 1482), // 2399 + 10·2·32
    ];
    check(&network, &STEM_V3);
    check(&network, &table);
    check_aligned(&network);
    // The README of the library: the feature at [0, 2] is centred at [37, 101]. −1482 + (3039 − 1)/2 = 37; 37 + 2·32.
    let field = network.geometry_of("Conv2d_7b_1x1").unwrap().field;
    let centre = field.zip(Axes::new(0, 2), |axis, unit| {
        axis.doubled_centre() / 2 + unit * axis.jump
    });
    assert_eq!(centre, Axes::new(37, 101));
}
