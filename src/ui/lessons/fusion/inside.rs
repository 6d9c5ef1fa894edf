//! What of a network the lesson looks at: layers with maps that can be fused, and where CBAM stands; and what the engine
//! answers about them.

use crate::bridge::protocol::{MapShape, ProbeAnswer};
use crate::geometry::{Axes, FieldAxis, Plane, Shape};
use crate::spec::{Lowered, NetworkSpec, OpSpec};

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

/// A CBAM within a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    /// Its name.
    pub name: String,
    /// The layer that it reads.
    pub before: String,
    /// The shape of the maps before and after it.
    pub shape: Shape,
}

impl Attention {
    /// What is asked of the engine: the maps before, the gates and what they look at, the maps after.
    pub fn asked(&self) -> Vec<String> {
        let parts = [
            "channel.average",
            "channel.maximum",
            "channel.gate",
            "spatial.gate",
            "spatial",
        ];
        let parts = parts.iter().map(|part| format!("{}.{part}", self.name));
        std::iter::once(self.before.clone()).chain(parts).collect()
    }
}

/// Every CBAM of a network, from the image on.
pub fn attentions(network: &NetworkSpec) -> Vec<Attention> {
    let Ok(lowered) = network.lower() else {
        return Vec::new();
    };
    let one = |(idx, name): (usize, &str)| {
        let name = name.strip_suffix(".channel")?;
        let layer = network.find(name)?;
        let node = lowered.layers[idx].node;
        let below = *lowered.graph.nodes()[node].inputs.first()?;
        matches!(layer.op, OpSpec::Cbam(_)).then(|| Attention {
            name: name.to_owned(),
            before: name_of(&lowered, below),
            shape: lowered.graph.geometry()[node].shape,
        })
    };
    let names = lowered.layers.iter().map(|layer| layer.name.as_str());
    names.enumerate().filter_map(one).collect()
}

fn name_of(lowered: &Lowered, node: usize) -> String {
    let mut layers = lowered.layers.iter().rev();
    let found = layers.find(|layer| layer.node == node);
    found.map_or_else(String::new, |layer| layer.name.clone())
}

/// The maps of one layer, as the engine gives them.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerMaps {
    /// Channels, rows, columns.
    pub shape: [usize; 3],
    /// The numbers, map after map.
    pub values: Vec<f32>,
}

impl LayerMaps {
    /// The maps of an answer; nothing where it is another.
    pub fn read(answer: ProbeAnswer, values: Vec<f32>, _n_steps: usize) -> Option<Self> {
        let ProbeAnswer::FeatureMaps {
            channels,
            height,
            width,
        } = answer
        else {
            return None;
        };
        let shape = [channels, height, width];
        (values.len() == channels * height * width).then_some(Self { shape, values })
    }

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

    /// The two maps whose numbers differ most from their mean: a map that is dark everywhere shows nothing of a fusion.
    pub fn liveliest(&self) -> [usize; 2] {
        let spread = |channel: usize| {
            let map = self.map(channel).unwrap_or_default();
            let n = map.len().max(1) as f64;
            let mean = map.iter().map(|value| f64::from(*value)).sum::<f64>() / n;
            map.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum::<f64>() / n
        };
        let mut order: Vec<(usize, f64)> = (0..self.shape[0]).map(|channel| (channel, spread(channel))).collect();
        order.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        let at = |place: usize| order.get(place).map_or(0, |(channel, _)| *channel);
        [at(0), at(1)]
    }
}

/// What the engine answers about a CBAM.
#[derive(Clone, Debug, PartialEq)]
pub struct Gates {
    /// The maps before it.
    pub before: LayerMaps,
    /// Mean of each channel.
    pub average: Vec<f32>,
    /// Maximum of each channel.
    pub maximum: Vec<f32>,
    /// What each channel is multiplied by.
    pub channel: Vec<f32>,
    /// What each place is multiplied by.
    pub spatial: LayerMaps,
    /// The maps after it.
    pub after: LayerMaps,
}

impl Gates {
    /// The gates of an answer to [`Attention::asked`]; nothing where it is another.
    pub fn read(answer: ProbeAnswer, values: Vec<f32>, _n_steps: usize) -> Option<Self> {
        let ProbeAnswer::Maps { maps } = answer else {
            return None;
        };
        let mut begin = 0;
        let mut parts: Vec<(MapShape, Vec<f32>)> = Vec::new();
        for shape in maps {
            let end = begin + shape.n_values();
            parts.push((shape, values.get(begin..end)?.to_vec()));
            begin = end;
        }
        let name = |part: &str| {
            let found = parts.iter().find(|(shape, _)| shape.name.ends_with(part));
            found.map(|(shape, values)| LayerMaps {
                shape: [shape.channels, shape.height, shape.width],
                values: values.clone(),
            })
        };
        let is_before = |shape: &MapShape| !shape.name.contains(".channel.") && !shape.name.contains(".spatial");
        let before = parts.iter().find(|(shape, _)| is_before(shape))?.0.name.clone();
        Some(Self {
            before: name(&before)?,
            average: name(".channel.average")?.values,
            maximum: name(".channel.maximum")?.values,
            channel: name(".channel.gate")?.values,
            spatial: name(".spatial.gate")?,
            after: name(".spatial")?,
        })
    }

