//! A list of test images with what two runs say of each.

use leptos::html::H4;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;

use super::images::{Missing, TestImages, TestSet, load};
use crate::lab::experiment::RunKey;
use crate::lab::stats::behind::Who;
use crate::spec::{DataSource, RunSummary};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::names;

/// What the first and the second run are called beside an image.
pub const RUN_NAMES: [&str; 2] = ["A", "B"];
/// Images that a list shows, and adds at a time.
const N_AT_ONCE: usize = 24;

/// Two runs, both done and tested on images with the same labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Their names.
    pub keys: [RunKey; 2],
    /// Looks of their variants, the same as in the charts.
    pub colours: [usize; 2],
    /// What they say of every test image.
    pub summaries: [RunSummary; 2],
    /// Ids of the classes.
    pub classes: Vec<&'static str>,
    /// The images, where both were tested on the same.
    pub set: Option<TestSet>,
}

impl Pair {
    /// Variant and seed of a run.
    pub fn title(&self, speech: Speech, run: usize) -> String {
        let key = &self.keys[run];
        let (variant, seed) = (names::variant(speech, &key.variant), say!(speech, ablation.seed));
        format!("{variant}, {seed} {}", key.seed)
    }

    fn class(&self, speech: Speech, class: u8) -> String {
        let id = self.classes.get(usize::from(class)).copied().unwrap_or_default();
        names::class(speech, id)
    }
}

/// The pictures of a pair's test images, fetched when the first list is opened.
#[derive(Clone, Copy)]
pub struct Pictures {
    pair: StoredValue<Pair>,
    found: RwSignal<Option<Result<TestImages, Missing>>>,
    is_asked: StoredValue<bool>,
}

impl Pictures {
    /// None yet.
    pub fn new(pair: StoredValue<Pair>) -> Self {
        Self {
            pair,
            found: RwSignal::new(None),
            is_asked: StoredValue::new(false),
        }
    }

    /// Fetches them, unless they are there or on their way; after a refusal, again.
    fn ask(self) {
        let has_failed = self.found.with_untracked(|found| matches!(found, Some(Err(_))));
        if self.is_asked.get_value() && !has_failed {
            return;
        }
        let (set, labels) = self
            .pair
            .with_value(|pair| (pair.set, pair.summaries[0].labels.clone()));
        let Some(set) = set else { return };
        self.is_asked.set_value(true);
        self.found.set(None);
        spawn_local(async move {
            let found = load(set, &labels).await;
            // The pair may be gone by now.
            let _ = self.found.try_set(Some(found));
        });
    }
}

/// An image of a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// Its place among the test images.
    pub idx: usize,
    /// Which of the runs put it here, where that is a question.
    pub who: Option<Who>,
}

/// Moves the focus to the element that `selector` finds.
pub fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that is not there any more needs no focus.
        let _ = element.focus();
    }
}

/// The list, with its own heading, which takes the focus; escape and a button close it.
#[component]
pub fn Images(
    pair: StoredValue<Pair>,
    pictures: Pictures,
    /// What it shows.
    items: Vec<Item>,
    /// Called where it shall go.
    close: Callback<()>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// How many there are, in words.
    #[prop(into)]
    count: Signal<String>,
) -> impl IntoView {
    let speech = use_speech();
    let heading = NodeRef::<H4>::new();
    heading.on_load(|heading| {
        let _ = heading.focus();
    });
    let n_items = items.len();
    if n_items > 0 {
        pictures.ask();
    }
    let n_shown = RwSignal::new(N_AT_ONCE.min(n_items));
    let items = StoredValue::new(items);
    let shown = move || items.with_value(|items| items[..n_shown.get().min(items.len())].to_vec());
    let escape = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            close.run(());
        }
    };
    view! {
        <section class="behind panel" data-testid="behind" on:keydown=escape>
            <div class="behind__head">
                <h4 class="behind__title" tabindex="-1" node_ref=heading>{move || title.get()}</h4>
                <button type="button" class="button button--quiet" data-testid="close-behind" on:click=move |_| close.run(())>
                    {tr!(speech, ablation.close)}
                </button>
            </div>
            {move || Some(count.get()).filter(|words| !words.is_empty()).map(|words| view! { <p data-testid="behind-count">{words}</p> })}
            <Show when=move || { n_items > 0 }>
                <p class="note">{tr!(speech, ablation.images_aid)} " " {move || source(speech, pictures)}</p>
                {move || problem(speech, pictures).map(|words| view! {
                    <p class="panel panel--note" role="status" data-testid="no-pictures">{words}</p>
                })}
                <ul class="behind__images">
                    <For each=shown key=|item| item.idx let:item>
                        <One pair=pair pictures=pictures item=item />
                    </For>
                </ul>
            </Show>
            <Show when=move || { n_items > n_shown.get() }>
                <p class="behind__more">
                    <span role="status">{move || say!(speech, ablation.shown, shown = n_shown.get(), n = n_items)}</span>
                    <button type="button" class="button button--quiet" data-testid="more-behind"
                        on:click=move |_| n_shown.update(|n| *n = (*n + N_AT_ONCE).min(n_items))>
                        {tr!(speech, ablation.more)}
                    </button>
                </p>
            </Show>
        </section>
    }
}

