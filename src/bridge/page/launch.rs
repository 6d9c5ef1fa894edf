//! From a wish to a run that goes on, or to an answer: catalogue, adapter, choice, worker, in this order.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::choice::{Choice, Preference, Reason};
use super::chooser::Chooser;
use super::engines::POLL_MS;
use super::questions::Questions;
use super::seat::{Seat, User};
use crate::bridge::protocol::{AdapterReport, DeviceReport, EngineKind, Event, Fault, Request, RunId};
use crate::spec::RunSpec;
use crate::web::task::{sleep_ms, spawn_local};

/// A run that is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Begin {
    /// Its name.
    pub run: RunId,
    /// What to train, on what.
    pub spec: Box<RunSpec>,
    /// On which engine.
    pub preference: Preference,
    /// Whether to pause before the first step.
    pub paused: bool,
    /// The bytes of the checkpoint that it goes on from; empty where it begins at its beginning.
    pub checkpoint: Vec<u8>,
    /// How often [`Event::Checkpointed`] is sent: after every epoch, at a pause, and at least every so many milliseconds;
    /// nothing for those of [`Request::CheckpointRun`] only.
    pub checkpoint_every_ms: Option<f64>,
}

impl Begin {
    /// The request to a worker, and the bytes next to it; images are found in `data_url`.
    pub(super) fn request(self, data_url: String) -> (Request, Vec<u8>) {
        let request = Request::StartRun {
            run: self.run,
            spec: self.spec,
            data_url,
            paused: self.paused,
            checkpoint_every_ms: self.checkpoint_every_ms,
        };
        (request, self.checkpoint)
    }
}

/// What is said about a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// The engine that it wants is still being built; looked for again every ten seconds.
    Waiting {
        /// The run.
        run: RunId,
        /// The engine.
        engine: EngineKind,
    },
    /// An engine was chosen and has answered.
    Opened {
        /// The run that it was opened for.
        run: RunId,
        /// What it computes on.
        device: DeviceReport,
        /// Why this one.
        reason: Reason,
    },
    /// The engine says something; `bytes` travelled next to it.
    Event {
        /// What it says.
        event: Event,
        /// Pixels next to [`Event::Finished`], the checkpoint next to [`Event::Checkpointed`], else empty.
        bytes: Vec<u8>,
    },
}

impl Heard {
    /// An event without anything next to it.
    pub(super) fn bare(event: Event) -> Self {
        let bytes = Vec::new();
        Self::Event { event, bytes }
    }
}

/// Hears all about the runs.
pub type HearRun = Rc<dyn Fn(Heard)>;

/// Holds the page's engine, and opens it when a run or a question wants one. Clones share it.
#[derive(Clone)]
pub struct Launcher {
    pub(super) inner: Rc<Inner>,
}

/// What the clones of a launcher share.
pub(super) struct Inner {
    pub(super) chooser: Chooser,
    seat: RefCell<Option<Rc<Seat>>>,
    /// Requests for an engine that is not chosen yet.
    early: RefCell<Vec<Request>>,
    /// Which launch is the last one; earlier ones give up at their next step.
    launch: Cell<u64>,
    /// Whether that launch has not come to a worker yet.
    is_launching: Cell<bool>,
    pub(super) questions: Rc<Questions>,
}

impl Launcher {
    /// A launcher for the page whose relative links start from `base`; opens nothing yet.
    pub fn new(base: String) -> Self {
        let inner = Inner {
            chooser: Chooser::new(base),
            seat: RefCell::default(),
            early: RefCell::default(),
            launch: Cell::new(0),
            is_launching: Cell::new(false),
            questions: Rc::default(),
        };
        Self { inner: Rc::new(inner) }
    }

    /// Begins a run and returns at once; `hear` hears what comes of it.
    pub fn begin(&self, wanted: Begin, hear: HearRun) {
        let inner = Rc::clone(&self.inner);
        let launch = inner.next_launch();
        inner.is_launching.set(true);
        spawn_local(async move {
            let run = wanted.run;
            let launched = inner.launch(launch, wanted, &hear).await;
            if inner.launch.get() == launch {
                inner.is_launching.set(false);
            }
            if let Err(fault) = launched {
                hear(Heard::bare(Event::Failed { run: Some(run), fault }));
            }
        });
    }

    /// Sends `request` to the engine of the run; kept until there is one.
    pub fn send(&self, request: Request) {
        match self.inner.live().filter(|_| !self.inner.is_launching.get()) {
            Some(seat) => seat.client.send(request),
            None => self.inner.early.borrow_mut().push(request),
        }
    }

    /// Ends the worker, and any launch under way; nothing is heard after that but [`Fault::Ended`] by those who asked.
    pub fn terminate(&self) {
        self.inner.next_launch();
        let seat = self.inner.seat.borrow_mut().take();
        if let Some(seat) = seat {
            seat.client.terminate();
        }
        self.inner.questions.fail_all(&Fault::Ended);
    }

    /// The adapter that workers of this page see, asked for once.
    pub async fn adapter(&self) -> Option<AdapterReport> {
        self.inner.chooser.adapter().await
    }
}

impl Inner {
    fn next_launch(&self) -> u64 {
        self.early.borrow_mut().clear();
        self.is_launching.set(false);
        self.launch.set(self.launch.get() + 1);
        self.launch.get()
    }

    async fn launch(&self, launch: u64, wanted: Begin, hear: &HearRun) -> Result<(), Fault> {
        loop {
            let choice = self.chooser.choice(wanted.preference).await;
            if self.launch.get() != launch {
                return Ok(());
            }
            match choice? {
                Choice::Open { reason, js, wasm, .. } => return self.start(wanted, reason, &js, wasm, hear),
                Choice::Refuse(fault) => return Err(fault),
                Choice::Wait { engine } => hear(Heard::Waiting {
                    run: wanted.run,
                    engine,
                }),
            }
            sleep_ms(POLL_MS).await;
            if self.launch.get() != launch {
                return Ok(());
            }
        }
    }

    /// Takes the open worker if it holds the same engine, else opens one, and starts the run on it.
    fn start(&self, wanted: Begin, reason: Reason, js: &str, wasm: String, hear: &HearRun) -> Result<(), Fault> {
        let user = (wanted.run, reason, Rc::clone(hear));
        let seat = match self.live().filter(|seat| seat.wasm == wasm) {
            Some(seat) => {
                seat.take_place(user);
                seat
            }
            None => self.open(Some(user), js, wasm)?,
        };
        let (request, bytes) = wanted.request(self.chooser.data_url());
        seat.client.send_with(request, bytes);
        self.is_launching.set(false);
        for request in self.early.take() {
            seat.client.send(request);
        }
        Ok(())
    }

    /// The worker, where one is open and works.
    pub(super) fn live(&self) -> Option<Rc<Seat>> {
        let seat = self.seat.borrow().clone();
        seat.filter(|seat| seat.client.is_alive())
    }

    /// Opens a worker in the place of the one before; it is asked all open questions.
    pub(super) fn open(&self, user: Option<User>, js: &str, wasm: String) -> Result<Rc<Seat>, Fault> {
        let boot = self.chooser.boot_url(js, &wasm);
        let seat = Seat::open(&boot, wasm, user, Rc::clone(&self.questions))?;
        let before = self.seat.borrow_mut().replace(Rc::clone(&seat));
        if let Some(before) = before {
            before.client.terminate();
        }
        seat.ask(None, &self.chooser.data_url());
        Ok(seat)
    }
}
