//! The steps of a network's forward pass, with every number that code must name.

mod planning;

use super::super::layer::{CbamSpec, ConvSpec, Fusion, PoolSpec};

pub(super) use planning::plan;

/// Whether a value is a map `[batch, channels, height, width]` or a vector `[batch, features]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// Four axes.
    Map,
    /// Two axes.
    Vector,
}

/// How many channels a layer reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channels {
    /// This many.
    Number(usize),
    /// As many as the class is made for: its argument.
    OfInput,
}

/// One step of a forward pass.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A layer.
    Layer(Layer),
    /// Branches side by side, in the forward pass itself.
    Merge(Merge),
    /// A parallel layer as a class of its own.
    Nested(Nested),
    /// A map of one cell becomes a vector.
    ToVector,
    /// A vector becomes a map of one cell.
    ToMap,
}

/// A layer whose numbers are known.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    /// Its name below the class that it stands in; empty where it has none there, being without weights.
    pub local: String,
    /// What it computes.
    pub op: Op,
    /// What it reads.
    pub rank: Rank,
}

/// What a layer computes, with the numbers of its input.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Conv(Channels, ConvSpec),
    BatchNorm(Channels),
    Relu,
    Pool(PoolSpec),
    GlobalAveragePool,
    Flatten,
    /// Inputs and outputs.
    Linear(usize, usize),
    Cbam(Channels, CbamSpec),
}

/// Branches that see the same input.
#[derive(Clone, Debug)]
pub(super) struct Merge {
    /// How they become one.
    pub fusion: Fusion,
    /// Their names and steps.
    pub branches: Vec<(String, Vec<Step>)>,
}

/// A class of its own: one parallel layer whose weights all stand below its name.
#[derive(Clone, Debug)]
pub(super) struct Nested {
    /// Its name below the class that it stands in.
    pub local: String,
    /// How many channels it is made for.
    pub channels: Channels,
    /// What it holds.
    pub class: Class,
}

/// A class: the network itself, or a parallel layer.
#[derive(Clone, Debug)]
pub(super) struct Class {
    /// What it reads and gives.
    pub ranks: [Rank; 2],
    /// Its forward pass.
    pub steps: Vec<Step>,
}

impl Step {
    /// The name below the class that the step stands in; empty where it has none.
    pub fn local(&self) -> &str {
        match self {
            Self::Layer(layer) => &layer.local,
            Self::Nested(nested) => &nested.local,
            Self::Merge(_) | Self::ToVector | Self::ToMap => "",
        }
    }

    /// Whether the step has a place in the `state_dict`.
    pub fn has_weights(&self) -> bool {
        match self {
            Self::Layer(layer) => layer.op.has_weights(),
            Self::Nested(_) => true,
            Self::Merge(_) | Self::ToVector | Self::ToMap => false,
        }
    }
}

impl Op {
    /// Whether the layer has weights, and so a place in the `state_dict`.
    pub const fn has_weights(&self) -> bool {
        matches!(
            self,
            Self::Conv(..) | Self::BatchNorm(_) | Self::Linear(..) | Self::Cbam(..)
        )
    }
}
