//! What every step offers: the network; and how the engine is doing.

use leptos::prelude::*;

use super::given::Unread;
use super::state::use_networks;
use crate::spec::variants;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::names;

/// The tutorial's two networks, which come first; then those for which there are recorded weights.
const TUTORIAL: [&str; 2] = ["inception", "dilated"];
const COMPACT: [&str; 2] = ["inception-s", "dilated-s"];

/// A list of the networks of the lab, and a place for any other.
#[component]
pub fn NetworkPicker() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let option = move |id: &'static str| {
        view! { <option value=id selected=move || !state.is_own() && state.id.get() == id>{move || names::variant(speech, id)}</option> }
    };
    let is_first = |id: &&str| TUTORIAL.contains(id) || COMPACT.contains(id);
    let rest: Vec<&'static str> = variants::ids().into_iter().filter(|id| !is_first(id)).collect();
    view! {
        <label class="field">
            <span class="field__label">{tr!(speech, networks.network)}</span>
            <select class="select" data-testid="network" on:change=move |event| state.choose(&event_target_value(&event))>
                {move || state.is_own().then(|| view! { <option value="" selected=true>{names::variant(speech, variants::OWN)}</option> })}
                <optgroup label=tr!(speech, networks.group_tutorial)>{TUTORIAL.map(option).collect_view()}</optgroup>
                <optgroup label=tr!(speech, networks.group_compact)>{COMPACT.map(option).collect_view()}</optgroup>
                <optgroup label=tr!(speech, networks.group_lab)>{rest.into_iter().map(option).collect_view()}</optgroup>
            </select>
        </label>
        <Any />
        <Unshown />
    }
}

/// A place to paste any network into.
#[component]
fn Any() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let text = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        state.read(&text.get_untracked());
        if state.problem.with_untracked(Option::is_none) {
            text.set(String::new());
        }
    };
    view! {
        <details class="networks__any">
            <summary>{tr!(speech, networks.any)}</summary>
            <form class="networks__paste" on:submit=submit>
                <label class="field">
                    <span class="field__label">{tr!(speech, networks.any_label)}</span>
                    <input class="input" type="text" spellcheck="false" autocomplete="off" data-testid="any-network"
                        prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event)) />
                </label>
                <button type="submit" class="button" data-testid="show-network">{tr!(speech, networks.any_show)}</button>
            </form>
            <p class="note">{tr!(speech, networks.any_note)}</p>
        </details>
    }
}

/// Why the network of a link or of a text is not the one that is shown.
#[component]
fn Unshown() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let words = move |unread: &Unread| match unread {
        Unread::Reason(reason) => say!(speech, networks.unread, reason = reason.trim_end_matches('.')),
        Unread::Input([channels, height, width]) => say!(
            speech,
            networks.other_input,
            channels = channels,
            height = height,
            width = width
        ),
    };
    move || {
        state.problem.get().map(|unread| {
            view! { <p class="panel panel--note" role="alert" data-testid="unread">{move || words(&unread)}</p> }
        })
    }
}

/// Whether an answer is on its way, how long the last one took, and what went wrong.
#[component]
pub fn Status() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let words = move || match (state.answers.waits.get(), state.answers.took.get()) {
        (true, _) => say!(speech, networks.waits),
        (false, Some((ms, true))) => say!(speech, networks.took_kept, ms = format!("{ms:.0}")),
        (false, Some((ms, false))) => say!(speech, networks.took, ms = format!("{ms:.0}")),
        (false, None) => String::new(),
    };
    view! {
        {move || match state.answers.fault.get() {
            None => view! {
                <p class="note networks__status" role="status" data-testid="status"
                    data-waits=move || state.answers.waits.get().to_string()
                    data-kept=move || state.answers.took.get().map(|(_, is_kept)| is_kept.to_string())
                    data-ms=move || state.answers.took.get().map(|(ms, _)| format!("{ms:.1}"))>{words}</p>
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
