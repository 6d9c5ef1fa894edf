//! The lab as plain data, and how an intent changes it.
//!
//! Nothing here knows a browser or a clock: [`LabState::take`] returns the errands for the outside.

mod finished;

pub use finished::FinishedRun;

use crate::bridge::page::Preference;
use crate::bridge::protocol::{Event, Fault, Request, RunId};
use crate::spec::Dataset;
use crate::ui::intent::{Errand, Intent, Remedy};
use crate::ui::query::{self, Problem, Query};
use crate::ui::run::{Phase, Run, Stage};

/// All that the lab shows.
#[derive(Clone, Debug, PartialEq)]
pub struct LabState {
    /// The settings, as the form shows them.
    pub query: Query,
    /// What is wrong with the link or with the control that was changed last.
    pub problems: Vec<Problem>,
    /// Whether CIFAR-10 is served here, once known.
    pub cifar10_here: Option<bool>,
    /// Weight of the past in the smooth loss curve.
    pub smoothing: f64,
    /// The current run, or the last one.
    pub run: Run,
    /// The last runs that went to their end on the engine that is open: its worker still holds their networks.
    pub finished: Vec<FinishedRun>,
    names_data: bool,
    n_runs: u64,
}

impl Default for LabState {
    fn default() -> Self {
        Self {
            query: Query::default(),
            problems: Vec::new(),
            cifar10_here: None,
            smoothing: 0.9,
            run: Run::default(),
            finished: Vec::new(),
            names_data: false,
            n_runs: 0,
        }
    }
}

impl LabState {
    /// Takes in `intent`; what must happen outside comes back, in order.
    pub fn take(&mut self, intent: Intent) -> Vec<Errand> {
        match intent {
            Intent::OpenLink(text) => self.open(&text),
            Intent::Set { key, value } => self.set(key, &value),
            Intent::Speak(language) => {
                self.query.lang = Some(language);
                vec![Errand::WriteLink]
            }
            Intent::FoundData { cifar10 } => self.found_data(cifar10),
            Intent::Start => {
                let mut errands = self.begin(self.query.engine, false);
                // The link has done what it asked for: going back to it, or reloading it, must not train again.
                if !errands.is_empty() && std::mem::take(&mut self.query.start) {
                    errands.push(Errand::WriteLink);
                }
                errands
            }
            Intent::Pause => self.ask(Phase::Running, Request::PauseRun),
            Intent::Resume => self.ask(Phase::Paused, Request::ResumeRun),
            Intent::Step => self.step(),
            Intent::Stop => self.stop(),
            Intent::Mend(remedy) => self.mend(remedy),
            Intent::Smooth(weight) => {
                self.smoothing = weight.clamp(0.0, 0.99);
                Vec::new()
            }
            Intent::EngineAwaited { run } => {
                if self.run.id == Some(run) {
                    self.run.stage = Stage::Building;
                }
                Vec::new()
            }
            Intent::EngineOpened { run, device, why } => {
                // Another engine is another worker, and the one before is ended with all that it held.
                self.finished.retain(|finished| finished.engine == device.engine);
                if self.run.id == Some(run) {
                    self.run.stage = Stage::Engine;
                    self.run.device = Some(device);
                    self.run.why = self.run.why.or(Some(why));
                }
                Vec::new()
            }
            Intent::Heard { event, pixels } => self.hear(event, &pixels),
        }
    }

    fn open(&mut self, text: &str) -> Vec<Errand> {
        (self.query, self.problems) = query::parse(text);
        self.names_data = query::names(text, "data");
        self.cifar10_here
            .map_or_else(Vec::new, |cifar10| self.found_data(cifar10))
    }

    fn set(&mut self, key: &'static str, value: &str) -> Vec<Errand> {
        // The own network and the variant are one choice.
        self.problems
            .retain(|problem| problem.key != key && !(key == "variant" && problem.key == "spec"));
        self.names_data |= key == "data";
        match self.query.set(key, value) {
            Ok(()) => vec![Errand::WriteLink],
            Err(problem) => {
                self.problems.push(problem);
                Vec::new()
            }
        }
    }

    /// Where CIFAR-10 is not there and the link does not ask for it, the generated images take its place.
    fn found_data(&mut self, cifar10: bool) -> Vec<Errand> {
        if !cifar10 {
            self.cifar10_here = Some(false);
            if !self.names_data {
                self.query.data.dataset = Dataset::Scales;
            }
        } else if self.cifar10_here.is_none() {
            self.cifar10_here = Some(true);
        }
        Vec::new()
    }

