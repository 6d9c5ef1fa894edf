//! The vocabulary of Fovea: networks, their variants, runs and metrics.
//!
//! A [`NetworkSpec`] is plain data: it can be written in a link, edited in the page and checked before anything runs.
//! [`NetworkSpec::lower`] turns it into the graph of [`crate::geometry`], and names the layer and the parameter of every mistake.
//! This room knows no Burn, no browser and no Leptos.
//! Read [`network`] first, then [`lower`](mod@lower), then [`variants`] and [`presets`].

pub mod classes;
mod code;
pub mod describe;
pub mod design;
mod difference;
pub mod edit;
mod head;
pub mod layer;
mod limits;
pub mod link;
pub mod lower;
pub mod metrics;
mod names;
pub mod network;
pub mod parameters;
pub mod presets;
pub mod run;
pub mod variants;

pub use classes::{CIFAR10_CLASSES, MarkAxis, SCALES_CLASSES, ScalesClass};
pub use code::PackError;
pub use describe::{LayerRow, Pair};
pub use design::Design;
pub use difference::Difference;
pub use edit::{Edit, LayerKind, Parameter};
pub use layer::{
    BranchSpec, CbamSpec, ConvSpec, Fusion, LayerSpec, LinearSpec, OpSpec, ParallelSpec, PoolKind, PoolSpec,
};
pub use link::LinkError;
pub use lower::{Lowered, SpecError};
pub use metrics::{EpochMetrics, RunSummary, StepMetrics};
pub use network::{InputSpec, NetworkSpec};
pub use parameters::{Init, ParameterSpec};
pub use run::{AugmentSpec, DataSource, DataSpec, Dataset, RunSpec, RunSpecError, Schedule, TrainingSpec};
