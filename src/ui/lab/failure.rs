//! The one place where failures are shown: what happened, what to do, what was kept.

use leptos::prelude::*;

use super::store::Lab;
use crate::spec::Dataset;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::intent::{Intent, Remedy};
use crate::ui::names;
use crate::ui::numbers::grouped;
use crate::ui::words::Told;

/// The fault that ended the run.
#[component]
pub fn FailurePanel() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let fault = lab.run(|run| run.fault.clone());
    let kept = lab.run(|run| (run.steps.len(), run.epochs.len()));
    let gave_way = lab.run(|run| run.gpu_fault.clone());
    let cache_problem = lab.run(|run| run.data.as_ref().and_then(|data| data.cache_problem.clone()));
    let dataset = lab.run(|run| run.spec.as_ref().map_or(Dataset::Cifar10, |spec| spec.data.dataset));
    let kept_words = move || match kept.get() {
        (0, _) => say!(speech, fault.kept_none),
        (steps, epochs) => say!(speech, fault.kept, steps = grouped(steps as u64), epochs = epochs),
    };
    let title = move || match kept.get() {
        (0, _) => say!(speech, fault.not_begun),
        _ => say!(speech, fault.title),
    };
    view! {
        {move || gave_way.get().map(|fault| view! {
            <p class="panel panel--note">{say!(speech, fault.gave_way)} {names::advice(speech, &fault)}</p>
        })}
        {move || cache_problem.get().map(|reason| view! {
            <p class="panel panel--note">{say!(speech, state.cache_problem, reason = reason.told(speech.language()))}</p>
        })}
        {move || fault.get().map(|fault| view! {
            <div class="panel panel--failed" role="alert" data-testid="failure">
                <h2>{title}</h2>
                <p>{names::advice(speech, &fault)}</p>
                <p class="note">{kept_words}</p>
                <p class="panel__actions">
                    {Remedy::against(&fault, dataset.get()).into_iter().enumerate().map(|(idx, remedy)| {
                        view! {
                            <button type="button" class="button" class:button--main=idx == 0
                                data-testid=(remedy == Remedy::Retry).then_some("retry")
                                on:click=move |_| lab.send(Intent::Mend(remedy))>
                                {names::remedy(speech, remedy)}
                            </button>
                        }
                    }).collect_view()}
                </p>
            </div>
        })}
    }
}

/// Values that are not allowed, each with what is used instead.
#[component]
pub fn Problems() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let problems = Memo::new(move |_| lab.state.with(|state| state.problems.clone()));
    view! {
        <Show when=move || !problems.with(Vec::is_empty)>
            <div class="panel panel--note" role="alert" data-testid="problems">
                <p>{tr!(speech, lab.problems)}</p>
                <ul>
                    {move || problems.get().into_iter().map(|problem| view! {
                        <li>{say!(
                            speech, lab.problem,
                            key = problem.key, value = problem.value, allowed = problem.allowed,
                            used = problem.used
                        )} {problem.reason.map(|reason| format!(" {}", reason.told(speech.language())))}</li>
                    }).collect_view()}
                </ul>
            </div>
        </Show>
    }
}
