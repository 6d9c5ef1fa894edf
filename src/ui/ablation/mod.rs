//! The ablation lab: variants × seeds side by side, kept in the browser, compared with what may honestly be said.
//!
//! [`plan`] is what is composed and what a link holds, [`editing`] how its networks are changed, [`state`] what happens;
//! all are plain and tested natively. The rest is the view, and `store` carries the state's errands to the workers and to the browser's storage.

pub mod change;
pub mod counted;
pub mod drawing;
pub mod editing;
pub mod facts;
pub mod images;
pub mod parts;
pub mod plan;
pub mod report;
pub mod sentences;
pub mod shipped;
pub mod state;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod behind;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod cells;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod chart;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod classes;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod compose;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod confusions;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod controls;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod difference;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod disagree;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod edit;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod estimate;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod files;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod frozen;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod history;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod inside;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod keep;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod keeping;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod key;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod legend;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod measuring;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod outcomes;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod page;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod recorded;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod records;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod reliable;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod reporting;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod room;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod runs;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod store;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod swatch;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod values;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod verdicts;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use page::AblationPage;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use store::Ablation;
