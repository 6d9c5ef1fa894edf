//! The worker's end: reads requests, loads images, trains, and tells.
//!
//! It knows no page and no language: what goes wrong is a [`Fault`](crate::bridge::protocol::Fault).
//! [`control`] (what is wanted of a run) and [`samples`] (which images are sent at the end) are plain and tested natively;
//! the rest is wasm with an engine.
//! Read [`control`] first, then `serve`.

pub mod control;
pub mod samples;
