//! CIFAR-10 for the page: found or downloaded, then packed into shards once.
//!
//! Must not know what is built or served. What a shard is belongs to `fovea::data`; here is where the files come from.
//! Read [`prepare`] first, then [`origin`], [`download`] and [`archive`].

pub mod archive;
pub mod download;
pub mod gallery;
pub mod origin;
pub mod pack;

use std::path::PathBuf;

use crate::{error::Error, project::Project, report::Report};

/// Finds CIFAR-10 and packs it. Returns the folder with the manifest, or `None` where the data cannot be had.
///
/// # Errors
/// Where a source that was named is wrong, or a file cannot be written.
pub fn prepare(project: &Project, report: &Report) -> Result<Option<PathBuf>, Error> {
    match origin::find(project, report)? {
        Some(origin) => pack::pack(project, &origin, report).map(Some),
        None => Ok(None),
    }
}
