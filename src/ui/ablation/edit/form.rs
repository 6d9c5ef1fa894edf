//! The form of a network: its name, and the settings that its family has.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::Editor;
use super::fields::{AnyLayers, ChainFields, InceptionFields};
use super::row::close;
use super::wording::name_refusal;
use crate::spec::design::Setting;
use crate::spec::{Design, NetworkSpec};
use crate::ui::ablation::editing::n_parameters;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::names;
use crate::ui::numbers::{grouped, percent};

/// The form below a row.
#[component]
pub fn Form(row: u64) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    let id = editor.part(row, |row| row.id().to_owned());
    let design = editor
        .rows
        .with_untracked(|rows| rows.get(row).map(|row| row.design().clone()));
    let fields = match design {
        Some(Design::Inception(_)) => view! { <InceptionFields row=row /> }.into_any(),
        Some(Design::SmallCnn(_)) => view! { <ChainFields row=row common=Setting::BatchNorm /> }.into_any(),
        Some(Design::Chain(_)) => view! { <ChainFields row=row common=Setting::Channels /> }.into_any(),
        Some(Design::Layers(_)) => view! { <AnyLayers row=row /> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <form class="edit" data-testid="edit-form"
            aria-label=move || say!(speech, edit.form_of, name = id.with(|id| names::variant(speech, id)))
            on:submit=|event| event.prevent_default()>
            <Name row=row />
            {fields}
            <Actions row=row />
        </form>
    }
}

#[component]
fn Name(row: u64) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    let id = editor.part(row, |row| row.id().to_owned());
    let refused = editor.part(row, |row| row.name_refused.clone());
    let value = move || match refused.get() {
        Some((typed, _)) => typed,
        None => id.with(|id| names::variant(speech, id)),
    };
    let take = move |typed: &str| {
        editor.change(|rows, plan| rows.rename(plan, row, typed, |id| names::variant(speech, id)));
    };
    let press = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            take(&event_target_value(&event));
        }
    };
    view! {
        <label class="field">
            <span class="field__label">{tr!(speech, edit.name)}</span>
            <input class="input" data-testid="variant-name" autocomplete="off" prop:value=value
                aria-invalid=move || refused.with(Option::is_some).to_string()
                on:keydown=press on:blur=move |event| take(&event_target_value(&event)) />
        </label>
        <div role="alert" class="edit__refused">
            {move || refused.get().map(|(typed, why)| view! { <p>{name_refusal(speech, &typed, why)}</p> })}
        </div>
    }
}

/// Undo, redo, and widths for as many parameters as the first network has.
#[component]
fn Actions(row: u64) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    let can_undo = editor.part(row, super::super::editing::Row::can_undo);
    let can_redo = editor.part(row, super::super::editing::Row::can_redo);
    let step = move |is_redo: bool| editor.change(|rows, plan| rows.undo(plan, row, is_redo));
    let first = Memo::new(move |_| editor.first());
    let is_layers = editor.part(row, |row| matches!(row.design(), Design::Layers(_)));
    let target = move || first.get().filter(|(key, ..)| *key != row && !is_layers.get());
    let network = editor.part(row, |row| Some(row.network()));
    // What the button found, for as long as the network is the one that it found.
    let found = RwSignal::new(None::<(NetworkSpec, bool)>);
    let match_first = move |_| {
        let is_new = editor.change(|rows, plan| rows.match_first(plan, row));
        found.set(network.get_untracked().map(|network| (network, is_new)));
    };
    let note = move || {
        let (matched, is_new) = found.get()?;
        let (_, _, base) = first.get()?;
        let n = n_parameters(&matched).filter(|_| network.get().as_ref() == Some(&matched))?;
        let wanted = n_parameters(&base.network())?;
        let off = n.abs_diff(wanted) as f32 / wanted.max(1) as f32;
        let (n, wanted) = (grouped(n as u64), grouped(wanted as u64));
        let words = if is_new {
            say!(speech, edit.matched, n = n, wanted = wanted, percent = percent(off))
        } else {
            say!(speech, edit.matched_already, n = n, wanted = wanted)
        };
        Some(view! { <p class="note" data-testid="matched">{words}</p> })
    };
    view! {
        {move || target().map(|(_, id, _)| view! {
            <button type="button" class="button edit__match" data-testid="match" on:click=match_first>
                {say!(speech, edit.match_first, name = names::variant(speech, &id))}
            </button>
        })}
        <div role="status">{note}</div>
        <div class="edit__actions">
            <button type="button" class="button button--quiet" data-testid="edit-undo" disabled=move || !can_undo.get()
                on:click=move |_| { step(false); }>"↶ " {tr!(speech, edit.undo)}</button>
            <button type="button" class="button button--quiet" data-testid="edit-redo" disabled=move || !can_redo.get()
                on:click=move |_| { step(true); }>"↷ " {tr!(speech, edit.redo)}</button>
            <button type="button" class="button" data-testid="edit-done" on:click=move |_| close(editor, row)>{tr!(speech, edit.done)}</button>
        </div>
    }
}
