//! What the steps of the lesson share: the network, its weights, the image, what the engine has said, and where one looks.

use std::sync::Arc;

use leptos::prelude::*;

use super::answers::Answers;
use super::given::{self, Given, Unread};
use super::looked::Plan;
use super::open::Open;
use crate::spec::{NetworkSpec, variants};
use crate::ui::lesson::Place;
use crate::ui::outside;
use crate::ui::weights::{Chosen, Shelf};

/// The network of an address that names none.
const FIRST: &str = "inception-s";
/// The key of an address whose squares show all maps, and its word.
const MAPS: &str = "squares";
const ALL: &str = "all";

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
    /// Whether the squares show all maps of their layer, not the strongest alone.
    pub all_maps: RwSignal<bool>,
    /// What of it is open below the overview.
    pub open: RwSignal<Open>,
    /// The last column that the image has reached, where it flows through.
    pub reached: RwSignal<usize>,
    /// Whether it flows on by itself.
    pub plays: RwSignal<bool>,
    /// Whether the image has yet to flow through for the first time, by itself.
    pub first_look: StoredValue<bool>,
    /// Whether a key opened it: the focus then goes there.
    pub by_key: StoredValue<bool>,
    /// What the engine has said.
    pub answers: Answers,
    /// Why the network of a link, or of a text, is not shown.
    pub problem: RwSignal<Option<Unread>>,
    /// The layer that was chosen, and the unit; without one, the strongest of the layer is looked at.
    wanted: RwSignal<(String, Option<[usize; 3]>)>,
    own: RwSignal<Option<NetworkSpec>>,
    shelf: Shelf,
    place: Place,
}

impl Networks {
    /// The state of the address; from now on a context.
    pub fn provide(place: Place) -> Self {
        let named = place.get("spec").filter(|text| !text.is_empty());
        let named = named.map(|text| given::own(&text));
        let problem = RwSignal::new(named.as_ref().and_then(|named| named.clone().err()));
        let (id, own) = match named {
            Some(Ok(Given::Own(spec))) => (None, Some(*spec)),
            Some(Ok(Given::Variant(id))) => (Some(id.to_owned()), None),
            Some(Err(_)) | None => (place.get("net").filter(|id| variants::find(id).is_ok()), None),
        };
        let own = RwSignal::new(own);
        let id = RwSignal::new(id.unwrap_or_else(|| FIRST.to_owned()));
        let plan = Memo::new(move |_| {
            let spec = own.get().unwrap_or_else(|| network(&id.get()));
            Arc::new(Plan::of(spec).unwrap_or_else(Plan::image_alone))
        });
        let spec = Memo::new(move |_| plan.with(|plan| plan.spec.clone()));
        let chosen = Chosen::new(spec, place.get("weights").as_deref());
        let named = place.get("layer").unwrap_or_default();
        let unit = place.get("unit").and_then(|text| unit_of(&text));
        let wanted = RwSignal::new((named, unit));
        let layer = Memo::new(move |_| {
            plan.with(
                |plan| match wanted.with(|(name, _)| plan.node(name).map(|_| name.clone())) {
                    Some(name) => name,
                    None => plan.flow.stages[plan.stage_or_middle("")].shown().to_owned(),
                },
            )
        });
        let answers = Answers::follow(plan, chosen);
        let unit = Memo::new(move |_| {
            let shape = plan.with(|plan| plan.lowered.geometry_of(&layer.get()).map(|geometry| geometry.shape));
            let strongest = || answers.maps.with(|maps| maps.as_ref()?.strongest(&layer.get()));
            let [channel, row, column] = wanted.with(|(_, unit)| *unit).or_else(strongest).unwrap_or_default();
            let last = shape.map_or([0; 3], |shape| {
                [shape.channels - 1, shape.size.height - 1, shape.size.width - 1]
            });
            [channel.min(last[0]), row.min(last[1]), column.min(last[2])]
        });
        let open = Open::parse(&place.get("open").unwrap_or_default());
        let state = Self {
            id,
            plan,
            chosen,
            layer,
            unit,
            all_maps: RwSignal::new(place.get(MAPS).is_some_and(|word| word == ALL)),
            open: RwSignal::new(open),
            reached: RwSignal::new(usize::MAX),
            plays: RwSignal::new(false),
            first_look: StoredValue::new(open == Open::Nothing && !outside::wants_less_motion()),
            by_key: StoredValue::new(false),
            answers,
            problem,
            wanted,
            own,
            shelf: expect_context(),
            place,
        };
        provide_context(state);
        // Written once it differs from what the address says: weights of a link may still be on their way.
        Effect::new(move |before: Option<String>| {
            let word = chosen.word();
            if before.is_some_and(|before| before != word) {
                place.set("weights", &word);
            }
            word
        });
        state
    }

    /// Looks at another network from now on.
    pub fn choose(self, id: &str) {
        self.own.set(None);
        self.id.set(id.to_owned());
        self.moved("", id);
    }

    /// Looks at the network that `text` holds; where it holds none, the problem is told and the network stays.
    pub fn read(self, text: &str) {
        match given::read(text) {
            Ok(Given::Variant(id)) => self.choose(id),
            Ok(Given::Own(spec)) => {
                let word = spec.to_link().unwrap_or_default();
                self.own.set(Some(*spec));
                self.moved(&word, "");
            }
            Err(unread) => self.problem.set(Some(unread)),
        }
    }

    /// Another network is looked at: nothing of the one before is open.
    fn moved(self, spec: &str, net: &str) {
        self.problem.set(None);
        self.wanted.set(Default::default());
        self.plays.set(false);
        self.reached.set(usize::MAX);
        self.open.set(Open::Nothing);
        for (key, value) in [("spec", spec), ("net", net), ("layer", ""), ("unit", ""), ("open", "")] {
            self.place.set(key, value);
        }
    }

    /// Whether a network of the address takes the place of the variant.
    pub fn is_own(self) -> bool {
        self.own.with(Option::is_some)
    }

    /// Looks at a unit of the layer called `name`.
    pub fn look_into(self, name: &str, unit: [usize; 3]) {
        self.look_at(name);
        self.look_at_unit(unit);
    }

    /// Looks at the layer called `name`.
    pub fn look_at(self, name: &str) {
        self.wanted.update(|(layer, _)| *layer = name.to_owned());
        self.place.set("layer", name);
    }

    /// Looks at a unit of the layer.
    pub fn look_at_unit(self, unit: [usize; 3]) {
        self.wanted.update(|(_, wanted)| *wanted = Some(unit));
        self.place.set("unit", &unit.map(|n| n.to_string()).join("-"));
    }

    /// Opens a part of the network below its picture; what flows stands still, and is all there.
    pub fn show(self, open: Open) {
        self.plays.set(false);
        self.reached.set(usize::MAX);
        self.open.set(open);
        self.place.set("open", &open.word());
    }

    /// Shows all maps in the squares, or the strongest.
    pub fn show_maps(self, all: bool) {
        self.all_maps.set(all);
        self.place.set(MAPS, if all { ALL } else { "" });
    }

    /// Asks again after a failure.
    pub fn retry(self) {
        self.shelf.retry();
        self.answers.retry();
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
