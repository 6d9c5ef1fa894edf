//! Official CIFAR-10 files in a folder, as `FOVEA_CIFAR10_DIR` names it. Native only: it reads the file system.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::format::{self, FormatError};
use super::images::LabelledImages;

/// The name of the file with the test images.
pub const TEST_FILE: &str = "test_batch.bin";

/// Why a folder could not be read as CIFAR-10.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The folder or a file in it cannot be read.
    #[error("{path} cannot be read: {error}; check FOVEA_CIFAR10_DIR or --data", path = path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The folder has no training file.
    #[error("{folder} holds no data_batch_*.bin; point at a folder with the unpacked binary version of CIFAR-10", folder = folder.display())]
    NoTrainingFile {
        /// The folder.
        folder: PathBuf,
    },
    /// A file is not in the official format.
    #[error(transparent)]
    Format(#[from] FormatError),
}

/// Reads `data_batch_*.bin`, by name, and `test_batch.bin` from `folder`: (training images, test images), in file order.
///
/// The files may be parts of the official ones, of any whole number of records, and there may be fewer than five.
///
/// # Errors
/// A folder or file that cannot be read, no training file, or a file that is not in the official format.
pub fn read_folder(folder: &Path) -> Result<(LabelledImages, LabelledImages), SourceError> {
    let mut train = LabelledImages::default();
    for path in training_files(folder)? {
        train.append(&read_file(&path)?);
    }
    let test = read_file(&folder.join(TEST_FILE))?;
    Ok((train, test))
}

/// Paths of `data_batch_*.bin` in `folder`, sorted by name; at least one.
fn training_files(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let unreadable = |error| SourceError::Unreadable {
        path: folder.into(),
        error,
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name();
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("data_batch_") && name.ends_with(".bin"))
        {
            paths.push(entry.path());
        }
    }
    if paths.is_empty() {
        return Err(SourceError::NoTrainingFile { folder: folder.into() });
    }
    paths.sort();
    Ok(paths)
}

/// The images of one file of the official format.
///
/// # Errors
/// A file that cannot be read or is not in the official format; both name it.
pub fn read_file(path: &Path) -> Result<LabelledImages, SourceError> {
    let bytes = fs::read(path).map_err(|error| SourceError::Unreadable {
        path: path.into(),
        error,
    })?;
    Ok(format::parse(&path.display().to_string(), &bytes)?)
}
