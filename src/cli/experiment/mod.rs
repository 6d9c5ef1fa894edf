//! `fovea experiment`: variants × seeds on all cores of this machine, recorded run by run, taken up again where it was cut.

mod driver;
pub(super) mod origin;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use clap::Args;

use self::driver::{Desk, Images};
use super::print;
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
    /// The record; where it exists already, its finished runs are kept and only the missing ones trained
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
    /// Trains what is missing, and writes the record after every run.
    ///
    /// # Errors
    /// A plan that does not hold together, data that cannot be read, a record of another experiment, or a file that
    /// cannot be written. A run that fails is recorded with its reason, and the others go on.
    pub fn run(self) -> Result<(), String> {
        let plan = self.plan()?;
        if self.print_plan {
            print(&serde_json::to_string_pretty(&plan).map_err(|error| error.to_string())?);
            return Ok(());
        }
        let mut record = self.record(plan)?;
        record.origin = Some(origin::here(&self.data_note(&record.experiment)));
        let images = self.images(&record.experiment)?;
        let n_jobs = self.jobs.unwrap_or_else(origin::n_cores).max(1);
        let desk = Desk::new(record, self.out.clone());
        print(&desk.heading(n_jobs));
        let desk = Mutex::new(desk);
        thread::scope(|scope| {
            for _ in 0..n_jobs {
                scope.spawn(|| driver::work(&desk, &images));
            }
        });
        let desk = desk.into_inner().map_err(|error| error.to_string())?;
        desk.finish()
    }

    /// The plan with the options of the command line in it.
    fn plan(&self) -> Result<Plan, String> {
        let path = Path::new(&self.plan);
        let mut plan = match templates::find(&self.plan) {
            Some(template) if !path.exists() => template.experiment(),
            _ => read_plan(path)?,
        };
        if !self.variants.is_empty() {
            plan.variants = self
                .variants
                .iter()
                .map(|id| chosen(&plan, id))
                .collect::<Result<_, _>>()?;
        }
        if !self.seeds.is_empty() {
            plan.seeds.clone_from(&self.seeds);
        }
        plan.training.epochs = self.epochs.unwrap_or(plan.training.epochs);
        plan.data.n_train = self.images.unwrap_or(plan.data.n_train);
        plan.data.n_test = self.test_images.unwrap_or(plan.data.n_test);
        plan.validate().map_err(|error| error.to_string())?;
        Ok(plan)
    }

    /// What is there already, or a new record.
    fn record(&self, plan: Plan) -> Result<ExperimentRecord, String> {
        if !self.out.exists() {
            return Ok(ExperimentRecord::new(plan));
        }
        let at = |error: String| format!("{}: {error}", self.out.display());
        let bytes = std::fs::read(&self.out).map_err(|error| at(error.to_string()))?;
        let old = file::read(&bytes).map_err(|error| at(error.to_string()))?;
        let same_settings = (&old.experiment.data, &old.experiment.training) == (&plan.data, &plan.training);
        let same_networks = plan.variants.iter().all(|variant| {
            let before = old.experiment.variants.iter().find(|before| before.id == variant.id);
            before.is_none_or(|before| before == variant)
        });
        if !same_settings || !same_networks {
            return Err(at(
                "it holds another experiment (other networks, images or training); choose another --out".to_owned(),
            ));
        }
        let mut record = ExperimentRecord::new(plan);
        for run in old.runs {
            if let (true, Some(place)) = (run.summary.is_some(), record.run_mut(&run.key)) {
                *place = run;
            }
        }
        Ok(record)
    }

    fn images(&self, plan: &Plan) -> Result<Images, String> {
        match (plan.data.dataset, &self.data) {
            (Dataset::Scales, _) => Ok(Images::Scales),
            (Dataset::Cifar10, None) => Err("CIFAR-10 is needed; name its folder with --data".to_owned()),
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
    serde_json::from_slice(&bytes).map_err(|error| at(error.to_string()))
}

fn chosen(plan: &Plan, id: &str) -> Result<VariantSpec, String> {
    let found = plan.variants.iter().find(|variant| variant.id == id).cloned();
    found.map_or_else(|| VariantSpec::named(id).map_err(|error| error.to_string()), Ok)
}
