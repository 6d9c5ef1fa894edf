//! An open worker, and who uses it now: runs, or only questions.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::choice::Reason;
use super::client::EngineClient;
use super::launch::{HearRun, Heard};
use super::questions::Questions;
use crate::bridge::protocol::{DeviceReport, Event, Fault, ProbeId, RunId};

/// A run that uses a worker, why this one, and who hears of it until it ends.
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
    users: RefCell<Vec<User>>,
    is_broken: Cell<bool>,
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
            users: RefCell::new(user.into_iter().collect()),
            is_broken: Cell::new(false),
            questions,
        });
        let listener = Rc::clone(&state);
        let client = EngineClient::open(boot_url, Rc::new(move |event, bytes| listener.take(event, bytes)))?;
        Ok(Rc::new(Self { wasm, client, state }))
    }

    /// Another run uses the worker too; it hears at once what the worker computes on, if that is known.
    pub fn take_place(&self, user: User) {
        let (run, reason, hear) = user.clone();
        self.state.users.borrow_mut().push(user);
        let device = self.state.device.borrow().clone();
        if let Some(device) = device {
            hear(Heard::Opened { run, device, reason });
        }
    }

    /// Nothing is heard of `run` any more.
    pub fn forget(&self, run: RunId) {
        self.state.users.borrow_mut().retain(|(other, ..)| *other != run);
    }

    /// Whether runs can begin here: the worker works, and has not lost its device.
    pub fn is_open(&self) -> bool {
        self.client.is_alive() && !self.state.is_broken.get()
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
        match event {
            Event::Ready { device, .. } => {
                self.device.replace(Some(device.clone()));
                let users = self.users.borrow().clone();
                for (run, reason, hear) in users {
                    let device = device.clone();
                    hear(Heard::Opened { run, device, reason });
                }
            }
            Event::Failed { run: None, fault } => {
                self.questions.fail_all(&fault);
                for (run, _, hear) in self.users.take() {
                    let (run, fault) = (Some(run), fault.clone());
                    hear(Heard::bare(Event::Failed { run, fault }));
                }
            }
            event => self.pass_on(event, bytes),
        }
    }

    /// Tells the run that it belongs to.
    fn pass_on(&self, event: Event, bytes: Vec<u8>) {
        if let Event::Failed {
            fault: Fault::DeviceLost { .. },
            ..
        } = &event
        {
            self.is_broken.set(true);
        }
        let mut users = self.users.borrow_mut();
        let Some(idx) = users.iter().position(|(run, ..)| Some(*run) == event.run()) else {
            return;
        };
        let (_, _, hear) = if event.is_end() {
            users.remove(idx)
        } else {
            users[idx].clone()
        };
        // Whoever hears may begin the next run at once.
        drop(users);
        hear(Heard::Event { event, bytes });
    }
}
