//! A training run as plain data: the network, the images, the optimiser and the seed.

mod setting;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::lower::SpecError;
use super::network::NetworkSpec;

pub use setting::RunSetting;

/// Which images.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dataset {
    /// CIFAR-10 (Krizhevsky, 2009).
    Cifar10,
    /// The generated set: two marks whose displacement is the class.
    Scales,
}

impl Dataset {
    /// All sets, in the order in which the page offers them.
    pub const ALL: [Self; 2] = [Self::Cifar10, Self::Scales];

    /// The stable word of links and records.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Cifar10 => "cifar10",
            Self::Scales => "scales",
        }
    }

    /// The set called `id`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dataset| dataset.id() == id)
    }
}

/// Where images come from; the page says it in the learner's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DataSource {
    /// The official archive, its checksum verified.
    OfficialArchive,
    /// A folder of files in the official format, named by whoever built the page; not compared with the archive.
    Folder,
    /// Generated from the run's seed.
    Generated,
}

impl DataSource {
    /// The stable word of manifests and records.
    pub const fn id(self) -> &'static str {
        match self {
            Self::OfficialArchive => "official-archive",
            Self::Folder => "folder",
            Self::Generated => "generated",
        }
    }
}

/// Random changes of the training images.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AugmentSpec {
    /// Mirror every other image, left to right, by chance.
    pub flip: bool,
    /// Shift by up to this many pixels along each axis; 0 is none.
    pub shift: usize,
}

/// The images of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataSpec {
    /// Which set.
    pub dataset: Dataset,
    /// Training images: a balanced subset.
    pub n_train: usize,
    /// Test images: a balanced subset of the official test images, never trained on.
    pub n_test: usize,
    /// Random changes of the training images.
    pub augment: AugmentSpec,
}

/// How the learning rate goes over the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    /// The same at every step.
    Constant,
    /// Half a cosine from the full rate to zero over all steps (Loshchilov and Hutter, "SGDR", 2017, without restarts).
    Cosine,
}

impl Schedule {
    /// The stable word of links and records.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Cosine => "cosine",
        }
    }

    /// The factor on the learning rate at step `step` (from 0) of `n_steps`.
    pub fn factor(self, step: usize, n_steps: usize) -> f64 {
        match self {
            Self::Constant => 1.0,
            Self::Cosine => {
                let progress = step as f64 / n_steps.max(1) as f64;
                0.5 * (1.0 + (std::f64::consts::PI * progress).cos())
            }
        }
    }
}

/// Adam and its surroundings (Kingma and Ba, "Adam", 2015; decoupled weight decay after Loshchilov and Hutter, 2019).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainingSpec {
    /// Passes over the training images.
    pub epochs: usize,
    /// Images of one step; a last, smaller batch is trained on as well.
    pub batch_size: usize,
    /// Learning rate.
    pub learning_rate: f64,
    /// Decay rate of the mean of the gradients.
    pub beta1: f64,
    /// Decay rate of the mean of their squares.
    pub beta2: f64,
    /// Added to the denominator.
    pub epsilon: f64,
    /// Decoupled weight decay; 0 is none.
    pub weight_decay: f64,
    /// How the learning rate goes.
    pub schedule: Schedule,
}

impl TrainingSpec {
    /// The tutorial's: 5 epochs, batches of 128, learning rate 1e-3, and PyTorch's defaults for the rest.
    pub const TUTORIAL: Self = Self {
        epochs: 5,
        batch_size: 128,
        learning_rate: 1e-3,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weight_decay: 0.0,
        schedule: Schedule::Constant,
    };
}

/// A run: everything that decides its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunSpec {
    /// Id of the variant, or the learner's own name for the network.
    pub variant: String,
    /// The network.
    pub network: NetworkSpec,
    /// The images.
    pub data: DataSpec,
    /// The optimiser.
    pub training: TrainingSpec,
    /// Decides weights, order, augmentation.
    pub seed: u64,
}

/// A mistake in a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Error)]
pub enum RunSpecError {
    /// The network is wrong.
    #[error(transparent)]
    Network(#[from] SpecError),
    /// A setting is out of range.
    #[error("{} is {value}; take {}", setting.name(), setting.range())]
    Setting {
        /// Which one.
        setting: RunSetting,
        /// What it is.
        value: String,
    },
}

impl RunSpec {
    /// Steps of one epoch; the last one may be smaller.
    pub fn steps_per_epoch(&self) -> usize {
        self.data.n_train.div_ceil(self.training.batch_size.max(1))
    }

    /// Steps of the whole run.
    pub fn n_steps(&self) -> usize {
        self.steps_per_epoch() * self.training.epochs
    }

    /// Images of the first `n_steps` steps.
    pub fn n_images(&self, n_steps: usize) -> usize {
        let steps_per_epoch = self.steps_per_epoch().max(1);
        let begun = n_steps % steps_per_epoch * self.training.batch_size;
        n_steps / steps_per_epoch * self.data.n_train + begun.min(self.data.n_train)
    }

    /// Checks the run before anything is loaded.
    ///
    /// # Errors
    /// The first setting out of range, or the network's first mistake.
    pub fn validate(&self) -> Result<(), RunSpecError> {
        // What comes from a link or a file is measured before anything counts with it.
        self.network.check_size()?;
        self.network.lower()?;
        let (data, training) = (&self.data, &self.training);
        let n_classes = self.network.n_classes();
        let (rate, decay) = (training.learning_rate, training.weight_decay);
        use RunSetting::{
            Batch, Beta1, Beta2, Classes, Epochs, Epsilon, Images, LearningRate, Shift, TestImages, WeightDecay,
        };
        check(Images, data.n_train, (100..=50_000).contains(&data.n_train))?;
        check(TestImages, data.n_test, (10..=10_000).contains(&data.n_test))?;
        check(Epochs, training.epochs, (1..=1000).contains(&training.epochs))?;
        check(Batch, training.batch_size, (1..=1024).contains(&training.batch_size))?;
        check(LearningRate, rate, rate > 0.0 && rate <= 1.0)?;
        for (setting, beta) in [(Beta1, training.beta1), (Beta2, training.beta2)] {
            check(setting, beta, (0.0..1.0).contains(&beta))?;
        }
        let epsilon = training.epsilon;
        check(Epsilon, epsilon, (0.0..=1.0).contains(&epsilon))?;
        check(WeightDecay, decay, (0.0..=1.0).contains(&decay))?;
        check(Shift, data.augment.shift, data.augment.shift <= 8)?;
        check(Classes, n_classes, n_classes == 10)
    }
}

fn check(setting: RunSetting, value: impl ToString, holds: bool) -> Result<(), RunSpecError> {
    if holds {
        return Ok(());
    }
    let value = value.to_string();
    Err(RunSpecError::Setting { setting, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosine_starts_full_and_ends_near_zero() {
        assert_eq!(Schedule::Cosine.factor(0, 100), 1.0);
        assert!((Schedule::Cosine.factor(50, 100) - 0.5).abs() < 1e-12); // cos(π/2) = 0
        assert!(Schedule::Cosine.factor(99, 100) < 0.001);
    }
}
