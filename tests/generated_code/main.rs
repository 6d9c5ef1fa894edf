//! The code that networks are written as runs, and computes what our engine computes.
//!
//! [`burn_code`] compiles the files of `tests/generated`, which `tests/generated_files.rs` compares with the generator;
//! [`pytorch_code`] runs Python where `FOVEA_PYTHON` names one with PyTorch.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

mod burn_code;
mod networks;
mod pytorch_code;
mod values;
