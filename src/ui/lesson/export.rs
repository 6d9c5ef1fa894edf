//! Saving a figure: the live `<svg>` with the colours that the style sheet gives it, as SVG or as PNG.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement};

use crate::web::message_of;

/// What the style sheet may say about a shape of a figure.
const STYLES: [&str; 14] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "dominant-baseline",
    "image-rendering",
    "display",
];
/// Pixels of the PNG for each pixel on the screen.
const PNG_SCALE: f64 = 2.0;

/// Saves the first `<svg>` below `holder` as `name.svg`.
///
/// # Errors
/// What the browser refuses, in its words.
pub fn svg(holder: &Element, name: &str) -> Result<(), String> {
    let (text, _, _) = standalone(holder).map_err(|thrown| message_of(&thrown))?;
    save(&data_address(&text), &format!("{name}.svg")).map_err(|thrown| message_of(&thrown))
}

/// Saves the first `<svg>` below `holder` as `name.png`, at twice its size on the screen.
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
    let live = holder
        .query_selector("svg")?
        .ok_or_else(|| JsValue::from_str("the figure holds no picture yet"))?;
    let copy: Element = live.clone_node_with_deep(true)?.unchecked_into();
    let (from, to) = (live.query_selector_all("*")?, copy.query_selector_all("*")?);
    inline(&live, &copy)?;
    for idx in 0..from.length() {
        if let (Some(from), Some(to)) = (from.get(idx), to.get(idx)) {
            inline(from.unchecked_ref(), to.unchecked_ref())?;
        }
    }
    let bounds = live.get_bounding_client_rect();
    let (width, height) = (bounds.width().max(1.0), bounds.height().max(1.0));
    copy.set_attribute("xmlns", "http://www.w3.org/2000/svg")?;
    copy.set_attribute("width", &width.to_string())?;
    copy.set_attribute("height", &height.to_string())?;
    if let Some(body) = document().body()
        && let Some(paper) = window().get_computed_style(&body)?
    {
        let colour = paper.get_property_value("background-color")?;
        copy.set_attribute("style", &format!("background:{colour}"))?;
    }
    Ok((copy.outer_html(), width, height))
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