/// Where the pictures come from, or that they are on their way.
fn source(speech: Speech, pictures: Pictures) -> String {
    pictures.found.with(|found| match found {
        None => say!(speech, ablation.images_loading),
        Some(Err(_)) => String::new(),
        Some(Ok(images)) => {
            let source = match images.source() {
                DataSource::Generated => return String::new(),
                DataSource::OfficialArchive => say!(speech, meter.official_archive),
                DataSource::Folder => say!(speech, meter.folder),
            };
            say!(speech, ablation.images_cifar10, n = images.n_images(), source = source)
        }
    })
}

/// Why there are no pictures.
fn problem(speech: Speech, pictures: Pictures) -> Option<String> {
    let found = pictures.found.with(|found| found.as_ref()?.as_ref().err().cloned());
    Some(match found? {
        Missing::NotServed => say!(speech, ablation.images_not_served),
        Missing::Elsewhere => say!(speech, ablation.images_elsewhere),
        Missing::OtherLabels { n_other } => say!(speech, ablation.images_labels, n = n_other),
        Missing::Failed(error) => say!(speech, ablation.images_failed, reason = error.told(speech.language())),
    })
}

/// An image: what it is, and what both runs say.
#[component]
fn One(pair: StoredValue<Pair>, pictures: Pictures, item: Item) -> impl IntoView {
    let speech = use_speech();
    let Item { idx, who } = item;
    let label = pair.with_value(|pair| pair.summaries[0].labels.get(idx).copied().unwrap_or_default());
    let address = move || {
        let found = pictures.found.with(|found| found.as_ref()?.as_ref().ok()?.picture(idx));
        // Checked for all images when they arrived, and here once more for this one.
        found
            .filter(|picture| picture.label == Some(label))
            .map(|picture| picture.address())
    };
    let class = move |class: u8| pair.with_value(|pair| pair.class(speech, class));
    let line = move |run: usize| {
        let (said, confidence) = pair.with_value(|pair| {
            let summary = &pair.summaries[run];
            let confidence = summary.confidences.get(idx).copied().unwrap_or_default();
            (summary.predictions.get(idx).copied().unwrap_or_default(), confidence)
        });
        let is_right = said == label;
        let sure = format!("{:.0}", confidence * 100.0);
        let words = move || {
            say!(
                speech,
                ablation.says,
                run = RUN_NAMES[run],
                class = class(said),
                n = sure
            )
        };
        let mark = if is_right { "✓ " } else { "✗ " };
        view! { <span class="behind__says" class:behind__says--right=is_right data-said=said.to_string()>{mark} {words}</span> }
    };
    let by = move || match who {
        None => None,
        Some(Who::Both) => Some(say!(speech, ablation.by_both)),
        Some(Who::First) => Some(say!(speech, ablation.by_one, run = RUN_NAMES[0])),
        Some(Who::Second) => Some(say!(speech, ablation.by_one, run = RUN_NAMES[1])),
    };
    view! {
        <li class="behind__one" data-idx=idx.to_string() data-label=label.to_string()>
            {move || address().map(|address| view! {
                <img class="pixels" src=address alt=move || class(label) width="32" height="32" />
            })}
            <span class="behind__truth">{move || say!(speech, result.truth_is, name = class(label))}</span>
            {line(0)}
            {line(1)}
            {move || by().map(|words| view! { <span class="behind__by">{words}</span> })}
        </li>
    }
}
