//! Page and worker: the messages between them, and the two ends of the wire.
//!
//! Only the types of [`protocol`] cross `postMessage`; large buffers travel next to them, transferred.
//! The page side never imports `engine`; the worker side never imports `ui`.
//! Read [`protocol`] first.

pub mod protocol;
