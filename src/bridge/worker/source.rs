//! Where a network that is looked into comes from: drawn, given, kept, or trained here.

use std::sync::Arc;

use super::End;
use super::compute::end_of;
use super::training::Trained;
use crate::bridge::protocol::{Fault, Imported, NetworkSource};
use crate::engine::import::{Strictness, import};
use crate::engine::{Checkpoint, Network, Weights, device};
use crate::spec::{NetworkSpec, OpSpec};

/// A network that was asked about, on the host.
pub struct Source {
    /// Its layers.
    pub spec: NetworkSpec,
    /// Its weights.
    pub weights: Weights,
    /// Steps that it was trained for here.
    pub n_steps: usize,
    /// What became of the tensors of an import.
    pub report: Imported,
}

impl Source {
    /// The network that `source` names; `trained` is that of its run, where it names one.
    ///
    /// # Errors
    /// [`Fault::NoNetwork`] where the network of a run is gone, [`Fault::BadSpec`] where given weights are not those of their
    /// network: it names the first that does not fit; [`Fault::BadCheckpoint`] where a checkpoint is not its run's.
    pub fn of(source: &NetworkSource, trained: Option<&Trained>) -> Result<Self, End> {
        Ok(match source {
            NetworkSource::Drawn { spec, seed } => Self {
                weights: Weights::draw(spec, *seed).map_err(end_of)?,
                spec: (**spec).clone(),
                n_steps: 0,
                report: Imported::default(),
            },
            NetworkSource::Given { spec, state_dict } => {
                // Every weight is given; the drawn ones only say how many there are.
                let drawn = Weights::draw(spec, 0).map_err(end_of)?;
                let (weights, _complete) = import(spec, &drawn, state_dict, Strictness::Strict).map_err(end_of)?;
                Self {
                    weights,
                    spec: (**spec).clone(),
                    n_steps: 0,
                    report: Imported::default(),
                }
            }
            NetworkSource::Kept { run, checkpoint } => {
                let kept = Checkpoint::from_bytes(run, checkpoint).map_err(end_of)?;
                Self {
                    weights: kept.weights().clone(),
                    spec: run.network.clone(),
                    n_steps: kept.n_steps(),
                    report: Imported::default(),
                }
            }
            NetworkSource::Trained { run } => {
                let trained = trained.ok_or(Fault::NoNetwork { run: *run })?;
                Self {
                    spec: trained.spec.clone(),
                    weights: trained.weights.clone(),
                    n_steps: trained.n_steps,
                    report: Imported::default(),
                }
            }
        })
    }

    /// What fits of the file from anywhere, the rest drawn from `seed`; and what became of its tensors.
    ///
    /// # Errors
    /// [`Fault::BadSpec`] where it is no safetensors file, or nothing in it fits.
    pub fn imported(spec: &NetworkSpec, file: &[u8], seed: u64) -> Result<Self, End> {
        let drawn = Weights::draw(spec, seed).map_err(end_of)?;
        let (weights, report) = import(spec, &drawn, file, Strictness::Lenient).map_err(end_of)?;
        let report = Imported {
            n_taken: report.taken.len(),
            unfit: report.unfit,
            left_over: report.left_over,
        };
        Ok(Self {
            spec: spec.clone(),
            weights,
            n_steps: 0,
            report,
        })
    }

    /// The weights as a file.
    ///
    /// # Errors
    /// Those of [`Weights::to_state_dict`].
    pub fn file(&self) -> Result<Arc<[u8]>, End> {
        Ok(self.weights.to_state_dict(&self.spec).map_err(end_of)?.into())
    }

    /// The network on the CPU.
    ///
    /// # Errors
    /// Those of [`Network::new`].
    pub fn network(&self) -> Result<Network, End> {
        Network::new(&self.spec, &self.weights, &device::cpu()).map_err(end_of)
    }

    /// Names of the branches of the fusion called `layer`.
    pub fn branches(&self, layer: &str) -> Vec<&str> {
        match self.spec.find(layer).map(|layer| &layer.op) {
            Some(OpSpec::Parallel(parallel)) => parallel.branches.iter().map(|branch| branch.name.as_str()).collect(),
            _ => Vec::new(),
        }
    }
}
