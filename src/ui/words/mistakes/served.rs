//! A file that is served beside the page: recorded weights and experiments.

use thiserror::Error;

use super::Told;
use crate::lab::record::file::FileError;
use crate::spec::Misread;
use crate::web::failure::FetchError;

/// Why a file that belongs to the page cannot be used.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Unserved {
    /// It did not arrive.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The site does not have it.
    #[error("{0} is not served")]
    Absent(String),
    /// It is no record of weights.
    #[error(transparent)]
    Unreadable(#[from] Misread),
    /// It is no record of an experiment.
    #[error(transparent)]
    Record(#[from] FileError),
}

impl Told for Unserved {
    fn chinese(&self) -> String {
        match self {
            Self::Fetch(error) => error.chinese(),
            Self::Absent(file) => format!("本站没有提供 {file}"),
            Self::Unreadable(misread) => misread.chinese(),
            Self::Record(error) => error.chinese(),
        }
    }
}
