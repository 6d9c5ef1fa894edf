//! The timeline: nine rows to choose from.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::card::rates;
use super::table::{FAMOUS, Famous, position, short};
use crate::draw::history::{Axis, Scale, Timeline, WIDTH};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, Place, Player};

/// The network that is looked at: index in [`FAMOUS`]; a context of the lesson.
#[derive(Clone, Copy)]
pub struct Chosen(pub RwSignal<usize>);

impl Chosen {
    /// The network of the address, else GoogLeNet; from now on a context, and kept in the address.
    pub fn provide(place: Place) {
        let first = position("googlenet").unwrap_or(0);
        let at = RwSignal::new(place.get("net").and_then(|id| position(&id)).unwrap_or(first));
        Effect::new(move |before: Option<usize>| {
            let now = at.get();
            if before.is_some_and(|before| before != now) {
                place.set("net", FAMOUS[now].id);
            }
            now
        });
        provide_context(Self(at));
    }
}

/// The network that is looked at.
pub fn chosen() -> RwSignal<usize> {
    expect_context::<Chosen>().0
}

/// What the timeline compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Accuracy,
    Parameters,
    Field,
}

impl Measure {
    const ALL: [Self; 3] = [Self::Accuracy, Self::Parameters, Self::Field];

    fn axis(self) -> Axis {
        match self {
            Self::Accuracy => Timeline::axis(Scale::Linear, 60.0, 100.0),
            Self::Parameters => Timeline::axis(Scale::Log, 1e4, 1e9),
            Self::Field => Timeline::axis(Scale::Log, 10.0, 10_000.0),
        }
    }

    fn ticks(self) -> &'static [(f64, &'static str)] {
        match self {
            Self::Accuracy => &[(60.0, "60"), (70.0, "70"), (80.0, "80"), (90.0, "90"), (100.0, "100 %")],
            Self::Parameters => &[(1e4, "10 k"), (1e6, "1 M"), (1e8, "100 M")],
            Self::Field => &[(10.0, "10"), (100.0, "100"), (1000.0, "1000"), (10_000.0, "10⁴")],
        }
    }

    fn name(self, speech: Speech) -> String {
        match self {
            Self::Accuracy => say!(speech, history.accuracy),
            Self::Parameters => say!(speech, history.parameters),
            Self::Field => say!(speech, history.field),
        }
    }

    /// The values to draw: the first filled, the second open.
    fn values(self, famous: &Famous) -> (f64, Option<f64>) {
        match self {
            Self::Accuracy => (famous.accuracy.top1, famous.accuracy.top5),
            Self::Parameters => (famous.parameters.value as f64, None),
            Self::Field => (famous.field.value as f64, None),
        }
    }

    fn spoken(self, speech: Speech, famous: &Famous) -> String {
        match self {
            Self::Accuracy => rates(speech, famous.accuracy),
            Self::Parameters => format!("{} {}", short(famous.parameters.value), say!(speech, history.million)),
            Self::Field => say!(speech, history.pixels, n = famous.field.value),
        }
    }
}

/// The timeline with its choice of measure.
#[component]
pub fn TimelineFigure() -> impl IntoView {
    let speech = use_speech();
    let at = chosen();
    let plays = RwSignal::new(false);
    let measure = RwSignal::new(Measure::Accuracy);
    let aid = move || match measure.get() {
        Measure::Accuracy => say!(speech, history.timeline_aid),
        Measure::Parameters => say!(speech, history.parameters_aid),
        Measure::Field => say!(speech, history.field_aid),
    };
    view! {
        <FigureFrame id="fovea-history" title=Signal::derive(tr!(speech, history.timeline_figure)) aid=Signal::derive(aid)>
            <TimelineDrawing measure=measure />
        </FigureFrame>
        <div class="history__tools">
            <div class="segments" role="group" aria-label=tr!(speech, history.measure)>
                {Measure::ALL.map(|one| view! {
                    <button type="button" class="segments__one" aria-pressed=move || (measure.get() == one).to_string()
                        on:click=move |_| measure.set(one)>{move || one.name(speech)}</button>
                }).into_iter().collect_view()}
            </div>
            <Player at=at n_states=Signal::derive(|| FAMOUS.len()) plays=plays beats=8 />
        </div>
    }
}

