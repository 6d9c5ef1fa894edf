//! Several workers for the runs of an experiment: each run gets one, opened when it is needed and ended when it is not.
//!
//! Who sits where is decided in `seating`; what is heard of a run ends with its end, whatever happens to its worker.
//! Long because a run can be told things, and end, at every stage from its launch on.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::choice::{Choice, Reason};
use super::chooser::Chooser;
use super::engines::POLL_MS;
use super::launch::{Begin, HearRun, Heard};
use super::seat::Seat;
use super::seating::{Place, Seating, WorkerId, default_workers};
use crate::bridge::protocol::{EngineKind, Event, Fault, Request, RunId};
use crate::web::scope::n_cores;
use crate::web::task::{sleep_ms, spawn_local};

/// Milliseconds that a worker without runs is kept, with its images, for the next run.
const IDLE_MS: f64 = 30_000.0;

/// Workers and their runs. Clones share them.
#[derive(Clone)]
pub struct Fleet {
    inner: Rc<Inner>,
}

struct Inner {
    chooser: Chooser,
    seating: RefCell<Seating>,
    seats: RefCell<BTreeMap<WorkerId, Rc<Seat>>>,
    /// Runs that have no worker yet, with what they were told meanwhile.
    early: RefCell<BTreeMap<RunId, Early>>,
    n_launched: Cell<u64>,
}

struct Early {
    /// Which launch this is: a run of the same name may be begun again.
    launch: u64,
    hear: HearRun,
    requests: Vec<Request>,
}

impl Fleet {
    /// A fleet for the page whose relative links start from `base`, of at most `n_workers` on the CPU, or of one for each
    /// logical core but one; opens nothing yet.
    pub fn new(base: String, n_workers: Option<usize>) -> Self {
        let n_most = n_workers.unwrap_or_else(|| default_workers(n_cores()));
        let inner = Inner {
            chooser: Chooser::new(base),
            seating: RefCell::new(Seating::new(n_most)),
            seats: RefCell::default(),
            early: RefCell::default(),
            n_launched: Cell::new(0),
        };
        Self { inner: Rc::new(inner) }
    }

    /// Begins a run and returns at once; `hear` hears what comes of it, its end in any case but [`Fleet::end`] and
    /// [`Fleet::terminate`].
    pub fn begin(&self, wanted: Begin, hear: HearRun) {
        let inner = Rc::clone(&self.inner);
        let run = wanted.run;
        let launch = inner.n_launched.get() + 1;
        inner.n_launched.set(launch);
        let early = Early {
            launch,
            hear: Rc::clone(&hear),
            requests: Vec::new(),
        };
        inner.early.borrow_mut().insert(run, early);
        spawn_local(async move {
            if let Err(fault) = inner.launch(launch, wanted, &hear).await
                && inner.is_launching(run, launch)
            {
                inner.early.borrow_mut().remove(&run);
                hear(Heard::bare(Event::Failed { run: Some(run), fault }));
            }
        });
    }

    /// Sends `request` to the worker of its run, or keeps it until there is one; a run that is stopped before is not begun.
    /// Says whether the run is known here.
    pub fn send(&self, request: Request) -> bool {
        let Some(run) = request.run() else { return false };
        let mut early = self.inner.early.borrow_mut();
        if let Request::StopRun(_) = request
            && let Some(launching) = early.remove(&run)
        {
            // Later, as from a worker: whoever sends may not be ready to hear.
            spawn_local(async move { (launching.hear)(Heard::bare(Event::Stopped(run))) });
            return true;
        }
        if let Some(launching) = early.get_mut(&run) {
            launching.requests.push(request);
            return true;
        }
        drop(early);
        let seat = self.inner.seat_of(run);
        if let Some(seat) = &seat {
            seat.client.send(request);
        }
        seat.is_some()
    }

    /// Forgets a run: nothing is heard of it any more, and its worker gives it up.
    pub fn end(&self, run: RunId) {
        if self.inner.early.borrow_mut().remove(&run).is_some() {
            return;
        }
        if let Some(seat) = self.inner.seat_of(run) {
            seat.forget(run);
            seat.client.send(Request::StopRun(run));
        }
        Inner::leave(&self.inner, run);
    }

    /// Ends all workers and all launches under way; nothing is heard after that.
    pub fn terminate(&self) {
        self.inner.early.borrow_mut().clear();
        let seats = self.inner.seats.take();
        for (worker, seat) in seats {
            self.inner.seating.borrow_mut().remove(worker);
            seat.client.terminate();
        }
    }

