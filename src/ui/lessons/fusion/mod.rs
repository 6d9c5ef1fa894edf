//! The lesson on feature fusion: sum, product and concat of two maps, their shapes, slopes, and what networks do with them.
//!
//! [`choice`], [`inside`] and [`measured`] are plain; numbers come from `geometry::fuse` and `geometry::attention`, pictures from `draw::fusion`. Read
//! `page` first.

pub mod choice;
pub mod inside;
pub mod measured;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod attending;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod attention_words;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod before_after;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod gates_figure;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod gradients;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod inputs;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod network;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod page;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod picking;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod residual;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod settings;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod shapes;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod stack;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod stack_words;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod summary;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod three;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod tiles;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod trained;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use page::FusionPage;
