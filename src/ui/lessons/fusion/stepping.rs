//! CBAM within a network of the lab, step by step on the image: vectors, maps, and what both gates leave.
//!
//! Long because each of the seven steps has its picture and its sentence.

use leptos::prelude::*;

use super::gates::Gates;
use super::inside::LayerMaps;
use super::network::EngineStatus;
use super::settings::{Settings, use_settings};
use super::tiles::{Scale, Tile, TileScales, move_cell};
use super::trained::{Attending, N_PARTS, N_ROWS, use_attending};
use super::vectors::Vectors;
use crate::draw::fusion::vectors::{channel_at, height};
use crate::draw::sliding::{bracketed, written};
use crate::geometry::attention::value;
use crate::geometry::{Axes, Plane};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, Player};
use crate::ui::lessons::kernels::blocks::shares;

/// Rows of the picture of vectors.
const N_VECTORS: usize = 6;
/// The first part that shows maps, and the last one.
const MAPS: usize = 3;
const AFTER: usize = N_PARTS - 1;

/// The steps of one CBAM with one of the rows of weights.
#[component]
pub fn SteppedFigure() -> impl IntoView {
    let speech = use_speech();
    let (attending, settings) = (use_attending(), use_settings());
    let plays = RwSignal::new(false);
    let part = attending.part;
    let name = move || {
        let attention = attending.attention.get();
        attention.map(|attention| attention.name).unwrap_or_default()
    };
    let title = move || {
        say!(
            speech,
            cbam.steps_figure,
            name = name(),
            n = part.get() + 1,
            all = N_PARTS
        )
    };
    let choose = move |idx: usize| {
        view! {
            <button type="button" class="segments__one" data-testid=format!("row-{idx}") aria-pressed=move || (attending.shown_row() == idx).to_string()
                on:click=move |_| attending.row.set(idx)>{move || attending.name(speech, idx)}</button>
        }
    };
    let rows = move || {
        let there = (0..N_ROWS).filter(|idx| attending.has_row(*idx));
        there.map(choose).collect_view()
    };
    let is_maps = Memo::new(move |_| part.get() >= MAPS);
    view! {
        <FigureFrame id="cbam-steps" title=Signal::derive(title) aid=Signal::derive(tr!(speech, cbam.steps_aid))>
            <div class="segments fusion__rows" role="group" aria-label=tr!(speech, weights.weights)>{rows}</div>
            {move || if is_maps.get() { view! { <PlaceSteps /> }.into_any() } else { view! { <ChannelSteps /> }.into_any() }}
            <p data-testid="part-words" aria-live="polite">{move || about(speech, part.get())}</p>
            <p class="sum-line" data-testid="part-reading">{move || reading(speech, attending, settings)}</p>
            <EngineStatus choice=attending.network stage=Signal::derive(move || attending.stage()) />
        </FigureFrame>
        <div data-testid="cbam-player"><Player at=part n_states=N_PARTS plays=plays beats=8 /></div>
    }
}

/// What is computed in part `part`.
fn about(speech: Speech, part: usize) -> String {
    match part {
        0 => say!(speech, cbam.part_pooled),
        1 => say!(speech, cbam.part_hidden),
        2 => say!(speech, cbam.part_gate),
        3 => say!(speech, cbam.part_places),
        4 => say!(speech, cbam.part_score),
        5 => say!(speech, cbam.part_sigmoid),
        _ => say!(speech, cbam.part_after),
    }
}

