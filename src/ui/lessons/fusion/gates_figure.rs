//! The pictures of a real network's CBAM: gates with untrained, half-way and trained weights.

use leptos::prelude::*;

use super::before_after::BeforeAndAfter;
use super::order::OrderPicker;
use super::tiles::TileScales;
use super::trained::{Attending, N_ROWS, use_attending};
use crate::draw::heat::viridis;
use crate::draw::raster;
use crate::draw::sliding::written;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, use_gallery};
use crate::ui::lessons::kernels::blocks::shares;

/// Height of a row; where its bars begin, how wide and high they are; side of its maps.
const ROW: f64 = 126.0;
const LEFT: f64 = 22.0;
const WIDTH: f64 = 268.0;
const BARS: f64 = 84.0;
const MAP: f64 = 84.0;
/// Left edges of the two maps.
const PLACES: [f64; 2] = [304.0, 394.0];

/// The gates row by row, and the maps before and after.
#[component]
pub fn GatesFigure() -> impl IntoView {
    let speech = use_speech();
    let attending = use_attending();
    let name = move || {
        let attention = attending.attention.get();
        attention.map(|attention| attention.name).unwrap_or_default()
    };
    let rows = move || (0..N_ROWS).filter(move |idx| attending.has_row(*idx));
    let height = move || 24.0 + ROW * rows().count() as f64 + 34.0;
    let spoken = move || {
        rows()
            .map(|idx| row_words(speech, attending, idx))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let drawn = move || {
        let one = |(place, idx): (usize, usize)| view! { <Row idx=idx top=24.0 + ROW * place as f64 /> };
        rows().enumerate().map(one).collect_view()
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let last = attending
            .attention
            .with(|attention| attention.as_ref().map_or(0, |one| one.shape.channels - 1));
        let order = untrack(|| attending.order(attending.shown_row()));
        let at = order
            .iter()
            .position(|channel| *channel == attending.channel.get_untracked())
            .unwrap_or(0);
        let to = match event.key().as_str() {
            "ArrowLeft" => at.saturating_sub(1),
            "ArrowRight" => (at + 1).min(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(channel) = order.get(to) {
            attending.channel.set(*channel);
        }
    };
    let ends = move || {
        let (low, high) = attending.spatial_range();
        [low, high].map(|end| written(f64::from(end), 3))
    };
    let foot = move || height() - 26.0;
    view! {
        <FigureFrame id="cbam-gates" title=Signal::derive(move || say!(speech, inside.gates_figure, name = name())) aid=Signal::derive(tr!(speech, inside.gates_aid))>
            <OrderPicker />
            <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, inside.gates_keys) data-testid="gates-keys" on:keydown=key>
                <svg class="fusion__svg" viewBox=move || format!("0 0 480 {}", height()) role="img" aria-label=spoken>
                    <TileScales />
                    <text class="fusion__text fusion__text--start fusion__text--soft" x=LEFT.to_string() y="14">{tr!(speech, inside.channel_gates)}</text>
                    <text class="fusion__text fusion__text--start fusion__text--soft" x=PLACES[0].to_string() y="14">{tr!(speech, inside.place_gate)}</text>
                    <text class="fusion__text fusion__text--end fusion__text--soft" x=(PLACES[1] + MAP).to_string() y="14">{tr!(speech, fusion.gate_on_image)}</text>
                    {drawn}
                    <rect class="fusion__scale" x=PLACES[0].to_string() y=move || foot().to_string() width=MAP.to_string() height="7" fill="url(#fusion-magnitude)" />
                    <text class="fusion__text fusion__text--start fusion__text--tick" x=PLACES[0].to_string() y=move || (foot() + 20.0).to_string()>{move || ends()[0].clone()}</text>
                    <text class="fusion__text fusion__text--end fusion__text--tick" x=(PLACES[0] + MAP).to_string() y=move || (foot() + 20.0).to_string()>{move || ends()[1].clone()}</text>
                </svg>
            </div>
            <div class="maps__reading fusion__reading" data-testid="gates-reading" aria-live="polite">
                {move || channel_words(speech, attending).into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
            </div>
            <div data-testid="gates-notes">{move || notes(speech, attending).into_iter().map(|note| view! { <p class="note">{note}</p> }).collect_view()}</div>
            {move || attending.half_way_problem().map(|reason| view! {
                <p class="note" role="alert">{move || say!(speech, weights.not_arrived, reason = reason.trim_end_matches('.'))}</p>
            })}
        </FigureFrame>
        <BeforeAndAfter />
    }
}

/// One row: bars of the channels, the gate of the places, the image times this gate.
#[component]
fn Row(idx: usize, top: f64) -> impl IntoView {
    let speech = use_speech();
    let attending = use_attending();
    let gallery = use_gallery();
    let base = top + 20.0 + BARS;
    let bars = move || {
        let gates = attending.gates(idx, |gates| gates.channel.clone())?;
        let order = attending.order(idx);
        let step = WIDTH / order.len().max(1) as f64;
        let path: String = order
            .iter()
            .enumerate()
            .map(|(place, channel)| {
                let high = BARS * f64::from(gates.get(*channel).copied().unwrap_or(0.0));
                let (x, width) = (LEFT + step * place as f64, (step * 0.82).max(0.4));
                format!("M{x:.2} {base}v{:.2}h{width:.2}v{high:.2}z", -high)
            })
            .collect();
        let at = order.iter().position(|channel| *channel == attending.channel.get());
        let marked = at.map(|at| {
            let x = LEFT + step * (at as f64 + 0.41);
            format!("M{x:.2} {:.1}l-4 7h8z", base + 2.0)
        });
        Some(view! {
            <path class="fusion__bar fusion__bar--gate" d=path />
            {marked.map(|d| view! { <path class="fusion__pointer" d=d /> })}
        })
    };
    let press = move |event: leptos::ev::PointerEvent| {
        let Some((x, _)) = shares(&event) else { return };
        let order = untrack(|| attending.order(idx));
        if let Some(channel) = order.get((x * order.len() as f64) as usize) {
            attending.channel.set(*channel);
            attending.row.set(idx);
        }
    };
    let places = move || {
        let (low, high) = attending.spatial_range();
        let picture = gallery.picture()?;
        attending.gates(idx, |gates| {
            let [_, height, width] = gates.spatial.shape;
            let share = |value: f32| if high > low { f64::from((value - low) / (high - low)) } else { 0.5 };
            let heat = raster::address(width, gates.spatial.values.iter().map(|value| viridis(share(*value))));
            let pixels = (0..32 * 32).map(|at| {
                let (row, col) = (at / 32 * height / 32, at % 32 * width / 32);
                let gate = gates.spatial.values[row * width + col];
                [0, 1, 2].map(|plane| (f32::from(picture.pixels[plane * 1024 + at]) * gate) as u8)
            });
            let over = raster::address(32, pixels);
            let map = |href: String, x: f64| view! {
                <image class="maps__image" href=href x=x.to_string() y=(top + 20.0).to_string() width=MAP.to_string() height=MAP.to_string() preserveAspectRatio="none" />
            };
            view! { {map(heat, PLACES[0])} {map(over, PLACES[1])} }
        })
    };
    let line = move |share: f64, class: &'static str| {
        let y = base - BARS * share;
        view! { <path class=class d=format!("M{LEFT} {y:.1}h{WIDTH}") /> }
    };
    let tick = move |share: f64, text: &'static str| {
        let y = base - BARS * share + 4.0;
        view! { <text class="fusion__text fusion__text--end fusion__text--tick" x=(LEFT - 3.0).to_string() y=format!("{y:.1}")>{text}</text> }
    };
    view! {
        <g data-testid=format!("gates-{idx}")>
            <text class="fusion__text fusion__text--start fusion__text--strong" x=LEFT.to_string() y=(top + 13.0).to_string()>{move || attending.name(speech, idx)}</text>
            {line(1.0, "fusion__grid")} {line(0.5, "fusion__grid fusion__grid--half")} {line(0.0, "fusion__grid fusion__grid--one")}
            {tick(1.0, "1")} {tick(0.5, "½")} {tick(0.0, "0")}
            {bars}
            {places}
            <rect class="maps__press" data-testid=format!("bars-{idx}") x=LEFT.to_string() y=(top + 20.0).to_string() width=WIDTH.to_string() height=BARS.to_string() on:pointerdown=press />
        </g>
    }
}

/// What a row shows, in a sentence.
fn row_words(speech: Speech, attending: Attending, idx: usize) -> String {
    let ranges = attending.gates(idx, |gates| [gates.channel_range(), gates.spatial_range()]);
    let Some([channels, places]) = ranges else {
        return String::new();
    };
    let number = |value: f32| written(f64::from(value), 3);
    say!(
        speech,
        inside.row_range,
        name = attending.name(speech, idx),
        least = number(channels.0),
        most = number(channels.1),
        low = number(places.0),
        high = number(places.1)
    )
}

/// The channel that is pointed at, row by row.
fn channel_words(speech: Speech, attending: Attending) -> Vec<String> {
    let channel = attending.channel.get();
    let one = |idx: usize| {
        attending.gates(idx, |gates| {
            let number = |values: &[f32]| written(f64::from(values.get(channel).copied().unwrap_or(0.0)), 3);
            say!(
                speech,
                inside.channel_reading,
                name = attending.name(speech, idx),
                n = channel,
                mean = number(&gates.average),
                most = number(&gates.maximum),
                gate = number(&gates.channel)
            )
        })
    };
    (0..N_ROWS)
        .filter(|idx| attending.has_row(*idx))
        .filter_map(one)
        .collect()
}

/// What stands out in the rows: gates that do nothing.
fn notes(speech: Speech, attending: Attending) -> Vec<String> {
    let one = |idx: usize| {
        let (is_silent, share) = attending.gates(idx, |gates| (gates.is_silent(), gates.open_share()))?;
        let name = || attending.name(speech, idx);
        let silent = is_silent.then(|| say!(speech, inside.silent, name = name()));
        let percent = format!("{:.0}", share * 100.0);
        let open = (share >= 0.5).then(|| say!(speech, inside.open, name = name(), share = percent));
        Some([silent, open].into_iter().flatten())
    };
    (0..N_ROWS).filter_map(one).flatten().collect()
}
