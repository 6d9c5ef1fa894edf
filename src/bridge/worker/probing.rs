//! Looks into networks for the page: untrained ones, the one that is being trained, and those that were.
//!
//! Always on the CPU, whichever engine trains: a few images are enough, and no kernel must be compared first.

use std::cell::Cell;

use super::End;
use super::compute::end_of;
use super::loader::{self, Waiting, Wanted};
use super::networks::Networks;
use super::post::{post, post_with};
use super::queue::{Ask, Queue};
use super::training::Trained;
use crate::bridge::protocol::{Event, Fault, IMAGE_BYTES, NetworkSource, ProbeAnswer, ProbeQuestion};
use crate::data::batches::{Batch, normalise};
use crate::engine::probe::{self, EffectiveField};
use crate::engine::{Network, Weights, device};
use crate::web::scope::now_ms;
use crate::web::task::spawn_local;

/// Images between two looks at the messages.
const BATCH: usize = 8;
/// Milliseconds between two reports of progress.
const REPORT_MS: f64 = 100.0;

const _: () = assert!(IMAGE_BYTES == crate::data::images::IMAGE_BYTES);

/// An answer and its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// What the numbers are.
    pub answer: ProbeAnswer,
    /// The numbers.
    pub values: Vec<f32>,
    /// Steps that the network was trained for.
    pub n_steps: usize,
}

/// Answers the probes of `queue` until none is left.
pub(super) fn answer_all(queue: &Queue, networks: &Networks<Trained>) {
    let (queue, networks) = (queue.clone(), networks.clone());
    spawn_local(async move {
        while let Some(ask) = queue.take_next() {
            let probe = ask.probe;
            let reported_ms = Cell::new(0.0);
            let tell = |n_done: usize, n_total: usize| {
                if now_ms() - reported_ms.get() >= REPORT_MS {
                    reported_ms.set(now_ms());
                    post(&Event::Probing { probe, n_done, n_total });
                }
            };
            match answer(&ask, &networks, &tell, &|| queue.is_current_wanted()).await {
                Ok(Answered {
                    answer,
                    values,
                    n_steps,
                }) => {
                    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
                    let event = Event::Probed { probe, answer, n_steps };
                    post_with(&event, &bytes);
                }
                Err(End::Stopped) => {}
                Err(End::Failed(fault)) => post(&Event::ProbeFailed { probe, fault }),
            }
        }
    });
}

/// The answer to `ask`; `tell` hears how many images of how many are done.
///
/// # Errors
/// [`End::Stopped`] where it is not wanted any more, [`Fault::NoNetwork`] where the network is gone, else what the
/// question's check, the images or the engine say.
pub async fn answer(
    ask: &Ask,
    networks: &Networks<Trained>,
    tell: &dyn Fn(usize, usize),
    is_wanted: &dyn Fn() -> bool,
) -> Result<Answered, End> {
    ask.question.check(&ask.network, ask.pixels.len())?;
    let (network, n_steps) = network_of(&ask.network, networks).await?;
    let (answer, values) = match &ask.question {
        ProbeQuestion::EffectiveField {
            layer,
            dataset,
            n_images,
            seed,
        } => {
            let wanted = Wanted {
                dataset: *dataset,
                n_train: 0,
                n_test: *n_images,
                seed: *seed,
            };
            effective_field(&network, layer, wanted, &ask.data_url, tell, is_wanted).await?
        }
        ProbeQuestion::FeatureMaps { layer } => {
            let mut values = Vec::with_capacity(IMAGE_BYTES);
            normalise(&ask.pixels, &mut values);
            let image = network.images(values, [1, 3, 32, 32], false);
            let map = probe::feature_map(&network, layer, image).await.map_err(end_of)?;
            let answer = ProbeAnswer::FeatureMaps {
                channels: map.channels,
                height: map.height,
                width: map.width,
            };
            (answer, map.values)
        }
        ProbeQuestion::Weights { name } => {
            let weight = probe::weight(&network, name).await.map_err(end_of)?;
            (ProbeAnswer::Weights { shape: weight.shape }, weight.values)
        }
    };
    Ok(Answered {
        answer,
        values,
        n_steps,
    })
}

/// The network on the CPU, and the steps that it was trained for.
async fn network_of(source: &NetworkSource, networks: &Networks<Trained>) -> Result<(Network, usize), End> {
    let device = device::cpu();
    match source {
        NetworkSource::Drawn { spec, seed } => {
            let weights = Weights::draw(spec, *seed).map_err(end_of)?;
            Ok((Network::new(spec, &weights, &device).map_err(end_of)?, 0))
        }
        NetworkSource::Trained { run } => {
            let trained = networks.of(*run).await.ok_or(Fault::NoNetwork { run: *run })?;
            let network = Network::new(&trained.spec, &trained.weights, &device).map_err(end_of)?;
            Ok((network, trained.n_steps))
        }
    }
}

async fn effective_field(
    network: &Network,
    layer: &str,
    wanted: Wanted,
    data_url: &str,
    tell: &dyn Fn(usize, usize),
    is_wanted: &dyn Fn() -> bool,
) -> Result<(ProbeAnswer, Vec<f32>), End> {
    let n_total = wanted.n_test;
    let waiting = Waiting {
        tell: &|_progress| tell(0, n_total),
        is_wanted,
    };
    let images = loader::load(wanted, data_url, &waiting).await?.test;
    let mut field = EffectiveField {
        height: 32,
        width: 32,
        values: vec![0.0; 32 * 32],
        n_images: 0,
    };
    for first in (0..n_total).step_by(BATCH) {
        let indices: Vec<usize> = (first..n_total.min(first + BATCH)).collect();
        let batch = Batch::of(&images, &indices);
        let batch = network.images(batch.pixels_f32, [indices.len(), 3, 32, 32], true);
        field.join(&probe::input_gradient(network, layer, batch).await.map_err(end_of)?);
        tell(first + indices.len(), n_total);
        waiting.breathe().await?;
    }
    let answer = ProbeAnswer::EffectiveField {
        height: field.height,
        width: field.width,
        n_images: field.n_images,
    };
    Ok((answer, field.values))
}
