//! A network of the lab and its weights, chosen in a step of the lesson; nothing is fetched before a learner wants it.

use leptos::prelude::*;

use super::settings::keep;
use crate::bridge::protocol::NetworkSource;
use crate::spec::{NetworkSpec, variants};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::Place;
use crate::ui::lessons::kernels::asking::Shown;
use crate::ui::names;
use crate::ui::weights::{Chosen, Shelf, WeightsPicker};

/// The words of links under which a choice is kept.
#[derive(Clone, Copy)]
pub struct Keys {
    /// Whether a network is looked at.
    pub is_on: &'static str,
    /// The word for none being looked at, where one is without a word.
    pub off: Option<&'static str>,
    /// Which.
    pub id: &'static str,
    /// With which weights.
    pub weights: &'static str,
}

/// The choice.
#[derive(Clone, Copy)]
pub struct NetworkChoice {
    /// Whether a network is looked at, instead of what the lesson makes itself.
    pub is_on: RwSignal<bool>,
    /// Its id.
    pub id: RwSignal<&'static str>,
    /// The network.
    pub spec: Memo<NetworkSpec>,
    /// Its weights, once they were wanted.
    pub chosen: RwSignal<Option<Chosen>>,
    /// Counts the times that the learner asked again.
    again: RwSignal<u32>,
    ids: StoredValue<Vec<&'static str>>,
    word: StoredValue<Option<String>>,
    owner: StoredValue<Option<Owner>>,
    shelf: Shelf,
}

impl NetworkChoice {
    /// The choice of the address among `ids`, of which there is at least one: the first where it names none.
    pub fn new(place: Place, keys: Keys, ids: Vec<&'static str>) -> Self {
        let named = place.get(keys.id);
        let named = named.and_then(|named| ids.iter().copied().find(|id| *id == named));
        let id = RwSignal::new(named.or_else(|| ids.first().copied()).unwrap_or_default());
        let spec = Memo::new(move |_| network(id.get()));
        let word = place.get(keys.is_on).filter(|word| !word.is_empty());
        let is_on = match word.as_deref() {
            Some(word) => word == "network",
            None => keys.off.is_some(),
        };
        let choice = Self {
            is_on: RwSignal::new(false),
            id,
            spec,
            chosen: RwSignal::new(None),
            again: RwSignal::new(0),
            ids: StoredValue::new(ids),
            word: StoredValue::new(place.get(keys.weights)),
            owner: StoredValue::new(Owner::current()),
            shelf: expect_context(),
        };
        if is_on {
            choice.show();
        }
        keep(place, keys.is_on, move || {
            let word = if choice.is_on.get() {
                "network"
            } else {
                keys.off.unwrap_or_default()
            };
            word.to_owned()
        });
        keep(place, keys.id, move || id.get().to_owned());
        keep(place, keys.weights, move || {
            choice.chosen.get().map_or_else(String::new, Chosen::word)
        });
        choice
    }

    /// Looks at the network from now on.
    pub fn show(self) {
        if self.chosen.with_untracked(Option::is_none) {
            let make = || Chosen::new(self.spec, self.word.get_value().as_deref());
            // The choice lives as long as the lesson, not as the step that wanted it first.
            let made = self.owner.with_value(|owner| match owner {
                Some(owner) => owner.with(make),
                None => make(),
            });
            self.chosen.set(Some(made));
        }
        self.is_on.set(true);
    }

    /// The network with its weights; nothing where none is looked at, or its weights are on their way.
    pub fn source(self) -> Option<NetworkSource> {
        self.again.track();
        if !self.is_on.get() {
            return None;
        }
        self.chosen.get()?.source.get()
    }

    /// Asks again after a failure.
    pub fn retry(self) {
        self.shelf.retry();
        self.again.update(|again| *again += 1);
    }
}

fn network(id: &str) -> NetworkSpec {
    let found = variants::find(id);
    found.map_or_else(|_| variants::VARIANTS[0].network(), |variant| variant.network())
}

/// Which network, and which weights.
#[component]
pub fn NetworkPicker(
    /// The choice.
    choice: NetworkChoice,
) -> impl IntoView {
    let speech = use_speech();
    let option = move |id: &'static str| {
        view! { <option value=id selected=move || choice.id.get() == id>{move || names::variant(speech, id)}</option> }
    };
    let choose = move |event| {
        let named = event_target_value(&event);
        let found = choice.ids.with_value(|ids| ids.iter().copied().find(|id| *id == named));
        if let Some(id) = found {
            choice.id.set(id);
        }
    };
    view! {
        <label class="field">
            <span class="field__label">{tr!(speech, networks.network)}</span>
            <select class="select" data-testid="network" on:change=choose>
                {choice.ids.get_value().into_iter().map(option).collect_view()}
            </select>
        </label>
        {move || choice.chosen.get().map(|chosen| view! { <WeightsPicker chosen=chosen /> })}
    }
}

/// What is waited for, or what went wrong, with a way to ask again.
#[component]
pub fn EngineStatus(
    /// The network that is asked about.
    choice: NetworkChoice,
    /// How far the answer is.
    stage: Signal<Shown<()>>,
) -> impl IntoView {
    let speech = use_speech();
    let words = move || match stage.get() {
        _ if choice.source().is_none() => say!(speech, weights.fetching),
        Shown::Waiting => say!(speech, kernels.waiting),
        Shown::Asking => say!(speech, networks.waits),
        Shown::Here(()) | Shown::Failed(_) => String::new(),
    };
    move || {
        match stage.get() {
        Shown::Failed(fault) => view! {
            <div class="panel panel--failed" role="alert" data-testid="failure">
                <p>{move || names::advice(speech, &fault)}</p>
                <p class="panel__actions"><button type="button" class="button button--main" on:click=move |_| choice.retry()>
                    {tr!(speech, networks.again)}</button></p>
            </div>
        }
        .into_any(),
        _ => view! {
            <p class="note networks__status" role="status" data-testid="status"
                data-waits=move || (stage.get() != Shown::Here(())).to_string()>{words}</p>
        }
        .into_any(),
    }
    }
}
