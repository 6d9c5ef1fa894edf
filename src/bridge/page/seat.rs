//! The open worker, and who uses it now: a run, or only questions.

use std::cell::RefCell;
use std::rc::Rc;

use super::choice::Reason;
use super::client::EngineClient;
use super::launch::{HearRun, Heard};
use super::questions::Questions;
use crate::bridge::protocol::{DeviceReport, Event, Fault, ProbeId, RunId};

/// The run that uses a worker, why this one, and who hears of it.
pub type User = (RunId, Reason, HearRun);

/// An open worker.
pub struct Seat {
    /// The WebAssembly that it runs.
    pub wasm: String,
    /// Its wire.
    pub client: EngineClient,
    state: Rc<State>,
}

struct State {
    device: RefCell<Option<DeviceReport>>,
    user: RefCell<Option<User>>,
    questions: Rc<Questions>,
}

impl Seat {
    /// Starts a worker from `boot_url`.
    ///
    /// # Errors
    /// As [`EngineClient::open`].
    pub fn open(boot_url: &str, wasm: String, user: Option<User>, questions: Rc<Questions>) -> Result<Rc<Self>, Fault> {
        let state = Rc::new(State {
            device: RefCell::default(),
            user: RefCell::new(user),
            questions,
        });
        let listener = Rc::clone(&state);
        let client = EngineClient::open(boot_url, Rc::new(move |event, bytes| listener.take(event, bytes)))?;
        Ok(Rc::new(Self { wasm, client, state }))
    }

    /// Another run uses the worker from now on; it hears at once what the worker computes on, if that is known.
    pub fn take_place(&self, user: User) {
        let (run, reason, hear) = user.clone();
        self.state.user.replace(Some(user));
        let device = self.state.device.borrow().clone();
        if let Some(device) = device {
            hear(Heard::Opened { run, device, reason });
        }
    }

    /// Asks all open questions, or `only` one; `data_url` is where images are found.
    pub fn ask(&self, only: Option<ProbeId>, data_url: &str) {
        for (request, bytes) in self.state.questions.requests(only, data_url) {
            self.client.send_with(request, bytes);
        }
    }
}

impl State {
    fn take(&self, event: Event, bytes: Vec<u8>) {
        let Some(event) = self.questions.take(event, &bytes) else {
            return;
        };
        let user = self.user.borrow().clone();
        if let Event::Ready { device, .. } = &event {
            self.device.replace(Some(device.clone()));
        }
        if let Event::Failed { run: None, fault } = &event {
            self.questions.fail_all(fault);
        }
        let Some((run, reason, hear)) = user else { return };
        match event {
            Event::Ready { device, .. } => hear(Heard::Opened { run, device, reason }),
            event => hear(Heard::Event { event, pixels: bytes }),
        }
    }
}
