//! Everything that can stop a task, as one sentence with the place and the cure.

use std::{io, path::PathBuf};

/// Why a task stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("could not {action} {}: {source}", path.display())]
    File {
        /// What was tried, such as `read`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A file holds something else than expected.
    #[error("{} is not as expected: {reason}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A program could not be started.
    #[error("could not start `{program}`: {source}")]
    Start {
        /// The program.
        program: String,
        /// The system's reason.
        source: io::Error,
    },
    /// A program ran and failed.
    #[error("{step} failed ({status}). Its last lines:\n\n{tail}\n\nTo see it alone: {reproduce}\nThe whole output: {}", log.display())]
    Failed {
        /// The step that ran it.
        step: String,
        /// How it ended.
        status: String,
        /// The end of its output.
        tail: String,
        /// The same command for a shell.
        reproduce: String,
        /// Where all of its output was written.
        log: PathBuf,
    },
    /// A file could not be downloaded.
    #[error("{url} could not be downloaded: {reason}")]
    Download {
        /// Its address.
        url: String,
        /// What went wrong.
        reason: String,
    },
    /// Something is needed that this task cannot install.
    #[error("{what} {cure}")]
    Missing {
        /// What is missing, as a sentence.
        what: String,
        /// What to do, as a sentence.
        cure: String,
    },
}

impl Error {
    /// A function that wraps an input or output error on `path`, for `map_err`.
    pub fn file(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { action, path, source }
    }
}