    /// How many workers are open.
    pub fn n_workers(&self) -> usize {
        self.inner.seating.borrow().n_workers()
    }
}

impl Inner {
    fn is_launching(&self, run: RunId, launch: u64) -> bool {
        let early = self.early.borrow();
        early.get(&run).is_some_and(|early| early.launch == launch)
    }

    async fn launch(self: &Rc<Self>, launch: u64, wanted: Begin, hear: &HearRun) -> Result<(), Fault> {
        let run = wanted.run;
        loop {
            let choice = self.chooser.choice(wanted.preference).await;
            if !self.is_launching(run, launch) {
                return Ok(());
            }
            match choice? {
                Choice::Open {
                    engine,
                    reason,
                    js,
                    wasm,
                } => return self.start(wanted, (engine, reason), &js, &wasm, hear),
                Choice::Refuse(fault) => return Err(fault),
                Choice::Wait { engine } => hear(Heard::Waiting { run, engine }),
            }
            sleep_ms(POLL_MS).await;
            if !self.is_launching(run, launch) {
                return Ok(());
            }
        }
    }

    /// Seats the run, opens its worker where it is new, and starts it.
    fn start(
        self: &Rc<Self>,
        wanted: Begin,
        (engine, reason): (EngineKind, Reason),
        js: &str,
        wasm: &str,
        hear: &HearRun,
    ) -> Result<(), Fault> {
        let run = wanted.run;
        self.close_broken();
        let place = self.seating.borrow_mut().seat(run, engine, wasm);
        let user = (run, reason, self.listen(hear));
        let joined = match place {
            Place::Join(worker) => self.seats.borrow().get(&worker).cloned(),
            Place::Open(_) => None,
        };
        let seat = match (joined, place) {
            (Some(seat), _) => {
                seat.take_place(user);
                seat
            }
            (None, Place::Open(worker) | Place::Join(worker)) => {
                let boot = self.chooser.boot_url(js, wasm);
                let opened = Seat::open(&boot, wasm.to_owned(), Some(user), Rc::default());
                let seat = opened.inspect_err(|_| self.seating.borrow_mut().remove(worker))?;
                self.seats.borrow_mut().insert(worker, Rc::clone(&seat));
                seat
            }
        };
        let (request, bytes) = wanted.request(self.chooser.data_url());
        seat.client.send_with(request, bytes);
        let early = self.early.borrow_mut().remove(&run);
        for request in early.into_iter().flat_map(|early| early.requests) {
            seat.client.send(request);
        }
        Ok(())
    }

    /// Hears for `hear`, and frees the run's place at its end.
    fn listen(self: &Rc<Self>, hear: &HearRun) -> HearRun {
        let (weak, hear) = (Rc::downgrade(self), Rc::clone(hear));
        Rc::new(move |heard| {
            if let Heard::Event { event, .. } = &heard
                && event.is_end()
                && let (Some(run), Some(inner)) = (event.run(), weak.upgrade())
            {
                Self::leave(&inner, run);
            }
            hear(heard);
        })
    }

    /// Frees the place of `run`; a worker without runs is ended after a while, one that is broken at once.
    fn leave(inner: &Rc<Self>, run: RunId) {
        inner.close_broken();
        let Some(worker) = inner.seating.borrow_mut().leave(run) else {
            return;
        };
        let inner = Rc::clone(inner);
        spawn_local(async move {
            let is_open = inner.seats.borrow().get(&worker).is_some_and(|seat| seat.is_open());
            if is_open {
                sleep_ms(IDLE_MS).await;
            }
            if inner.seating.borrow().is_idle(worker) {
                inner.seating.borrow_mut().remove(worker);
                let seat = inner.seats.borrow_mut().remove(&worker);
                seat.iter().for_each(|seat| seat.client.terminate());
            }
        });
    }

    /// No run joins a worker that has failed.
    fn close_broken(&self) {
        let seats = self.seats.borrow();
        for (worker, _) in seats.iter().filter(|(_, seat)| !seat.is_open()) {
            self.seating.borrow_mut().close(*worker);
        }
    }

    fn seat_of(&self, run: RunId) -> Option<Rc<Seat>> {
        let worker = self.seating.borrow().worker_of(run)?;
        self.seats.borrow().get(&worker).cloned()
    }
}
