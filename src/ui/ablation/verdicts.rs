//! What may be said about the differences, in sentences.

use leptos::prelude::*;

use super::runs::Chosen;
use super::sentences;
use super::store::Ablation;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::names;

/// The verdict on every variant against one of them, and on two chosen runs image by image.
#[component]
pub fn Verdicts() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let chosen = expect_context::<Chosen>();
    let variants = ablation.part(|state| {
        let board = state.board.as_ref();
        board.map_or_else(Vec::new, |board| {
            board
                .record
                .experiment
                .variants
                .iter()
                .map(|variant| variant.id.clone())
                .collect::<Vec<_>>()
        })
    });
    let wished = RwSignal::new(String::new());
    let base = Memo::new(move |_| {
        let wanted = wished.get();
        variants.with(|variants| {
            let known = variants.iter().find(|id| **id == wanted).or(variants.first());
            known.cloned().unwrap_or_default()
        })
    });
    let lines = Memo::new(move |_| {
        ablation.redraw.track();
        let words = speech.words();
        let base = base.get();
        ablation.state.with_untracked(|state| {
            let Some(board) = &state.board else {
                return (Vec::new(), None);
            };
            let others = board
                .record
                .experiment
                .variants
                .iter()
                .filter(|variant| variant.id != base);
            let lines: Vec<String> = others
                .map(|variant| sentences::of_verdict(words, &board.record, &base, &variant.id))
                .collect();
            (lines, sentences::of_noise(words, &board.record))
        })
    });
    let pair = Memo::new(move |_| {
        ablation.redraw.track();
        let words = speech.words();
        let chosen = chosen.0.get();
        let [first, second] = chosen.as_slice() else {
            return None;
        };
        ablation.state.with_untracked(|state| {
            let record = &state.board.as_ref()?.record;
            let found = sentences::of_agreement(words, record, first, second);
            Some(found.unwrap_or_else(|| words.ablation.mcnemar_pick.to_owned()))
        })
    });
    view! {
        <Show when=move || variants.with(|variants| variants.len() > 1)>
            <section>
                <h2>{tr!(speech, ablation.verdict)}</h2>
                <label class="slots">
                    <span class="field__label">{tr!(speech, ablation.baseline)}</span>
                    <select class="select select--small" name="baseline" on:change=move |event| wished.set(event_target_value(&event))>
                        {move || variants.get().into_iter().map(|id| {
                            let (value, shown) = (id.clone(), id.clone());
                            view! { <option value=value selected=move || base.get() == id>{move || names::variant(speech, &shown)}</option> }
                        }).collect_view()}
                    </select>
                </label>
                <ul class="verdicts" data-testid="verdicts">
                    {move || lines.get().0.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                </ul>
                {move || lines.get().1.map(|line| view! { <p class="note">{line}</p> })}
                <p role="status" data-testid="mcnemar">{move || pair.get().unwrap_or_else(|| say!(speech, ablation.compare_two))}</p>
            </section>
        </Show>
    }
}
