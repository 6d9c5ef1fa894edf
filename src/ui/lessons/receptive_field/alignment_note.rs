//! The warning about misaligned merges, with the cure.

use leptos::prelude::*;

use super::alignment::{Finding, findings, meetings};
use super::bench::Bench;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::use_place;

/// Id of the preset that shows a misaligned merge.
const EXAMPLE: &str = "even-kernel";

/// What is wrong with the merges of the network in front of the learner; nothing where all is well.
#[component]
pub fn AlignmentNote() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let found = Memo::new(move |_| bench.observed.with(|observed| findings(&meetings(&observed.lowered))));
    move || {
        let one = |finding: Finding| {
            let is_wrong = !matches!(finding, Finding::Undefined { .. });
            view! {
                <div class=if is_wrong { "panel panel--note" } else { "note" } role="status" data-testid="alignment">
                    {if is_wrong { "⚠ " } else { "" }} {words(speech, &finding)}
                </div>
            }
        };
        found.get().into_iter().map(one).collect_view()
    }
}

/// Why alignment matters, and a network that lacks it.
#[component]
pub fn AlignmentExample() -> impl IntoView {
    let speech = use_speech();
    let place = use_place();
    let bench = expect_context::<Bench>();
    let is_wrong = Memo::new(move |_| {
        bench
            .observed
            .with(|observed| meetings(&observed.lowered).iter().any(|meeting| meeting.is_wrong()))
    });
    let is_example = move || bench.id.get() == EXAMPLE;
    view! {
        <p>{tr!(speech, alignment.words)}
            {move || (is_example() && is_wrong.get()).then(|| view! { " " <b>{tr!(speech, alignment.mend)}</b> })}
        </p>
        {move || (!is_example()).then(|| view! {
            <p><button type="button" class="button" data-testid="show-misaligned" on:click=move |_| bench.choose(place, EXAMPLE)>
                {tr!(speech, alignment.show)}
            </button></p>
        })}
    }
}

fn words(speech: Speech, finding: &Finding) -> String {
    let carried = |above: &[String]| match above {
        [] => String::new(),
        layers => format!(" {}", say!(speech, alignment.inherited, layers = layers.join(", "))),
    };
    match finding {
        Finding::Offset { name, doubled, above } => {
            let pixels = doubled.map(|doubled| doubled as f64 / 2.0);
            let what = say!(
                speech,
                alignment.offset,
                layer = name,
                rows = pixels.height,
                columns = pixels.width
            );
            format!("{what}{} {}", carried(above), say!(speech, alignment.cure_offset))
        }
        Finding::Jumps {
            name,
            smallest,
            largest,
            above,
        } => {
            let what = say!(
                speech,
                alignment.jumps,
                layer = name,
                smallest = smallest,
                largest = largest
            );
            format!("{what}{} {}", carried(above), say!(speech, alignment.cure_jumps))
        }
        Finding::Undefined { name } => say!(speech, alignment.undefined, layer = name),
    }
}
