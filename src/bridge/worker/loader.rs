//! The images of a run: generated here, or from the site's shards.

use super::control::Control;
use super::serve::stop_if_asked;
use super::{End, cifar10};
use crate::bridge::protocol::{DataReport, RunId};
use crate::data::{LabelledImages, scales};
use crate::spec::{DataSource, Dataset, RunSpec};

/// The images of a run, and where they come from.
pub struct Images {
    /// To train on, as many as the run asks for.
    pub train: LabelledImages,
    /// To test on, as many as the run asks for.
    pub test: LabelledImages,
    /// For the page.
    pub report: DataReport,
}

/// Loads or generates what `spec` asks for; `data_url` is the folder with `cifar10/manifest.json`.
///
/// # Errors
/// [`End::Stopped`] on request, else as [`cifar10::load`].
pub async fn load(run: RunId, spec: &RunSpec, data_url: &str, control: &Control) -> Result<Images, End> {
    match spec.data.dataset {
        Dataset::Scales => generate(spec, control).await,
        Dataset::Cifar10 => cifar10::load(run, spec, data_url, control).await,
    }
}

/// The generated set: the seed decides it, as it does everything else of the run.
async fn generate(spec: &RunSpec, control: &Control) -> Result<Images, End> {
    stop_if_asked(control).await?;
    let train = scales::generate(spec.data.n_train, spec.seed);
    stop_if_asked(control).await?;
    let test = scales::generate_test(spec.data.n_test, spec.seed);
    let report = DataReport {
        source: DataSource::Generated,
        n_train: train.n_images(),
        n_test: test.n_images(),
        classes: Dataset::Scales.classes().map(str::to_owned).to_vec(),
        cache_problem: None,
    };
    Ok(Images { train, test, report })
}
