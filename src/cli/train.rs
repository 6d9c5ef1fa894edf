//! `fovea train`: one run on this machine's CPU.

use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::ProgressBar;

use super::experiment::origin;
use super::{NO_CIFAR10, print};
use crate::data::{LabelledImages, scales, source};
use crate::engine::{Advance, Session, Weights, device};
use crate::lab::trained::TrainedRecord;
use crate::spec::{AugmentSpec, DataSpec, Dataset, RunSpec, Schedule, TrainingSpec, variants};

/// Images of Scales where the command line names no number: as many as its experiment has.
const SCALES_IMAGES: [usize; 2] = [5000, 1000];

/// Trains a network.
#[derive(Debug, Args)]
pub struct Train {
    /// Id of the network, such as inception
    #[arg(long)]
    variant: String,
    /// The images: cifar10, or scales, which are generated from the seed
    #[arg(long, default_value = "cifar10", value_parser = dataset)]
    dataset: Dataset,
    /// Folder of official CIFAR-10 files; not needed for Scales
    #[arg(long, env = "FOVEA_CIFAR10_DIR")]
    data: Option<PathBuf>,
    /// Passes over the training images
    #[arg(long, default_value_t = 5)]
    epochs: usize,
    /// Training images: a balanced subset; all of the folder by default, 5,000 of Scales
    #[arg(long)]
    images: Option<usize>,
    /// Test images: a balanced subset; all of the folder by default, 1,000 of Scales
    #[arg(long)]
    test_images: Option<usize>,
    /// Images of one step
    #[arg(long, default_value_t = 128)]
    batch: usize,
    /// Learning rate
    #[arg(long, default_value_t = 1e-3)]
    lr: f64,
    /// How the learning rate goes over the run: constant, or cosine, down to zero
    #[arg(long, default_value = "constant", value_parser = schedule)]
    schedule: Schedule,
    /// Decoupled weight decay, as of AdamW; 0 is none
    #[arg(long, default_value_t = 0.0)]
    weight_decay: f64,
    /// Mirror every other training image, left to right, by chance
    #[arg(long)]
    flip: bool,
    /// Shift training images by up to this many pixels along each axis; 0 is none
    #[arg(long, default_value_t = 0)]
    shift: usize,
    /// Decides weights and order, and the images of Scales
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Start from a PyTorch state_dict, saved as safetensors, instead of weights drawn from the seed
    #[arg(long)]
    weights: Option<PathBuf>,
    /// Write the trained weights to this file, which ends in .safetensors, and where they come from to a .json beside it;
    /// a name that ends in .bpk makes it a burnpack file for the module of Burn
    #[arg(long)]
    save: Option<PathBuf>,
    /// One JSON object a line: every step, every epoch, the summary
    #[arg(long)]
    json: bool,
}

impl Train {
    /// Trains, and prints the loss every hundred steps and the accuracy of every epoch.
    ///
    /// # Errors
    /// Data that cannot be read, settings out of range, a loss that is not a number, or a file that cannot be written.
    pub fn run(self) -> Result<(), String> {
        let is_weights = |path: &&PathBuf| {
            ["safetensors", "bpk"]
                .iter()
                .any(|end| path.extension() == Some(end.as_ref()))
        };
        if let Some(path) = self.save.as_ref().filter(|path| !is_weights(path)) {
            return Err(at(path, "name a file that ends in .safetensors or .bpk"));
        }
        let variant = variants::find(&self.variant).map_err(|error| format!("--variant: {error}"))?;
        let (train, test) = self.images()?;
        let spec = RunSpec {
            variant: variant.id.to_owned(),
            network: variant.network(),
            data: DataSpec {
                dataset: self.dataset,
                n_train: self.images.unwrap_or(train.n_images()),
                n_test: self.test_images.unwrap_or(test.n_images()),
                augment: AugmentSpec {
                    flip: self.flip,
                    shift: self.shift,
                },
            },
            training: TrainingSpec {
                epochs: self.epochs,
                batch_size: self.batch,
                learning_rate: self.lr,
                weight_decay: self.weight_decay,
                schedule: self.schedule,
                ..TrainingSpec::TUTORIAL
            },
            seed: self.seed,
        };
        let weights = self.starting_weights(&spec)?;
        let session = Session::with_weights(spec, &weights, train, test, &device::cpu());
        let session = session.map_err(|error| error.to_string())?;
        pollster::block_on(self.drive(session))
    }

