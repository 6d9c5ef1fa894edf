//! The pure mathematics of receptive fields: what a unit of a feature map depends on, and what a layer costs.
//!
//! This room imports nothing: no other room, no serde, no Burn, no browser.
//! On a graph that `spec` has validated, nothing here fails.
//! Read [`window`] first (one layer along one axis), then [`field`] (the recurrence), then [`graph`] (branches and merges).
//! Beyond the size of a field: [`touch`] (which cells a unit really touches, and how often), [`effective`] (how much they
//! count), [`align`] (whether merged branches look at the same place), [`border`] (fields that leave the image).
//! Beyond one layer's window: [`slide`] (its numbers, cell by cell), [`transposed`], [`family`] (every kind of
//! convolution), and [`seen`] (what each makes of a map).
//! Beyond one map: [`fuse`] (sum, product and concat of two, their shapes and slopes) and [`attention`] (CBAM's two gates).
//!
//! Words, the same in code, page and docs:
//! - *kernel size* k: taps along an axis; *dilation* d: distance between taps; *extent* d·(k − 1) + 1: cells from first to last tap.
//! - *stride* s: cells between the windows of neighbouring outputs; *padding* p: cells added on each side.
//! - *jump* j: input pixels between the fields of neighbouring units, the product of the strides below.
//! - *receptive field*: the input cells that a unit depends on, from its first to its last.

pub mod align;
pub mod attention;
mod axes;
pub mod border;
pub mod cost;
pub mod effective;
pub mod family;
pub mod field;
pub mod fuse;
pub mod graph;
pub mod reads;
pub mod seen;
pub mod shape;
pub mod slide;
pub mod span;
pub mod touch;
pub mod transposed;
pub mod window;

pub use align::Alignment;
pub use axes::Axes;
pub use field::{Field, FieldAxis};
pub use graph::{Graph, Merge, Node, NodeGeometry, Op};
pub use reads::Reads;
pub use shape::Shape;
pub use slide::{Plane, Product};
pub use span::Span;
pub use touch::CellCounts;
pub use window::Window;
