//! The test images behind the results of a run: the very ones that the worker tested on, or a reason why not.
//!
//! The one file of this room that reads images: Scales is drawn again from the run's seed, CIFAR-10 comes from the shards
//! that the worker reads, through the same checks and the same store. Every label must be that of the results.

use crate::data::{LabelledImages, scales};
use crate::lab::experiment::RunKey;
use crate::lab::record::ExperimentRecord;
use crate::spec::{DataSource, Dataset, ManifestError, ShardError};
use crate::ui::lesson::picture::Picture;
use crate::ui::query::Language;
use crate::ui::words::Told;
use crate::web::failure::FetchError;

/// Which images a run was tested on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TestSet {
    /// Of which set.
    pub dataset: Dataset,
    /// How many.
    pub n_test: usize,
    /// Decides those of Scales.
    pub seed: u64,
    /// Whether the run was recorded on another machine, from files of its own.
    pub is_recorded: bool,
}

/// Why there are no pictures; the words are there all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// This site has no CIFAR-10.
    NotServed,
    /// The run was recorded elsewhere, and this site's files are not known to be the official ones.
    Elsewhere,
    /// So many labels are not those of the results: these are other images.
    OtherLabels {
        /// How many.
        n_other: usize,
    },
    /// Something went wrong.
    Failed(ImagesError),
}

/// What went wrong with the files of the images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImagesError {
    /// One did not arrive.
    Fetch(FetchError),
    /// Their list.
    Manifest(ManifestError),
    /// One is not what was packed.
    Shard(ShardError),
}

impl ImagesError {
    /// What went wrong, as a part of a sentence.
    pub fn told(&self, language: Language) -> String {
        match self {
            Self::Fetch(error) => error.told(language),
            Self::Manifest(error) => error.told(language),
            Self::Shard(error) => error.told(language),
        }
    }
}

impl From<FetchError> for ImagesError {
    fn from(error: FetchError) -> Self {
        Self::Fetch(error)
    }
}

impl From<ManifestError> for ImagesError {
    fn from(error: ManifestError) -> Self {
        Self::Manifest(error)
    }
}

impl From<ShardError> for ImagesError {
    fn from(error: ShardError) -> Self {
        Self::Shard(error)
    }
}

/// Test images whose labels are those of the results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestImages {
    images: LabelledImages,
    source: DataSource,
}

impl TestSet {
    /// The images that the run called `key` was tested on.
    pub fn of(record: &ExperimentRecord, key: &RunKey) -> Self {
        let data = record.experiment.data;
        Self {
            dataset: data.dataset,
            n_test: data.n_test,
            seed: key.seed,
            is_recorded: record.origin.is_some(),
        }
    }
}

impl TestImages {
    /// `images`, if every label is the one at its place in `labels`.
    ///
    /// # Errors
    /// [`Missing::OtherLabels`].
    pub fn checked(images: LabelledImages, source: DataSource, labels: &[u8]) -> Result<Self, Missing> {
        let n_shared = images.n_images().min(labels.len());
        let pairs = images.labels.iter().zip(labels);
        let n_other = pairs.filter(|(image, result)| image != result).count();
        match n_other + labels.len() - n_shared {
            0 => Ok(Self { images, source }),
            n_other => Err(Missing::OtherLabels { n_other }),
        }
    }

    /// The images of Scales for this set.
    ///
    /// # Errors
    /// As [`TestImages::checked`].
    pub fn generated(set: TestSet, labels: &[u8]) -> Result<Self, Missing> {
        let images = scales::generate_test(set.n_test, set.seed);
        Self::checked(images, DataSource::Generated, labels)
    }

    /// The image at this place among the test images.
    pub fn picture(&self, idx: usize) -> Option<Picture> {
        (idx < self.images.n_images()).then(|| Picture {
            label: Some(self.images.label(idx)),
            pixels: self.images.image(idx).to_vec(),
        })
    }

    /// Where they come from.
    pub const fn source(&self) -> DataSource {
        self.source
    }

