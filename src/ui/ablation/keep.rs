//! What the ablation lab keeps in the browser, and what becomes of that where there is no room.
//!
//! Long because opening, keeping and making room share what is known of the storage.

use std::collections::BTreeMap;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::change::{Change, Errand};
use super::shipped::Shipped;
use super::store::Ablation;
use crate::lab::checkpoint::without_moments;
use crate::lab::experiment::RunKey;
use crate::lab::record::file::{self, FileError};
use crate::lab::record::{ExperimentRecord, RunRecord};
use crate::lab::storage::Head;
use crate::web::database::DatabaseError;
use crate::web::room::{self, Room};

/// Curves are kept this often; a checkpoint is kept at once.
const KEEP: Duration = Duration::from_secs(1);
/// How long a deletion can be undone.
const UNDO: Duration = Duration::from_secs(8);
/// What was missed is kept again at most this often, in milliseconds, as long as nothing is deleted.
const MEND_MS: f64 = 10_000.0;

/// What the browser keeps, as the page shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// Every experiment, the newest first.
    pub heads: Vec<Head>,
    /// Bytes of experiments, by their keys, as far as they were counted.
    pub sizes: BTreeMap<String, u64>,
    /// Why nothing can be kept, where that failed.
    pub problem: Option<DatabaseError>,
    /// The room of the whole site, where the browser says.
    pub room: Option<Room>,
}

/// Whether something of the experiment on the page is not kept.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Missed {
    is_missed: bool,
    mended_ms: f64,
}

impl Ablation {
    /// Opens a kept experiment.
    pub fn open(self, head: Head) {
        self.spare(&head.id);
        let Some(storage) = self.storage.get_value() else {
            return;
        };
        spawn_local(async move {
            match storage.record(&head).await {
                Ok(record) => self.send(Change::Open {
                    id: head.id,
                    record: Box::new(record),
                }),
                Err(problem) => self.note(problem),
            }
        });
    }

    /// Opens a recorded experiment as one of the learner's, under a key of its own; as it was kept last, where it was
    /// opened before.
    pub fn open_record(self, record: Shipped) {
        let key = record.key();
        let before = self
            .kept
            .with_untracked(|kept| kept.heads.iter().find(|head| head.id == key).cloned());
        if let Some(head) = before {
            return self.open(head);
        }
        spawn_local(async move {
            if let Some(arrived) = self.records.arrived(record).await {
                self.take_over(key, (*arrived).clone());
            }
        });
    }

    /// Takes over the experiment of a file, and keeps it.
    ///
    /// # Errors
    /// Why the file is refused; nothing is changed then.
    pub fn import(self, bytes: &[u8]) -> Result<(), FileError> {
        let record = file::read(bytes)?;
        self.take_over(fresh_id(), record);
        Ok(())
    }

    fn take_over(self, id: String, record: ExperimentRecord) {
        let runs: Vec<RunKey> = record.runs.iter().map(|run| run.key.clone()).collect();
        self.send(Change::Open {
            id,
            record: Box::new(record),
        });
        self.carry_out(Errand::KeepHead);
        for key in runs {
            self.carry_out(Errand::KeepRun(key));
        }
    }

    /// Deletes a kept experiment, unless that is undone in time. The one on the page leaves it.
    pub fn doom(self, head: Head) {
        // Only one deletion waits for its undo; the one before is done now.
        if let Some(before) = self.doomed.get_untracked() {
            self.delete(before);
        }
        if self.state.with_untracked(|state| state.id.as_ref() == Some(&head.id)) {
            self.send(Change::Close);
        }
        self.doomed.set(Some(head.clone()));
        set_timeout(
            move || {
                if self.doomed.get_untracked().as_ref() == Some(&head) {
                    self.doomed.set(None);
                    self.delete(head);
                }
            },
            UNDO,
        );
    }

