//! From a question to its answer, on the worker that is open or on one that is opened for it.

use std::rc::Rc;

use super::choice::{Choice, Preference};
use super::engines::POLL_MS;
use super::launch::{Inner, Launcher};
use super::questions::{HearProbe, HeardProbe, Question};
use crate::bridge::protocol::{Fault, ProbeId, Request};
use crate::web::task::{sleep_ms, spawn_local};

impl Launcher {
    /// Asks about a network and returns at once; `hear` hears what comes of it, its end in any case, and nothing before
    /// this has returned. The open engine is asked, also while it trains; without one, the one that is wanted is opened.
    pub fn probe(&self, question: Question, hear: HearProbe) -> ProbeId {
        let inner = Rc::clone(&self.inner);
        let checked = question.question.check(&question.network, question.pixels.len());
        let preference = question.preference;
        let probe = inner.questions.add(question, hear);
        if checked.is_ok()
            && let Some(seat) = inner.live()
        {
            seat.ask(Some(probe), &inner.chooser.data_url());
            return probe;
        }
        spawn_local(async move {
            let asked = match checked {
                Ok(()) => inner.open_to_ask(probe, preference).await,
                Err(fault) => Err(fault),
            };
            if let Err(fault) = asked {
                inner.questions.tell(probe, HeardProbe::Failed(fault));
            }
        });
        probe
    }

    /// Forgets a question: nothing is heard of it any more, and the engine gives it up.
    pub fn forget(&self, probe: ProbeId) {
        self.inner.questions.forget(probe);
        if let Some(seat) = self.inner.live() {
            seat.client.send(Request::StopProbe(probe));
        }
    }
}

impl Inner {
    /// Opens a worker for `probe`, unless another one is opened first: every new worker is asked all open questions.
    async fn open_to_ask(&self, probe: ProbeId, preference: Preference) -> Result<(), Fault> {
        loop {
            let choice = self.chooser.choice(preference).await;
            if self.live().is_some() || !self.questions.is_open(probe) {
                return Ok(());
            }
            match choice? {
                Choice::Open { js, wasm, .. } => return self.open(None, &js, wasm).map(|_seat| ()),
                Choice::Refuse(fault) => return Err(fault),
                Choice::Wait { engine } => self.questions.tell(probe, HeardProbe::Waiting(engine)),
            }
            sleep_ms(POLL_MS).await;
        }
    }
}
