//! The settings of a run that have a range.

use serde::{Deserialize, Serialize};

/// A setting of a run that has a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunSetting {
    /// Training images.
    Images,
    /// Test images.
    TestImages,
    /// Passes over the training images.
    Epochs,
    /// Images of one step.
    Batch,
    /// Learning rate.
    LearningRate,
    /// Adam's rate of the running mean of the gradient.
    Beta1,
    /// Adam's rate of the running mean of its square.
    Beta2,
    /// What keeps Adam from dividing by nothing.
    Epsilon,
    /// Decoupled weight decay.
    WeightDecay,
    /// Pixels of random shift.
    Shift,
    /// Outputs of the network.
    Classes,
}

impl RunSetting {
    /// Its name in English.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Images => "images",
            Self::TestImages => "test images",
            Self::Epochs => "epochs",
            Self::Batch => "batch",
            Self::LearningRate => "learning rate",
            Self::Beta1 => "beta1",
            Self::Beta2 => "beta2",
            Self::Epsilon => "epsilon",
            Self::WeightDecay => "weight decay",
            Self::Shift => "shift",
            Self::Classes => "classes",
        }
    }

    /// What it may be, in English.
    pub const fn range(self) -> &'static str {
        match self {
            Self::Images => "100 to 50000",
            Self::TestImages => "10 to 10000",
            Self::Epochs => "1 to 1000",
            Self::Batch => "1 to 1024",
            Self::LearningRate => "above 0, up to 1",
            Self::Beta1 | Self::Beta2 => "0 to below 1",
            Self::WeightDecay | Self::Epsilon => "0 to 1",
            Self::Shift => "0 to 8",
            Self::Classes => "10, as many as the data has",
        }
    }
}
