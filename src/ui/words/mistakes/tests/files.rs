//! Files that do not arrive, or are not what they should be.

use super::{Example, example};
use crate::spec::{FormatError, ManifestError, Misread, Misreading, ShardError, ShardMistake, Split};
use crate::web::failure::{CacheError, DatabaseError, FetchError};

/// JSON that could not be read.
pub fn misread(way: Misreading) -> Misread {
    Misread {
        way,
        line: 12,
        column: 34,
        message: "expected value at line 12 column 34".into(),
    }
}

/// One of each.
pub fn examples() -> Vec<Example> {
    let file = || "train-003.bin".to_owned();
    let message = || "TypeError: Failed to fetch".to_owned();
    let shard = |mistake| ManifestError::Shard {
        shard_idx: 3,
        file: file(),
        mistake,
    };
    let images = ShardMistake::Images {
        n_images: 1001,
        most: 1000,
    };
    let bytes = ShardMistake::Bytes {
        n_images: 2,
        expected: 6146,
        n_bytes: 6145,
    };
    let cut = FormatError::CutRecord {
        file: file(),
        record_idx: 1,
        byte_offset: 3079,
        n_present: 921,
        n_missing: 2152,
    };
    let label = FormatError::Label {
        file: file(),
        record_idx: 17,
        byte_offset: 52_241,
        label: 200,
    };
    let few = |split| ShardError::TooFew {
        split,
        wanted: 501,
        held: 499,
    };
    vec![
        example(FetchError::Network { message: message() }, &["Failed to fetch"]),
        example(FetchError::Status { status: 503 }, &["503"]),
        example(
            FetchError::Cut {
                n_bytes: 8123,
                message: message(),
            },
            &["8123", "Failed to fetch"],
        ),
        example(CacheError::Missing, &["https"]),
        example(CacheError::Full, &[]),
        example(CacheError::Refused { message: message() }, &["Failed to fetch"]),
        example(DatabaseError::Full, &[]),
        example(DatabaseError::Refused { message: message() }, &["Failed to fetch"]),
        example(misread(Misreading::NoJson), &["12", "34"]),
        example(misread(Misreading::Other), &["12", "34"]),
        example(ManifestError::Json(misread(Misreading::NoJson)), &["12", "34"]),
        example(ManifestError::Version { version: 7 }, &["7", "1"]),
        example(ManifestError::Classes { n_classes: 9 }, &["9", "10"]),
        example(ManifestError::NoShard { split: Split::Train }, &[]),
        example(shard(ShardMistake::Twice), &["3", "train-003.bin"]),
        example(shard(ShardMistake::FileName), &["train-003.bin"]),
        example(shard(images), &["1001", "1000"]),
        example(shard(bytes), &["2", "6146", "6145"]),
        example(shard(ShardMistake::Checksum), &["sha256", "64"]),
        example(
            ShardError::Size {
                file: file(),
                n_bytes: 5,
                expected: 6146,
            },
            &["train-003.bin", "5", "6146"],
        ),
        example(
            ShardError::Checksum {
                file: file(),
                found: "abc".into(),
                expected: "def".into(),
            },
            &["train-003.bin", "abc", "def"],
        ),
        example(few(Split::Train), &["501", "499"]),
        example(few(Split::Test), &["501", "499"]),
        example(
            ShardError::Format(FormatError::Empty { file: file() }),
            &["train-003.bin"],
        ),
        example(cut, &["train-003.bin", "1", "3079", "921", "2152", "3073"]),
        example(label, &["train-003.bin", "17", "52241", "200", "CIFAR-100"]),
    ]
}