/// The channel gate on its way: pooled vectors, hidden values, sum and gate as bars.
#[component]
fn ChannelSteps() -> impl IntoView {
    let speech = use_speech();
    let attending = use_attending();
    let svg = move || {
        let (part, channel) = (attending.part.get(), attending.channel.get());
        let vectors = attending.gates(attending.shown_row(), vectors_of);
        vectors.map_or_else(
            || {
                format!(
                    r#"<svg class="fusion__svg" viewBox="0 0 480 {}" aria-hidden="true"></svg>"#,
                    height(N_VECTORS)
                )
            },
            |vectors| vectors.picture(speech, part, channel),
        )
    };
    let n_channels = move || {
        attending
            .attention
            .with_untracked(|attention| attention.as_ref().map_or(0, |one| one.shape.channels))
    };
    let press = move |event: leptos::ev::PointerEvent| {
        if let Some(channel) = shares(&event).and_then(|(x, _)| channel_at(x, n_channels())) {
            attending.channel.set(channel);
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let (at, last) = (attending.channel.get_untracked(), n_channels().saturating_sub(1));
        let to = match event.key().as_str() {
            "ArrowLeft" => at.saturating_sub(1),
            "ArrowRight" => (at + 1).min(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        attending.channel.set(to);
    };
    view! {
        <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, inside.gates_keys) data-testid="vectors" on:keydown=key
            on:pointerdown=press inner_html=svg></div>
    }
}

fn vectors_of(gates: &Gates) -> Vectors {
    let wide = |values: &[f32]| values.iter().map(|value| f64::from(*value)).collect();
    Vectors {
        pooled: [wide(&gates.average), wide(&gates.maximum)],
        hidden: gates.hidden.each_ref().map(|values| wide(values)),
        sums: wide(&gates.sums()),
        gate: wide(&gates.channel),
    }
}

/// The place gate on its way, over the image; or one channel before and after both gates.
#[component]
fn PlaceSteps() -> impl IntoView {
    let speech = use_speech();
    let attending = use_attending();
    let settings = use_settings();
    let map = move |which: fn(&Gates) -> &LayerMaps, since: usize| {
        let found = move || {
            (attending.part.get() >= since).then_some(())?;
            attending
                .gates(attending.shown_row(), |gates| which(gates).plane(0))
                .flatten()
        };
        Signal::<Option<Plane>>::from(Memo::new(move |_| found()))
    };
    let of_channel = move |which: fn(&Gates) -> &LayerMaps| {
        let found = move || {
            let channel = attending.channel.get();
            attending
                .gates(attending.shown_row(), |gates| which(gates).plane(channel))
                .flatten()
        };
        Signal::<Option<Plane>>::from(Memo::new(move |_| found()))
    };
    let over = Memo::new(move |_| {
        let image = settings.image.get().filter(|_| attending.part.get() >= 5)?;
        let gate = attending
            .gates(attending.shown_row(), |gates| gates.spatial.plane(0))
            .flatten()?;
        Some(dimmed(&image, &gate))
    });
    let size = move || {
        let size = attending.gates(attending.shown_row(), |gates| gates.spatial.shape);
        size.map_or(Axes::both(1), |[_, height, width]| Axes::new(height, width))
    };
    let channel_name = move || say!(speech, cbam.channel_before, n = attending.channel.get());
    let places = move || {
        let score = tr!(speech, cbam.score);
        view! {
            <Tile map=map(|gates| &gates.mean, 3) name=Signal::derive(tr!(speech, fusion.mean_map)) scale=Scale::Magnitude id="part-mean" x=4.0 y=24.0 side=112.0 />
            <Tile map=map(|gates| &gates.most, 3) name=Signal::derive(tr!(speech, fusion.max_map)) scale=Scale::Magnitude id="part-max" x=124.0 y=24.0 side=112.0 />
            <Tile map=map(|gates| &gates.score, 4) name=Signal::derive(score) scale=Scale::Signed id="part-score" x=244.0 y=24.0 side=112.0 />
            <Tile map=map(|gates| &gates.spatial, 5) name=Signal::derive(tr!(speech, fusion.gate_map)) scale=Scale::Share id="part-gate" x=364.0 y=24.0 side=112.0 />
            <Tile map=Signal::derive(move || settings.image.get()) name=Signal::derive(tr!(speech, fusion.image)) scale=Scale::Grey id="part-image" x=124.0 y=196.0 side=112.0 />
            <Tile map=over name=Signal::derive(tr!(speech, fusion.gate_on_image)) scale=Scale::Grey id="part-over" x=244.0 y=196.0 side=112.0 />
        }
    };
    let after = move || {
        view! {
            <Tile map=of_channel(|gates| &gates.before) name=Signal::derive(channel_name) scale=Scale::Magnitude id="part-before" x=4.0 y=24.0 side=140.0 />
            <Tile map=map(|gates| &gates.spatial, 5) name=Signal::derive(tr!(speech, fusion.gate_map)) scale=Scale::Share id="part-gate" x=170.0 y=24.0 side=140.0 />
            <Tile map=of_channel(|gates| &gates.after) name=Signal::derive(tr!(speech, cbam.channel_after)) scale=Scale::Magnitude id="part-after" x=336.0 y=24.0 side=140.0 />
        }
    };
    view! {
        <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, fusion.three_2) data-testid="part-maps" on:keydown=move |event| move_cell(settings, &event, untrack(size))>
            <svg class="fusion__svg" viewBox="0 0 480 340" role="img" aria-label=move || reading(speech, attending, settings)>
                <TileScales />
                {move || if attending.part.get() == AFTER { after().into_any() } else { places().into_any() }}
            </svg>
        </div>
    }
}

/// `image` times a gate of fewer cells.
fn dimmed(image: &Plane, gate: &Plane) -> Plane {
    let place = |at: usize, n: usize, of: usize| at * of / n.max(1);
    Plane::new(image.size.height, image.size.width, |row, col| {
        let (y, x) = (
            place(row, image.size.height, gate.size.height),
            place(col, image.size.width, gate.size.width),
        );
        value(image, row, col) * value(gate, y, x)
    })
}

/// The numbers of the part in view: of the channel, or of the cell.
fn reading(speech: Speech, attending: Attending, settings: Settings) -> String {
    let (part, channel) = (attending.part.get(), attending.channel.get());
    let words = attending.gates(attending.shown_row(), |gates| {
        if part < MAPS {
            return vectors_of(gates).spoken(speech, part, channel);
        }
        let [_, height, width] = gates.spatial.shape;
        let (row, col) = settings.cell.get();
        let (row, col) = (row.min(height - 1), col.min(width - 1));
        let at = |maps: &LayerMaps, channel: usize| maps.plane(channel).map_or(0.0, |plane| value(&plane, row, col));
        let number = |maps: &LayerMaps| written(at(maps, 0), 3);
        if part == AFTER {
            let gate = gates.channel.get(channel).copied().unwrap_or(0.0);
            let line = format!(
                "{} · {} · {} = {}",
                bracketed(at(&gates.before, channel), 3),
                written(f64::from(gate), 3),
                number(&gates.spatial),
                written(at(&gates.after, channel), 3)
            );
            return say!(
                speech,
                inside.cell_worked,
                n = channel,
                row = row,
                col = col,
                line = line
            );
        }
        let mut words = say!(
            speech,
            cbam.read_places,
            row = row,
            col = col,
            mean = number(&gates.mean),
            most = number(&gates.most)
        );
        if part > MAPS {
            words += &say!(speech, cbam.read_score, score = number(&gates.score));
        }
        if part > MAPS + 1 {
            words += &say!(speech, cbam.read_sigmoid, gate = number(&gates.spatial));
        }
        words
    });
    words.unwrap_or_default()
}
