//! Calls of methods whose types `web-sys` offers as features of its own, for those that one place alone calls.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// What the method `name` of `object` returns.
///
/// # Errors
/// What it throws; a type error where there is no such method.
pub fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method = Reflect::get(object, &JsValue::from_str(name))?;
    let method: Function = method.dyn_into()?;
    Reflect::apply(&method, object, &arguments.iter().collect::<Array>())
}
