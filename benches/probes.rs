//! How long a look into a network takes: all maps of one image, as the engine's worker computes them for the page.
//!
//! `cargo bench --features cli --bench probes` runs it. There is no limit to pass: it tells, and the reader judges. What a
//! learner waits for in a browser, `tests/e2e/probes.measure.mjs` tells.
#![allow(clippy::print_stdout, reason = "a table in a terminal is all that it is for")]
#![allow(clippy::disallowed_methods, reason = "it runs natively, where there is a clock")]
#![allow(clippy::unwrap_used, reason = "a measurement may panic")]

use std::time::{Duration, Instant};

use fovea::bridge::worker::answers::Key;
use fovea::engine::probe::maps::maps;
use fovea::engine::{Network, Weights, bytes_from_floats, device};
use fovea::spec::variants;

/// Each time is the middle one of so many.
const N_REPEATS: usize = 9;
const IMAGE: [usize; 4] = [1, 3, 32, 32];

fn main() {
    println!(
        "{:<28}{:>14}{:>14}{:>14}{:>14}{:>14}",
        "milliseconds", "find again", "read, build", "all maps", "whole look", "numbers"
    );
    for id in [
        "dilated-s",
        "inception-s",
        "inception-s-residual-cbam",
        "inception-residual-cbam",
    ] {
        let spec = variants::find(id).unwrap().network();
        let file = Weights::draw(&spec, 1).unwrap().to_state_dict(&spec).unwrap();
        // What a question that was asked before costs: the key of its weights and image.
        let find = || Key::of(&[&file, &[0; 3072]]);
        let build = || Network::new(&spec, &Weights::from_state_dict(&spec, &file).unwrap(), &device::cpu()).unwrap();
        let look = |network: &Network| {
            let image = network.images(vec![0.5; IMAGE.iter().product()], IMAGE, false);
            pollster::block_on(maps(network, &[], image)).unwrap()
        };
        // As the worker answers: weights read, network built, maps computed, numbers as bytes.
        let whole = || {
            let maps: Vec<Vec<f32>> = look(&build()).into_iter().map(|map| map.map.values).collect();
            bytes_from_floats(&maps.concat())
        };
        let network = build();
        let n_values: usize = look(&network).iter().map(|map| map.map.values.len()).sum();
        let times = [middle(find), middle(build), middle(|| look(&network)), middle(whole)];
        let times: String = times.iter().map(|time| format!("{time:>14.2}")).collect();
        println!("{id:<28}{times}{n_values:>14}");
    }
}

/// The middle of some times, in milliseconds.
fn middle<T>(work: impl Fn() -> T) -> f64 {
    let time = |_| {
        let begun = Instant::now();
        std::hint::black_box(work());
        begun.elapsed()
    };
    let mut times: Vec<Duration> = (0..N_REPEATS).map(time).collect();
    times.sort_unstable();
    times[N_REPEATS / 2].as_secs_f64() * 1e3
}
