//! The lab: the view of [`super::state::LabState`] and the carrying out of its errands.
//!
//! The state lives as long as the page, so that a run goes on while another page is open.
//! Read [`store`] first, then [`page`].

mod charts;
mod confusion;
mod controls;
mod driver;
mod failure;
mod form;
mod meters;
mod network;
mod page;
mod results;
mod samples;
mod store;

pub use confusion::ConfusionTable;
pub use page::LabPage;
pub use store::Lab;
