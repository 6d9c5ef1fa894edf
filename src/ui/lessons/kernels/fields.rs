//! The nine fields of the learner's own kernel, with undo.

use leptos::prelude::*;

use super::settings::use_settings;
use crate::draw::sliding::written;
use crate::ui::i18n::{say, tr, use_speech};

/// Nine weights to type; a text that is none stays, and is named.
#[component]
pub fn KernelFields() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let mistakes = Memo::new(move |_| settings.kernel.with(|kernel| kernel.present().mistakes()));
    let field = move |idx: usize| {
        let text = move || settings.kernel.with(|kernel| kernel.present().texts[idx].clone());
        let is_bad = move || mistakes.with(|mistakes| mistakes.contains(&idx));
        view! {
            <input class="input kernel-fields__one" type="text" autocomplete="off" spellcheck="false" data-testid=format!("weight-{idx}")
                aria-label=tr!(speech, kernels.own_field, row = idx / 3 + 1, col = idx % 3 + 1)
                aria-invalid=move || is_bad().to_string() prop:value=text
                on:input=move |event| {
                    let next = settings.kernel.with_untracked(|kernel| kernel.present().typed(idx, &event_target_value(&event)));
                    settings.take(next);
                } />
        }
    };
    let problem = move |idx: usize| {
        let kernel = settings.typed();
        let (text, weight) = (kernel.texts[idx].clone(), written(kernel.weights[idx], 4));
        say!(
            speech,
            kernels.own_bad,
            row = idx / 3 + 1,
            col = idx % 3 + 1,
            text = text,
            weight = weight
        )
    };
    let can_undo = move || settings.kernel.with(|kernel| kernel.can_undo());
    let can_redo = move || settings.kernel.with(|kernel| kernel.can_redo());
    let step = move |back: bool| {
        settings.kernel.update(|kernel| {
            if back {
                kernel.undo();
            } else {
                kernel.redo();
            }
        });
    };
    view! {
        <fieldset class="kernel-fields">
            <legend class="field__label">{tr!(speech, kernels.own_title)}</legend>
            <div class="kernel-fields__grid">{(0..9).map(field).collect_view()}</div>
            <div class="kernel-fields__undo">
                <button type="button" class="button" data-testid="undo" disabled=move || !can_undo() on:click=move |_| step(true)>{tr!(speech, kernels.undo)}</button>
                <button type="button" class="button" disabled=move || !can_redo() on:click=move |_| step(false)>{tr!(speech, kernels.redo)}</button>
            </div>
        </fieldset>
        <div aria-live="polite" data-testid="bad-weights">
            {move || mistakes.get().into_iter().map(|idx| view! { <p class="kernel-fields__bad">{problem(idx)}</p> }).collect_view()}
        </div>
    }
}