#[component]
fn TimelineDrawing(measure: RwSignal<Measure>) -> impl IntoView {
    let speech = use_speech();
    let at = chosen();
    let timeline = Timeline { n_rows: FAMOUS.len() };
    let bottom = timeline.height() - 4.0;
    let ticks = move || {
        let axis = measure.get().axis();
        let ticks = measure.get().ticks().iter().map(|(value, name)| {
            let x = format!("{:.1}", axis.x(*value));
            view! {
                <path class="history__grid" d=format!("M{x} {}V{bottom}", Timeline::HEAD - 4.0) />
                <text class="history__tick" x=x y="18" text-anchor="middle">{*name}</text>
            }
        });
        ticks.collect_view()
    };
    let image = move || {
        let x = Measure::Field.axis().x(224.0);
        (measure.get() == Measure::Field)
            .then(|| view! { <path class="history__image" d=format!("M{x:.1} {}V{bottom}", Timeline::HEAD - 4.0) /> })
    };
    view! {
        <svg class="history__timeline" viewBox=format!("0 0 {WIDTH} {}", timeline.height()) role="radiogroup"
            aria-label=tr!(speech, history.timeline_spoken)>
            {ticks}
            {image}
            <path class="history__spine" d=format!("M{0} {1}V{2}", Timeline::SPINE, timeline.middle(0), timeline.middle(FAMOUS.len() - 1)) />
            {(0..FAMOUS.len()).map(|idx| view! { <Row idx=idx timeline=timeline at=at measure=measure /> }).collect_view()}
        </svg>
    }
}

#[component]
fn Row(idx: usize, timeline: Timeline, at: RwSignal<usize>, measure: RwSignal<Measure>) -> impl IntoView {
    let speech = use_speech();
    let famous = FAMOUS[idx];
    let middle = timeline.middle(idx);
    let spoken = move || {
        let value = measure.get().spoken(speech, &famous);
        say!(
            speech,
            history.row_spoken,
            name = famous.full_name(),
            year = famous.year,
            value = value
        )
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let last = FAMOUS.len() - 1;
        let to = match event.key().as_str() {
            "ArrowDown" | "ArrowRight" => (idx + 1).min(last),
            "ArrowUp" | "ArrowLeft" => idx.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            "Enter" | " " => idx,
            _ => return,
        };
        event.prevent_default();
        at.set(to);
        if let Some(row) = document().get_element_by_id(&row_id(to)) {
            // An SVG element has the same focus() as an HTML one.
            let _ = row.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    };
    let marks = move || {
        let axis = measure.get().axis();
        let (first, second) = measure.get().values(&famous);
        let x = format!("{:.1}", axis.x(first));
        view! {
            <path class="history__reach" d=match second {
                Some(second) => format!("M{x} {middle}H{:.1}", axis.x(second)),
                None => format!("M{:.1} {middle}H{x}", axis.left),
            } />
            {second.map(|second| view! { <circle class="history__open" cx=format!("{:.1}", axis.x(second)) cy=middle.to_string() r="4.5" /> })}
            <circle class="history__mark" cx=x cy=middle.to_string() r="5" />
        }
    };
    let baseline = (middle + 4.5).to_string();
    view! {
        <g class="history__row" class:history__row--now=move || at.get() == idx id=row_id(idx) role="radio"
            aria-checked=move || (at.get() == idx).to_string() aria-label=spoken
            tabindex=move || if at.get() == idx { "0" } else { "-1" }
            on:click=move |_| at.set(idx) on:keydown=on_key>
            <rect class="history__hit" x="1" y=(middle - Timeline::ROW / 2.0 + 1.0).to_string() width=(WIDTH - 2.0).to_string()
                height=(Timeline::ROW - 2.0).to_string() rx="5" />
            <text class="history__year" x="38" y=baseline.clone() text-anchor="end">{famous.year}</text>
            <circle class="history__bead" cx=Timeline::SPINE.to_string() cy=middle.to_string() r="4" />
            <text class="history__name" x="58" y=baseline>{famous.name}</text>
            {marks}
        </g>
    }
}

fn row_id(idx: usize) -> String {
    format!("history-{}", FAMOUS[idx].id)
}
