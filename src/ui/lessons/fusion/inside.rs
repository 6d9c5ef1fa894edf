//! What of a network the lesson fuses: its layers with maps, those that its own fusions read, and what the engine answers
//! about two of them.
//!
//! Long because its tests work out small answers by hand.

use crate::bridge::protocol::{MapShape, ProbeAnswer};
use crate::geometry::{Axes, FieldAxis, Plane, Shape};
use crate::spec::{Fusion, Lowered, NetworkSpec, OpSpec};

/// A layer with at least two maps, each of more than one row and column.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Its name.
    pub name: String,
    /// The shape of its maps.
    pub shape: Shape,
    /// The field of its units in the image.
    pub field: Axes<FieldAxis>,
}

/// The layers of a network whose maps can be fused, from the image on.
pub fn layers(network: &NetworkSpec) -> Vec<Layer> {
    let Ok(lowered) = network.lower() else {
        return Vec::new();
    };
    let one = |name: &str| {
        let geometry = lowered.geometry_of(name)?;
        let (shape, field) = (geometry.shape, geometry.field);
        let is_map = shape.channels > 1 && shape.size.height > 1 && shape.size.width > 1;
        let name = name.to_owned();
        is_map.then_some(Layer { name, shape, field })
    };
    lowered.layers.iter().filter_map(|layer| one(&layer.name)).collect()
}

/// The layer that is looked at before another is chosen: the first that brings branches together, else the middle one.
pub fn first_layer<'a>(network: &NetworkSpec, layers: &'a [Layer]) -> Option<&'a Layer> {
    let is_fusion = |layer: &&Layer| {
        network
            .find(&layer.name)
            .is_some_and(|layer| matches!(layer.op, OpSpec::Parallel(_)))
    };
    layers.iter().find(is_fusion).or_else(|| layers.get(layers.len() / 2))
}

/// What a fusion of a network reads: the names of two layers whose maps it fuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partners {
    /// Name of the fusion.
    pub fusion: String,
    /// The two layers.
    pub layers: [String; 2],
    /// Whether they are added, as x and F(x) of a residual sum; else they are concatenated or multiplied.
    pub is_sum: bool,
}

/// The partners of every fusion of a network whose maps are among `layers`, from the image on; of more than two branches
/// each with the next.
pub fn partners(network: &NetworkSpec, layers: &[Layer]) -> Vec<Partners> {
    let Ok(lowered) = network.lower() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for layer in &lowered.layers {
        let Some(OpSpec::Parallel(parallel)) = network.find(&layer.name).map(|layer| &layer.op) else {
            continue;
        };
        let inputs = &lowered.graph.nodes()[layer.node].inputs;
        let names: Vec<String> = inputs.iter().map(|input| name_of(&lowered, *input)).collect();
        let is_there = |name: &String| layers.iter().any(|layer| layer.name == *name);
        for pair in names.windows(2).filter(|pair| pair.iter().all(is_there)) {
            found.push(Partners {
                fusion: layer.name.clone(),
                layers: [pair[0].clone(), pair[1].clone()],
                is_sum: parallel.fusion == Fusion::Sum,
            });
        }
    }
    found
}

/// The partners that are looked at before others are chosen: the first whose layers fit in every fusion, else the first.
pub fn first_partners<'a>(partners: &'a [Partners], layers: &[Layer]) -> Option<&'a Partners> {
    let shape = |name: &String| layers.iter().find(|layer| layer.name == *name).map(|layer| layer.shape);
    let fits = |one: &&Partners| shape(&one.layers[0]) == shape(&one.layers[1]);
    partners.iter().find(fits).or_else(|| partners.first())
}

/// The name of the last layer that gives the map of `node`.
pub(super) fn name_of(lowered: &Lowered, node: usize) -> String {
    let mut layers = lowered.layers.iter().rev();
    let found = layers.find(|layer| layer.node == node);
    found.map_or_else(String::new, |layer| layer.name.clone())
}

