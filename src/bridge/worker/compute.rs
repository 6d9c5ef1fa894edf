//! What the worker computes on: looked at once, opened with the first run, compared with the CPU once per network.

use burn::tensor::Device;

use super::End;
use crate::bridge::protocol::{DeviceReport, EngineKind, Fault, GpuProblem, Refusal, RunId};
use crate::engine::{EngineError, device};
use crate::spec::NetworkSpec;
use crate::web::scope::n_cores;

#[cfg(feature = "gpu")]
use {
    super::post,
    crate::bridge::protocol::{AdapterReport, Event},
    crate::engine::self_test,
    crate::web::gpu,
    std::cell::RefCell,
};

/// The device of this worker.
pub struct Compute {
    report: DeviceReport,
    /// Why there is no adapter, where there is none.
    #[cfg(feature = "gpu")]
    problem: Option<String>,
    /// A WebGPU device can be opened once in a program.
    #[cfg(feature = "gpu")]
    gpu: RefCell<Option<Device>>,
    #[cfg(feature = "gpu")]
    checked: RefCell<Vec<NetworkSpec>>,
}

#[cfg(not(feature = "gpu"))]
impl Compute {
    /// Looks at what there is.
    pub async fn look(engine: EngineKind) -> Self {
        Self {
            report: DeviceReport {
                engine,
                adapter: None,
                n_cores: n_cores(),
            },
        }
    }

    /// What there is, for the page.
    pub fn report(&self) -> &DeviceReport {
        &self.report
    }

    /// The device.
    ///
    /// # Errors
    /// None: the CPU is always there.
    pub async fn device(&self) -> Result<Device, End> {
        Ok(device::cpu())
    }

    /// The CPU needs no comparison with itself.
    ///
    /// # Errors
    /// None.
    pub async fn check(&self, _run: RunId, _network: &NetworkSpec) -> Result<(), End> {
        Ok(())
    }
}

#[cfg(feature = "gpu")]
impl Compute {
    /// Looks at what there is, without opening it.
    pub async fn look(engine: EngineKind) -> Self {
        let (adapter, problem) = match engine {
            EngineKind::Cpu => (None, None),
            EngineKind::Gpu => match gpu::adapter().await {
                Ok(adapter) => (Some(report_of(adapter)), None),
                Err(message) => (None, Some(message)),
            },
        };
        Self {
            report: DeviceReport {
                engine,
                adapter,
                n_cores: n_cores(),
            },
            problem,
            gpu: RefCell::default(),
            checked: RefCell::default(),
        }
    }

    /// What there is, for the page.
    pub fn report(&self) -> &DeviceReport {
        &self.report
    }

    /// The device, opened where it is not yet.
    ///
    /// # Errors
    /// [`Fault::NoGpu`] where there is no adapter, or one that Burn cannot use: it panics without `timestamp-query`.
    pub async fn device(&self) -> Result<Device, End> {
        if self.report.engine == EngineKind::Cpu {
            return Ok(device::cpu());
        }
        let open = self.gpu.borrow().clone();
        if let Some(open) = open {
            return Ok(open);
        }
        let no_gpu = |problem| End::Failed(Fault::NoGpu { problem });
        let refused = |message| no_gpu(GpuProblem::Refused { message });
        match &self.report.adapter {
            None => {
                return Err(self
                    .problem
                    .clone()
                    .map_or_else(|| no_gpu(GpuProblem::NoAdapter), refused));
            }
            Some(adapter) if !adapter.has_timestamp_query => return Err(no_gpu(GpuProblem::NoTimestamps)),
            Some(_) => {}
        }
        let opened = device::gpu().await.map_err(|error| refused(error.to_string()))?;
        *self.gpu.borrow_mut() = Some(opened.clone());
        Ok(opened)
    }

    /// Compares the GPU with the CPU on `network`, once; the page hears how far it is.
    ///
    /// # Errors
    /// [`Fault::WrongResult`] where they differ.
    pub async fn check(&self, run: RunId, network: &NetworkSpec) -> Result<(), End> {
        if self.report.engine == EngineKind::Cpu || self.checked.borrow().contains(network) {
            return Ok(());
        }
        let device = self.device().await?;
        let tell = |n_done, n_total| post::post(&Event::Checking { run, n_done, n_total });
        self_test::check(network, &device, tell).await.map_err(end_of)?;
        self.checked.borrow_mut().push(network.clone());
        Ok(())
    }
}

#[cfg(feature = "gpu")]
fn report_of(adapter: gpu::Adapter) -> AdapterReport {
    AdapterReport {
        vendor: adapter.vendor,
        architecture: adapter.architecture,
        description: adapter.description,
        is_software: adapter.is_software,
        has_timestamp_query: adapter.has_timestamp_query,
        max_buffer_bytes: adapter.max_buffer_bytes,
        max_invocations: adapter.max_invocations,
    }
}

/// The engine's error as the page hears it.
pub fn end_of(error: EngineError) -> End {
    let message = error.to_string();
    let refused = |problem| Fault::BadSpec { problem };
    End::Failed(match error {
        EngineError::Spec(mistake) => refused(mistake.into()),
        EngineError::Run(mistake) => refused(mistake.into()),
        EngineError::TooFewImages { what, wanted, found } => refused(Refusal::TooFewImages {
            is_test: what == "test",
            wanted,
            found,
        }),
        EngineError::NoLayer { layer } => refused(Refusal::NoLayer { layer }),
        EngineError::NoClass { n_classes, .. } => refused(Refusal::NoClass { n_classes }),
        EngineError::TooManyBytes { n_bytes, most } => refused(Refusal::TooManyBytes { n_bytes, most }),
        EngineError::NoMap { layer, n_maps } => refused(Refusal::NoMap { layer, n_maps }),
        EngineError::Sizes { sizes } => refused(Refusal::Sizes { sizes }),
        EngineError::Weight { name, problem } => refused(Refusal::Weight { name, problem }),
        EngineError::Checkpoint { problem } => Fault::BadCheckpoint { problem },
        EngineError::NotANumber { step } => Fault::NotANumber { step },
        EngineError::Read { .. } => Fault::DeviceLost { message },
        EngineError::NoDevice { .. } => Fault::NoGpu {
            problem: GpuProblem::Refused { message },
        },
        EngineError::WrongResult { layer, difference } => Fault::WrongResult { layer, difference },
        _ => Fault::Bug { message },
    })
}
