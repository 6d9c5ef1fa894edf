//! The lessons, one folder each: a page is a list of steps for the shared frame.
//!
//! A lesson holds no formula: numbers come from `geometry` and `spec`, shapes from `draw`.
//! What a lesson shows is decided in plain files, tested natively; the views are wasm.

pub mod dilation;
pub mod fusion;
pub mod history;
pub mod inception;
pub mod kernels;
pub mod networks;
pub mod receptive_field;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use dilation::DilationPage;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use fusion::FusionPage;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use history::HistoryPage;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use inception::InceptionPage;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use kernels::KernelsPage;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use networks::NetworksPage;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use receptive_field::ReceptiveFieldPage;
