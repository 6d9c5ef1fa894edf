//! The sum that the lesson shows for a unit is what the engine computes, for every kind of layer.
#![cfg(all(feature = "cli", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use fovea::bridge::protocol::MapShape;
use fovea::data::batches::normalise;
use fovea::engine::probe::maps::maps;
use fovea::engine::{Network, Weights, device};
use fovea::spec::variants::{self, InceptionNetConfig, Norm};
use fovea::ui::lesson::picture::Picture;
use fovea::ui::lessons::networks::looked::{Maps, Plan};
use fovea::ui::lessons::networks::sums::{self, Made, made};
use fovea::ui::weights::tensors::Tensors;

#[test]
fn every_unit_is_the_sum_that_is_shown() {
    let with_norm = InceptionNetConfig {
        norm: Norm::Batch,
        ..InceptionNetConfig::COMPACT
    };
    let named = |id: &str| variants::find(id).unwrap().network();
    let networks = [
        ("dilated-s", named("dilated-s")),
        ("inception-s-residual-cbam", named("inception-s-residual-cbam")),
        ("normalised", with_norm.network()),
    ];
    for (id, spec) in networks {
        let plan = Plan::of(spec).unwrap();
        let weights = Weights::draw(&plan.spec, 7).unwrap();
        let network = Network::new(&plan.spec, &weights, &device::cpu()).unwrap();
        let pixels = Picture::noise(3).pixels;
        let mut image = Vec::new();
        normalise(&pixels, &mut image);
        let found = pollster::block_on(maps(&network, &[], network.images(image, [1, 3, 32, 32], false))).unwrap();
        let shape = |name: &str, map: &fovea::engine::probe::FeatureMap| MapShape {
            name: name.to_owned(),
            channels: map.channels,
            height: map.height,
            width: map.width,
        };
        let shapes: Vec<MapShape> = found.iter().map(|one| shape(&one.name, &one.map)).collect();
        let values = found.into_iter().flat_map(|one| one.map.values).collect();
        let maps = Maps::new(&shapes, values, &pixels);
        let names = plan
            .spec
            .parameters()
            .unwrap()
            .into_iter()
            .map(|parameter| parameter.name);
        let weights: Tensors = names.zip(weights.0).collect();
        for layer in &plan.lowered.layers {
            assert!(
                sums::weights_of(&plan, &layer.name)
                    .iter()
                    .all(|name| weights.contains_key(name)),
                "{}",
                layer.name
            );
            let (_, [channels, height, width]) = maps.of(&layer.name).unwrap();
            // A corner, where padding is read, and two units inside.
            for unit in [
                [0, 0, 0],
                [channels - 1, height - 1, width / 2],
                [channels / 2, height / 2, width - 1],
            ] {
                let value = f64::from(maps.at(&layer.name, unit).unwrap());
                let shown = match made(&plan, &maps, &weights, &layer.name, unit).unwrap() {
                    Made::Copied(below, unit) => maps.at(&below, unit).unwrap().into(),
                    made => made.value().unwrap(),
                };
                assert!(
                    (shown - value).abs() < 1e-4,
                    "{id} {} {unit:?}: {shown} {value}",
                    layer.name
                );
            }
        }
    }
}
