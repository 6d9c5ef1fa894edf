//! The images of a run or of a probe: generated here, or from the site's shards.

use super::{End, cifar10};
use crate::bridge::protocol::{DataReport, LoadProgress};
use crate::data::{LabelledImages, scales};
use crate::spec::{DataSource, Dataset};
use crate::web::task::yield_now;

/// Which images are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Of which set.
    pub dataset: Dataset,
    /// Training images.
    pub n_train: usize,
    /// Test images.
    pub n_test: usize,
    /// Decides those of Scales.
    pub seed: u64,
}

/// Who waits for images.
pub struct Waiting<'a> {
    /// Hears how far it is.
    pub tell: &'a dyn Fn(&LoadProgress),
    /// Whether they are still wanted.
    pub is_wanted: &'a dyn Fn() -> bool,
}

/// Images, and where they come from.
pub struct Images {
    /// To train on, as many as were wanted.
    pub train: LabelledImages,
    /// To test on, as many as were wanted.
    pub test: LabelledImages,
    /// For the page.
    pub report: DataReport,
}

impl Waiting<'_> {
    /// Lets messages in.
    ///
    /// # Errors
    /// [`End::Stopped`] where one of them says that nobody waits any more.
    pub async fn breathe(&self) -> Result<(), End> {
        yield_now().await;
        if (self.is_wanted)() { Ok(()) } else { Err(End::Stopped) }
    }
}

/// Loads or generates what is wanted; `data_url` is the folder with `cifar10/manifest.json`.
///
/// # Errors
/// [`End::Stopped`] on request, else as [`cifar10::load`].
pub async fn load(wanted: Wanted, data_url: &str, waiting: &Waiting<'_>) -> Result<Images, End> {
    match wanted.dataset {
        Dataset::Scales => generate(wanted, waiting).await,
        Dataset::Cifar10 => cifar10::load(wanted, data_url, waiting).await,
    }
}

/// The generated set: the seed decides it, as it does everything else of a run.
async fn generate(wanted: Wanted, waiting: &Waiting<'_>) -> Result<Images, End> {
    waiting.breathe().await?;
    let train = scales::generate(wanted.n_train, wanted.seed);
    waiting.breathe().await?;
    let test = scales::generate_test(wanted.n_test, wanted.seed);
    let report = DataReport {
        source: DataSource::Generated,
        n_train: train.n_images(),
        n_test: test.n_images(),
        classes: Dataset::Scales.classes().map(str::to_owned).to_vec(),
        cache_problem: None,
    };
    Ok(Images { train, test, report })
}
