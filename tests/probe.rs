//! Looking into a network: the map of any layer, and any weight, by name.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use fovea::engine::{EngineError, Network, Weights, device, probe};
use fovea::spec::{NetworkSpec, variants};

fn network_of(variant: &str) -> NetworkSpec {
    variants::find(variant).unwrap().network()
}

#[test]
fn maps_of_every_layer_have_the_shape_of_geometry() {
    for variant in ["dilated", "inception-s-residual-cbam"] {
        let spec = network_of(variant);
        let network = Network::new(&spec, &Weights::draw(&spec, 1).unwrap(), &device::cpu()).unwrap();
        let lowered = spec.lower().unwrap();
        for layer in &lowered.layers {
            let image = network.images(vec![0.5; 3072], [1, 3, 32, 32], false);
            let map = pollster::block_on(probe::feature_map(&network, &layer.name, image)).unwrap();
            let shape = lowered.geometry_of(&layer.name).unwrap().shape;
            let expected = [shape.channels, shape.size.height, shape.size.width];
            assert_eq!(
                [map.channels, map.height, map.width],
                expected,
                "{variant} {}",
                layer.name
            );
            assert_eq!(map.values.len(), shape.n_values());
        }
    }
}

#[test]
fn the_map_of_the_last_layer_is_the_logits_and_the_gate_comes_before_the_sum() {
    let spec = network_of("inception-s-residual-cbam");
    let network = Network::new(&spec, &Weights::draw(&spec, 1).unwrap(), &device::cpu()).unwrap();
    let image = || {
        network.images(
            (0..3072).map(|idx| idx as f32 / 3072.0).collect(),
            [1, 3, 32, 32],
            false,
        )
    };
    let map = |layer: &str| {
        pollster::block_on(probe::feature_map(&network, layer, image()))
            .unwrap()
            .values
    };
    let logits = pollster::block_on(fovea::engine::read::floats(network.forward(image()))).unwrap();
    assert_eq!(map("fc"), logits);
    // Each gate is a factor between 0 and 1.
    let (before, channel, spatial) = (map("inception1"), map("cbam1.channel"), map("cbam1.spatial"));
    let shrinks = |before: &[f32], after: &[f32]| before.iter().zip(after).all(|(x, y)| y.abs() <= x.abs());
    assert!(shrinks(&before, &channel) && shrinks(&channel, &spatial));
    assert_ne!(before, channel);
    assert_ne!(channel, spatial);
    assert_eq!(spatial, map("cbam1"));
}

#[test]
fn a_weight_is_read_by_its_name_and_a_wrong_name_is_refused() {
    let spec = network_of("plain-s");
    let weights = Weights::draw(&spec, 1).unwrap();
    let network = Network::new(&spec, &weights, &device::cpu()).unwrap();
    let found = pollster::block_on(probe::weight(&network, "conv1.weight")).unwrap();
    assert_eq!((found.shape, found.values), (vec![8, 3, 3, 3], weights.0[0].clone()));
    assert_eq!(pollster::block_on(network.read_weights()).unwrap(), weights);
    let unknown = pollster::block_on(probe::weight(&network, "conv9.weight")).unwrap_err();
    assert!(unknown.to_string().contains("conv9.weight"), "{unknown}");
    let image = network.images(vec![0.5; 3072], [1, 3, 32, 32], true);
    let unknown = pollster::block_on(probe::input_gradient(&network, "conv9", image)).unwrap_err();
    assert!(matches!(unknown, EngineError::NoLayer { .. }), "{unknown}");
}
