//! The figure of the fourth step: what each branch sees of an image, and what it makes of it.

use leptos::prelude::*;

use super::enlarged::{EnlargedView, spoken_map};
use super::maps::BranchTop;
use super::settings::use_settings;
use super::tiles::Tiles;
use super::wording::{POOL, branch_tag};
use crate::geometry::{Axes, Span};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, use_gallery};

/// Pixels along each side of the image, and units of the drawing for each.
const SIDE: usize = 32;
const ZOOM: f64 = 5.0;
/// Height of the drawing: the image, and below it one map and what it looked at.
const HEIGHT: f64 = 354.0;
/// The pooling's frame lies so far inside that of the 3×3, whose size it shares.
const INSET: f64 = 2.5;
/// Pixels of the image that a name takes above or below a field.
const TAG: f64 = 2.0;

/// The image with the fields of one unit, the strongest maps of each branch, and one of them large.
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
        let lit = looking.chosen.get().0;
        let one = |(branch, top): (usize, BranchTop)| field_view(branch, &top, [row, col], branch == lit);
        {
            let tops = tops();
            // The branch of the large map comes last.
            let order = [2usize, 1, 3, 0].into_iter().filter(|branch| *branch != lit);
            let frames = order
                .chain([lit])
                .filter_map(|branch| Some(one((branch, tops.get(branch)?.clone()))))
                .collect_view();
            let names = tops
                .iter()
                .enumerate()
                .map(|(branch, top)| tag_view(branch, top, [row, col]));
            view! { {frames} {names.collect_view()} }
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
    view! {
        <FigureFrame id="inception-scales" title=Signal::derive(tr!(speech, inception.scales_figure)) aid=Signal::derive(tr!(speech, inception.scales_aid))>
            <div class="module__scales" tabindex="0" role="group" aria-label=tr!(speech, inception.scales_keys) data-testid="scales" on:keydown=press>
                <svg class="module module--flat" viewBox=format!("-2 -2 356 {HEIGHT}") role="group" aria-label=move || format!("{} {}", spoken(), spoken_map(speech, looking))>
                    <rect class="module__ground" x="0" y="0" width=edge.to_string() height=edge.to_string() />
                    {move || gallery.picture().map(|picture| view! {
                        <image class="module__image" href=picture.address() x="0" y="0" width=edge.to_string() height=edge.to_string() />
                    })}
                    {fields}
                    <rect class="module__touch" x="0" y="0" width=edge.to_string() height=edge.to_string() on:click=point />
                    <Tiles />
                    <EnlargedView />
                </svg>
            </div>
            <p class="module__reading" aria-live="polite">
                <span data-testid="map-reading">{move || spoken_map(speech, looking)}</span>
                " " <span data-testid="scales-reading">{spoken}</span>
            </p>
        </FigureFrame>
    }
}

/// The field of a unit, as far as it lies on the image; that of the large map stands out, with its middle.
fn field_view(branch: usize, top: &BranchTop, [row, col]: [usize; 2], is_lit: bool) -> impl IntoView + use<> {
    let whole = top
        .field
        .zip(Axes::new(row, col), |axis, unit| axis.input_from_feature(unit as i64));
    let rows = whole.height.clipped(SIDE);
    let cols = whole.width.clipped(SIDE);
    let middle = whole.map(|span| (span.first + span.last + 1) as f64 / 2.0 * ZOOM);
    rows.zip(cols).map(|(rows, cols)| {
        let inset = if branch == POOL { INSET } else { 0.0 };
        let at = |cell: i64| (cell as f64 * ZOOM + inset).to_string();
        let length = |n: usize| (n as f64 * ZOOM - 2.0 * inset).to_string();
        let (x, y, width, height) = (at(cols.first), at(rows.first), length(cols.len()), length(rows.len()));
        view! {
            <g class=format!("module__branch module__branch--{}", branch + 1) class:module__branch--lit=is_lit class:module__branch--quiet=!is_lit>
                <rect class="module__halo" x=x.clone() y=y.clone() width=width.clone() height=height.clone() />
                <rect class="module__field" x=x y=y width=width height=height />
                {is_lit.then(|| view! { <circle class="module__middle" cx=middle.width.to_string() cy=middle.height.to_string() r="2.6" /> })}
            </g>
        }
    })
}

/// The name of a branch beside its field.
fn tag_view(branch: usize, top: &BranchTop, [row, col]: [usize; 2]) -> impl IntoView + use<> {
    let speech = use_speech();
    let whole = top
        .field
        .zip(Axes::new(row, col), |axis, unit| axis.input_from_feature(unit as i64));
    let seen = whole.height.clipped(SIDE).zip(whole.width.clipped(SIDE));
    seen.map(|(rows, cols)| {
        let (x, y) = tag_place(branch, rows, cols);
        view! {
            <text class="module__tag" class:module__tag--end=branch == POOL x=x.to_string() y=y.to_string()>
                {move || branch_tag(speech, branch)}
            </text>
        }
    })
}

/// Where the name of a branch stands beside its clipped field: at the edge with more room, so that the names of nested fields
/// lie apart; that of the pooling at the other edge where it fits, because the 3×3 is as large.
fn tag_place(branch: usize, rows: Span, cols: Span) -> (f64, f64) {
    let (first, last) = (rows.first as f64, (rows.last + 1) as f64);
    let room = [first, SIDE as f64 - last];
    let is_pool = branch == POOL;
    let fits = room[0].min(room[1]) >= TAG;
    let is_above = (room[0] >= room[1]) != (is_pool && fits);
    let x = if is_pool { cols.last + 1 } else { cols.first } as f64 * ZOOM;
    let y = if is_above {
        first * ZOOM - 2.5
    } else {
        last * ZOOM + 8.5
    };
    (x, y)
}
