//! The manifest of a packed data set: which shards there are, how large they are, and their checksums.

use serde::{Deserialize, Serialize};

use super::images::{N_CLASSES, RECORD_BYTES, Split};
use crate::spec::{DataSource, Misread, ShardMistake};

pub use crate::spec::ManifestError;

/// The layout of the manifest that this build reads and writes.
pub const MANIFEST_VERSION: u32 = 1;
/// The most images of one shard: 1,000 × 3,073 bytes are 3 MB, a pause that a slow line still hides.
pub const SHARD_IMAGES: usize = 1000;

/// The browser's store of CIFAR-10's shards, by their addresses; another name where their layout changes.
pub const STORE: &str = "fovea-cifar10-1";

/// A packed data set, as `manifest.json` describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Layout of this file; [`MANIFEST_VERSION`].
    pub version: u32,
    /// Id of the data set, such as `cifar10`.
    pub dataset: String,
    /// Where the images came from, in words for the learner.
    pub source: DataSource,
    /// Names of the classes, in the order of the labels.
    pub classes: Vec<String>,
    /// The shards; within a split, in the order in which their images are taken.
    pub shards: Vec<ShardInfo>,
}

/// One file of images in the official format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardInfo {
    /// Which half of the set it belongs to.
    pub split: Split,
    /// Its name, beside the manifest.
    pub file: String,
    /// Its images, 1 to 1,000.
    pub n_images: usize,
    /// Its size: `n_images` × 3,073.
    pub n_bytes: usize,
    /// SHA-256 of its bytes, 64 hexadecimal digits in lower case.
    pub sha256: String,
}

impl Manifest {
    /// Reads and validates `manifest.json`.
    ///
    /// # Errors
    /// JSON that does not parse, and everything that [`Manifest::validate`] refuses.
    pub fn parse(json: &[u8]) -> Result<Self, ManifestError> {
        let manifest: Self = serde_json::from_slice(json).map_err(Misread::from)?;
        manifest.validate()?;
        Ok(manifest)
    }

    /// The bytes of `manifest.json`, with indentation, since people read it too.
    ///
    /// # Errors
    /// As [`Manifest::validate`]: what could not be read back is not written.
    pub fn to_json(&self) -> Result<Vec<u8>, ManifestError> {
        self.validate()?;
        let mut json = serde_json::to_vec_pretty(self).map_err(Misread::from)?;
        json.push(b'\n');
        Ok(json)
    }

    /// Checks version, classes, and every shard.
    ///
    /// # Errors
    /// The first mistake, with the shard it is in.
    pub fn validate(&self) -> Result<(), ManifestError> {
        if self.version != MANIFEST_VERSION {
            return Err(ManifestError::Version { version: self.version });
        }
        if self.classes.len() != N_CLASSES {
            return Err(ManifestError::Classes {
                n_classes: self.classes.len(),
            });
        }
        for (shard_idx, shard) in self.shards.iter().enumerate() {
            let twice = self.shards[..shard_idx].iter().any(|other| other.file == shard.file);
            let mistake = if twice {
                Some(ShardMistake::Twice)
            } else {
                shard.mistake()
            };
            if let Some(mistake) = mistake {
                let file = shard.file.clone();
                return Err(ManifestError::Shard {
                    shard_idx,
                    file,
                    mistake,
                });
            }
        }
        for split in [Split::Train, Split::Test] {
            if self.n_images(split) == 0 {
                return Err(ManifestError::NoShard { split });
            }
        }
        Ok(())
    }

    /// The shards of `split`, in order.
    pub fn shards_of(&self, split: Split) -> impl Iterator<Item = &ShardInfo> {
        self.shards.iter().filter(move |shard| shard.split == split)
    }

    /// Images of `split`, over all its shards.
    pub fn n_images(&self, split: Split) -> usize {
        self.shards_of(split).map(|shard| shard.n_images).sum()
    }
}

