//! A second set of weights of the same network, beside the first: the whole network, the chosen layer and the probabilities
//! of both.

use std::sync::Arc;

use leptos::prelude::*;

use super::classes::Probabilities;
use super::controls::Status;
use super::graph::{Graph, spoken};
use super::looked::Maps;
use super::state::{Networks, use_networks};
use crate::bridge::page::{Preference, Question};
use crate::bridge::protocol::{ProbeAnswer, ProbeQuestion};
use crate::draw::maps::{MapScale, sheet};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, Place, use_gallery};
use crate::ui::lessons::kernels::asking::{Shown, ask};
use crate::ui::names;
use crate::ui::weights::{Chosen, Origin, Shelf, WeightsPicker, label};

/// Key of links.
const KEY: &str = "other";
/// The word of links for recorded weights, which [`Chosen`] takes where no word is known.
const RECORDED: &str = "recorded";
/// Side of a sheet in the drawing.
const SIDE: f64 = 360.0;

/// The second weights; a context of the lesson.
#[derive(Clone, Copy)]
pub struct Second {
    /// Whether the step is open: nothing is asked or fetched before.
    is_open: RwSignal<bool>,
    chosen: RwSignal<Option<Chosen>>,
    maps: RwSignal<Shown<Arc<Maps>>>,
    again: RwSignal<u32>,
    owner: StoredValue<Option<Owner>>,
    place: Place,
    shelf: Shelf,
}

impl Second {
    /// Nothing is looked at yet; from now on a context.
    pub fn provide(place: Place) {
        let second = Self {
            is_open: RwSignal::new(false),
            chosen: RwSignal::new(None),
            maps: RwSignal::new(Shown::Asking),
            again: RwSignal::new(0),
            owner: StoredValue::new(Owner::current()),
            place,
            shelf: expect_context(),
        };
        provide_context(second);
        let gallery = use_gallery();
        let question = move || {
            second.again.track();
            if !second.is_open.get() {
                return None;
            }
            Some(Question {
                network: second.chosen.get()?.source.get()?,
                question: ProbeQuestion::Maps { layers: Vec::new() },
                pixels: gallery.picture()?.pixels,
                preference: Preference::Cpu,
            })
        };
        ask(question, second.maps, read);
        // Written once it differs from what the address says.
        Effect::new(move |before: Option<Option<String>>| {
            let word = second.chosen.get().map(|chosen| match chosen.word() {
                word if word.is_empty() => RECORDED.to_owned(),
                word => word,
            });
            if let (Some(Some(before)), Some(word)) = (&before, &word)
                && before != word
            {
                second.place.set(KEY, word);
            }
            word
        });
    }

    /// Looks at the second weights while the step is open.
    fn open(self, state: Networks) {
        if self.chosen.with_untracked(Option::is_none) {
            let make = || {
                // Untrained beside recorded weights, else another seed than the first.
                let has_recorded = untrack(|| matches!(state.chosen.origin.get(), Origin::Trained(_)));
                let usual = if has_recorded { "seed-1" } else { "seed-2" };
                let word = self.place.get(KEY).filter(|word| !word.is_empty());
                Chosen::new(state.chosen.spec, Some(word.as_deref().unwrap_or(usual)))
            };
            let made = self.owner.with_value(|owner| match owner {
                Some(owner) => owner.with(make),
                None => make(),
            });
            self.chosen.set(Some(made));
        }
        self.is_open.set(true);
        on_cleanup(move || {
            let _ = self.is_open.try_set(false);
        });
    }

    fn maps(self) -> Option<Arc<Maps>> {
        self.chosen.get()?.source.get()?;
        self.maps.with(|shown| match shown {
            Shown::Here(maps) => Some(Arc::clone(maps)),
            _ => None,
        })
    }
}

fn read(answer: ProbeAnswer, values: Vec<f32>, _n_steps: usize) -> Option<Arc<Maps>> {
    let ProbeAnswer::Maps { maps } = answer else {
        return None;
    };
    Some(Arc::new(Maps::new(&maps, values, &[])))
}

/// What a choice of weights is called.
fn name_of(speech: crate::ui::i18n::Speech, chosen: Chosen) -> String {
    match chosen.current() {
        Some(trained) => label(speech, &trained),
        None => say!(speech, inside.untrained, seed = chosen.seed.get()),
    }
}

