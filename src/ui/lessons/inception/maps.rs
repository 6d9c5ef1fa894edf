//! The feature maps of a module's branches: which layers they come from, which of them are shown, in which colours.

use crate::draw::{heat, raster};
use crate::geometry::{Axes, FieldAxis, Shape};
use crate::spec::{LayerSpec, NetworkSpec, OpSpec, ParallelSpec};

/// The top of a branch.
#[derive(Clone, Debug, PartialEq)]
pub struct BranchTop {
    /// Name of its last layer.
    pub layer: String,
    /// Shape of its output.
    pub shape: Shape,
    /// Field of its units in the image.
    pub field: Axes<FieldAxis>,
}

/// A map of numbers as a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// Index of the channel.
    pub channel: usize,
    /// Its picture.
    pub address: String,
}

/// Maps that are shown of each branch.
pub const SHOWN: usize = 4;

/// The tops of the branches of the first module of four branches; nothing where there is none.
pub fn branch_tops(network: &NetworkSpec) -> Option<Vec<BranchTop>> {
    let lowered = network.lower_any().ok()?;
    let module = first_module(&network.layers)?;
    let top = |layers: &[LayerSpec]| {
        let layer = layers.last()?.name.clone();
        let geometry = lowered.geometry_of(&layer)?;
        Some(BranchTop {
            layer,
            shape: geometry.shape,
            field: geometry.field,
        })
    };
    module.branches.iter().map(|branch| top(&branch.layers)).collect()
}

/// The first module of four branches among `layers`, at any depth.
pub fn first_module(layers: &[LayerSpec]) -> Option<&ParallelSpec> {
    layers.iter().find_map(|layer| match &layer.op {
        OpSpec::Parallel(parallel) if parallel.branches.len() == 4 => Some(parallel),
        OpSpec::Parallel(parallel) => parallel.branches.iter().find_map(|branch| first_module(&branch.layers)),
        _ => None,
    })
}

/// The maps whose largest value is largest, and that value; `values` are `[channels, height, width]`.
pub fn strongest(values: &[f32], shape: Shape) -> (Vec<Tile>, f32) {
    let n_cells = shape.n_cells().max(1);
    let largest = |map: &[f32]| map.iter().copied().fold(0.0_f32, f32::max);
    let mut maps: Vec<(usize, &[f32], f32)> = values
        .chunks_exact(n_cells)
        .enumerate()
        .map(|(channel, map)| (channel, map, largest(map)))
        .collect();
    maps.sort_by(|one, other| other.2.total_cmp(&one.2).then(one.0.cmp(&other.0)));
    let most = maps.first().map_or(0.0, |map| map.2);
    let colour = |value: &f32| heat::viridis(if most > 0.0 { f64::from(value / most) } else { 0.0 });
    let tiles = maps.iter().take(SHOWN).map(|(channel, map, _)| Tile {
        channel: *channel,
        address: raster::address(shape.size.width, map.iter().map(colour)),
    });
    (tiles.collect(), most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::variants;

    #[test]
    fn each_branch_ends_in_its_relu_and_sees_its_own_field() {
        let tops = branch_tops(&variants::find("inception").unwrap().network()).unwrap();
        let layers: Vec<&str> = tops.iter().map(|top| top.layer.as_str()).collect();
        let expected = [
            "inception1.branch1x1.1",
            "inception1.branch3x3.3",
            "inception1.branch5x5.3",
            "inception1.branch_pool.2",
        ];
        assert_eq!(layers, expected);
        let fields: Vec<i64> = tops.iter().map(|top| top.field.width.size()).collect();
        assert_eq!(fields, [11, 19, 27, 19]); // the stem's 11, and (k − 1)·4
    }

    #[test]
    fn a_module_inside_a_residual_sum_is_found() {
        let network = variants::find("inception-s-residual").unwrap().network();
        assert_eq!(branch_tops(&network).unwrap()[0].layer, "inception1.branch1x1.1");
        assert_eq!(branch_tops(&variants::find("plain").unwrap().network()), None);
    }

    #[test]
    fn the_strongest_maps_come_first() {
        let mut values = vec![0.0; 6 * 4];
        (values[2 * 4], values[5 * 4 + 3], values[4]) = (3.0, 7.0, 1.0);
        let (tiles, most) = strongest(&values, Shape::new(6, 2, 2));
        let channels: Vec<usize> = tiles.iter().map(|tile| tile.channel).collect();
        assert_eq!((channels, most), (vec![5, 2, 1, 0], 7.0));
        // Nothing but zeros has a largest value of 0, and no division by it.
        assert_eq!(strongest(&[0.0; 4], Shape::new(1, 2, 2)).1, 0.0);
    }
}
