//! The strongest maps of each branch, small, to choose from.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::looking::Strongest;
use super::maps::SHOWN;
use super::settings::use_settings;
use super::wording::branch_name;
use crate::ui::i18n::{say, tr, use_speech};

/// Where the maps begin, a map and the next; a finger may hit the gap as well.
const LEFT: f64 = 178.0;
const TILE: f64 = 32.0;
const STEP: f64 = 43.0;
/// From one branch to the next, and what its name takes of that.
const ROW: f64 = 46.0;
const HEAD: f64 = 12.0;

fn id_of(branch: usize, place: usize) -> String {
    format!("inception-map-{branch}-{place}")
}

/// Four rows of maps; the arrow keys go from one to the next.
#[component]
pub fn Tiles() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let looking = settings.looking;
    let rows = move || {
        (0..4usize)
            .map(|branch| {
                let found = looking.strongest.with(|all| all[branch].clone());
                row_view(branch, found)
            })
            .collect_view()
    };
    let press = move |event: leptos::ev::KeyboardEvent| {
        let (branch, place) = looking.chosen.get_untracked();
        let (branch, place) = match event.key().as_str() {
            "ArrowUp" => (branch.saturating_sub(1), place),
            "ArrowDown" => ((branch + 1).min(3), place),
            "ArrowLeft" => (branch, place.saturating_sub(1)),
            "ArrowRight" => (branch, place + 1),
            "Enter" | " " => (branch, place),
            _ => return,
        };
        event.prevent_default();
        // The arrow keys of the figure around it move the unit.
        event.stop_propagation();
        let n_maps = looking
            .strongest
            .with_untracked(|all| all[branch].as_ref().map_or(0, |(tiles, _)| tiles.len()));
        let place = place.min(n_maps.saturating_sub(1));
        looking.choose(branch, place);
        if let Some(tile) = document().get_element_by_id(&id_of(branch, place)) {
            let _ = tile.unchecked_into::<web_sys::SvgElement>().focus();
        }
    };
    view! {
        <g role="radiogroup" aria-label=tr!(speech, living.tiles) data-testid="tiles" on:keydown=press>{rows}</g>
    }
}

/// A row of maps, or what stands in their place.
fn row_view(branch: usize, found: Option<Strongest>) -> impl IntoView {
    let speech = use_speech();
    let looking = use_settings().looking;
    let (head, top) = (branch as f64 * ROW, branch as f64 * ROW + HEAD);
    let x_of = |place: usize| LEFT + place as f64 * STEP;
    let range = found.as_ref().map(|(_, most)| format!("0 – {most:.2}"));
    let tiles = found.map(|(tiles, _)| tiles).unwrap_or_default();
    let n_tiles = tiles.len().min(SHOWN);
    let maps = (0..SHOWN).map(|place| {
        let (x, y) = (x_of(place).to_string(), top.to_string());
        let Some(tile) = tiles.get(place).cloned() else {
            return view! {
                <rect class="module__frame" class:module__frame--busy=move || looking.asking.waits.get() x=x y=y width=TILE.to_string() height=TILE.to_string() />
            }
            .into_any();
        };
        let is_chosen = move || {
            let (of, at) = looking.chosen.get();
            of == branch && at.min(n_tiles.saturating_sub(1)) == place
        };
        let channel = tile.channel;
        let name = move || say!(speech, living.map_name, branch = branch_name(speech, branch), n = channel);
        view! {
            <g class="module__tile" id=id_of(branch, place) role="radio" aria-checked=move || is_chosen().to_string() aria-label=name
                tabindex=move || if is_chosen() { "0" } else { "-1" } data-testid=format!("map-{}-{place}", branch + 1)
                on:click=move |_| looking.choose(branch, place)>
                <rect class="module__reachable" x=format!("{:.1}", x_of(place) - 4.0) y=head.to_string() width=STEP.to_string() height=ROW.to_string() />
                <image class="module__image" href=tile.address x=x.clone() y=y.clone() width=TILE.to_string() height=TILE.to_string()>
                    <title>{name}</title>
                </image>
                <rect class="module__frame" class:module__frame--chosen=is_chosen x=x y=y width=TILE.to_string() height=TILE.to_string() />
            </g>
        }
        .into_any()
    });
    let maps = maps.collect_view();
    view! {
        <g class=format!("module__branch module__branch--{}", branch + 1) data-testid=format!("maps-{}", branch + 1)>
            <path class="module__sample" d=format!("M170 {top}v{TILE}") />
            <text class="module__name" x=LEFT.to_string() y=(head + 9.0).to_string()>{move || branch_name(speech, branch)}</text>
            {range.map(|range| view! {
                <text class="module__range module__range--end" x=(x_of(SHOWN - 1) + TILE).to_string() y=(head + 9.0).to_string()>{range}</text>
            })}
            {maps}
        </g>
    }
}
