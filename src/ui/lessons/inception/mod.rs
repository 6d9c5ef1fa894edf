//! The lesson on the Inception module: how it computes, what it costs, why it must line up, what each branch sees, and what
//! became of it.
//!
//! [`module`], [`lining`], [`maps`], [`living`], [`answered`], [`forms`] and [`paths`] are plain; the pictures come from
//! `draw::inception`. Read `page` first.

pub mod answered;
pub mod forms;
pub mod lining;
pub mod living;
pub mod maps;
pub mod module;
pub mod paths;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod asking;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod diagram;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod enlarged;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod flowing;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod lab_links;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod lining_up;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod lining_words;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod living_words;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod looking;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod mixed;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod overview;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod page;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod scales;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod scales_words;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod settings;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod strips;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod tiles;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod variant_costs;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod variants;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod widths;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod widths_words;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod wording;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use page::InceptionPage;