    fn images(&self) -> Result<(LabelledImages, LabelledImages), String> {
        match (self.dataset, &self.data) {
            (Dataset::Scales, _) => {
                let [n_train, n_test] = SCALES_IMAGES;
                let train = scales::generate(self.images.unwrap_or(n_train), self.seed);
                let test = scales::generate_test(self.test_images.unwrap_or(n_test), self.seed);
                Ok((train, test))
            }
            (Dataset::Cifar10, Some(folder)) => source::read_folder(folder).map_err(|error| error.to_string()),
            (Dataset::Cifar10, None) => Err(NO_CIFAR10.to_owned()),
        }
    }

    fn starting_weights(&self, spec: &RunSpec) -> Result<Weights, String> {
        let Some(path) = &self.weights else {
            return Weights::draw(&spec.network, spec.seed).map_err(|error| error.to_string());
        };
        let bytes = std::fs::read(path).map_err(|error| at(path, error))?;
        Weights::from_state_dict(&spec.network, &bytes).map_err(|error| at(path, error))
    }

    /// Writes the weights, and what they are.
    async fn write(&self, path: &Path, session: &Session, accuracy: f32) -> Result<(), String> {
        let weights = session.network().read_weights().await;
        let weights = weights.map_err(|error| error.to_string())?;
        let spec = session.spec();
        let bytes = weights.to_state_dict(&spec.network).map_err(|error| at(path, error))?;
        let bytes = match path.extension() {
            Some(end) if end == "bpk" => spec.network.burnpack(&bytes).map_err(|error| at(path, error))?,
            _ => bytes,
        };
        std::fs::write(path, bytes).map_err(|error| at(path, error))?;
        let data = format!(
            "{} training and {} test images {}",
            spec.data.n_train,
            spec.data.n_test,
            match spec.data.dataset {
                Dataset::Cifar10 => "of CIFAR-10's official files",
                Dataset::Scales => "of Scales, generated from the seed",
            }
        );
        let record = TrainedRecord {
            variant: spec.variant.clone(),
            seed: spec.seed,
            data: spec.data,
            training: spec.training,
            started_from: self.weights.as_ref().map(|path| path.display().to_string()),
            accuracy,
            origin: origin::here(&data),
        };
        let path = path.with_extension("json");
        let text = record.to_json().map_err(|error| at(&path, error))?;
        std::fs::write(&path, text).map_err(|error| at(&path, error))
    }

    async fn drive(&self, mut session: Session) -> Result<(), String> {
        let bar = if self.json {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(session.n_steps() as u64)
        };
        loop {
            let advance = session.advance().await.map_err(|error| error.to_string())?;
            let line = if self.json {
                json(&advance)?
            } else {
                text(&advance, &bar)
            };
            if let Some(line) = line {
                bar.suspend(|| print(&line));
            }
            if let Advance::Finished(summary) = advance {
                bar.finish_and_clear();
                return match &self.save {
                    Some(path) => self.write(path, &session, summary.accuracy()).await,
                    None => Ok(()),
                };
            }
        }
    }
}

fn dataset(id: &str) -> Result<Dataset, String> {
    Dataset::from_id(id).ok_or_else(|| format!("take {}", Dataset::ALL.map(Dataset::id).join(" or ")))
}

fn schedule(id: &str) -> Result<Schedule, String> {
    let all = [Schedule::Constant, Schedule::Cosine];
    let found = all.into_iter().find(|schedule| schedule.id() == id);
    found.ok_or_else(|| format!("take {}", all.map(Schedule::id).join(" or ")))
}

fn at(path: &Path, error: impl ToString) -> String {
    format!("{}: {}", path.display(), error.to_string())
}

fn json(advance: &Advance) -> Result<Option<String>, String> {
    let value = match advance {
        Advance::Stepped(step) => serde_json::to_string(step),
        Advance::Tested { .. } => return Ok(None),
        Advance::EpochDone(epoch) => serde_json::to_string(epoch),
        Advance::Finished(summary) => serde_json::to_string(summary),
    };
    value.map(Some).map_err(|error| error.to_string())
}

fn text(advance: &Advance, bar: &ProgressBar) -> Option<String> {
    match advance {
        Advance::Stepped(step) => {
            bar.inc(1);
            let number = step.step + 1;
            number
                .is_multiple_of(100)
                .then(|| format!("step {number}: loss {:.4}", step.loss))
        }
        Advance::Tested { .. } => None,
        Advance::EpochDone(epoch) => Some(format!(
            "epoch {}: mean loss {:.4}, test accuracy {:.1} % of {} images",
            epoch.epoch + 1,
            epoch.train_loss,
            epoch.test_accuracy * 100.0,
            epoch.n_test,
        )),
        Advance::Finished(summary) => Some(format!(
            "{} steps, {:.1} % right",
            summary.n_steps,
            summary.accuracy() * 100.0
        )),
    }
}
