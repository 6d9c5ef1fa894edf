//! What must hold inside a worker: the engine's numbers, the store of shards, and a message with its buffers.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use fovea::bridge::protocol::{Event, RunId, decode, encode};
use fovea::spec::EpochMetrics;
use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "fixtures/file_cache.rs"]
mod file_cache;
#[path = "fixtures/first_losses.rs"]
mod first_losses;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
async fn the_first_ten_losses_are_the_native_ones() {
    first_losses::check(&first_losses::compute().await);
}

#[wasm_bindgen_test]
async fn a_worker_keeps_and_forgets_files() {
    file_cache::keeps_and_forgets("fovea-test-worker").await;
}

/// What a port receives next.
async fn next_message(port: &web_sys::MessagePort) -> wasm_bindgen::JsValue {
    let promise = Promise::new(&mut |resolve, _reject| {
        let hear = Closure::once_into_js(move |event: web_sys::MessageEvent| {
            resolve.call1(&wasm_bindgen::JsValue::NULL, &event.data()).unwrap();
        });
        port.set_onmessage(Some(hear.unchecked_ref()));
    });
    wasm_bindgen_futures::JsFuture::from(promise).await.unwrap()
}

#[wasm_bindgen_test]
async fn an_event_crosses_with_its_buffers_transferred() {
    let metrics = EpochMetrics {
        epoch: 1,
        train_loss: 2.5,
        test_loss: 2.25,
        test_accuracy: 0.125,
        n_test: 8,
    };
    let event = Event::EpochDone { run: RunId(7), metrics };
    let message = Uint8Array::from(encode(&event).unwrap().as_slice());
    let pixels = Uint8Array::from([1_u8, 2, 3].as_slice());
    let parts = js_sys::Object::new();
    Reflect::set(&parts, &"message".into(), &message).unwrap();
    Reflect::set(&parts, &"buffers".into(), &Array::of1(&pixels.buffer())).unwrap();
    let channel = web_sys::MessageChannel::new().unwrap();
    let transfer = Array::of2(&message.buffer(), &pixels.buffer());
    channel
        .port1()
        .post_message_with_transferable(&parts, &transfer)
        .unwrap();
    assert_eq!(pixels.byte_length(), 0, "the buffer was copied, not transferred");
    let received = next_message(&channel.port2()).await;
    let bytes = Reflect::get(&received, &"message".into())
        .unwrap()
        .unchecked_into::<Uint8Array>();
    assert_eq!(decode::<Event>(&bytes.to_vec()).unwrap(), event);
    let buffers = Reflect::get(&received, &"buffers".into())
        .unwrap()
        .unchecked_into::<Array>();
    assert_eq!(Uint8Array::new(&buffers.get(0)).to_vec(), [1, 2, 3]);
}
