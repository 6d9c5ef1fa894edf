//! From a wish to a run that goes on: catalogue, adapter, choice, worker, in this order.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::choice::{Choice, Preference, Reason, choose};
use super::client::EngineClient;
use super::engines::{self, POLL_MS};
use super::{beside, probe};
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
    /// The engine says something; `pixels` travelled next to it.
    Event {
        /// What it says.
        event: Event,
        /// Empty but for [`Event::Finished`].
        pixels: Vec<u8>,
    },
}

/// Hears all about the runs.
pub type HearRun = Rc<dyn Fn(Heard)>;

/// Holds the page's engine, and opens it when a run wants one. Clones share it.
#[derive(Clone)]
pub struct Launcher {
    inner: Rc<Inner>,
}

struct Inner {
    base: String,
    /// The adapter, once asked for.
    adapter: RefCell<Option<Option<AdapterReport>>>,
    open: RefCell<Option<Open>>,
    /// Requests for an engine that is not chosen yet.
    early: RefCell<Vec<Request>>,
    /// Which launch is the last one; earlier ones give up at their next step.
    launch: Cell<u64>,
}

struct Open {
    wasm: String,
    client: EngineClient,
    seat: Rc<Seat>,
}

/// Who uses the worker now.
struct Seat {
    device: RefCell<Option<DeviceReport>>,
    user: RefCell<(RunId, Reason, HearRun)>,
}

impl Launcher {
    /// A launcher for the page whose relative links start from `base`; opens nothing yet.
    pub fn new(base: String) -> Self {
        let inner = Inner {
            base,
            adapter: RefCell::default(),
            open: RefCell::default(),
            early: RefCell::default(),
            launch: Cell::new(0),
        };
        Self { inner: Rc::new(inner) }
    }

    /// Begins a run and returns at once; `hear` hears what comes of it.
    pub fn begin(&self, wanted: Begin, hear: HearRun) {
        let inner = Rc::clone(&self.inner);
        let launch = inner.next_launch();
        spawn_local(async move {
            let run = wanted.run;
            if let Err(fault) = inner.launch(launch, wanted, &hear).await {
                let event = Event::Failed { run: Some(run), fault };
                hear(Heard::Event {
                    event,
                    pixels: Vec::new(),
                });
            }
        });
    }

    /// Sends `request` to the open engine; kept until there is one.
    pub fn send(&self, request: Request) {
        match self.inner.open.borrow().as_ref() {
            Some(open) if open.client.is_alive() => open.client.send(request),
            _ => self.inner.early.borrow_mut().push(request),
        }
    }

    /// Ends the worker, and any launch under way; nothing is heard after that.
    pub fn terminate(&self) {
        self.inner.next_launch();
        // Taken out first: what is dropped may call back.
        let open = self.inner.open.borrow_mut().take();
        drop(open);
    }

    /// The adapter that workers of this page see, asked for once.
    pub async fn adapter(&self) -> Option<AdapterReport> {
        self.inner.adapter().await
    }
}

impl Inner {
    fn next_launch(&self) -> u64 {
        self.early.borrow_mut().clear();
        self.launch.set(self.launch.get() + 1);
        self.launch.get()
    }

    async fn adapter(&self) -> Option<AdapterReport> {
        let known = self.adapter.borrow().clone();
        if let Some(adapter) = known {
            return adapter;
        }
        let adapter = probe::adapter(&self.base).await;
        *self.adapter.borrow_mut() = Some(adapter.clone());
        adapter
    }

    async fn launch(&self, launch: u64, wanted: Begin, hear: &HearRun) -> Result<(), Fault> {
        loop {
            let adapter = match wanted.preference {
                Preference::Cpu => None,
                Preference::Auto | Preference::Gpu => self.adapter().await,
            };
            let catalogue = engines::fetch(&self.base).await;
            if self.launch.get() != launch {
                return Ok(());
            }
            match choose(wanted.preference, adapter.as_ref(), &catalogue?) {
                Choice::Open { reason, js, wasm, .. } => return self.start(&wanted, reason, &js, wasm, hear),
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
    fn start(&self, wanted: &Begin, reason: Reason, js: &str, wasm: String, hear: &HearRun) -> Result<(), Fault> {
        let user = (wanted.run, reason, Rc::clone(hear));
        let mut open = self.open.borrow_mut().take();
        open = open.filter(|open| open.client.is_alive() && open.wasm == wasm);
        let open = match open {
            Some(open) => {
                open.seat.user.replace(user);
                let device = open.seat.device.borrow().clone();
                if let Some(device) = device {
                    hear(Heard::Opened {
                        run: wanted.run,
                        device,
                        reason,
                    });
                }
                open
            }
            None => open_worker(&self.base, user, js, wasm)?,
        };
        open.client.send(Request::StartRun {
            run: wanted.run,
            spec: wanted.spec.clone(),
            data_url: beside(&self.base, "data/"),
            paused: wanted.paused,
        });
        for request in self.early.take() {
            open.client.send(request);
        }
        *self.open.borrow_mut() = Some(open);
        Ok(())
    }
}

fn open_worker(base: &str, user: (RunId, Reason, HearRun), js: &str, wasm: String) -> Result<Open, Fault> {
    let seat = Rc::new(Seat {
        device: RefCell::default(),
        user: RefCell::new(user),
    });
    let listener = Rc::clone(&seat);
    let boot = beside(base, &format!("engine/boot.js?js={js}&wasm={wasm}"));
    let client = EngineClient::open(&boot, Rc::new(move |event, pixels| listener.take(event, pixels)))?;
    Ok(Open { wasm, client, seat })
}

impl Seat {
    fn take(&self, event: Event, pixels: Vec<u8>) {
        let (run, reason, hear) = self.user.borrow().clone();
        match event {
            Event::Ready { device, .. } => {
                self.device.replace(Some(device.clone()));
                hear(Heard::Opened { run, device, reason });
            }
            event => hear(Heard::Event { event, pixels }),
        }
    }
}
