//! From a spec to layers: each block learns its settings, and where its weights begin in the flat list.

use super::{Block, Layer, cbam::Cbam, conv::Conv, linear::Linear, norm::Norm, parallel::Parallel, pool::Pool};
use crate::geometry::Shape;
use crate::spec::{LayerSpec, Lowered, NetworkSpec, OpSpec, ParameterSpec, SpecError};

/// The layers of `spec`, whose weights are `parameters`.
///
/// # Errors
/// As [`NetworkSpec::lower`].
pub fn layers(spec: &NetworkSpec, parameters: &[ParameterSpec]) -> Result<Vec<Layer>, SpecError> {
    let lowered = spec.lower()?;
    let mut building = Building {
        lowered: &lowered,
        parameters,
    };
    let input = Shape::new(spec.input.channels, spec.input.height, spec.input.width);
    let (layers, _shape) = building.sequence(&spec.layers, input);
    Ok(layers)
}

struct Building<'a> {
    lowered: &'a Lowered,
    parameters: &'a [ParameterSpec],
}

impl Building<'_> {
    /// The built `layers` on a map of shape `below`, and the shape above them.
    fn sequence(&mut self, layers: &[LayerSpec], mut below: Shape) -> (Vec<Layer>, Shape) {
        let mut built = Vec::with_capacity(layers.len());
        for layer in layers {
            built.push(Layer {
                name: layer.name.clone(),
                block: self.block(layer, below),
            });
            // CBAM, which has no row of its own name, keeps the shape.
            below = self
                .lowered
                .geometry_of(&layer.name)
                .map_or(below, |geometry| geometry.shape);
        }
        (built, below)
    }

    fn block(&mut self, layer: &LayerSpec, below: Shape) -> Block {
        match &layer.op {
            OpSpec::Conv(conv) => Block::Conv(Conv::new(conv, below.channels, self.position(layer, "weight"))),
            OpSpec::BatchNorm => Block::Norm(Norm {
                first: self.position(layer, "weight"),
                n_channels: below.channels,
            }),
            OpSpec::Relu => Block::Relu,
            OpSpec::Pool(pool) => Block::Pool(Pool(pool.clone())),
            OpSpec::GlobalAveragePool => Block::GlobalAveragePool,
            OpSpec::Flatten => Block::Flatten,
            OpSpec::Linear(linear) => Block::Linear(Linear {
                weight: self.position(layer, "weight"),
                in_features: below.n_values(),
                out_features: linear.out_features,
            }),
            OpSpec::Parallel(parallel) => {
                let branches = parallel
                    .branches
                    .iter()
                    .map(|branch| self.sequence(&branch.layers, below).0);
                Block::Parallel(Parallel {
                    branches: branches.collect(),
                    fusion: parallel.fusion,
                })
            }
            OpSpec::Cbam(cbam) => Block::Cbam(Cbam {
                first: self.position(layer, "channel.fc1.weight"),
                n_channels: below.channels,
                n_hidden: cbam.hidden(below.channels),
                kernel: cbam.kernel,
            }),
        }
    }

    /// Position of the first weight of `layer`, which the spec's parameters hold by construction.
    fn position(&self, layer: &LayerSpec, suffix: &str) -> usize {
        let name = format!("{}.{suffix}", layer.name);
        self.parameters
            .iter()
            .position(|parameter| parameter.name == name)
            .unwrap_or_default()
    }
}
