//! Words, settings and the way to a trained network.

use leptos::prelude::*;

use super::super::bench::{Bench, NetworkPicker};
use super::look::{Look, Which};
use super::measured::Theory;
use super::outcome::{Failures, Outcome};
use super::prediction::{Prediction, Progress};
use super::probing::{Effective, IMAGE_COUNTS, TrainedNetwork, use_effective};
use crate::ui::app::Base;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::use_place;
use crate::ui::names;
use crate::ui::numbers::percent;
use crate::ui::query::MAX_SEED;
use crate::ui::weights::{About, KeptRuns, WeightsId, about, label};

/// The left side of the step.
#[component]
pub fn EffectiveWords() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let state = use_effective();
    state.follow();
    let theory = Memo::new(move |_| bench.observed.with(|observed| Theory::of(observed, state.map.get())));
    let can = Memo::new(move |_| state.setting.with(|setting| setting.network.is_some()));
    let input = move || bench.observed.with(|observed| observed.spec.input);
    let refused = move || {
        let input = input();
        let size = (input.channels, input.height, input.width);
        if size == (3, 32, 32) {
            say!(speech, effective.not_this)
        } else {
            say!(speech, effective.not_this_size, c = size.0, h = size.1, w = size.2)
        }
    };
    let beyond = move || {
        let side = bench.observed.with(|observed| observed.field_of(state.map.get()));
        let image = input().height as i64;
        (side > image).then(|| say!(speech, effective.beyond, n = side, image = image))
    };
    let is_whole = move || theory.with(|theory| theory.whole);
    let two = move || {
        theory.with(|theory| {
            (theory.n_middle == 2 && !theory.whole)
                .then(|| say!(speech, effective.two, unit = theory.of_unit, side = theory.side()))
        })
    };
    view! {
        <p>{tr!(speech, effective.words_1)}</p>
        <p>{tr!(speech, effective.words_2)}</p>
        <NetworkPicker />
        <Settings />
        {move || (!can.get()).then(|| view! { <p class="panel panel--note" data-testid="effective-refused">{refused}</p> })}
        {move || is_whole().then(|| view! { <p class="panel panel--note">{tr!(speech, effective.whole)}</p> })}
        {move || beyond().filter(|_| !is_whole()).map(|words| view! {
            <p class="panel panel--note" data-testid="effective-beyond">{words}</p>
        })}
        <Show when=move || can.get()>
            <Prediction theory=theory />
            <Progress />
            <Failures />
        </Show>
        <Outcome />
        {move || two().map(|words| view! { <p class="note">{words}</p> })}
        <Show when=move || can.get()>
            <Training />
        </Show>
        <p>{tr!(speech, effective.words_3)}</p>
    }
}

/// Layer, images, seed.
#[component]
fn Settings() -> impl IntoView {
    let speech = use_speech();
    let place = use_place();
    let bench = expect_context::<Bench>();
    let state = use_effective();
    let layers = move || {
        bench.observed.with(|observed| {
            let option = |(idx, name): (usize, String)| {
                view! { <option value=name.clone() selected=move || state.map.get() == idx>{name.clone()}</option> }
            };
            let names = observed.maps.iter().map(|map| map.name.clone());
            names.enumerate().skip(1).map(option).collect_view()
        })
    };
    let images = move || names::dataset(speech, state.setting.with(|setting| setting.dataset));
    view! {
        <div class="erf__settings">
            <label class="field">
                <span class="field__label">{tr!(speech, network.layer)}</span>
                <select class="select" data-testid="effective-layer" on:change=move |event| {
                    let name = event_target_value(&event);
                    place.set("layer", &name);
                    state.layer.set(name);
                }>{layers}</select>
            </label>
            <label class="field">
                <span class="field__label">{move || say!(speech, effective.images, data = images())}</span>
                <select class="select" data-testid="effective-images" on:change=move |event| {
                    let n = event_target_value(&event).parse().unwrap_or(IMAGE_COUNTS[1]);
                    state.n_images.set(n);
                    place.set("images", &n.to_string());
                }>
                    {IMAGE_COUNTS.map(|n| view! { <option value=n.to_string() selected=move || state.n_images.get() == n>{n}</option> })}
                </select>
            </label>
            <label class="field">
                <span class="field__label">{tr!(speech, effective.seed)}</span>
                <input class="input" type="number" min="0" max="9007199254740991" step="1" data-testid="effective-seed"
                    prop:value=move || state.seed.get().to_string()
                    on:change=move |event| {
                        let seed = event_target_value(&event).parse::<u64>().unwrap_or(0).min(MAX_SEED);
                        state.seed.set(seed);
                        place.set("seed", &seed.to_string());
                    } />
            </label>
        </div>
    }
}

