//! What a network is, in three numbers: the same in the plan and in the table of runs.

use crate::spec::{LocalField, NetworkSpec};

/// The numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Parameters.
    pub n_parameters: u64,
    /// Multiply-adds for one image.
    pub n_macs: u64,
    /// The field before the classifier; nothing where the network does not hold together.
    pub field: Option<LocalField>,
}

impl Facts {
    /// Rows of the field, to sort by; 0 where there is none.
    pub fn side(&self) -> usize {
        self.field.map_or(0, |field| field.size.0.height)
    }

    /// Those of `network`; all zero where it does not hold together.
    pub fn of(network: &NetworkSpec) -> Self {
        let rows = network.describe().unwrap_or_default();
        Self {
            n_parameters: rows.iter().map(|row| row.parameters as u64).sum(),
            n_macs: rows.iter().map(|row| row.macs).sum(),
            field: network.local_field(),
        }
    }
}
