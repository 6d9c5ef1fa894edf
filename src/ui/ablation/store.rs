//! The ablation lab's state as a signal, and the carrying out of its errands: workers, storage, address.
//!
//! Long because every errand that meets the outside is carried out here.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::change::{Change, Errand};
use super::frozen::Frozen;
use super::state::{AblationState, MOST_SLOTS};
use crate::bridge::page::{Begin, Fleet, Heard, base_uri};
use crate::bridge::protocol::{Event, Request};
use crate::lab::experiment::RunKey;
use crate::lab::record::file::{self, FileError};
use crate::lab::record::{ExperimentRecord, RunRecord};
use crate::lab::storage::{Head, Storage};
use crate::ui::outside;
use crate::ui::redraw::Redraw;
use crate::ui::route::Route;
use crate::web::database::DatabaseError;
use crate::web::scope::n_cores;

/// Charts and tables are drawn again at most this often.
const REDRAW: Duration = Duration::from_millis(400);
/// Curves are kept this often; a checkpoint is kept at once.
const KEEP: Duration = Duration::from_secs(1);
/// Milliseconds between two checkpoints, besides those of every epoch.
const CHECKPOINT_MS: f64 = 30_000.0;

/// What the browser keeps, as the page shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// Every experiment, the newest first.
    pub heads: Vec<Head>,
    /// Why nothing can be kept, where that failed.
    pub problem: Option<DatabaseError>,
}

/// The ablation lab; a context of the whole page, so that runs go on while a lesson is open.
#[derive(Clone, Copy)]
pub struct Ablation {
    /// All that happens; changed by [`Ablation::send`] only.
    pub state: RwSignal<AblationState>,
    /// When charts are drawn again.
    pub redraw: Redraw,
    /// What the browser keeps.
    pub kept: RwSignal<Kept>,
    /// Recorded experiments that join the charts, by their file.
    pub joined: RwSignal<Vec<(&'static str, ExperimentRecord)>>,
    /// Runs of the experiment on the page whose curves have grown since they were last kept.
    dirty: StoredValue<BTreeSet<RunKey>>,
    fleet: StoredValue<Fleet, LocalStorage>,
    storage: StoredValue<Option<Rc<Storage>>, LocalStorage>,
}

impl Ablation {
    /// Makes the ablation lab a context, and opens its storage.
    pub fn provide() {
        let n_slots = n_cores().saturating_sub(1).clamp(1, MOST_SLOTS);
        let ablation = Self {
            state: RwSignal::new(AblationState::new(n_slots)),
            redraw: Redraw::new(REDRAW),
            kept: RwSignal::default(),
            joined: RwSignal::default(),
            dirty: StoredValue::default(),
            fleet: StoredValue::new_local(Fleet::new(base_uri(), Some(MOST_SLOTS))),
            storage: StoredValue::new_local(None),
        };
        provide_context(ablation);
        Frozen::provide(ablation);
        spawn_local(async move {
            match Storage::open().await {
                Ok(storage) => {
                    ablation.storage.set_value(Some(Rc::new(storage)));
                    ablation.list().await;
                }
                Err(problem) => ablation.kept.update(|kept| kept.problem = Some(problem)),
            }
        });
    }

    /// Changes the state, and does what that asks for.
    pub fn send(self, change: Change) {
        let errands = self
            .state
            .try_update(|state| state.take(change, fresh_id))
            .unwrap_or_default();
        for errand in errands {
            self.carry_out(errand);
        }
        self.redraw.soon();
    }

