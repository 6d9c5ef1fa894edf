//! Recorded experiments on their way into the charts: which are served, which have arrived, which are switched off.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::shipped::{SHIPPED, Shipped, Subject};
use super::state::AblationState;
use crate::lab::record::{ExperimentRecord, file};
use crate::ui::outside;
use crate::ui::words::Unserved;
use crate::web::fetch::{FetchError, Freshness, get};

/// Under which key the records that were taken out of the charts are remembered.
const OFF: &str = "fovea.ablation.records.off";

/// A record that is drawn in the charts, by its id.
pub type Joined = (&'static str, Arc<ExperimentRecord>);

/// Where a record stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// It is served, and was not fetched.
    Served,
    /// It is on its way.
    Fetching,
    /// It is not served here.
    Absent,
    /// It did not arrive, or is none.
    Failed(Unserved),
    /// It is here.
    Here(Arc<ExperimentRecord>),
}

/// The records; a part of the lab's context.
#[derive(Clone, Copy)]
pub struct Records {
    /// What is known of each.
    pub found: RwSignal<BTreeMap<&'static str, Found>>,
    /// Those that are drawn now.
    pub joined: Memo<Vec<Joined>>,
    /// What the charts are about.
    pub subject: Memo<Option<Subject>>,
    off: RwSignal<BTreeSet<String>>,
    on: RwSignal<BTreeSet<&'static str>>,
}

impl Records {
    /// None has arrived.
    pub fn new(state: RwSignal<AblationState>) -> Self {
        let found = RwSignal::new(BTreeMap::new());
        let off = outside::remembered(OFF).unwrap_or_default();
        let off: BTreeSet<String> = off.split(',').map(str::to_owned).collect();
        let (off, on) = (RwSignal::new(off), RwSignal::new(BTreeSet::new()));
        let subject = Memo::new(move |_| {
            state.with(|state| match &state.board {
                Some(board) => Some(Subject::new(&board.record.experiment, state.id.clone())),
                None => Some(Subject::new(&state.plan.experiment().ok()?, None)),
            })
        });
        let joined = Memo::new(move |_| {
            let wanted = SHIPPED
                .into_iter()
                .filter(|record| is_wanted(subject, off, on, *record));
            let here = wanted.filter_map(|record| {
                found.with(|found: &BTreeMap<_, _>| match found.get(record.id) {
                    Some(Found::Here(arrived)) => Some((record.id, Arc::clone(arrived))),
                    _ => None,
                })
            });
            here.collect()
        });
        Self {
            found,
            joined,
            subject,
            off,
            on,
        }
    }

    /// Whether `record` is to be drawn: it fits and was not taken out, or was asked for.
    pub fn is_wanted(self, record: Shipped) -> bool {
        is_wanted(self.subject, self.off, self.on, record)
    }

    /// Draws `record` from now on, and fetches it where it is not here; remembered as what fits.
    pub fn join(self, record: Shipped) {
        self.on.update(|on| {
            on.insert(record.id);
        });
        self.off.update(|off| {
            off.remove(record.id);
        });
        self.remember();
        self.fetch(record);
    }

    /// Takes `record` out of the charts; remembered.
    pub fn take_out(self, record: Shipped) {
        self.on.update(|on| {
            on.remove(record.id);
        });
        self.off.update(|off| {
            off.insert(record.id.to_owned());
        });
        self.remember();
    }

    fn remember(self) {
        let off = self
            .off
            .with_untracked(|off| off.iter().map(String::as_str).collect::<Vec<_>>().join(","));
        outside::remember(OFF, &off);
    }

    /// Fetches `record`, once; again where it failed.
    pub fn fetch(self, record: Shipped) {
        spawn_local(async move {
            self.arrived(record).await;
        });
    }

    /// The record, as soon as it is here; nothing where it does not arrive, or is on its way already.
    pub async fn arrived(self, record: Shipped) -> Option<Arc<ExperimentRecord>> {
        match self.found.with_untracked(|found| found.get(record.id).cloned()) {
            Some(Found::Here(arrived)) => return Some(arrived),
            Some(Found::Fetching | Found::Absent) => return None,
            Some(Found::Served | Found::Failed(_)) | None => {}
        }
        self.set(record, Found::Fetching);
        let address = outside::absolute(&format!("records/{}.json", record.id));
        let found = match get(&address, Freshness::Usual, |_| {}).await {
            Ok(fetched) if fetched.is_page() => Found::Absent,
            Err(FetchError::Status { status: 404 | 410 }) => Found::Absent,
            Ok(fetched) => match file::read(&fetched.bytes) {
                Ok(record) => Found::Here(Arc::new(record)),
                Err(error) => Found::Failed(error.into()),
            },
            Err(error) => Found::Failed(error.into()),
        };
        let arrived = match &found {
            Found::Here(arrived) => Some(Arc::clone(arrived)),
            _ => None,
        };
        self.set(record, found);
        arrived
    }

    /// Asks which of the records that are not here are served.
    pub fn look(self) {
        for record in SHIPPED {
            spawn_local(async move {
                let is_served = outside::is_there(&format!("records/{}.json", record.id)).await;
                let found = if is_served { Found::Served } else { Found::Absent };
                let _ = self.found.try_update(|all| {
                    all.entry(record.id).or_insert(found);
                });
            });
        }
    }

    fn set(self, record: Shipped, found: Found) {
        let _ = self.found.try_update(|all| all.insert(record.id, found));
    }
}

fn is_wanted(
    subject: Memo<Option<Subject>>,
    off: RwSignal<BTreeSet<String>>,
    on: RwSignal<BTreeSet<&'static str>>,
    record: Shipped,
) -> bool {
    let is_asked = on.with(|on| on.contains(record.id));
    let is_off = off.with(|off| off.contains(record.id));
    subject.with(|subject| {
        let Some(subject) = subject else { return false };
        subject.allows(record) && (is_asked || !is_off && subject.fits(record))
    })
}
