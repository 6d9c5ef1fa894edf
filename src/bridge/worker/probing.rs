//! Looks into networks for the page: untrained ones, the one that is being trained, and those that were.
//!
//! Always on the CPU, whichever engine trains: a few images are enough, and no kernel must be compared first.
//! Long because every question that a learner can ask is answered here.

use std::cell::Cell;
use std::rc::Rc;

use super::End;
use super::answers::{Answers, Key};
use super::compute::end_of;
use super::loader::Wanted;
use super::many;
use super::networks::Networks;
use super::post::{post, post_with};
use super::queue::{Ask, Queue};
use super::source::Source;
use super::training::Trained;
use crate::bridge::protocol::{
    Event, Fault, IMAGE_BYTES, MapShape, Mismatch, NetworkSource, ProbeAnswer, ProbeQuestion, encode,
};
use crate::data::batches::normalise;
use crate::engine::bytes_from_floats;
use crate::engine::probe::fusion::{self, FusionGradients, Of, Picked};
use crate::engine::probe::maps::maps;
use crate::engine::probe::{self, FeatureMap};
use crate::web::scope::now_ms;
use crate::web::task::spawn_local;

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

/// An answer that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// The answer.
    pub answered: Rc<Answered>,
    /// Whether it was computed for an earlier question.
    pub is_kept: bool,
}

impl std::ops::Deref for Given {
    type Target = Answered;

    fn deref(&self) -> &Answered {
        &self.answered
    }
}

impl Answered {
    /// What travels next to the answer.
    fn beside(&self) -> Vec<u8> {
        match self.answer.file() {
            Some(file) => file.to_vec(),
            None => bytes_from_floats(&self.values),
        }
    }
}

/// Answers the probes of `queue` until none is left.
pub(super) fn answer_all(queue: &Queue, networks: &Networks<Trained>, answers: &Answers<Answered>) {
    let (queue, networks, answers) = (queue.clone(), networks.clone(), answers.clone());
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
            match answer(&ask, &networks, &answers, &tell, &|| queue.is_current_wanted()).await {
                Ok(given) => {
                    let bytes = given.beside();
                    let event = Event::Probed {
                        probe,
                        answer: given.answer.clone(),
                        n_steps: given.n_steps,
                        is_kept: given.is_kept,
                    };
                    post_with(&event, &bytes);
                }
                Err(End::Stopped) => {}
                Err(End::Failed(fault)) => post(&Event::ProbeFailed { probe, fault }),
            }
        }
    });
}

/// The answer to `ask`, from `answers` where it was given before; `tell` hears how many images of how many are done.
///
/// # Errors
/// [`End::Stopped`] where it is not wanted any more, [`Fault::NoNetwork`] where the network is gone, else what the
/// question's check, the given weights, the images or the engine say.
pub async fn answer(
    ask: &Ask,
    networks: &Networks<Trained>,
    answers: &Answers<Answered>,
    tell: &dyn Fn(usize, usize),
    is_wanted: &dyn Fn() -> bool,
) -> Result<Given, End> {
    ask.question.check(&ask.network, ask.pixels.len())?;
    let trained = match &ask.network {
        NetworkSource::Trained { run } => Some(networks.of(*run).await.ok_or(Fault::NoNetwork { run: *run })?),
        _ => None,
    };
    // Before any weight is read: what is not trained here differs by its seed, file or checkpoint alone.
    let key = key_of(ask, trained.as_ref().map_or(0, |trained| trained.n_steps))?;
    if let Some(answered) = answers.find(key) {
        let is_kept = true;
        return Ok(Given { answered, is_kept });
    }
    let source = match (&ask.question, &ask.network) {
        (ProbeQuestion::Import { seed }, NetworkSource::Given { spec, state_dict }) => {
            Source::imported(spec, state_dict, *seed)?
        }
        (_, network) => Source::of(network, trained.as_deref())?,
    };
    let (answer, values) = look(ask, &source, tell, is_wanted).await?;
    let n_bytes = 4 * values.len() + answer.file().map_or(0, |file| file.len());
    let answered = Rc::new(Answered {
        answer,
        values,
        n_steps: source.n_steps,
    });
    answers.keep(key, n_bytes, Rc::clone(&answered));
    let is_kept = false;
    Ok(Given { answered, is_kept })
}

