//! How much room the browser gives this site, and whether it may clear it.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

use super::scope::scope;

/// The room of the whole site: experiments, images, settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Bytes in use, about.
    pub n_used: u64,
    /// Bytes that the browser allows, about.
    pub n_quota: u64,
}

/// The room, where the browser tells it.
pub async fn room() -> Option<Room> {
    let estimate = JsFuture::from(manager()?.estimate().ok()?).await.ok()?;
    let number = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some(Room {
        n_used: number("usage")? as u64,
        n_quota: number("quota")? as u64,
    })
}

/// Asks the browser not to clear what is kept when it needs room; whether it promises that.
pub async fn persist() -> bool {
    let Some(Ok(promise)) = manager().map(|manager| manager.persist()) else {
        return false;
    };
    JsFuture::from(promise).await.is_ok_and(|answer| answer.is_truthy())
}

/// Missing where the page is not served securely.
fn manager() -> Option<StorageManager> {
    let navigator: JsValue = scope().navigator().into();
    let manager = Reflect::get(&navigator, &"storage".into()).ok()?;
    manager.is_object().then(|| manager.into())
}
