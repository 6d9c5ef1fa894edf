//! A map as a square picture with its scale, in which a cell can be pointed at; and the keys that move the cell.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;

use super::settings::{Settings, use_settings};
use crate::draw::heat::viridis;
use crate::draw::sliding::written;
use crate::draw::{raster, signed};
use crate::geometry::{Axes, Plane, Span};
use crate::ui::lessons::kernels::blocks::{is_pressed, moved, shares};

/// Units of the drawing along each side of a map, however many cells it has.
const UNITS: f64 = 32.0;

/// Cells that are chosen on a picture which is not their own map, and what is marked on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marking {
    /// Rows and columns to choose from.
    pub grid: Axes<usize>,
    /// The cells of the picture that are marked.
    pub marked: Axes<Span>,
    /// Other cells that are marked as well, with a dashed frame.
    pub other: Option<Axes<Span>>,
}

/// How the values of a map become colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// [`Scale::Signed`] where a value is below zero, else [`Scale::Magnitude`].
    Values,
    /// White is zero, red above, blue below; the ends are the largest magnitude.
    Signed,
    /// From 0 to the largest value.
    Magnitude,
    /// From 0 to 1.
    Share,
    /// 0 black, 255 white.
    Grey,
}

impl Scale {
    /// The scale of `map`.
    fn of(self, map: &Plane) -> Self {
        match self {
            Self::Values if map.range().0 < 0.0 => Self::Signed,
            Self::Values => Self::Magnitude,
            other => other,
        }
    }

    /// The ends of the scale for `map`.
    fn ends(self, map: &Plane) -> (f64, f64) {
        match self.of(map) {
            Self::Signed => (-map.most(), map.most()),
            Self::Magnitude | Self::Values => (0.0, map.range().1.max(1e-9)),
            Self::Share => (0.0, 1.0),
            Self::Grey => (0.0, 255.0),
        }
    }

    fn address(self, map: &Plane) -> String {
        match self.of(map) {
            Self::Signed => signed::address(map, map.most()),
            Self::Grey => signed::grey(map),
            Self::Magnitude | Self::Share | Self::Values => {
                let most = self.ends(map).1;
                raster::address(map.size.width, map.values.iter().map(|value| viridis(value / most)))
            }
        }
    }

    const fn fill(self) -> &'static str {
        match self {
            Self::Signed => "url(#fusion-signed)",
            Self::Grey => "url(#fusion-grey)",
            Self::Magnitude | Self::Share | Self::Values => "url(#fusion-magnitude)",
        }
    }
}

/// The scales of the tiles of a picture, to be drawn once in it.
#[component]
pub fn TileScales() -> impl IntoView {
    let signed = signed::stops();
    let magnitude = (0..=8u8).map(|eighth| {
        let place = f64::from(eighth) / 8.0;
        (place, signed::css(viridis(place)))
    });
    let grey = [(0.0, signed::css([0; 3])), (1.0, signed::css([255; 3]))];
    let stop = |(place, colour): (f64, String)| view! { <stop offset=place.to_string() stop-color=colour /> };
    view! {
        <defs>
            <linearGradient id="fusion-signed">{signed.into_iter().map(stop).collect_view()}</linearGradient>
            <linearGradient id="fusion-magnitude">{magnitude.map(stop).collect_view()}</linearGradient>
            <linearGradient id="fusion-grey">{grey.into_iter().map(stop).collect_view()}</linearGradient>
        </defs>
    }
}

