//! The page of the ablation lab: the plan at the left, the experiment at the right.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::change::Change;
use super::chart::{Charts, Look};
use super::compose::Compose;
use super::confusions::Confusions;
use super::controls::Controls;
use super::difference::Differences;
use super::frozen::FrozenNote;
use super::keeping::Keeping;
use super::measuring::Fields;
use super::outcomes::Outcomes;
use super::room::StorageNotes;
use super::runs::{Chosen, RunTable};
use super::store::Ablation;
use super::verdicts::Verdicts;
use crate::ui::i18n::{tr, use_speech};
use crate::ui::outside;
use crate::ui::pairs::pairs;

/// Under which key the experiment on the page is remembered.
const LAST: &str = "fovea.ablation.last";

/// The ablation lab.
#[component]
pub fn AblationPage() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    open_link(ablation);
    provide_context(Chosen(RwSignal::default()));
    Look::provide();
    Fields::provide();
    let has_board = ablation.part(|state| state.board.is_some());
    view! {
        <div class="lab ablation">
            <header class="lab__head">
                <h1>{tr!(speech, ablation.title)}</h1>
                <p>{tr!(speech, ablation.lead)}</p>
            </header>
            <section class="lab__settings" aria-label=tr!(speech, ablation.compose)>
                <Compose />
            </section>
            <section class="lab__run" id="run" aria-label=tr!(speech, lab.run)>
                <StorageNotes />
                <FrozenNote />
                <Controls />
                <Charts />
                <Show when=move || has_board.get()>
                    <RunTable />
                </Show>
                <Verdicts />
                <Differences />
                <Outcomes />
                <Confusions />
                <Keeping />
            </section>
        </div>
    }
}

/// Opens the link; without one, the experiment that was on the page before it was closed or reloaded.
fn open_link(ablation: Ablation) {
    let search = use_location().search;
    let opened = StoredValue::new(None::<String>);
    Effect::new(move |_| {
        let text = search.get();
        let before = opened.get_value();
        if before.as_ref() == Some(&text) {
            return;
        }
        opened.set_value(Some(text.clone()));
        let is_bare = !pairs(&text).any(|(key, _)| key != "lang");
        let is_busy = ablation.state.with_untracked(|state| state.board.is_some());
        if !is_bare && !is_own(ablation, &text) {
            ablation.send(Change::OpenLink(text));
        } else if !is_busy && is_bare && before.is_none() {
            ablation.send(Change::OpenLink(String::new()));
        }
    });
    let id = ablation.part(|state| state.id.clone());
    Effect::new(move |_| {
        if let Some(id) = id.get() {
            outside::remember(LAST, &id);
        }
    });
    Effect::new(move |_| {
        let head = ablation.kept.with(|kept| {
            let last = outside::remembered(LAST)?;
            kept.heads.iter().find(|head| head.id == last).cloned()
        });
        let is_empty = ablation.state.with_untracked(|state| state.board.is_none());
        let plan_is_asked = ablation.state.with_untracked(|state| {
            let asked = pairs(&outside::query_text()).any(|(key, _)| key != "lang");
            asked
                && head.as_ref().is_some_and(|head| {
                    state
                        .plan
                        .experiment()
                        .is_ok_and(|experiment| experiment != head.experiment)
                })
        });
        // The one that is to be deleted has left the page on purpose.
        let is_doomed = ablation
            .doomed
            .with_untracked(|doomed| doomed.is_some() && *doomed == head);
        if let Some(head) = head.filter(|_| is_empty && !plan_is_asked && !is_doomed) {
            ablation.open(head);
        }
    });
}

/// Whether the address only says what the page holds already.
fn is_own(ablation: Ablation, text: &str) -> bool {
    let plan = ablation.state.with_untracked(|state| state.plan.serialise());
    text.trim_start_matches('?') == plan
}
