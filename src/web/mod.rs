//! Thin wrappers of what a browser offers, the same in a page and in a worker.
//!
//! This room knows nothing of the crate, and never asks for `window()`, which a worker does not have.
//! What it does exists on wasm only; what can go wrong, [`failure`], is plain data. Read `scope` first.

#[cfg(target_arch = "wasm32")]
pub mod cache;
#[cfg(target_arch = "wasm32")]
pub mod database;
pub mod failure;
#[cfg(target_arch = "wasm32")]
pub mod fetch;
#[cfg(target_arch = "wasm32")]
pub mod gpu;
#[cfg(target_arch = "wasm32")]
pub mod room;
#[cfg(target_arch = "wasm32")]
pub mod scope;
#[cfg(target_arch = "wasm32")]
pub mod task;
#[cfg(target_arch = "wasm32")]
pub mod untyped;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::{JsCast, JsValue};

/// What JavaScript threw, in words.
#[cfg(target_arch = "wasm32")]
pub fn message_of(thrown: &JsValue) -> String {
    if let Some(error) = thrown.dyn_ref::<js_sys::Error>() {
        let name = String::from(error.name());
        return format!("{name}: {}", String::from(error.message()));
    }
    // A DOMException is not an Error to every browser, but has the same fields.
    let field = |name: &str| js_sys::Reflect::get(thrown, &name.into()).ok()?.as_string();
    let sentence = thrown.as_string().or_else(|| field("message"));
    sentence.unwrap_or_else(|| format!("{thrown:?}"))
}
