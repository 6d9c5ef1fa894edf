//! The worker's end: reads requests, loads images, trains, looks into networks, and tells.
//!
//! It knows no page and no language: what goes wrong is a [`Fault`](crate::bridge::protocol::Fault).
//! [`answers`] (what was answered), [`control`] (what is wanted of the runs, and whose turn it is), [`networks`] (what was trained), [`queue`] (which probes
//! wait), [`samples`] (which images are sent at the end) and [`shelf`] (what was loaded) are plain and tested natively; the
//! rest is wasm with an engine.
//! Read [`control`] first, then `serve`.

pub mod answers;
pub mod control;
pub mod networks;
pub mod queue;
pub mod samples;
pub mod shelf;

#[cfg(all(target_arch = "wasm32", feature = "engine"))]
mod cifar10;
#[cfg(all(target_arch = "wasm32", feature = "engine"))]
mod compute;
#[cfg(all(target_arch = "wasm32", feature = "engine"))]
pub mod loader;
#[cfg(all(target_arch = "wasm32", feature = "engine"))]
mod many;
#[cfg(all(target_arch = "wasm32", feature = "engine"))]
mod post;
#[cfg(all(target_arch = "wasm32", feature = "engine"))]
pub mod probing;
#[cfg(all(target_arch = "wasm32", feature = "engine"))]
mod serve;
#[cfg(all(target_arch = "wasm32", feature = "engine"))]
mod source;
#[cfg(all(target_arch = "wasm32", feature = "engine"))]
pub mod training;

#[cfg(all(target_arch = "wasm32", feature = "engine"))]
pub use serve::serve;

/// Why a run ends before its end.
#[cfg(all(target_arch = "wasm32", feature = "engine"))]
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// It was asked to.
    Stopped,
    /// It cannot go on.
    Failed(crate::bridge::protocol::Fault),
}

#[cfg(all(target_arch = "wasm32", feature = "engine"))]
impl From<crate::bridge::protocol::Fault> for End {
    fn from(fault: crate::bridge::protocol::Fault) -> Self {
        Self::Failed(fault)
    }
}
