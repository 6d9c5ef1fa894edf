//! The vocabulary of Fovea: networks, their variants, runs and metrics.
//!
//! A [`NetworkSpec`] is plain data: it can be written in a link, edited in the page and checked before anything runs.
//! [`NetworkSpec::lower`] turns it into the graph of [`crate::geometry`], and names the layer and the parameter of every [`Mistake`].
//! This room knows no Burn, no browser and no Leptos.
//! Read [`network`] first, then [`lower`](mod@lower), then [`variants`] and [`presets`].

pub mod classes;
mod code;
pub mod describe;
pub mod design;
mod difference;
pub mod edit;
pub mod files;
mod head;
pub mod layer;
mod limits;
pub mod link;
mod local_field;
pub mod lower;
pub mod metrics;
pub mod mistake;
mod names;
pub mod network;
pub mod parameters;
pub mod presets;
pub mod run;
pub mod variants;
pub mod weights;

pub use classes::{CIFAR10_CLASSES, MarkAxis, SCALES_CLASSES, ScalesClass};
pub use code::PackError;
pub use describe::{LayerRow, Pair};
pub use design::Design;
pub use difference::Difference;
pub use edit::{Edit, LayerKind, Parameter};
pub use files::{FormatError, ManifestError, Misread, Misreading, ShardError, ShardMistake, Split};
pub use layer::{
    BranchSpec, CbamSpec, ConvSpec, Fusion, LayerSpec, LinearSpec, OpSpec, ParallelSpec, PoolKind, PoolSpec,
};
pub use limits::{MAX_MACS, MAX_PARAMETERS};
pub use link::LinkError;
pub use local_field::LocalField;
pub use lower::Lowered;
pub use metrics::{EpochMetrics, RunSummary, StepMetrics};
pub use mistake::{MapSize, Mistake, Part, SpecError, Unequal};
pub use network::{InputSpec, NetworkSpec};
pub use parameters::{Init, ParameterSpec};
pub use run::{AugmentSpec, DataSource, DataSpec, Dataset, RunSetting, RunSpec, RunSpecError, Schedule, TrainingSpec};
pub use weights::{CheckpointMistake, Unfit, WeightMistake};
