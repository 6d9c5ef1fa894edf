//! The smallest and the largest field that meet in the units of stacked modules.

use crate::geometry::{Merge, Op};
use crate::spec::variants::{InceptionModuleConfig, InceptionNetConfig};
use crate::spec::{LayerSpec, NetworkSpec, OpSpec, SpecError};

use super::module::Module;
use crate::spec::presets;

/// The fields of a module's units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mixed {
    /// The module's name.
    pub name: String,
    /// Pixels along each side by the path through every 1×1.
    pub smallest: i64,
    /// By the path through every 5×5.
    pub largest: i64,
}

/// Modules that can be stacked.
pub const MOST_MODULES: usize = 6;

/// `n_modules` of the learner's modules on the tutorial's stem.
///
/// # Errors
/// As [`NetworkSpec::lower_any`]: a width of 0.
pub fn stacked(module: &Module, n_modules: usize) -> Result<Vec<Mixed>, SpecError> {
    let tutorial = InceptionNetConfig::TUTORIAL.network();
    let stem = tutorial.layers.iter().take_while(|layer| !is_module(layer));
    let mut layers: Vec<LayerSpec> = stem.cloned().collect();
    let config = InceptionModuleConfig::new(module.widths);
    layers.extend((1..=n_modules).map(|number| config.layer(&format!("inception{number}"))));
    mixed(&NetworkSpec {
        input: tutorial.input,
        layers,
    })
}

/// GoogLeNet's nine modules on its images of 224 × 224.
///
/// # Errors
/// None that the preset has.
pub fn googlenet() -> Result<Vec<Mixed>, SpecError> {
    presets::find("googlenet").map_or_else(|_absent| Ok(Vec::new()), |preset| mixed(&preset.network()))
}

fn is_module(layer: &LayerSpec) -> bool {
    matches!(layer.op, OpSpec::Parallel(_))
}

/// The concats of a network, from below.
fn mixed(network: &NetworkSpec) -> Result<Vec<Mixed>, SpecError> {
    let lowered = network.lower_any()?;
    let nodes = lowered.graph.nodes();
    let concats = lowered
        .layers
        .iter()
        .filter(|layer| matches!(nodes[layer.node].op, Op::Merge(Merge::Concat)));
    let one = concats.map(|layer| {
        let axis = lowered.graph.geometry()[layer.node].field.width;
        Mixed {
            name: layer.name.clone(),
            smallest: axis.smallest,
            largest: axis.size(),
        }
    });
    Ok(one.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_path_stays_and_the_largest_grows() {
        let fields: Vec<(i64, i64)> = stacked(&Module::TUTORIAL, 3)
            .unwrap()
            .iter()
            .map(|mixed| (mixed.smallest, mixed.largest))
            .collect();
        // The stem sees 7 + 2·2 = 11 pixels with jump 4; each 5×5 adds 4·4.
        assert_eq!(fields, [(11, 27), (11, 43), (11, 59)]);
    }

    #[test]
    fn googlenet_mixes_from_the_poolings_alone_to_every_5x5() {
        let fields = googlenet().unwrap();
        // 3a: the stem's 27 and a 5×5 at jump 8.
        assert_eq!((fields[0].smallest, fields[0].largest), (27, 59));
        assert_eq!(fields[8].largest, 715);
        // 27 + two poolings of 3 between the stages: 2·8 + 2·16
        assert_eq!(fields[8].smallest, 75);
    }
}
