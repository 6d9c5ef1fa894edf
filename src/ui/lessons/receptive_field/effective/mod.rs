//! The step on the effective field: how much each pixel of a field counts, by theory and as the engine measures it.
//!
//! [`measured`] and [`look`] are plain; read them first, then `probing`, which asks the engine, then `words`, `prediction` and `figure`.

pub mod look;
pub mod measured;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod figure;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod outcome;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod prediction;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod probing;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod words;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use {figure::EffectiveFigure, probing::Effective, words::EffectiveWords};
