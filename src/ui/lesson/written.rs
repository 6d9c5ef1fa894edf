//! Words and bars of a figure that are no picture, as SVG: what `data-saved` marks is saved with the figure, as it lies on
//! the page.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomRect, Element, Node};

use crate::web::untyped::call;

/// What is not for reading: controls, and words for screen readers alone.
const LEFT_OUT: &str = "button, select, input, label, svg, .visually-hidden";
/// Colour of what has no background.
const NOTHING: &str = "rgba(0, 0, 0, 0)";

/// What is marked below `holder` and can be seen.
pub fn marked(holder: &Element) -> Result<Vec<Element>, JsValue> {
    let found = holder.query_selector_all("[data-saved]")?;
    let all = (0..found.length()).filter_map(|idx| found.get(idx).map(JsCast::unchecked_into::<Element>));
    Ok(all
        .filter(|element| element.get_bounding_client_rect().height() > 0.0)
        .collect())
}

/// The marked `element` as SVG; `left` and `top` are the figure's corner in the window.
pub fn drawn(element: &Element, [left, top]: [f64; 2]) -> Result<String, JsValue> {
    let mut svg = String::new();
    let below = element.query_selector_all("*")?;
    let all = (0..below.length()).filter_map(|idx| below.get(idx).map(JsCast::unchecked_into::<Element>));
    for one in std::iter::once(element.clone()).chain(all) {
        if one.closest(LEFT_OUT)?.is_some() {
            continue;
        }
        let Some(style) = window().get_computed_style(&one)? else {
            continue;
        };
        let value = |name: &str| style.get_property_value(name);
        let paper = value("background-color")?;
        if paper != NOTHING && one != *element {
            let place = one.get_bounding_client_rect();
            svg.push_str(&format!(
                r#"<rect x="{}" y="{}" width="{}" height="{}" style="fill:{paper}"/>"#,
                place.left() - left,
                place.top() - top,
                place.width(),
                place.height()
            ));
        }
        let looks = format!(
            "fill:{};font-family:{};font-size:{};font-weight:{};dominant-baseline:central",
            value("color")?,
            value("font-family")?.replace('"', "'"),
            value("font-size")?,
            value("font-weight")?
        );
        let children = one.child_nodes();
        for child in (0..children.length()).filter_map(|idx| children.get(idx)) {
            if child.node_type() == Node::TEXT_NODE {
                for (words, [x, y]) in lines(&child)? {
                    let words = words.replace('&', "&amp;").replace('<', "&lt;");
                    svg.push_str(&format!(
                        r#"<text x="{}" y="{}" style="{looks}">{words}</text>"#,
                        x - left,
                        y - top
                    ));
                }
            }
        }
    }
    Ok(svg)
}

/// The lines of a text node as the page breaks them, each with its left edge and its middle.
fn lines(node: &Node) -> Result<Vec<(String, [f64; 2])>, JsValue> {
    let text: Vec<u16> = node.text_content().unwrap_or_default().encode_utf16().collect();
    let mut lines: Vec<(Vec<u16>, [f64; 2])> = Vec::new();
    let range = call(&document(), "createRange", &[])?;
    for (idx, unit) in text.iter().enumerate() {
        for (end, at) in [("setStart", idx), ("setEnd", idx + 1)] {
            call(&range, end, &[node.into(), (at as u32).into()])?;
        }
        let place: DomRect = call(&range, "getBoundingClientRect", &[])?.unchecked_into();
        if place.width() <= 0.0 {
            continue;
        }
        let middle = place.top() + place.height() / 2.0;
        match lines.last_mut() {
            Some((line, [_, y])) if (*y - middle).abs() < place.height() / 2.0 => line.push(*unit),
            _ => lines.push((vec![*unit], [place.left(), middle])),
        }
    }
    let words = |(line, place): (Vec<u16>, [f64; 2])| (String::from_utf16_lossy(&line).trim_end().to_owned(), place);
    Ok(lines
        .into_iter()
        .map(words)
        .filter(|(words, _)| !words.is_empty())
        .collect())
}
