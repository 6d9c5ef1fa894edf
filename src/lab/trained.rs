//! What is written beside trained weights: which network, from what, how well.

use serde::{Deserialize, Serialize};

use super::record::Origin;
use crate::spec::variants::{self, UnknownVariant};
use crate::spec::{DataSpec, NetworkSpec, TrainingSpec};

/// Trained weights lie beside it, in a safetensors file of the same name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainedRecord {
    /// Id of the network.
    pub variant: String,
    /// Decided the weights that it began with, and the order of the images.
    pub seed: u64,
    /// The images.
    pub data: DataSpec,
    /// How it was trained.
    pub training: TrainingSpec,
    /// The file of weights that it began with instead of drawn ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_from: Option<String>,
    /// Share of the test images that were right at the end, 0 to 1.
    pub accuracy: f32,
    /// When, where, on which data.
    pub origin: Origin,
}

impl TrainedRecord {
    /// The network whose weights these are.
    ///
    /// # Errors
    /// A variant that there is no more.
    pub fn network(&self) -> Result<NetworkSpec, UnknownVariant> {
        Ok(variants::find(&self.variant)?.network())
    }

    /// As a file.
    ///
    /// # Errors
    /// Those of `serde_json`: an accuracy that is not a number.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// From a file.
    ///
    /// # Errors
    /// Those of `serde_json`, with line and column.
    pub fn from_json(text: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{AugmentSpec, Dataset};

    fn record() -> TrainedRecord {
        TrainedRecord {
            variant: "inception-s".into(),
            seed: 1,
            data: DataSpec {
                dataset: Dataset::Cifar10,
                n_train: 4000,
                n_test: 1000,
                augment: AugmentSpec::default(),
            },
            training: TrainingSpec::TUTORIAL,
            started_from: None,
            accuracy: 0.503,
            origin: Origin {
                date: "2026-11-24".into(),
                commit: "9026e06".into(),
                machine: "2 cores".into(),
                data: "official files".into(),
            },
        }
    }

    #[test]
    fn a_record_survives_its_file() {
        let text = record().to_json().unwrap();
        assert_eq!(TrainedRecord::from_json(text.as_bytes()).unwrap(), record());
        assert!(TrainedRecord::from_json(&text.as_bytes()[..60]).is_err());
    }

    #[test]
    fn a_variant_that_is_gone_is_named() {
        let mut record = record();
        assert_eq!(record.network().unwrap().n_classes(), 10);
        record.variant = "inception-xs".into();
        assert!(record.network().unwrap_err().to_string().contains("inception-xs"));
    }
}
