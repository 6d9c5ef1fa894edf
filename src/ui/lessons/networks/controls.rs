//! What every step offers: network and image; and how the engine is doing.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;

use super::state::use_networks;
use crate::spec::variants;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{PicturePicker, use_gallery};
use crate::ui::names;

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
    let words = move || match (state.waits.get(), state.took.get()) {
        (true, _) => say!(speech, networks.waits),
        (false, Some((ms, true))) => say!(speech, networks.took_kept, ms = format!("{ms:.0}")),
        (false, Some((ms, false))) => say!(speech, networks.took, ms = format!("{ms:.0}")),
        (false, None) => String::new(),
    };
    view! {
        {move || match state.fault.get() {
            None => view! {
                <p class="note networks__status" role="status" data-testid="status"
                    data-waits=move || state.waits.get().to_string()
                    data-kept=move || state.took.get().map(|(_, is_kept)| is_kept.to_string())
                    data-ms=move || state.took.get().map(|(ms, _)| format!("{ms:.1}"))>{words}</p>
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
