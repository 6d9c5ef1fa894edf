//! The global scope, whichever it is, its clock and its machine.

use wasm_bindgen::JsCast;
use web_sys::WorkerGlobalScope;

/// The global object.
///
/// A page's `Window` has `fetch`, `caches`, `performance` and `navigator` under the same names as a worker's scope, and
/// bindings look members up by name; so one type serves both.
pub fn scope() -> WorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Milliseconds since the scope was made; coarse (0.1 ms in browsers that are not isolated), never running backwards.
pub fn now_ms() -> f64 {
    scope().performance().map_or(0.0, |clock| clock.now())
}

/// Logical cores, as the browser says; 1 where it does not.
pub fn n_cores() -> usize {
    let n_cores = scope().navigator().hardware_concurrency();
    if n_cores >= 1.0 { n_cores as usize } else { 1 }
}
