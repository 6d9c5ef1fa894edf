//! Geometry and engine agree on random networks: the pixels that the gradient of a unit reaches are exactly the cells that
//! `geometry` touches, no more and no fewer.
//!
//! All weights, biases and pixels are positive, so that no two paths cancel, every ReLU is open and no factor of a product
//! is zero; poolings take the mean. Double precision keeps the smallest gradient away from zero.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

mod draft;
mod random;

use fovea::data::random::{Purpose, Stream};
use fovea::engine::{Network, Weights, device, read};
use fovea::geometry::{Alignment, Axes, FieldAxis, Merge, Op, Span};
use fovea::spec::NetworkSpec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use random::{TOP, any_network};

/// Numbers from 0.5 to 1.
fn positive(n_values: usize, stream: &mut Stream) -> Vec<f32> {
    (0..n_values).map(|_| stream.uniform_f32(0.5, 1.0)).collect()
}

/// Which pixels the gradient of `unit` of `layer`, summed over channels, reaches: row after row.
fn support(spec: &NetworkSpec, layer: &str, unit: Axes<usize>) -> Vec<bool> {
    let mut stream = Stream::new(1, Purpose::SelfTest, 0);
    let tensors = spec.parameters().unwrap().into_iter();
    let tensors = tensors.map(|parameter| positive(parameter.shape.iter().product(), &mut stream));
    let network = Network::new(spec, &Weights(tensors.collect()), &device::cpu()).unwrap();
    let network = network.in_double();
    let shape = [1, spec.input.channels, spec.input.height, spec.input.width];
    let pixels = positive(shape.iter().product(), &mut stream);
    let images = network.images(pixels, shape, true).require_grad();
    let map = network.map_of(layer, images.clone()).unwrap();
    let gradients = map.narrow(2, unit.height, 1).narrow(3, unit.width, 1).sum().backward();
    // A window can lie in the padding alone: then the unit is a constant, and no gradient comes down.
    let Some(gradient) = images.grad(&gradients) else {
        return vec![false; spec.input.height * spec.input.width];
    };
    let gradient = pollster::block_on(read::floats(gradient.sum_dim(1))).unwrap();
    assert!(
        gradient.iter().all(|value| *value >= 0.0),
        "a negative gradient or none at all"
    );
    gradient.iter().map(|value| *value > 0.0).collect()
}

/// Which pixels `unit` of `layer` touches by geometry: row after row.
fn touched(spec: &NetworkSpec, layer: &str, unit: Axes<usize>) -> Vec<bool> {
    let lowered = spec.lower().unwrap();
    let node = lowered.layers.iter().find(|row| row.name == layer).unwrap().node;
    let pixels = &lowered.graph.paths_below(node, unit)[0];
    pixels.counts.iter().map(|count| *count > 0.0).collect()
}

/// The pixels as a picture, for the message of a failure.
fn picture(pixels: &[bool], width: usize) -> String {
    let row = |row: &[bool]| row.iter().map(|on| if *on { '#' } else { '.' }).collect::<String>();
    pixels.chunks(width).map(row).collect::<Vec<String>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_gradient_reaches_exactly_the_cells_that_geometry_touches(
        spec in any_network(),
        place in (0.0..1.0, 0.0..1.0),
    ) {
        let size = spec.lower().unwrap().geometry_of(TOP).unwrap().shape.size;
        let unit = size.zip(Axes::new(place.0, place.1), |n, place| (n as f64 * place) as usize);
        for (layer, unit) in [(TOP, unit), ("mean", Axes::both(0))] {
            let (ours, measured) = (touched(&spec, layer, unit), support(&spec, layer, unit));
            prop_assert!(
                ours == measured,
                "{layer} {unit:?}\ngeometry\n{}\ngradient\n{}\n{spec:#?}",
                picture(&ours, spec.input.width),
                picture(&measured, spec.input.width),
            );
        }
    }

    /// The field along an axis, the boxes of a unit and the cells it touches say the same, and so does the way back.
    #[test]
    fn field_and_box_enclose_the_touched_cells(spec in any_network(), place in (0.0..1.0, 0.0..1.0)) {
        let lowered = spec.lower().unwrap();
        let node = lowered.layers.iter().find(|row| row.name == TOP).unwrap().node;
        let geometry = lowered.graph.geometry()[node];
        let unit = geometry.shape.size.zip(Axes::new(place.0, place.1), |n, place| (n as f64 * place) as usize);
        let cells = lowered.graph.boxes_below(node, unit)[0].unwrap();
        let touched = lowered.graph.paths_below(node, unit)[0].bounds();
        check_axis(geometry.field.height, unit.height, cells.height, touched.map(|touched| touched.height));
        check_axis(geometry.field.width, unit.width, cells.width, touched.map(|touched| touched.width));
    }
}

/// Along one axis, `unit` of a map with this `field` depends on `cells`, of which it touches those from the first to the
/// last of `touched`.
fn check_axis(field: FieldAxis, unit: usize, cells: Span, touched: Option<Span>) {
    let span = field.input_from_feature(unit as i64);
    assert_eq!(span.union(cells), span);
    if field.jump == field.smallest_jump {
        assert_eq!(span, cells);
    }
    for pixel in touched.into_iter().flat_map(|touched| [touched.first, touched.last]) {
        assert!(cells.contains(pixel));
        let units = field.feature_from_input(pixel, unit + 1).unwrap();
        assert!(units.contains(unit as i64));
    }
}

/// The random networks are not all trivial: among 256 of them everything that geometry tells apart occurs.
#[test]
fn the_random_networks_hold_what_they_are_meant_to_test() {
    let mut runner = TestRunner::deterministic();
    let specs = (0..256).map(|_| any_network().new_tree(&mut runner).unwrap().current());
    let graphs: Vec<_> = specs.map(|spec| spec.lower().unwrap().graph).collect();
    let n_graphs = |is_one: &dyn Fn(Op) -> bool| {
        let with = graphs
            .iter()
            .filter(|graph| graph.nodes().iter().any(|node| is_one(node.op)));
        with.count()
    };
    let merge = |kind| move |op: Op| matches!(op, Op::Merge(merge) if merge == kind);
    let conv = |is_one: fn(usize, usize, usize) -> bool| {
        move |op: Op| match op {
            Op::Conv { window, groups, .. } => is_one(window.height.dilation, window.height.stride, groups),
            _ => false,
        }
    };
    for kind in [Merge::Concat, Merge::Sum, Merge::Product] {
        assert!(n_graphs(&merge(kind)) > 40, "{kind:?}: {}", n_graphs(&merge(kind)));
    }
    assert!(n_graphs(&conv(|dilation, _, _| dilation > 1)) > 100);
    assert!(n_graphs(&conv(|_, stride, _| stride > 1)) > 40);
    assert!(n_graphs(&conv(|_, _, groups| groups > 1)) > 40);
    assert!(n_graphs(&|op| matches!(op, Op::Pool { .. })) > 40);
    let is_misaligned = |axis: Alignment| matches!(axis, Alignment::Misaligned { .. } | Alignment::Jumps { .. });
    let misaligned = graphs.iter().filter(|graph| {
        let mut merges = (0..graph.nodes().len()).filter_map(|node| graph.alignment(node));
        merges.any(|merge| is_misaligned(merge.height) || is_misaligned(merge.width))
    });
    let n_misaligned = misaligned.count();
    assert!(n_misaligned > 10, "{n_misaligned}");
}
