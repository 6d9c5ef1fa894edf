//! The weights of a network as the record of its Burn module: where each stands, and in which layout.

use std::collections::BTreeMap;

use safetensors::{Dtype, SafeTensors};
use thiserror::Error;

use super::super::super::lower::SpecError;
use super::super::super::network::NetworkSpec;
use super::super::plan::{Op, Step, plan};
use super::super::words::Words;
use super::WORDS;
use super::layers::named_fields;
use super::pack::{Packed, pack};

/// The layers of `Cbam` that have weights, as in the code of its module and in PyTorch's.
const CBAM_PARTS: [&str; 3] = ["channel.fc1", "channel.fc2", "spatial.conv"];

/// Why weights cannot be written as a record.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum PackError {
    /// The network is wrong.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// The file is none.
    #[error("the weights are no safetensors file: {0}")]
    File(String),
    /// A weight is missing, or another than the network's.
    #[error("weight `{name}` is missing, is not float32, or has another shape")]
    Weight {
        /// Its PyTorch name.
        name: String,
    },
}

impl NetworkSpec {
    /// The weights of a PyTorch `state_dict`, a safetensors file, as a burnpack file for the module that
    /// [`NetworkSpec::burn`] writes: `ModuleRecord::load` reads it, and `load_record` puts it into the module.
    ///
    /// # Errors
    /// A network that does not hold together, or a file that lacks one of its weights.
    pub fn burnpack(&self, state_dict: &[u8]) -> Result<Vec<u8>, PackError> {
        let file = SafeTensors::deserialize(state_dict).map_err(|error| PackError::File(error.to_string()))?;
        let mut owners = BTreeMap::new();
        walk(&plan(self)?.steps, "", "", &mut owners);
        let tensors = self.parameters()?.into_iter().map(|parameter| {
            let name = parameter.name;
            let packed = || {
                let (owner, last) = name.rsplit_once('.')?;
                let owner = owners.get(owner)?;
                let tensor = file.tensor(&name).ok()?;
                let fits = tensor.dtype() == Dtype::F32 && tensor.shape() == parameter.shape;
                fits.then(|| owner.packed(last, &parameter.shape, tensor.data()))
            };
            packed().ok_or_else(|| PackError::Weight { name: name.clone() })
        });
        Ok(pack(&tensors.collect::<Result<Vec<_>, _>>()?))
    }
}

/// A layer with weights of its own, in the module.
struct Owner {
    path: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Conv,
    Norm,
    Linear,
}

impl Owner {
    /// The weight called `name` in PyTorch, as Burn calls it and lays it out.
    fn packed(&self, name: &str, shape: &[usize], bytes: &[u8]) -> Packed {
        let name = match (self.kind, name) {
            (Kind::Norm, "weight") => "gamma",
            (Kind::Norm, "bias") => "beta",
            (_, name) => name,
        };
        // PyTorch keeps linear weights as [out, in], Burn as [in, out].
        let (shape, bytes) = match (self.kind, shape) {
            (Kind::Linear, [outputs, inputs]) => (vec![*inputs, *outputs], transposed(bytes, *outputs, *inputs)),
            _ => (shape.to_vec(), bytes.to_vec()),
        };
        let name = joined(&self.path, name);
        Packed { name, shape, bytes }
    }
}

/// The layers of `steps` by their PyTorch names; `below` is the name, `path` the path of the class that they stand in.
fn walk(steps: &[Step], below: &str, path: &str, owners: &mut BTreeMap<String, Owner>) {
    let mut fields = Vec::new();
    named_fields(steps, &mut Words::new(WORDS), &mut fields);
    for (step, field) in fields {
        let (name, path) = (joined(below, step.local()), joined(path, &field));
        let kind = match step {
            Step::Nested(nested) => {
                walk(&nested.class.steps, &name, &path, owners);
                continue;
            }
            Step::Layer(layer) => match &layer.op {
                Op::BatchNorm(_) => Kind::Norm,
                Op::Linear(..) => Kind::Linear,
                Op::Cbam(..) => {
                    owners.extend(CBAM_PARTS.map(|part| {
                        let (path, kind) = (joined(&path, part), Kind::Conv);
                        (joined(&name, part), Owner { path, kind })
                    }));
                    continue;
                }
                _ => Kind::Conv,
            },
            Step::Merge(_) | Step::ToVector | Step::ToMap => continue,
        };
        owners.insert(name, Owner { path, kind });
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Rows of 4-byte values as columns.
fn transposed(bytes: &[u8], n_rows: usize, n_columns: usize) -> Vec<u8> {
    let (values, _rest) = bytes.as_chunks::<4>();
    let column = |column: usize| (0..n_rows).map(move |row| values[row * n_columns + column]);
    (0..n_columns).flat_map(column).flatten().collect()
}
