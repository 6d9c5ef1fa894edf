//! The ablation lab's state as a signal, and the carrying out of its errands: workers, storage, address.
//!
//! What storage is asked for is in `keep`.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::change::{Change, Errand};
use super::frozen::Frozen;
use super::keep::{Kept, Missed, fresh_id};
use super::records::Records;
use super::state::{AblationState, MOST_SLOTS};
use crate::bridge::page::{Begin, Fleet, Heard, base_uri};
use crate::bridge::protocol::{Event, Request};
use crate::lab::experiment::RunKey;
use crate::lab::storage::{Head, Storage};
use crate::ui::outside;
use crate::ui::redraw::Redraw;
use crate::ui::route::Route;
use crate::web::scope::n_cores;

/// Charts and tables are drawn again at most this often.
const REDRAW: Duration = Duration::from_millis(400);
/// Milliseconds between two checkpoints, besides those of every epoch.
const CHECKPOINT_MS: f64 = 30_000.0;

/// The ablation lab; a context of the whole page, so that runs go on while a lesson is open.
#[derive(Clone, Copy)]
pub struct Ablation {
    /// All that happens; changed by [`Ablation::send`] only.
    pub state: RwSignal<AblationState>,
    /// When charts are drawn again.
    pub redraw: Redraw,
    /// What the browser keeps.
    pub kept: RwSignal<Kept>,
    /// Recorded experiments, and which of them join the charts.
    pub records: Records,
    /// The kept experiment whose deletion can still be undone; it goes on while a lesson is open.
    pub doomed: RwSignal<Option<Head>>,
    /// Runs of the experiment on the page whose curves have grown since they were last kept.
    pub(super) dirty: StoredValue<BTreeSet<RunKey>>,
    /// Since when something of the experiment on the page could not be kept, and when that was last mended.
    pub(super) missed: StoredValue<Missed>,
    pub(super) storage: StoredValue<Option<Rc<Storage>>, LocalStorage>,
    fleet: StoredValue<Fleet, LocalStorage>,
}

impl Ablation {
    /// Makes the ablation lab a context, and opens its storage.
    pub fn provide() {
        let n_slots = n_cores().saturating_sub(1).clamp(1, MOST_SLOTS);
        let state = RwSignal::new(AblationState::new(n_slots));
        let ablation = Self {
            state,
            redraw: Redraw::new(REDRAW),
            kept: RwSignal::default(),
            records: Records::new(state),
            doomed: RwSignal::new(None),
            dirty: StoredValue::default(),
            missed: StoredValue::default(),
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

    /// Whether the experiment on the page was recorded elsewhere: it stays as it was, since runs of this browser would pass
    /// as recorded.
    pub fn is_recorded(self) -> Memo<bool> {
        self.part(|state| state.board.as_ref().is_some_and(|board| board.record.origin.is_some()))
    }

    /// The fleet, for runs that are no part of an experiment.
    pub fn fleet(self) -> Fleet {
        self.fleet.get_value()
    }

    pub(super) fn carry_out(self, errand: Errand) {
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
            Errand::ForgetCheckpoint(key) => self.forget_checkpoint(key),
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

    fn write_link(self) {
        let path = window().location().pathname().unwrap_or_default();
        if Route::from_path(&path, &outside::base_path()) == Route::Ablation {
            outside::replace_query(&self.state.with_untracked(|state| state.plan.serialise()));
        }
    }
}
