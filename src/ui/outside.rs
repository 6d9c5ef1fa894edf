//! The world outside the page's state: address, storage, clipboard, document.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use super::query::Language;
use crate::web::message_of;

/// The query of the address, with its `?`.
pub fn query_text() -> String {
    window().location().search().unwrap_or_default()
}

/// Writes `query` (without `?`) into the address, without a new entry in the history.
pub fn replace_query(query: &str) {
    let path = window().location().pathname().unwrap_or_default();
    let address = if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    };
    if let Ok(history) = window().history() {
        // Browsers refuse a hundred changes in a few seconds; the state itself is not lost then.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// Scrolls to the element `id` where it begins below the window's edge, as the run does on a phone.
pub fn reveal(id: &str) {
    let Some(element) = document().get_element_by_id(id) else {
        return;
    };
    let height = window().inner_height().ok().and_then(|height| height.as_f64());
    if height.is_some_and(|height| element.get_bounding_client_rect().top() >= height) {
        element.scroll_into_view();
    }
}

/// Scrolls so far that `element`, which has just opened below its picture, begins in the upper half of the window.
pub fn bring_up(element: &web_sys::Element) {
    let height = window().inner_height().ok().and_then(|height| height.as_f64());
    let top = element.get_bounding_client_rect().top();
    if let Some(too_low) = height.map(|height| top - height / 2.0).filter(|too_low| *too_low > 0.0) {
        window().scroll_by_with_x_and_y(0.0, too_low);
    }
}

/// The folder that the page is served from, without its last slash: empty, or such as `/fovea`.
pub fn base_path() -> String {
    let uri = document().base_uri().ok().flatten().unwrap_or_default();
    let path = web_sys::Url::new(&uri).map(|url| url.pathname()).unwrap_or_default();
    path.trim_end_matches('/').to_owned()
}

/// The absolute address of `path` below the folder that the page is served from.
pub fn absolute(path: &str) -> String {
    let uri = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new_with_base(path, &uri).map_or_else(|_| path.to_owned(), |url| url.href())
}

/// What was remembered under `key`; nothing where storage is switched off.
pub fn remembered(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Remembers `value` under `key`, where storage allows.
pub fn remember(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Chinese where the browser prefers it, else English.
pub fn browser_language() -> Language {
    let preferred = window().navigator().language().unwrap_or_default();
    if preferred.starts_with("zh") {
        Language::Chinese
    } else {
        Language::English
    }
}

/// Sets `name` of the document's root element, or takes it away.
pub fn set_root(name: &str, value: Option<&str>) {
    if let Some(root) = document().document_element() {
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Puts `text` into the clipboard; browsers allow it after a click.
pub fn copy(text: &str) {
    let _ = window().navigator().clipboard().write_text(text);
}

/// Puts `text` into the clipboard, and says whether that worked.
///
/// # Errors
/// What the browser refuses, in its words; a page that is not served securely has no clipboard at all.
pub async fn copied(text: &str) -> Result<(), String> {
    let navigator = window().navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return Err("no clipboard".to_owned());
    }
    let written = wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(text)).await;
    written.map(drop).map_err(|thrown| message_of(&thrown))
}

/// Whether the learner asked for less motion.
pub fn wants_less_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// Whether `path` below the page's folder is served, and is not the page itself.
pub async fn is_served(path: &str) -> bool {
    let answer = wasm_bindgen_futures::JsFuture::from(window().fetch_with_str(&absolute(path))).await;
    let Ok(response) = answer.map(web_sys::Response::from) else {
        return false;
    };
    let kind = response
        .headers()
        .get("content-type")
        .ok()
        .flatten()
        .unwrap_or_default();
    response.ok() && !kind.contains("html")
}

/// As [`is_served`], without its bytes.
pub async fn is_there(path: &str) -> bool {
    let init = web_sys::RequestInit::new();
    init.set_method("HEAD");
    let asked = window().fetch_with_str_and_init(&absolute(path), &init);
    let Ok(response) = wasm_bindgen_futures::JsFuture::from(asked)
        .await
        .map(web_sys::Response::from)
    else {
        return false;
    };
    let kind = response.headers().get("content-type").ok().flatten();
    response.ok() && !kind.unwrap_or_default().contains("html")
}

/// Saves `text` as the file `name` of this type, through the browser's download.
///
/// # Errors
/// What the browser refuses, in its words.
pub fn save_file(name: &str, mime: &str, text: &str) -> Result<(), String> {
    save_bytes(name, mime, text.as_bytes())
}

/// Saves `bytes` as the file `name` of this type, through the browser's download.
///
/// # Errors
/// As [`save_file`].
pub fn save_bytes(name: &str, mime: &str, bytes: &[u8]) -> Result<(), String> {
    let save = || -> Result<(), JsValue> {
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(mime);
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
        let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
        let address = web_sys::Url::create_object_url_with_blob(&blob)?;
        let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
        web_sys::Url::revoke_object_url(&address)
    };
    save().map_err(|thrown| message_of(&thrown))
}

/// Opens `html`, a whole page, in a window of its own.
///
/// # Errors
/// Where the browser lets no window open.
pub fn open_page(html: &str) -> Result<(), String> {
    let open = || -> Result<bool, JsValue> {
        let options = web_sys::BlobPropertyBag::new();
        options.set_type("text/html;charset=utf-8");
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(html.as_bytes()));
        let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
        // Not given back: the window that shows it may be reloaded.
        let address = web_sys::Url::create_object_url_with_blob(&blob)?;
        Ok(window().open_with_url_and_target(&address, "_blank")?.is_some())
    };
    match open() {
        Ok(true) => Ok(()),
        Ok(false) => Err("no window".to_owned()),
        Err(thrown) => Err(message_of(&thrown)),
    }
}
