//! The two charts of a run, with a cursor for pointer and keyboard.

use leptos::html::Div;
use leptos::prelude::*;
use leptos_use::use_resize_observer;

use super::store::Lab;
use crate::draw::chart::AxisLabels;
use crate::draw::curves::{self, LossWords};
use crate::draw::{Chart, Frame};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::intent::Intent;

/// Height of a chart in pixels.
const HEIGHT: u32 = 230;

/// The loss of every step, raw and smooth.
#[component]
pub fn LossChart() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let width = RwSignal::new(640u32);
    let smoothing = Memo::new(move |_| lab.state.with(|state| state.smoothing));
    let chart = Memo::new(move |_| {
        lab.redraw.track();
        let (x, y, title) = (
            say!(speech, chart.steps),
            say!(speech, chart.nats),
            say!(speech, chart.loss),
        );
        let chance = say!(speech, chart.guessing_loss);
        let words = LossWords {
            axes: AxisLabels {
                x: &x,
                y: &y,
                title: &title,
            },
            chance: &chance,
        };
        let weight = smoothing.get();
        lab.state.with_untracked(|state| {
            let n_steps = state.run.spec.as_ref().map_or(1, |spec| spec.n_steps());
            curves::loss(&state.run.steps, n_steps, weight, (width.get(), HEIGHT), words)
        })
    });
    let nearest = move |x: f64| {
        lab.state.with_untracked(|state| {
            let steps = &state.run.steps;
            let last = steps.len().checked_sub(1)?;
            let idx = ((x - 1.0).round().max(0.0) as usize).min(last);
            Some(((idx + 1) as f64, f64::from(steps[idx].loss)))
        })
    };
    let readout = move |(x, y): (f64, f64)| {
        format!(
            "{} {x:.0}: {y:.4} {}",
            say!(speech, meter.step),
            say!(speech, meter.nats)
        )
    };
    view! {
        <figure class="figure">
            <figcaption>
                <span class="figure__title">{tr!(speech, chart.loss)}</span>
                <span class="figure__aid">{tr!(speech, chart.loss_aid)}</span>
            </figcaption>
            <ChartBox chart=chart width=width nearest=nearest readout=readout />
            <label class="smoothing">
                <span>{tr!(speech, chart.smoothing)}</span>
                <input class="range" type="range" min="0" max="0.98" step="0.02"
                    prop:value=move || smoothing.get().to_string()
                    on:input=move |event| lab.send(Intent::Smooth(event_target_value(&event).parse().unwrap_or(0.9))) />
                <output class="smoothing__value">{move || format!("{:.2}", smoothing.get())}</output>
            </label>
        </figure>
    }
}

/// The test accuracy of every epoch.
#[component]
pub fn AccuracyChart() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let width = RwSignal::new(640u32);
    let chart = Memo::new(move |_| {
        lab.redraw.track();
        let (x, y, title) = (
            say!(speech, chart.epochs),
            say!(speech, chart.percent),
            say!(speech, chart.accuracy),
        );
        let axes = AxisLabels {
            x: &x,
            y: &y,
            title: &title,
        };
        let chance = say!(speech, chart.guessing);
        lab.state.with_untracked(|state| {
            let n_epochs = state.run.spec.as_ref().map_or(1, |spec| spec.training.epochs);
            curves::accuracy(&state.run.epochs, n_epochs, (width.get(), HEIGHT), axes, &chance)
        })
    });
    let nearest = move |x: f64| {
        lab.state.with_untracked(|state| {
            let epochs = &state.run.epochs;
            let last = epochs.len().checked_sub(1)?;
            let idx = ((x - 1.0).round().max(0.0) as usize).min(last);
            Some(((idx + 1) as f64, f64::from(epochs[idx].test_accuracy) * 100.0))
        })
    };
    let readout = move |(x, y): (f64, f64)| format!("{} {x:.0}: {y:.1} %", say!(speech, meter.epoch));
    view! {
        <figure class="figure">
            <figcaption>
                <span class="figure__title">{tr!(speech, chart.accuracy)}</span>
                <span class="figure__aid">{tr!(speech, chart.accuracy_aid)}</span>
            </figcaption>
            <ChartBox chart=chart width=width nearest=nearest readout=readout />
        </figure>
    }
}

/// A chart as wide as its place, with a cursor at the point nearest to the pointer; arrow keys move it by one point.
#[component]
fn ChartBox(
    chart: Memo<Chart>,
    /// Told how wide the place is.
    width: RwSignal<u32>,
    nearest: impl Fn(f64) -> Option<(f64, f64)> + Copy + Send + Sync + 'static,
    readout: impl Fn((f64, f64)) -> String + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let speech = use_speech();
    let place = NodeRef::<Div>::new();
    let cursor = RwSignal::new(None::<(f64, f64)>);
    use_resize_observer(place, move |entries, _| {
        let found = entries.first().map(|entry| entry.content_rect().width().floor() as u32);
        if let Some(found) = found.filter(|found| *found > 0 && *found != width.get_untracked()) {
            width.set(found);
        }
    });
    let frame = move || chart.with_untracked(|chart| chart.frame);
    let point = move |event: leptos::ev::PointerEvent| {
        let left = place
            .get_untracked()
            .map_or(0.0, |place| place.get_bounding_client_rect().left());
        let x = frame().x_from_pixel(f64::from(event.client_x()) - left);
        cursor.set(nearest(x));
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let x = cursor.get_untracked().map_or(frame().x_values.1, |point| point.0);
        let to = match event.key().as_str() {
            "ArrowLeft" => x - 1.0,
            "ArrowRight" => x + 1.0,
            "Home" => frame().x_values.0,
            "End" => frame().x_values.1,
            _ => return,
        };
        event.prevent_default();
        cursor.set(nearest(to));
    };
    view! {
        <div class="chartbox" node_ref=place tabindex="0" aria-label=tr!(speech, chart.keys)
            on:pointermove=point on:pointerdown=point
            on:pointerleave=move |_| cursor.set(None)
            on:blur=move |_| cursor.set(None)
            on:keydown=key>
            <div class="chartbox__svg" inner_html=move || chart.with(|chart| chart.svg.clone())></div>
            {move || cursor.get().map(|at| {
                let frame: Frame = chart.with(|chart| chart.frame);
                let x = frame.pixel_from_x(at.0);
                let y = frame.pixel_from_y(at.1.min(frame.y_values.1));
                let side = if x > f64::from(frame.size.0) / 2.0 { "chartbox__readout chartbox__readout--left" } else { "chartbox__readout" };
                view! {
                    <div class="chartbox__line" style=format!("left:{x:.1}px;top:{:.1}px;height:{:.1}px", frame.y_pixels.0, frame.y_pixels.1 - frame.y_pixels.0)></div>
                    <div class="chartbox__dot" style=format!("left:{x:.1}px;top:{y:.1}px")></div>
                    <div class=side role="status" style=format!("left:{x:.1}px;top:{:.1}px", frame.y_pixels.0)>{readout(at)}</div>
                }
            })}
        </div>
    }
}
