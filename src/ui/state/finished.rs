//! The runs whose networks the worker still holds.

use crate::bridge::protocol::{EngineKind, RunId};
use crate::spec::RunSpec;
use crate::ui::run::Run;

/// How many finished runs are listed: as many as a worker keeps the networks of.
const N_FINISHED: usize = 4;

/// A run that went to its end, for those who want to look into its network.
#[derive(Clone, Debug, PartialEq)]
pub struct FinishedRun {
    /// Its name, for `NetworkSource::Trained`.
    pub run: RunId,
    /// What was trained; its seed decided the weights it began with.
    pub spec: RunSpec,
    /// Share of the test images that were right at the end, 0 to 1.
    pub accuracy: f32,
    /// The engine that trained it.
    pub engine: EngineKind,
}

/// Adds `run`, which has just gone to its end; the oldest makes room.
pub fn list(finished: &mut Vec<FinishedRun>, run: &Run) {
    let (Some(id), Some(spec), Some(outcome), Some(device)) = (run.id, &run.spec, &run.outcome, &run.device) else {
        return;
    };
    finished.push(FinishedRun {
        run: id,
        spec: spec.clone(),
        accuracy: outcome.summary.accuracy(),
        engine: device.engine,
    });
    let n_over = finished.len().saturating_sub(N_FINISHED);
    finished.drain(..n_over);
}
