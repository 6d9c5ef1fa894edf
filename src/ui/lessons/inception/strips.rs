//! The maps in the diagram: a strip in every box, and the sheets of all branches above the bar.

use leptos::prelude::*;

use super::living::{Strip, Strips};
use super::maps::Tile;
use crate::draw::inception::picture::{BOX_WIDTH, INPUT, STRIP};
use crate::draw::inception::pile::{SHEET, SHEETS};
use crate::draw::inception::{ModulePicture, ModuleReading, PlacedStep, piles};
use crate::ui::i18n::{say, use_speech};

/// Edge of a map in a box, and from one to the next.
const TILE: f64 = 18.0;
const PITCH: f64 = 20.0;

/// Maps side by side from (`x`, `y`) on; frames while there are none.
fn strip_view(strip: Signal<Option<Strip>>, n_maps: usize, x: f64, y: f64) -> impl IntoView {
    let speech = use_speech();
    let one = move |place: usize| {
        let left = (x + place as f64 * PITCH).to_string();
        let tile = strip.with(|strip| strip.as_ref()?.tiles.get(place).cloned());
        let is_empty = tile.is_none();
        let image = tile.map(|Tile { channel, address }| {
            let name = move || say!(speech, living.map_number, n = channel);
            view! {
                <image class="module__image" href=address x=left.clone() y=y.to_string() width=TILE.to_string() height=TILE.to_string()>
                    <title>{name}</title>
                </image>
            }
        });
        view! {
            {image}
            <rect class="module__frame" class:module__frame--empty=is_empty x=left y=y.to_string() width=TILE.to_string() height=TILE.to_string() />
        }
    };
    let maps = move || (0..n_maps.min(SHEETS)).map(one).collect_view();
    view! { <g class="module__maps">{maps}</g> }
}

/// The maps of what the branches read, at the right end of its box.
pub fn input_strip(strips: Signal<Option<Strips>>, n_maps: usize, (x, y): (f64, f64)) -> impl IntoView {
    let strip = Signal::derive(move || strips.with(|strips| strips.as_ref().map(|strips| strips.input.clone())));
    let left = x + INPUT.0 - 4.0 * PITCH - 2.0;
    strip_view(strip, n_maps, left, y + (INPUT.1 - TILE) / 2.0)
}

/// The maps of a step, at the bottom of its box.
pub fn step_strip(
    strips: Signal<Option<Strips>>,
    placed: &PlacedStep,
    step: usize,
    box_height: f64,
) -> impl IntoView + use<> {
    let branch = placed.branch;
    let strip = Signal::derive(move || strips.with(|strips| strips.as_ref()?.branches.get(branch)?.get(step).cloned()));
    let left = placed.x + (BOX_WIDTH - 3.0 * PITCH - TILE) / 2.0;
    strip_view(strip, placed.step.shape.channels, left, placed.y + box_height - STRIP)
}

/// The sheets of a branch above the bar: over its column while the maps line up, in one pile with the others after the concat.
pub fn pile_view(
    reading: &ModuleReading,
    picture: &ModulePicture,
    branch: usize,
    strips: Signal<Option<Strips>>,
    stage: Signal<usize>,
) -> Option<impl IntoView + use<>> {
    let last = ModulePicture::n_stages(reading.n_levels()) - 1;
    let counts: Vec<usize> = reading.branches.iter().map(|branch| branch.shape.channels).collect();
    let pile = piles(&counts, picture.pile?).into_iter().nth(branch)?;
    let (right, down) = pile.shift;
    // The front sheet is drawn last.
    let sheets = pile.sheets.into_iter().enumerate().rev().map(|(place, (x, y))| {
        let (x, y) = (x.to_string(), y.to_string());
        let at = (x.clone(), y.clone());
        let image = move || {
            let tile = strips.with(|strips| strips.as_ref()?.branches.get(branch)?.last()?.tiles.get(place).cloned());
            tile.map(|tile| {
                let (x, y) = at.clone();
                view! { <image class="module__image" href=tile.address x=x y=y width=SHEET.to_string() height=SHEET.to_string() /> }
            })
        };
        view! {
            <rect class="module__sheet" x=x.clone() y=y.clone() width=SHEET.to_string() height=SHEET.to_string() />
            {image}
            <rect class="module__edge" x=x y=y width=SHEET.to_string() height=SHEET.to_string() />
        }
    });
    let sheets = sheets.collect_view();
    let place = move || {
        let is_joined = stage.get() >= last;
        let (right, down) = if is_joined { (right, down) } else { (0.0, 0.0) };
        format!("translate({right:.1} {down:.1})")
    };
    Some(view! {
        <g class="module__pile" class:module__pile--later=move || { stage.get() + 1 < last } transform=place data-testid=format!("pile-{}", branch + 1)>
            {sheets}
        </g>
    })
}
