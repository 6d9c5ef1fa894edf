//! The lesson on feature fusion: sum, product and concat of two maps, their shapes, slopes, and what networks do with them.
//!
//! [`choice`], [`inside`], [`gates`], [`checked`] and [`measured`] are plain; numbers come from `geometry::fuse` and `geometry::attention`, pictures from `draw::fusion`. Read
//! `page` first.

pub mod checked;
pub mod choice;
pub mod gates;
pub mod inside;
pub mod measured;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod attending;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod attention_words;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod before_after;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod cbam;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod costs;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod covered;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod gates_figure;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod gradients;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod inputs;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod network;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod order;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod page;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod picking;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod pointwise;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod projection;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod residual;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod settings;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod shapes;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod sheet;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod stack;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod stack_words;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod stepping;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod summary;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod three;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod tiles;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod trained;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod vectors;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use page::FusionPage;
