//! The images to which two runs give different classes, by who is right.

use leptos::prelude::*;

use super::behind::{Images, Item, Pair, Pictures, RUN_NAMES, focus};
use crate::lab::stats::images::{Right, disagreements};
use crate::ui::i18n::{Speech, say, use_speech};

const KINDS: [(Right, &str); 3] = [
    (Right::First, "first"),
    (Right::Second, "second"),
    (Right::Neither, "neither"),
];

/// Three buttons with counts; one of the lists at a time.
#[component]
pub fn Disagreements(pair: StoredValue<Pair>, pictures: Pictures) -> impl IntoView {
    let speech = use_speech();
    let (found, n_images) = pair.with_value(|pair| {
        let [first, second] = &pair.summaries;
        (disagreements(first, second).unwrap_or_default(), first.labels.len())
    });
    let n_differ = found.len();
    let lists = KINDS.map(|(right, _)| {
        let of_kind = found.iter().filter(|image| image.right() == right);
        of_kind.map(|image| image.image_idx).collect::<Vec<usize>>()
    });
    let counts = lists.each_ref().map(Vec::len);
    let lists = StoredValue::new(lists);
    let open = RwSignal::new(None::<usize>);
    let close = Callback::new(move |()| {
        if let Some(kind) = open.try_update(Option::take).flatten() {
            focus(&format!("[data-disagree=\"{}\"]", KINDS[kind].1));
        }
    });
    let buttons = KINDS.iter().enumerate().map(|(kind, (_, id))| {
        view! {
            <button type="button" class="button" data-disagree=*id
                aria-expanded=move || (open.get() == Some(kind)).to_string()
                on:click=move |_| open.update(|open| *open = if *open == Some(kind) { None } else { Some(kind) })>
                {move || label(speech, kind, counts[kind])}
            </button>
        }
    });
    view! {
        <p class="note">{move || say!(speech, ablation.disagree_aid, n = n_images, differ = n_differ)}</p>
        <div class="disagree">{buttons.collect_view()}</div>
        <For each=move || open.get() key=|kind| *kind children=move |kind| {
            let items = lists.with_value(|lists| {
                lists[kind].iter().map(|idx| Item { idx: *idx, who: None }).collect::<Vec<_>>()
            });
            let words = move || if counts[kind] == 0 { say!(speech, ablation.disagree_none) } else { String::new() };
            view! {
                <Images pair=pair pictures=pictures items=items close=close
                    title=Signal::derive(move || label(speech, kind, counts[kind])) count=Signal::derive(words) />
            }
        } />
    }
}

/// Who is right, and how often.
fn label(speech: Speech, kind: usize, n: usize) -> String {
    match RUN_NAMES.get(kind) {
        Some(run) => say!(speech, ablation.only_right, run = run, n = n),
        None => say!(speech, ablation.both_wrong, n = n),
    }
}
