//! Two branches that look half a pixel apart: 4 × 4 beside 3 × 3, both with stride 2 and padding 1.

use super::super::layer::{BranchSpec, ConvSpec, Fusion, LayerSpec, OpSpec, ParallelSpec};
use super::super::network::{InputSpec, NetworkSpec};
use super::{push, push_conv_relu};

/// Small enough for the lab to train.
pub const INPUT: InputSpec = InputSpec::CIFAR10;

/// A convolution, the two branches and their sum, a convolution, a classifier.
pub fn layers() -> Vec<LayerSpec> {
    let branch = |name: &str, kernel: usize| {
        let conv = ConvSpec::square(16, kernel).stride(2).padding(1);
        BranchSpec {
            name: name.to_owned(),
            layers: vec![LayerSpec::new(format!("merge1.{name}"), OpSpec::Conv(conv))],
        }
    };
    let merge = ParallelSpec {
        branches: vec![branch("even", 4), branch("odd", 3)],
        fusion: Fusion::Sum,
    };
    let mut layers = Vec::new();
    let conv = |channels: usize| ConvSpec::square(channels, 3).padding(1);
    push_conv_relu(&mut layers, "conv1".into(), "relu1".into(), conv(16));
    push(&mut layers, "merge1", OpSpec::Parallel(merge));
    push(&mut layers, "relu2", OpSpec::Relu);
    push_conv_relu(&mut layers, "conv2".into(), "relu3".into(), conv(32));
    NetworkSpec { input: INPUT, layers }.with_head(10).layers
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use crate::geometry::{Alignment, Axes};

    #[test]
    fn the_branches_have_one_size_and_two_centres() {
        let network = find("even-kernel").unwrap().network();
        network.trainable().unwrap();
        let lowered = network.lower().unwrap();
        // (32 + 2 − 4)/2 + 1 = 16, and (32 + 2 − 3)/2 + 1 = 16 as well.
        assert_eq!(lowered.geometry_of("merge1.even").unwrap().shape.size, Axes::both(16));
        assert_eq!(lowered.geometry_of("merge1.odd").unwrap().shape.size, Axes::both(16));
        let merge = lowered.layers.iter().find(|layer| layer.name == "merge1").unwrap();
        let offset = Alignment::Misaligned { doubled_offset: 1 };
        assert_eq!(lowered.graph.alignment(merge.node), Some(Axes::both(offset)));
    }
}
