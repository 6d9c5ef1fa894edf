//! A network with the maps of one image: what the engine answered, by the names of layers.

use std::collections::BTreeMap;

use crate::bridge::protocol::MapShape;
use crate::draw::flow::Flow;
use crate::geometry::{Graph, Shape};
use crate::spec::{InputSpec, Lowered, NetworkSpec};

/// Rows and columns of the image, and its colours.
const IMAGE: [usize; 3] = [3, 32, 32];

/// A network in front of the learner, without maps yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its layers.
    pub spec: NetworkSpec,
    /// Shapes, fields and costs.
    pub lowered: Lowered,
    /// The picture.
    pub flow: Flow,
}

impl Plan {
    /// The plan of `spec`; nothing where it does not hold together, or reads other images than 3 × 32 × 32.
    pub fn of(spec: NetworkSpec) -> Option<Self> {
        let lowered = spec.lower().ok()?;
        let input = [spec.input.channels, spec.input.height, spec.input.width];
        let flow = Flow::of(&spec, &lowered);
        (input == IMAGE).then_some(Self { spec, lowered, flow })
    }

    /// The plan of the image alone.
    pub fn image_alone() -> Self {
        let [channels, height, width] = IMAGE;
        let spec = NetworkSpec {
            input: InputSpec::CIFAR10,
            layers: Vec::new(),
        };
        let lowered = Lowered {
            graph: Graph::new(Shape::new(channels, height, width)),
            layers: Vec::new(),
        };
        let flow = Flow::of(&spec, &lowered);
        Self { spec, lowered, flow }
    }

    /// Index of the node of the layer called `name`.
    pub fn node(&self, name: &str) -> Option<usize> {
        let found = self.lowered.layers.iter().find(|layer| layer.name == name);
        found.map(|layer| layer.node)
    }

    /// The layers that `name` reads; an empty name is the image.
    pub fn sources(&self, name: &str) -> Vec<String> {
        let Some(node) = self.node(name) else { return Vec::new() };
        let name_of = |node: &usize| {
            let found = self.lowered.layers.iter().find(|layer| layer.node == *node);
            found.map_or_else(String::new, |layer| layer.name.clone())
        };
        self.lowered.graph.nodes()[node].inputs.iter().map(name_of).collect()
    }

    /// The stage in front of the learner who asks for `name`: its own, else the middle one.
    pub fn stage_or_middle(&self, name: &str) -> usize {
        match self.flow.stage_of(name) {
            0 => self.flow.stages.len() / 2,
            found => found,
        }
    }
}

/// The maps of one image.
#[derive(Clone, Debug, PartialEq)]
pub struct Maps {
    places: BTreeMap<String, (usize, [usize; 3])>,
    values: Vec<f32>,
    image: Vec<f32>,
}

impl Maps {
    /// The maps that were answered, and the image's own bytes, planes R, G, B.
    pub fn new(shapes: &[MapShape], values: Vec<f32>, pixels: &[u8]) -> Self {
        let mut begin = 0;
        let mut places = BTreeMap::new();
        for shape in shapes {
            places.insert(shape.name.clone(), (begin, [shape.channels, shape.height, shape.width]));
            begin += shape.n_values();
        }
        Self {
            places,
            values,
            // As the engine sees it: −1 to 1.
            image: pixels.iter().map(|byte| f32::from(*byte) / 127.5 - 1.0).collect(),
        }
    }

    /// The maps of the layer called `name`, `[channels, height, width]`; of the image for an empty name.
    pub fn of(&self, name: &str) -> Option<(&[f32], [usize; 3])> {
        if name.is_empty() {
            return Some((&self.image, IMAGE));
        }
        let (begin, shape) = self.places.get(name)?;
        let n_values: usize = shape.iter().product();
        Some((self.values.get(*begin..begin + n_values)?, *shape))
    }

    /// One number of the maps of `name`; nothing where there is none.
    pub fn at(&self, name: &str, [channel, row, column]: [usize; 3]) -> Option<f32> {
        let (values, [channels, height, width]) = self.of(name)?;
        let inside = channel < channels && row < height && column < width;
        inside.then(|| values[(channel * height + row) * width + column])
    }

    /// Channel, row and column of the largest number of `name`, the first of equal ones.
    pub fn strongest(&self, name: &str) -> Option<[usize; 3]> {
        let (values, [_, height, width]) = self.of(name)?;
        let larger = |best: usize, idx: usize| if values[idx] > values[best] { idx } else { best };
        let best = (0..values.len()).reduce(larger)?;
        Some([best / (height * width), (best / width) % height, best % width])
    }

    /// The share of numbers of `name` that are exactly zero.
    pub fn zeros(&self, name: &str) -> Option<f64> {
        let (values, _) = self.of(name)?;
        let n_zeros = values.iter().filter(|value| **value == 0.0).count();
        Some(n_zeros as f64 / values.len().max(1) as f64)
    }
}

/// The probabilities that logits stand for: softmax.
pub fn softmax(logits: &[f32]) -> Vec<f64> {
    let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f64> = logits.iter().map(|logit| f64::from(logit - most).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::variants;

    fn plan(id: &str) -> Plan {
        Plan::of(variants::find(id).unwrap().network()).unwrap()
    }

    #[test]
    fn a_layer_knows_what_it_reads() {
        let plan = plan("inception-s");
        assert_eq!(plan.sources("conv1.0"), [""]);
        assert_eq!(plan.sources("inception1.branch3x3.0"), ["conv1.2"]);
        assert_eq!(
            plan.sources("inception1"),
            [
                "inception1.branch1x1.1",
                "inception1.branch3x3.3",
                "inception1.branch5x5.3",
                "inception1.branch_pool.2"
            ]
        );
    }

    #[test]
    fn every_variant_has_a_plan() {
        for variant in variants::VARIANTS {
            assert!(Plan::of(variant.network()).is_some(), "{}", variant.id);
        }
        assert_eq!(Plan::image_alone().stage_or_middle("conv1"), 0);
    }

    #[test]
    fn a_network_for_other_images_has_no_plan() {
        let mut spec = variants::find("plain-s").unwrap().network();
        spec.input.height = 64;
        assert_eq!(Plan::of(spec), None);
    }

    #[test]
    fn maps_lie_one_after_the_other() {
        let shape = |name: &str, channels, height, width| MapShape {
            name: name.to_owned(),
            channels,
            height,
            width,
        };
        let shapes = [shape("a", 1, 2, 2), shape("b", 2, 1, 1)];
        let maps = Maps::new(&shapes, vec![0.0, 1.0, 2.0, 0.0, 5.0, 6.0], &[255; 3072]);
        assert_eq!(maps.of("b").unwrap().0, [5.0, 6.0]);
        assert_eq!(maps.at("a", [0, 1, 0]), Some(2.0));
        assert_eq!(
            (maps.strongest("a"), maps.strongest("b")),
            (Some([0, 1, 0]), Some([1, 0, 0]))
        );
        assert_eq!((maps.at("b", [2, 0, 0]), maps.of("c")), (None, None));
        assert_eq!(maps.at("", [2, 31, 31]), Some(1.0)); // 255 / 127.5 − 1
        assert_eq!(maps.zeros("a"), Some(0.5));
    }

    #[test]
    fn probabilities_add_up_to_one() {
        let found = softmax(&[0.0, 3.0_f32.ln(), -1000.0]);
        assert!((found[1] - 0.75).abs() < 1e-6 && (found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
