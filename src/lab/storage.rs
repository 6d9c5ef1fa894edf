//! Where experiments outlive the page: IndexedDB, in a browser only.
//!
//! `experiments` holds a head for each (name, plan, tags, when), `runs` the record of each run, `checkpoints` the bytes
//! that a run is taken up from. Whatever is read is checked as a file would be; what does not hold together is left out
//! and named.

use serde::{Deserialize, Serialize};

use super::experiment::{Experiment, RunKey};
use super::record::{ExperimentRecord, Origin, RunRecord};
use crate::web::database::{Database, DatabaseError};

const NAME: &str = "fovea-experiments";
const VERSION: u32 = 1;
const HEADS: &str = "experiments";
const RUNS: &str = "runs";
const CHECKPOINTS: &str = "checkpoints";

/// What is known of an experiment without its runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// Its key: unique, and rising with time.
    pub id: String,
    /// What the learner calls it.
    pub title: String,
    /// The learner's words for finding it again.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Milliseconds since 1970 when it was made.
    pub created_ms: f64,
    /// What is compared.
    pub experiment: Experiment,
    /// Where it comes from, where it was recorded elsewhere.
    #[serde(default)]
    pub origin: Option<Origin>,
}

/// The open store.
#[derive(Debug)]
pub struct Storage {
    database: Database,
}

impl Storage {
    /// Opens it.
    ///
    /// # Errors
    /// [`DatabaseError`], as in a private window; experiments then live in memory only.
    pub async fn open() -> Result<Self, DatabaseError> {
        let database = Database::open(NAME, VERSION, &[HEADS, RUNS, CHECKPOINTS]).await?;
        Ok(Self { database })
    }

    /// All experiments, the newest first; a head that cannot be read is left out.
    ///
    /// # Errors
    /// Where the browser refuses to read.
    pub async fn heads(&self) -> Result<Vec<Head>, DatabaseError> {
        let mut heads = Vec::new();
        for key in self.database.keys(HEADS).await? {
            let bytes = self.database.get(HEADS, &key).await?.unwrap_or_default();
            let head: Option<Head> = serde_json::from_slice(&bytes).ok();
            heads.extend(head.filter(|head| head.id == key && head.experiment.validate().is_ok()));
        }
        heads.sort_by(|a, b| b.created_ms.total_cmp(&a.created_ms));
        Ok(heads)
    }

    /// Keeps a head.
    ///
    /// # Errors
    /// [`DatabaseError::Full`] where there is no room.
    pub async fn put_head(&self, head: &Head) -> Result<(), DatabaseError> {
        self.database.put(HEADS, &head.id, &json(head)).await
    }

    /// The experiment of `head` with its runs; a run that is not there, or does not hold together, begins anew.
    ///
    /// # Errors
    /// Where the browser refuses to read.
    pub async fn record(&self, head: &Head) -> Result<ExperimentRecord, DatabaseError> {
        let mut record = ExperimentRecord::new(head.experiment.clone());
        record.origin.clone_from(&head.origin);
        for idx in 0..record.runs.len() {
            let key = record.runs[idx].key.clone();
            let bytes = self.database.get(RUNS, &run_key(&head.id, &key)).await?;
            let found: Option<RunRecord> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
            let Some(found) = found.filter(|found| found.key == key) else {
                continue;
            };
            let before = std::mem::replace(&mut record.runs[idx], found);
            if record.validate().is_err() {
                record.runs[idx] = before;
            }
        }
        Ok(record)
    }

    /// Keeps a run of the experiment `id`.
    ///
    /// # Errors
    /// [`DatabaseError::Full`] where there is no room; what was kept of the run before stays.
    pub async fn put_run(&self, id: &str, run: &RunRecord) -> Result<(), DatabaseError> {
        self.database.put(RUNS, &run_key(id, &run.key), &json(run)).await
    }

    /// Keeps what the run `key` can be taken up from: its checkpoint after `n_steps`.
    ///
    /// # Errors
    /// As [`Storage::put_run`].
    pub async fn put_checkpoint(
        &self,
        id: &str,
        key: &RunKey,
        n_steps: usize,
        bytes: &[u8],
    ) -> Result<(), DatabaseError> {
        let bytes = [&(n_steps as u64).to_le_bytes(), bytes].concat();
        self.database.put(CHECKPOINTS, &run_key(id, key), &bytes).await
    }

    /// What the run `key` can be taken up from: steps done, and the checkpoint.
    ///
    /// # Errors
    /// Where the browser refuses to read.
    pub async fn checkpoint(&self, id: &str, key: &RunKey) -> Result<Option<(usize, Vec<u8>)>, DatabaseError> {
        let found = self.database.get(CHECKPOINTS, &run_key(id, key)).await?;
        Ok(found.and_then(|bytes| {
            let (n_steps, bytes) = bytes.split_first_chunk::<8>()?;
            Some((u64::from_le_bytes(*n_steps) as usize, bytes.to_vec()))
        }))
    }

    /// Those of the runs `keys` of the experiment `id` of which a network is kept.
    ///
    /// # Errors
    /// Where the browser refuses to read.
    pub async fn with_network(&self, id: &str, keys: Vec<RunKey>) -> Result<Vec<RunKey>, DatabaseError> {
        let kept = self.database.keys(CHECKPOINTS).await?;
        let is_kept = |key: &RunKey| kept.contains(&run_key(id, key));
        Ok(keys.into_iter().filter(is_kept).collect())
    }

    /// Forgets what the run `key` could be taken up from.
    ///
    /// # Errors
    /// Where the browser refuses to write.
    pub async fn forget_checkpoint(&self, id: &str, key: &RunKey) -> Result<(), DatabaseError> {
        self.database.delete(CHECKPOINTS, &run_key(id, key)).await
    }

    /// Bytes that the runs of `head` take, with what they can be taken up from.
    ///
    /// # Errors
    /// Where the browser refuses to read.
    pub async fn n_bytes(&self, head: &Head) -> Result<u64, DatabaseError> {
        let mut n_bytes = 0;
        for key in head.experiment.keys() {
            for table in [RUNS, CHECKPOINTS] {
                n_bytes += self.database.n_bytes(table, &run_key(&head.id, &key)).await?;
            }
        }
        Ok(n_bytes)
    }

    /// Forgets an experiment with everything of its runs.
    ///
    /// # Errors
    /// Where the browser refuses to write.
    pub async fn delete(&self, head: &Head) -> Result<(), DatabaseError> {
        for key in head.experiment.keys() {
            self.database.delete(RUNS, &run_key(&head.id, &key)).await?;
            self.database.delete(CHECKPOINTS, &run_key(&head.id, &key)).await?;
        }
        self.database.delete(HEADS, &head.id).await
    }
}

fn run_key(id: &str, key: &RunKey) -> String {
    format!("{id}/{}/{}", key.seed, key.variant)
}

/// Plain data, whose numbers are finite: serde has nothing to refuse.
fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}
