//! The second step: which shapes fuse, what PyTorch says where they do not, and what the result costs.

use leptos::prelude::*;

use super::choice::{FUSIONS, LENGTHS, complaint, listed};
use super::settings::{id_of, merge_name, use_settings};
use crate::draw::fusion::{Block, shapes};
use crate::geometry::fuse::{Refusal, fused, pointwise_weights};
use crate::geometry::{Merge, Shape};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, NumberQuestion};
use crate::ui::numbers::grouped;

/// Channels that the question asks for.
const ASKED: usize = 10;
/// Shapes to begin with, by the words of their buttons.
const EXAMPLES: [(&str, [Shape; 2]); 5] = [
    ("equal", [Shape::new(64, 32, 32), Shape::new(64, 32, 32)]),
    ("channels", [Shape::new(64, 32, 32), Shape::new(32, 32, 32)]),
    ("size", [Shape::new(64, 32, 32), Shape::new(64, 16, 16)]),
    ("channel-gate", [Shape::new(64, 32, 32), Shape::new(64, 1, 1)]),
    ("place-gate", [Shape::new(64, 32, 32), Shape::new(1, 32, 32)]),
];

fn example_name(speech: Speech, id: &str) -> String {
    match id {
        "equal" => say!(speech, fusion.example_equal),
        "channels" => say!(speech, fusion.example_channels),
        "size" => say!(speech, fusion.example_size),
        "channel-gate" => say!(speech, fusion.example_channel_gate),
        _ => say!(speech, fusion.example_place_gate),
    }
}

/// How a refused fusion is mended.
fn cure(speech: Speech, merge: Merge, refusal: Refusal) -> String {
    let Refusal {
        dimension,
        first,
        second,
    } = refusal;
    match (merge, dimension) {
        (Merge::Concat, _) if first.min(second) == 1 => say!(speech, fusion.cure_expand),
        (_, 1) => say!(speech, fusion.cure_channels, from = second, to = first),
        _ => say!(
            speech,
            fusion.cure_size,
            large = first.max(second),
            small = first.min(second)
        ),
    }
}

/// Both shapes with their controls, and the three results.
#[component]
pub fn ShapesFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let svg = move || {
        let [first, second] = settings.shapes.get();
        let input = |name: &str, shape: Shape| Block {
            name: name.to_owned(),
            shape: Some(shape),
            note: listed(shape),
        };
        let result = |(merge, _): (Merge, &str)| {
            let fused = fused(merge, first, second);
            Block {
                name: merge_name(speech, merge),
                shape: fused.ok().map(|fused| fused.shape),
                note: fused.map_or_else(|_| say!(speech, fusion.refused), |fused| listed(fused.shape)),
            }
        };
        let results = FUSIONS.map(result);
        let said = results
            .each_ref()
            .map(|block| format!("{}: {}", block.name, block.note));
        let title = say!(
            speech,
            fusion.shapes_picture,
            a = listed(first),
            b = listed(second),
            results = said.join("; ")
        );
        shapes(&[input("A", first), input("B", second)], &results, &title)
    };
    let verdict = move |merge: Merge| {
        let [first, second] = settings.shapes.get();
        match fused(merge, first, second) {
            Ok(fused) => {
                let kb = fused.n_bytes() as f64 / 1000.0;
                let words = say!(
                    speech,
                    fusion.costs,
                    shape = listed(fused.shape),
                    floats = grouped(fused.shape.n_values() as u64),
                    kb = format!("{kb:.1}"),
                    adds = grouped(fused.additions as u64),
                    mults = grouped(fused.multiplications as u64),
                );
                let stretched = fused.is_broadcast.then(|| say!(speech, fusion.stretched));
                view! { <p>{words}</p> {stretched.map(|words| view! { <p class="note">{words}</p> })} }.into_any()
            }
            Err(refusal) => view! {
                <p><code class="fusion__error" lang="en">"RuntimeError: " {complaint(merge, refusal)}</code></p>
                <p>{cure(speech, merge, refusal)}</p>
            }
            .into_any(),
        }
    };
    let is_refused = move |merge: Merge| {
        let [first, second] = settings.shapes.get();
        fused(merge, first, second).is_err()
    };
    view! {
        <FigureFrame id="fusion-shapes" title=Signal::derive(tr!(speech, fusion.shapes_figure)) aid=Signal::derive(tr!(speech, fusion.shapes_aid))>
            <div data-testid="shapes" inner_html=svg></div>
            <ShapesControls />
        </FigureFrame>
        <div class="fusion__verdicts" aria-live="polite">
            {FUSIONS.map(|(merge, _)| view! {
                <section class="fusion__verdict" class:fusion__verdict--refused=move || is_refused(merge) data-testid=format!("verdict-{}", id_of(merge))>
                    <h3>{move || merge_name(speech, merge)}</h3>
                    {move || verdict(merge)}
                </section>
            }).collect_view()}
        </div>
    }
}

