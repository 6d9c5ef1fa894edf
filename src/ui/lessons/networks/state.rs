//! What the steps of the lesson share: the network, its weights, the image, what the engine has said, and where one looks.
//!
//! Long because settings, answers and what changes them are one state.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::looked::{Maps, Plan};
use super::sums::{self, Weights};
use crate::bridge::page::{HeardProbe, Preference, Question};
use crate::bridge::protocol::{Fault, NetworkSource, ProbeAnswer, ProbeId, ProbeQuestion, RunId};
use crate::lab::trained::TrainedRecord;
use crate::spec::{NetworkSpec, variants};
use crate::ui::lesson::{Gallery, Place, use_gallery};
use crate::ui::query::MAX_SEED;
use crate::ui::state::FinishedRun;
use crate::ui::{Lab, outside};
use crate::web::fetch::{Freshness, get};
use crate::web::scope::now_ms;

/// The networks whose weights were trained once and are served beside the page.
pub const RECORDED: [&str; 2] = ["inception-s", "dilated-s"];

/// Where the weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Drawn: untrained.
    Drawn,
    /// Trained once, served beside the page.
    Recorded,
    /// A run of the lab.
    Run(RunId),
}

/// Recorded weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// What they are.
    pub record: TrainedRecord,
    /// The `state_dict`.
    pub state_dict: Arc<[u8]>,
}

/// The state; a context of the lesson.
#[derive(Clone, Copy)]
pub struct Networks {
    /// Id of the variant; empty for a network of the address.
    pub id: RwSignal<String>,
    /// The network.
    pub plan: Memo<Arc<Plan>>,
    /// Where the weights come from.
    pub origin: RwSignal<Origin>,
    /// Decides untrained weights.
    pub seed: RwSignal<u64>,
    /// The recorded weights that have arrived, or why not.
    pub recorded: RwSignal<BTreeMap<String, Result<Recorded, String>>>,
    /// The runs of the lab that trained this network.
    pub runs: Memo<Vec<FinishedRun>>,
    /// The layer that is looked at.
    pub layer: Memo<String>,
    /// The unit that is looked at: channel, row, column; inside the layer's map.
    pub unit: Memo<[usize; 3]>,
    /// The maps of the image, as last answered.
    pub maps: RwSignal<Option<Arc<Maps>>>,
    /// Whether they are out of date, and new ones on their way.
    pub waits: RwSignal<bool>,
    /// Why there are none.
    pub fault: RwSignal<Option<Fault>>,
    /// Milliseconds from the question to the answer.
    pub took_ms: RwSignal<Option<f64>>,
    /// The weights that the unit's sum needs, as far as they have arrived.
    pub weights: RwSignal<Weights>,
    wanted: RwSignal<(String, [usize; 3])>,
    own: RwSignal<Option<NetworkSpec>>,
    network: Memo<Option<NetworkSource>>,
    probe: StoredValue<Option<ProbeId>>,
    small: StoredValue<Vec<ProbeId>>,
    gallery: Gallery,
    lab: Lab,
    place: Place,
}

