//! Which engine a run gets, and why: plain, without a browser.

use super::engines::{Catalogue, Entry};
use crate::bridge::protocol::{AdapterReport, EngineKind, Fault, GpuProblem, Undelivered};

/// What the learner wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preference {
    /// The GPU where it is hardware and can be used, else the CPU.
    #[default]
    Auto,
    /// The CPU, whatever there is.
    Cpu,
    /// The GPU, even a slow one, or a refusal.
    Gpu,
}

impl Preference {
    /// All, in the order in which the page offers them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Cpu, Self::Gpu];

    /// The stable word of links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Cpu => "cpu",
            Self::Gpu => "gpu",
        }
    }
}

/// Why this engine runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The learner asked for it.
    Asked,
    /// A hardware GPU is there.
    HardwareGpu,
    /// The browser offers no WebGPU adapter.
    NoGpu,
    /// The adapter is software, slower than the CPU engine.
    SoftwareGpu,
    /// The adapter cannot time kernels, which the WebGPU engine needs.
    NoTimestamps,
    /// The WebGPU engine is still being built.
    GpuBuilding,
    /// This site was built without the WebGPU engine.
    GpuAbsent,
}

/// What follows.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Load this engine.
    Open {
        /// Which one.
        engine: EngineKind,
        /// Why.
        reason: Reason,
        /// Its JavaScript module, beside the catalogue.
        js: String,
        /// Its WebAssembly, beside the catalogue.
        wasm: String,
    },
    /// Ask the catalogue again later: the engine is being built.
    Wait {
        /// Which one.
        engine: EngineKind,
    },
    /// It cannot be had.
    Refuse(Fault),
}

/// The engine for `preference`; `adapter` is nothing where the browser has none.
pub fn choose(preference: Preference, adapter: Option<&AdapterReport>, catalogue: &Catalogue) -> Choice {
    match preference {
        Preference::Cpu => open(EngineKind::Cpu, Reason::Asked, catalogue),
        Preference::Gpu => match obstacle(adapter) {
            Some(problem) => Choice::Refuse(Fault::NoGpu { problem }),
            None => open(EngineKind::Gpu, Reason::Asked, catalogue),
        },
        Preference::Auto => match (why_not_gpu(adapter), &catalogue.gpu) {
            (Some(reason), _) => open(EngineKind::Cpu, reason, catalogue),
            (None, Entry::Ready { .. }) => open(EngineKind::Gpu, Reason::HardwareGpu, catalogue),
            (None, Entry::Building) => open(EngineKind::Cpu, Reason::GpuBuilding, catalogue),
            (None, Entry::Absent { .. }) => open(EngineKind::Cpu, Reason::GpuAbsent, catalogue),
        },
    }
}

/// What makes the WebGPU engine impossible.
fn obstacle(adapter: Option<&AdapterReport>) -> Option<GpuProblem> {
    match adapter {
        None => Some(GpuProblem::NoAdapter),
        Some(adapter) if !adapter.has_timestamp_query => Some(GpuProblem::NoTimestamps),
        Some(_) => None,
    }
}

/// What makes the WebGPU engine impossible or a bad idea.
fn why_not_gpu(adapter: Option<&AdapterReport>) -> Option<Reason> {
    match adapter {
        None => Some(Reason::NoGpu),
        Some(adapter) if adapter.is_software => Some(Reason::SoftwareGpu),
        Some(adapter) if !adapter.has_timestamp_query => Some(Reason::NoTimestamps),
        Some(_) => None,
    }
}

