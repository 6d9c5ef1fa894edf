//! A whole network: its input and its layers.

use serde::{Deserialize, Serialize};

use super::layer::{LayerSpec, OpSpec};

/// Shape of the images that a network reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputSpec {
    /// Colour planes.
    pub channels: usize,
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
}

impl InputSpec {
    /// CIFAR-10's images: 3 × 32 × 32.
    pub const CIFAR10: Self = Self {
        channels: 3,
        height: 32,
        width: 32,
    };
}

/// A network as plain data, from the image to the logits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkSpec {
    /// The images it reads.
    pub input: InputSpec,
    /// Its layers, from below.
    pub layers: Vec<LayerSpec>,
}

impl NetworkSpec {
    /// The layer called `name`, at any depth.
    pub fn find(&self, name: &str) -> Option<&LayerSpec> {
        find(&self.layers, name)
    }

    /// Number of classes: the width of the last linear layer, 0 where there is none.
    pub fn n_classes(&self) -> usize {
        self.layers
            .iter()
            .rev()
            .find_map(|layer| match &layer.op {
                OpSpec::Linear(linear) => Some(linear.out_features),
                _ => None,
            })
            .unwrap_or(0)
    }
}

fn find<'a>(layers: &'a [LayerSpec], name: &str) -> Option<&'a LayerSpec> {
    layers.iter().find_map(|layer| match &layer.op {
        _ if layer.name == name => Some(layer),
        OpSpec::Parallel(parallel) => parallel.branches.iter().find_map(|branch| find(&branch.layers, name)),
        _ => None,
    })
}