/// The maps of one layer, as the engine gives them.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerMaps {
    /// The layer's name.
    pub name: String,
    /// Channels, rows, columns.
    pub shape: [usize; 3],
    /// The numbers, map after map.
    pub values: Vec<f32>,
}

impl LayerMaps {
    /// Map `channel`; nothing where there is none.
    pub fn plane(&self, channel: usize) -> Option<Plane> {
        let [_, height, width] = self.shape;
        let values = self.map(channel)?;
        Some(Plane {
            size: Axes::new(height, width),
            values: values.iter().map(|value| f64::from(*value)).collect(),
        })
    }

    /// The numbers of map `channel`.
    pub fn map(&self, channel: usize) -> Option<&[f32]> {
        let [_, height, width] = self.shape;
        self.values.chunks_exact((height * width).max(1)).nth(channel)
    }

    /// The maps from the one whose numbers differ most from their mean on: a map that is dark everywhere shows nothing.
    fn by_liveliness(&self) -> Vec<usize> {
        let spread = |channel: usize| {
            let map = self.map(channel).unwrap_or_default();
            let n = map.len().max(1) as f64;
            let mean = map.iter().map(|value| f64::from(*value)).sum::<f64>() / n;
            map.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum::<f64>() / n
        };
        let mut order: Vec<(usize, f64)> = (0..self.shape[0]).map(|channel| (channel, spread(channel))).collect();
        order.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        order.into_iter().map(|(channel, _)| channel).collect()
    }
}

/// The maps of the layers of A and of B, which may be one layer.
pub fn read_pair(answer: ProbeAnswer, values: Vec<f32>, _n_steps: usize) -> Option<[LayerMaps; 2]> {
    let maps = parts_of(answer, &values)?;
    let first = maps.first()?.clone();
    let second = maps.get(1).cloned().unwrap_or_else(|| first.clone());
    Some([first, second])
}

/// The liveliest map of the layer `names[0]` and of `names[1]`; of one layer its two liveliest.
pub fn liveliest(maps: &[LayerMaps; 2], names: &[String; 2]) -> [usize; 2] {
    let is_one = names[0] == names[1];
    let of = |idx: usize| {
        let layer = maps.iter().find(|layer| layer.name == names[idx])?;
        layer.by_liveliness().get(idx * usize::from(is_one)).copied()
    };
    [of(0).unwrap_or(0), of(1).unwrap_or(0)]
}

/// Map `channels[0]` of the layer `names[0]` and map `channels[1]` of the layer `names[1]`; nothing where `maps` are of other
/// layers.
pub fn planes(maps: &[LayerMaps; 2], names: &[String; 2], channels: [usize; 2]) -> Option<[Plane; 2]> {
    let of = |idx: usize| {
        let layer = maps.iter().find(|layer| layer.name == names[idx])?;
        layer.plane(channels[idx])
    };
    Some([of(0)?, of(1)?])
}

/// The maps of an answer, layer by layer; nothing where it is another.
pub(super) fn parts_of(answer: ProbeAnswer, values: &[f32]) -> Option<Vec<LayerMaps>> {
    let ProbeAnswer::Maps { maps } = answer else {
        return None;
    };
    let mut begin = 0;
    let mut parts = Vec::with_capacity(maps.len());
    for MapShape {
        name,
        channels,
        height,
        width,
    } in maps
    {
        let end = begin + channels * height * width;
        parts.push(LayerMaps {
            name,
            shape: [channels, height, width],
            values: values.get(begin..end)?.to_vec(),
        });
        begin = end;
    }
    Some(parts)
}

