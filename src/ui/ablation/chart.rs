//! The two charts: every run thin, every variant's mean thick with its band, a cursor, a stretch that can be enlarged.
//!
//! Long because pointing, dragging and keys share the state of one chart.

use leptos::html::Div;
use leptos::prelude::*;
use leptos_use::use_resize_observer;

use super::drawing::{Seen, all_runs, drawn_points};
use super::key::Key;
use super::legend::Legend;
use super::parts::{Hidden, Part, Source, parts};
use super::recorded::RecordedNote;
use super::store::Ablation;
use super::values::Values;
use crate::draw::bands::{BandsChart, BandsSettings, bands};
use crate::draw::chart::AxisLabels;
use crate::lab::curves::source::Quantity;
use crate::lab::curves::{Axis, CurveRun, CurveSettings, Curves};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::FigureFrame;

/// Height of a chart in pixels.
const HEIGHT: u32 = 300;
/// Shorter drags are clicks.
const SHORTEST_DRAG: f64 = 12.0;

/// A name in the language that is spoken.
type Name = fn(Speech) -> String;

/// How both charts are drawn; a context of the page, so that files hold what is seen.
#[derive(Clone, Copy)]
pub struct Look {
    /// What is laid along the horizontal axis.
    pub axis: RwSignal<Axis>,
    /// Weight of the past in the loss curves.
    smoothing: RwSignal<f64>,
    /// Whether the loss axis is logarithmic.
    is_log: RwSignal<bool>,
    /// Variants that are not shown.
    pub hidden: RwSignal<Hidden>,
    /// The stretch that is enlarged.
    pub x_range: RwSignal<Option<(f64, f64)>>,
    /// Whose variants they are.
    ablation: Ablation,
    /// Widths of the charts of accuracy and of loss in pixels.
    widths: [RwSignal<u32>; 2],
}

impl Look {
    /// Makes it a context.
    pub fn provide() {
        provide_context(Self {
            axis: RwSignal::new(Axis::Epoch),
            smoothing: RwSignal::new(0.9),
            is_log: RwSignal::new(false),
            hidden: RwSignal::default(),
            x_range: RwSignal::new(None),
            ablation: expect_context(),
            widths: [RwSignal::new(640), RwSignal::new(640)],
        });
    }

    /// All of it as plain data.
    pub fn seen(self) -> Seen {
        Seen {
            x_range: self.x_range.get(),
            ..self.seen_whole()
        }
    }

    /// All of it but the stretch, so that enlarging does not average again.
    fn seen_whole(self) -> Seen {
        Seen {
            axis: self.axis.get(),
            smoothing: self.smoothing.get(),
            is_log: self.is_log.get(),
            hidden: self.hidden.with(|hidden| {
                let parts = all_parts(self.ablation).into_iter();
                let hidden = parts.filter(|part| hidden.contains(&(part.source.clone(), part.id.clone())));
                hidden.map(|part| part.number).collect()
            }),
            x_range: None,
        }
    }

    /// Width of a chart in pixels.
    pub const fn width(self, quantity: Quantity) -> RwSignal<u32> {
        match quantity {
            Quantity::TestAccuracy => self.widths[0],
            _ => self.widths[1],
        }
    }

    fn settings(self, quantity: Quantity) -> CurveSettings {
        self.seen_whole().settings(quantity)
    }
}

/// All variants of the charts: those on the page, then those of joined records.
pub fn all_parts(ablation: Ablation) -> Vec<Part> {
    let joined = ablation.records.joined.get();
    let records: Vec<_> = joined.iter().map(|(id, record)| (*id, &record.experiment)).collect();
    ablation.state.with_untracked(|state| {
        let own = state.board.as_ref().map(|board| &board.record.experiment);
        parts(own.map(|own| (state.id.as_deref().unwrap_or_default(), own)), &records)
    })
}

/// The names of all variants that are drawn, each at its number; those of records say so. Nothing where no variant is.
pub fn names(ablation: Ablation, speech: Speech) -> Vec<String> {
    let mut names = Vec::new();
    for part in all_parts(ablation) {
        let name = speech.words().variant_name(&part.id);
        let name = match part.source {
            Source::Own(_) => name,
            Source::Recorded(id) => say!(speech, experiment.recorded_variant, name = name, id = id),
        };
        names.resize(names.len().max(part.number + 1), String::new());
        names[part.number] = name;
    }
    names
}

