//! The page of the lab: settings at the left, the run at the right.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::charts::{AccuracyChart, LossChart};
use super::controls::{Controls, LoadingPanel};
use super::failure::{FailurePanel, Problems};
use super::form::SettingsForm;
use super::meters::Meters;
use super::network::NetworkPanel;
use super::results::Results;
use super::store::Lab;
use crate::ui::i18n::{tr, use_speech};
use crate::ui::intent::Intent;
use crate::ui::outside;
use crate::ui::query;
use crate::ui::run::Phase;

/// How long a page that is just opened takes to stand where it will.
const REVEAL: Duration = Duration::from_millis(150);
/// The id of the part that shows the run.
const RUN: &str = "run";

/// Training.
#[component]
pub fn LabPage() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    open_link(lab);
    let is_empty = lab.run(|run| run.steps.is_empty() && run.phase == Phase::Idle);
    view! {
        <div class="lab">
            <header class="lab__head">
                <h1>{tr!(speech, lab.title)}</h1>
                <p>{tr!(speech, lab.lead)}</p>
            </header>
            <aside class="lab__settings" aria-label=tr!(speech, lab.settings)>
                <Problems />
                <SettingsForm />
                <NetworkPanel />
            </aside>
            <section class="lab__run" id=RUN aria-label=tr!(speech, lab.run)>
                <Controls />
                <FailurePanel />
                <LoadingPanel />
                <Meters />
                <Show when=move || is_empty.get()>
                    <p class="empty">{tr!(speech, state.empty)}</p>
                </Show>
                <div class="lab__charts" class:is-hidden=move || is_empty.get()>
                    <LossChart />
                    <AccuracyChart />
                </div>
                <Results />
            </section>
        </div>
    }
}

/// Opens the address's query, and starts its run where it asks for that and the data is known.
fn open_link(lab: Lab) {
    let speech = use_speech();
    let search = use_location().search;
    let data_known = Memo::new(move |_| lab.state.with(|state| state.cifar10_here.is_some()));
    let opened = StoredValue::new(String::from("none"));
    Effect::new(move |_| {
        let text = search.get();
        let known = data_known.get();
        if opened.get_value() != text {
            opened.set_value(text.clone());
            let is_bare = !query::KEYS
                .iter()
                .any(|key| key.name != "lang" && query::names(&text, key.name));
            if !is_bare || lab.state.with_untracked(|state| state.run.id.is_none()) {
                lab.send(Intent::OpenLink(text));
            }
            let language = lab.state.with_untracked(|state| state.query.lang);
            match language {
                Some(language) if language != speech.language() => speech.speak(language),
                _ => {}
            }
            lab.send(Intent::Speak(speech.language()));
        } else if !known {
            return;
        }
        let starts = lab
            .state
            .with_untracked(|state| state.query.start && !state.run.phase.is_busy());
        if known && starts {
            lab.send(Intent::Start);
            // After the router has scrolled to the top of the page that it opens.
            set_timeout(|| outside::reveal(RUN), REVEAL);
        }
    });
}
