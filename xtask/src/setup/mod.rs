//! What gets installed, each only if missing: the wasm32 target, wasm-bindgen, Trunk, npm's binaryen, and for the tests
//! Playwright and a browser.
//!
//! Must not know what is built with it. Tools of cargo and npm go into the project's own folder. Read [`wasm_target`]
//! first.

pub mod browser;
pub mod cargo_tool;
pub mod debian;
pub mod lockfile;
pub mod node_tool;
pub mod wasm_target;
