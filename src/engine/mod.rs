//! Burn: from a spec to a network that trains.
//!
//! Weights are one flat list with PyTorch's names, so that optimiser, golden answers and export treat every tensor alike
//! on every backend; a block holds only the positions of its weights in that list. This is why Burn's derived `Module` is
//! not used: its records are read synchronously, which panics in a browser.
//! This room knows no browser, no worker and no clock; only [`read`] waits for tensor data.
//! Read [`network`] first, then [`session`], then [`checkpoint`] for how a run is kept and goes on.

mod adam;
mod blocks;
pub mod checkpoint;
pub mod device;
mod error;
#[cfg(not(target_arch = "wasm32"))]
pub mod golden;
pub mod import;
pub mod network;
pub mod probe;
pub mod read;
pub mod self_test;
pub mod session;
mod tensor_file;
pub mod weights;

pub use adam::Adam;
pub use checkpoint::Checkpoint;
pub use error::EngineError;
pub use network::Network;
pub use session::{Advance, Session};
pub use tensor_file::{Unfit, bytes_from_floats, floats_from_bytes};
pub use weights::Weights;
