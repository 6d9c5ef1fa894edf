//! The measured field is the one that geometry computes, and its numbers are those of pen and paper.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use fovea::data::batches::Batch;
use fovea::data::random::{Purpose, Stream};
use fovea::data::scales;
use fovea::engine::probe::{self, EffectiveField};
use fovea::engine::{Network, Weights, device};
use fovea::spec::{ConvSpec, Init, InputSpec, LayerSpec, LinearSpec, NetworkSpec, OpSpec, variants};

/// Enough that every pixel wins a max pooling in one of them.
const N_IMAGES: usize = 24;

/// `spec` with all weights positive, so that no two paths cancel, and small, so that no gate of CBAM is all the way open.
fn positive(spec: &NetworkSpec) -> Network {
    let mut stream = Stream::new(1, Purpose::SelfTest, 0);
    let tensors = spec.parameters().unwrap().into_iter().map(|parameter| {
        let n_values = parameter.shape.iter().product();
        let most = match parameter.init {
            Init::Uniform { fan_in } => 1.0 / fan_in as f32,
            Init::Ones | Init::Zeros => 1.0,
        };
        (0..n_values).map(|_| stream.uniform_f32(0.1 * most, most)).collect()
    });
    Network::new(spec, &Weights(tensors.collect()), &device::cpu()).unwrap()
}

/// The measured field of `layer` on positive noise, so that no ReLU is off.
fn measured(spec: &NetworkSpec, layer: &str) -> EffectiveField {
    let network = positive(spec);
    let shape = [N_IMAGES, spec.input.channels, spec.input.height, spec.input.width];
    let mut stream = Stream::new(2, Purpose::SelfTest, 0);
    let values = (0..shape.iter().product()).map(|_| stream.uniform_f32(0.1, 1.0));
    let images = network.images(values.collect(), shape, true);
    pollster::block_on(probe::input_gradient(&network, layer, images)).unwrap()
}

/// First and last row and column that the field touches; every pixel between them must be touched.
fn full_box(field: &EffectiveField) -> [usize; 4] {
    let touched = |row: usize, column: usize| field.values[row * field.width + column] > 0.0;
    let rows: Vec<usize> = (0..field.height)
        .filter(|row| (0..field.width).any(|column| touched(*row, column)))
        .collect();
    let columns: Vec<usize> = (0..field.width)
        .filter(|column| (0..field.height).any(|row| touched(row, *column)))
        .collect();
    let found = [rows[0], rows[rows.len() - 1], columns[0], columns[columns.len() - 1]];
    for row in found[0]..=found[1] {
        for column in found[2]..=found[3] {
            assert!(touched(row, column), "a hole at row {row}, column {column}");
        }
    }
    found
}

fn network_of(variant: &str) -> NetworkSpec {
    variants::find(variant).unwrap().network()
}

/// A chain of convolutions without padding, and the linear layer that ends every network.
fn chain(input: InputSpec, convs: &[ConvSpec]) -> NetworkSpec {
    let mut layers: Vec<LayerSpec> = convs
        .iter()
        .enumerate()
        .map(|(idx, conv)| LayerSpec::new(format!("conv{}", idx + 1), OpSpec::Conv(conv.clone())))
        .collect();
    layers.push(LayerSpec::new("flatten", OpSpec::Flatten));
    layers.push(LayerSpec::new("fc", OpSpec::Linear(LinearSpec { out_features: 2 })));
    NetworkSpec { input, layers }
}

#[test]
fn the_middle_of_an_even_map_is_seen_by_four_units() {
    // conv3 of `dilated`: 8 × 8 units, jump 4, field 22, unit 0 from −(1 + 2·2 + 1·4) = −9 on.
    // Units 3 and 4: 3·4 − 9 = 3 to 3 + 21 = 24, and 7 to 28; together 3 to 28 of 0 to 31, three pixels free on each side.
    assert_eq!(full_box(&measured(&network_of("dilated"), "conv3")), [3, 28, 3, 28]);
}

#[test]
fn the_middle_of_an_odd_map_is_one_unit_with_the_field_of_geometry() {
    // 3×3, 3×3 with dilation 2, 2×2 with stride 2, nothing padded: 33 → 31 → 27 → 13.
    let mut pooling = ConvSpec::square(2, 2);
    pooling.stride = [2; 2];
    let input = InputSpec {
        channels: 3,
        height: 33,
        width: 33,
    };
    let spec = chain(
        input,
        &[ConvSpec::square(4, 3), ConvSpec::square(4, 3).dilation(2), pooling],
    );
    let lowered = spec.lower().unwrap();
    let geometry = lowered.geometry_of("conv3").unwrap();
    assert_eq!(geometry.shape.size.height, 13);
    // Field 1 + 2 + 4 + 1 = 8; unit 6 sees 6·2 = 12 to 12 + 7 = 19.
    assert_eq!(geometry.field.height.size(), 8);
    assert_eq!(full_box(&measured(&spec, "conv3")), [12, 19, 12, 19]);
}