    /// A part of the state, as a value that changes only when it does.
    pub fn part<T: PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&AblationState) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.state.with(|state| part(state)))
    }

    /// The fleet, for runs that are no part of an experiment.
    pub fn fleet(self) -> Fleet {
        self.fleet.get_value()
    }

    /// Opens a kept experiment.
    pub fn open(self, head: Head) {
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

    /// Takes over the experiment of a file, and keeps it.
    ///
    /// # Errors
    /// Why the file is refused; nothing is changed then.
    pub fn import(self, bytes: &[u8]) -> Result<(), FileError> {
        let record = file::read(bytes)?;
        let id = fresh_id();
        let runs: Vec<RunKey> = record.runs.iter().map(|run| run.key.clone()).collect();
        self.send(Change::Open {
            id,
            record: Box::new(record),
        });
        self.carry_out(Errand::KeepHead);
        for key in runs {
            self.carry_out(Errand::KeepRun(key));
        }
        Ok(())
    }

    /// Forgets a kept experiment for good.
    pub fn delete(self, head: Head) {
        let Some(storage) = self.storage.get_value() else {
            return;
        };
        spawn_local(async move {
            match storage.delete(&head).await {
                Ok(()) => self.kept.update(|kept| kept.problem = None),
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

    async fn list(self) {
        let Some(storage) = self.storage.get_value() else {
            return;
        };
        match storage.heads().await {
            Ok(heads) => self.kept.update(|kept| kept.heads = heads),
            Err(problem) => self.note(problem),
        }
    }

    fn note(self, problem: DatabaseError) {
        self.kept.update(|kept| kept.problem = Some(problem));
    }

    fn carry_out(self, errand: Errand) {
        match errand {
            Errand::Begin {
                run,
                key,
                spec,
                preference,
                has_begun,
            } => {
                let wanted = Begin {
                    run,
                    spec,
                    preference,
                    paused: false,
                    checkpoint: Vec::new(),
                    checkpoint_every_ms: Some(CHECKPOINT_MS),
                };
                if has_begun {
                    spawn_local(self.take_up(key, wanted));
                } else {
                    self.begin(wanted);
                }
            }
            Errand::Ask(request) => self.ask(request),
            Errand::KeepHead => self.keep_head(),
            Errand::KeepRun(key) => self.keep_soon(key),
            Errand::KeepCheckpoint { key, n_steps, bytes } => self.keep_checkpoint(key, n_steps, bytes),
            Errand::KeepAll { id, runs } => {
                self.dirty.set_value(BTreeSet::new());
                for run in runs {
                    self.keep(id.clone(), run);
                }
            }
            Errand::EndWorkers => self.fleet.with_value(Fleet::terminate),
            Errand::WriteLink => self.write_link(),
        }
    }

    fn ask(self, request: Request) {
        let stopped = match &request {
            Request::StopRun(run) => Some(*run),
            _ => None,
        };
        let is_known = self.fleet.with_value(|fleet| fleet.send(request));
        // A run whose checkpoint is still being read is not with the fleet yet: it ends here.
        if let Some(run) = stopped.filter(|_| !is_known) {
            let event = Event::Stopped(run);
            let bytes = Vec::new();
            spawn_local(async move { self.send(Change::Heard { event, bytes }) });
        }
    }

    fn begin(self, wanted: Begin) {
        let hear = Rc::new(move |heard| {
            self.send(match heard {
                Heard::Waiting { run, .. } => Change::Waiting(run),
                Heard::Opened { run, device, .. } => Change::Opened { run, device },
                Heard::Event { event, bytes } => Change::Heard { event, bytes },
            });
        });
        self.fleet.with_value(|fleet| fleet.begin(wanted, hear));
    }

    /// Begins a run from its checkpoint; from its beginning where there is none, or one that its curve does not reach.
    async fn take_up(self, key: RunKey, mut wanted: Begin) {
        let id = self.state.with_untracked(|state| state.id.clone());
        let found = match (self.storage.get_value(), id) {
            (Some(storage), Some(id)) => storage.checkpoint(&id, &key).await.ok().flatten(),
            _ => None,
        };
        let n_recorded = self.state.with_untracked(|state| {
            let board = state.board.as_ref();
            board
                .and_then(|board| board.record.run(&key))
                .map_or(0, |run| run.losses.len())
        });
        let (n_steps, checkpoint) = found.filter(|(n_steps, _)| *n_steps <= n_recorded).unwrap_or_default();
        wanted.checkpoint = checkpoint;
        // Meanwhile the experiment may have been left, the run stopped, or everything paused.
        let run = wanted.run;
        let (is_wanted, is_held) = self.state.with_untracked(|state| {
            let is_held = state.board.as_ref().is_some_and(|board| board.is_held());
            (state.has_run(run), is_held)
        });
        if is_wanted {
            wanted.paused = is_held;
            self.send(Change::TakenUp { key, n_steps });
            self.begin(wanted);
        }
    }

    fn keep_head(self) {
        let made = self.state.with_untracked(|state| {
            let (id, board) = state.id.clone().zip(state.board.as_ref())?;
            Some((id, board.record.experiment.clone(), board.record.origin.clone()))
        });
        let (Some((id, experiment, origin)), Some(storage)) = (made, self.storage.get_value()) else {
            return;
        };
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
        spawn_local(async move {
            match storage.put_head(&head).await {
                Ok(()) => self.list().await,
                Err(problem) => self.note(problem),
            }
        });
    }

    fn keep_soon(self, key: RunKey) {
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
        for run in dirty.iter().filter_map(|key| self.run(key)) {
            self.keep(id.clone(), run);
        }
    }

    fn keep(self, id: String, run: RunRecord) {
        let Some(storage) = self.storage.get_value() else {
            return;
        };
        spawn_local(async move {
            if let Err(problem) = storage.put_run(&id, &run).await {
                self.note(problem);
            }
        });
    }

    /// The curve first: a checkpoint whose curve is shorter could not be taken up.
    fn keep_checkpoint(self, key: RunKey, n_steps: usize, bytes: Vec<u8>) {
        let id = self.state.with_untracked(|state| state.id.clone());
        let (Some(storage), Some(id), Some(run)) = (self.storage.get_value(), id, self.run(&key)) else {
            return;
        };
        spawn_local(async move {
            let mut kept = storage.put_run(&id, &run).await;
            if kept.is_ok() {
                kept = storage.put_checkpoint(&id, &key, n_steps, &bytes).await;
            }
            if let Err(problem) = kept {
                self.note(problem);
            }
        });
    }

    fn run(self, key: &RunKey) -> Option<RunRecord> {
        self.state
            .with_untracked(|state| state.board.as_ref()?.record.run(key).cloned())
    }

    fn write_link(self) {
        let path = window().location().pathname().unwrap_or_default();
        if Route::from_path(&path, &outside::base_path()) == Route::Ablation {
            outside::replace_query(&self.state.with_untracked(|state| state.plan.serialise()));
        }
    }
}

/// A key that rises with time; the second part keeps two tabs apart.
fn fresh_id() -> String {
    format!("{:013.0}-{:06.0}", js_sys::Date::now(), js_sys::Math::random() * 1e6)
}
