//! What the pictures of the lesson share: blocks of numbers, a legend of the signed scale, and where a pointer is.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use crate::draw::signed;
use crate::draw::sliding::{NumberCell, written};

/// Side of a square of a block.
pub const SQUARE: f64 = 58.0;

/// A block of numbers at (`x`, `y`), each in a square of `square`.
#[component]
pub fn Block(
    /// The numbers.
    #[prop(into)]
    cells: Signal<Vec<NumberCell>>,
    /// Left edge.
    x: f64,
    /// Upper edge.
    y: f64,
    /// Side of a square.
    #[prop(default = SQUARE)]
    square: f64,
) -> impl IntoView {
    let one = move |cell: &NumberCell| {
        let (left, top) = (cell.col as f64 * square, cell.row as f64 * square);
        let size = square * digits_share(cell.text.chars().count());
        let ink = match (&cell.fill, cell.dark_text) {
            (None, _) => "var(--ink-soft)",
            (Some(_), true) => "#000000",
            (Some(_), false) => "#ffffff",
        };
        let fill = cell.fill.clone().unwrap_or_else(|| "var(--sunken)".to_owned());
        view! {
            <rect class="block__square" class:block__square--padding=cell.fill.is_none() x=left.to_string() y=top.to_string()
                width=square.to_string() height=square.to_string() style=format!("fill:{fill}") />
            <text class="block__number" x=(left + square / 2.0).to_string() y=format!("{:.1}", top + square / 2.0 + size * 0.36)
                style=format!("fill:{ink};font-size:{size:.1}px")>{cell.text.clone()}</text>
        }
    };
    view! {
        <g transform=format!("translate({x} {y})")>
            {move || cells.with(|cells| cells.iter().map(one).collect_view())}
        </g>
    }
}

/// Height of the digits as a share of a square's side, so that `n` of them fit.
fn digits_share(n: usize) -> f64 {
    match n {
        0..=3 => 0.36,
        4 => 0.32,
        5..=6 => 0.26,
        7 => 0.22,
        _ => 0.18,
    }
}

/// The signed scale from −`most` to `most`, `width` wide, with its ends written beside it.
#[component]
pub fn SignedLegend(
    /// Its stable word in the document.
    id: &'static str,
    /// The largest magnitude.
    #[prop(into)]
    most: Signal<f64>,
    /// Left edge.
    x: f64,
    /// Upper edge.
    y: f64,
    /// Width, numbers included.
    width: f64,
) -> impl IntoView {
    let stops = signed::stops().into_iter().map(|(place, colour)| {
        view! { <stop offset=place.to_string() style=format!("stop-color:{colour}") /> }
    });
    let bar = width - 160.0;
    view! {
        <g transform=format!("translate({x} {y})")>
            <defs><linearGradient id=id>{stops.collect_view()}</linearGradient></defs>
            <text class="maps__tick maps__tick--low" x="74" y="12">{move || end(-most.get())}</text>
            <rect class="maps__legend" x="80" y="1" width=bar.to_string() height="12" style=format!("fill:url(#{id})") />
            <path class="maps__zero" d=format!("M{0} -1V15", 80.0 + bar / 2.0) />
            <text class="maps__tick" x=(86.0 + bar).to_string() y="12">{move || end(most.get())}</text>
        </g>
    }
}

/// An end of a scale: whole numbers where they are large.
fn end(value: f64) -> String {
    written(value, if value.abs() >= 100.0 { 0 } else { 2 })
}

/// The style of a number in a box, so that it fits.
pub fn fitted(text: &str) -> &'static str {
    match text.chars().count() {
        0..=6 => "font-size:20px",
        7..=8 => "font-size:17px",
        _ => "font-size:14px",
    }
}

/// Where in the element that listens the pointer is, as shares of its width and height; nothing where it has no size.
pub fn shares(event: &PointerEvent) -> Option<(f64, f64)> {
    let target: web_sys::Element = event.current_target()?.dyn_into().ok()?;
    let bounds = target.get_bounding_client_rect();
    let inside = |at: i32, from: f64, length: f64| (length > 0.0).then(|| (f64::from(at) - from) / length);
    let x = inside(event.client_x(), bounds.left(), bounds.width())?;
    let y = inside(event.client_y(), bounds.top(), bounds.height())?;
    Some((x, y))
}

/// Whether the pointer is pressed, or was just.
pub fn is_pressed(event: &PointerEvent) -> bool {
    event.buttons() != 0
}

/// Row and column after an arrow key, Home or End on a map of `n` × `n`; nothing for any other key.
pub fn moved(event: &KeyboardEvent, (row, col): (usize, usize), n: usize) -> Option<(usize, usize)> {
    let last = n.saturating_sub(1);
    let to = match event.key().as_str() {
        "ArrowUp" => (row.saturating_sub(1), col),
        "ArrowDown" => ((row + 1).min(last), col),
        "ArrowLeft" => (row, col.saturating_sub(1)),
        "ArrowRight" => (row, (col + 1).min(last)),
        "Home" => (0, 0),
        "End" => (last, last),
        _ => return None,
    };
    event.prevent_default();
    Some(to)
}
