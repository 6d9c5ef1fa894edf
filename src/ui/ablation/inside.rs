//! From a run of the table to its network: into the lesson that looks inside, or as a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::store::Ablation;
use crate::lab::experiment::RunKey;
use crate::ui::app::Base;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lab::Lab;
use crate::ui::names;
use crate::ui::weights::{Shelf, kept_problem, looking_address, save};

/// What came of the last of these buttons; a context of the table.
#[derive(Clone, Copy)]
pub struct InsideNote(pub RwSignal<String>);

/// The buttons of a run whose network may be kept.
#[component]
pub fn Inside(
    /// The run.
    key: RunKey,
) -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let lab = expect_context::<Lab>();
    let shelf = expect_context::<Shelf>();
    let note = expect_context::<InsideNote>().0;
    let base = StoredValue::new(expect_context::<Base>().0);
    let navigate = StoredValue::new_local(use_navigate());
    let (shown, spoken) = (key.clone(), key.clone());
    let key = StoredValue::new(key);
    // The experiment's key and the run's network, then its place on the shelf; a problem is noted.
    let loaded = async move || {
        let (id, network) = ablation.state.with_untracked(|state| {
            let (id, board) = state.id.clone().zip(state.board.as_ref())?;
            let run = board.record.experiment.run(&key.get_value())?;
            Some((id, run.network))
        })?;
        match shelf.load(&id, &key.get_value()).await {
            Ok(weights) => Some((id, network, weights)),
            Err(problem) => {
                let _ = note.try_set(kept_problem(speech, &problem));
                None
            }
        }
    };
    let look = move |_| {
        spawn_local(async move {
            let Some((id, network, _)) = loaded().await else { return };
            let address = looking_address(&base.get_value(), &id, &key.get_value(), &network);
            let address = format!("{address}&lang={}", speech.language().id());
            let options = NavigateOptions {
                resolve: false,
                ..Default::default()
            };
            navigate.with_value(|navigate| navigate(&address, options));
        });
    };
    let store = move |_| {
        spawn_local(async move {
            let Some((_, _, weights)) = loaded().await else { return };
            let Some(source) = untrack(|| shelf.source(weights)) else {
                return;
            };
            let name = key.with_value(|key| format!("{}-seed-{}", key.variant, key.seed));
            save(lab, speech, source, &name, move |said| {
                let _ = note.try_set(said);
            });
        });
    };
    view! {
        <button type="button" class="button button--quiet button--small" data-testid="look-inside" on:click=look
            aria-label=move || say!(speech, ablation.look_inside_of, name = names::variant(speech, &shown.variant), seed = shown.seed)>
            {tr!(speech, ablation.look_inside)}</button>
        <button type="button" class="button button--quiet button--small" data-testid="save-run-weights" on:click=store
            aria-label=move || say!(speech, ablation.save_weights_of, name = names::variant(speech, &spoken.variant), seed = spoken.seed)>
            "↓ " {tr!(speech, weights.weights)}</button>
    }
}
