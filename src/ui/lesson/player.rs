//! Playing, pausing, stepping both ways, scrubbing and speed, for anything that is a row of states.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::i18n::{say, tr, use_speech};

/// Milliseconds from one state to the next at normal speed.
const BEAT_MS: u64 = 300;

/// The controls of `at`, which runs from 0 to `n_states` − 1; after the last state it begins again.
#[component]
pub fn Player(
    /// The state that is shown.
    at: RwSignal<usize>,
    /// How many there are.
    #[prop(into)]
    n_states: Signal<usize>,
    /// Whether it goes on by itself.
    plays: RwSignal<bool>,
    /// Beats between two states at normal speed; a beat is 0.3 s.
    #[prop(default = 4)]
    beats: usize,
) -> impl IntoView {
    let speech = use_speech();
    let speed = RwSignal::new(2usize);
    let waited = StoredValue::new(0usize);
    let ticking = set_interval_with_handle(
        move || {
            if !plays.get_untracked() {
                return;
            }
            // Half, normal and double speed are 1, 2 and 4 half beats each time.
            let due = waited.get_value() + speed.get_untracked();
            if due < 2 * beats {
                return waited.set_value(due);
            }
            waited.set_value(0);
            let n = n_states.get_untracked().max(1);
            at.update(|at| *at = (*at + 1) % n);
        },
        Duration::from_millis(BEAT_MS),
    );
    on_cleanup(move || {
        if let Ok(handle) = &ticking {
            handle.clear();
        }
    });
    let go = move |to: usize| {
        plays.set(false);
        at.set(to.min(n_states.get_untracked().saturating_sub(1)));
    };
    view! {
        <div class="player">
            <button type="button" class="button button--icon" aria-label=tr!(speech, frame.back) data-testid="back"
                disabled=move || at.get() == 0 on:click=move |_| go(at.get_untracked().saturating_sub(1))>"‹"</button>
            <button type="button" class="button player__play" data-testid="play" on:click=move |_| plays.update(|plays| *plays = !*plays)>
                {move || if plays.get() { say!(speech, growth.pause) } else { say!(speech, growth.play) }}
            </button>
            <button type="button" class="button button--icon" aria-label=tr!(speech, frame.forth) data-testid="forth"
                disabled=move || { at.get() + 1 >= n_states.get() } on:click=move |_| go(at.get_untracked() + 1)>"›"</button>
            <input class="range" type="range" min="0" max=move || n_states.get().saturating_sub(1).to_string()
                aria-label=tr!(speech, frame.scrub) prop:value=move || at.get().to_string()
                on:input=move |event| go(event_target_value(&event).parse().unwrap_or(0)) />
            <label class="player__speed">
                <span class="visually-hidden">{tr!(speech, frame.speed)}</span>
                <select class="select select--small" on:change=move |event| speed.set(event_target_value(&event).parse().unwrap_or(2))>
                    <option value="1">"½×"</option>
                    <option value="2" selected=true>"1×"</option>
                    <option value="4">"2×"</option>
                </select>
            </label>
        </div>
    }
}
