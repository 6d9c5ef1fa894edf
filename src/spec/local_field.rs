//! The field of a whole network in one line: by its windows, and whether gates add the rest of the image.

use super::describe::Pair;
use super::layer::{LayerSpec, OpSpec};
use super::network::NetworkSpec;

/// The largest field of a network's units before the classifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalField {
    /// Rows and columns by windows alone, unclipped.
    pub size: Pair,
    /// Whether a channel attention stands on the way: each of its gates depends on the whole image, and through them every
    /// unit behind, but only as a factor.
    pub is_gated: bool,
}

impl NetworkSpec {
    /// The field by windows alone, as if no attention were there; nothing where the network does not hold together.
    pub fn local_field(&self) -> Option<LocalField> {
        let plain = Self {
            input: self.input,
            layers: without_attention(&self.layers),
        };
        let rows = plain.describe().ok()?;
        let local = rows.iter().filter(|row| !row.whole_input);
        let size = local.map(|row| row.receptive_field).max_by_key(|pair| pair.0.height)?;
        let is_gated = plain.layers != self.layers;
        Some(LocalField { size, is_gated })
    }
}

fn without_attention(layers: &[LayerSpec]) -> Vec<LayerSpec> {
    let kept = layers.iter().filter(|layer| !matches!(layer.op, OpSpec::Cbam(_)));
    kept.cloned()
        .map(|mut layer| {
            if let OpSpec::Parallel(parallel) = &mut layer.op {
                for branch in &mut parallel.branches {
                    branch.layers = without_attention(&branch.layers);
                }
            }
            layer
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::spec::variants;

    #[test]
    fn gates_leave_the_field_of_the_windows() {
        // Stem 3, pool 3 / 2: 5; twice a 5×5 at a jump of 2: 5 + 8 + 8 = 21.
        for (id, is_gated) in [
            ("inception-s", false),
            ("inception-s-cbam", true),
            ("inception-s-residual-cbam", true),
        ] {
            let field = variants::find(id).unwrap().network().local_field().unwrap();
            assert_eq!(
                (field.size.to_string().as_str(), field.is_gated),
                ("21", is_gated),
                "{id}"
            );
        }
    }

    #[test]
    fn it_is_the_largest_of_the_table_where_nothing_gates() {
        for variant in variants::VARIANTS {
            let network = variant.network();
            let field = network.local_field().unwrap();
            let rows = network.describe().unwrap();
            let local = rows.iter().filter(|row| !row.whole_input);
            let largest = local.map(|row| row.receptive_field.0.height).max().unwrap();
            if field.is_gated {
                assert!(field.size.0.height >= largest, "{}", variant.id);
            } else {
                assert_eq!(field.size.0.height, largest, "{}", variant.id);
            }
        }
    }
}