/// The chosen layer with both weights in one scale, and what the classes get.
#[component]
pub fn SecondFigure() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let second = expect_context::<Second>();
    second.open(state);
    // Never the maps of before under the name of the weights of now.
    let first_maps = Signal::derive(move || state.answers.maps.get().filter(|_| !state.answers.waits.get()));
    let second_maps = Signal::derive(move || second.maps());
    // Both maps of the layer, as pictures in one scale, and how many of their numbers are zero.
    let pictures = Memo::new(move |_| {
        let layer = state.layer.get();
        let both = [first_maps.get(), second_maps.get()];
        let of = |maps: &Option<Arc<Maps>>| {
            let maps = maps.as_ref()?;
            let (values, shape) = maps.of(&layer)?;
            Some((values.to_vec(), shape, maps.zeros(&layer).unwrap_or(0.0)))
        };
        let both = both.each_ref().map(of);
        let all: Vec<f32> = both
            .iter()
            .flatten()
            .flat_map(|(values, ..)| values.iter().copied())
            .collect();
        let scale = MapScale::of(&all);
        let picture = |one: &Option<(Vec<f32>, [usize; 3], f64)>| {
            let (values, shape, zeros) = one.as_ref()?;
            Some((sheet(values, *shape, scale).address, *zeros))
        };
        (both.each_ref().map(picture), scale)
    });
    let number = |value: f32| format!("{value:.3}").replace('-', "−");
    let one = move |idx: usize, chosen: Chosen, maps: Signal<Option<Arc<Maps>>>| {
        let address = move || pictures.with(|(both, _)| both[idx].as_ref().map(|(address, _)| address.clone()));
        let zeros = move || pictures.with(|(both, _)| both[idx].as_ref().map(|(_, zeros)| *zeros));
        let title = move || name_of(speech, chosen);
        let words = move || {
            let share = zeros().map_or_else(String::new, |zeros| format!("{:.1}", zeros * 100.0));
            say!(speech, networks.zeros_of, layer = state.layer.get(), share = share)
        };
        view! {
            <div class="networks__one" data-testid=format!("side-{idx}")>
                <svg viewBox=format!("0 0 {SIDE} {}", SIDE + 70.0) role="img" aria-label=move || format!("{}. {}", title(), words())>
                    <text class="maps__title" x="0" y="16">{title}</text>
                    {move || address().map(|href| view! {
                        <image class="maps__sheet" href=href x="0" y="26" width=SIDE.to_string() height=SIDE.to_string() preserveAspectRatio="none" />
                    })}
                    <image class="maps__legend" href=move || pictures.with(|(_, scale)| scale.legend()) x="0" y=(SIDE + 34.0).to_string() width=SIDE.to_string() height="12" preserveAspectRatio="none" />
                    <text class="maps__tick" x="0" y=(SIDE + 62.0).to_string()>{move || pictures.with(|(_, scale)| number(scale.least()))}</text>
                    <text class="maps__tick maps__tick--end" x=SIDE.to_string() y=(SIDE + 62.0).to_string()>{move || pictures.with(|(_, scale)| number(scale.most))}</text>
                </svg>
                <p class="note">{words}</p>
                <Probabilities maps=maps chosen=chosen />
            </div>
        }
    };
    let pointed = RwSignal::new(None::<String>);
    let reading = move || {
        pointed.get().unwrap_or_else(|| {
            state.plan.with(|plan| {
                let at = plan.flow.stage_of(&state.layer.get());
                spoken(speech, &plan.flow.stages[at])
            })
        })
    };
    let whole = move |idx: usize, chosen: Chosen, maps: [Signal<Option<Arc<Maps>>>; 2]| {
        view! {
            <div data-testid=format!("whole-{idx}")>
                <fieldset class="networks__second" data-testid=["first", "second"][idx]>
                    <legend>{move || if idx == 0 { say!(speech, networks.first_weights) } else { say!(speech, networks.second_weights) }}</legend>
                    <WeightsPicker chosen=chosen />
                </fieldset>
                <h3 class="networks__whose">{move || name_of(speech, chosen)}</h3>
                <Graph maps=maps[0] beside=maps[1] pointed=pointed opens=false />
            </div>
        }
    };
    let status = move || {
        match second.maps.with(Shown::stage) {
        Shown::Here(()) => None,
        Shown::Failed(fault) => Some(
            view! {
                <div class="panel panel--failed" role="alert" data-testid="second-failure">
                    <p>{move || names::advice(speech, &fault)}</p>
                    <p class="panel__actions"><button type="button" class="button button--main" on:click=move |_| { second.shelf.retry(); second.again.update(|again| *again += 1); }>
                        {tr!(speech, networks.again)}</button></p>
                </div>
            }
            .into_any(),
        ),
        Shown::Waiting => Some(view! { <p class="note" role="status">{tr!(speech, kernels.waiting)}</p> }.into_any()),
        Shown::Asking => Some(view! { <p class="note" role="status">{tr!(speech, networks.waits)}</p> }.into_any()),
    }
    };
    view! {
        <FigureFrame id="network-two-weights" title=Signal::derive(move || say!(speech, networks.two_figure, layer = state.layer.get())) aid=Signal::derive(tr!(speech, networks.two_aid))>
            {whole(0, state.chosen, [first_maps, second_maps])}
            {move || second.chosen.get().map(|chosen| whole(1, chosen, [second_maps, first_maps]))}
            <p class="networks__reading" aria-live="polite">{reading}</p>
            <Status />
            <div class="networks__pair">
                {one(0, state.chosen, first_maps)}
                {move || second.chosen.get().map(|chosen| one(1, chosen, second_maps))}
            </div>
            {status}
        </FigureFrame>
    }
}