/// What is the same for the same answer: a run's network is another after every step.
fn key_of(ask: &Ask, n_steps: usize) -> Result<Key, End> {
    let broken = |error: postcard::Error| Fault::Protocol {
        problem: Mismatch::Unread {
            detail: error.to_string(),
        },
    };
    let said = encode(&(&ask.network, &ask.question, &ask.data_url, n_steps as u64)).map_err(broken)?;
    Ok(Key::of(&[&said, ask.network.beside(), &ask.pixels]))
}

/// The numbers of an answer, computed.
async fn look(
    ask: &Ask,
    source: &Source,
    tell: &dyn Fn(usize, usize),
    is_wanted: &dyn Fn() -> bool,
) -> Result<(ProbeAnswer, Vec<f32>), End> {
    let network = source.network()?;
    let image = || {
        let mut values = Vec::with_capacity(IMAGE_BYTES);
        normalise(&ask.pixels, &mut values);
        network.images(values, [1, 3, 32, 32], false)
    };
    Ok(match &ask.question {
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
            many::effective_field(&network, layer, wanted, &ask.data_url, tell, is_wanted).await?
        }
        ProbeQuestion::FeatureMaps { layer } => {
            let map = probe::feature_map(&network, layer, image()).await.map_err(end_of)?;
            let answer = ProbeAnswer::FeatureMaps {
                channels: map.channels,
                height: map.height,
                width: map.width,
            };
            (answer, map.values)
        }
        ProbeQuestion::Maps { layers } => {
            let maps = maps(&network, layers, image()).await.map_err(end_of)?;
            let shapes = maps.iter().map(|map| shape_of(&map.name, &map.map)).collect();
            let values: Vec<Vec<f32>> = maps.into_iter().map(|map| map.map.values).collect();
            (ProbeAnswer::Maps { maps: shapes }, values.concat())
        }
        ProbeQuestion::FusionGradients { layer, class } => {
            let of = class.map_or(Of::Output, |class| Of::Logit { class });
            let found = fusion::gradients(&network, layer, of, image()).await.map_err(end_of)?;
            gradients_answer(&source.branches(layer), layer, found)
        }
        ProbeQuestion::PairGradients {
            layers,
            channels,
            fusion,
        } => {
            let pair = [0, 1].map(|idx| Picked {
                layer: &layers[idx],
                channel: channels[idx],
            });
            let found = fusion::of_pair(&network, pair, *fusion, image())
                .await
                .map_err(end_of)?;
            gradients_answer(layers, "fused", found)
        }
        ProbeQuestion::GradientNorms {
            dataset,
            n_images,
            seed,
        } => {
            let wanted = Wanted {
                dataset: *dataset,
                n_train: *n_images,
                n_test: 0,
                seed: *seed,
            };
            many::norms(&network, wanted, &ask.data_url, tell, is_wanted).await?
        }
        ProbeQuestion::Weights { name } => {
            let weight = probe::weight(&network, name).await.map_err(end_of)?;
            (ProbeAnswer::Weights { shape: weight.shape }, weight.values)
        }
        ProbeQuestion::StateDict => (ProbeAnswer::StateDict { file: source.file()? }, Vec::new()),
        ProbeQuestion::Import { .. } => {
            let (report, file) = (source.report.clone(), source.file()?);
            (ProbeAnswer::Imported { report, file }, Vec::new())
        }
    })
}

/// The inputs called `names` and the fusion called `layer`, with all their numbers.
fn gradients_answer(names: &[impl AsRef<str>], layer: &str, found: FusionGradients) -> (ProbeAnswer, Vec<f32>) {
    let shapes = names
        .iter()
        .zip(&found.inputs)
        .map(|(name, (map, _))| shape_of(name.as_ref(), map));
    let answer = ProbeAnswer::FusionGradients {
        inputs: shapes.collect(),
        output: shape_of(layer, &found.output),
    };
    let inputs = found
        .inputs
        .into_iter()
        .flat_map(|(map, gradient)| [map.values, gradient.values]);
    (answer, inputs.chain([found.output.values]).flatten().collect())
}

fn shape_of(name: &str, map: &FeatureMap) -> MapShape {
    MapShape {
        name: name.to_owned(),
        channels: map.channels,
        height: map.height,
        width: map.width,
    }
}
