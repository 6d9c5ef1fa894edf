//! The figure of the fourth step: what each branch sees of an image, and what it makes of it.

use leptos::prelude::*;

use super::looking::Look;
use super::maps::{BranchTop, SHOWN};
use super::settings::use_settings;
use super::wording::branch_name;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, use_gallery};

/// Pixels along each side of the image, and units of the drawing for each.
const SIDE: usize = 32;
const ZOOM: f64 = 5.0;
/// Where the maps begin, a map and the next.
const LEFT: f64 = 178.0;
const TILE: f64 = 34.0;
const STEP: f64 = 43.0;

/// The image with the fields of one unit, and the strongest maps of each branch.
#[component]
pub fn ScalesFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let gallery = use_gallery();
    let looking = settings.looking;
    let tops = move || looking.tops.get();
    looking.asked.set(true);
    let side = move || tops().first().map_or(1, |top| top.shape.size.width);
    let unit = move || looking.unit_on(side());
    let fields = move || {
        let (row, col) = unit();
        let one = |(branch, top): (usize, BranchTop)| field_view(branch, &top, row, col);
        {
            let tops = tops();
            // The pooling's dashes lie on the frame of the 3×3, whose size it shares.
            let order = [2usize, 1, 3, 0].into_iter();
            order
                .filter_map(|branch| Some(one((branch, tops.get(branch)?.clone()))))
                .collect_view()
        }
    };
    let spoken = move || {
        let (row, col) = unit();
        let sizes = tops();
        let size = |branch: usize| sizes.get(branch).map_or(0, |top| top.field.width.size());
        say!(
            speech,
            inception.scales_reading,
            row = row,
            col = col,
            side = side(),
            side2 = side(),
            a = size(0),
            b = size(1),
            c = size(2),
            d = size(3),
        )
    };
    let go = move |rows: i64, cols: i64| {
        let (row, col) = unit();
        let last = side() as i64 - 1;
        let moved = |at: usize, by: i64| (at as i64 + by).clamp(0, last) as usize;
        looking.unit.set(Some((moved(row, rows), moved(col, cols))));
    };
    let press = move |event: leptos::ev::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowUp" => (-1, 0),
            "ArrowDown" => (1, 0),
            "ArrowLeft" => (0, -1),
            "ArrowRight" => (0, 1),
            _ => return,
        };
        event.prevent_default();
        go(by.0, by.1);
    };
    let point = move |event: leptos::ev::MouseEvent| {
        let target: web_sys::Element = event_target(&event);
        let bounds = target.get_bounding_client_rect();
        let share = |at: i32, start: f64, length: f64| ((f64::from(at) - start) / length.max(1.0)).clamp(0.0, 0.999);
        let row = share(event.client_y(), bounds.top(), bounds.height()) * side() as f64;
        let col = share(event.client_x(), bounds.left(), bounds.width()) * side() as f64;
        looking.unit.set(Some((row as usize, col as usize)));
    };
    let edge = SIDE as f64 * ZOOM;
    let maps = move || {
        (0..4usize)
            .map(|branch| maps_view(branch, looking.looks.with(|looks| looks[branch].clone())))
            .collect_view()
    };
    view! {
        <FigureFrame id="inception-scales" title=Signal::derive(tr!(speech, inception.scales_figure)) aid=Signal::derive(tr!(speech, inception.scales_aid))>
            <div class="module__scales" tabindex="0" role="group" aria-label=tr!(speech, inception.scales_keys) data-testid="scales" on:keydown=press>
                <svg class="module module--flat" viewBox=format!("-2 -2 356 {}", edge + 16.0) role="img" aria-label=spoken>
                    <rect class="module__ground" x="0" y="0" width=edge.to_string() height=edge.to_string() />
                    {move || gallery.picture().map(|picture| view! {
                        <image class="module__image" href=picture.address() x="0" y="0" width=edge.to_string() height=edge.to_string() />
                    })}
                    {fields}
                    <rect class="module__touch" x="0" y="0" width=edge.to_string() height=edge.to_string() on:click=point />
                    {maps}
                </svg>
            </div>
            <p class="module__reading" data-testid="scales-reading" aria-live="polite">{spoken}</p>
        </FigureFrame>
    }
}

/// The field of a unit, as far as it lies on the image.
fn field_view(branch: usize, top: &BranchTop, row: usize, col: usize) -> impl IntoView + use<> {
    let rows = top.field.height.input_from_feature(row as i64).clipped(SIDE);
    let cols = top.field.width.input_from_feature(col as i64).clipped(SIDE);
    rows.zip(cols).map(|(rows, cols)| {
        let at = |cell: i64| (cell as f64 * ZOOM).to_string();
        let length = |n: usize| (n as f64 * ZOOM).to_string();
        let (x, y, width, height) = (at(cols.first), at(rows.first), length(cols.len()), length(rows.len()));
        view! {
            <g class=format!("module__branch module__branch--{}", branch + 1)>
                <rect class="module__halo" x=x.clone() y=y.clone() width=width.clone() height=height.clone() />
                <rect class="module__field" x=x y=y width=width height=height />
            </g>
        }
    })
}

/// A row of maps, or what stands in their place.
fn maps_view(branch: usize, look: Look) -> impl IntoView {
    let speech = use_speech();
    let top = branch as f64 * STEP;
    let x_of = |idx: usize| LEFT + idx as f64 * STEP;
    let tiles = match &look {
        Look::Done(tiles, _) => tiles.clone(),
        _ => Vec::new(),
    };
    let is_busy = look == Look::Waiting;
    let frames = (0..SHOWN).map(|idx| {
        let image = tiles.get(idx).map(|tile| {
            let name = format!("#{}", tile.channel);
            view! {
                <image class="module__image" href=tile.address.clone() x=x_of(idx).to_string() y=top.to_string() width=TILE.to_string() height=TILE.to_string()>
                    <title>{name}</title>
                </image>
            }
        });
        view! {
            {image}
            <rect class="module__frame" class:module__frame--busy=is_busy x=x_of(idx).to_string() y=top.to_string() width=TILE.to_string() height=TILE.to_string() />
        }
    });
    let frames = frames.collect_view();
    let range = match look {
        Look::Done(_, most) => Some(format!("0 – {most:.2}")),
        _ => None,
    };
    view! {
        <g class=format!("module__branch module__branch--{}", branch + 1) data-testid=format!("maps-{}", branch + 1)>
            <rect class="module__bar" x="166" y=top.to_string() width="6" height=TILE.to_string() />
            {frames}
            <title>{move || branch_name(speech, branch)}</title>
            {range.map(|range| view! { <text class="module__range" x=LEFT.to_string() y=(top + TILE + 7.0).to_string()>{range}</text> })}
        </g>
    }
}
