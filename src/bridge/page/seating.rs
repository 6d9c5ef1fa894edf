//! Which run sits at which worker of a fleet: plain, without a browser.

use crate::bridge::protocol::{EngineKind, RunId};

/// Most workers that are opened unasked: each holds the images once more.
const MOST_WORKERS: usize = 8;

/// Workers for a machine of `n_cores` logical cores: one core stays free for the page.
pub fn default_workers(n_cores: usize) -> usize {
    n_cores.saturating_sub(1).clamp(1, MOST_WORKERS)
}

/// Names one worker of a fleet; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkerId(pub u64);

/// Where a run is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// To this worker, which is open.
    Join(WorkerId),
    /// To this worker, which is to be opened.
    Open(WorkerId),
}

#[derive(Clone, Debug)]
struct Worker {
    id: WorkerId,
    engine: EngineKind,
    /// The WebAssembly that it runs: a new build of an engine is another worker.
    wasm: String,
    runs: Vec<RunId>,
    /// Whether no run may join any more.
    is_closed: bool,
}

/// Who sits where.
#[derive(Clone, Debug)]
pub struct Seating {
    n_most: usize,
    n_opened: u64,
    workers: Vec<Worker>,
}

impl Seating {
    /// Nobody yet, at `n_most` workers on the CPU; the WebGPU engine has one, since runs share the one GPU.
    pub fn new(n_most: usize) -> Self {
        Self {
            n_most: n_most.max(1),
            n_opened: 0,
            workers: Vec::new(),
        }
    }

    /// Seats `run` on the engine with this WebAssembly: at a worker without runs, else at a new one where there may be one
    /// more, else where the fewest runs are.
    pub fn seat(&mut self, run: RunId, engine: EngineKind, wasm: &str) -> Place {
        let n_most = match engine {
            EngineKind::Cpu => self.n_most,
            EngineKind::Gpu => 1,
        };
        let of_engine = |worker: &&mut Worker| worker.engine == engine && !worker.is_closed;
        let n_open = self.workers.iter_mut().filter(of_engine).count();
        let fits = self
            .workers
            .iter_mut()
            .filter(of_engine)
            .filter(|worker| worker.wasm == wasm);
        let least = fits.min_by_key(|worker| worker.runs.len());
        match least {
            Some(worker) if worker.runs.is_empty() || n_open >= n_most => {
                worker.runs.push(run);
                Place::Join(worker.id)
            }
            _ => {
                self.n_opened += 1;
                let id = WorkerId(self.n_opened);
                self.workers.push(Worker {
                    id,
                    engine,
                    wasm: wasm.to_owned(),
                    runs: vec![run],
                    is_closed: false,
                });
                Place::Open(id)
            }
        }
    }

    /// Where `run` sits.
    pub fn worker_of(&self, run: RunId) -> Option<WorkerId> {
        let worker = self.workers.iter().find(|worker| worker.runs.contains(&run));
        worker.map(|worker| worker.id)
    }

    /// `run` is over; the worker where it sat, if no run sits there any more.
    pub fn leave(&mut self, run: RunId) -> Option<WorkerId> {
        let worker = self.workers.iter_mut().find(|worker| worker.runs.contains(&run))?;
        worker.runs.retain(|other| *other != run);
        worker.runs.is_empty().then_some(worker.id)
    }

    /// No run may join `worker` any more; those that sit there stay.
    pub fn close(&mut self, worker: WorkerId) {
        if let Some(worker) = self.workers.iter_mut().find(|other| other.id == worker) {
            worker.is_closed = true;
        }
    }

    /// Whether `worker` is there and no run sits at it.
    pub fn is_idle(&self, worker: WorkerId) -> bool {
        let worker = self.workers.iter().find(|other| other.id == worker);
        worker.is_some_and(|worker| worker.runs.is_empty())
    }

    /// `worker` is gone, and with it the runs that sat there.
    pub fn remove(&mut self, worker: WorkerId) {
        self.workers.retain(|other| other.id != worker);
    }

    /// How many workers there are.
    pub fn n_workers(&self) -> usize {
        self.workers.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cpu(seating: &mut Seating, run: u64) -> Place {
        seating.seat(RunId(run), EngineKind::Cpu, "cpu.wasm")
    }

    #[test]
    fn one_core_is_left_to_the_page() {
        assert_eq!([1, 2, 4, 9, 64].map(default_workers), [1, 1, 3, 8, 8]);
    }

    #[test]
    fn workers_are_opened_up_to_the_most_and_then_shared_evenly() {
        let mut seating = Seating::new(2);
        let places: Vec<Place> = (1..=5).map(|run| cpu(&mut seating, run)).collect();
        let (first, second) = (WorkerId(1), WorkerId(2));
        let expected = [
            Place::Open(first),
            Place::Open(second),
            Place::Join(first),
            Place::Join(second),
            Place::Join(first),
        ];
        assert_eq!(places, expected);
        assert_eq!(seating.worker_of(RunId(4)), Some(second));
        assert_eq!(seating.worker_of(RunId(6)), None);
    }

    #[test]
    fn an_idle_worker_is_taken_before_a_new_one_is_opened() {
        let mut seating = Seating::new(8);
        cpu(&mut seating, 1);
        cpu(&mut seating, 2);
        assert_eq!(seating.leave(RunId(1)), Some(WorkerId(1)));
        assert!(seating.is_idle(WorkerId(1)) && !seating.is_idle(WorkerId(2)));
        assert_eq!(cpu(&mut seating, 3), Place::Join(WorkerId(1)));
        assert_eq!(seating.leave(RunId(1)), None); // it is over already
        assert_eq!(seating.n_workers(), 2);
    }

    #[test]
    fn a_worker_with_runs_left_is_not_idle() {
        let mut seating = Seating::new(1);
        cpu(&mut seating, 1);
        cpu(&mut seating, 2);
        assert_eq!(seating.leave(RunId(1)), None);
        assert_eq!(seating.leave(RunId(2)), Some(WorkerId(1)));
    }

    #[test]
    fn the_gpu_has_one_worker_beside_those_of_the_cpu() {
        let mut seating = Seating::new(4);
        cpu(&mut seating, 1);
        let gpu = |seating: &mut Seating, run| seating.seat(RunId(run), EngineKind::Gpu, "gpu.wasm");
        assert_eq!(gpu(&mut seating, 2), Place::Open(WorkerId(2)));
        assert_eq!(gpu(&mut seating, 3), Place::Join(WorkerId(2)));
        assert_eq!(cpu(&mut seating, 4), Place::Open(WorkerId(3)));
    }

    #[test]
    fn a_worker_that_is_closed_or_gone_is_replaced_for_the_next_run() {
        let mut seating = Seating::new(1);
        cpu(&mut seating, 1);
        seating.close(WorkerId(1));
        assert_eq!(cpu(&mut seating, 2), Place::Open(WorkerId(2)));
        assert_eq!(seating.worker_of(RunId(1)), Some(WorkerId(1)));
        seating.remove(WorkerId(2));
        assert_eq!(seating.worker_of(RunId(2)), None);
        assert_eq!(cpu(&mut seating, 3), Place::Open(WorkerId(3)));
    }

    #[test]
    fn another_build_of_an_engine_gets_a_worker_of_its_own() {
        let mut seating = Seating::new(1);
        cpu(&mut seating, 1);
        let place = seating.seat(RunId(2), EngineKind::Cpu, "newer.wasm");
        assert_eq!(place, Place::Open(WorkerId(2)));
    }
}