fn open(engine: EngineKind, reason: Reason, catalogue: &Catalogue) -> Choice {
    match (catalogue.entry(engine), engine) {
        (Entry::Ready { js, wasm, .. }, _) => Choice::Open {
            engine,
            reason,
            js: js.clone(),
            wasm: wasm.clone(),
        },
        (Entry::Building, _) => Choice::Wait { engine },
        (Entry::Absent { reason }, EngineKind::Gpu) => Choice::Refuse(Fault::NoGpu {
            problem: GpuProblem::Absent { reason: reason.clone() },
        }),
        (Entry::Absent { reason }, EngineKind::Cpu) => Choice::Refuse(Fault::Download {
            file: "engine_cpu".to_owned(),
            problem: Undelivered::Absent { reason: reason.clone() },
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(engine: &str) -> Entry {
        Entry::Ready {
            js: format!("{engine}.js"),
            wasm: format!("{engine}_bg.wasm"),
            n_bytes: 1,
        }
    }

    fn catalogue(gpu: Entry) -> Catalogue {
        Catalogue {
            build: "b".into(),
            cpu: ready("cpu"),
            gpu,
        }
    }

    fn hardware() -> AdapterReport {
        AdapterReport {
            has_timestamp_query: true,
            ..AdapterReport::default()
        }
    }

    /// The engine and the reason; panics where none is opened.
    fn opened(preference: Preference, adapter: Option<AdapterReport>, gpu: Entry) -> (EngineKind, Reason) {
        match choose(preference, adapter.as_ref(), &catalogue(gpu)) {
            Choice::Open { engine, reason, js, .. } => {
                assert_eq!(js, format!("{}.js", engine.id()));
                (engine, reason)
            }
            other => panic!("{other:?}"),
        }
    }

    fn absent() -> Entry {
        Entry::Absent { reason: "No.".into() }
    }

    #[test]
    fn auto_takes_the_gpu_only_where_it_is_hardware_complete_and_built() {
        let auto = |adapter, gpu| opened(Preference::Auto, adapter, gpu);
        let software = AdapterReport {
            is_software: true,
            ..hardware()
        };
        let untimed = AdapterReport {
            has_timestamp_query: false,
            ..hardware()
        };
        use EngineKind::{Cpu, Gpu};
        assert_eq!(auto(Some(hardware()), ready("gpu")), (Gpu, Reason::HardwareGpu));
        assert_eq!(auto(None, ready("gpu")), (Cpu, Reason::NoGpu));
        assert_eq!(auto(Some(software), ready("gpu")), (Cpu, Reason::SoftwareGpu));
        assert_eq!(auto(Some(untimed), ready("gpu")), (Cpu, Reason::NoTimestamps));
        assert_eq!(auto(Some(hardware()), Entry::Building), (Cpu, Reason::GpuBuilding));
        assert_eq!(auto(Some(hardware()), absent()), (Cpu, Reason::GpuAbsent));
    }

    #[test]
    fn a_wish_is_followed_even_to_a_slow_gpu() {
        let software = AdapterReport {
            is_software: true,
            ..hardware()
        };
        assert_eq!(
            opened(Preference::Gpu, Some(software), ready("gpu")),
            (EngineKind::Gpu, Reason::Asked)
        );
        assert_eq!(
            opened(Preference::Cpu, Some(hardware()), ready("gpu")),
            (EngineKind::Cpu, Reason::Asked)
        );
    }

    #[test]
    fn a_gpu_that_cannot_be_had_is_refused_not_replaced() {
        let refused = |adapter: Option<AdapterReport>, gpu| {
            let choice = choose(Preference::Gpu, adapter.as_ref(), &catalogue(gpu));
            matches!(choice, Choice::Refuse(Fault::NoGpu { .. }))
        };
        assert!(refused(None, ready("gpu")));
        assert!(refused(Some(AdapterReport::default()), ready("gpu"))); // no timestamp-query
        assert!(refused(Some(hardware()), absent()));
    }

    #[test]
    fn an_engine_that_is_being_built_is_waited_for() {
        let gpu = choose(Preference::Gpu, Some(&hardware()), &catalogue(Entry::Building));
        assert_eq!(
            gpu,
            Choice::Wait {
                engine: EngineKind::Gpu
            }
        );
        let mut nothing_yet = catalogue(Entry::Building);
        nothing_yet.cpu = Entry::Building;
        let cpu = choose(Preference::Auto, None, &nothing_yet);
        assert_eq!(
            cpu,
            Choice::Wait {
                engine: EngineKind::Cpu
            }
        );
    }
}
