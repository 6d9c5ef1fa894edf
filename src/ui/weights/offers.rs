//! Runs of experiments whose networks this browser keeps: listed wherever weights are chosen, read when one is chosen.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::kept::{KeptProblem, kept_problem};
use super::shelf::{Shelf, WeightsId};
use crate::lab::experiment::RunKey;
use crate::lab::record::RunState;
use crate::lab::storage::Storage;
use crate::spec::{NetworkSpec, RunSpec};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::names;
use crate::web::database::DatabaseError;

/// A run of an experiment that this browser keeps, before its network is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Key of the experiment.
    experiment: String,
    /// What the learner calls it.
    title: String,
    /// Its name in the experiment.
    key: RunKey,
    run: RunSpec,
    state: RunState,
    /// Steps done, as they were kept.
    n_steps: usize,
}

impl Shelf {
    /// Looks again for what this browser keeps; where it keeps nothing, or does not say, there is nothing to offer.
    pub fn look_for_runs(self) {
        spawn_local(async move {
            let found = kept().await.unwrap_or_default();
            let _ = self.offers.try_set(found);
        });
    }
}

async fn kept() -> Result<Vec<Offer>, DatabaseError> {
    let storage = Storage::open().await?;
    let mut offers = Vec::new();
    for head in storage.heads().await? {
        let keys = storage.with_network(&head.id, head.experiment.keys()).await?;
        if keys.is_empty() {
            continue;
        }
        let record = storage.record(&head).await?;
        for key in keys {
            let (Some(run), Some(kept)) = (head.experiment.run(&key), record.run(&key)) else {
                continue;
            };
            offers.push(Offer {
                experiment: head.id.clone(),
                title: head.title.clone(),
                key,
                run,
                state: kept.state.clone(),
                n_steps: kept.losses.len(),
            });
        }
    }
    Ok(offers)
}

fn words(speech: Speech, offer: &Offer) -> String {
    let state = match &offer.state {
        RunState::Waiting => say!(speech, ablation.waiting),
        RunState::Running => say!(speech, ablation.running),
        RunState::Paused => say!(speech, ablation.paused),
        RunState::Done => say!(speech, ablation.done),
        RunState::Stopped => say!(speech, ablation.stopped),
        RunState::Failed { .. } => say!(speech, ablation.failed),
    };
    say!(
        speech,
        weights.offer,
        experiment = speech.words().template_name(&offer.title),
        name = names::variant(speech, &offer.key.variant),
        seed = offer.key.seed,
        state = state,
        step = offer.n_steps,
        steps = offer.run.n_steps()
    )
}

/// A list of the kept runs of a network, of any network where none is given; nothing where there are none.
#[component]
pub fn KeptRuns(
    /// The network; nothing for any.
    spec: Signal<Option<NetworkSpec>>,
    /// Hears the name of the weights, once they are read.
    take: Callback<WeightsId>,
) -> impl IntoView {
    let speech = use_speech();
    let shelf = expect_context::<Shelf>();
    let is_reading = RwSignal::new(false);
    let problem = RwSignal::new(None::<KeptProblem>);
    shelf.look_for_runs();
    let offers = Memo::new(move |_| {
        let spec = spec.get();
        let mut offers = shelf.offers.get();
        offers.retain(|offer| spec.as_ref().is_none_or(|spec| offer.run.network == *spec));
        offers
    });
    let choose = move |event| {
        let idx = event_target_value(&event).parse::<usize>().ok();
        let offer = offers.with_untracked(|offers| idx.and_then(|idx| offers.get(idx)).cloned());
        let Some(offer) = offer else { return };
        is_reading.set(true);
        problem.set(None);
        spawn_local(async move {
            let found = shelf.load(&offer.experiment, &offer.key).await;
            // Whoever has left meanwhile is not asked.
            if is_reading.try_set(false).is_some() {
                return;
            }
            match found {
                Ok(id) => take.run(id),
                Err(found) => problem.set(Some(found)),
            }
        });
    };
    let option = move |(idx, offer): (usize, Offer)| {
        view! { <option value=idx.to_string()>{words(speech, &offer)}</option> }
    };
    let n = Memo::new(move |_| offers.with(Vec::len));
    let is_any = Memo::new(move |_| n.get() > 0);
    move || {
        is_any.get().then(|| {
            view! {
                <label class="field">
                    <span class="field__label">{tr!(speech, weights.experiments)}</span>
                    <select class="select" data-testid="kept-runs" prop:value="" on:focus=move |_| shelf.look_for_runs() on:change=choose>
                        <option value="" selected=true>{move || say!(speech, weights.choose_run, n = n.get())}</option>
                        {move || offers.get().into_iter().enumerate().map(option).collect_view()}
                    </select>
                </label>
                {move || is_reading.get().then(|| view! { <p class="note" role="status">{tr!(speech, weights.reading_run)}</p> })}
                {move || problem.get().map(|problem| view! {
                    <p class="panel panel--note" role="alert">{move || kept_problem(speech, &problem)}</p>
                })}
            }
        })
    }
}
