//! Page and worker: the messages between them, and the two ends of the wire.
//!
//! Only the types of [`protocol`] cross `postMessage`, as `{ message: Uint8Array, buffers: [ArrayBuffer…] }`; large buffers
//! travel next to the message, transferred.
//! The page side never imports `engine`; the worker side never imports `ui`.
//! Read [`protocol`] first, then [`page`] and [`worker`].

pub mod page;
pub mod protocol;
pub mod worker;
