//! The control that chooses the weights of a network.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::chosen::{Chosen, Origin, Refused};
use super::offers::KeptRuns;
use super::save::SaveWeights;
use super::shelf::{About, Trained};
use super::wording::{label, provenance, refusal, word_of};
use crate::bridge::protocol::{Fault, Refusal};
use crate::spec::Unfit;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::words::Told;
use crate::web::message_of;

/// Largest file that is read: more than any network of the page has.
const MOST_MB: f64 = 256.0;
/// Most tensors of a report that are listed.
const MOST_LISTED: usize = 12;

/// Untrained, recorded, trained here, or from a file; what the weights are; and a way to save them.
#[component]
pub fn WeightsPicker(
    /// The choice.
    chosen: Chosen,
) -> impl IntoView {
    let speech = use_speech();
    let seed = move |event| {
        if let Ok(seed) = event_target_value(&event).parse() {
            chosen.draw(seed);
        }
    };
    let one = move |trained: Trained| {
        let (id, origin) = (trained.id, Origin::Trained(trained.id));
        view! {
            <button type="button" class="segments__one" data-testid=word_of(id)
                aria-pressed=move || (chosen.origin.get() == origin).to_string() on:click=move |_| chosen.take(origin)>
                {move || label(speech, &trained)}</button>
        }
    };
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, weights.weights)}</span>
            <div class="segments networks__weights" role="group" aria-label=tr!(speech, weights.weights)>
                <button type="button" class="segments__one" data-testid="weights-drawn"
                    aria-pressed=move || (chosen.origin.get() == Origin::Drawn).to_string()
                    on:click=move |_| chosen.take(Origin::Drawn)>{tr!(speech, weights.drawn)}</button>
                {move || chosen.trained.get().into_iter().map(one).collect_view()}
            </div>
        </div>
        <KeptRuns spec=Signal::derive(move || Some(chosen.spec.get())) take=Callback::new(move |id| chosen.take(Origin::Trained(id))) />
        {move || (chosen.origin.get() == Origin::Drawn).then(|| view! {
            <label class="field">
                <span class="field__label">{tr!(speech, weights.seed)}</span>
                <input class="input networks__seed" type="number" min="0" step="1" data-testid="seed"
                    prop:value=move || chosen.seed.get().to_string() on:change=seed />
            </label>
        })}
        <p class="note" data-testid="provenance">{move || provenance(speech, chosen)}</p>
        <Report chosen=chosen />
        <div class="controls__buttons">
            <Import chosen=chosen />
            <SaveWeights chosen=chosen />
        </div>
        {move || chosen.refused.get().map(|refused| view! {
            <p class="panel panel--note" role="alert" data-testid="weights-refused">{move || refusal(speech, &refused)}</p>
        })}
    }
}

/// A file of the learner's, read into the network.
#[component]
fn Import(chosen: Chosen) -> impl IntoView {
    let speech = use_speech();
    let read = move |event: leptos::ev::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        // The same file again is another choice.
        input.set_value("");
        let name = file.name();
        let mb = file.size() / 1e6;
        if mb > MOST_MB {
            return chosen.refused.set(Some(Refused::TooLarge { name, mb }));
        }
        spawn_local(async move {
            match JsFuture::from(file.array_buffer()).await {
                Ok(buffer) => chosen.import(name, js_sys::Uint8Array::new(&buffer).to_vec()),
                Err(thrown) => {
                    let message = message_of(&thrown);
                    let problem = Refusal::Unread { message };
                    let fault = Fault::BadSpec { problem };
                    chosen.refused.set(Some(Refused::File { name, fault }));
                }
            }
        });
    };
    view! {
        <label class="button file-button" title=tr!(speech, weights.import_note)>
            {tr!(speech, weights.import)}
            <input type="file" class="visually-hidden" accept=".safetensors" data-testid="import-weights" on:change=read />
        </label>
    }
}

/// What of a file did not fit.
#[component]
fn Report(chosen: Chosen) -> impl IntoView {
    let speech = use_speech();
    let report = Memo::new(move |_| match chosen.current()?.about {
        About::File(file) if !(file.report.unfit.is_empty() && file.report.left_over.is_empty()) => Some(file),
        _ => None,
    });
    move || {
        report.get().map(|file| {
            let unfit = file.report.unfit;
            let n_unfit = unfit.len();
            let lines = move || {
                let language = speech.language();
                let line = |(name, reason): &(String, Unfit)| format!("{name}: {}", reason.told(language));
                list(speech, unfit.iter().map(line).collect())
            };
            let seed = file.seed;
            view! {
                <div class="panel panel--note" data-testid="import-report">
                    {(n_unfit > 0).then(|| view! { <p>{move || say!(speech, weights.file_unfit, seed = seed)}</p> {lines} })}
                    {(!file.report.left_over.is_empty()).then(|| view! { <p>{tr!(speech, weights.file_left)}</p> {list(speech, file.report.left_over)} })}
                </div>
            }
        })
    }
}

fn list(speech: Speech, lines: Vec<String>) -> impl IntoView {
    let n_more = lines.len().saturating_sub(MOST_LISTED);
    let shown = lines.into_iter().take(MOST_LISTED);
    view! {
        <ul>
            {shown.map(|line| view! { <li><code>{line}</code></li> }).collect_view()}
            {(n_more > 0).then(|| view! { <li>{move || say!(speech, weights.file_more, n = n_more)}</li> })}
        </ul>
    }
}