    /// The channels from the widest open gate to the most closed one.
    pub fn sorted(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.channel.len()).collect();
        order.sort_by(|one, other| self.channel[*other].total_cmp(&self.channel[*one]).then(one.cmp(other)));
        order
    }

    /// The smallest and the largest channel gate.
    pub fn channel_range(&self) -> (f32, f32) {
        range(&self.channel)
    }

    /// The smallest and the largest spatial gate.
    pub fn spatial_range(&self) -> (f32, f32) {
        range(&self.spatial.values)
    }

    /// Whether every channel gate is ½: the hidden layer is zero for the means and for the maxima, and σ(0) = ½.
    pub fn is_silent(&self) -> bool {
        self.channel.iter().all(|gate| *gate == 0.5)
    }

    /// The share of the places whose gate is above 0.99.
    pub fn open_share(&self) -> f64 {
        let n_open = self.spatial.values.iter().filter(|gate| **gate > 0.99).count();
        n_open as f64 / self.spatial.values.len().max(1) as f64
    }

    /// The cell where map `channel` is largest before the gates, row and column.
    pub fn strongest_cell(&self, channel: usize) -> (usize, usize) {
        let map = self.before.map(channel).unwrap_or_default();
        let best = (0..map.len()).reduce(|best, at| if map[at] > map[best] { at } else { best });
        let (at, width) = (best.unwrap_or(0), self.before.shape[2].max(1));
        (at / width, at % width)
    }
}

fn range(values: &[f32]) -> (f32, f32) {
    let low = values.iter().copied().fold(f32::INFINITY, f32::min);
    let high = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    (low, high)
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
    fn every_variant_has_layers_to_fuse() {
        for variant in variants::VARIANTS {
            let spec = variant.network();
            let found = layers(&spec);
            assert!(first_layer(&spec, &found).is_some(), "{}", variant.id);
        }
    }

    #[test]
    fn cbam_is_found_behind_its_module_also_within_a_residual_sum() {
        for id in ["inception-s-cbam", "inception-s-residual-cbam"] {
            let found = attentions(&network(id));
            let places: Vec<[&str; 2]> = found
                .iter()
                .map(|one| [one.name.as_str(), one.before.as_str()])
                .collect();
            assert_eq!(places, [["cbam1", "inception1"], ["cbam2", "inception2"]], "{id}");
            assert_eq!(found[0].shape, Shape::new(64, 16, 16));
        }
        assert_eq!(attentions(&network("inception-s-residual")), []);
        let asked = attentions(&network("inception-s-cbam"))[0].asked();
        assert_eq!((asked[0].as_str(), asked[5].as_str()), ("inception1", "cbam1.spatial"));
    }

    #[test]
    fn the_two_liveliest_maps_are_no_dark_ones() {
        let mut values = vec![0.0; 4 * 4];
        (values[4], values[3 * 4], values[3 * 4 + 1]) = (9.0, 2.0, 2.0); // a peak in map 1, an edge in map 3
        let shape = [4, 2, 2];
        let maps = LayerMaps { shape, values };
        assert_eq!(maps.liveliest(), [1, 3]);
        assert_eq!(maps.plane(3).unwrap().values, [2.0, 2.0, 0.0, 0.0]);
        assert_eq!(maps.plane(4), None);
    }

    #[test]
    fn the_answer_about_cbam_is_read_part_by_part() {
        let part = |name: &str, channels, side| MapShape {
            name: name.to_owned(),
            channels,
            height: side,
            width: side,
        };
        let maps = vec![
            part("inception1", 2, 2),
            part("cbam1.channel.average", 2, 1),
            part("cbam1.channel.maximum", 2, 1),
            part("cbam1.channel.gate", 2, 1),
            part("cbam1.spatial.gate", 1, 2),
            part("cbam1.spatial", 2, 2),
        ];
        let before = [1.0, 3.0, 0.0, 0.0, 2.0, 2.0, 2.0, 2.0];
        let values: Vec<f32> = [
            &before[..],
            &[1.0, 2.0],
            &[3.0, 2.0],
            &[0.25, 0.75],
            &[0.5; 4],
            &[0.1; 8],
        ]
        .concat();
        let gates = Gates::read(ProbeAnswer::Maps { maps: maps.clone() }, values.clone(), 0).unwrap();
        assert_eq!(
            (gates.before.values.as_slice(), gates.after.shape),
            (&before[..], [2, 2, 2])
        );
        assert_eq!((gates.sorted(), gates.channel_range()), (vec![1, 0], (0.25, 0.75)));
        assert_eq!((gates.strongest_cell(0), gates.spatial_range()), ((0, 1), (0.5, 0.5)));
        assert_eq!((gates.is_silent(), gates.open_share()), (false, 0.0));
        let mut silent = gates;
        silent.channel = vec![0.5; 2];
        silent.spatial.values = vec![0.995, 0.2, 1.0, 0.99];
        assert_eq!((silent.is_silent(), silent.open_share()), (true, 0.5));
        let few = maps[..3].to_vec();
        assert_eq!(Gates::read(ProbeAnswer::Maps { maps: few }, values.clone(), 0), None);
        assert_eq!(Gates::read(ProbeAnswer::Maps { maps }, values[..9].to_vec(), 0), None);
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