/// The runs of all variants that are drawn, under the numbers of [`names`].
pub fn own_runs(ablation: Ablation, quantity: Quantity) -> Vec<CurveRun> {
    ablation.state.with_untracked(|state| {
        let own = state.board.as_ref().map(|board| &board.record);
        ablation.records.joined.with(|joined| {
            let joined: Vec<_> = joined.iter().map(|(_, record)| &**record).collect();
            all_runs(own, &joined, quantity)
        })
    })
}

/// What is drawn, with every point.
pub fn curves(ablation: Ablation, look: Look, quantity: Quantity) -> Curves {
    Curves::new(&own_runs(ablation, quantity), &look.settings(quantity))
}

/// Both charts with what changes them.
#[component]
pub fn Charts() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let is_empty = Memo::new(move |_| {
        let has_board = ablation.state.with(|state| state.board.is_some());
        !has_board && ablation.records.joined.with(Vec::is_empty)
    });
    view! {
        <RecordedNote />
        <Show when=move || !is_empty.get() fallback=move || view! { <p class="empty">{tr!(speech, ablation.empty)}</p> }>
            <Switches />
            <div class="lab__charts">
                <Chart quantity=Quantity::TestAccuracy />
                <Chart quantity=Quantity::Loss />
            </div>
            <p class="note">{tr!(speech, ablation.zoom_aid)}</p>
        </Show>
    }
}

