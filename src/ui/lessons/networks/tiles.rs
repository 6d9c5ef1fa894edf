//! All maps of a layer, each large enough to be read; a cell that is pressed becomes the unit that is looked at.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::layer::number;
use super::state::use_networks;
use crate::draw::maps::{MapScale, single};
use crate::ui::i18n::{say, tr, use_speech};

/// Maps of a page: with more, a page of buttons would be long and slow.
const PER_PAGE: usize = 32;

/// What is drawn of a layer.
#[derive(Clone, PartialEq)]
struct Tiles {
    /// Channel, picture, and the value of a map of one cell.
    maps: Vec<(usize, String, Option<f32>)>,
    shape: [usize; 3],
    scale: MapScale,
}

/// The maps, page by page.
#[component]
pub fn Tiles(
    /// Name of the layer; empty for the image.
    #[prop(into)]
    layer: Signal<String>,
    /// Hears the unit that was pressed.
    pick: Callback<[usize; 3]>,
) -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let page = RwSignal::new(0usize);
    // Another layer begins with the page of the map that is looked at.
    Effect::new(move |_| {
        let is_chosen = layer.with(|layer| *layer == state.layer.get());
        let channel = if is_chosen { state.unit.get_untracked()[0] } else { 0 };
        page.set(channel / PER_PAGE);
    });
    let tiles = Memo::new(move |_| {
        let maps = state.answers.maps.get()?;
        let (values, shape) = layer.with(|layer| maps.of(layer))?;
        let n_cells = shape[1] * shape[2];
        let scale = MapScale::of(values);
        let all = values.chunks_exact(n_cells.max(1)).enumerate();
        let shown = all.skip(page.get() * PER_PAGE).take(PER_PAGE);
        let maps = shown.map(|(channel, map)| {
            let value = (n_cells == 1).then(|| map[0]);
            (channel, single(map, shape[2], scale), value)
        });
        Some(Tiles {
            maps: maps.collect(),
            shape,
            scale,
        })
    });
    let n_pages =
        Memo::new(move |_| tiles.with(|tiles| tiles.as_ref().map_or(1, |tiles| tiles.shape[0].div_ceil(PER_PAGE))));
    let turn =
        move |by: isize| page.update(|page| *page = page.saturating_add_signed(by).min(n_pages.get_untracked() - 1));
    let pages = move || {
        (n_pages.get() > 1).then(|| {
            let (first, last) = (
                move || page.get() * PER_PAGE,
                move || tiles.with(|tiles| tiles.as_ref().and_then(|tiles| tiles.maps.last().map(|map| map.0)).unwrap_or(0)),
            );
            let n = move || tiles.with(|tiles| tiles.as_ref().map_or(0, |tiles| tiles.shape[0]));
            view! {
                <p class="tiles__pages">
                    <button type="button" class="button button--icon" data-testid="page-back" aria-label=tr!(speech, networks.page_back)
                        disabled=move || page.get() == 0 on:click=move |_| turn(-1)>"‹"</button>
                    <span aria-live="polite">{move || say!(speech, networks.page_of, first = first(), last = last(), n = n())}</span>
                    <button type="button" class="button button--icon" data-testid="page-forth" aria-label=tr!(speech, networks.page_forth)
                        disabled=move || { page.get() + 1 >= n_pages.get() } on:click=move |_| turn(1)>"›"</button>
                </p>
            }
        })
    };
    let grid = move || {
        tiles.get().map(|Tiles { maps, shape, scale }| {
            let one = move |(channel, address, value): (usize, String, Option<f32>)| {
                let is_chosen = move || layer.with(|layer| *layer == state.layer.get()) && state.unit.get()[0] == channel;
                let press = move |event: leptos::ev::MouseEvent| {
                    let cell = cell_of(&event, shape).unwrap_or_else(|| {
                        state.by_key.set_value(true);
                        [shape[1] / 2, shape[2] / 2]
                    });
                    pick.run([channel, cell[0], cell[1]]);
                };
                let caption = value.map_or_else(|| channel.to_string(), |value| format!("{channel}: {}", number(value.into())));
                view! {
                    <button type="button" class="tiles__one" aria-pressed=move || is_chosen().to_string() data-map=channel.to_string()
                        aria-label=move || say!(speech, networks.map_number, n = channel) on:click=press>
                        <img class="tiles__map" src=address alt="" style=format!("aspect-ratio:{}/{}", shape[2], shape[1]) />
                        <span class="tiles__name">{caption}</span>
                    </button>
                }
            };
            view! {
                <div class="tiles" class:tiles--values={shape[1] * shape[2] == 1} data-testid="tiles">{maps.into_iter().map(one).collect_view()}</div>
                <p class="tiles__scale">
                    <span>{number(scale.least().into())}</span>
                    <img class="tiles__legend" src=scale.legend() alt="" />
                    <span>{number(scale.most.into())}</span>
                </p>
            }
        })
    };
    view! { {pages} {grid} }
}

/// Row and column of the cell that was pressed on the picture of a map; nothing where a key pressed it.
fn cell_of(event: &leptos::ev::MouseEvent, [_, height, width]: [usize; 3]) -> Option<[usize; 2]> {
    let button: web_sys::Element = event.current_target()?.dyn_into().ok()?;
    let picture = button.query_selector("img").ok()??;
    // Keys have no place, and count no presses.
    if event.detail() == 0 {
        return None;
    }
    let bounds = picture.get_bounding_client_rect();
    let share = |at: f64, from: f64, size: f64| ((at - from) / size.max(1.0)).clamp(0.0, 0.999_999);
    let down = share(f64::from(event.client_y()), bounds.top(), bounds.height());
    let right = share(f64::from(event.client_x()), bounds.left(), bounds.width());
    Some([(down * height as f64) as usize, (right * width as f64) as usize])
}
