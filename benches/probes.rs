//! How long a look into a network takes: all maps of one image, with and without building the network first.
//!
//! `cargo bench --features cli --bench probes` runs it. There is no limit to pass: it tells, and the reader judges.
#![allow(clippy::print_stdout, reason = "a table in a terminal is all that it is for")]
#![allow(clippy::disallowed_methods, reason = "it runs natively, where there is a clock")]
#![allow(clippy::unwrap_used, reason = "a measurement may panic")]

use std::time::{Duration, Instant};

use fovea::engine::probe::maps::maps;
use fovea::engine::{Network, Weights, device};
use fovea::spec::variants;

/// Each time is the middle one of so many.
const N_REPEATS: usize = 9;

fn main() {
    println!(
        "{:<28}{:>16}{:>16}{:>12}",
        "", "draw, build ms", "all maps ms", "numbers"
    );
    for id in [
        "dilated-s",
        "inception-s",
        "inception-s-residual-cbam",
        "inception-residual-cbam",
    ] {
        let spec = variants::find(id).unwrap().network();
        let build = || Network::new(&spec, &Weights::draw(&spec, 1).unwrap(), &device::cpu()).unwrap();
        let network = build();
        let look = || {
            let image = network.images(vec![0.5; 3072], [1, 3, 32, 32], false);
            pollster::block_on(maps(&network, &[], image)).unwrap()
        };
        let n_values: usize = look().iter().map(|map| map.map.values.len()).sum();
        println!("{id:<28}{:>16.2}{:>16.2}{n_values:>12}", middle(build), middle(look));
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
