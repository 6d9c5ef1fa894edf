//! Asks a worker for the WebGPU adapter, without downloading an engine.
//!
//! In a worker, since there the engine will run: some browsers offer WebGPU to pages only.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::beside;
use crate::bridge::protocol::AdapterReport;

/// The adapter that a worker of the page below `base` sees; nothing where there is none, after five seconds at most.
pub async fn look(base: &str) -> Option<AdapterReport> {
    let worker = module_worker(&beside(base, "engine/boot.js?probe=1")).ok()?;
    let answer = Promise::new(&mut |resolve: Function, reject: Function| {
        worker.set_onmessage(Some(&resolve));
        worker.set_onerror(Some(&reject));
    });
    let answer = JsFuture::from(answer).await;
    worker.terminate();
    let event: MessageEvent = answer.ok()?.unchecked_into();
    let json = Reflect::get(&event.data(), &"adapter".into()).ok()?.as_string()?;
    serde_json::from_str(&json).ok()
}

/// Starts the module at `url` in a worker.
///
/// # Errors
/// What the browser throws: an address of another origin, a content policy.
pub(super) fn module_worker(url: &str) -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(url, &options)
}
