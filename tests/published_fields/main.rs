//! Receptive fields, jumps and effective paddings against published numbers, each network encoded as a spec.
//!
//! The numbers are the table of google-research/receptive_field (Araujo, Norris and Sim, "Computing Receptive Fields of
//! Convolutional Neural Networks", Distill 2019), computed there from the TF-Slim networks. TensorFlow's SAME padding is
//! not symmetric where an even map is halved; a spec's padding is. So where a table's padding depends on the input size,
//! the rows for 321 pixels are taken, where SAME pads both ends alike. Fields and jumps are the same on every size.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod encode;
mod inception;
mod mistakes;

use fovea::geometry::{Axes, Span, effective};
use fovea::spec::presets::{self, GoogLeNetConfig, ResNetConfig, StrideAt};
use fovea::spec::{ConvSpec, InputSpec, LayerSpec, NetworkSpec, OpSpec};

use encode::{Row, check, halve, lower, on};

#[test]
fn alexnet_v2_at_every_end_point() {
    let network = presets::find("alexnet").unwrap().network().lower().unwrap();
    let table = [
        ("conv1", 11, 4, 0),
        ("pool1", 19, 8, 0),   // 11 + 2·4
        ("conv2", 51, 8, 16),  // 19 + 4·8
        ("conv3", 99, 16, 32), // pool2 51 + 2·8 = 67, + 2·16
        ("conv4", 131, 16, 48),
        ("conv5", 163, 16, 64),
        ("pool5", 195, 32, 64), // 163 + 2·16
    ];
    check(&network, &table);
}

#[test]
fn vgg_16_at_every_end_point() {
    let network = presets::find("vgg16").unwrap().network().lower().unwrap();
    let table = [
        ("features.0", 3, 1, 1),    // conv1_1
        ("features.4", 6, 2, 2),    // pool1: 3 + 2 + 1
        ("features.5", 10, 2, 4),   // conv2_1: 6 + 2·2
        ("features.9", 16, 4, 6),   // pool2: 10 + 2·2 + 2
        ("features.10", 24, 4, 10), // conv3_1
        ("features.12", 32, 4, 14),
        ("features.16", 44, 8, 18), // pool3: 32 + 2·4 + 4
        ("features.17", 60, 8, 26),
        ("features.19", 76, 8, 34),
        ("features.23", 100, 16, 42), // pool4: 76 + 2·8 + 8
        ("features.24", 132, 16, 58),
        ("features.26", 164, 16, 74),
        ("features.30", 212, 32, 90), // pool5: 164 + 2·16 + 16
    ];
    check(&network, &table);
}

/// A depthwise 3×3 and a 1×1 see what a dense 3×3 sees.
#[test]
fn mobilenet_v1_at_every_end_point() {
    let depthwise = |stride| {
        OpSpec::Conv(ConvSpec {
            groups: 2,
            ..ConvSpec::square(2, 3).stride(stride).padding(1)
        })
    };
    let mut layers = vec![
        ("Conv2d_0".to_owned(), halve(3)),
        ("widen".to_owned(), encode::pointwise(2)), // two channels, so that depthwise is not dense
    ];
    for (idx, stride) in [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1].into_iter().enumerate() {
        let number = idx + 1;
        layers.push((format!("Conv2d_{number}_depthwise"), depthwise(stride)));
        layers.push((format!("Conv2d_{number}_pointwise"), encode::pointwise(2)));
    }
    let table = [
        ("Conv2d_0", 3, 2, 1),
        ("Conv2d_1_pointwise", 7, 2, 3),    // 3 + 2·2
        ("Conv2d_2_pointwise", 11, 4, 5),   // 7 + 2·2
        ("Conv2d_3_pointwise", 19, 4, 9),   // 11 + 2·4
        ("Conv2d_4_pointwise", 27, 8, 13),  // 19 + 2·4
        ("Conv2d_5_pointwise", 43, 8, 21),  // 27 + 2·8
        ("Conv2d_6_pointwise", 59, 16, 29), // 43 + 2·8
        ("Conv2d_7_pointwise", 91, 16, 45), // 59 + 2·16
        ("Conv2d_8_pointwise", 123, 16, 61),
        ("Conv2d_9_pointwise", 155, 16, 77),
        ("Conv2d_10_pointwise", 187, 16, 93),
        ("Conv2d_11_pointwise", 219, 16, 109),
        ("Conv2d_12_pointwise", 251, 32, 125), // 219 + 2·16
        ("Conv2d_13_pointwise", 315, 32, 157), // 251 + 2·32
    ];
    check(&lower(321, layers), &table);
}

