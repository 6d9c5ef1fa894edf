//! What changes a figure, directly above it: network, weights, image, layer, unit.

use leptos::prelude::*;
use leptos_use::use_media_query;

use super::state::use_networks;
use crate::ui::i18n::{tr, use_speech};
use crate::ui::weights::WeightsPicker;

/// Controls side by side, as many as fit; on a phone folded until they are wanted.
#[component]
pub fn Bench(children: Children) -> impl IntoView {
    let speech = use_speech();
    // On a phone the figure comes first.
    let is_open = use_media_query("(min-width: 900px)");
    view! {
        <details class="bench" open=move || is_open.get() data-testid="bench">
            <summary>{tr!(speech, networks.bench)}</summary>
            <div class="bench__all">{children()}</div>
        </details>
    }
}

/// The weights of the lesson.
#[component]
pub fn FirstWeights() -> impl IntoView {
    let state = use_networks();
    view! { <div class="bench__weights"><WeightsPicker chosen=state.chosen /></div> }
}

/// Whether the squares show the strongest maps, or all.
#[component]
pub fn MapsChoice() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let one = move |all: bool, label: Signal<String>| {
        view! {
            <button type="button" class="segments__one" aria-pressed=move || (state.all_maps.get() == all).to_string()
                data-testid=if all { "all-maps" } else { "few-maps" } on:click=move |_| state.show_maps(all)>{move || label.get()}</button>
        }
    };
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, networks.squares)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, networks.squares)>
                {one(false, Signal::derive(tr!(speech, networks.show_few)))} {one(true, Signal::derive(tr!(speech, networks.show_all)))}
            </div>
        </div>
    }
}

/// Row and column of the unit, as numbers.
#[component]
pub fn UnitPicker() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let one = move |axis: usize, label: Signal<String>, id: &'static str| {
        let set = move |event| {
            if let Ok(value) = event_target_value(&event).parse::<usize>() {
                let mut unit = state.unit.get_untracked();
                unit[axis] = value;
                state.look_at_unit(unit);
            }
        };
        view! {
            <label class="field"><span class="field__label">{move || label.get()}</span>
                <input class="input networks__seed" type="number" min="0" data-testid=id prop:value=move || state.unit.get()[axis].to_string() on:change=set /></label>
        }
    };
    view! {
        <div class="networks__pickers">
            {one(1, Signal::derive(tr!(speech, networks.row)), "row")}
            {one(2, Signal::derive(tr!(speech, networks.column)), "column")}
        </div>
    }
}
