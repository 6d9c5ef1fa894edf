//! Where two networks differ, layer by layer.

use std::collections::BTreeSet;

use super::describe::LayerRow;
use super::lower::SpecError;
use super::network::NetworkSpec;

/// A layer that is not the same in two networks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The layer's name.
    pub name: String,
    /// The layer in the first and in the second network; nothing where it is missing.
    pub sides: [Option<LayerRow>; 2],
}

impl NetworkSpec {
    /// The layers that `other` lacks, has besides, or has with other settings, from below; empty where both compute the same.
    ///
    /// Layers are the same by their names. A layer whose field alone is another one, because of a layer below it, is no
    /// difference of its own.
    ///
    /// # Errors
    /// As [`NetworkSpec::describe`], of either.
    pub fn differences(&self, other: &Self) -> Result<Vec<Difference>, SpecError> {
        let (first, second) = (self.describe()?, other.describe()?);
        let names: BTreeSet<String> = first.iter().map(|row| row.name.clone()).collect();
        let is_new = |row: &&LayerRow| !names.contains(&row.name);
        let mut differences = Vec::new();
        let mut n_taken = 0;
        for row in first {
            let found = second.iter().position(|other| other.name == row.name);
            // What the second network has before this layer, and the first one nowhere, belongs before it.
            if let Some(at) = found.filter(|at| *at >= n_taken) {
                let added = second[n_taken..at].iter();
                differences.extend(added.filter(is_new).map(Difference::added));
                n_taken = at + 1;
            }
            let twin = found.map(|at| second[at].clone());
            if !twin.as_ref().is_some_and(|twin| is_same(&row, twin)) {
                differences.push(Difference {
                    name: row.name.clone(),
                    sides: [Some(row), twin],
                });
            }
        }
        let added = second[n_taken..].iter();
        differences.extend(added.filter(is_new).map(Difference::added));
        Ok(differences)
    }
}

impl Difference {
    fn added(row: &LayerRow) -> Self {
        Self {
            name: row.name.clone(),
            sides: [None, Some(row.clone())],
        }
    }
}

fn is_same(a: &LayerRow, b: &LayerRow) -> bool {
    let own = |row: &LayerRow| {
        let windows = [row.kernel, row.stride, row.padding, row.dilation];
        (row.op, windows, row.groups, row.output.clone(), row.parameters)
    };
    own(a) == own(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::variants;

    fn between(a: &str, b: &str) -> Vec<Difference> {
        let network = |id| variants::find(id).unwrap().network();
        network(a).differences(&network(b)).unwrap()
    }

    #[test]
    fn equal_networks_do_not_differ() {
        assert_eq!(between("inception-s", "inception-s"), []);
    }

    #[test]
    fn a_residual_sum_is_what_it_adds() {
        let added = between("inception-s", "inception-s-residual");
        assert!(!added.is_empty());
        let removed = between("inception-s-residual", "inception-s");
        let only = |differences: &[Difference], side: usize| {
            let rows = differences.iter().filter(|one| one.sides[1 - side].is_none());
            let mut names: Vec<String> = rows.map(|one| one.name.clone()).collect();
            names.sort();
            names
        };
        // What one direction adds, the other takes away.
        assert_eq!(only(&added, 1), only(&removed, 0));
        assert!(!only(&added, 1).is_empty());
    }

    #[test]
    fn a_dilation_is_one_layer_and_not_all_above_it() {
        let differences = between("plain-s", "dilated-s");
        let names: Vec<&str> = differences.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names.len(), 1, "{names:?}");
        let [Some(plain), Some(dilated)] = &differences[0].sides else {
            panic!("{differences:?}");
        };
        assert_ne!(plain.dilation, dilated.dilation);
        assert_eq!(plain.parameters, dilated.parameters);
    }
}
