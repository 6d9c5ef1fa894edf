//! What every lesson shares: its address and steps, its frame, questions, figures with export, players, images, and networks as code.
//!
//! [`course`], [`progress`] and [`picture`] are plain and tested natively; the views are wasm.
//! A lesson is a list of `Step`s given to `LessonFrame`; read `frame` first.

pub mod course;
pub mod picture;
pub mod progress;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod camera;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod code;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod export;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod figure;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod frame;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod gallery;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod picker;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod place;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod player;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod question;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod whole;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod written;

pub use course::Lesson;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use {
    code::NetworkCode,
    figure::FigureFrame,
    frame::{LessonFrame, Step},
    gallery::{Gallery, use_gallery},
    picker::PicturePicker,
    place::{Place, use_place},
    player::Player,
    question::{ChoiceQuestion, NumberQuestion},
    whole::WholeLink,
};
