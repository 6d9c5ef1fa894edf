//! `fovea train`: one run on this machine's CPU.

use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::ProgressBar;

use super::experiment::origin;
use super::print;
use crate::data::source;
use crate::engine::{Advance, Session, Weights, device};
use crate::lab::trained::TrainedRecord;
use crate::spec::{AugmentSpec, DataSpec, Dataset, RunSpec, TrainingSpec, variants};

/// Trains a network.
#[derive(Debug, Args)]
pub struct Train {
    /// Id of the network, such as inception
    #[arg(long)]
    variant: String,
    /// Folder of official CIFAR-10 files
    #[arg(long, env = "FOVEA_CIFAR10_DIR")]
    data: PathBuf,
    /// Passes over the training images
    #[arg(long, default_value_t = 5)]
    epochs: usize,
    /// Training images: a balanced subset; all of the folder by default
    #[arg(long)]
    images: Option<usize>,
    /// Test images: a balanced subset; all of the folder by default
    #[arg(long)]
    test_images: Option<usize>,
    /// Images of one step
    #[arg(long, default_value_t = 128)]
    batch: usize,
    /// Learning rate
    #[arg(long, default_value_t = 1e-3)]
    lr: f64,
    /// Decides weights and order
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Start from a PyTorch state_dict, saved as safetensors, instead of weights drawn from the seed
    #[arg(long)]
    weights: Option<PathBuf>,
    /// Write the trained weights to this file, which ends in .safetensors, and where they come from to a .json beside it
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
        if let Some(path) = self
            .save
            .as_ref()
            .filter(|path| path.extension() != Some("safetensors".as_ref()))
        {
            return Err(format!("{}: name a file that ends in .safetensors", path.display()));
        }
        let variant = variants::find(&self.variant).map_err(|error| error.to_string())?;
        let (train, test) = source::read_folder(&self.data).map_err(|error| error.to_string())?;
        let spec = RunSpec {
            variant: variant.id.to_owned(),
            network: variant.network(),
            data: DataSpec {
                dataset: Dataset::Cifar10,
                n_train: self.images.unwrap_or(train.n_images()),
                n_test: self.test_images.unwrap_or(test.n_images()),
                augment: AugmentSpec::default(),
            },
            training: TrainingSpec {
                epochs: self.epochs,
                batch_size: self.batch,
                learning_rate: self.lr,
                ..TrainingSpec::TUTORIAL
            },
            seed: self.seed,
        };
        let weights = self.starting_weights(&spec)?;
        let session = Session::with_weights(spec, &weights, train, test, &device::cpu());
        let session = session.map_err(|error| error.to_string())?;
        pollster::block_on(self.drive(session))
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
        let bytes = weights.to_state_dict(&session.spec().network);
        std::fs::write(path, bytes.map_err(|error| at(path, error))?).map_err(|error| at(path, error))?;
        let spec = session.spec();
        let data = format!(
            "{} training and {} test images of CIFAR-10's official files",
            spec.data.n_train, spec.data.n_test
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