    /// How many there are.
    pub fn n_images(&self) -> usize {
        self.images.n_images()
    }
}

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use served::load;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod served {
    use super::{FetchError, ImagesError, Missing, TestImages, TestSet};
    use crate::data::manifest::STORE;
    use crate::data::{LabelledImages, Manifest, ShardInfo, Split, shards};
    use crate::spec::{DataSource, Dataset};
    use crate::ui::outside;
    use crate::web::cache::FileCache;
    use crate::web::fetch::{Freshness, get};

    /// The images of `set`, whose labels the results say.
    ///
    /// # Errors
    /// [`Missing`].
    pub async fn load(set: TestSet, labels: &[u8]) -> Result<TestImages, Missing> {
        match set.dataset {
            Dataset::Scales => TestImages::generated(set, labels),
            Dataset::Cifar10 => cifar10(set, labels).await,
        }
    }

    async fn cifar10(set: TestSet, labels: &[u8]) -> Result<TestImages, Missing> {
        let folder = outside::absolute("data/cifar10/");
        let manifest = match get(&format!("{folder}manifest.json"), Freshness::Now, |_| {}).await {
            Ok(fetched) if !fetched.is_page() => Manifest::parse(&fetched.bytes).map_err(failed)?,
            Ok(_) | Err(FetchError::Status { status: 404 }) => return Err(Missing::NotServed),
            Err(error) => return Err(failed(error)),
        };
        if set.is_recorded && manifest.source != DataSource::OfficialArchive {
            return Err(Missing::Elsewhere);
        }
        let store = FileCache::open(STORE).await.ok();
        let mut images = LabelledImages::with_capacity(set.n_test);
        for shard in shards::needed(&manifest, Split::Test, set.n_test).map_err(failed)? {
            images.append(&take(shard, &folder, store.as_ref()).await?);
        }
        images.truncate(set.n_test);
        TestImages::checked(images, manifest.source, labels)
    }

    /// A shard: from the browser's store, else from the site, else past the HTTP cache.
    async fn take(shard: &ShardInfo, folder: &str, store: Option<&FileCache>) -> Result<LabelledImages, Missing> {
        let url = shard.address(folder);
        if let Some(store) = store {
            let kept = store.get(&url).await.ok().flatten();
            if let Some(images) = kept.and_then(|bytes| shards::verify(shard, &bytes).ok()) {
                return Ok(images);
            }
        }
        let fetched = get(&url, Freshness::Usual, |_| {}).await.map_err(failed)?;
        if let Ok(images) = shards::verify(shard, &fetched.bytes) {
            return Ok(images);
        }
        let fetched = get(&url, Freshness::Now, |_| {}).await.map_err(failed)?;
        shards::verify(shard, &fetched.bytes).map_err(failed)
    }

    fn failed(error: impl Into<ImagesError>) -> Missing {
        Missing::Failed(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SET: TestSet = TestSet {
        dataset: Dataset::Scales,
        n_test: 20,
        seed: 7,
        is_recorded: false,
    };

    #[test]
    fn scales_is_drawn_again_as_the_worker_draws_it() {
        let labels: Vec<u8> = (0..20).map(|idx| idx % 10).collect();
        let found = TestImages::generated(SET, &labels).unwrap();
        let tested = scales::generate_test(20, 7);
        assert_eq!((found.n_images(), found.source()), (20, DataSource::Generated));
        let picture = found.picture(13).unwrap();
        assert_eq!((picture.label, picture.pixels.as_slice()), (Some(3), tested.image(13)));
        assert_eq!(found.picture(20), None);
        let other = TestImages::generated(TestSet { seed: 8, ..SET }, &labels).unwrap();
        assert_ne!(other.picture(13), found.picture(13));
    }

    #[test]
    fn images_with_other_labels_are_not_shown() {
        let mut labels: Vec<u8> = (0..20).map(|idx| idx % 10).collect();
        labels[4] = 5;
        assert_eq!(
            TestImages::generated(SET, &labels),
            Err(Missing::OtherLabels { n_other: 1 })
        );
        // Results of more images than there are.
        labels[4] = 4;
        labels.push(0);
        assert_eq!(
            TestImages::generated(SET, &labels),
            Err(Missing::OtherLabels { n_other: 1 })
        );
    }
}