impl Networks {
    /// The state of the address; from now on a context.
    pub fn provide(place: Place) -> Self {
        let lab = expect_context::<Lab>();
        let own = place.get("spec").and_then(|text| NetworkSpec::from_link(&text).ok());
        let own = RwSignal::new(own.filter(|spec| Plan::of(spec.clone()).is_some()));
        let named = place.get("net").filter(|id| variants::find(id).is_ok());
        let id = RwSignal::new(named.unwrap_or_else(|| RECORDED[0].to_owned()));
        let plan = Memo::new(move |_| {
            let spec = own.get().unwrap_or_else(|| network(&id.get()));
            Arc::new(Plan::of(spec).unwrap_or_else(Plan::image_alone))
        });
        let drawn = place
            .get("weights")
            .and_then(|text| text.strip_prefix("seed-")?.parse().ok());
        let seed = RwSignal::new(drawn.unwrap_or(1).min(MAX_SEED));
        let origin = RwSignal::new(if drawn.is_some() {
            Origin::Drawn
        } else {
            Origin::Recorded
        });
        let recorded = RwSignal::new(BTreeMap::<String, Result<Recorded, String>>::new());
        let runs = Memo::new(move |_| {
            let of_this = |run: &&FinishedRun| plan.with(|plan| run.spec.network == plan.spec);
            lab.state
                .with(|state| state.finished.iter().filter(of_this).cloned().collect::<Vec<_>>())
        });
        let network = Memo::new(move |_| {
            let spec = plan.with(|plan| Box::new(plan.spec.clone()));
            let drawn = NetworkSource::Drawn {
                spec: spec.clone(),
                seed: seed.get(),
            };
            match origin.get() {
                Origin::Drawn => Some(drawn),
                Origin::Run(run) => Some(NetworkSource::Trained { run }),
                Origin::Recorded => recorded.with(|recorded| match recorded.get(&id.get()) {
                    Some(Ok(found)) => Some(NetworkSource::Given {
                        spec,
                        state_dict: Arc::clone(&found.state_dict),
                    }),
                    Some(Err(_)) => Some(drawn),
                    None => None,
                }),
            }
        });
        let named = place.get("layer").unwrap_or_default();
        let unit = place.get("unit").and_then(|text| unit_of(&text)).unwrap_or_default();
        let wanted = RwSignal::new((named, unit));
        let layer = Memo::new(move |_| {
            plan.with(
                |plan| match wanted.with(|(name, _)| plan.node(name).map(|_| name.clone())) {
                    Some(name) => name,
                    None => plan.flow.stages[plan.stage_or_middle("")].shown().to_owned(),
                },
            )
        });
        let unit = Memo::new(move |_| {
            let shape = plan.with(|plan| plan.lowered.geometry_of(&layer.get()).map(|geometry| geometry.shape));
            let [channel, row, column] = wanted.with(|(_, unit)| *unit);
            let last = shape.map_or([0; 3], |shape| {
                [shape.channels - 1, shape.size.height - 1, shape.size.width - 1]
            });
            [channel.min(last[0]), row.min(last[1]), column.min(last[2])]
        });
        let state = Self {
            id,
            plan,
            origin,
            seed,
            recorded,
            runs,
            layer,
            unit,
            maps: RwSignal::new(None),
            waits: RwSignal::new(true),
            fault: RwSignal::new(None),
            took_ms: RwSignal::new(None),
            weights: RwSignal::default(),
            wanted,
            own,
            network,
            probe: StoredValue::new(None),
            small: StoredValue::default(),
            gallery: use_gallery(),
            lab,
            place,
        };
        provide_context(state);
        state.follow();
        on_cleanup(move || state.forget());
        state
    }

    /// Looks at another network from now on.
    pub fn choose(self, id: &str) {
        self.own.set(None);
        self.maps.set(None);
        self.id.set(id.to_owned());
        self.wanted.set(Default::default());
        if let Origin::Run(_) = self.origin.get_untracked() {
            self.origin.set(Origin::Recorded);
        }
        self.place.set("spec", "");
        self.place.set("net", id);
        self.place.set("layer", "");
        self.place.set("unit", "");
    }

    /// Whether a network of the address takes the place of the variant.
    pub fn is_own(self) -> bool {
        self.own.with(Option::is_some)
    }

    /// Whether recorded weights are served for the network.
    pub fn has_recorded(self) -> bool {
        !self.is_own() && self.id.with(|id| RECORDED.contains(&id.as_str()))
    }

    /// Takes the weights from `origin`; drawn ones from `seed`.
    pub fn take_weights(self, origin: Origin, seed: u64) {
        self.seed.set(seed.min(MAX_SEED));
        self.origin.set(origin);
        let text = match origin {
            Origin::Drawn => format!("seed-{}", seed.min(MAX_SEED)),
            Origin::Recorded | Origin::Run(_) => String::new(),
        };
        self.place.set("weights", &text);
    }

    /// Looks at the layer called `name`.
    pub fn look_at(self, name: &str) {
        self.wanted.update(|(layer, _)| *layer = name.to_owned());
        self.place.set("layer", name);
    }

    /// Looks at a unit of the layer.
    pub fn look_at_unit(self, unit: [usize; 3]) {
        self.wanted.update(|(_, wanted)| *wanted = unit);
        self.place.set("unit", &unit.map(|n| n.to_string()).join("-"));
    }

    /// Asks again after a failure.
    pub fn retry(self) {
        self.fault.set(None);
        self.recorded
            .update(|recorded| recorded.retain(|_, found| found.is_ok()));
        self.ask_maps();
    }

