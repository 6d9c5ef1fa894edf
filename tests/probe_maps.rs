//! Many maps in one pass, the inside of CBAM, the gradients at a fusion, and the gradient of a batch.
//! Long because each answer is worked out by hand beside what the engine says.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use fovea::bridge::protocol::NetworkSource;
use fovea::data::batches::normalise;
use fovea::engine::probe::fusion::{self, Of, Picked};
use fovea::engine::probe::gradients::gradient_norms;
use fovea::engine::probe::maps::{NamedMap, maps};
use fovea::engine::probe::{self, FeatureMap};
use fovea::engine::{EngineError, Network, Weights, device};
use fovea::geometry::{Merge, Plane, fuse};
use fovea::spec::{
    BranchSpec, CbamSpec, ConvSpec, Fusion, InputSpec, LayerSpec, LinearSpec, NetworkSpec, OpSpec, ParallelSpec,
    variants::{self, BlockStackConfig, InceptionNetConfig, Norm},
};
use fovea::ui::lessons::fusion::{checked, choice::Pair};

fn drawn(spec: &NetworkSpec) -> Network {
    Network::new(spec, &Weights::draw(spec, 1).unwrap(), &device::cpu()).unwrap()
}

fn variant(id: &str) -> NetworkSpec {
    variants::find(id).unwrap().network()
}

/// Values that differ everywhere.
fn image(network: &Network, spec: &NetworkSpec) -> burn::tensor::Tensor<4> {
    let InputSpec {
        channels,
        height,
        width,
    } = spec.input;
    let n_values = channels * height * width;
    let values = (0..n_values).map(|idx| (idx as f32 * 0.37).sin()).collect();
    network.images(values, [1, channels, height, width], false)
}

fn all_maps(network: &Network, spec: &NetworkSpec) -> Vec<NamedMap> {
    pollster::block_on(maps(network, &[], image(network, spec))).unwrap()
}

fn values<'a>(maps: &'a [NamedMap], name: &str) -> &'a [f32] {
    let found = maps.iter().find(|map| map.name == name);
    &found.unwrap_or_else(|| panic!("no map of {name}")).map.values
}

fn close(found: &[f32], expected: &[f32]) -> bool {
    found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|(x, y)| (x - y).abs() <= 1e-5 * y.abs().max(1.0))
}

#[test]
fn one_pass_gives_the_map_of_every_layer() {
    for id in ["dilated-s", "inception-s-residual-cbam"] {
        let spec = variant(id);
        let network = drawn(&spec);
        let all = all_maps(&network, &spec);
        for layer in spec.lower().unwrap().layers {
            let alone = probe::feature_map(&network, &layer.name, image(&network, &spec));
            let alone = pollster::block_on(alone).unwrap();
            let found = all.iter().find(|map| map.name == layer.name).unwrap();
            assert_eq!(found.map, alone, "{id} {}", layer.name);
        }
        let logits = pollster::block_on(fovea::engine::read::floats(network.forward(image(&network, &spec))));
        assert_eq!(all.last().unwrap().map.values, logits.unwrap());
    }
}

#[test]
fn named_maps_come_alone_and_an_unknown_name_is_refused() {
    let spec = variant("inception-s");
    let network = drawn(&spec);
    let ask = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        pollster::block_on(maps(&network, &names, image(&network, &spec)))
    };
    let found = ask(&["fc", "inception1.branch3x3.2"]).unwrap();
    let names: Vec<&str> = found.iter().map(|map| map.name.as_str()).collect();
    assert_eq!(names, ["inception1.branch3x3.2", "fc"]); // as they are computed
    assert!(matches!(ask(&["fc", "conv9"]), Err(EngineError::NoLayer { layer }) if layer == "conv9"));
}

fn layer(name: &str, op: OpSpec) -> LayerSpec {
    LayerSpec::new(name, op)
}

