//! Packing a data set into shards with checksums, choosing the shards a run needs, and checking one that arrived.

use sha2::{Digest, Sha256};

use super::format;
use super::images::{LabelledImages, Split};
use super::manifest::{MANIFEST_VERSION, Manifest, SHARD_IMAGES, ShardInfo};
use super::subset::balanced_order;
use crate::spec::DataSource;

pub use crate::spec::ShardError;

/// What a data set is, apart from its images.
#[derive(Clone, Copy, Debug)]
pub struct PackLabel<'a> {
    /// Id of the data set, such as `cifar10`.
    pub dataset: &'a str,
    /// Where the images came from.
    pub source: DataSource,
    /// Names of the ten classes, in the order of the labels.
    pub classes: &'a [&'a str],
}

/// Packs both splits in balanced order: the manifest, and the name and bytes of every shard in the manifest's order.
///
/// The shards are `train-000.bin`, `train-001.bin`, … and `test-000.bin`, …, each of at most 1,000 images.
pub fn pack(train: &LabelledImages, test: &LabelledImages, label: PackLabel<'_>) -> (Manifest, Vec<(String, Vec<u8>)>) {
    let mut shards = Vec::new();
    let mut files = Vec::new();
    for (split, images) in [(Split::Train, train), (Split::Test, test)] {
        for (idx, chunk) in balanced_order(&images.labels).chunks(SHARD_IMAGES).enumerate() {
            let bytes = format::write(&images.subset(chunk));
            let file = format!("{}-{idx:03}.bin", split.id());
            shards.push(ShardInfo {
                split,
                file: file.clone(),
                n_images: chunk.len(),
                n_bytes: bytes.len(),
                sha256: sha256_hex(&bytes),
            });
            files.push((file, bytes));
        }
    }
    let manifest = Manifest {
        version: MANIFEST_VERSION,
        dataset: label.dataset.into(),
        source: label.source,
        classes: label.classes.iter().map(|&class| class.into()).collect(),
        shards,
    };
    (manifest, files)
}

/// The images of a shard whose `bytes` have arrived, if they are the ones that were packed.
///
/// # Errors
/// A wrong size, a wrong checksum, or, with both right, bytes that are not in the official format.
pub fn verify(shard: &ShardInfo, bytes: &[u8]) -> Result<LabelledImages, ShardError> {
    if bytes.len() != shard.n_bytes {
        return Err(ShardError::Size {
            file: shard.file.clone(),
            n_bytes: bytes.len(),
            expected: shard.n_bytes,
        });
    }
    let found = sha256_hex(bytes);
    if found != shard.sha256 {
        return Err(ShardError::Checksum {
            file: shard.file.clone(),
            found,
            expected: shard.sha256.clone(),
        });
    }
    Ok(format::parse(&shard.file, bytes)?)
}

/// The shards that hold the first `n_images` of `split`; the last of them may hold more.
///
/// # Errors
/// [`ShardError::TooFew`] where the split is smaller than that.
pub fn needed(manifest: &Manifest, split: Split, n_images: usize) -> Result<Vec<&ShardInfo>, ShardError> {
    let held = manifest.n_images(split);
    if held < n_images {
        return Err(ShardError::TooFew {
            split,
            wanted: n_images,
            held,
        });
    }
    let mut n_covered = 0;
    let mut shards = Vec::new();
    for shard in manifest.shards_of(split) {
        if n_covered >= n_images {
            break;
        }
        n_covered += shard.n_images;
        shards.push(shard);
    }
    Ok(shards)
}

/// SHA-256 of `bytes` (FIPS 180-4) as 64 hexadecimal digits in lower case.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_sha_256() {
        // FIPS 180-4's example "abc".
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_hex(b"abc"), expected);
    }
}
