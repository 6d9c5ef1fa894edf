//! Pictures as SVG text or plain shapes: charts of a run, figures of the lessons.
//!
//! This room knows no DOM and measures no text: the same input gives the same picture natively and in the browser.
//! Colours are CSS custom properties, so that a picture follows light and dark without being drawn again.
//! Read [`chart`] first, then [`curves`], [`bands`] and [`growth`].

pub mod bands;
pub mod block;
pub mod chart;
pub mod classbars;
pub mod compare;
pub mod confusion;
pub mod curves;
pub mod diagram;
pub mod dilation;
pub mod displacement;
pub mod effective;
pub mod family;
pub mod flow;
pub mod fusion;
pub mod growth;
pub mod heat;
pub mod history;
pub mod inception;
pub mod key;
pub mod layout;
pub mod maps;
pub mod points;
pub mod printed;
pub mod raster;
pub mod reliability;
pub mod signed;
pub mod sliding;
pub mod stack;

pub use chart::{Chart, Frame};
pub use growth::GrowthPicture;
