//! What a network is, in three numbers: the same in the plan and in the table of runs.

use crate::spec::NetworkSpec;

/// The numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Parameters.
    pub n_parameters: u64,
    /// Multiply-adds for one image.
    pub n_macs: u64,
    /// Side of the largest local field in pixels.
    pub field: usize,
}

impl Facts {
    /// Those of `network`; all zero where it does not hold together.
    pub fn of(network: &NetworkSpec) -> Self {
        let rows = network.describe().unwrap_or_default();
        let local = rows.iter().filter(|row| !row.whole_input);
        Self {
            n_parameters: rows.iter().map(|row| row.parameters as u64).sum(),
            n_macs: rows.iter().map(|row| row.macs).sum(),
            field: local.map(|row| row.receptive_field.0.height).max().unwrap_or(0),
        }
    }
}
