//! What is kept in this browser, what is recorded by us, and what leaves as a file.
//!
//! Long because the three lists share one section of the page.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::chart::Look;
use super::compose::template_name;
use super::files;
use super::reporting::Reporting;
use super::store::Ablation;
use crate::lab::record::{ExperimentRecord, file};
use crate::lab::storage::Head;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::outside;
use crate::ui::words::Told;
use crate::web::database::DatabaseError;
use crate::web::fetch::{Freshness, get};

/// The experiments that are shipped, by template: files below `records/`.
pub const RECORDED: [&str; 3] = ["homework-s", "scales-fields", "homework"];
/// How long a deletion can be undone.
const UNDO: Duration = Duration::from_secs(8);

/// Why nothing can be kept, where that is so.
#[component]
pub fn StorageNotes() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let problem = Memo::new(move |_| ablation.kept.with(|kept| kept.problem.clone()));
    view! {
        {move || problem.get().map(|problem| {
            let words = match &problem {
                DatabaseError::Full => say!(speech, ablation.storage_full),
                DatabaseError::Refused { message } => say!(speech, ablation.storage_missing, reason = message.clone()),
            };
            view! { <p class="panel panel--note" role="alert" data-testid="storage-note">{words}</p> }
        })}
    }
}

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
            <Recorded />
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
        let name = ablation.state.with_untracked(|state| state.plan.name.clone());
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
        let query = ablation.state.with_untracked(|state| state.plan.serialise());
        outside::copy(&format!("{}?{query}", outside::absolute("ablation/")));
        copied.set(true);
        set_timeout(move || copied.set(false), Duration::from_secs(2));
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
            note.set(match taken {
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

#[component]
fn Recorded() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let found = RwSignal::new(Vec::<(&'static str, ExperimentRecord)>::new());
    spawn_local(async move {
        for id in RECORDED {
            let address = outside::absolute(&format!("records/{id}.json"));
            let fetched = get(&address, Freshness::Usual, |_| {}).await;
            let fetched = fetched.ok().filter(|fetched| !fetched.is_page());
            if let Some(record) = fetched.and_then(|fetched| file::read(&fetched.bytes).ok()) {
                found.update(|found| found.push((id, record)));
            }
        }
    });
    let one = move |(id, record): (&'static str, ExperimentRecord)| {
        let is_joined = move || {
            ablation
                .joined
                .with(|joined| joined.iter().any(|(other, _)| *other == id))
        };
        let origin = record.origin.clone();
        let stored = StoredValue::new(record);
        let toggle = move |_| {
            ablation
                .joined
                .update(|joined| match joined.iter().position(|(other, _)| *other == id) {
                    Some(idx) => {
                        joined.remove(idx);
                    }
                    None => joined.push((id, stored.get_value())),
                });
        };
        view! {
            <li class="kept__one" data-record=id>
                <button type="button" class="button" aria-pressed=move || is_joined().to_string() on:click=toggle>
                    {move || if is_joined() { say!(speech, ablation.joined) } else { say!(speech, ablation.join) }}
                </button>
                <span>{move || origin.clone().map(|origin| say!(
                    speech, ablation.recorded_note,
                    name = template_name(speech, id), date = origin.date, commit = origin.commit,
                    machine = origin.machine, data = origin.data
                ))}</span>
            </li>
        }
    };
    view! { <ul class="kept">{move || found.get().into_iter().map(one).collect_view()}</ul> }
}

#[component]
fn History() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let search = RwSignal::new(String::new());
    let doomed = RwSignal::new(None::<Head>);
    let current = ablation.part(|state| state.id.clone());
    let heads = Memo::new(move |_| {
        let wanted = search.get().to_lowercase();
        let doomed = doomed.get().map(|head| head.id);
        ablation.kept.with(|kept| {
            let fits = |head: &&Head| {
                let text = format!(
                    "{} {} {}",
                    head.title,
                    head.tags.join(" "),
                    template_name(speech, &head.title)
                );
                Some(&head.id) != doomed.as_ref() && text.to_lowercase().contains(&wanted)
            };
            kept.heads.iter().filter(fits).cloned().collect::<Vec<_>>()
        })
    });
    let delete = move |head: Head| {
        // Only one deletion waits for its undo; the one before is done now.
        if let Some(before) = doomed.get_untracked() {
            ablation.delete(before);
        }
        doomed.set(Some(head.clone()));
        set_timeout(
            move || {
                if doomed.get_untracked().as_ref() == Some(&head) {
                    doomed.set(None);
                    ablation.delete(head);
                }
            },
            UNDO,
        );
    };
    let one = move |head: Head| {
        let stored = StoredValue::new(head.clone());
        let is_current = move || current.get().as_ref() == Some(&stored.with_value(|head| head.id.clone()));
        let title = head.title.clone();
        let made = js_sys::Date::new(&head.created_ms.into());
        let made = String::from(made.to_locale_string(speech.language().id(), &wasm_bindgen::JsValue::UNDEFINED));
        let rename = move |event| {
            let mut head = stored.get_value();
            head.title = event_target_value(&event)
                .chars()
                .filter(|c| !c.is_control())
                .take(80)
                .collect();
            ablation.rename(head);
        };
        let tag = move |event| {
            let mut head = stored.get_value();
            let words = event_target_value(&event);
            head.tags = words
                .split([',', '，', ' '])
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .take(12)
                .collect();
            ablation.rename(head);
        };
        view! {
            <li class="kept__one" data-experiment=head.id.clone()>
                <input class="input kept__title" aria-label=tr!(speech, ablation.rename)
                    prop:value=move || template_name(speech, &title) on:change=rename />
                <input class="input kept__tags" aria-label=tr!(speech, ablation.tags) placeholder=tr!(speech, ablation.tags) prop:value=head.tags.join(" ") on:change=tag />
                <span class="unit">{made} " · " {head.experiment.variants.len()} " × " {head.experiment.seeds.len()}</span>
                <button type="button" class="button" disabled=is_current on:click=move |_| ablation.open(stored.get_value())>
                    {tr!(speech, ablation.open)}
                </button>
                <button type="button" class="button button--quiet" disabled=is_current on:click=move |_| delete(stored.get_value())>
                    {tr!(speech, ablation.delete)}
                </button>
            </li>
        }
    };
    let is_empty = move || ablation.kept.with(|kept| kept.heads.is_empty());
    view! {
        <Show when=is_empty><p class="note">{tr!(speech, ablation.history_empty)}</p></Show>
        <Show when=move || !is_empty()>
            <label class="field">
                <span class="field__label">{tr!(speech, ablation.search)}</span>
                <input class="input" type="search" prop:value=move || search.get()
                    on:input=move |event| search.set(event_target_value(&event)) />
            </label>
        </Show>
        {move || doomed.get().map(|head| view! {
            <p class="panel panel--note" role="status">
                {say!(speech, ablation.deleted, name = template_name(speech, &head.title))} " "
                <button type="button" class="button" data-testid="undo-delete" on:click=move |_| doomed.set(None)>{tr!(speech, ablation.undo)}</button>
            </p>
        })}
        <ul class="kept" data-testid="kept">{move || heads.get().into_iter().map(one).collect_view()}</ul>
    }
}
