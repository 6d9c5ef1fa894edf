//! The gradients of a fusion as the engine computes them: what is asked, of a network that makes the two maps in view, and
//! the answer.

use crate::bridge::protocol::{NetworkSource, ProbeAnswer, ProbeQuestion};
use crate::geometry::{Axes, Merge, Plane, fuse};
use crate::spec::{BranchSpec, ConvSpec, InputSpec, LayerSpec, NetworkSpec, OpSpec, ParallelSpec};

use super::choice::{Pair, fusion_of};

/// Name of the fusion in the network of two kernels.
const FUSED: &str = "fused";

/// A network that makes a grey image's two maps by the kernels of a pair, and fuses them; its weights are the kernels'.
fn two_kernels(merge: Merge) -> NetworkSpec {
    let kernel = |name: &str| BranchSpec {
        name: name.to_owned(),
        layers: vec![LayerSpec::new(
            name,
            OpSpec::Conv(ConvSpec {
                bias: false,
                ..ConvSpec::square(1, 3)
            }),
        )],
    };
    let fused = OpSpec::Parallel(ParallelSpec {
        branches: vec![kernel("a"), kernel("b")],
        fusion: fusion_of(merge),
    });
    let layers = vec![
        LayerSpec::new("grey", OpSpec::Conv(ConvSpec::square(1, 1))),
        LayerSpec::new(FUSED, fused),
    ];
    let input = InputSpec::CIFAR10;
    NetworkSpec { input, layers }.with_head(10)
}

/// The network of two kernels with its weights; nothing where its spec is refused.
pub fn source(pair: Pair, merge: Merge) -> Option<NetworkSource> {
    let spec = two_kernels(merge);
    let [a, b] = pair.kernels().map(|kernel| kernel.weights());
    let tensors = spec.parameters().ok()?.into_iter().map(|parameter| {
        let n = parameter.shape.iter().product();
        let values = match parameter.name.as_str() {
            // The engine reads g / 127.5 − 1 in all three planes: 3 · 42.5 · (g / 127.5 − 1) + 127.5 = g.
            "grey.weight" => vec![42.5; n],
            "grey.bias" => vec![127.5],
            "a.weight" => a.to_vec(),
            "b.weight" => b.to_vec(),
            _ => vec![0.0; n],
        };
        (parameter.name, parameter.shape, values)
    });
    let state_dict = state_dict(tensors).into();
    let spec = Box::new(spec);
    Some(NetworkSource::Given { spec, state_dict })
}

/// What is asked of it.
pub fn question() -> ProbeQuestion {
    ProbeQuestion::FusionGradients {
        layer: FUSED.to_owned(),
        class: None,
    }
}

/// A grey image as the three planes of a picture.
pub fn pixels(grey: &Plane) -> Vec<u8> {
    let plane = || grey.values.iter().map(|value| value.clamp(0.0, 255.0) as u8);
    plane().chain(plane()).chain(plane()).collect()
}

/// A safetensors file: the length of its header, the header, the numbers.
fn state_dict(tensors: impl Iterator<Item = (String, Vec<usize>, Vec<f64>)>) -> Vec<u8> {
    let (mut entries, mut numbers) = (Vec::new(), Vec::new());
    for (name, shape, values) in tensors {
        let begin = numbers.len();
        numbers.extend(values.iter().flat_map(|value| (*value as f32).to_le_bytes()));
        let end = numbers.len();
        entries.push(format!(
            r#""{name}":{{"dtype":"F32","shape":{shape:?},"data_offsets":[{begin},{end}]}}"#
        ));
    }
    let header = format!("{{{}}}", entries.join(","));
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.into_bytes());
    file.extend(numbers);
    file
}

/// What the engine answers: the two maps, and the gradient of the sum of the fusion's output to each.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The maps that were fused.
    pub maps: [Plane; 2],
    /// What each receives.
    pub gradients: [Plane; 2],
}

