//! The lesson on whole networks: every feature map of an image on its way to a class, down to the sum behind one unit.
//!
//! [`looked`] (a network and what the engine answered), [`reach`] (what a unit depends on), [`sums`] and [`chain`] (how it comes about), [`given`] (a network out of any
//! text) and [`open`] (what of it is open) are plain; the picture's layout comes from `draw::flow`, colours from
//! `draw::maps`. Read [`looked`] first, then `state`, and `answers`, which asks the engine.

pub mod chain;
pub mod given;
pub mod looked;
pub mod open;
pub mod reach;
pub mod sums;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod answers;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod bench;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod classes;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod controls;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod detail;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod formula;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod graph;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod layer;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod overview;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod page;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod second;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod state;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod table;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod tiles;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod unit;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use page::NetworksPage;