#[test]
fn fields_of_chains_and_of_branches_are_those_of_geometry() {
    for (variant, layer) in [
        ("field-9", "conv4.0"),
        ("field-31", "conv4.0"),
        ("plain", "conv3"),
        ("inception-s", "inception1.branch5x5.2"),
        ("inception-s-residual", "residual1"),
    ] {
        let spec = network_of(variant);
        let lowered = spec.lower().unwrap();
        let geometry = lowered.geometry_of(layer).unwrap();
        let units = geometry.shape.size.height as i64;
        let axis = geometry.field.height;
        // The two middle units of an even map.
        let first = axis.first + (units / 2 - 1) * axis.jump;
        let last = axis.last + (units / 2) * axis.jump;
        let expected = [first.max(0) as usize, last.min(31) as usize];
        let found = full_box(&measured(&spec, layer));
        assert_eq!(
            found,
            [expected[0], expected[1], expected[0], expected[1]],
            "{variant} {layer}"
        );
    }
}

#[test]
fn global_pooling_and_channel_attention_see_the_whole_image() {
    for (variant, layer) in [
        ("field-9", "fc"),
        ("inception-s-cbam", "cbam1.channel"),
        ("inception-s-cbam", "cbam1.spatial"),
    ] {
        let found = full_box(&measured(&network_of(variant), layer));
        assert_eq!(found, [0, 31, 0, 31], "{variant} {layer}");
    }
}

/// A row of `width` pixels in `channels` colours under one convolution without bias, whose weights are `taps`, row after row.
fn row(channels: usize, width: usize, taps: &[f32]) -> Network {
    let conv = ConvSpec {
        kernel: [1, taps.len() / channels],
        bias: false,
        ..ConvSpec::square(1, 1)
    };
    let input = InputSpec {
        channels,
        height: 1,
        width,
    };
    let spec = chain(input, &[conv]);
    let mut weights = Weights::draw(&spec, 1).unwrap();
    weights.0[0] = taps.to_vec();
    Network::new(&spec, &weights, &device::cpu()).unwrap()
}

fn field_of(network: &Network, pixels: &[f32], shape: [usize; 4]) -> EffectiveField {
    let images = network.images(pixels.to_vec(), shape, true);
    pollster::block_on(probe::input_gradient(network, "conv1", images)).unwrap()
}

#[test]
fn the_gradient_of_one_convolution_is_its_weights() {
    let network = row(1, 3, &[1.0, -2.0, 3.0]);
    // 1·1 − 2·1 + 3·1 = 2, above 0: the gradient is (1, −2, 3), and its size (1, 2, 3).
    assert_eq!(
        field_of(&network, &[1.0, 1.0, 1.0], [1, 1, 1, 3]).values,
        [1.0, 2.0, 3.0]
    );
    // A second image with 1·1 − 2·3 + 3·1 = −2: its ReLU is off and gives 0. The mean over both is one half of the above.
    let both = field_of(&network, &[1.0, 1.0, 1.0, 1.0, 3.0, 1.0], [2, 1, 1, 3]);
    assert_eq!((both.values.as_slice(), both.n_images), ([0.5, 1.0, 1.5].as_slice(), 2));
}

#[test]
fn colours_are_added_and_two_middle_units_share() {
    // Two colours, one tap each: −2 and 1. All pixels −1 and 1: −2·−1 + 1 = 3 in each of the 4 units.
    let network = row(2, 4, &[-2.0, 1.0]);
    let pixels = [-1.0, -1.0, -1.0, -1.0, 1.0, 1.0, 1.0, 1.0];
    // Units 1 and 2 with weight 1/2 each: (|−2| + |1|) / 2 = 1.5 there, 0 elsewhere.
    assert_eq!(field_of(&network, &pixels, [1, 2, 1, 4]).values, [0.0, 1.5, 1.5, 0.0]);
}

#[test]
fn batches_join_to_the_mean_over_all_images() {
    let field = |value: f32, n_images: usize| EffectiveField {
        height: 1,
        width: 1,
        values: vec![value],
        n_images,
    };
    let mut joined = field(0.0, 0);
    joined.join(&field(3.0, 2));
    joined.join(&field(9.0, 4));
    assert_eq!(joined, field(7.0, 6)); // (2·3 + 4·9) / 6
}

#[path = "fixtures/known_field.rs"]
mod known_field;

#[test]
fn a_measured_field_is_that_of_every_machine() {
    let spec = network_of(known_field::VARIANT);
    let network = Network::new(&spec, &Weights::draw(&spec, 5).unwrap(), &device::cpu()).unwrap();
    let images = scales::generate_test(known_field::N_IMAGES, 3);
    let all: Vec<usize> = (0..known_field::N_IMAGES).collect();
    let images = network.images(Batch::of(&images, &all).pixels_f32, [all.len(), 3, 32, 32], true);
    let field = pollster::block_on(probe::input_gradient(&network, known_field::LAYER, images)).unwrap();
    known_field::check(&field.values);
}