/// The trained network: where it comes from, and the way to it.
#[component]
fn Training() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let state = use_effective();
    let base = StoredValue::new(expect_context::<Base>().0);
    let link = move || {
        lab_address(&base.get_value(), bench, state).map(|address| format!("{address}lang={}", speech.language().id()))
    };
    let words = move || match state.trained.get() {
        None => say!(speech, effective.train),
        Some(TrainedNetwork::Present(_)) => say!(speech, effective.is_training),
        Some(TrainedNetwork::Past(trained)) => match &trained.about {
            About::Run(run) => say!(
                speech,
                effective.has_trained,
                seed = run.spec.seed,
                percent = percent(run.accuracy)
            ),
            _ => about(speech, &trained),
        },
    };
    let is_chosen = move |id: Option<WeightsId>| {
        state
            .trained
            .with(|trained| trained.as_ref().map(TrainedNetwork::id) == id)
    };
    let option = move |(idx, trained): (usize, TrainedNetwork)| {
        let id = trained.id();
        let name = move || match &trained {
            TrainedNetwork::Present(_) => say!(speech, state.running),
            TrainedNetwork::Past(trained) => label(speech, trained),
        };
        view! { <option value=idx.to_string() selected=move || is_chosen(Some(id))>{name}</option> }
    };
    let choose = move |event| {
        let idx = event_target_value(&event).parse::<usize>().ok();
        let found = state
            .all_trained
            .with(|all| idx.and_then(|idx| all.get(idx)).map(TrainedNetwork::id));
        state.choice.set(found);
    };
    let has_choice = move || {
        state
            .all_trained
            .with(|all| all.len() > usize::from(state.trained.with(Option::is_some)))
    };
    view! {
        <div class="panel" data-testid="effective-training">
            <p>{words}</p>
            <Show when=has_choice>
                <label class="field">
                    <span class="field__label">{tr!(speech, effective.trained)}</span>
                    <select class="select" data-testid="effective-weights" on:change=choose>
                        <option value="" selected=move || is_chosen(None)>"–"</option>
                        {move || state.all_trained.get().into_iter().enumerate().map(option).collect_view()}
                    </select>
                </label>
            </Show>
            <KeptRuns spec=Signal::derive(move || state.setting.with(|setting| setting.network.clone()))
                take=Callback::new(move |id| state.choice.set(Some(id))) />
            <p class="panel__actions">
                {move || link().map(|address| view! {
                    <a class="button" data-testid="effective-to-lab" href=address>
                        {move || if is_of_lab(state) { say!(speech, effective.to_lab) } else { say!(speech, frame.open_in_lab) }}
                    </a>
                })}
                <Show when=move || state.trained.with(Option::is_some)>
                    <button type="button" class="button" data-testid="measure-trained"
                        disabled=move || state.look(Which::Trained).with(Look::is_busy)
                        on:click=move |_| state.ask(Which::Trained)>{tr!(speech, effective.again)}</button>
                </Show>
            </p>
        </div>
    }
}

/// Whether the lab trains the network, or has trained it: the way there is the way back.
fn is_of_lab(state: Effective) -> bool {
    let is_run = |trained: &TrainedNetwork| matches!(trained.id(), WeightsId::Run(_));
    state.trained.with(|trained| trained.as_ref().is_some_and(is_run))
}

/// The address of the lab with this network and seed, but for the language; as it stands, once the network has been trained or is being trained there.
fn lab_address(base: &str, bench: Bench, state: Effective) -> Option<String> {
    if is_of_lab(state) {
        return Some(format!("{base}/lab/?"));
    }
    let query = bench.lab_query()?;
    Some(format!("{base}/lab/?{query}&seed={}&", state.seed.get()))
}