/// Examples, and a slider for each length of both shapes.
#[component]
fn ShapesControls() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let lengths = |shape: Shape| [shape.channels, shape.size.height, shape.size.width];
    let slider = move |map: usize, axis: usize| {
        let length = move || lengths(settings.shapes.get()[map])[axis];
        let label = move || {
            let name = [["C₁", "H₁", "W₁"], ["C₂", "H₂", "W₂"]][map][axis];
            format!("{name} = {}", length())
        };
        let place = move || LENGTHS.iter().position(|one| *one == length()).unwrap_or(0);
        let change = move |event: leptos::ev::Event| {
            let idx: usize = event_target_value(&event).parse().unwrap_or(0);
            let value = LENGTHS[idx.min(LENGTHS.len() - 1)];
            settings.shapes.update(|shapes| {
                let mut all = lengths(shapes[map]);
                all[axis] = value;
                shapes[map] = Shape::new(all[0], all[1], all[2]);
            });
        };
        view! {
            <label class="field">
                <span class="field__label">{label}</span>
                <input class="range" type="range" min="0" max=(LENGTHS.len() - 1).to_string() data-testid=format!("length-{map}-{axis}")
                    aria-valuetext=move || length().to_string() prop:value=move || place().to_string() on:input=change />
            </label>
        }
    };
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, fusion.examples)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, fusion.examples)>
                {EXAMPLES.map(|(id, shapes)| view! {
                    <button type="button" class="segments__one" data-testid=format!("example-{id}")
                        aria-pressed=move || (settings.shapes.get() == shapes).to_string() on:click=move |_| settings.shapes.set(shapes)>{move || example_name(speech, id)}</button>
                }).collect_view()}
            </div>
        </div>
        <div class="fusion__sliders">
            {[0, 1].map(|map| view! {
                <fieldset class="fusion__lengths"><legend>{["A", "B"][map]}</legend>{[0, 1, 2].map(|axis| slider(map, axis)).collect_view()}</fieldset>
            }).collect_view()}
        </div>
    }
}

/// Words, the cost of the concat's convolution, and the question of the step.
#[component]
pub fn ShapesWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let both = move || settings.shapes.get().map(|shape| shape.channels);
    let below = move || both().iter().sum::<usize>();
    // A 1 × 1 follows only where there is a concat.
    let is_stacked = Memo::new(move |_| {
        let [first, second] = settings.shapes.get();
        fused(Merge::Concat, first, second).is_ok()
    });
    let pointwise = move || {
        let [first, second] = both();
        let n = pointwise_weights(below(), first);
        say!(
            speech,
            fusion.pointwise,
            a = first,
            b = second,
            c = first,
            n = grouped(n as u64)
        )
    };
    let ask = move || {
        let [first, second] = both();
        say!(speech, fusion.ask_pointwise, a = first, b = second, c = ASKED)
    };
    let explain = move || {
        let [first, second] = both();
        say!(
            speech,
            fusion.explain_pointwise,
            a = first,
            b = second,
            c = ASKED,
            n = pointwise_weights(below(), ASKED)
        )
    };
    view! {
        <p>{tr!(speech, fusion.shapes_1)}</p>
        <p>{tr!(speech, fusion.shapes_2)}</p>
        <p>{tr!(speech, fusion.shapes_3)}</p>
        <p>{tr!(speech, fusion.shapes_4)}</p>
        {move || if is_stacked.get() {
            view! {
                <p data-testid="pointwise">{pointwise}</p>
                <NumberQuestion id="pointwise" ask=Signal::derive(ask) answer=Signal::derive(move || pointwise_weights(below(), ASKED) as i64)
                    explain=Signal::derive(explain) />
            }.into_any()
        } else {
            view! { <p data-testid="pointwise">{tr!(speech, fused.nothing_to_mix)}</p> }.into_any()
        }}
    }
}
