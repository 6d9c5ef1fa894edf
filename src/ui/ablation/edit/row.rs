//! One network of the plan: name, facts, how it differs, and its form where that is open.

use leptos::prelude::*;

use super::super::behind::focus;
use super::super::facts::Facts;
use super::super::swatch::Swatch;
use super::form::Form;
use super::wording::differences;
use super::{Editor, button_id};
use crate::draw::bands::style;
use crate::spec::variants;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::WholeLink;
use crate::ui::names;
use crate::ui::numbers::{grouped, short};

/// A row of the table.
#[component]
pub fn Row(key: u64) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    let id = editor.part(key, |row| row.id().to_owned());
    let name = move || id.with(|id| names::variant(speech, id));
    // As the charts will draw it.
    let number = Memo::new(move |_| {
        editor.rows.with(|rows| {
            let ids: Vec<&str> = rows.iter().map(|row| row.id()).collect();
            let place = rows.iter().position(|row| row.key == key);
            let numbers = style::numbers(&[ids]).into_iter().next().unwrap_or_default();
            place.and_then(|place| numbers.get(place).copied()).unwrap_or(0)
        })
    });
    let is_only = Memo::new(move |_| editor.rows.with(|rows| rows.iter().count() < 2));
    let is_open = Memo::new(move |_| editor.open.with(|open| open.contains(&key)));
    let form_id = format!("form-{key}");
    let controls = form_id.clone();
    let close_on_escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            event.prevent_default();
            close(editor, key);
        }
    };
    view! {
        <li class="variants__one" data-variant=move || id.get() on:keydown=close_on_escape>
            <div class="variants__head">
                <Swatch number=number />
                <span class="variants__name">{name}</span>
                <FactsLine row=key />
                <Against row=key />
                <div class="variants__actions">
                    <button type="button" class="button button--quiet button--small" id=button_id(key) data-testid="edit"
                        aria-expanded=move || is_open.get().to_string() aria-controls=controls
                        aria-label=move || say!(speech, edit.edit_named, name = name())
                        on:click=move |_| editor.toggle(key)>{tr!(speech, edit.edit)}<span class="variants__arrow" aria-hidden="true"></span></button>
                    <button type="button" class="button button--quiet button--small" data-testid="duplicate"
                        aria-label=move || say!(speech, edit.duplicate_named, name = name())
                        on:click=move |_| editor.duplicate(key)>{tr!(speech, edit.duplicate)}</button>
                </div>
                <button type="button" class="button button--quiet button--icon"
                    aria-label=move || say!(speech, ablation.remove, name = name())
                    disabled=move || is_only.get()
                    on:click=move |_| editor.remove(key)>"×"</button>
            </div>
            <div id=form_id>
                <Show when=move || is_open.get()>
                    <Form row=key />
                    <WholeLink network=editor.part(key, |row| Some(row.network())) />
                </Show>
            </div>
        </li>
    }
}

/// Closes a row's form; the focus goes back to the button that opens it.
pub(super) fn close(editor: Editor, key: u64) {
    editor.open.update(|open| {
        open.remove(&key);
    });
    focus(&format!("#{}", button_id(key)));
}

#[component]
fn FactsLine(row: u64) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    let network = editor.part(row, |row| Some(row.network()));
    let facts = Memo::new(move |_| network.with(|network| network.as_ref().map(Facts::of).unwrap_or_default()));
    view! {
        <span class="variants__facts" data-testid="facts">
            {move || grouped(facts.get().n_parameters)} " " {tr!(speech, ablation.parameters)} " · "
            {move || short(facts.get().n_macs)} " " {tr!(speech, ablation.macs)} " · "
            <span class="term-field">{move || speech.words().local_field(facts.get().field)}</span>
        </span>
    }
}

/// How an own network differs from the first one of the plan.
#[component]
fn Against(row: u64) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    let own = editor.part(row, |row| {
        variants::find(row.id()).is_err().then(|| row.design().clone())
    });
    let first = Memo::new(move |_| editor.first());
    move || {
        let (key, id, base) = first.get()?;
        let design = own.get().filter(|_| key != row)?;
        let list = differences(speech, &base, &design);
        let name = names::variant(speech, &id);
        Some(view! {
            <span class="variants__facts" data-testid="against">{say!(speech, edit.against, name = name, list = list)}</span>
        })
    }
}
