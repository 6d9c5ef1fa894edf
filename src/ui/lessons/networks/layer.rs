//! One layer: all its maps, one of them large, a unit to choose.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::controls::Status;
use super::graph::shape_text;
use super::state::use_networks;
use crate::draw::maps::{MapScale, Sheet, sheet, single};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::FigureFrame;

/// Edge of the sheet and of the large map, left edge of the large map, and height of the figure.
const SHEET: f64 = 400.0;
const LARGE: f64 = 300.0;
const LEFT: f64 = 440.0;
const HEIGHT: f64 = 440.0;
/// Top of the large map.
const TOP: f64 = 40.0;

/// The picture of a layer.
#[derive(Clone, PartialEq)]
struct Picture {
    sheet: Sheet,
    large: String,
    shape: [usize; 3],
    scale: MapScale,
    value: f32,
}

/// A number with three digits after the point and a true minus sign.
pub fn number(value: f64) -> String {
    format!("{value:.3}").replace('-', "−")
}

/// Where on a picture of `rows` × `columns` cells an event has happened: row and column.
pub fn cell_of(event: &leptos::ev::MouseEvent, rows: usize, columns: usize) -> Option<[usize; 2]> {
    let target: web_sys::Element = event.current_target()?.dyn_into().ok()?;
    let bounds = target.get_bounding_client_rect();
    let share = |at: f64, from: f64, size: f64| ((at - from) / size.max(1.0)).clamp(0.0, 0.999_999);
    let down = share(f64::from(event.client_y()), bounds.top(), bounds.height());
    let right = share(f64::from(event.client_x()), bounds.left(), bounds.width());
    Some([(down * rows as f64) as usize, (right * columns as f64) as usize])
}

/// The unit next to `unit` where the key of this name leads: arrows within the map, Page Up and Page Down to another.
pub fn step_of(
    key: &str,
    [channel, row, column]: [usize; 3],
    [channels, height, width]: [usize; 3],
) -> Option<[usize; 3]> {
    Some(match key {
        "ArrowUp" => [channel, row.saturating_sub(1), column],
        "ArrowDown" => [channel, (row + 1).min(height - 1), column],
        "ArrowLeft" => [channel, row, column.saturating_sub(1)],
        "ArrowRight" => [channel, row, (column + 1).min(width - 1)],
        "PageUp" => [channel.saturating_sub(1), row, column],
        "PageDown" => [(channel + 1).min(channels - 1), row, column],
        _ => return None,
    })
}

