//! The lesson on kernels: one sliding over an image, its whole map, learned ones, channels, and the family of convolutions.
//!
//! [`choice`] and [`networks`] are plain; numbers come from `geometry::slide` and `geometry::family`, pictures from
//! `draw::sliding` and `draw::family`. Read `page` first.

pub mod choice;
pub mod networks;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(super) mod asking;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(super) mod blocks;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod channels;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod family;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod fields;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod learned;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod map;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod members;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod page;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod settings;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod slide;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod summary;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod upsampling;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use page::KernelsPage;
