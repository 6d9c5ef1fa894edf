//! The lesson on receptive fields: what one unit depends on, how that grows, and what is really used of it.
//!
//! [`observed`] and [`alignment`] are plain; read them first, then `page`, then [`effective`].

pub mod alignment;
pub mod effective;
pub mod observed;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod alignment_note;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod bench;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod editor;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod famous;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod growth;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod page;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod reading;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod small_kernels;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod stack;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use page::ReceptiveFieldPage;