/// Two channels as a word of a link, such as `3-7`; nothing where it is none.
pub fn channels_of(word: &str) -> Option<[usize; 2]> {
    let (first, second) = word.split_once('-')?;
    Some([first.parse().ok()?, second.parse().ok()?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::variants;

    fn network(id: &str) -> NetworkSpec {
        variants::find(id).unwrap().network()
    }

    #[test]
    fn layers_with_maps_are_offered_and_the_first_fusion_comes_first() {
        let spec = network("inception-s");
        let found = layers(&spec);
        let names: Vec<&str> = found.iter().map(|layer| layer.name.as_str()).collect();
        assert_eq!(names[0], "conv1.0");
        assert!(!names.contains(&"pool") && !names.contains(&"fc"), "{names:?}");
        let first = first_layer(&spec, &found).unwrap();
        // 16 + 32 + 8 + 8 maps on half the image's 32 cells.
        assert_eq!(
            (first.name.as_str(), first.shape),
            ("inception1", Shape::new(64, 16, 16))
        );
        let spec = network("plain-s");
        let found = layers(&spec);
        assert_eq!(first_layer(&spec, &found), Some(&found[found.len() / 2]));
    }

    #[test]
    fn partners_are_branches_and_x_with_what_is_added_to_it() {
        let spec = network("inception-s-residual");
        let found = partners(&spec, &layers(&spec));
        let words: Vec<String> = found
            .iter()
            .map(|one| format!("{} {} {}", one.layers.join(" + "), one.fusion, one.is_sum))
            .collect();
        assert!(
            words.contains(&"inception1.branch1x1.1 + inception1.branch3x3.3 inception1 false".to_owned()),
            "{words:?}"
        );
        let sums: Vec<&Partners> = found.iter().filter(|one| one.is_sum).collect();
        assert_eq!(sums.len(), 2, "{words:?}");
        let shapes = |one: &Partners| {
            let lowered = spec.lower().unwrap();
            one.layers
                .each_ref()
                .map(|name| lowered.geometry_of(name).unwrap().shape)
        };
        assert!(sums.iter().all(|one| shapes(one)[0] == shapes(one)[1]));
        let first = first_partners(&found, &layers(&spec)).unwrap();
        assert_eq!(shapes(first), [Shape::new(8, 16, 16); 2], "{first:?}");
        let plain = network("plain-s");
        assert_eq!(partners(&plain, &layers(&plain)), []);
    }

    #[test]
    fn every_variant_has_layers_to_fuse() {
        for variant in variants::VARIANTS {
            let spec = variant.network();
            let found = layers(&spec);
            assert!(first_layer(&spec, &found).is_some(), "{}", variant.id);
        }
    }

    #[test]
    fn the_two_liveliest_maps_are_no_dark_ones() {
        let mut values = vec![0.0; 4 * 4];
        (values[4], values[3 * 4], values[3 * 4 + 1]) = (9.0, 2.0, 2.0); // a peak in map 1, an edge in map 3
        let maps = LayerMaps {
            name: "a".to_owned(),
            shape: [4, 2, 2],
            values,
        };
        let names = ["a".to_owned(), "b".to_owned()];
        let only = [names[0].clone(), names[0].clone()];
        assert_eq!(liveliest(&[maps.clone(), maps.clone()], &only), [1, 3]);
        let mut other = LayerMaps {
            name: "b".to_owned(),
            ..maps.clone()
        };
        other.values[4] = 0.0;
        // Each of its own layer, in whichever order the layers are computed.
        assert_eq!(liveliest(&[other.clone(), maps.clone()], &names), [1, 3]);
        assert_eq!(maps.plane(3).unwrap().values, [2.0, 2.0, 0.0, 0.0]);
        assert_eq!(maps.plane(4), None);
        let found = planes(&[other, maps], &names, [1, 3]).unwrap();
        assert_eq!([found[0].values[0], found[1].values[1]], [9.0, 2.0]);
    }

    #[test]
    fn channels_survive_their_word() {
        assert_eq!(channels_of("3-17"), Some([3, 17]));
        assert_eq!(
            (channels_of("3"), channels_of("3-x"), channels_of("")),
            (None, None, None)
        );
    }
}