    /// Whoever opens an experiment wants it to stay.
    fn spare(self, id: &str) {
        if self
            .doomed
            .with_untracked(|doomed| doomed.as_ref().is_some_and(|head| head.id == id))
        {
            self.doomed.set(None);
        }
    }

    fn delete(self, head: Head) {
        let Some(storage) = self.storage.get_value() else {
            return;
        };
        spawn_local(async move {
            match storage.delete(&head).await {
                Ok(()) => {
                    self.kept.update(|kept| {
                        kept.problem = None;
                        kept.sizes.remove(&head.id);
                    });
                    self.mend(true);
                }
                Err(problem) => self.note(problem),
            }
            self.list().await;
        });
    }

    /// Keeps another title, or other tags.
    pub fn rename(self, head: Head) {
        let Some(storage) = self.storage.get_value() else {
            return;
        };
        spawn_local(async move {
            if let Err(problem) = storage.put_head(&head).await {
                self.note(problem);
            }
            self.list().await;
        });
    }

    /// Finds all kept experiments.
    pub(super) async fn list(self) {
        let Some(storage) = self.storage.get_value() else {
            return;
        };
        match storage.heads().await {
            Ok(heads) => self.kept.update(|kept| kept.heads = heads),
            Err(problem) => self.note(problem),
        }
    }

    /// Counts the bytes of all kept experiments that were not counted, of the one on the page again, and asks for the room.
    pub async fn measure(self) {
        let Some(storage) = self.storage.get_value() else {
            return;
        };
        let current = self.state.with_untracked(|state| state.id.clone());
        let heads = self.kept.with_untracked(|kept| {
            let unknown = |head: &&Head| !kept.sizes.contains_key(&head.id) || Some(&head.id) == current.as_ref();
            kept.heads.iter().filter(unknown).cloned().collect::<Vec<_>>()
        });
        for head in heads {
            if let Ok(n_bytes) = storage.n_bytes(&head).await {
                self.kept.update(|kept| {
                    kept.sizes.insert(head.id, n_bytes);
                });
            }
        }
        let room = room::room().await;
        if self.kept.with_untracked(|kept| kept.room != room) {
            self.kept.update(|kept| kept.room = room);
        }
    }

    fn note(self, problem: DatabaseError) {
        self.kept.update(|kept| kept.problem = Some(problem));
    }

    /// What came of keeping something of the experiment on the page.
    fn settle(self, kept: Result<(), DatabaseError>) {
        match kept {
            Ok(()) => self.mend(false),
            Err(problem) => {
                self.missed.update_value(|missed| missed.is_missed = true);
                self.note(problem);
            }
        }
    }

    /// There is room again: what could not be kept of the experiment on the page is kept now.
    fn mend(self, at_once: bool) {
        let now = js_sys::Date::now();
        let is_due = self.missed.try_update_value(|missed| {
            let is_due = missed.is_missed && (at_once || now - missed.mended_ms > MEND_MS);
            if is_due {
                *missed = Missed {
                    is_missed: false,
                    mended_ms: now,
                };
            }
            is_due
        });
        if is_due != Some(true) {
            return;
        }
        self.kept.update(|kept| kept.problem = None);
        self.keep_head();
        let begun = self.state.with_untracked(|state| {
            let runs = state.board.iter().flat_map(|board| &board.record.runs);
            let begun = runs.filter(|run| !run.losses.is_empty() || run.state.is_over());
            begun.map(|run| run.key.clone()).collect::<Vec<_>>()
        });
        begun.into_iter().for_each(|key| self.keep_soon(key));
    }

