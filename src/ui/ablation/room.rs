//! What the page says where the browser keeps nothing more: what may be deleted, how large it is, and how to go on.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::compose::template_name;
use super::store::Ablation;
use crate::lab::storage::Head;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::numbers::megabytes;
use crate::web::database::DatabaseError;

/// Most experiments that are proposed.
const MOST_PROPOSED: usize = 4;

/// When an experiment was made, as the language writes it.
pub fn made(speech: Speech, head: &Head) -> String {
    let made = js_sys::Date::new(&head.created_ms.into());
    String::from(made.to_locale_string(speech.language().id(), &wasm_bindgen::JsValue::UNDEFINED))
}

/// Why nothing can be kept, where that is so, and what helps.
#[component]
pub fn StorageNotes() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let problem = Memo::new(move |_| ablation.kept.with(|kept| kept.problem.clone()));
    Effect::new(move |_| {
        if problem.get() == Some(DatabaseError::Full) {
            spawn_local(ablation.measure());
        }
    });
    move || {
        problem.get().map(|problem| match problem {
            DatabaseError::Full => view! {
                <div class="panel panel--note" role="alert" data-testid="storage-note">
                    <p>{tr!(speech, ablation.storage_full)}</p>
                    <Proposals />
                </div>
            }
            .into_any(),
            DatabaseError::Refused { message } => {
                let words = move || say!(speech, ablation.storage_missing, reason = message);
                view! { <p class="panel panel--note" role="alert" data-testid="storage-note">{words}</p> }.into_any()
            }
        })
    }
}

/// The largest of the other experiments, and the oldest one, each with its size and a button.
#[component]
fn Proposals() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let current = ablation.part(|state| state.id.clone());
    let proposed = Memo::new(move |_| {
        let (current, doomed) = (current.get(), ablation.doomed.get().map(|head| head.id));
        ablation.kept.with(|kept| {
            let is_other = |head: &&Head| Some(&head.id) != current.as_ref() && Some(&head.id) != doomed.as_ref();
            let mut others: Vec<&Head> = kept.heads.iter().filter(is_other).collect();
            let oldest = others.last().map(|head| head.id.clone());
            let size = |head: &Head| kept.sizes.get(&head.id).copied();
            others.sort_by_key(|head| std::cmp::Reverse(size(head)));
            let is_proposed =
                |(place, head): &(usize, &Head)| *place < MOST_PROPOSED || Some(&head.id) == oldest.as_ref();
            let proposed = others.into_iter().enumerate().filter(is_proposed);
            proposed
                .map(|(_, head)| (head.clone(), size(head), Some(&head.id) == oldest.as_ref()))
                .collect::<Vec<_>>()
        })
    });
    let one = move |(head, size, is_oldest): (Head, Option<u64>, bool)| {
        let stored = StoredValue::new(head.clone());
        let name = template_name(speech, &head.title);
        let spoken = name.clone();
        view! {
            <li class="kept__one">
                <span class="kept__about">{name} " " <span class="unit">{made(speech, &head)}
                    {size.map(|size| format!(" · {} MB", megabytes(size)))}
                    {is_oldest.then(|| view! { " · " {tr!(speech, experiment.oldest)} })}
                </span></span>
                <button type="button" class="button button--small" data-testid="make-room"
                    aria-label=move || say!(speech, experiment.delete_named, name = spoken)
                    on:click=move |_| ablation.doom(stored.get_value())>{tr!(speech, ablation.delete)}</button>
            </li>
        }
    };
    let is_empty = Memo::new(move |_| proposed.with(Vec::is_empty));
    let room = Memo::new(move |_| ablation.kept.with(|kept| kept.room));
    view! {
        <ul class="kept">{move || proposed.get().into_iter().map(one).collect_view()}</ul>
        <Show when=move || is_empty.get()><p>{tr!(speech, experiment.nothing_to_delete)}</p></Show>
        {move || room.get().map(|room| view! {
            <p class="note">{say!(speech, experiment.room, used = megabytes(room.n_used), quota = megabytes(room.n_quota))}</p>
        })}
    }
}
