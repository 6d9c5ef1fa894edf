//! Images and the order in which they are trained on: the official CIFAR-10 format, shards with checksums, balanced
//! subsets, batches, augmentation, the generated set Scales, and the seeded randomness of a run.
//!
//! Everything here is bytes in, bytes or floats out: this room knows no engine, no browser and no page.
//! Only [`source`] touches a file system, and it is not there in the browser.
//! Read [`images`] first, then [`format`](mod@format) and [`shards`] for how images are kept, then [`batches`] for how they are trained on.

pub mod augment;
pub mod batches;
pub mod format;
pub mod images;
pub mod manifest;
pub mod random;
pub mod scales;
pub mod shards;
#[cfg(not(target_arch = "wasm32"))]
pub mod source;
pub mod subset;

pub use augment::Change;
pub use batches::{Batch, augment_stream, epoch_order, normalise};
pub use format::FormatError;
pub use images::{IMAGE_BYTES, LabelledImages, N_CHANNELS, N_CLASSES, PLANE_BYTES, RECORD_BYTES, SIDE, Split};
pub use manifest::{MANIFEST_VERSION, Manifest, ManifestError, SHARD_IMAGES, ShardInfo};
pub use random::{Purpose, Stream};
pub use shards::{PackLabel, ShardError};
#[cfg(not(target_arch = "wasm32"))]
pub use source::SourceError;
pub use subset::balanced_order;

pub use crate::spec::CIFAR10_CLASSES;
