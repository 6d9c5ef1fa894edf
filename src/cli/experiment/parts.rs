//! Runs that are not over yet, kept in a folder beside the record, so that a cut run goes on where it stood.
//!
//! One file for each run, written under another name first and then put in its place, so that it is whole or not there:
//!
//! ```text
//! fovea.part 1\n
//! SHA-256 of all that follows (32 bytes)
//! length of the JSON (8 bytes, little-endian)
//! JSON: the run's curve and clock so far, and where it was made
//! the engine's checkpoint
//! ```

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::engine::Checkpoint;
use crate::lab::experiment::{Experiment, RunKey};
use crate::lab::record::{ExperimentRecord, Origin, RunRecord};

const MAGIC: &[u8] = b"fovea.part 1\n";
const N_CHECKSUM: usize = 32;
const N_LENGTH: usize = 8;
const LOCK: &str = "lock";

/// A run as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What is beside the weights.
    pub head: Head,
    /// The weights and where they stand.
    pub checkpoint: Checkpoint,
}

/// What a record will say of a run, so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Its curve and clock.
    pub run: RunRecord,
    /// Seconds of training, unrounded.
    pub seconds: f64,
    /// Where it was made.
    pub origin: Origin,
}

impl Part {
    /// The file.
    ///
    /// # Errors
    /// Where it cannot be written as one.
    pub fn to_bytes(&self) -> Result<Vec<u8>, String> {
        let head = serde_json::to_vec(&self.head).map_err(|error| error.to_string())?;
        let checkpoint = self.checkpoint.to_bytes().map_err(|error| error.to_string())?;
        let body = [&(head.len() as u64).to_le_bytes()[..], &head, &checkpoint].concat();
        Ok([MAGIC, &Sha256::digest(&body)[..], &body].concat())
    }

    /// The run called `key` of `plan`.
    ///
    /// # Errors
    /// Cut, damaged, of another run, or with a curve that does not lead to its weights.
    pub fn from_bytes(plan: &Experiment, key: &RunKey, bytes: &[u8]) -> Result<Self, String> {
        let damaged = || "it was cut or damaged".to_owned();
        let rest = bytes
            .strip_prefix(MAGIC)
            .ok_or("it is no part of a run, or of another version")?;
        let (checksum, body) = rest.split_at_checked(N_CHECKSUM).ok_or_else(damaged)?;
        if Sha256::digest(body)[..] != *checksum {
            return Err(damaged());
        }
        let (length, body) = body.split_first_chunk::<N_LENGTH>().ok_or_else(damaged)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_too_long| damaged())?;
        let (head, checkpoint) = body.split_at_checked(length).ok_or_else(damaged)?;
        let head: Head = serde_json::from_slice(head).map_err(|error| error.to_string())?;
        let spec = plan.run(key).ok_or("it is of another experiment")?;
        let checkpoint = Checkpoint::from_bytes(&spec, checkpoint).map_err(|error| error.to_string())?;
        let part = Self { head, checkpoint };
        part.check(plan, key)?;
        Ok(part)
    }

    fn check(&self, plan: &Experiment, key: &RunKey) -> Result<(), String> {
        let Head { run, seconds, .. } = &self.head;
        let leads = (run.losses.len(), run.epochs.len()) == (self.checkpoint.n_steps(), self.checkpoint.epoch());
        if run.key != *key || !leads || !(seconds.is_finite() && *seconds >= 0.0) {
            return Err("its curve does not lead to its weights".to_owned());
        }
        let alone = ExperimentRecord {
            runs: vec![run.clone()],
            ..ExperimentRecord::new(plan.clone())
        };
        alone.validate().map_err(|error| error.to_string())
    }
}

/// The folder of the parts; only one process at a time has it. It goes when nothing is kept in it any more.
#[derive(Debug)]
pub struct Parts {
    folder: PathBuf,
    lock: File,
}

impl Parts {
    /// The folder beside the record `out`.
    ///
    /// # Errors
    /// Where it cannot be made, or another process has it.
    pub fn beside(out: &Path) -> Result<Self, String> {
        let mut folder = out.as_os_str().to_owned();
        folder.push(".parts");
        let folder = PathBuf::from(folder);
        let at = |error: std::io::Error| format!("{}: {error}; choose another --out", folder.display());
        if !folder.is_dir() {
            fs::create_dir(&folder).map_err(at)?;
        }
        let lock = File::create(folder.join(LOCK)).map_err(at)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder, lock }),
            Err(TryLockError::WouldBlock) => Err(format!(
                "{}: another `fovea experiment` writes this record; wait until it is done, or choose another --out",
                out.display()
            )),
            Err(TryLockError::Error(error)) => Err(at(error)),
        }
    }

    /// The run called `key` of `plan` as it was kept, where it was.
    ///
    /// # Errors
    /// A file that cannot be used, with its name and why.
    pub fn take(&self, plan: &Experiment, key: &RunKey) -> Result<Option<Part>, String> {
        let path = self.path(key);
        let at = |error: String| format!("{}: {error}", path.display());
        match fs::read(&path) {
            Ok(bytes) => Part::from_bytes(plan, key, &bytes).map(Some).map_err(at),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(at(error.to_string())),
        }
    }

    /// Keeps the file of a part in place of what was kept of the run called `key` before.
    ///
    /// # Errors
    /// Where it cannot be written; what was kept before is then still there.
    pub fn keep(&self, key: &RunKey, part: &[u8]) -> Result<(), String> {
        let path = self.path(key);
        let at = |error: std::io::Error| format!("{}: {error}", path.display());
        let beside = path.with_extension("new");
        let mut file = File::create(&beside).map_err(at)?;
        file.write_all(part).map_err(at)?;
        file.sync_all().map_err(at)?;
        fs::rename(&beside, &path).map_err(at)
    }

    /// Forgets the run called `key`: it is over.
    pub fn forget(&self, key: &RunKey) {
        for path in [self.path(key), self.path(key).with_extension("new")] {
            // What is not there needs no removing; what stays does no harm.
            let _ = fs::remove_file(path);
        }
    }

    /// Ids of networks are free text: the file's name tells a reader which run it is, and its last part tells runs apart.
    fn path(&self, key: &RunKey) -> PathBuf {
        let told = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '-' };
        let name: String = key.variant.chars().take(40).map(told).collect();
        let digest = Sha256::digest(key.variant.as_bytes());
        let short: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(format!("{name}-seed-{}-{short}.part", key.seed))
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        let is_only_lock = fs::read_dir(&self.folder).is_ok_and(|entries| entries.count() == 1);
        // What cannot be removed does no harm.
        let _ = self.lock.unlock();
        if is_only_lock {
            let _ = fs::remove_file(self.folder.join(LOCK));
            let _ = fs::remove_dir(&self.folder);
        }
    }
}
