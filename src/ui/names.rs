//! The words for what has a stable id: variants, classes, states, engines, faults.

use super::i18n::{Speech, say};
use super::intent::{EngineReason, Remedy};
use super::run::{Phase, Run};
use crate::bridge::page::Reason;
use crate::bridge::protocol::{EngineKind, Fault};
use crate::spec::{Dataset, Parameter};

/// Name of the variant `id`; the id itself where it is new.
pub fn variant(speech: Speech, id: &str) -> String {
    speech.words().variant_name(id)
}

/// Name of a class; the manifest's own word where it is none of CIFAR-10's.
pub fn class(speech: Speech, name: &str) -> String {
    speech.words().class_name(name)
}

/// Name of a data set.
pub fn dataset(speech: Speech, dataset: Dataset) -> String {
    match dataset {
        Dataset::Cifar10 => say!(speech, lab.cifar10),
        Dataset::Scales => say!(speech, lab.scales),
    }
}

/// Where a run stands, in a word.
pub fn phase(speech: Speech, run: &Run) -> String {
    match run.phase {
        _ if run.stopping => say!(speech, state.stopping),
        Phase::Idle if run.was_stopped => say!(speech, state.stopped),
        Phase::Idle => say!(speech, state.idle),
        Phase::Loading => say!(speech, state.loading),
        Phase::Running if run.testing.is_some() => say!(speech, state.testing),
        Phase::Running => say!(speech, state.running),
        Phase::Paused => say!(speech, state.paused),
        Phase::Finished => say!(speech, state.finished),
        Phase::Failed => say!(speech, state.failed),
    }
}

/// Name of a number of a layer.
pub fn parameter(speech: Speech, parameter: Parameter) -> String {
    match parameter {
        Parameter::Kernel => say!(speech, network.kernel),
        Parameter::Stride => say!(speech, network.stride),
        Parameter::Dilation => say!(speech, network.dilation),
        Parameter::Padding => say!(speech, network.padding),
        Parameter::OutChannels => say!(speech, field.channels),
        Parameter::Groups => say!(speech, field.groups),
    }
}

/// Name of an engine.
pub fn engine(speech: Speech, kind: EngineKind) -> String {
    match kind {
        EngineKind::Cpu => say!(speech, engine.cpu_name),
        EngineKind::Gpu => say!(speech, engine.gpu_name),
    }
}

/// Why an engine runs.
pub fn reason(speech: Speech, why: EngineReason) -> String {
    match why {
        EngineReason::Chosen(Reason::Asked) => say!(speech, engine.asked),
        EngineReason::Chosen(Reason::HardwareGpu) => say!(speech, engine.hardware),
        EngineReason::Chosen(Reason::NoGpu) => say!(speech, engine.no_gpu),
        EngineReason::Chosen(Reason::SoftwareGpu) => say!(speech, engine.software),
        EngineReason::Chosen(Reason::NoTimestamps) => say!(speech, engine.no_timestamps),
        EngineReason::Chosen(Reason::GpuBuilding) => say!(speech, engine.building),
        EngineReason::Chosen(Reason::GpuAbsent) => say!(speech, engine.absent),
        EngineReason::GpuFailed => say!(speech, engine.failed),
    }
}

/// What happened and what to do.
pub fn advice(speech: Speech, fault: &Fault) -> String {
    match fault {
        Fault::BadSpec { message } => say!(speech, fault.bad_spec, message = part(message)),
        Fault::BadCheckpoint { message } => say!(speech, fault.bad_checkpoint, message = part(message)),
        Fault::NoData { url } => say!(speech, fault.no_data, url = url.clone()),
        Fault::Download { file, message } => {
            say!(speech, fault.download, file = file.clone(), message = part(message))
        }
        Fault::BadData { file, message } => {
            say!(speech, fault.bad_data, file = file.clone(), message = part(message))
        }
        Fault::NotANumber { step } => say!(speech, fault.nan, step = step + 1),
        Fault::NoGpu { message } => say!(speech, fault.no_gpu, message = part(message)),
        Fault::WrongResult { layer, difference } => {
            let difference = format!("{difference:.1e}");
            say!(
                speech,
                fault.wrong_result,
                layer = layer.clone(),
                difference = difference
            )
        }
        Fault::DeviceLost { message } => say!(speech, fault.device_lost, message = part(message)),
        Fault::Busy => say!(speech, fault.busy),
        Fault::NoNetwork { .. } => say!(speech, fault.no_network),
        Fault::Ended => say!(speech, fault.ended),
        Fault::Protocol { message } => say!(speech, fault.protocol, message = part(message)),
        Fault::Bug { message } => say!(speech, fault.bug, message = part(message)),
    }
}

/// Why a run of a record failed: the advice of the fault that the page kept; the reason itself where it is another's.
pub fn failure(speech: Speech, reason: &str) -> String {
    match serde_json::from_str::<Fault>(reason) {
        Ok(fault) => advice(speech, &fault),
        Err(_) => reason.to_owned(),
    }
}

/// What a remedy's button does.
pub fn remedy(speech: Speech, remedy: Remedy) -> String {
    match remedy {
        Remedy::Retry => say!(speech, fault.retry),
        Remedy::UseCpu => say!(speech, fault.use_cpu),
        Remedy::UseScales => say!(speech, fault.use_scales),
        Remedy::LowerRate => say!(speech, fault.lower_rate),
        Remedy::Reload => say!(speech, fault.reload),
    }
}

/// A message as part of a sentence: without its own full stop.
fn part(message: &str) -> &str {
    message.trim().trim_end_matches('.')
}
