//! Start, pause, go on, stop; how far the whole experiment is.

use leptos::prelude::*;

use super::change::Change;
use super::store::Ablation;
use crate::lab::record::RunState;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::numbers::{clock, grouped, megabytes};

/// The state of a run or of the whole experiment, in a word.
pub fn state_name(speech: Speech, state: &RunState) -> String {
    match state {
        RunState::Waiting => say!(speech, ablation.waiting),
        RunState::Running => say!(speech, ablation.running),
        RunState::Paused => say!(speech, ablation.paused),
        RunState::Done => say!(speech, ablation.done),
        RunState::Stopped => say!(speech, ablation.stopped),
        RunState::Failed { .. } => say!(speech, ablation.failed),
    }
}

/// The stable word of a state, for styles and tests.
pub fn state_id(state: &RunState) -> &'static str {
    match state {
        RunState::Waiting => "idle",
        RunState::Running => "running",
        RunState::Paused => "paused",
        RunState::Done => "finished",
        RunState::Stopped => "stopped",
        RunState::Failed { .. } => "failed",
    }
}

/// The buttons, the progress, and what is waited for.
#[component]
pub fn Controls() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let whole = ablation.part(super::state::AblationState::whole);
    let is_busy = ablation.part(super::state::AblationState::is_busy);
    let has_board = ablation.part(|state| state.board.is_some());
    let can_go_on = Memo::new(move |_| has_board.get() && !is_busy.get() && whole.get() != RunState::Done);
    let progress = Memo::new(move |_| {
        ablation.redraw.track();
        ablation
            .state
            .with_untracked(|state| state.board.as_ref().map(|board| board.progress()))
    });
    let left = Memo::new(move |_| {
        ablation.redraw.track();
        ablation
            .state
            .with_untracked(|state| remaining_seconds(state.board.as_ref()?))
    });
    let next_seed = ablation.part(|state| {
        let board = state.board.as_ref()?;
        Some(board.record.experiment.seeds.iter().max()? + 1)
    });
    let loading = ablation.part(|state| state.loading.clone());
    let is_recorded = ablation.is_recorded();
    let is_building = ablation.part(|state| state.is_building);
    view! {
        <div class="controls">
            <p class="state" data-phase=move || state_id(&whole.get())>
                <span class="visually-hidden" data-testid="experiment-state" aria-hidden="true">{move || state_id(&whole.get())}</span>
                <span class="state__dot" aria-hidden="true"></span>
                <span class="state__label" role="status">{move || state_name(speech, &whole.get())}</span>
            </p>
            <div class="controls__buttons">
                <button type="button" class="button" class:button--main=move || !can_go_on.get() data-testid="start"
                    disabled=move || is_busy.get() on:click=move |_| ablation.send(Change::Start)>
                    {move || if has_board.get() { say!(speech, ablation.start_over) } else { say!(speech, ablation.start) }}
                </button>
                <Show when=move || can_go_on.get() && !is_recorded.get()>
                    <button type="button" class="button button--main" data-testid="resume" on:click=move |_| ablation.send(Change::Resume)>
                        {tr!(speech, ablation.resume)}
                    </button>
                </Show>
                <button type="button" class="button" data-testid="pause" disabled=move || !is_busy.get()
                    on:click=move |_| ablation.send(Change::Pause)>{tr!(speech, ablation.pause)}</button>
                <button type="button" class="button" data-testid="stop" disabled=move || !is_busy.get() && !can_go_on.get()
                    on:click=move |_| ablation.send(Change::StopAll)>{tr!(speech, ablation.stop)}</button>
                {move || next_seed.get().filter(|_| !is_recorded.get()).map(|seed| view! {
                    <button type="button" class="button" data-testid="add-seed" on:click=move |_| ablation.send(Change::AddSeed(seed))>
                        {move || say!(speech, ablation.add_seed, seed = seed)}
                    </button>
                })}
            </div>
            <Slots />
        </div>
        {move || progress.get().map(|(n_done, n_total)| {
            let share = 100.0 * n_done as f64 / n_total.max(1) as f64;
            view! {
                <div class="experiment__progress">
                    <div class="bar"><div class="bar__fill" style=format!("width:{share:.1}%")></div></div>
                    <p class="unit" data-testid="progress">
                        {say!(speech, ablation.progress, done = grouped(n_done as u64), total = grouped(n_total as u64))}
                        {move || left.get().map(|seconds| format!(" · {}", say!(speech, ablation.remaining, time = clock(seconds))))}
                    </p>
                </div>
            }
        })}
        {move || loading.get().map(|progress| view! {
            <p class="note">{say!(
                speech, state.images,
                n = grouped(progress.n_images_done as u64), total = grouped(progress.n_images_total as u64),
                mb = megabytes(progress.n_bytes_done), mb_total = megabytes(progress.n_bytes_total)
            )}</p>
        })}
        <Show when=move || is_building.get()><p class="note">{tr!(speech, ablation.building)}</p></Show>
    }
}

/// Seconds until all runs are over, from the speed that each variant has shown; nothing while one has shown none.
fn remaining_seconds(board: &crate::lab::board::Board) -> Option<f64> {
    let mut left = 0.0;
    let n_active = board.active().len();
    for variant in &board.record.experiment.variants {
        let runs = || board.record.runs_of(&variant.id);
        let (steps, seconds) = runs().fold((0, 0.0), |sum, run| {
            let last = run.clock.last();
            (
                sum.0 + last.map_or(0, |mark| mark.n_steps),
                sum.1 + f64::from(run.seconds()),
            )
        });
        let n_left: usize = runs()
            .filter(|run| !run.state.is_over())
            .filter_map(|run| Some(board.record.experiment.run(&run.key)?.n_steps() - run.losses.len()))
            .sum();
        if n_left > 0 {
            if steps == 0 {
                return None;
            }
            left += seconds / steps as f64 * n_left as f64;
        }
    }
    (left > 0.0 && n_active > 0).then(|| left / n_active as f64)
}

#[component]
fn Slots() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let n_slots = ablation.part(|state| state.n_slots);
    let set = move |event| {
        if let Ok(n) = event_target_value(&event).parse::<usize>() {
            ablation.send(Change::Slots(n));
        }
    };
    view! {
        <label class="slots">
            <span class="field__label">{tr!(speech, ablation.slots)}</span>
            <select class="select select--small" name="slots" on:change=set>
                {(1..=super::state::MOST_SLOTS).map(|n| view! {
                    <option value=n.to_string() selected=move || n_slots.get() == n>{n}</option>
                }).collect_view()}
            </select>
        </label>
    }
}
