//! One map large, and what of the image its chosen unit sees.

use leptos::prelude::*;

use super::looking::{Enlarged, Looking};
use super::settings::use_settings;
use super::wording::branch_name;
use crate::draw::maps::MapScale;
use crate::geometry::{Axes, Span};
use crate::ui::i18n::{Speech, say, use_speech};
use crate::ui::lesson::use_gallery;

/// Top of both pictures, their edge, and left edge of the second.
const TOP: f64 = 204.0;
const EDGE: f64 = 146.0;
const RIGHT: f64 = 186.0;

/// What the unit sees of the image, padding included.
fn seen(looking: Looking, map: &Enlarged) -> Option<Axes<Span>> {
    let (row, col) = looking.unit_on(map.shape.size.width);
    let field = looking.tops.with(|tops| tops.get(map.branch).map(|top| top.field))?;
    Some(field.zip(Axes::new(row, col), |axis, unit| axis.input_from_feature(unit as i64)))
}

/// The map in words: where it is largest, and what the chosen unit says.
pub fn spoken_map(speech: Speech, looking: Looking) -> String {
    looking.enlarged.with(|map| {
        let Some(map) = map else { return String::new() };
        let (row, col) = looking.unit_on(map.shape.size.width);
        let value = map.values.get(row * map.shape.size.width + col).copied().unwrap_or(0.0);
        let Some(seen) = seen(looking, map) else {
            return String::new();
        };
        let name = say!(
            speech,
            living.map_name,
            branch = branch_name(speech, map.branch),
            n = map.channel
        );
        if map.peak.value <= 0.0 {
            return say!(speech, living.map_silent, map = name);
        }
        say!(
            speech,
            living.map_reading,
            map = name,
            peak_row = map.peak.row,
            peak_col = map.peak.col,
            most = format!("{:.2}", map.peak.value),
            value = format!("{value:.2}"),
            top = seen.height.first,
            bottom = seen.height.last,
            left = seen.width.first,
            right = seen.width.last,
        )
    })
}

/// The map with its strongest place and the chosen unit, and beside it the piece of the image.
#[component]
pub fn EnlargedView() -> impl IntoView {
    let speech = use_speech();
    let looking = use_settings().looking;
    let point = move |event: leptos::ev::MouseEvent| {
        let Some([height, width]) = looking
            .enlarged
            .with_untracked(|map| map.as_ref().map(|map| [map.shape.size.height, map.shape.size.width]))
        else {
            return;
        };
        let target: web_sys::Element = event_target(&event);
        let bounds = target.get_bounding_client_rect();
        let cell = |at: i32, start: f64, length: f64, n: usize| {
            (((f64::from(at) - start) / length.max(1.0)).clamp(0.0, 0.999) * n as f64) as usize
        };
        let row = cell(event.client_y(), bounds.top(), bounds.height(), height);
        let col = cell(event.client_x(), bounds.left(), bounds.width(), width);
        looking.unit.set(Some((row, col)));
    };
    let large = move || {
        looking.enlarged.get().map(|map| {
            let scale = MapScale::of(&map.values);
            let name = move || {
                say!(
                    speech,
                    living.map_name,
                    branch = branch_name(speech, map.branch),
                    n = map.channel
                )
            };
            view! {
                <text class="module__row module__row--small" x="0" y=(TOP - 7.0).to_string()>{name}</text>
                <image class="module__image" data-testid="enlarged" href=map.address.clone() x="0" y=TOP.to_string() width=EDGE.to_string() height=EDGE.to_string() />
                <image href=scale.legend() x=(EDGE + 5.0).to_string() y=TOP.to_string() width=EDGE.to_string() height="5" preserveAspectRatio="none"
                    transform=format!("rotate(-90 {} {TOP}) translate({} 0)", EDGE + 5.0, -EDGE) />
                <text class="module__range" x=(EDGE + 12.0).to_string() y=(TOP + 8.0).to_string()>{format!("{:.2}", scale.most)}</text>
                <text class="module__range" x=(EDGE + 12.0).to_string() y=(TOP + EDGE).to_string()>"0"</text>
            }
        })
    };
    view! {
        <g>
            {large}
            {move || looking.enlarged.get().map(|map| marks_view(looking, &map))}
            <rect class="module__touch" x="0" y=TOP.to_string() width=EDGE.to_string() height=EDGE.to_string() on:click=point />
            <Seen />
        </g>
    }
}

/// The chosen unit as a frame, the strongest place as a ring.
fn marks_view(looking: Looking, map: &Enlarged) -> impl IntoView + use<> {
    let n_cells = map.shape.size.width.max(1) as f64;
    let cell = EDGE / n_cells;
    let (row, col) = looking.unit_on(map.shape.size.width);
    let at = |n: usize| n as f64 * cell;
    let (x, y) = (at(col).to_string(), (TOP + at(row)).to_string());
    let (cx, cy) = (
        (at(map.peak.col) + cell / 2.0).to_string(),
        (TOP + at(map.peak.row) + cell / 2.0).to_string(),
    );
    let radius = (cell * 0.28).max(2.0).to_string();
    view! {
        <rect class="module__halo" x=x.clone() y=y.clone() width=cell.to_string() height=cell.to_string() />
        <rect class="module__place" x=x y=y width=cell.to_string() height=cell.to_string() />
        <circle class="module__halo" cx=cx.clone() cy=cy.clone() r=radius.clone() />
        <circle class="module__place" data-testid="peak" cx=cx cy=cy r=radius />
    }
}

/// The piece of the image that the unit sees; what lies beyond the edge is padding.
#[component]
fn Seen() -> impl IntoView {
    let speech = use_speech();
    let looking = use_settings().looking;
    let gallery = use_gallery();
    move || {
        let map = looking.enlarged.get()?;
        let seen = seen(looking, &map)?;
        let picture = gallery.picture()?;
        let (rows, cols) = (seen.height, seen.width);
        let (height, width) = (rows.last - rows.first + 1, cols.last - cols.first + 1);
        let frame = format!("{} {} {width} {height}", cols.first, rows.first);
        let name = move || say!(speech, living.seen, rows = height, cols = width);
        let (x, y, edge) = (RIGHT.to_string(), TOP.to_string(), EDGE.to_string());
        Some(view! {
            <g class=format!("module__branch module__branch--{}", map.branch + 1)>
                <text class="module__row module__row--small" x=x.clone() y=(TOP - 7.0).to_string()>{name}</text>
                <svg x=x.clone() y=y.clone() width=edge.clone() height=edge.clone() viewBox=frame data-testid="seen">
                    <rect class="module__ground" x=cols.first.to_string() y=rows.first.to_string() width=width.to_string() height=height.to_string() />
                    <image class="module__image" href=picture.address() x="0" y="0" width="32" height="32" />
                </svg>
                <rect class="module__field" x=x y=y width=edge.clone() height=edge />
            </g>
        })
    }
}