/// All maps of the layer, and one large.
#[component]
pub fn LayerFigure() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let picture = Memo::new(move |_| {
        state.answers.maps.with(|maps| {
            let (name, unit) = (state.layer.get(), state.unit.get());
            let maps = maps.as_ref()?;
            let (values, shape) = maps.of(&name)?;
            let [_, height, width] = shape;
            let scale = MapScale::of(values);
            let map = values.chunks_exact(height * width).nth(unit[0])?;
            Some(Picture {
                sheet: sheet(values, shape, scale),
                large: single(map, width, scale),
                shape,
                scale,
                value: maps.at(&name, unit)?,
            })
        })
    });
    let spoken = move || {
        let [channel, row, column] = state.unit.get();
        picture.with(|picture| {
            let value = picture
                .as_ref()
                .map_or_else(String::new, |picture| number(picture.value.into()));
            let n = picture.as_ref().map_or(0, |picture| picture.shape[0]);
            say!(
                speech,
                networks.layer_picture,
                layer = state.layer.get(),
                n = n,
                channel = channel,
                row = row,
                column = column,
                value = value
            )
        })
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let Some([channels, height, width]) =
            picture.with_untracked(|picture| picture.as_ref().map(|picture| picture.shape))
        else {
            return;
        };
        let unit = state.unit.get_untracked();
        let Some(next) = step_of(&event.key(), unit, [channels, height, width]) else {
            return;
        };
        event.prevent_default();
        state.look_at_unit(next);
    };
    let drawing = move || {
        picture.get().map(|picture| {
            let Picture { sheet, large, shape, scale, .. } = picture;
            let [channels, height, width] = shape;
            let per_pixel = SHEET / sheet.side as f64;
            let size = [height as f64 * per_pixel, width as f64 * per_pixel];
            let (address, side) = (sheet.address.clone(), sheet.side);
            let sheet = StoredValue::new(sheet);
            let corner = move |channel: usize| {
                let [row, column] = sheet.with_value(|sheet| sheet.corner(channel));
                (column as f64 * per_pixel, row as f64 * per_pixel)
            };
            let choose_map = move |event: leptos::ev::MouseEvent| {
                if let Some(pixel) = cell_of(&event, side, side) {
                    let channel = sheet.with_value(|sheet| sheet.channel_at(pixel));
                    let [_, row, column] = state.unit.get_untracked();
                    state.look_at_unit([channel.min(channels - 1), row, column]);
                }
            };
            let choose_unit = move |event: leptos::ev::MouseEvent| {
                if let Some([row, column]) = cell_of(&event, height, width) {
                    let [channel, ..] = state.unit.get_untracked();
                    state.look_at_unit([channel, row, column]);
                }
            };
            let (row_edge, column_edge) = (LARGE / height as f64, LARGE / width as f64);
            view! {
                <image class="maps__sheet" data-testid="sheet" href=address x="0" y=TOP.to_string() width=SHEET.to_string() height=SHEET.to_string()
                    preserveAspectRatio="none" on:click=choose_map />
                {move || {
                    let (x, y) = corner(state.unit.get()[0]);
                    view! { <rect class="maps__chosen" x=format!("{x:.1}") y=format!("{:.1}", y + TOP)
                        width=format!("{:.1}", size[1]) height=format!("{:.1}", size[0]) /> }
                }}
                <image class="maps__large" data-testid="large" href=large x=LEFT.to_string() y=TOP.to_string() width=LARGE.to_string() height=LARGE.to_string()
                    preserveAspectRatio="none" on:click=choose_unit />
                {move || {
                    let [_, row, column] = state.unit.get();
                    view! { <rect class="maps__unit" x=format!("{:.1}", LEFT + column as f64 * column_edge) y=format!("{:.1}", TOP + row as f64 * row_edge)
                        width=format!("{column_edge:.1}") height=format!("{row_edge:.1}") /> }
                }}
                <text class="maps__title" x=LEFT.to_string() y="26">{move || say!(speech, networks.map_number, n = state.unit.get()[0])}</text>
                <image class="maps__legend" href=scale.legend() x=LEFT.to_string() y=(TOP + LARGE + 20.0).to_string() width=LARGE.to_string() height="14" preserveAspectRatio="none" />
                <text class="maps__tick" x=LEFT.to_string() y=(TOP + LARGE + 52.0).to_string()>{number(scale.least().into())}</text>
                <text class="maps__tick maps__tick--end" x=(LEFT + LARGE).to_string() y=(TOP + LARGE + 52.0).to_string()>{number(scale.most.into())}</text>
                {scale.signed.then(|| view! { <text class="maps__tick maps__tick--middle" x=(LEFT + LARGE / 2.0).to_string() y=(TOP + LARGE + 52.0).to_string()>"0"</text> })}
            }
        })
    };
    let title = move || {
        let name = state.layer.get();
        let shape = state.plan.with(|plan| {
            plan.lowered
                .geometry_of(&name)
                .map(|geometry| shape_text(geometry.shape))
        });
        say!(
            speech,
            networks.layer_figure,
            layer = name,
            shape = shape.unwrap_or_default()
        )
    };
    view! {
        <FigureFrame id="network-layer" title=Signal::derive(title) aid=Signal::derive(tr!(speech, networks.layer_aid))>
            <svg class="maps" viewBox=format!("-2 0 {} {HEIGHT}", LEFT + LARGE + 4.0) role="img" tabindex="0" aria-label=spoken data-testid="maps" on:keydown=on_key>
                <text class="maps__title" x="0" y="26">{tr!(speech, networks.all_maps)}</text>
                {drawing}
            </svg>
            <p class="networks__reading" aria-live="polite" data-testid="unit-reading">{spoken}</p>
            <Status />
        </FigureFrame>
    }
}

/// A list of all layers, and one of maps.
#[component]
pub fn LayerPicker() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let layers = move || {
        let plan = state.plan.get();
        let option = |layer: &crate::spec::lower::LoweredLayer| {
            let (name, value) = (layer.name.clone(), layer.name.clone());
            view! { <option value=value selected=state.layer.get_untracked() == name>{name.clone()}</option> }
        };
        plan.lowered.layers.iter().map(option).collect_view()
    };
    let most = move || {
        let name = state.layer.get();
        state.plan.with(|plan| {
            plan.lowered
                .geometry_of(&name)
                .map_or(0, |geometry| geometry.shape.channels - 1)
        })
    };
    let to_map = move |event| {
        let [_, row, column] = state.unit.get_untracked();
        if let Ok(channel) = event_target_value(&event).parse::<usize>() {
            state.look_at_unit([channel.min(most()), row, column]);
        }
    };
    view! {
        <div class="networks__pickers">
            <label class="field">
                <span class="field__label">{tr!(speech, networks.layer)}</span>
                <select class="select" data-testid="layer" prop:value=move || state.layer.get()
                    on:change=move |event| state.look_at(&event_target_value(&event))>{layers}</select>
            </label>
            <label class="field">
                <span class="field__label">{tr!(speech, networks.map)}</span>
                <input class="input networks__seed" type="number" min="0" max=move || most().to_string() data-testid="channel"
                    prop:value=move || state.unit.get()[0].to_string() on:change=to_map />
            </label>
        </div>
    }
}
