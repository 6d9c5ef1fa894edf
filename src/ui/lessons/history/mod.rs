//! The lesson on the famous networks: what each added, and where the tutorial's numbers need a second look.
//!
//! [`table`] and [`blocks`] are plain: every fact with its source. Read them first, then `page`.

pub mod blocks;
pub mod table;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod card;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod compare;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod corrections;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod page;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod timeline;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use page::HistoryPage;
