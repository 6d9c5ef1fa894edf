//! Weights from anywhere into a network: what fits is taken, and a report says what did not.

use super::tensor_file::{TensorFile, Unfit};
use super::{EngineError, Weights};
use crate::spec::{NetworkSpec, WeightMistake};

/// PyTorch counts the batches of its batch normalisation in a tensor of its own, which decides nothing here.
const COUNTER: &str = ".num_batches_tracked";

/// What an import may leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Every weight of the network must be there, and nothing else.
    Strict,
    /// What does not fit keeps the value that it had.
    Lenient,
}

/// What became of a file's tensors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Names of the weights that were taken, in the network's order.
    pub taken: Vec<String>,
    /// Names of the weights that were not, each with the reason, in the network's order.
    pub unfit: Vec<(String, Unfit)>,
    /// Names of the file's tensors that no weight of the network has, sorted.
    pub left_over: Vec<String>,
}

impl ImportReport {
    /// Whether every weight was taken and nothing is left over.
    pub fn is_complete(&self) -> bool {
        self.unfit.is_empty() && self.left_over.is_empty()
    }
}

/// Reads the safetensors file in `bytes`, with PyTorch's names, into the network `spec`; what does not fit keeps the value
/// that it has in `base`, such as the weights that a seed draws.
///
/// # Errors
/// `Weight` where it is no such file, where nothing fits at all, or, if `Strict`, where anything does not fit; `base` must be
/// the network's own in any case.
pub fn import(
    spec: &NetworkSpec,
    base: &Weights,
    bytes: &[u8],
    strictness: Strictness,
) -> Result<(Weights, ImportReport), EngineError> {
    let parameters = spec.parameters()?;
    base.fit(&parameters)?;
    let file = TensorFile::open(bytes).map_err(|detail| wrong("file", WeightMistake::NoFile { detail }))?;
    let mut weights = base.clone();
    let mut report = ImportReport::default();
    for (parameter, values) in parameters.iter().zip(&mut weights.0) {
        match file.take(&parameter.name, &parameter.shape) {
            Ok(taken) => {
                *values = taken;
                report.taken.push(parameter.name.clone());
            }
            Err(unfit) => report.unfit.push((parameter.name.clone(), unfit)),
        }
    }
    let is_own = |name: &str| name.ends_with(COUNTER) || parameters.iter().any(|parameter| parameter.name == name);
    let left_over = file.names().into_iter().filter(|name| !is_own(name));
    report.left_over = left_over.map(str::to_owned).collect();
    if strictness == Strictness::Strict {
        if let Some((name, unfit)) = report.unfit.first() {
            return Err(wrong(name, unfit.clone().into()));
        }
        if let Some(name) = report.left_over.first() {
            return Err(wrong(name, WeightMistake::Stranger));
        }
    }
    if report.taken.is_empty() {
        return Err(wrong("file", WeightMistake::NoneFits));
    }
    Ok((weights, report))
}

fn wrong(name: &str, problem: WeightMistake) -> EngineError {
    EngineError::Weight {
        name: name.to_owned(),
        problem,
    }
}
