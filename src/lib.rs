//! Fovea: see what convolutional networks see, and train them in the browser.
//!
//! A network is described once, as a [`spec`], and lowered twice: by [`geometry`] into the numbers and pictures of the
//! lessons, and by `engine` into a Burn module that trains.
//!
//! The rooms, in reading order:
//! 1. [`geometry`]: receptive fields and costs, pure mathematics.
//! 2. [`spec`]: the vocabulary of networks, variants and runs.
//! 3. [`data`]: images, shards, batches and the seeded randomness of a run.
//! 4. [`bridge`]: the messages between page and worker.
//! 5. [`lab`]: experiments, their records and statistics.
//! 6. [`draw`]: charts and figures, as SVG text and plain shapes.
//! 7. [`ui`]: what the learner sees.
//! 8. [`web`]: thin browser wrappers; natively only what can go wrong with them.

pub mod bridge;
#[cfg(feature = "cli")]
pub mod cli;
pub mod data;
pub mod draw;
#[cfg(feature = "engine")]
pub mod engine;
pub mod geometry;
pub mod lab;
pub mod spec;
pub mod ui;
pub mod web;