#[component]
fn Switches() -> impl IntoView {
    let speech = use_speech();
    let look = expect_context::<Look>();
    let axes: [(Axis, &'static str, Name); 3] = [
        (Axis::Epoch, "epoch", |s| say!(s, ablation.epoch)),
        (Axis::Step, "step", |s| say!(s, ablation.step)),
        (Axis::Seconds, "seconds", |s| say!(s, ablation.seconds)),
    ];
    let choose = move |axis| {
        look.x_range.set(None);
        look.axis.set(axis);
    };
    view! {
        <div class="chartbar">
            <div class="segments" role="group" aria-label=tr!(speech, ablation.x_axis)>
                {axes.map(|(axis, id, name)| view! {
                    <button type="button" class="segments__one" data-axis=id
                        aria-pressed=move || (look.axis.get() == axis).to_string()
                        on:click=move |_| choose(axis)>{move || name(speech)}</button>
                }).collect_view()}
            </div>
            <label class="smoothing">
                <span>{tr!(speech, ablation.smoothing)}</span>
                <input class="range" type="range" min="0" max="0.98" step="0.02"
                    prop:value=move || look.smoothing.get().to_string()
                    on:input=move |event| look.smoothing.set(event_target_value(&event).parse().unwrap_or(0.9)) />
                <output class="smoothing__value">{move || format!("{:.2}", look.smoothing.get())}</output>
            </label>
            <label class="field field--switch">
                <input type="checkbox" prop:checked=move || look.is_log.get()
                    on:change=move |event| look.is_log.set(event_target_checked(&event)) />
                <span>{tr!(speech, ablation.log_axis)}</span>
            </label>
            <Show when=move || look.x_range.get().is_some()>
                <button type="button" class="button" on:click=move |_| look.x_range.set(None)>{tr!(speech, ablation.whole)}</button>
            </Show>
        </div>
    }
}

/// The words of a chart: along its axes, and its title.
pub fn labels(speech: Speech, quantity: Quantity, axis: Axis) -> (String, String, String) {
    let x = match axis {
        Axis::Step => say!(speech, ablation.step),
        Axis::Epoch => say!(speech, ablation.epoch),
        Axis::Seconds => say!(speech, ablation.seconds),
    };
    match quantity {
        Quantity::TestAccuracy => (x, say!(speech, chart.percent), say!(speech, ablation.accuracy)),
        _ => (x, say!(speech, chart.nats), say!(speech, ablation.loss)),
    }
}

/// The picture of `curves`, of this size and stretch.
fn drawn(
    curves: &Curves,
    look: Look,
    speech: Speech,
    quantity: Quantity,
    (size, x_range): ((u32, u32), Option<(f64, f64)>),
) -> BandsChart {
    let (x, y, title) = labels(speech, quantity, look.axis.get());
    let settings = BandsSettings {
        size,
        is_log: look.settings(quantity).is_log,
        y_range: None,
        with_seeds: true,
        labels: AxisLabels {
            x: &x,
            y: &y,
            title: &title,
        },
    };
    bands(&drawn_points(curves, x_range, size.0), &settings)
}

#[component]
fn Chart(quantity: Quantity) -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let look = expect_context::<Look>();
    let place = NodeRef::<Div>::new();
    let width = look.width(quantity);
    let cursor = RwSignal::new(None::<f64>);
    let drag = RwSignal::new(None::<(f64, f64)>);
    use_resize_observer(place, move |entries, _| {
        let found = entries.first().map(|entry| entry.content_rect().width().floor() as u32);
        if let Some(found) = found.filter(|found| *found > 0 && *found != width.get_untracked()) {
            width.set(found);
        }
    });
    let curves = Memo::new(move |_| {
        ablation.redraw.track();
        curves(ablation, look, quantity)
    });
    let chart = Memo::new(move |_| {
        let at = ((width.get(), HEIGHT), look.x_range.get());
        curves.with(|curves| drawn(curves, look, speech, quantity, at))
    });
    let pixel = move |event: &leptos::ev::PointerEvent| {
        let left = place
            .get_untracked()
            .map_or(0.0, |place| place.get_bounding_client_rect().left());
        f64::from(event.client_x()) - left
    };
    let down = move |event: leptos::ev::PointerEvent| {
        let at = pixel(&event);
        drag.set(Some((at, at)));
    };
    let point = move |event: leptos::ev::PointerEvent| {
        let at = pixel(&event);
        drag.update(|drag| {
            if let Some(drag) = drag {
                drag.1 = at;
            }
        });
        cursor.set(Some(chart.with_untracked(|chart| chart.x_from_pixel(at))));
    };
    let up = move |_| {
        let Some((from, to)) = drag.get_untracked() else { return };
        drag.set(None);
        if (to - from).abs() >= SHORTEST_DRAG {
            let ends = chart.with_untracked(|chart| (chart.x_from_pixel(from), chart.x_from_pixel(to)));
            look.x_range
                .set(Some((ends.0.min(ends.1).max(0.0), ends.0.max(ends.1))));
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let Some((first, last)) = curves.with_untracked(Curves::x_extent) else {
            return;
        };
        let now = cursor.get_untracked().unwrap_or(last);
        let stride = (last - first) / 40.0;
        let to = match event.key().as_str() {
            "ArrowLeft" => now - stride,
            "ArrowRight" => now + stride,
            "Home" => first,
            "End" => last,
            "Escape" => {
                look.x_range.set(None);
                return cursor.set(None);
            }
            _ => return,
        };
        event.prevent_default();
        cursor.set(Some(to.clamp(first, last)));
    };
    let readings = Memo::new(move |_| {
        let x = cursor.get()?;
        Some(curves.with(|curves| curves.value_at(x)))
    });
    let crosshair = move || {
        let readings = readings.get()?;
        chart.with(|chart| chart.crosshair(&readings))
    };
    let (id, testid) = match quantity {
        Quantity::TestAccuracy => ("fovea-accuracy", "accuracy-chart"),
        _ => ("fovea-loss", "loss-chart"),
    };
    let title = Signal::derive(move || labels(speech, quantity, look.axis.get()).2);
    let aid = Signal::derive(move || match quantity {
        Quantity::TestAccuracy => say!(speech, ablation.accuracy_aid),
        _ => say!(speech, ablation.loss_aid),
    });
    let selection = move || {
        let (from, to) = drag.get()?;
        let wide = (to - from).abs();
        (wide >= SHORTEST_DRAG).then(|| format!("left:{:.0}px;width:{wide:.0}px;height:{HEIGHT}px", from.min(to)))
    };
    view! {
        <div data-testid=testid>
            <FigureFrame id=id title=title aid=aid>
                <div class="chartbox bandbox" node_ref=place tabindex="0" role="group" aria-label=move || title.get()
                    on:pointerdown=down on:pointermove=point on:pointerup=up
                    on:pointerleave=move |_| { cursor.set(None); drag.set(None); }
                    on:blur=move |_| cursor.set(None) on:keydown=key>
                    <div inner_html=move || chart.with(|chart| chart.svg.clone())></div>
                    <div class="bandbox__over" inner_html=move || crosshair().unwrap_or_default()></div>
                    {move || selection().map(|style| view! { <div class="bandbox__selection" style=style></div> })}
                </div>
                <Key quantity=quantity chart=chart />
            </FigureFrame>
            <Legend quantity=quantity chart=chart readings=readings />
            <Values quantity=quantity curves=curves />
        </div>
    }
}
