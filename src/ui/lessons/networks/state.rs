//! What the steps of the lesson share: the network, its weights, the image, what the engine has said, and where one looks.
//!
//! Long because settings, answers and what changes them are one state.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::looked::{Maps, Plan};
use super::sums::{self, Weights};
use crate::bridge::page::{HeardProbe, Preference, Question};
use crate::bridge::protocol::{Fault, NetworkSource, ProbeAnswer, ProbeId, ProbeQuestion};
use crate::spec::{NetworkSpec, variants};
use crate::ui::Lab;
use crate::ui::lesson::{Gallery, Place, use_gallery};
use crate::ui::weights::{Chosen, Shelf};
use crate::web::scope::now_ms;

/// The network of an address that names none.
const FIRST: &str = "inception-s";

/// The state; a context of the lesson.
#[derive(Clone, Copy)]
pub struct Networks {
    /// Id of the variant; empty for a network of the address.
    pub id: RwSignal<String>,
    /// The network.
    pub plan: Memo<Arc<Plan>>,
    /// The weights that it is looked at with.
    pub chosen: Chosen,
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
    /// Milliseconds from the question to the answer, and whether that had been kept from before.
    pub took: RwSignal<Option<(f64, bool)>>,
    /// The weights that the unit's sum needs, as far as they have arrived.
    pub weights: RwSignal<Weights>,
    wanted: RwSignal<(String, [usize; 3])>,
    own: RwSignal<Option<NetworkSpec>>,
    shelf: Shelf,
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
        let id = RwSignal::new(named.unwrap_or_else(|| FIRST.to_owned()));
        let plan = Memo::new(move |_| {
            let spec = own.get().unwrap_or_else(|| network(&id.get()));
            Arc::new(Plan::of(spec).unwrap_or_else(Plan::image_alone))
        });
        let spec = Memo::new(move |_| plan.with(|plan| plan.spec.clone()));
        let chosen = Chosen::new(spec, place.get("weights").as_deref());
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
            chosen,
            layer,
            unit,
            maps: RwSignal::new(None),
            waits: RwSignal::new(true),
            fault: RwSignal::new(None),
            took: RwSignal::new(None),
            weights: RwSignal::default(),
            wanted,
            own,
            shelf: expect_context(),
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
        self.place.set("spec", "");
        self.place.set("net", id);
        self.place.set("layer", "");
        self.place.set("unit", "");
    }

    /// Whether a network of the address takes the place of the variant.
    pub fn is_own(self) -> bool {
        self.own.with(Option::is_some)
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
        self.shelf.retry();
        self.ask_maps();
    }

    fn follow(self) {
        // Written once it differs from what the address says: weights of a link may still be on their way.
        Effect::new(move |before: Option<String>| {
            let word = self.chosen.word();
            if before.is_some_and(|before| before != word) {
                self.place.set("weights", &word);
            }
            word
        });
        Effect::new(move |_| {
            self.chosen.source.track();
            self.gallery.picture();
            self.ask_maps();
        });
        Effect::new(move |before: Option<Option<NetworkSource>>| {
            let network = self.chosen.source.get();
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
        let (Some(network), Some(picture)) = (self.chosen.source.get_untracked(), untrack(|| self.gallery.picture()))
        else {
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
                is_kept,
                ..
            } => {
                let _ = self.took.try_set(Some((now_ms() - asked_ms, is_kept)));
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
    let found = variants::find(id).or_else(|_| variants::find(FIRST));
    found.map_or_else(|_| variants::VARIANTS[0].network(), |variant| variant.network())
}

/// Channel, row and column such as `3-8-8`.
fn unit_of(text: &str) -> Option<[usize; 3]> {
    let numbers: Vec<usize> = text.split('-').map_while(|number| number.parse().ok()).collect();
    numbers.try_into().ok()
}
