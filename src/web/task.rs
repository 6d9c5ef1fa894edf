//! Giving way to the event loop, and waiting.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

pub use wasm_bindgen_futures::spawn_local;

use super::scope::scope;

/// Lets waiting messages and clicks in, then goes on.
///
/// Through a `MessageChannel`, since browsers slow timers of hidden tabs down to one a second or even one a minute.
pub async fn yield_now() {
    let Ok(channel) = MessageChannel::new() else {
        sleep_ms(0.0).await;
        return;
    };
    let sent = RefCell::new(false);
    let promise = Promise::new(&mut |resolve: Function, _reject: Function| {
        channel.port1().set_onmessage(Some(&resolve));
        *sent.borrow_mut() = channel.port2().post_message(&JsValue::NULL).is_ok();
    });
    if *sent.borrow() {
        // The promise has no way to fail.
        let _ = JsFuture::from(promise).await;
    }
    channel.port1().close();
}

/// Waits at least `ms` milliseconds; in a hidden tab much longer.
pub async fn sleep_ms(ms: f64) {
    let timer = js_sys::Reflect::get(&scope(), &"setTimeout".into());
    let Some(timer) = timer.ok().and_then(|timer| timer.dyn_into::<Function>().ok()) else {
        return;
    };
    let promise = Promise::new(&mut |resolve: Function, _reject: Function| {
        // Nothing is thrown for a function and a number.
        let _ = timer.call2(&scope(), &resolve, &ms.into());
    });
    let _ = JsFuture::from(promise).await;
}
