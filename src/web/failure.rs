//! What a browser refuses, as data: it crosses from the worker, and every language says it in its own sentences.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a file did not arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum FetchError {
    /// There was no answer at all.
    #[error("no answer ({message}); check the connection and try again")]
    Network {
        /// What the browser says.
        message: String,
    },
    /// The server refused.
    #[error("the server answered with status {status}; try again, or reload the page")]
    Status {
        /// HTTP status, such as 404.
        status: u16,
    },
    /// The connection broke in the middle.
    #[error("the connection broke after {n_bytes} bytes ({message}); try again")]
    Cut {
        /// Bytes that had arrived.
        n_bytes: u64,
        /// What the browser says.
        message: String,
    },
}

/// Why files cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum CacheError {
    /// There is no Cache Storage: not https, not localhost, or a private window.
    #[error("this browser offers no storage for files here; open the page over https, or outside of a private window")]
    Missing,
    /// There is no room left.
    #[error("the browser's storage is full; free some space, or go on without")]
    Full,
    /// Anything else that the browser refuses.
    #[error("the browser's storage refused ({message}); the files are fetched anew each time")]
    Refused {
        /// What the browser says.
        message: String,
    },
}

/// Why nothing can be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum DatabaseError {
    /// There is no room left.
    #[error("the browser's storage is full")]
    Full,
    /// Anything else: a private window, a database that another tab holds at an older version.
    #[error("the browser's storage refused ({message})")]
    Refused {
        /// What the browser says.
        message: String,
    },
}