/// `layers` on an image of 2 × 2 × 2, and two classes on top.
fn on_two_channels(mut layers: Vec<LayerSpec>) -> NetworkSpec {
    layers.push(layer("pool", OpSpec::GlobalAveragePool));
    layers.push(layer("fc", OpSpec::Linear(LinearSpec { out_features: 2 })));
    NetworkSpec {
        input: InputSpec {
            channels: 2,
            height: 2,
            width: 2,
        },
        layers,
    }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

#[test]
fn cbam_shows_its_inside_as_computed_by_hand() {
    let cbam = CbamSpec {
        reduction: 2,
        min_hidden: 1,
        kernel: 1,
    };
    let spec = on_two_channels(vec![layer("cbam", OpSpec::Cbam(cbam))]);
    // fc1 is 1 × 2, fc2 is 2 × 1, the spatial convolution takes twice the mean and once the maximum.
    let weights = Weights(vec![
        vec![0.1, 0.2],
        vec![1.0, -1.0],
        vec![2.0, 1.0],
        vec![1.0, 0.0, 0.0, 1.0],
        vec![0.0, 0.0],
    ]);
    let network = Network::new(&spec, &weights, &device::cpu()).unwrap();
    let image = network.images(vec![1.0, 2.0, 3.0, 4.0, 0.0, -2.0, 0.0, 6.0], [1, 2, 2, 2], false);
    let all = pollster::block_on(maps(&network, &[], image)).unwrap();
    assert_eq!(values(&all, "cbam.channel.average"), [2.5, 1.0]);
    assert_eq!(values(&all, "cbam.channel.maximum"), [4.0, 6.0]);
    // Hidden: 0.1·2.5 + 0.2·1 = 0.45 and 0.1·4 + 0.2·6 = 1.6; together 2.05, with sign + and −.
    assert!(close(values(&all, "cbam.channel.average.hidden"), &[0.45]));
    assert!(close(values(&all, "cbam.channel.maximum.hidden"), &[1.6]));
    assert!(close(values(&all, "cbam.channel.average.score"), &[0.45, -0.45]));
    assert!(close(values(&all, "cbam.channel.maximum.score"), &[1.6, -1.6]));
    let (a, b) = (sigmoid(2.05), sigmoid(-2.05));
    assert!(close(values(&all, "cbam.channel.gate"), &[a, b]));
    let channel = [a, 2.0 * a, 3.0 * a, 4.0 * a, 0.0, -2.0 * b, 0.0, 6.0 * b];
    assert!(close(values(&all, "cbam.channel"), &channel));
    let mean: Vec<f32> = (0..4).map(|cell| (channel[cell] + channel[cell + 4]) / 2.0).collect();
    let maximum: Vec<f32> = (0..4).map(|cell| channel[cell].max(channel[cell + 4])).collect();
    assert!(close(values(&all, "cbam.spatial.mean"), &mean));
    assert!(close(values(&all, "cbam.spatial.maximum"), &maximum));
    let score: Vec<f32> = (0..4).map(|cell| 2.0 * mean[cell] + maximum[cell]).collect();
    assert!(close(values(&all, "cbam.spatial.score"), &score));
    let gate: Vec<f32> = score.into_iter().map(sigmoid).collect();
    assert!(close(values(&all, "cbam.spatial.gate"), &gate));
    let spatial: Vec<f32> = (0..8).map(|idx| channel[idx] * gate[idx % 4]).collect();
    assert!(close(values(&all, "cbam.spatial"), &spatial));
    assert_eq!(values(&all, "cbam"), values(&all, "cbam.spatial"));
}

/// Two convolutions of 1 × 1 and 3 × 3 side by side.
fn two_branches(fusion: Fusion) -> NetworkSpec {
    let branch = |name: &str, kernel: usize| {
        let conv = ConvSpec {
            padding: [kernel / 2; 2],
            ..ConvSpec::square(2, kernel)
        };
        BranchSpec {
            name: name.to_owned(),
            layers: vec![layer(name, OpSpec::Conv(conv))],
        }
    };
    let branches = vec![branch("narrow", 1), branch("wide", 3)];
    on_two_channels(vec![layer(
        "fused",
        OpSpec::Parallel(ParallelSpec { branches, fusion }),
    )])
}

fn gradients(spec: &NetworkSpec, of: Of) -> fusion::FusionGradients {
    let network = drawn(spec);
    pollster::block_on(fusion::gradients(&network, "fused", of, image(&network, spec))).unwrap()
}

#[test]
fn a_sum_passes_the_gradient_on_and_a_product_multiplies_it_with_the_other_map() {
    let sum = gradients(&two_branches(Fusion::Sum), Of::Output);
    for (input, gradient) in &sum.inputs {
        assert_eq!(gradient.values, vec![1.0; input.values.len()]);
    }
    let product = gradients(&two_branches(Fusion::Product), Of::Output);
    let [(narrow, to_narrow), (wide, to_wide)] = product.inputs.as_slice() else {
        panic!("{} inputs", product.inputs.len());
    };
    assert!(close(&to_narrow.values, &wide.values) && close(&to_wide.values, &narrow.values));
    let fused: Vec<f32> = narrow.values.iter().zip(&wide.values).map(|(x, y)| x * y).collect();
    assert!(close(&product.output.values, &fused));
}

#[test]
fn the_inputs_of_a_concat_hear_each_of_its_own_slice() {
    let spec = two_branches(Fusion::Concat);
    let found = gradients(&spec, Of::Logit { class: 1 });
    // Logit 1 is Σ over channels of weight[1][channel] · mean of 4 cells; 4 channels after the concat.
    let parameters = spec.parameters().unwrap();
    let at = parameters
        .iter()
        .position(|parameter| parameter.name == "fc.weight")
        .unwrap();
    let weights = Weights::draw(&spec, 1).unwrap();
    let of_class = &weights.0[at][4..8];
    for (branch, (_, gradient)) in found.inputs.iter().enumerate() {
        let own = &of_class[2 * branch..2 * branch + 2];
        let expected: Vec<f32> = (0..8).map(|idx| own[idx / 4] / 4.0).collect();
        assert!(close(&gradient.values, &expected), "branch {branch}");
    }
    assert_eq!((found.output.channels, found.output.height), (4, 2));
}

#[test]
fn any_two_maps_are_fused_and_hear_what_the_rule_says() {
    let spec = variant("inception-s");
    let network = drawn(&spec);
    let pick = |layer, channel| Picked { layer, channel };
    let ask = |pair: [Picked<'_>; 2], fusion: Fusion| {
        pollster::block_on(fusion::of_pair(&network, pair, fusion, image(&network, &spec)))
    };
    let all = all_maps(&network, &spec);
    let map = |name: &str, channel: usize| values(&all, name)[channel * 256..(channel + 1) * 256].to_vec();
    // Two branches of one module, on 16 × 16 cells; then two maps of one layer.
    let branches = [pick("inception1.branch1x1.1", 3), pick("inception1.branch3x3.3", 7)];
    for pair in [branches, [pick("inception1", 40), pick("inception1", 2)]] {
        let [a, b] = pair.map(|one| map(one.layer, one.channel));
        let gradients = |fusion: Fusion| {
            let found = ask(pair, fusion).unwrap();
            assert_eq!([&found.inputs[0].0.values, &found.inputs[1].0.values], [&a, &b]);
            [found.inputs[0].1.values.clone(), found.inputs[1].1.values.clone()]
        };
        assert_eq!(gradients(Fusion::Sum), [vec![1.0; 256], vec![1.0; 256]]);
        assert_eq!(gradients(Fusion::Product), [b.clone(), a.clone()]);
        assert_eq!(gradients(Fusion::Concat), [vec![1.0; 256], vec![1.0; 256]]);
        let stacked = ask(pair, Fusion::Concat).unwrap().output.values;
        assert_eq!(stacked, [a, b].concat());
    }
    let refused = |pair| ask(pair, Fusion::Sum).unwrap_err().to_string();
    assert!(refused([pick("conv1.0", 0), pick("inception1", 0)]).contains("32 × 32"));
    assert!(refused([pick("inception1", 64), pick("inception1", 0)]).contains("64 maps"));
    assert!(refused([pick("conv9", 0), pick("inception1", 0)]).contains("conv9"));
}

#[test]
fn the_engine_makes_the_maps_of_two_kernels_that_the_page_shows() {
    let grey = Plane::new(32, 32, |row, col| ((row * 37 + col * 11) % 256) as f64);
    let pixels = checked::pixels(&grey);
    for merge in [Merge::Sum, Merge::Product, Merge::Concat] {
        let Some(NetworkSource::Given { spec, state_dict }) = checked::source(Pair::BlurAndLaplacian, merge) else {
            panic!("no network");
        };
        let weights = Weights::from_state_dict(&spec, &state_dict).unwrap();
        let network = Network::new(&spec, &weights, &device::cpu()).unwrap();
        let mut values = Vec::new();
        normalise(&pixels, &mut values);
        let image = network.images(values, [1, 3, 32, 32], false);
        let found = pollster::block_on(fusion::gradients(&network, "fused", Of::Output, image)).unwrap();
        let maps = Pair::BlurAndLaplacian.maps(&grey).unwrap();
        let rule = fuse::gradients(merge, maps.each_ref());
        let near = |found: &FeatureMap, expected: &Plane| {
            let mut pairs = found.values.iter().zip(&expected.values);
            pairs.all(|(x, y)| (f64::from(*x) - y).abs() < 1e-2)
        };
        let expected = maps.iter().zip(&rule);
        for ((map, gradient), (its_map, its_rule)) in found.inputs.iter().zip(expected) {
            assert!(near(map, its_map) && near(gradient, its_rule), "{merge:?}");
        }
    }
}

#[test]
fn what_is_no_fusion_and_what_is_no_class_are_refused() {
    let spec = two_branches(Fusion::Sum);
    let network = drawn(&spec);
    let ask = |name: &str, of: Of| pollster::block_on(fusion::gradients(&network, name, of, image(&network, &spec)));
    assert!(matches!(ask("narrow", Of::Output), Err(EngineError::NoLayer { .. })));
    let error = ask("fused", Of::Logit { class: 2 }).unwrap_err().to_string();
    assert!(error.contains("from 0 to 1"), "{error}");
}

#[test]
fn a_residual_inside_a_network_with_attention_hears_of_its_logit() {
    let spec = variant("inception-s-residual-cbam");
    let network = drawn(&spec);
    let mut sum = spec.lower().unwrap().layers.into_iter().map(|layer| layer.name);
    let sum = sum.find(|name| name.starts_with("residual")).unwrap();
    let found = fusion::gradients(&network, &sum, Of::Logit { class: 3 }, image(&network, &spec));
    let found = pollster::block_on(found).unwrap();
    assert_eq!(found.inputs.len(), 2);
    // Both inputs of a sum receive the same gradient.
    assert_eq!(found.inputs[0].1, found.inputs[1].1);
    assert!(found.inputs[0].1.values.iter().any(|value| *value != 0.0));
}

#[test]
fn the_gradient_of_the_last_bias_is_the_error_of_the_probabilities() {
    let spec = on_two_channels(Vec::new());
    let network = drawn(&spec);
    let pixels = vec![1.0, 2.0, 3.0, 4.0, 0.0, -2.0, 0.0, 6.0];
    let images = network.images(pixels, [1, 2, 2, 2], true);
    let found = pollster::block_on(gradient_norms(&network, images.clone(), &[1])).unwrap();
    let logits = pollster::block_on(fovea::engine::read::floats(network.forward(images.without_autodiff())));
    let logits = logits.unwrap();
    let p1 = sigmoid(logits[1] - logits[0]);
    assert!((found.loss + p1.ln()).abs() < 1e-6);
    // To the logits: (1 − p₁)·(1, −1). The weights read the means 2.5 and 1, the bias reads 1: √(2·(2.5² + 1² + 1²)).
    let expected = (1.0 - p1) * 16.5_f32.sqrt();
    assert_eq!(found.layers.len(), 1);
    assert!((found.layers[0].1 - expected).abs() < 1e-5, "{found:?} {expected}");
}

#[test]
fn looking_at_gradients_leaves_the_network_as_it_is() {
    let spec = InceptionNetConfig {
        norm: Norm::Batch,
        ..InceptionNetConfig::COMPACT
    }
    .network();
    let network = drawn(&spec);
    let before = pollster::block_on(network.read_weights()).unwrap();
    let images = network.images(vec![0.3; 2 * 3072], [2, 3, 32, 32], true);
    let found = pollster::block_on(gradient_norms(&network, images, &[0, 1])).unwrap();
    assert_eq!(pollster::block_on(network.read_weights()).unwrap(), before);
    assert!(found.layers.iter().all(|(_, norm)| norm.is_finite()));
    let _: &FeatureMap = &all_maps(&network, &spec)[0].map;
}

/// The norm of the first convolution's gradient in each block, for eight images that differ everywhere.
fn norms_of_blocks(stack: BlockStackConfig, seed: u64) -> Vec<f32> {
    let spec = stack.network();
    let network = Network::new(&spec, &Weights::draw(&spec, seed).unwrap(), &device::cpu()).unwrap();
    let values = (0..8 * 3 * 32 * 32).map(|idx| (idx as f32 * 0.37).sin()).collect();
    let images = network.images(values, [8, 3, 32, 32], true);
    let found = pollster::block_on(gradient_norms(&network, images, &[0, 1, 2, 3, 4, 5, 6, 7])).unwrap();
    let norm = |name: &str| found.layers.iter().find(|layer| layer.0 == name).unwrap().1;
    (1..=stack.n_blocks)
        .map(|block| norm(&BlockStackConfig::first_conv(block)))
        .collect()
}

#[test]
fn twenty_plain_blocks_lose_the_gradient_in_single_precision_too_and_the_identity_keeps_it() {
    for seed in [0, 7] {
        let [plain, residual] =
            [false, true].map(|residual| norms_of_blocks(BlockStackConfig::PLAIN.residual(residual), seed));
        assert!(
            plain
                .iter()
                .chain(&residual)
                .all(|norm| *norm > 0.0 && norm.is_finite())
        );
        assert!(plain[0] < 1e-3 * plain[19], "{plain:?}");
        assert!(residual[0] > 1e-3 * residual[19], "{residual:?}");
    }
}

#[test]
fn a_stack_begins_with_the_same_weights_with_and_without_the_identity() {
    let plain = BlockStackConfig::PLAIN.network();
    let residual = BlockStackConfig::PLAIN.residual(true).network();
    for name in [
        "stem.conv.weight",
        "block1.conv1.weight",
        "block20.conv2.bias",
        "fc.weight",
    ] {
        let [plain, residual] = [&plain, &residual].map(|spec| {
            let network = drawn(spec);
            pollster::block_on(probe::weight(&network, name)).unwrap().values
        });
        assert_eq!(plain, residual, "{name}");
    }
}