impl Checked {
    /// Of an answer about two single maps; nothing where it is another.
    pub fn read(answer: ProbeAnswer, values: Vec<f32>, _n_steps: usize) -> Option<Self> {
        let ProbeAnswer::FusionGradients { inputs, .. } = answer else {
            return None;
        };
        let mut planes = Vec::with_capacity(4);
        let mut begin = 0;
        for input in inputs.iter().flat_map(|input| [input, input]) {
            let end = begin + input.n_values();
            planes.push(Plane {
                size: Axes::new(input.height, input.width),
                values: values.get(begin..end)?.iter().copied().map(f64::from).collect(),
            });
            begin = end;
        }
        let [a, to_a, b, to_b] = <[Plane; 4]>::try_from(planes).ok()?;
        Some(Self {
            maps: [a, b],
            gradients: [to_a, to_b],
        })
    }

    /// Whether it is about these maps, as far as single precision goes.
    pub fn is_of(&self, maps: &[Plane; 2]) -> bool {
        let close = |(x, y): (&f64, &f64)| (x - y).abs() <= 1e-4 * y.abs().max(10.0);
        self.maps
            .iter()
            .zip(maps)
            .all(|(mine, theirs)| mine.size == theirs.size && mine.values.iter().zip(&theirs.values).all(close))
    }

    /// The largest difference from the rule, over all cells of both maps.
    pub fn difference(&self, merge: Merge, maps: &[Plane; 2]) -> f64 {
        let rule = fuse::gradients(merge, maps.each_ref());
        let pairs = self.gradients.iter().zip(&rule);
        let differences =
            pairs.flat_map(|(mine, rule)| mine.values.iter().zip(&rule.values).map(|(x, y)| (x - y).abs()));
        differences.fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::protocol::MapShape;

    #[test]
    fn the_network_of_two_kernels_passes_the_check_and_holds_the_kernels() {
        let grey = Plane::new(32, 32, |row, col| (row * 7 + col) as f64);
        for merge in [Merge::Sum, Merge::Product, Merge::Concat] {
            let source = source(Pair::Edges, merge).unwrap();
            question().check(&source, pixels(&grey).len()).unwrap();
            let NetworkSource::Given { spec, state_dict } = source else {
                panic!("no weights");
            };
            let n = u64::from_le_bytes(state_dict[..8].try_into().unwrap()) as usize;
            let header: serde_json::Value = serde_json::from_slice(&state_dict[8..8 + n]).unwrap();
            assert_eq!(header.as_object().unwrap().len(), spec.parameters().unwrap().len());
            let at = header["a.weight"]["data_offsets"][0].as_u64().unwrap() as usize + 8 + n;
            let first = f32::from_le_bytes(state_dict[at..at + 4].try_into().unwrap());
            assert_eq!(f64::from(first), Pair::Edges.kernels()[0].weights()[0]);
            let n_values: usize = spec
                .parameters()
                .unwrap()
                .iter()
                .map(|one| one.shape.iter().product::<usize>())
                .sum();
            assert_eq!(state_dict.len(), 8 + n + 4 * n_values);
        }
        assert_eq!(pixels(&grey)[1024 + 33], 8); // row 1, column 1 of the second plane: 7 + 1
    }

    #[test]
    fn an_answer_is_compared_with_the_rule() {
        let input = |name: &str| MapShape {
            name: name.to_owned(),
            channels: 1,
            height: 1,
            width: 2,
        };
        let answer = ProbeAnswer::FusionGradients {
            inputs: vec![input("a"), input("b")],
            output: input("fused"),
        };
        let values = vec![2.0, 3.0, 5.0, 7.0, 5.0, 7.0, 2.0, 3.5, 10.0, 21.0];
        let checked = Checked::read(answer.clone(), values.clone(), 0).unwrap();
        let maps = checked.maps.clone();
        assert_eq!(maps.each_ref().map(|map| map.values.clone()), [[2.0, 3.0], [5.0, 7.0]]);
        assert!(checked.is_of(&maps));
        assert_eq!(checked.difference(Merge::Product, &maps), 0.5); // 3.5 for 3
        assert_eq!(checked.difference(Merge::Sum, &maps), 6.0); // 7 for 1
        let [a, b] = maps;
        assert!(!checked.is_of(&[b, a]));
        assert_eq!(Checked::read(answer, values[..7].to_vec(), 0), None);
    }
}
