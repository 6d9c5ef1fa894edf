//! What leaves as a file or a link and comes back, with the lists of recorded and kept experiments below.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::chart::Look;
use super::files;
use super::history::History;
use super::recorded::RecordedList;
use super::reporting::Reporting;
use super::store::Ablation;
use crate::lab::record::{ExperimentRecord, file};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::outside;
use crate::ui::words::Told;

/// Files, link, recorded experiments, and the list of the kept ones.
#[component]
pub fn Keeping() -> impl IntoView {
    let speech = use_speech();
    view! {
        <section class="keeping">
            <h2>{tr!(speech, ablation.keep)}</h2>
            <Reporting />
            <h3>{tr!(speech, report.files)}</h3>
            <Files />
            <h3>{tr!(speech, ablation.recorded)}</h3>
            <RecordedList />
            <h3>{tr!(speech, ablation.history)}</h3>
            <History />
        </section>
    }
}

/// The record on the page, as a file would hold it.
fn record(ablation: Ablation) -> Option<ExperimentRecord> {
    ablation
        .state
        .with_untracked(|state| Some(state.board.as_ref()?.record.clone()))
}

#[component]
fn Files() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let look = expect_context::<Look>();
    let has_board = ablation.part(|state| state.board.is_some());
    let note = RwSignal::new(String::new());
    let copied = RwSignal::new(false);
    let save = move |text: Result<String, String>, extension: &str, mime: &str| {
        let name = ablation.state.with_untracked(|state| state.shared().name);
        let name: String = name
            .chars()
            .map(|c| if c.is_alphanumeric() || c == '-' { c } else { '-' })
            .collect();
        let saved = text.and_then(|text| outside::save_file(&format!("fovea-{name}.{extension}"), mime, &text));
        note.set(saved.err().unwrap_or_default());
    };
    let csv = move |_| {
        save(files::csv(ablation, speech, look), "csv", "text/csv");
    };
    let json = move |_| {
        let text = record(ablation).ok_or_else(String::new);
        save(
            text.and_then(|record| file::write(&record).map_err(|error| error.to_string())),
            "json",
            "application/json",
        );
    };
    let copy = move |_| {
        let query = ablation.state.with_untracked(|state| state.shared().serialise());
        outside::copy(&format!("{}?{query}", outside::absolute("ablation/")));
        copied.set(true);
        set_timeout(
            move || {
                let _ = copied.try_set(false);
            },
            Duration::from_secs(2),
        );
    };
    let import = move |event: leptos::ev::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let Some(chosen) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        input.set_value("");
        spawn_local(async move {
            let name = chosen.name();
            let read = JsFuture::from(chosen.array_buffer()).await;
            let read = read.map_err(|thrown| crate::web::message_of(&thrown));
            let import = |buffer| ablation.import(&js_sys::Uint8Array::new(&buffer).to_vec());
            let taken = read.and_then(|buffer| import(buffer).map_err(|error| error.told(speech.language())));
            // The page may have been left meanwhile.
            let _ = note.try_set(match taken {
                Ok(()) => say!(speech, ablation.imported, file = name),
                Err(reason) => say!(speech, ablation.import_bad, file = name, reason = reason),
            });
        });
    };
    view! {
        <div class="controls__buttons">
            <button type="button" class="button" data-testid="csv" disabled=move || !has_board.get() on:click=csv>{tr!(speech, ablation.export_csv)}</button>
            <button type="button" class="button" data-testid="json" disabled=move || !has_board.get() on:click=json>{tr!(speech, ablation.export_json)}</button>
            <label class="button file-button">
                {tr!(speech, ablation.import_json)}
                <input type="file" class="visually-hidden" accept=".json,application/json" data-testid="import" on:change=import />
            </label>
            <button type="button" class="button" data-testid="copy-link" on:click=copy>
                {move || if copied.get() { say!(speech, ablation.link_copied) } else { say!(speech, ablation.copy_link) }}
            </button>
        </div>
        <p class="note">{tr!(speech, report.csv_note)}</p>
        <p class="note" role="status" data-testid="file-note">{move || note.get()}</p>
    }
}
