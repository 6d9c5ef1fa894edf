//! Start, pause, step, stop; where the run stands; what is being waited for.

use std::time::Duration;

use leptos::prelude::*;

use super::store::Lab;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::intent::Intent;
use crate::ui::names;
use crate::ui::numbers::{grouped, megabytes};
use crate::ui::outside;
use crate::ui::run::{Phase, Stage};

/// The buttons and the state of the run.
#[component]
pub fn Controls() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let phase = lab.run(|run| run.phase);
    let stopping = lab.run(|run| run.stopping);
    let has_run = lab.run(|run| run.id.is_some());
    let label = move || lab.state.with(|state| names::phase(speech, &state.run));
    let pause_or_resume = move |_| match phase.get_untracked() {
        Phase::Paused => lab.send(Intent::Resume),
        _ => lab.send(Intent::Pause),
    };
    view! {
        <div class="controls">
            <p class="state" data-phase=move || phase.get().id()>
                <span class="visually-hidden" data-testid="run-state" aria-hidden="true">{move || phase.get().id()}</span>
                <span class="state__dot" aria-hidden="true"></span>
                <span class="state__label" role="status">{label}</span>
            </p>
            <div class="controls__buttons">
                <button type="button" class="button button--main" data-testid="start"
                    disabled=move || phase.get().is_busy()
                    on:click=move |_| lab.send(Intent::Start)>
                    {move || if has_run.get() { say!(speech, lab.start_again) } else { say!(speech, lab.start) }}
                </button>
                <button type="button" class="button" data-testid="pause"
                    disabled=move || !phase.get().has_started() || stopping.get()
                    on:click=pause_or_resume>
                    {move || if phase.get() == Phase::Paused { say!(speech, lab.resume) } else { say!(speech, lab.pause) }}
                </button>
                <button type="button" class="button" data-testid="step"
                    disabled=move || phase.get() == Phase::Loading || stopping.get()
                    on:click=move |_| lab.send(Intent::Step)>
                    {tr!(speech, lab.step)}
                </button>
                <button type="button" class="button" data-testid="stop"
                    disabled=move || !phase.get().is_busy()
                    on:click=move |_| lab.send(Intent::Stop)>
                    {move || if stopping.get() { say!(speech, lab.stop_now) } else { say!(speech, lab.stop) }}
                </button>
            </div>
            <CopyLink />
        </div>
    }
}

#[component]
fn CopyLink() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let query = lab.state.with_untracked(|state| state.query.serialise());
        outside::copy(&format!("{}?{query}", outside::absolute("lab/")));
        copied.set(true);
        set_timeout(move || copied.set(false), Duration::from_secs(2));
    };
    view! {
        <button type="button" class="button button--quiet" data-testid="copy-link" on:click=copy>
            {move || if copied.get() { say!(speech, lab.copied) } else { say!(speech, lab.copy) }}
        </button>
    }
}

/// What is being waited for, how much of it is there.
#[component]
pub fn LoadingPanel() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let stage = lab.run(|run| (run.phase == Phase::Loading).then(|| run.stage.clone()));
    let words = move || {
        stage.get().map(|stage| match stage {
            Stage::Engine => say!(speech, state.engine),
            Stage::Building => say!(speech, state.building),
            Stage::Images(progress) => {
                let mut words = say!(
                    speech,
                    state.images,
                    n = grouped(progress.n_images_done as u64),
                    total = grouped(progress.n_images_total as u64),
                    mb = megabytes(progress.n_bytes_done),
                    mb_total = megabytes(progress.n_bytes_total)
                );
                if progress.n_bytes_cached > 0 {
                    words.push(' ');
                    words.push_str(&say!(speech, state.cached, mb = megabytes(progress.n_bytes_cached)));
                }
                words
            }
            Stage::Checking(n, total) => say!(speech, state.checking, n = n, total = total),
        })
    };
    let share = move || match stage.get() {
        Some(Stage::Images(progress)) if progress.n_bytes_total > 0 => {
            Some(progress.n_bytes_done as f64 / progress.n_bytes_total as f64)
        }
        Some(Stage::Checking(n, total)) if total > 0 => Some(n as f64 / total as f64),
        _ => None,
    };
    view! {
        <div class="panel panel--loading" class:is-hidden=move || stage.get().is_none()>
            <p>{words}</p>
            <div class="bar" class:bar--unknown=move || share().is_none()>
                <div class="bar__fill" style=move || format!("width:{:.1}%", share().unwrap_or(0.3) * 100.0)></div>
            </div>
        </div>
    }
}
