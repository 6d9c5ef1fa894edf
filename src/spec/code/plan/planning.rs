//! From layers to steps: shapes, vectors against maps, classes.

use std::collections::BTreeSet;

use super::super::super::head::ends_in_vector;
use super::super::super::layer::{LayerSpec, OpSpec, ParallelSpec};
use super::super::super::lower::{Lowered, SpecError};
use super::super::super::names::has_weights;
use super::super::super::network::NetworkSpec;
use super::{Channels, Class, Layer, Merge, Nested, Op, Rank, Step};
use crate::geometry::Shape;

/// The plan of a network.
///
/// # Errors
/// As [`NetworkSpec::lower_any`].
pub fn plan(spec: &NetworkSpec) -> Result<Class, SpecError> {
    let lowered = spec.lower_any()?;
    let mut weighted = BTreeSet::new();
    gather(&spec.layers, &mut weighted);
    let planning = Planning {
        lowered: &lowered,
        weighted: &weighted,
    };
    let input = Value {
        shape: lowered.graph.input(),
        rank: Rank::Map,
        channels: Channels::Number(spec.input.channels),
    };
    let (steps, output) = planning.sequence(&spec.layers, "", input);
    Ok(Class {
        ranks: [Rank::Map, output.rank],
        steps,
    })
}

/// What a layer reads or gives.
#[derive(Clone, Copy)]
struct Value {
    shape: Shape,
    rank: Rank,
    channels: Channels,
}

struct Planning<'a> {
    lowered: &'a Lowered,
    /// The names of all layers with weights.
    weighted: &'a BTreeSet<String>,
}

impl Planning<'_> {
    /// The steps of `layers` in the class at `path`, and what they give.
    fn sequence(&self, layers: &[LayerSpec], path: &str, mut value: Value) -> (Vec<Step>, Value) {
        let mut steps = Vec::with_capacity(layers.len());
        for layer in layers {
            value = self.layer(layer, path, value, &mut steps);
        }
        (steps, value)
    }

    fn layer(&self, layer: &LayerSpec, path: &str, below: Value, steps: &mut Vec<Step>) -> Value {
        let mut value = below;
        let needs = match &layer.op {
            OpSpec::Conv(_) | OpSpec::Pool(_) | OpSpec::Cbam(_) => Some(Rank::Map),
            OpSpec::Linear(_) => Some(Rank::Vector),
            _ => None,
        };
        if let Some(rank) = needs.filter(|rank| *rank != value.rank) {
            steps.push(turned(rank));
            value.rank = rank;
        }
        let channels = value.channels;
        let op = match &layer.op {
            OpSpec::Conv(conv) => Op::Conv(channels, conv.clone()),
            OpSpec::BatchNorm => Op::BatchNorm(channels),
            OpSpec::Relu => Op::Relu,
            OpSpec::Pool(pool) => Op::Pool(pool.clone()),
            OpSpec::GlobalAveragePool => Op::GlobalAveragePool,
            OpSpec::Flatten => Op::Flatten,
            OpSpec::Linear(linear) => Op::Linear(value.shape.n_values(), linear.out_features),
            OpSpec::Cbam(cbam) => Op::Cbam(channels, cbam.clone()),
            OpSpec::Parallel(parallel) => return self.parallel(layer, parallel, path, value, steps),
        };
        let rank = value.rank;
        // CBAM, which has no row of its own name, keeps the shape.
        let shape = self.shape_of(layer).unwrap_or(value.shape);
        let above = Value {
            shape,
            rank: match op {
                Op::GlobalAveragePool | Op::Flatten | Op::Linear(..) => Rank::Vector,
                _ => rank,
            },
            channels: match op {
                Op::BatchNorm(_) | Op::Relu | Op::Pool(_) | Op::GlobalAveragePool | Op::Cbam(..) => channels,
                Op::Conv(..) | Op::Linear(..) | Op::Flatten => Channels::Number(shape.channels),
            },
        };
        // A vector is pooled and flat already.
        let is_needed = rank == Rank::Map || !matches!(op, Op::GlobalAveragePool | Op::Flatten);
        if is_needed {
            let local = local(&layer.name, path);
            steps.push(Step::Layer(Layer { local, op, rank }));
        }
        above
    }

    fn parallel(
        &self,
        layer: &LayerSpec,
        parallel: &ParallelSpec,
        path: &str,
        below: Value,
        steps: &mut Vec<Step>,
    ) -> Value {
        let shape = self.shape_of(layer).unwrap_or(below.shape);
        let is_class = self.is_class(layer, parallel, path);
        let inside = Value {
            channels: if is_class { Channels::OfInput } else { below.channels },
            ..below
        };
        let inside_path = if is_class { layer.name.as_str() } else { path };
        let is_vector = |branch: &[LayerSpec]| ends_in_vector(branch, below.rank == Rank::Vector);
        // Branches that differ are all of one cell: each becomes a vector.
        let to_vector = parallel.branches.iter().any(|branch| is_vector(&branch.layers));
        let rank = if to_vector { Rank::Vector } else { Rank::Map };
        let branches = parallel.branches.iter().map(|branch| {
            let (mut steps, top) = self.sequence(&branch.layers, inside_path, inside);
            if top.rank != rank {
                steps.push(turned(rank));
            }
            (branch.name.clone(), steps)
        });
        let merge = Step::Merge(Merge {
            fusion: parallel.fusion,
            branches: branches.collect(),
        });
        steps.push(if is_class {
            Step::Nested(Nested {
                local: local(&layer.name, path),
                channels: below.channels,
                class: Class {
                    ranks: [below.rank, rank],
                    steps: vec![merge],
                },
            })
        } else {
            merge
        });
        Value {
            shape,
            rank,
            channels: Channels::Number(shape.channels),
        }
    }

    /// Whether the weights inside, and no others, stand below the layer's name, which stands below `path`.
    fn is_class(&self, layer: &LayerSpec, parallel: &ParallelSpec, path: &str) -> bool {
        let prefix = format!("{}.", layer.name);
        let mut inside = BTreeSet::new();
        for branch in &parallel.branches {
            gather(&branch.layers, &mut inside);
        }
        let below = self.weighted.iter().filter(|name| name.starts_with(&prefix));
        let is_below_path = path.is_empty() || layer.name.starts_with(&format!("{path}."));
        is_below_path && !inside.is_empty() && below.eq(inside.iter())
    }

    fn shape_of(&self, layer: &LayerSpec) -> Option<Shape> {
        self.lowered.geometry_of(&layer.name).map(|geometry| geometry.shape)
    }
}

const fn turned(rank: Rank) -> Step {
    match rank {
        Rank::Map => Step::ToMap,
        Rank::Vector => Step::ToVector,
    }
}

/// The name below `path`; empty where it stands elsewhere, as one without weights may.
fn local(name: &str, path: &str) -> String {
    if path.is_empty() {
        return name.to_owned();
    }
    let below = name.strip_prefix(path).and_then(|rest| rest.strip_prefix('.'));
    below.unwrap_or_default().to_owned()
}

fn gather(layers: &[LayerSpec], names: &mut BTreeSet<String>) {
    for layer in layers {
        if has_weights(&layer.op) {
            names.insert(layer.name.clone());
        }
        if let OpSpec::Parallel(parallel) = &layer.op {
            for branch in &parallel.branches {
                gather(&branch.layers, names);
            }
        }
    }
}
