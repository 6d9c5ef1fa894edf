//! A network as source code that others can run: PyTorch, and Burn.
//!
//! [`plan`] turns the layers into steps, in which every number is known and every class of its own is found; [`pytorch`] and
//! `burn` write them down. Names come from the spec, which allows nothing but words, so that no text can become code.

mod burn;
mod forward;
mod plan;
mod pytorch;
mod words;

pub use self::burn::PackError;

#[cfg(test)]
mod tests;
