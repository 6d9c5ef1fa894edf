//! An Inception module as a picture, and the numbers that stand in it.
//!
//! [`reading`] takes a module's spec apart, branch by branch; [`picture`] says where its boxes and arrows stand,
//! `closing` adds a sum around it, [`pile`] the sheets of its maps;
//! [`costs`] counts its weights; [`rows`] lays the units of its branches on one line. Read them in this order.

mod closing;
pub mod costs;
pub mod picture;
pub mod pile;
pub mod reading;
pub mod rows;

pub use closing::Closing;
pub use costs::{Part, break_even, parts};
pub use picture::{Arrow, ModulePicture, PlacedStep, Segment};
pub use pile::{Pile, piles};
pub use reading::{BranchReading, ModuleReading, Outcome, StepReading, module_of};
pub use rows::{BranchRow, branch_rows};
