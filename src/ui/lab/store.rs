//! The lab's state as a signal, and the one way to change it.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::driver;
use crate::bridge::page::{HearProbe, Launcher, Question, base_uri};
use crate::bridge::protocol::ProbeId;
use crate::ui::intent::{Errand, Intent};
use crate::ui::outside;
use crate::ui::redraw::Redraw;
use crate::ui::route::Route;
use crate::ui::run::Run;
use crate::ui::state::LabState;

/// Charts are drawn again at most this often: fast enough to feel live, and the page stays free.
const REDRAW: Duration = Duration::from_millis(350);

/// The lab; a context of the whole page.
#[derive(Clone, Copy)]
pub struct Lab {
    /// All that the lab shows; changed by [`Lab::send`] only.
    pub state: RwSignal<LabState>,
    /// When charts are drawn again.
    pub redraw: Redraw,
    launcher: StoredValue<Launcher, LocalStorage>,
}

impl Lab {
    /// Makes the lab a context, and finds out which data is served.
    pub fn provide() {
        let lab = Self {
            state: RwSignal::new(LabState::default()),
            redraw: Redraw::new(REDRAW),
            launcher: StoredValue::new_local(Launcher::new(base_uri())),
        };
        provide_context(lab);
        spawn_local(async move {
            let cifar10 = outside::is_served("data/cifar10/manifest.json").await;
            lab.send(Intent::FoundData { cifar10 });
        });
    }

    /// Changes the state, and does what that asks for.
    pub fn send(self, intent: Intent) {
        let errands = self.state.try_update(|state| state.take(intent)).unwrap_or_default();
        for errand in errands {
            match errand {
                Errand::WriteLink => self.write_link(),
                Errand::Reload => {
                    let _ = window().location().reload();
                }
                errand => self
                    .launcher
                    .with_value(|launcher| driver::carry_out(self, launcher, errand)),
            }
        }
        self.redraw.soon();
    }

    /// A part of the current run, as a value that changes only when it does.
    pub fn run<T: PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&Run) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.state.with(|state| part(&state.run)))
    }

    /// Asks the engine about a network, also while it trains; opens one where there is none.
    pub fn probe(self, question: Question, hear: HearProbe) -> ProbeId {
        self.launcher.with_value(|launcher| launcher.probe(question, hear))
    }

    /// Forgets a question: nothing is heard of it any more.
    pub fn forget(self, probe: ProbeId) {
        self.launcher.with_value(|launcher| launcher.forget(probe));
    }

    fn write_link(self) {
        let path = window().location().pathname().unwrap_or_default();
        if Route::from_path(&path, &outside::base_path()) == Route::Lab {
            outside::replace_query(&self.state.with_untracked(|state| state.query.serialise()));
        }
    }
}