    pub(super) fn keep_head(self) {
        let made = self.state.with_untracked(|state| {
            let (id, board) = state.id.clone().zip(state.board.as_ref())?;
            Some((id, board.record.experiment.clone(), board.record.origin.clone()))
        });
        let (Some((id, experiment, origin)), Some(storage)) = (made, self.storage.get_value()) else {
            return;
        };
        self.spare(&id);
        // Another seed does not make it another experiment: title, tags and date stay.
        let before = self
            .kept
            .with_untracked(|kept| kept.heads.iter().find(|head| head.id == id).cloned());
        let head = match before {
            Some(before) => Head { experiment, ..before },
            None => Head {
                id,
                title: experiment.name.clone(),
                tags: Vec::new(),
                created_ms: js_sys::Date::now(),
                experiment,
                origin,
            },
        };
        // Asked once there is something to lose; without the promise a browser may clear it when it needs the room.
        spawn_local(async {
            room::persist().await;
        });
        spawn_local(async move {
            let kept = storage.put_head(&head).await;
            let is_kept = kept.is_ok();
            self.settle(kept);
            if is_kept {
                self.list().await;
            }
        });
    }

    /// Keeps a curve that has grown: soon, with the others; at once where the run is over, since a reload may follow.
    pub(super) fn keep_soon(self, key: RunKey) {
        let id = self.state.with_untracked(|state| state.id.clone());
        let over = self.to_keep(&key).filter(|run| run.state.is_over());
        if let Some((id, run)) = id.zip(over) {
            self.dirty.update_value(|dirty| {
                dirty.remove(&key);
            });
            return self.keep(id, run);
        }
        let was_clean = self.dirty.try_update_value(|dirty| {
            let was_clean = dirty.is_empty();
            dirty.insert(key);
            was_clean
        });
        if was_clean == Some(true) {
            set_timeout(move || self.flush(), KEEP);
        }
    }

    /// Keeps every curve that has grown.
    fn flush(self) {
        let dirty = self.dirty.try_update_value(std::mem::take).unwrap_or_default();
        let Some(id) = self.state.with_untracked(|state| state.id.clone()) else {
            return;
        };
        for run in dirty.iter().filter_map(|key| self.to_keep(key)) {
            self.keep(id.clone(), run);
        }
    }

    pub(super) fn keep(self, id: String, run: RunRecord) {
        let Some(storage) = self.storage.get_value() else {
            return;
        };
        spawn_local(async move { self.settle(storage.put_run(&id, &run).await) });
    }

    /// The curve first: a checkpoint whose curve is shorter could not be taken up.
    pub(super) fn keep_checkpoint(self, key: RunKey, n_steps: usize, bytes: Vec<u8>) {
        let id = self.state.with_untracked(|state| state.id.clone());
        let (Some(storage), Some(id), Some(run)) = (self.storage.get_value(), id, self.to_keep(&key)) else {
            return;
        };
        let spec = self
            .state
            .with_untracked(|state| state.board.as_ref()?.record.experiment.run(&key));
        // After the last step only the weights are needed: a third of the bytes.
        let is_last = spec.as_ref().is_some_and(|spec| spec.n_steps() == n_steps);
        let light = spec
            .filter(|_| is_last)
            .and_then(|spec| without_moments(&spec.network, &bytes));
        let bytes = light.unwrap_or(bytes);
        spawn_local(async move {
            let mut kept = storage.put_run(&id, &run).await;
            if kept.is_ok() {
                kept = storage.put_checkpoint(&id, &key, n_steps, &bytes).await;
            }
            self.settle(kept);
        });
    }

    pub(super) fn forget_checkpoint(self, key: RunKey) {
        let id = self.state.with_untracked(|state| state.id.clone());
        if let Some((storage, id)) = self.storage.get_value().zip(id) {
            spawn_local(async move {
                if let Err(problem) = storage.forget_checkpoint(&id, &key).await {
                    self.note(problem);
                }
            });
        }
    }

    fn to_keep(self, key: &RunKey) -> Option<RunRecord> {
        self.state
            .with_untracked(|state| state.board.as_ref()?.to_keep(key).cloned())
    }
}

/// A key that rises with time; the second part keeps two tabs apart.
pub(super) fn fresh_id() -> String {
    format!("{:013.0}-{:06.0}", js_sys::Date::now(), js_sys::Math::random() * 1e6)
}
