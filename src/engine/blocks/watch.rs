//! What is kept of a pass through the network, for those who look into it.

use burn::tensor::Tensor;

/// What a pass keeps.
pub enum Watch<'a> {
    /// Nothing: training, testing.
    Nothing,
    /// The map of one layer, at any depth.
    One {
        /// Its name.
        layer: &'a str,
        /// Its map, once it is computed.
        map: Option<Tensor<4>>,
    },
    /// The maps of many layers.
    Many {
        /// Their names; empty for all.
        only: &'a [String],
        /// The maps, in the order in which they are computed.
        maps: Vec<(String, Tensor<4>)>,
    },
    /// What a fusion reads, each input a leaf whose gradient is kept, and what it makes of it.
    Fusion {
        /// Its name.
        layer: &'a str,
        /// The inputs, in the order of the branches.
        inputs: Vec<Tensor<4>>,
        /// The fused map.
        output: Option<Tensor<4>>,
    },
}

impl Watch<'_> {
    /// Hears that the layer called `name` gives `map`.
    pub fn computed(&mut self, name: &str, map: &Tensor<4>) {
        match self {
            Self::Nothing => {}
            Self::One { layer, map: kept } if *layer == name => *kept = Some(map.clone()),
            Self::Fusion { layer, output, .. } if *layer == name => *output = Some(map.clone()),
            Self::Many { only, maps } if only.is_empty() || only.iter().any(|wanted| wanted == name) => {
                maps.push((name.to_owned(), map.clone()));
            }
            Self::One { .. } | Self::Fusion { .. } | Self::Many { .. } => {}
        }
    }

    /// Hears that `part` of the layer called `name` is `map`; it is known as `NAME.PART`.
    pub fn part(&mut self, name: &str, part: &str, map: &Tensor<4>) {
        if !matches!(self, Self::Nothing) {
            self.computed(&format!("{name}.{part}"), map);
        }
    }

    /// Hears what the fusion called `name` is about to read; it reads what comes back.
    pub fn fuses(&mut self, name: &str, inputs: Vec<Tensor<4>>) -> Vec<Tensor<4>> {
        match self {
            Self::Fusion {
                layer, inputs: kept, ..
            } if *layer == name => {
                let leaf = |input: Tensor<4>| input.without_autodiff().autodiff().require_grad();
                *kept = inputs.into_iter().map(leaf).collect();
                kept.clone()
            }
            _ => inputs,
        }
    }
}
