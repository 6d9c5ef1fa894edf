//! A record as a file: JSON with a version and a checksum.
//!
//! ```json
//! {"fovea_experiment": 1, "sha256": "…", "record": {"experiment": {…}, "runs": […]}}
//! ```
//!
//! The checksum is that of `record` as this room writes it, so that spaces and line ends may change and numbers may not.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::ExperimentRecord;
use super::check::RecordError;
use crate::spec::Misread;

/// Raised whenever the format changes.
pub const VERSION: u32 = 1;
/// Largest file that is read: 200 runs of some 100 kB, with room to spare.
pub const MOST_BYTES: usize = 64 << 20;

/// Why a file is no record.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum FileError {
    /// Too large to be one.
    #[error("the file has {found} bytes; an experiment has at most {MOST_BYTES}")]
    TooLarge {
        /// Its size.
        found: usize,
    },
    /// Not JSON, or JSON of something else.
    #[error("this is no experiment of Fovea, or it was cut or edited: {0}; export it again")]
    Unreadable(#[from] Misread),
    /// Of a later or unknown version.
    #[error(
        "the file has version {found}, this page reads version {VERSION}; reload the page to get its newest version"
    )]
    Version {
        /// The file's version.
        found: u32,
    },
    /// Whole, but not what was written.
    #[error("the file was changed after it was exported: its checksum does not fit; export it again")]
    Checksum,
    /// Its numbers cannot be.
    #[error("the file does not hold together: {0}")]
    Record(#[from] RecordError),
}

#[derive(Serialize)]
struct Written<'a> {
    fovea_experiment: u32,
    sha256: String,
    record: &'a ExperimentRecord,
}

#[derive(Deserialize)]
struct Head {
    fovea_experiment: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    #[serde(rename = "fovea_experiment")]
    _version: u32,
    sha256: String,
    record: ExperimentRecord,
}

/// The file of `record`.
///
/// # Errors
/// Serde's, where memory runs out.
pub fn write(record: &ExperimentRecord) -> Result<String, serde_json::Error> {
    let file = Written {
        fovea_experiment: VERSION,
        sha256: checksum(record)?,
        record,
    };
    serde_json::to_string(&file)
}

/// The record of a file.
///
/// # Errors
/// [`FileError`]: nothing is taken over from a file that is cut, changed, of another version, or impossible.
pub fn read(bytes: &[u8]) -> Result<ExperimentRecord, FileError> {
    if bytes.len() > MOST_BYTES {
        return Err(FileError::TooLarge { found: bytes.len() });
    }
    let Head { fovea_experiment } = serde_json::from_slice(bytes).map_err(Misread::from)?;
    if fovea_experiment != VERSION {
        return Err(FileError::Version {
            found: fovea_experiment,
        });
    }
    let Read { sha256, record, .. } = serde_json::from_slice(bytes).map_err(Misread::from)?;
    if checksum(&record).map_err(Misread::from)? != sha256 {
        return Err(FileError::Checksum);
    }
    record.validate()?;
    Ok(record)
}

fn checksum(record: &ExperimentRecord) -> Result<String, serde_json::Error> {
    let digest = Sha256::digest(serde_json::to_vec(record)?);
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lab::experiment::{Experiment, VariantSpec};
    use crate::lab::record::{ClockMark, RunState};
    use crate::lab::templates;
    use crate::spec::{EpochMetrics, RunSummary};

    /// Two variants, one seed, 100 images in batches of 32, one epoch; one run is done, the other has begun.
    pub(crate) fn small_record() -> ExperimentRecord {
        let mut experiment: Experiment = templates::find("homework-s").unwrap().experiment();
        experiment.variants = ["plain-s", "dilated-s"]
            .map(|id| VariantSpec::named(id).unwrap())
            .to_vec();
        experiment.seeds = vec![7];
        experiment.data.n_train = 100;
        experiment.data.n_test = 10;
        experiment.training.epochs = 1;
        experiment.training.batch_size = 32;
        let mut record = ExperimentRecord::new(experiment);
        let summary = RunSummary {
            n_classes: 10,
            n_steps: 4, // ceil(100 / 32)
            labels: (0..10).collect(),
            predictions: vec![0, 1, 2, 3, 0, 0, 0, 0, 0, 0],
            confidences: vec![0.1; 10],
        };
        let done = &mut record.runs[0];
        done.losses = vec![2.31, 2.29, 2.2, 1.0 / 3.0];
        done.clock = vec![ClockMark {
            n_steps: 4,
            seconds: 1.5,
        }];
        done.epochs = vec![EpochMetrics {
            epoch: 0,
            train_loss: 2.1,
            test_loss: 2.2,
            test_accuracy: summary.accuracy(),
            n_test: 10,
        }];
        done.summary = Some(summary);
        done.state = RunState::Done;
        record.runs[1].losses = vec![2.3];
        record.runs[1].state = RunState::Running;
        record
    }

    #[test]
    fn a_record_survives_its_file_with_or_without_spaces() {
        let record = small_record();
        let text = write(&record).unwrap();
        assert_eq!(read(text.as_bytes()).unwrap(), record);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        // Keys in another order are another text of the same record.
        assert_eq!(read(pretty.as_bytes()).unwrap(), record);
    }

    #[test]
    fn another_version_is_named() {
        let text = write(&small_record())
            .unwrap()
            .replace("\"fovea_experiment\":1", "\"fovea_experiment\":2");
        assert!(matches!(read(text.as_bytes()), Err(FileError::Version { found: 2 })));
    }

    #[test]
    fn an_impossible_record_is_refused_even_with_a_fitting_checksum() {
        let refused = |change: fn(&mut ExperimentRecord)| {
            let mut record = small_record();
            change(&mut record);
            let text = write(&record).unwrap();
            assert!(matches!(read(text.as_bytes()), Err(FileError::Record(_))), "{text}");
        };
        refused(|record| record.runs[0].losses.push(1.0));
        refused(|record| record.runs[0].losses[1] = -1.0);
        refused(|record| record.runs[0].key.seed = 8);
        refused(|record| record.runs[1].key = record.runs[0].key.clone());
        refused(|record| record.runs[0].state = RunState::Running);
        refused(|record| record.runs[0].epochs[0].test_accuracy = 0.9);
        refused(|record| record.runs[0].clock[0].n_steps = 9);
        refused(|record| record.runs[0].summary.as_mut().unwrap().confidences[3] = 1.5);
        refused(|record| record.experiment.training.epochs = 1001);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn a_mutated_file_is_refused(seed in any::<u64>(), n_changes in 1_usize..4, cut in prop::bool::weighted(0.2)) {
            let whole = write(&small_record()).unwrap().into_bytes();
            let mut bytes = whole.clone();
            let mut state = seed | 1;
            let mut next = |below: usize| {
                // xorshift64 (Marsaglia, 2003): enough to choose places and bytes.
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state % below as u64) as usize
            };
            for _ in 0..n_changes {
                let place = next(bytes.len());
                bytes[place] = next(256) as u8;
            }
            if cut {
                bytes.truncate(next(whole.len()));
            }
            // What is accepted must say exactly what was written.
            if let Ok(record) = read(&bytes) {
                prop_assert_eq!(record, small_record());
            }
        }
    }
}
