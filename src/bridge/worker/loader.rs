//! The images of a run or of a probe: generated here, or from the site's shards.

use std::rc::Rc;
use std::task::Waker;

use super::shelf::{Found, Shelf};
use super::{End, cifar10};
use crate::bridge::protocol::{DataReport, LoadProgress};
use crate::data::{LabelledImages, scales};
use crate::spec::{DataSource, Dataset, RunSpec};
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
    /// Decides those of Scales; 0 for CIFAR-10, whose images do not depend on it and are shared among seeds.
    pub seed: u64,
}

impl Wanted {
    /// The images of `run`.
    pub fn of(run: &RunSpec) -> Self {
        let data = run.data;
        Self {
            dataset: data.dataset,
            n_train: data.n_train,
            n_test: data.n_test,
            seed: match data.dataset {
                Dataset::Scales => run.seed,
                Dataset::Cifar10 => 0,
            },
        }
    }
}

/// The images of this worker, by what is wanted and by the folder that they come from.
pub type Images = Shelf<(Wanted, String), Loaded, LoadProgress>;

/// Who waits for images.
pub struct Waiting<'a> {
    /// Hears how far it is.
    pub tell: &'a dyn Fn(&LoadProgress),
    /// Whether they are still wanted.
    pub is_wanted: &'a dyn Fn() -> bool,
}

/// Images, and where they come from.
#[derive(Debug)]
pub struct Loaded {
    /// To train on, as many as were wanted.
    pub train: Rc<LabelledImages>,
    /// To test on, as many as were wanted.
    pub test: Rc<LabelledImages>,
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

/// As [`load`], unless they are there or somebody else loads them; `watch` has a waker woken where `is_wanted` may change.
///
/// # Errors
/// As [`load`].
pub async fn share(
    images: &Images,
    wanted: Wanted,
    data_url: &str,
    waiting: &Waiting<'_>,
    watch: impl Fn(&Waker),
) -> Result<Rc<Loaded>, End> {
    let key = (wanted, data_url.to_owned());
    match images.find(&key, waiting.tell, waiting.is_wanted, watch).await {
        Found::There(loaded) => Ok(loaded),
        Found::Unwanted => Err(End::Stopped),
        Found::Load(loading) => {
            let waiting = Waiting {
                tell: &|progress| {
                    (waiting.tell)(progress);
                    loading.tell(progress.clone());
                },
                is_wanted: waiting.is_wanted,
            };
            let loaded = load(wanted, data_url, &waiting).await?;
            Ok(loading.done(loaded))
        }
    }
}

/// Loads or generates what is wanted; `data_url` is the folder with `cifar10/manifest.json`.
///
/// # Errors
/// [`End::Stopped`] on request, else as [`cifar10::load`].
pub async fn load(wanted: Wanted, data_url: &str, waiting: &Waiting<'_>) -> Result<Loaded, End> {
    match wanted.dataset {
        Dataset::Scales => generate(wanted, waiting).await,
        Dataset::Cifar10 => cifar10::load(wanted, data_url, waiting).await,
    }
}

/// The generated set: the seed decides it, as it does everything else of a run.
async fn generate(wanted: Wanted, waiting: &Waiting<'_>) -> Result<Loaded, End> {
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
    Ok(Loaded {
        train: Rc::new(train),
        test: Rc::new(test),
        report,
    })
}