/// A map at (`x`, `y`), `side` wide, with its name above and its scale below.
#[component]
pub fn Tile(
    /// The map; nothing until it is there.
    #[prop(into)]
    map: Signal<Option<Plane>>,
    /// What stands above it.
    #[prop(into)]
    name: Signal<String>,
    /// How it is coloured.
    scale: Scale,
    /// Its word for tests.
    id: &'static str,
    /// Left edge.
    x: f64,
    /// Upper edge of the picture of the map.
    y: f64,
    /// Side of the map.
    side: f64,
    /// What is chosen and marked, where it is not the cell of this map.
    #[prop(optional)]
    marking: Option<Signal<Option<Marking>>>,
) -> impl IntoView {
    let settings = use_settings();
    let ends = move || {
        map.with(|map| map.as_ref().map(|map| scale.ends(map)))
            .unwrap_or_default()
    };
    let fill = move || map.with(|map| map.as_ref().map_or(scale, |map| scale.of(map)).fill());
    let end = |value: f64| written(value, if value.abs() >= 100.0 { 0 } else { 2 });
    let size = move || map.with(|map| map.as_ref().map_or(Axes::both(UNITS as usize), |map| map.size));
    let other = move || marking.and_then(|marking| marking.get());
    let grid = move || other().map_or_else(size, |marking| marking.grid);
    let press = move |event: &PointerEvent| {
        if let Some((x, y)) = shares(event).filter(|_| is_pressed(event)) {
            let at = |share: f64, n: usize| ((share * n as f64) as usize).min(n.saturating_sub(1));
            let grid = untrack(grid);
            settings.cell.set((at(y, grid.height), at(x, grid.width)));
        }
    };
    // What is marked.
    let cells = move || {
        let size = size();
        other().map_or_else(
            || {
                let (row, col) = settings.cell.get();
                let last = size.map(|n| n.saturating_sub(1));
                Axes::new(
                    Span::cell(row.min(last.height) as i64),
                    Span::cell(col.min(last.width) as i64),
                )
            },
            |marking| marking.marked,
        )
    };
    // Left, top, width and height of some cells.
    let placed = move |cells: Axes<Span>| {
        let unit = size().map(|n| UNITS / n.max(1) as f64);
        [
            cells.width.first as f64 * unit.width,
            cells.height.first as f64 * unit.height,
            cells.width.len() as f64 * unit.width,
            cells.height.len() as f64 * unit.height,
        ]
    };
    let mark = move |class: &'static str| {
        let part = move |idx: usize| move || format!("{:.2}", placed(cells())[idx]);
        view! { <rect class=class x=part(0) y=part(1) width=part(2) height=part(3) /> }
    };
    let mark_other = move || {
        let [x, y, width, height] = placed(other()?.other?).map(|number| format!("{number:.2}"));
        Some(view! { <rect class="fusion__cell fusion__cell--other" x=x y=y width=width height=height /> })
    };
    view! {
        <g transform=format!("translate({x} {y})")>
            <text class="fusion__text fusion__text--start fusion__text--strong" x="0" y="-7">{move || name.get()}</text>
            <g transform=format!("scale({})", side / UNITS)>
                {move || map.with(|map| map.as_ref().map(|map| view! {
                    <image class="maps__image" href=scale.address(map) width="32" height="32" preserveAspectRatio="none" />
                }))}
                {mark("fusion__cell fusion__cell--halo")}
                {mark("fusion__cell")}
                {mark_other}
                <rect class="maps__press" data-testid=id width="32" height="32"
                    on:pointerdown=move |event| press(&event) on:pointermove=move |event| press(&event) />
            </g>
            <rect class="fusion__scale" y=(side + 5.0).to_string() width=side.to_string() height="7" fill=fill />
            <text class="fusion__text fusion__text--start fusion__text--tick" x="0" y=(side + 25.0).to_string()>{move || end(ends().0)}</text>
            <text class="fusion__text fusion__text--end fusion__text--tick" x=side.to_string() y=(side + 25.0).to_string()>{move || end(ends().1)}</text>
        </g>
    }
}

/// Moves the cell with the arrow keys, Home and End, on maps of `size`.
pub fn move_cell(settings: Settings, event: &KeyboardEvent, size: Axes<usize>) {
    let (row, col) = settings.cell.get_untracked();
    let at = (
        row.min(size.height.saturating_sub(1)),
        col.min(size.width.saturating_sub(1)),
    );
    if let Some(to) = moved(event, at, size.height.max(size.width)) {
        settings.cell.set(to);
    }
}
