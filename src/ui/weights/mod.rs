//! Trained weights that the page holds, whoever trained them: recorded ones, runs of the lab, kept runs of experiments,
//! files of the learner.
//!
//! `Shelf` holds them for the whole page, `Chosen` is one choice among those of a network; the rest shows and moves
//! them. What a link says of a choice is [`word`], what a file holds [`tensors`]: plain, and tested natively.

pub mod tensors;
pub mod word;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod chosen;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod kept;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod offers;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod picker;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod recorded;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod save;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod shelf;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod wording;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use chosen::{Chosen, Origin};
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use kept::{KeptProblem, kept_problem, looking_address};
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use offers::KeptRuns;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use picker::WeightsPicker;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use save::{SaveWeights, save};
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use shelf::{About, Shelf, Trained, WeightsId};
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use wording::{about, label};