impl ShardInfo {
    /// Its address below `folder`, which ends in a slash. The checksum is part of it, so that no cache can answer with
    /// another build's file.
    pub fn address(&self, folder: &str) -> String {
        format!("{folder}{}?sha256={}", self.file, self.sha256)
    }

    /// What is wrong with this description, if anything.
    fn mistake(&self) -> Option<ShardMistake> {
        let Self { n_images, n_bytes, .. } = *self;
        if !is_safe_file_name(&self.file) {
            return Some(ShardMistake::FileName);
        }
        if !(1..=SHARD_IMAGES).contains(&n_images) {
            let most = SHARD_IMAGES;
            return Some(ShardMistake::Images { n_images, most });
        }
        if n_bytes != n_images * RECORD_BYTES {
            return Some(ShardMistake::Bytes {
                n_images,
                expected: n_images * RECORD_BYTES,
                n_bytes,
            });
        }
        let is_lower_hex = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
        if self.sha256.len() != 64 || !self.sha256.bytes().all(is_lower_hex) {
            return Some(ShardMistake::Checksum);
        }
        None
    }
}

/// Whether `name` stays beside the manifest, on every file system and in every URL.
fn is_safe_file_name(name: &str) -> bool {
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !name.is_empty()
        && name.len() <= 100
        && name.bytes().all(is_safe)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard(split: Split, file: &str) -> ShardInfo {
        ShardInfo {
            split,
            file: file.into(),
            n_images: 2,
            n_bytes: 6146, // 2 · 3,073
            sha256: "0123456789abcdef".repeat(4),
        }
    }

    fn manifest() -> Manifest {
        Manifest {
            version: 1,
            dataset: "cifar10".into(),
            source: DataSource::Folder,
            classes: (0..10).map(|label| format!("class {label}")).collect(),
            shards: vec![shard(Split::Train, "train-000.bin"), shard(Split::Test, "test-000.bin")],
        }
    }

    /// The sentence with which a manifest changed by `change` is refused.
    fn refusal(change: impl FnOnce(&mut Manifest)) -> String {
        let mut changed = manifest();
        change(&mut changed);
        changed.validate().unwrap_err().to_string()
    }

    #[test]
    fn a_written_manifest_reads_back() {
        let json = manifest().to_json().unwrap();
        assert_eq!(Manifest::parse(&json).unwrap(), manifest());
        assert!(String::from_utf8(json).unwrap().contains(r#""split": "train""#));
    }

    #[test]
    fn a_mistake_in_a_shard_names_the_shard() {
        assert!(
            refusal(|m| m.shards[1].n_bytes = 6145).contains("shard 1 (\"test-000.bin\"): 2 images are 6146 bytes")
        );
        assert!(refusal(|m| m.shards[1].n_images = 1001).contains("1001 images where 1 to 1000"));
        assert!(refusal(|m| m.shards[0].n_images = 0).contains("shard 0"));
        assert!(refusal(|m| m.shards[0].sha256 = "A".repeat(64)).contains("sha256"));
        assert!(refusal(|m| m.shards[0].sha256.push('0')).contains("sha256"));
        assert!(refusal(|m| m.shards[1].file = "train-000.bin".into()).contains("listed twice"));
    }

    #[test]
    fn a_file_name_cannot_leave_the_folder() {
        for name in [
            "", ".", "../a.bin", "a/b.bin", "a\\b.bin", "C:a.bin", "a..b", ".a", "a%2fb", "é.bin",
        ] {
            assert!(
                refusal(|m| m.shards[0].file = name.into()).contains("file name"),
                "{name:?} was let through"
            );
        }
    }

    #[test]
    fn other_versions_missing_classes_and_missing_splits_are_refused() {
        assert!(refusal(|m| m.version = 2).contains("version 2"));
        assert!(refusal(|m| m.classes.truncate(9)).contains("9 classes"));
        assert!(refusal(|m| m.shards.truncate(1)).contains("no test shard"));
        assert!(matches!(
            Manifest::parse(b"<!DOCTYPE html>"),
            Err(ManifestError::Json(_))
        ));
    }
}
