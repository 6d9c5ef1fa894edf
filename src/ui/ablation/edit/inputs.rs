//! The fields of a form: numbers, switches, choices, and what was refused in them.

use leptos::prelude::*;

use super::Editor;
use super::wording::{contents, part, refusal, whole};
use crate::spec::design::{Setting, Values};
use crate::ui::i18n::{Speech, use_speech};

/// The value of a setting as text: what was typed where that was refused.
fn text(editor: Editor, row: u64, setting: Setting) -> Memo<String> {
    editor.part(row, move |row| match row.refused.get(&setting) {
        Some(refused) => refused.typed.clone(),
        None => row.design().get(setting).unwrap_or_default().to_string(),
    })
}

/// A name of the setting, in the language that is spoken.
fn named(editor: Editor, row: u64, setting: Setting, is_whole: bool, speech: Speech) -> String {
    let name = if is_whole { whole } else { part };
    editor.rows.with_untracked(|rows| {
        let row = rows.get(row);
        row.map(|row| name(speech, row.design(), setting)).unwrap_or_default()
    })
}

/// A number to type; the network follows every keystroke that makes one.
#[component]
pub fn Number(
    row: u64,
    setting: Setting,
    /// Whether a label stands above it; else it has one for readers only.
    #[prop(optional)]
    is_bare: bool,
) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    let value = text(editor, row, setting);
    let is_used = editor.part(row, move |row| row.design().is_used(setting));
    let is_refused = editor.part(row, move |row| {
        row.refused.get(&setting).is_some_and(|refused| refused.why.is_some())
    });
    let take = move |typed: &str, is_done: bool| {
        editor.change(|rows, plan| rows.set(plan, row, setting, typed, is_done));
    };
    let press = move |event: leptos::ev::KeyboardEvent| {
        let typed = event_target_value(&event);
        let number = typed.trim().parse::<usize>();
        let stepped = match event.key().as_str() {
            "ArrowUp" => number.map(|number| number.saturating_add(1)),
            "ArrowDown" => number.map(|number| number.saturating_sub(1)),
            "Enter" => return take(&typed, true),
            _ => return,
        };
        if let Ok(number) = stepped {
            event.prevent_default();
            take(&number.to_string(), false);
        }
    };
    let label_class = if is_bare { "visually-hidden" } else { "field__label" };
    view! {
        <label class="field">
            <span class=label_class>
                {move || named(editor, row, setting, is_bare, speech)}
            </span>
            <input class="input" inputmode="numeric" autocomplete="off" data-setting=setting.id()
                prop:value=move || value.get()
                disabled=move || !is_used.get()
                aria-invalid=move || is_refused.get().to_string()
                on:input=move |event| take(&event_target_value(&event), false)
                on:keydown=press
                on:blur=move |event| take(&event_target_value(&event), true) />
        </label>
    }
}

/// Something that is there or not.
#[component]
pub fn Switch(row: u64, setting: Setting) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    let is_on = editor.part(row, move |row| row.design().get(setting) == Some(1));
    let flip = move |event: leptos::ev::Event| {
        let checkbox: web_sys::HtmlInputElement = event_target(&event);
        let typed = if checkbox.checked() { "1" } else { "0" };
        editor.change(|rows, plan| rows.set(plan, row, setting, typed, true));
        // What was refused is not shown as if it were taken.
        checkbox.set_checked(is_on.get_untracked());
    };
    view! {
        <label class="field field--switch">
            <input type="checkbox" data-setting=setting.id() prop:checked=move || is_on.get() on:change=flip />
            <span>{move || named(editor, row, setting, false, speech)}</span>
        </label>
    }
}

/// One of a few values.
#[component]
pub fn Choice(row: u64, setting: Setting) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    let value = editor.part(row, move |row| row.design().get(setting).unwrap_or_default());
    let values = editor.part(row, move |row| match row.design().values(setting) {
        Values::Choice(values) => values,
        _ => Vec::new(),
    });
    let option = move |one: usize| {
        let name = move || match setting {
            Setting::Form => contents(speech, one),
            _ => one.to_string(),
        };
        view! { <option value=one.to_string() prop:selected=move || value.get() == one>{name}</option> }
    };
    let choose = move |event: leptos::ev::Event| {
        editor.change(|rows, plan| rows.set(plan, row, setting, &event_target_value(&event), true));
    };
    view! {
        <label class="field">
            <span class="field__label">{move || named(editor, row, setting, false, speech)}</span>
            <select class="select" data-setting=setting.id() on:change=choose>
                {move || values.get().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

/// The field that fits the values of a setting.
#[component]
pub fn Field(row: u64, setting: Setting) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let values = editor
        .rows
        .with_untracked(|rows| rows.get(row).map(|row| row.design().values(setting)));
    match values {
        Some(Values::Choice(_)) => view! { <Choice row=row setting=setting /> }.into_any(),
        Some(Values::Switch) => view! { <Switch row=row setting=setting /> }.into_any(),
        _ => view! { <Number row=row setting=setting /> }.into_any(),
    }
}

/// What was refused among `settings`, and why.
#[component]
pub fn Refusals(row: u64, settings: Vec<Setting>) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    let found = editor.part(row, move |row| {
        let refused = row.refused.iter().filter(|(setting, _)| settings.contains(setting));
        refused
            .filter_map(|(_, refused)| refused.why.clone())
            .collect::<Vec<_>>()
    });
    view! {
        <div role="alert" class="edit__refused">
            {move || found.get().into_iter().map(|why| view! { <p>{move || refusal(speech, &why)}</p> }).collect_view()}
        </div>
    }
}
