//! What the learner sees: shell, routes, the home page and the lab, in two languages.
//!
//! Every change that the page can make is an [`intent::Intent`]; [`state::LabState`] takes it and says what must happen outside.
//! The plain files ([`query`], [`intent`], [`state`], [`route`], [`numbers`]) know no browser and are tested natively; the views derive from them.
//! Nothing here imports Burn, `engine` or the worker's side of `bridge`.
//! Read [`query`] and [`state`] first, then `app`.
//!
//! Where failures are shown: a wrong value in the link, in a list above the form; a run that ends badly, in the panel of the run,
//! with what to do and what was kept; a page and an engine of different builds, in the same panel, with a reload.

pub mod ablation;
pub mod history;
pub mod intent;
pub mod lesson;
pub mod lessons;
pub mod numbers;
pub mod pairs;
pub mod query;
pub mod route;
pub mod run;
pub mod speed;
pub mod state;
pub mod weights;
pub mod words;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod app;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod home;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod i18n;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod lab;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod names;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod outside;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod redraw;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod shell;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use ablation::Ablation;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use app::App;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use lab::Lab;
