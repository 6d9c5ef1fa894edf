//! What can be wrong with files, as data: it crosses from the worker, and every language says it in its own sentences.
//!
//! Long because every refusal of a file of images stands here, from its list down to one byte.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a text could not be read as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[error("{message}")]
pub struct Misread {
    /// In which way.
    pub way: Misreading,
    /// The line at which reading ended, from 1; 0 where there is none.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What serde says.
    pub message: String,
}

/// In which way a text could not be read as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Misreading {
    /// It is no JSON.
    NoJson,
    /// It ends too early.
    Cut,
    /// It is JSON of something else.
    Other,
}

impl From<serde_json::Error> for Misread {
    fn from(error: serde_json::Error) -> Self {
        use serde_json::error::Category;
        Self {
            way: match error.classify() {
                Category::Syntax => Misreading::NoJson,
                Category::Eof | Category::Io => Misreading::Cut,
                Category::Data => Misreading::Other,
            },
            line: error.line(),
            column: error.column(),
            message: error.to_string(),
        }
    }
}

/// The two halves of a data set, never mixed: test images are not trained on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// Images to train on.
    Train,
    /// Images to measure on.
    Test,
}

impl Split {
    /// The stable word of manifests and file names: `train` or `test`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Test => "test",
        }
    }
}

/// Why a file is not in the official format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum FormatError {
    /// The file has no byte.
    #[error("{file} is empty; fetch it again, or take it out of the folder")]
    Empty {
        /// Name of the file.
        file: String,
    },
    /// The file ends inside a record.
    #[error(
        "{file} is cut: record {record_idx}, which starts at byte {byte_offset}, ends after {n_present} of 3073 bytes, \
         {n_missing} are missing; fetch the file again, or cut it back to {byte_offset} bytes"
    )]
    CutRecord {
        /// Name of the file.
        file: String,
        /// Index of the cut record, from 0.
        record_idx: usize,
        /// Where it starts.
        byte_offset: usize,
        /// Bytes of it that are there.
        n_present: usize,
        /// Bytes of it that are not.
        n_missing: usize,
    },
    /// A label byte is not a class.
    #[error(
        "{file} has label {label} in record {record_idx}, at byte {byte_offset}, where 0 to 9 is possible; \
         check that it is the binary version of CIFAR-10 (not CIFAR-100) and fetch it again"
    )]
    Label {
        /// Name of the file.
        file: String,
        /// Index of the record, from 0.
        record_idx: usize,
        /// Where the label byte is.
        byte_offset: usize,
        /// What it says.
        label: u8,
    },
}

/// Why a shard cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum ShardError {
    /// It is shorter or longer than the manifest says: usually a download that was cut, or an error page.
    #[error("shard {file} has {n_bytes} bytes where {expected} belong; fetch it again")]
    Size {
        /// Name of the shard.
        file: String,
        /// Bytes that arrived.
        n_bytes: usize,
        /// Bytes that the manifest promises.
        expected: usize,
    },
    /// Its bytes are not those that were packed.
    #[error("shard {file} has checksum {found} where {expected} belongs; fetch it again, past the cache")]
    Checksum {
        /// Name of the shard.
        file: String,
        /// SHA-256 of what arrived.
        found: String,
        /// SHA-256 in the manifest.
        expected: String,
    },
    /// Its bytes are those that were packed, but not CIFAR-10: the packing was wrong.
    #[error("the shard was packed wrongly: {0}")]
    Format(#[from] FormatError),
    /// The split is smaller than the run wants.
    #[error("{wanted} {split} images are wanted, the data has {held}; choose {held} or fewer", split = split.id())]
    TooFew {
        /// Which half of the set.
        split: Split,
        /// Images that the run wants.
        wanted: usize,
        /// Images that there are.
        held: usize,
    },
}

/// What is wrong with the description of a shard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum ShardMistake {
    /// Two shards of one name.
    #[error("the file is listed twice")]
    Twice,
    /// A name that could lead out of the folder.
    #[error("the file name may hold letters, digits, '-', '_' and single dots inside, no folder")]
    FileName,
    /// Too many images, or none.
    #[error("it has {n_images} images where 1 to {most} are possible")]
    Images {
        /// How many it says.
        n_images: usize,
        /// How many are possible.
        most: usize,
    },
    /// Images and bytes that do not fit.
    #[error("{n_images} images are {expected} bytes, it says {n_bytes}")]
    Bytes {
        /// How many images it says.
        n_images: usize,
        /// Bytes that those have.
        expected: usize,
        /// How many bytes it says.
        n_bytes: usize,
    },
    /// A checksum that is none.
    #[error("sha256 is not 64 hexadecimal digits in lower case")]
    Checksum,
}

/// Why a manifest cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum ManifestError {
    /// It is not JSON, or lacks a field.
    #[error("manifest.json cannot be read: {0}; run `cargo xtask data` again")]
    Json(#[from] Misread),
    /// It was written by another version of Fovea.
    #[error("manifest.json has version {version}, this build reads version 1; run `cargo xtask data` again")]
    Version {
        /// What it says.
        version: u32,
    },
    /// It does not name ten classes.
    #[error("manifest.json names {n_classes} classes where 10 belong; run `cargo xtask data` again")]
    Classes {
        /// How many it names.
        n_classes: usize,
    },
    /// A split has no shard.
    #[error("manifest.json lists no {split} shard; run `cargo xtask data` again", split = split.id())]
    NoShard {
        /// The split without one.
        split: Split,
    },
    /// A shard is described wrongly.
    #[error("manifest.json, shard {shard_idx} ({file:?}): {mistake}; run `cargo xtask data` again")]
    Shard {
        /// Index of the shard, from 0.
        shard_idx: usize,
        /// Its file name as written.
        file: String,
        /// What is wrong.
        mistake: ShardMistake,
    },
}
