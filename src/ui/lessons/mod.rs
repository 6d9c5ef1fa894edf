//! The lessons, one folder each: a page is a list of steps for the shared frame.
//!
//! A lesson holds no formula: numbers come from `geometry` and `spec`, shapes from `draw`.

mod receptive_field;

pub use receptive_field::ReceptiveFieldPage;
