//! Events to the page, with their buffers transferred.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

use crate::bridge::protocol::{Event, Request, decode, encode};
use crate::web::message_of;

/// The worker's own scope.
pub fn own_scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Posts `event` without anything next to it.
pub fn post(event: &Event) {
    post_with(event, &[]);
}

/// Posts `event`; `bytes`, unless empty, travel next to it.
pub fn post_with(event: &Event, bytes: &[u8]) {
    let posted = encode(event)
        .map_err(|error| error.to_string())
        .and_then(|message| send(&message, bytes).map_err(|thrown| message_of(&thrown)));
    if let Err(message) = posted {
        // Nobody to tell but the console: the wire itself is broken.
        let _ = Reflect::get(&js_sys::global(), &"console".into())
            .and_then(|console| Ok((Reflect::get(&console, &"error".into())?, console)))
            .and_then(|(error, console)| {
                error
                    .unchecked_into::<js_sys::Function>()
                    .call1(&console, &message.into())
            });
    }
}

fn send(message: &[u8], bytes: &[u8]) -> Result<(), JsValue> {
    let message = Uint8Array::from(message);
    let (buffers, transferred) = (Array::new(), Array::of1(&message.buffer()));
    if !bytes.is_empty() {
        let buffer = Uint8Array::from(bytes).buffer();
        buffers.push(&buffer);
        transferred.push(&buffer);
    }
    let envelope = Object::new();
    Reflect::set(&envelope, &"message".into(), &message)?;
    Reflect::set(&envelope, &"buffers".into(), &buffers)?;
    own_scope().post_message_with_transfer(&envelope, &transferred)
}

/// The request in what the page has posted, and the bytes that travelled next to it.
///
/// # Errors
/// A sentence that names what cannot be read.
pub fn read(posted: &JsValue) -> Result<(Request, Vec<u8>), String> {
    let field = |name: &str| Reflect::get(posted, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let message = field("message").dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
    let message = message.ok_or("a request without its bytes; reload the page")?;
    let buffers = field("buffers").dyn_into::<Array>().unwrap_or_default();
    let bytes = buffers
        .iter()
        .flat_map(|buffer| Uint8Array::new(&buffer).to_vec())
        .collect();
    let request = decode(&message).map_err(|error| error.to_string())?;
    Ok((request, bytes))
}
