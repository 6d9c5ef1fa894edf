//! The lesson on dilation: holes between the taps, the grid that they leave, how the field grows, and what else would do.
//!
//! [`ways`] is plain; the pictures come from `draw::dilation`. Read `page` first.

pub mod ways;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod compare;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod growth;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod holes;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod page;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod scales;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod settings;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod stack;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use page::DilationPage;