/// The table's networks halve the map in the last unit of a stage. On 224 pixels its padding is 2 smaller, since SAME pads
/// the pooling of 112 cells by 0 in front.
#[test]
fn resnet_v1_after_every_stage() {
    let check = |units: [usize; 4], table: &[Row<'_>]| {
        let config = ResNetConfig {
            units,
            stride_at: StrideAt::LastUnit,
        };
        check(&on(321, config.layers()), table);
    };
    let resnet_50 = [
        ("layer1.2", 35, 8, 17),    // 7, j 2; 11, j 4; + 3·2·4
        ("layer2.3", 99, 16, 49),   // + 4·2·8
        ("layer3.5", 291, 32, 145), // + 6·2·16
        ("layer4.2", 483, 32, 241), // + 3·2·32
    ];
    check([3, 4, 6, 3], &resnet_50);
    // 99 + 23·2·16 = 835; + 3·2·32
    check(
        [3, 4, 23, 3],
        &[("layer3.22", 835, 32, 417), ("layer4.2", 1027, 32, 513)],
    );
    // 35 + 8·2·8 = 163; + 36·2·16 = 1315; + 3·2·32
    let resnet_152 = [
        ("layer2.7", 163, 16, 81),
        ("layer3.35", 1315, 32, 657),
        ("layer4.2", 1507, 32, 753),
    ];
    check([3, 8, 36, 3], &resnet_152);
    // 35 + 24·2·8 = 419; + 36·2·16 = 1571; + 3·2·32
    let resnet_200 = [
        ("layer2.23", 419, 16, 209),
        ("layer3.35", 1571, 32, 785),
        ("layer4.2", 1763, 32, 881),
    ];
    check([3, 24, 36, 3], &resnet_200);
}

/// The same depth with the stride in the first unit, as torchvision has it: 483 becomes 427, which RFA-Toolbox also finds.
#[test]
fn torchvisions_resnet_50_sees_less() {
    let network = presets::find("resnet50").unwrap().network().lower().unwrap();
    check(&network, &[("layer4.2", 427, 32, 213)]); // padding 3 + 2 + 3·4 + 4 + 3·8 + 8 + 5·16 + 16 + 2·32
}

/// No table has GoogLeNet: both numbers are computed, once here by hand.
#[test]
fn googlenet_by_its_wide_branch() {
    let size = |config: GoogLeNetConfig| {
        let network = on(224, config.layers());
        network.geometry_of("inception5b").unwrap().field.height.size()
    };
    // Stem 27; modules 3: + 2·4·8 = 91; pool 107; modules 4: + 5·4·16 = 427; pool 459; modules 5: + 2·4·32
    assert_eq!(size(GoogLeNetConfig::PAPER), 715);
    // Stem 27; + 2·2·8 = 59; pool 75; + 5·2·16 = 235; 2×2 pool 251; + 2·2·32
    assert_eq!(size(GoogLeNetConfig::TORCHVISION), 379);
}

/// A stack of 3×3 with these dilations on an input as large as its field: field, and share of it that the unit touches.
fn dilated(dilations: &[usize]) -> (i64, f64) {
    let conv = |d: &usize| OpSpec::Conv(ConvSpec::square(1, 3).dilation(*d));
    let named = dilations
        .iter()
        .enumerate()
        .map(|(idx, d)| LayerSpec::new(format!("conv{idx}"), conv(d)));
    let side = 1 + 2 * dilations.iter().sum::<usize>();
    let network = NetworkSpec {
        input: InputSpec {
            channels: 1,
            height: side,
            width: side,
        },
        layers: named.collect(),
    };
    let lowered = network.lower_any().unwrap();
    let pixels = &lowered.graph.paths_below(dilations.len(), Axes::both(0))[0];
    assert_eq!(pixels.bounds(), Some(Axes::both(Span::new(0, side as i64 - 1))));
    (lowered.output().field.height.size(), pixels.share_of_box())
}

#[test]
fn stacks_of_dilated_convolutions_touch_part_of_their_field() {
    let cases: [(&[usize], i64, f64); 7] = [
        (&[1, 1, 1], 7, 1.0),
        (&[2, 2, 2], 13, 49.0 / 169.0), // every second row and column of 13: 7² / 13² = 29 %
        (&[4, 4, 4], 25, 49.0 / 625.0), // every fourth: 7² / 25² = 7.8 %
        (&[2, 4, 8], 29, 225.0 / 841.0), // every second: 15² / 29² = 26.8 %
        (&[1, 2, 3], 13, 1.0),
        (&[1, 2, 4], 15, 1.0),
        (&[1, 2, 5], 17, 1.0), // hybrid dilated convolution (Wang et al. 2018)
    ];
    for (dilations, field, share) in cases {
        let ours = dilated(dilations);
        assert_eq!(ours.0, field, "{dilations:?}");
        assert!((ours.1 - share).abs() < 1e-12, "{dilations:?}: {}", ours.1);
    }
}

/// Luo et al. 2016: the effective field grows with the root of the depth, so its share of the field falls.
#[test]
fn the_effective_field_of_a_stack_of_3x3() {
    for (n, field, n_above) in [(5, 11, 9), (10, 21, 13), (20, 41, 19), (40, 81, 25)] {
        let weights = effective::path_counts(&vec![ConvSpec::square(1, 3).window().height; n]);
        assert_eq!(weights.len(), field); // 1 + 2n
        assert_eq!(effective::n_cells_above(&weights, effective::TWO_SIGMA), n_above);
        let sigma = (2.0 * n as f64 / 3.0).sqrt();
        assert!((effective::width(&weights) - sigma).abs() < 1e-9, "{n}");
    }
}
