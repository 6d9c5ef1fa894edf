//! The experiments that this browser keeps.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::compose::template_name;
use super::room::made;
use super::state::AblationState;
use super::store::Ablation;
use crate::lab::storage::Head;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::numbers::megabytes;

/// The list: found by name or tag, renamed, opened, deleted with an undo.
#[component]
pub fn History() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let search = RwSignal::new(String::new());
    let doomed = ablation.doomed;
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
    // Sizes are counted one after the other, after the list is there.
    let n_heads = Memo::new(move |_| ablation.kept.with(|kept| kept.heads.len()));
    Effect::new(move |_| {
        if n_heads.get() > 0 {
            spawn_local(ablation.measure());
        }
    });
    let is_busy = ablation.part(AblationState::is_busy);
    let one = move |head: Head| {
        let stored = StoredValue::new(head.clone());
        let is_current = move || current.get().as_ref() == Some(&stored.with_value(|head| head.id.clone()));
        let title = head.title.clone();
        let made = made(speech, &head);
        let id = head.id.clone();
        let size = move || {
            let size = ablation.kept.with(|kept| kept.sizes.get(&id).copied());
            size.map(|size| format!(" · {} MB", megabytes(size)))
        };
        let recorded = head
            .origin
            .is_some()
            .then(|| view! { " · " {tr!(speech, experiment.recorded_tag)} });
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
                <span class="unit">{made} " · " {head.experiment.variants.len()} " × " {head.experiment.seeds.len()} {recorded} {size}</span>
                <button type="button" class="button" disabled=is_current on:click=move |_| ablation.open(stored.get_value())>
                    {tr!(speech, ablation.open)}
                </button>
                <button type="button" class="button button--quiet" disabled=move || is_current() && is_busy.get()
                    on:click=move |_| ablation.doom(stored.get_value())>
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
