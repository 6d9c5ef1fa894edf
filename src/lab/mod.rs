//! EXPERIMENTS: variants × seeds under shared settings, what their runs recorded, and what may be said about it.
//!
//! Must not know Burn, Leptos, or how a run is driven: records are plain data, the same from the command line and from
//! the page. Read [`experiment`] first, then [`record`], [`stats`] and
//! [`curves`].

pub mod board;
pub mod checkpoint;
pub mod curves;
pub mod displacement;
pub mod experiment;
pub mod export;
pub mod matched;
pub mod record;
pub mod stats;
#[cfg(target_arch = "wasm32")]
pub mod storage;
pub mod templates;
pub mod trained;
