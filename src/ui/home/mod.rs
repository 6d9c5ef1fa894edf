//! The home page: what this is, a picture that computes, and a run in one click.

mod growth;
mod page;

pub use page::{HomePage, NotFoundPage};
