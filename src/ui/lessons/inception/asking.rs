//! One question at a time about the maps of several layers, and the last answer.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::answered::Answered;
use crate::bridge::page::{HeardProbe, Preference, Question};
use crate::bridge::protocol::{Fault, NetworkSource, ProbeAnswer, ProbeId, ProbeQuestion};
use crate::ui::Lab;
use crate::ui::lesson::picture::Picture;

/// The question and its answer.
#[derive(Clone, Copy)]
pub struct Asking {
    /// The maps, as last answered.
    pub maps: RwSignal<Option<Arc<Answered>>>,
    /// Whether new ones are on their way.
    pub waits: RwSignal<bool>,
    /// What went wrong.
    pub fault: RwSignal<Option<Fault>>,
    open: StoredValue<Option<ProbeId>>,
    lab: Lab,
}

impl Asking {
    /// Nothing is asked yet.
    pub fn new() -> Self {
        let asking = Self {
            maps: RwSignal::new(None),
            waits: RwSignal::new(false),
            fault: RwSignal::new(None),
            open: StoredValue::new(None),
            lab: expect_context(),
        };
        on_cleanup(move || asking.forget());
        asking
    }

    /// Asks for the maps of `layers` in one pass; what was asked before is forgotten. The last answer stays until the new one
    /// comes, because it is of the same layers: whoever asks about another network calls [`Asking::clear`] first.
    pub fn ask(self, network: NetworkSource, layers: Vec<String>, picture: &Picture) {
        self.forget();
        self.fault.set(None);
        self.waits.set(true);
        let question = Question {
            network,
            question: ProbeQuestion::Maps { layers },
            pixels: picture.pixels.clone(),
            preference: Preference::Cpu,
        };
        let hear = move |heard| match heard {
            HeardProbe::Answered {
                answer: ProbeAnswer::Maps { maps },
                values,
                ..
            } => {
                let _ = self.maps.try_set(Some(Arc::new(Answered::new(&maps, values))));
                let _ = self.waits.try_set(false);
            }
            HeardProbe::Failed(fault) => {
                let _ = self.fault.try_set(Some(fault));
                let _ = self.waits.try_set(false);
            }
            HeardProbe::Answered { .. } | HeardProbe::Waiting(_) | HeardProbe::Reading { .. } => {}
        };
        self.open.set_value(Some(self.lab.probe(question, Rc::new(hear))));
    }

    /// Forgets question and answer.
    pub fn clear(self) {
        self.forget();
        self.maps.set(None);
        self.fault.set(None);
    }

    fn forget(self) {
        if let Some(probe) = self.open.try_update_value(Option::take).flatten() {
            self.lab.forget(probe);
        }
        let _ = self.waits.try_set(false);
    }
}
