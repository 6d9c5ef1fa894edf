//! How many checks passed and failed.

use std::fmt;

/// The counts of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Checks that passed.
    pub n_passed: usize,
    /// Checks that failed: 0 or 1, since the first failure ends the run.
    pub n_failed: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.n_passed, self.n_failed)
    }
}
