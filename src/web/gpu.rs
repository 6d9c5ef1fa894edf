//! What the browser says about its WebGPU adapter, looked up by name: WebGPU's bindings are not stable yet.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::message_of;
use super::scope::scope;

/// Words of adapters that compute on the CPU.
const SOFTWARE: [&str; 5] = ["swiftshader", "llvmpipe", "lavapipe", "softpipe", "basic render"];

/// An adapter, as the browser describes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Adapter {
    /// Such as `nvidia`; empty where the browser hides it.
    pub vendor: String,
    /// Such as `ampere`; empty where the browser hides it.
    pub architecture: String,
    /// A sentence of the driver, often empty.
    pub description: String,
    /// Whether it says of itself, or is known, to be software.
    pub is_software: bool,
    /// Whether it has the feature `timestamp-query`.
    pub has_timestamp_query: bool,
    /// `maxStorageBufferBindingSize`, in bytes.
    pub max_buffer_bytes: u64,
    /// `maxComputeInvocationsPerWorkgroup`.
    pub max_invocations: u32,
}

/// The adapter that the browser prefers for speed.
///
/// # Errors
/// A sentence: no WebGPU, no adapter, or what the browser threw.
pub async fn adapter() -> Result<Adapter, String> {
    let gpu = get(&scope().navigator(), "gpu");
    if !gpu.is_object() {
        return Err("this browser has no WebGPU here".to_owned());
    }
    let options = js_sys::Object::new();
    let promise = Reflect::set(&options, &"powerPreference".into(), &"high-performance".into())
        .and_then(|_| get(&gpu, "requestAdapter").dyn_into::<Function>())
        .and_then(|request| request.call1(&gpu, &options))
        .map_err(|thrown| message_of(&thrown))?;
    let adapter = JsFuture::from(Promise::resolve(&promise)).await;
    let adapter = adapter.map_err(|thrown| message_of(&thrown))?;
    if !adapter.is_object() {
        return Err("the browser found no WebGPU adapter".to_owned());
    }
    Ok(describe(&adapter))
}

fn describe(adapter: &JsValue) -> Adapter {
    let (info, limits) = (get(adapter, "info"), get(adapter, "limits"));
    let text = |name: &str| get(&info, name).as_string().unwrap_or_default();
    let limit = |name: &str| get(&limits, name).as_f64().unwrap_or(0.0);
    let (architecture, description) = (text("architecture"), text("description"));
    let words = format!("{architecture} {description} {}", text("device")).to_lowercase();
    // The flag has moved from the adapter to its info; browsers have the one or the other.
    let says_so = [&info, adapter]
        .iter()
        .any(|of| get(of, "isFallbackAdapter").is_truthy());
    Adapter {
        vendor: text("vendor"),
        is_software: says_so || SOFTWARE.iter().any(|word| words.contains(word)),
        has_timestamp_query: has_feature(&get(adapter, "features"), "timestamp-query"),
        max_buffer_bytes: limit("maxStorageBufferBindingSize") as u64,
        max_invocations: limit("maxComputeInvocationsPerWorkgroup") as u32,
        architecture,
        description,
    }
}

fn has_feature(features: &JsValue, name: &str) -> bool {
    let has = get(features, "has").dyn_into::<Function>();
    has.and_then(|has| has.call1(features, &name.into()))
        .is_ok_and(|answer| answer.is_truthy())
}

/// The member `name`, or `undefined`, of anything.
fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
