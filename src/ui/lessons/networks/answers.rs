//! What the engine has said: the maps of the image, the weights, and whether they are those of what is chosen now.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::looked::{Maps, Plan};
use crate::bridge::page::{HeardProbe, Preference, Question};
use crate::bridge::protocol::{Fault, NetworkSource, ProbeAnswer, ProbeId, ProbeQuestion, Refusal};
use crate::spec::WeightMistake;
use crate::ui::Lab;
use crate::ui::lesson::use_gallery;
use crate::ui::lessons::kernels::asking::{Shown, ask};
use crate::ui::weights::Chosen;
use crate::ui::weights::tensors::{self, Tensors};
use crate::web::scope::now_ms;

/// Maps, and what they are the maps of.
#[derive(Clone, Debug, PartialEq)]
struct Answer {
    plan: Arc<Plan>,
    network: NetworkSource,
    pixels: Vec<u8>,
    maps: Arc<Maps>,
}

/// The answers; part of the lesson's state.
#[derive(Clone, Copy)]
pub struct Answers {
    /// The maps of the network that were answered last: those of the weights and image before, while `waits`.
    pub maps: Memo<Option<Arc<Maps>>>,
    /// Whether maps of what is chosen now are on their way.
    pub waits: Memo<bool>,
    /// Why there are none.
    pub fault: RwSignal<Option<Fault>>,
    /// Milliseconds from the question to the answer, and whether that had been kept from before.
    pub took: RwSignal<Option<(f64, bool)>>,
    /// All weights of what is chosen now, once [`Answers::want_weights`] was called.
    pub weights: Memo<Shown<Arc<Tensors>>>,
    last: RwSignal<Option<Answer>>,
    plan: Memo<Arc<Plan>>,
    probe: StoredValue<Option<ProbeId>>,
    wants_weights: RwSignal<bool>,
    again: RwSignal<u32>,
    lab: Lab,
}

impl Answers {
    /// Asks from now on, whenever the network, its weights or the image change.
    pub fn follow(plan: Memo<Arc<Plan>>, chosen: Chosen) -> Self {
        let gallery = use_gallery();
        let last = RwSignal::new(None::<Answer>);
        let fault = RwSignal::new(None);
        let maps = Memo::new(move |_| {
            last.with(|last| {
                let answer = last.as_ref()?;
                plan.with(|plan| answer.plan.spec == plan.spec)
                    .then(|| Arc::clone(&answer.maps))
            })
        });
        let is_fresh = move || {
            let pixels = gallery.picture().map(|picture| picture.pixels);
            chosen.source.with(|source| {
                last.with(|last| {
                    let answer = last.as_ref();
                    answer.is_some_and(|answer| {
                        Some(&answer.network) == source.as_ref() && Some(&answer.pixels) == pixels.as_ref()
                    })
                })
            })
        };
        let waits = Memo::new(move |_| fault.with(Option::is_none) && !is_fresh());
        let (again, wants_weights) = (RwSignal::new(0), RwSignal::new(false));
        let answers = Self {
            maps,
            waits,
            fault,
            took: RwSignal::new(None),
            weights: weights(chosen, wants_weights, again),
            last,
            plan,
            probe: StoredValue::new(None),
            wants_weights,
            again,
            lab: expect_context(),
        };
        // What has not changed is not asked again, whoever says that it may have.
        let wanted = Memo::new(move |_| {
            let pixels = gallery.picture().map(|picture| picture.pixels);
            (again.get(), chosen.source.get(), pixels)
        });
        Effect::new(move |_| {
            let (_, network, pixels) = wanted.get();
            answers.forget();
            fault.set(None);
            // Until both are there, what was asked before is not wanted any more either.
            if let (Some(network), Some(pixels)) = (network, pixels) {
                answers.ask(network, pixels);
            }
        });
        on_cleanup(move || answers.forget());
        answers
    }

    /// Asks again after a failure.
    pub fn retry(self) {
        self.again.update(|again| *again += 1);
    }

    /// From now on the weights are fetched too.
    pub fn want_weights(self) {
        self.wants_weights.set(true);
    }

    fn ask(self, network: NetworkSource, pixels: Vec<u8>) {
        let question = Question {
            network: network.clone(),
            question: ProbeQuestion::Maps { layers: Vec::new() },
            pixels: pixels.clone(),
            preference: Preference::Cpu,
        };
        let (asked_ms, plan) = (now_ms(), self.plan.get_untracked());
        let hear = Rc::new(move |heard| match heard {
            HeardProbe::Answered {
                answer: ProbeAnswer::Maps { maps },
                values,
                is_kept,
                ..
            } => {
                let _ = self.took.try_set(Some((now_ms() - asked_ms, is_kept)));
                let answer = Answer {
                    plan: Arc::clone(&plan),
                    network: network.clone(),
                    maps: Arc::new(Maps::new(&maps, values, &pixels)),
                    pixels: pixels.clone(),
                };
                let _ = self.last.try_set(Some(answer));
            }
            HeardProbe::Failed(fault) => {
                let _ = self.fault.try_set(Some(fault));
            }
            HeardProbe::Answered { .. } | HeardProbe::Waiting(_) | HeardProbe::Reading { .. } => {}
        });
        self.probe.set_value(Some(self.lab.probe(question, hear)));
    }

    fn forget(self) {
        if let Some(probe) = self.probe.try_update_value(Option::take).flatten() {
            self.lab.forget(probe);
        }
    }
}

/// The weights of what is chosen: out of its file where the page has one, else asked for as one file.
fn weights(chosen: Chosen, wanted: RwSignal<bool>, again: RwSignal<u32>) -> Memo<Shown<Arc<Tensors>>> {
    let asked = RwSignal::new(Shown::Asking);
    let question = move || {
        again.track();
        let network = chosen.source.get().filter(|_| wanted.get())?;
        let has_file = matches!(network, NetworkSource::Given { .. });
        (!has_file).then_some(Question {
            network,
            question: ProbeQuestion::StateDict,
            pixels: Vec::new(),
            preference: Preference::Cpu,
        })
    };
    ask(question, asked, |answer, _values, _n_steps| match answer {
        ProbeAnswer::StateDict { file } => tensors::read(&file).ok().map(Arc::new),
        _ => None,
    });
    Memo::new(move |_| match chosen.source.get() {
        Some(NetworkSource::Given { state_dict, .. }) if wanted.get() => match tensors::read(&state_dict) {
            Ok(tensors) => Shown::Here(Arc::new(tensors)),
            Err(detail) => {
                let (name, problem) = ("file".to_owned(), WeightMistake::NoFile { detail });
                let problem = Refusal::Weight { name, problem };
                Shown::Failed(Fault::BadSpec { problem })
            }
        },
        Some(NetworkSource::Given { .. }) | None => Shown::Asking,
        Some(_) => asked.get(),
    })
}
