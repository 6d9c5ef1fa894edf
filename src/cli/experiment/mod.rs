//! `fovea experiment`: variants × seeds on all cores of this machine, recorded run by run, taken up again where it was cut.
//!
//! [`driver`] hands out the runs, [`training`] is one of them, [`parts`] keeps it while it goes on.

mod driver;
pub(super) mod origin;
mod parts;
mod training;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use clap::Args;

use self::driver::{Desk, Images};
use self::parts::Parts;
use super::{NO_CIFAR10, print};
use crate::data::source;
use crate::lab::experiment::{Experiment as Plan, VariantSpec};
use crate::lab::record::{ExperimentRecord, file};
use crate::lab::templates;
use crate::spec::Dataset;

/// Trains all runs of an experiment.
#[derive(Debug, Args)]
pub struct Experiment {
    /// A JSON file with name, variants, seeds, data and training; or the id of a template, such as homework
    plan: String,
    /// Folder of official CIFAR-10 files; not needed for Scales
    #[arg(long, env = "FOVEA_CIFAR10_DIR")]
    data: Option<PathBuf>,
    /// Where the images come from, in words that the record carries
    #[arg(long, default_value = "CIFAR-10")]
    data_note: String,
    /// The record; where it exists already, all its runs are kept and only the missing ones trained. Runs that are cut
    /// are kept in OUT.parts beside it and go on from there
    #[arg(long, default_value = "experiment.json")]
    out: PathBuf,
    /// Only these variants of the plan
    #[arg(long, value_delimiter = ',')]
    variants: Vec<String>,
    /// Other seeds than the plan's
    #[arg(long, value_delimiter = ',')]
    seeds: Vec<u64>,
    /// Other epochs than the plan's
    #[arg(long)]
    epochs: Option<usize>,
    /// Other training images than the plan's
    #[arg(long)]
    images: Option<usize>,
    /// Other test images than the plan's
    #[arg(long)]
    test_images: Option<usize>,
    /// Runs at a time; one for each core by default
    #[arg(long)]
    jobs: Option<usize>,
    /// Print the plan as JSON, to be changed and used as a file, and train nothing
    #[arg(long)]
    print_plan: bool,
}

impl Experiment {
    /// Trains what is missing, and writes the record after every run. Where nothing is, the record stays as it is.
    ///
    /// # Errors
    /// A plan that does not hold together, data that cannot be read, a record of another experiment, or a file that
    /// cannot be written. A run that fails is recorded with its reason, and the others go on.
    pub fn run(self) -> Result<(), String> {
        let whole = self.whole_plan()?;
        let plan = self.chosen(&whole)?;
        if self.print_plan {
            print(&serde_json::to_string_pretty(&plan).map_err(|error| error.to_string())?);
            return Ok(());
        }
        let parts = Parts::beside(&self.out)?;
        let record = self.record(&plan, &whole)?;
        let here = origin::here(&self.data_note(&plan));
        let desk = Desk::new(record, plan.keys(), (self.out.clone(), parts), here);
        let n_jobs = self.jobs.unwrap_or_else(origin::n_cores).max(1);
        print(&desk.heading(n_jobs));
        if !desk.has_work() {
            print(&format!("{} is complete and stays as it is", self.out.display()));
            return desk.finish();
        }
        let images = self.images(&plan)?;
        let desk = Mutex::new(desk);
        thread::scope(|scope| {
            for _ in 0..n_jobs {
                scope.spawn(|| driver::work(&desk, &images));
            }
        });
        desk.into_inner().map_err(|error| error.to_string())?.finish()?;
        print(&format!("wrote {}", self.out.display()));
        Ok(())
    }

    /// The file or template, with the settings of the command line in it.
    fn whole_plan(&self) -> Result<Plan, String> {
        let path = Path::new(&self.plan);
        let mut plan = match templates::find(&self.plan) {
            Some(template) if !path.exists() => template.experiment(),
            _ => read_plan(path)?,
        };
        plan.training.epochs = self.epochs.unwrap_or(plan.training.epochs);
        plan.data.n_train = self.images.unwrap_or(plan.data.n_train);
        plan.data.n_test = self.test_images.unwrap_or(plan.data.n_test);
        plan.validate().map_err(|error| format!("{}: {error}", self.plan))?;
        Ok(plan)
    }

    /// What is to be trained now: the chosen variants and seeds.
    fn chosen(&self, whole: &Plan) -> Result<Plan, String> {
        let mut plan = whole.clone();
        if !self.variants.is_empty() {
            let variants = self.variants.iter().map(|id| chosen_variant(whole, id));
            plan.variants = variants.collect::<Result<_, _>>()?;
        }
        if !self.seeds.is_empty() {
            plan.seeds.clone_from(&self.seeds);
        }
        plan.validate().map_err(|error| format!("{}: {error}", self.plan))?;
        Ok(plan)
    }

    /// What is there already and what is chosen now, together.
    fn record(&self, plan: &Plan, whole: &Plan) -> Result<ExperimentRecord, String> {
        if !self.out.exists() {
            return Ok(ExperimentRecord::new(plan.clone()));
        }
        let at = |error: String| format!("{}: {error}; choose another --out", self.out.display());
        let bytes = std::fs::read(&self.out).map_err(|error| at(error.to_string()))?;
        let old = file::read(&bytes).map_err(|error| at(error.to_string()))?;
        let order: Vec<_> = whole.variants.iter().map(|variant| variant.id.clone()).collect();
        old.widened(plan, &order).map_err(|error| at(error.to_string()))
    }

    fn images(&self, plan: &Plan) -> Result<Images, String> {
        match (plan.data.dataset, &self.data) {
            (Dataset::Scales, _) => Ok(Images::Scales),
            (Dataset::Cifar10, None) => Err(NO_CIFAR10.to_owned()),
            (Dataset::Cifar10, Some(folder)) => {
                let (train, test) = source::read_folder(folder).map_err(|error| error.to_string())?;
                Ok(Images::Folder { train, test })
            }
        }
    }

    fn data_note(&self, plan: &Plan) -> String {
        match plan.data.dataset {
            Dataset::Cifar10 => self.data_note.clone(),
            Dataset::Scales => "Scales, generated from each run's seed".to_owned(),
        }
    }
}

fn read_plan(path: &Path) -> Result<Plan, String> {
    let at = |error: String| format!("{}: {error}", path.display());
    let ids: Vec<_> = templates::TEMPLATES.iter().map(|template| template.id).collect();
    let bytes = std::fs::read(path).map_err(|error| {
        at(format!(
            "{error}; name a file, or one of the templates {}",
            ids.join(", ")
        ))
    })?;
    serde_json::from_slice(&bytes).map_err(|error| {
        at(format!(
            "{error}; begin with a plan that `fovea experiment homework-s --print-plan` prints"
        ))
    })
}

/// A network of the plan, else of the registry.
fn chosen_variant(plan: &Plan, id: &str) -> Result<VariantSpec, String> {
    let found = plan.variants.iter().find(|variant| variant.id == id).cloned();
    found.map_or_else(
        || VariantSpec::named(id).map_err(|error| format!("--variants: {error}")),
        Ok,
    )
}
