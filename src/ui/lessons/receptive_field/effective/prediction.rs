//! Predict, then measure: the question of the step, and how far its answer is.

use leptos::prelude::*;

use super::look::{Look, Which};
use super::measured::{Extent, Theory};
use super::probing::use_effective;
use crate::ui::i18n::{say, tr, use_speech};

/// Predict, then measure.
#[component]
pub fn Prediction(
    /// What theory says of the layer.
    theory: Memo<Theory>,
) -> impl IntoView {
    let speech = use_speech();
    let state = use_effective();
    let typed = RwSignal::new(String::new());
    let number = move || typed.with(|text| text.trim().parse::<i64>().ok());
    let go = move || {
        state.guess.set(number());
        state.measure();
    };
    let side = Memo::new(move |_| {
        state
            .look(Which::Untrained)
            .with(|look| look.measured().map(|measured| Extent::of(&measured.values)))
    });
    let verdict = move || {
        let (guess, extent) = (state.guess.get()?, side.get()?);
        // Within a pixel is right: the width is the root of a number of pixels.
        let is_right = (guess as f64 - extent.side).abs() <= 1.0;
        let answer = format!("{:.1}", extent.side);
        let words = if is_right {
            say!(speech, frame.right, answer = answer)
        } else {
            say!(speech, frame.not_quite, guess = guess, answer = answer)
        };
        Some((is_right, words, extent.n_pixels))
    };
    view! {
        <div class="question" data-testid="question-effective">
            <p class="question__ask">{move || say!(speech, effective.ask, n = theory.with(Theory::side))}</p>
            <form class="question__form" on:submit=move |event: leptos::ev::SubmitEvent| { event.prevent_default(); go(); }>
                <input class="input question__number" type="number" inputmode="numeric" min="0" aria-label=tr!(speech, frame.guess)
                    prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event)) />
                <button type="submit" class="button button--main" data-testid="measure" disabled=move || state.is_busy()>
                    {move || if number().is_some() { say!(speech, effective.measure_guess) } else { say!(speech, effective.measure) }}
                </button>
                <Show when=move || state.is_busy()>
                    <button type="button" class="button" data-testid="effective-cancel" on:click=move |_| state.give_up()>
                        {tr!(speech, effective.cancel)}
                    </button>
                </Show>
            </form>
            {move || verdict().map(|(is_right, words, n)| view! {
                <p class="question__answer" class:question__answer--right=is_right role="status">
                    <b>{words}</b> " " {say!(speech, effective.explain, n = n)}
                </p>
            })}
        </div>
    }
}

/// How far the measurements are.
#[component]
pub fn Progress() -> impl IntoView {
    let speech = use_speech();
    let state = use_effective();
    let one = move |which: Which| {
        move || {
            let name = match which {
                Which::Untrained => say!(speech, effective.untrained),
                Which::Trained => say!(speech, effective.trained),
            };
            let (words, share) = match state.look(which).get() {
                Look::Waiting => (say!(speech, effective.opening), None),
                Look::Reading { n_done, n_total } => (
                    say!(speech, effective.progress, n = n_done, total = n_total),
                    Some(n_done as f64 / n_total.max(1) as f64),
                ),
                Look::Nothing | Look::Done(_) | Look::Failed(_) => return None,
            };
            Some(view! {
                <div class="panel panel--loading" role="status">
                    <p><b>{name}</b> " " {words}</p>
                    <div class="bar" class:bar--unknown=share.is_none()>
                        <div class="bar__fill" style=format!("width:{:.1}%", share.unwrap_or(0.3) * 100.0)></div>
                    </div>
                </div>
            })
        }
    };
    view! {
        {one(Which::Untrained)}
        {one(Which::Trained)}
    }
}
