//! Saving a figure: its live pictures with the colours that the style sheet gives them, and the words that belong to them, as
//! one SVG or as one PNG.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement};

use super::written;
use crate::web::message_of;

/// What the style sheet may say about a shape of a figure.
const STYLES: [&str; 16] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-linejoin",
    "paint-order",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "dominant-baseline",
    "image-rendering",
    "display",
];
const SVG: &str = "http://www.w3.org/2000/svg";
/// Pixels of the PNG for each pixel on the screen.
const PNG_SCALE: f64 = 2.0;

/// Saves the pictures below `holder`, placed as they are on the page, as `name.svg`.
///
/// # Errors
/// What the browser refuses, in its words.
pub fn svg(holder: &Element, name: &str) -> Result<(), String> {
    let (text, _, _) = standalone(holder).map_err(|thrown| message_of(&thrown))?;
    save(&data_address(&text), &format!("{name}.svg")).map_err(|thrown| message_of(&thrown))
}

/// Saves the pictures below `holder`, placed as they are on the page, as `name.png`, at twice their size on the screen.
///
/// # Errors
/// What the browser refuses, in its words.
pub async fn png(holder: &Element, name: &str) -> Result<(), String> {
    paint(holder, name).await.map_err(|thrown| message_of(&thrown))
}

async fn paint(holder: &Element, name: &str) -> Result<(), JsValue> {
    let (text, width, height) = standalone(holder)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&data_address(&text));
    JsFuture::from(image.decode()).await?;
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width((width * PNG_SCALE) as u32);
    canvas.set_height((height * PNG_SCALE) as u32);
    let context = canvas
        .get_context("2d")?
        .ok_or_else(|| JsValue::from_str("no 2d canvas"))?;
    let context: web_sys::CanvasRenderingContext2d = context.unchecked_into();
    context.draw_image_with_html_image_element_and_dw_and_dh(
        &image,
        0.0,
        0.0,
        width * PNG_SCALE,
        height * PNG_SCALE,
    )?;
    save(&canvas.to_data_url()?, &format!("{name}.png"))
}

/// Saves `text` as the file `name`.
///
/// # Errors
/// What the browser refuses, in its words.
pub fn text(text: &str, name: &str) -> Result<(), String> {
    let escaped = js_sys::encode_uri_component(text);
    let address = format!("data:text/plain;charset=utf-8,{escaped}");
    save(&address, name).map_err(|thrown| message_of(&thrown))
}

/// The text of the figure on its own, with its width and height on the screen in CSS pixels.
fn standalone(holder: &Element) -> Result<(String, f64, f64), JsValue> {
    let pictures = pictures(holder)?;
    let words = written::marked(holder)?;
    let all = [pictures.as_slice(), &words].concat();
    let [left, top, right, bottom] =
        bounds(&all).ok_or_else(|| JsValue::from_str("the figure holds no picture yet"))?;
    let (width, height) = ((right - left).max(1.0), (bottom - top).max(1.0));
    let mut inner = String::new();
    for live in &pictures {
        let copy = coloured(live)?;
        let place = live.get_bounding_client_rect();
        for (name, value) in [
            ("x", place.left() - left),
            ("y", place.top() - top),
            ("width", place.width()),
            ("height", place.height()),
        ] {
            copy.set_attribute(name, &value.to_string())?;
        }
        copy.set_attribute("xmlns", SVG)?;
        inner.push_str(&copy.outer_html());
    }
    for live in &words {
        inner.push_str(&written::drawn(live, [left, top])?);
    }
    let paper = match document().body() {
        Some(body) => match window().get_computed_style(&body)? {
            Some(computed) => computed.get_property_value("background-color")?,
            None => String::new(),
        },
        None => String::new(),
    };
    let text = format!(
        r#"<svg xmlns="{SVG}" width="{width}" height="{height}" viewBox="0 0 {width} {height}" style="background:{paper}">{inner}</svg>"#
    );
    Ok((text, width, height))
}

/// The pictures below `holder` that can be seen: no icons of buttons, and nothing that is part of another picture.
fn pictures(holder: &Element) -> Result<Vec<Element>, JsValue> {
    let found = holder.query_selector_all("svg, img")?;
    let mut pictures = Vec::new();
    for idx in 0..found.length() {
        let Some(live) = found.get(idx).map(JsCast::unchecked_into::<Element>) else {
            continue;
        };
        let is_part = match live.parent_element() {
            Some(parent) => parent.closest("svg, button")?.is_some(),
            None => false,
        };
        let place = live.get_bounding_client_rect();
        if !is_part && place.width() > 0.0 && place.height() > 0.0 {
            pictures.push(live);
        }
    }
    Ok(pictures)
}

/// Left, top, right and bottom edge of all of them, in CSS pixels of the window.
fn bounds(pictures: &[Element]) -> Option<[f64; 4]> {
    let edges = pictures.iter().map(|picture| {
        let place = picture.get_bounding_client_rect();
        [place.left(), place.top(), place.right(), place.bottom()]
    });
    edges.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}

/// A copy of `live` that needs no style sheet; an `<img>` as the `<image>` of SVG.
fn coloured(live: &Element) -> Result<Element, JsValue> {
    if let Some(image) = live.dyn_ref::<HtmlImageElement>() {
        let copy = document().create_element_ns(Some(SVG), "image")?;
        copy.set_attribute("href", &image.src())?;
        copy.set_attribute("style", "image-rendering:pixelated")?;
        return Ok(copy);
    }
    let copy: Element = live.clone_node_with_deep(true)?.unchecked_into();
    inline(live, &copy)?;
    let (from, to) = (live.query_selector_all("*")?, copy.query_selector_all("*")?);
    for idx in 0..from.length() {
        if let (Some(from), Some(to)) = (from.get(idx), to.get(idx)) {
            inline(from.unchecked_ref(), to.unchecked_ref())?;
        }
    }
    Ok(copy)
}

fn inline(from: &Element, to: &Element) -> Result<(), JsValue> {
    let Some(computed) = window().get_computed_style(from)? else {
        return Ok(());
    };
    let mut style = String::new();
    for name in STYLES {
        let value = computed.get_property_value(name)?;
        if !value.is_empty() {
            style.push_str(&format!("{name}:{value};"));
        }
    }
    to.set_attribute("style", &style)
}

fn data_address(text: &str) -> String {
    let escaped = js_sys::encode_uri_component(text);
    format!("data:image/svg+xml;charset=utf-8,{escaped}")
}

fn save(address: &str, name: &str) -> Result<(), JsValue> {
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(address);
    link.set_download(name);
    link.click();
    Ok(())
}