    fn follow(self) {
        // Recorded weights are fetched when they are wanted; a network without any is shown untrained.
        Effect::new(move |_| {
            if self.origin.get() != Origin::Recorded {
                return;
            }
            if !self.has_recorded() {
                return self.origin.set(Origin::Drawn);
            }
            let id = self.id.get();
            if !self.recorded.with(|recorded| recorded.contains_key(&id)) {
                spawn_local(async move {
                    let found = fetch(&id).await;
                    let _ = self.recorded.try_update(|recorded| recorded.insert(id, found));
                });
            }
        });
        Effect::new(move |_| {
            self.network.track();
            self.gallery.picture();
            self.ask_maps();
        });
        Effect::new(move |before: Option<Option<NetworkSource>>| {
            let network = self.network.get();
            if before.is_some_and(|before| before != network) {
                self.weights.set(Weights::new());
            }
            let names = self.plan.with(|plan| sums::weights_of(plan, &self.layer.get()));
            self.ask_weights(network.as_ref(), names);
            network
        });
    }

    fn ask_maps(self) {
        self.waits.set(true);
        let (Some(network), Some(picture)) = (self.network.get_untracked(), untrack(|| self.gallery.picture())) else {
            return;
        };
        if let Some(probe) = self.probe.get_value() {
            self.lab.forget(probe);
        }
        let pixels = picture.pixels;
        let question = Question {
            network,
            question: ProbeQuestion::Maps { layers: Vec::new() },
            pixels: pixels.clone(),
            preference: Preference::Cpu,
        };
        let asked_ms = now_ms();
        let hear = Rc::new(move |heard| match heard {
            HeardProbe::Answered {
                answer: ProbeAnswer::Maps { maps },
                values,
                ..
            } => {
                let _ = self.took_ms.try_set(Some(now_ms() - asked_ms));
                let _ = self.maps.try_set(Some(Arc::new(Maps::new(&maps, values, &pixels))));
                let _ = self.fault.try_set(None);
                let _ = self.waits.try_set(false);
            }
            HeardProbe::Failed(fault) => {
                let _ = self.fault.try_set(Some(fault));
                let _ = self.waits.try_set(false);
            }
            HeardProbe::Answered { .. } | HeardProbe::Waiting(_) | HeardProbe::Reading { .. } => {}
        });
        self.probe.set_value(Some(self.lab.probe(question, hear)));
    }

    fn ask_weights(self, network: Option<&NetworkSource>, names: Vec<String>) {
        let Some(network) = network else { return };
        let before = self.small.try_update_value(std::mem::take).unwrap_or_default();
        before.into_iter().for_each(|probe| self.lab.forget(probe));
        for name in names {
            if self.weights.with_untracked(|weights| weights.contains_key(&name)) {
                continue;
            }
            let question = Question {
                network: network.clone(),
                question: ProbeQuestion::Weights { name: name.clone() },
                pixels: Vec::new(),
                preference: Preference::Cpu,
            };
            let hear = Rc::new(move |heard| {
                if let HeardProbe::Answered { values, .. } = heard {
                    let _ = self.weights.try_update(|weights| weights.insert(name.clone(), values));
                }
            });
            let probe = self.lab.probe(question, hear);
            self.small.update_value(|small| small.push(probe));
        }
    }

    fn forget(self) {
        let small = self.small.try_get_value().unwrap_or_default();
        for probe in small.into_iter().chain(self.probe.try_get_value().flatten()) {
            self.lab.forget(probe);
        }
    }
}

/// The state that [`Networks::provide`] made.
pub fn use_networks() -> Networks {
    expect_context()
}

fn network(id: &str) -> NetworkSpec {
    let found = variants::find(id).or_else(|_| variants::find(RECORDED[0]));
    found.map_or_else(|_| variants::VARIANTS[0].network(), |variant| variant.network())
}

/// Channel, row and column such as `3-8-8`.
fn unit_of(text: &str) -> Option<[usize; 3]> {
    let numbers: Vec<usize> = text.split('-').map_while(|number| number.parse().ok()).collect();
    numbers.try_into().ok()
}

/// The recorded weights of `id` and what they are, from beside the page.
async fn fetch(id: &str) -> Result<Recorded, String> {
    let record = TrainedRecord::from_json(&file(id, "json").await?).map_err(|error| error.to_string())?;
    Ok(Recorded {
        record,
        state_dict: file(id, "safetensors").await?.into(),
    })
}

async fn file(id: &str, ending: &str) -> Result<Vec<u8>, String> {
    let address = outside::absolute(&format!("records/{id}.{ending}"));
    let fetched = get(&address, Freshness::Usual, |_| {}).await;
    let fetched = fetched.map_err(|error| error.to_string())?;
    if fetched.is_page() {
        return Err(format!("{id}.{ending} is not served"));
    }
    Ok(fetched.bytes)
}
