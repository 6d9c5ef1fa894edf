//! Where the tutorial is loose: three sentences, and 96.4 % on a scale.

use leptos::prelude::*;

use super::compare::field_of;
use super::table::{FAMOUS, SLIM, SZEGEDY_V4, position};
use crate::draw::history::{Axis, Scale, WIDTH};
use crate::geometry::Window;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, NumberQuestion};

/// What the tutorial calls the top-1 accuracy of Inception-ResNet v2, in percent.
const TUTORIAL: f64 = 96.4;
/// Top-5 of an ensemble of four networks on the test set: 100 − 3.08 (abstract of the paper).
const ENSEMBLE: f64 = 96.92;

/// Top-1 and top-5 of Inception-ResNet v2, one crop.
fn rates() -> (f64, f64) {
    let famous = position("inception-resnet-v2").map(|idx| FAMOUS[idx].accuracy);
    famous.map_or((0.0, 0.0), |accuracy| {
        (accuracy.top1, accuracy.top5.unwrap_or_default())
    })
}

/// The scale with the published numbers and the tutorial's.
#[component]
pub fn ScaleFigure() -> impl IntoView {
    let speech = use_speech();
    let axis = Axis {
        scale: Scale::Linear,
        from: 76.0,
        to: 100.0,
        left: 20.0,
        right: 380.0,
    };
    let (top1, top5) = rates();
    let ticks = [76.0, 80.0, 84.0, 88.0, 92.0, 96.0, 100.0].map(|value| {
        let x = format!("{:.1}", axis.x(value));
        view! {
            <path class="history__grid" d=format!("M{x} 100V112") />
            <text class="history__tick" x=x y="128" text-anchor="middle">{format!("{value} %")}</text>
        }
    });
    let mark = move |value: f64, y: f64, class: &'static str, anchor: &'static str, text: Signal<String>| {
        let x = axis.x(value);
        let at = match anchor {
            "end" => x - 4.0,
            _ => x,
        };
        view! {
            <path class="history__reach" d=format!("M{x:.1} {}V100", if anchor == "end" { y - 9.0 } else { y + 5.0 }) />
            <circle class=class cx=format!("{x:.1}") cy="100" r="5.5" />
            <text class="history__value" x=format!("{at:.1}") y=y.to_string() text-anchor=anchor>{move || text.get()}</text>
        }
    };
    let named = move |value: f64, name: fn(crate::ui::i18n::Speech) -> String| {
        Signal::derive(move || format!("{} {value} %", name(speech)))
    };
    view! {
        <FigureFrame id="fovea-history-scale" title=Signal::derive(tr!(speech, history.scale_figure))
            aid=Signal::derive(tr!(speech, history.scale_aid))>
            <svg class="history__blocks" viewBox=format!("0 0 {WIDTH} 140") role="img"
                aria-label=move || say!(speech, history.scale_spoken, top1 = top1, top5 = top5)>
                <path class="history__spine" d=format!("M{} 100H{}", axis.left, axis.right) />
                {ticks.into_iter().collect_view()}
                {mark(ENSEMBLE, 20.0, "history__open", "end", named(ENSEMBLE, |speech| say!(speech, history.ensemble)))}
                {mark(TUTORIAL, 44.0, "history__wrong", "end", named(TUTORIAL, |speech| say!(speech, history.tutorial)))}
                {mark(top5, 68.0, "history__open", "end", named(top5, |speech| say!(speech, history.top5)))}
                {mark(top1, 68.0, "history__mark", "middle", named(top1, |speech| say!(speech, history.top1)))}
            </svg>
        </FigureFrame>
    }
}

/// Cells along a map of 32 after a 5×5, stride 1, without padding.
fn side_after_5x5() -> i64 {
    let window = Window {
        kernel: 5,
        ..Window::POINT
    };
    window.output_len(32).map_or(0, |len| len as i64)
}

/// The three sentences, kindly.
#[component]
pub fn CorrectionsWords() -> impl IntoView {
    let speech = use_speech();
    let (top1, top5) = rates();
    view! {
        <p>{tr!(speech, history.corrections_0)}</p>
        <blockquote class="history__said">{tr!(speech, history.correct_top)}</blockquote>
        <p>{move || say!(speech, history.correct_top_answer, top1 = top1, top5 = top5)}</p>
        <p class="note">{tr!(speech, history.sources)} ": " {SLIM} "; " {SZEGEDY_V4}</p>
        <blockquote class="history__said">{tr!(speech, history.correct_size)}</blockquote>
        <p>{tr!(speech, history.correct_size_answer)}</p>
        <NumberQuestion
            id="no-padding"
            ask=Signal::derive(tr!(speech, history.ask_size))
            answer=Signal::derive(side_after_5x5)
            explain=Signal::derive(tr!(speech, history.explain_size))
        />
        <blockquote class="history__said">{tr!(speech, history.correct_rate)}</blockquote>
        <p>{tr!(speech, history.correct_rate_answer)}</p>
        <NumberQuestion
            id="doubling"
            ask=Signal::derive(move || say!(speech, history.ask_rates, n = field_of(3, &[2, 2, 2, 2])))
            answer=Signal::derive(|| field_of(3, &[1, 2, 4, 8]))
            explain=Signal::derive(tr!(speech, history.explain_rates))
        />
        <p>{tr!(speech, history.today)}</p>
    }
}
