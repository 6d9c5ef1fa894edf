//! What every step offers: network, weights, image; and how the engine is doing.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;

use super::state::{Networks, Origin, use_networks};
use crate::spec::variants;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{PicturePicker, use_gallery};
use crate::ui::names;
use crate::ui::numbers::percent;

/// A list of the networks of the lab.
#[component]
pub fn NetworkPicker() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let option = move |id: &'static str| {
        view! { <option value=id selected=move || !state.is_own() && state.id.get() == id>{move || names::variant(speech, id)}</option> }
    };
    view! {
        <label class="field">
            <span class="field__label">{tr!(speech, networks.network)}</span>
            <select class="select" data-testid="network" on:change=move |event| state.choose(&event_target_value(&event))>
                {move || state.is_own().then(|| view! { <option value="" selected=true>{names::variant(speech, variants::OWN)}</option> })}
                {variants::ids().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

/// What the weights in use are, in words.
pub fn provenance(speech: Speech, state: Networks) -> String {
    match state.origin.get() {
        Origin::Drawn => say!(speech, networks.about_drawn, seed = state.seed.get()),
        Origin::Recorded => state.recorded.with(|recorded| match recorded.get(&state.id.get()) {
            None => say!(speech, networks.fetching),
            Some(Err(reason)) => say!(speech, networks.not_recorded, reason = reason.trim_end_matches('.')),
            Some(Ok(found)) => {
                let record = &found.record;
                say!(
                    speech,
                    networks.about_recorded,
                    seed = record.seed,
                    epochs = record.training.epochs,
                    images = record.data.n_train,
                    tests = record.data.n_test,
                    accuracy = percent(record.accuracy),
                    date = record.origin.date,
                    machine = record.origin.machine,
                    commit = record.origin.commit,
                )
            }
        }),
        Origin::Run(run) => state
            .runs
            .with(|runs| match runs.iter().find(|finished| finished.run == run) {
                Some(found) => say!(
                    speech,
                    networks.about_run,
                    seed = found.spec.seed,
                    data = names::dataset(speech, found.spec.data.dataset),
                    accuracy = percent(found.accuracy),
                ),
                None => say!(speech, fault.no_network),
            }),
    }
}

/// Untrained, recorded, or a run of the lab.
#[component]
pub fn WeightsPicker() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let choose = move |origin: Origin| state.take_weights(origin, state.seed.get_untracked());
    let seed = move |event| {
        if let Ok(seed) = event_target_value(&event).parse() {
            state.take_weights(Origin::Drawn, seed);
        }
    };
    let run = move |finished: crate::ui::state::FinishedRun| {
        let origin = Origin::Run(finished.run);
        let accuracy = percent(finished.accuracy);
        view! {
            <button type="button" class="segments__one" aria-pressed=move || (state.origin.get() == origin).to_string()
                on:click=move |_| choose(origin)>{move || say!(speech, networks.of_run, accuracy = accuracy)}</button>
        }
    };
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, networks.weights)}</span>
            <div class="segments networks__weights" role="group" aria-label=tr!(speech, networks.weights)>
                {move || state.has_recorded().then(|| view! {
                    <button type="button" class="segments__one" data-testid="weights-recorded"
                        aria-pressed=move || (state.origin.get() == Origin::Recorded).to_string()
                        on:click=move |_| choose(Origin::Recorded)>{tr!(speech, networks.recorded)}</button>
                })}
                <button type="button" class="segments__one" data-testid="weights-drawn"
                    aria-pressed=move || (state.origin.get() == Origin::Drawn).to_string()
                    on:click=move |_| choose(Origin::Drawn)>{tr!(speech, networks.drawn)}</button>
                {move || state.runs.get().into_iter().map(run).collect_view()}
            </div>
        </div>
        {move || (state.origin.get() == Origin::Drawn).then(|| view! {
            <label class="field">
                <span class="field__label">{tr!(speech, networks.seed)}</span>
                <input class="input networks__seed" type="number" min="0" step="1" data-testid="seed"
                    prop:value=move || state.seed.get().to_string() on:change=seed />
            </label>
        })}
        <p class="note" data-testid="provenance">{move || provenance(speech, state)}</p>
    }
}

/// The gallery, noise, and pasting.
#[component]
pub fn ImagePicker() -> impl IntoView {
    let speech = use_speech();
    let gallery = use_gallery();
    let drawn = StoredValue::new(0u32);
    let noise = move |_| {
        drawn.update_value(|n| *n += 1);
        gallery.show_noise(drawn.get_value());
    };
    let pasting = window_event_listener_untyped("paste", move |event| {
        let data = js_sys::Reflect::get(&event, &"clipboardData".into());
        let data = data.ok().and_then(|data| data.dyn_into::<web_sys::DataTransfer>().ok());
        if let Some(file) = data.and_then(|data| data.files()).and_then(|files| files.get(0)) {
            spawn_local(gallery.add(file));
        }
    });
    on_cleanup(move || pasting.remove());
    view! {
        <PicturePicker />
        <p class="networks__noise">
            <button type="button" class="button button--quiet" data-testid="noise" on:click=noise>{tr!(speech, networks.noise)}</button>
            " " <span class="note">{tr!(speech, networks.paste)}</span>
        </p>
    }
}

/// Whether an answer is on its way, how long the last one took, and what went wrong.
#[component]
pub fn Status() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let words = move || match (state.waits.get(), state.took_ms.get()) {
        (true, _) => say!(speech, networks.waits),
        (false, Some(ms)) => say!(speech, networks.took, ms = format!("{ms:.0}")),
        (false, None) => String::new(),
    };
    view! {
        {move || match state.fault.get() {
            None => view! {
                <p class="note networks__status" role="status" data-testid="status"
                    data-waits=move || state.waits.get().to_string()
                    data-ms=move || state.took_ms.get().map(|ms| format!("{ms:.1}"))>{words}</p>
            }.into_any(),
            Some(fault) => view! {
                <div class="panel panel--failed" role="alert" data-testid="failure">
                    <p>{move || names::advice(speech, &fault)}</p>
                    <p class="panel__actions"><button type="button" class="button button--main" on:click=move |_| state.retry()>
                        {tr!(speech, networks.again)}</button></p>
                </div>
            }.into_any(),
        }}
    }
}
