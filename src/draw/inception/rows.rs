//! The units of each branch over one row of the module's input, so that it shows whether they line up.

use super::reading::ModuleReading;

/// The units of a branch along one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct BranchRow {
    /// Index of the branch.
    pub branch: usize,
    /// The middle of each unit's field, in cells of the input; the middle of cell 0 is 0.5.
    pub centres: Vec<f64>,
    /// From the left edge of the first unit's field to the right edge of the last one's, padding included.
    pub reach: (f64, f64),
    /// Whether the branch has as many units as `wanted`.
    pub fits: bool,
}

/// The rows of all branches of `reading`, each compared with `wanted` units.
pub fn branch_rows(reading: &ModuleReading, wanted: usize) -> Vec<BranchRow> {
    let branches = reading.branches.iter().enumerate();
    let row = branches.map(|(branch, one)| {
        let axis = one.field.width;
        let n_units = one.shape.size.width;
        let centre = |unit: usize| (axis.doubled_centre() + 1) as f64 / 2.0 + (unit as i64 * axis.jump) as f64;
        let first = axis.input_from_feature(0);
        let last = axis.input_from_feature(n_units as i64 - 1);
        BranchRow {
            branch,
            centres: (0..n_units).map(centre).collect(),
            reach: (first.first as f64, (last.last + 1) as f64),
            fits: n_units == wanted,
        }
    });
    row.collect()
}

#[cfg(test)]
mod tests {
    use super::super::reading::module_of;
    use super::*;
    use crate::geometry::Shape;
    use crate::spec::variants::{InceptionModuleConfig, InceptionWidths};

    #[test]
    fn half_padding_puts_every_unit_over_its_cell() {
        let network = InceptionModuleConfig::new(InceptionWidths::MODULE_3A).network(64, 8);
        let reading = ModuleReading::new(module_of(&network).unwrap(), Shape::new(64, 8, 8)).unwrap();
        let rows = branch_rows(&reading, 8);
        for row in &rows {
            assert_eq!(row.centres[..2], [0.5, 1.5]);
            assert!(row.fits);
        }
        // The 5×5 starts two cells before the map and ends two after it.
        assert_eq!(rows[2].reach, (-2.0, 10.0));
        assert!(!branch_rows(&reading, 4)[0].fits);
    }
}
