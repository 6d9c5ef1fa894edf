//! How many steps passed, failed and were skipped.

use std::fmt;

/// The counts of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Steps that passed.
    pub n_passed: usize,
    /// Steps that failed: 0 or 1, since the first failure ends the run.
    pub n_failed: usize,
    /// Steps that had nothing to run.
    pub n_skipped: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.n_passed, self.n_failed)?;
        match self.n_skipped {
            0 => Ok(()),
            n_skipped => write!(out, ", {n_skipped} skipped"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_names_skipped_steps_only_where_there_are_any() {
        let mut tally = Tally {
            n_passed: 12,
            ..Tally::default()
        };
        assert_eq!(tally.to_string(), "12 passed, 0 failed");
        tally.n_skipped = 2;
        assert_eq!(tally.to_string(), "12 passed, 0 failed, 2 skipped");
    }
}