    fn begin(&mut self, wish: Preference, paused: bool) -> Vec<Errand> {
        let Some(spec) = self.query.run_spec().filter(|_| !self.run.phase.is_busy()) else {
            return Vec::new();
        };
        self.n_runs += 1;
        let run = RunId(self.n_runs);
        self.run = Run::beginning(run, spec.clone());
        if let Err(error) = spec.validate() {
            self.run.fail(Fault::BadSpec { problem: error.into() });
            return Vec::new();
        }
        vec![Errand::Begin {
            run,
            spec: Box::new(spec),
            wish,
            paused,
        }]
    }

    fn ask(&self, phase: Phase, request: fn(RunId) -> Request) -> Vec<Errand> {
        let run = self.run.id.filter(|_| self.run.phase == phase);
        run.map(|run| Errand::Ask(request(run))).into_iter().collect()
    }

    fn step(&mut self) -> Vec<Errand> {
        match self.run.phase {
            Phase::Running | Phase::Paused => self.ask(self.run.phase, Request::StepRun),
            Phase::Loading => Vec::new(),
            Phase::Idle | Phase::Finished | Phase::Failed => {
                let errands = self.begin(self.query.engine, true);
                self.run.step_waits = !errands.is_empty();
                errands
            }
        }
    }

    fn stop(&mut self) -> Vec<Errand> {
        let Some(run) = self.run.id.filter(|_| self.run.phase.is_busy()) else {
            return Vec::new();
        };
        if self.run.stopping || self.run.device.is_none() {
            self.run.stop();
            return vec![self.terminate()];
        }
        self.run.stopping = true;
        vec![Errand::Ask(Request::StopRun(run))]
    }

    fn mend(&mut self, remedy: Remedy) -> Vec<Errand> {
        match remedy {
            Remedy::Retry => {}
            Remedy::UseCpu => self.query.engine = Preference::Cpu,
            Remedy::UseScales => self.query.data.dataset = Dataset::Scales,
            Remedy::LowerRate => self.query.training.learning_rate /= 10.0,
            Remedy::Reload => return vec![Errand::Reload],
        }
        let mut errands = vec![Errand::WriteLink];
        errands.extend(self.begin(self.query.engine, false));
        errands
    }

    fn hear(&mut self, event: Event, pixels: &[u8]) -> Vec<Errand> {
        let was_busy = self.run.phase.is_busy();
        let fault = self.run.hear(event, pixels);
        if was_busy && self.run.phase == Phase::Finished {
            finished::list(&mut self.finished, &self.run);
        }
        let fault = match fault {
            Some(fault) => fault,
            None if self.run.step_waits && self.run.phase.has_started() => {
                self.run.step_waits = false;
                return self
                    .run
                    .id
                    .map(|run| Errand::Ask(Request::StepRun(run)))
                    .into_iter()
                    .collect();
            }
            None => return Vec::new(),
        };
        self.fail(fault)
    }

    /// A WebGPU engine that cannot begin gives way to the CPU engine, unless it was asked for by name.
    fn fail(&mut self, fault: Fault) -> Vec<Errand> {
        let gives_way = matches!(fault, Fault::NoGpu { .. } | Fault::WrongResult { .. });
        if gives_way && self.query.engine == Preference::Auto && self.run.steps.is_empty() {
            let paused = self.run.step_waits;
            self.run.stop();
            let mut errands = vec![self.terminate()];
            errands.extend(self.begin(Preference::Cpu, paused));
            self.run.step_waits = paused;
            self.run.gave_way(fault);
            return errands;
        }
        let mut errands = Vec::new();
        if let (Fault::NotANumber { .. }, Some(run)) = (&fault, self.run.id) {
            errands.push(Errand::Ask(Request::StopRun(run)));
        }
        if matches!(
            fault,
            Fault::Bug { .. } | Fault::Busy | Fault::DeviceLost { .. } | Fault::Protocol { .. }
        ) {
            errands.push(self.terminate());
        }
        self.run.fail(fault);
        errands
    }

    /// The worker is ended, and with it the networks that it holds.
    fn terminate(&mut self) -> Errand {
        self.finished.clear();
        Errand::Terminate
    }
}

#[cfg(test)]
mod tests;
