//! Residual networks of bottleneck units (He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2015),
//! with torchvision's names.
//!
//! Where a stage halves the map changes the field, though neither depth nor parameters: a 3×3 that strides still reads the
//! finer map, a 3×3 above the stride moves by the larger jump.

use super::super::layer::{BranchSpec, ConvSpec, Fusion, LayerSpec, OpSpec, ParallelSpec, PoolSpec};
use super::{IMAGENET_CLASSES, push, push_linear};

/// Which unit of a stage halves the map; in either the 3×3 does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrideAt {
    /// The first unit of stages 2 to 4, as in torchvision.
    FirstUnit,
    /// The last unit of stages 1 to 3, as in TF-Slim; its shortcut drops every second unit there, where ours projects.
    LastUnit,
}

/// The settings of a ResNet of bottleneck units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResNetConfig {
    /// Units of each stage.
    pub units: [usize; 4],
    /// Where the map is halved.
    pub stride_at: StrideAt,
}

impl ResNetConfig {
    /// ResNet-50 with the stride on the 3×3 of each stage's first unit.
    pub const RESNET50: Self = Self {
        units: [3, 4, 6, 3],
        stride_at: StrideAt::FirstUnit,
    };

    /// The layers, from below.
    pub fn layers(&self) -> Vec<LayerSpec> {
        let mut layers = Vec::new();
        push(&mut layers, "conv1", conv(64, 7, 2));
        push(&mut layers, "bn1", OpSpec::BatchNorm);
        push(&mut layers, "relu", OpSpec::Relu);
        push(&mut layers, "maxpool", OpSpec::Pool(PoolSpec::max(3, 2, 1)));
        let mut in_channels = 64;
        for (stage, n_units) in self.units.into_iter().enumerate() {
            let width = 64 << stage;
            for unit in 0..n_units {
                let halves = match self.stride_at {
                    StrideAt::FirstUnit => stage > 0 && unit == 0,
                    StrideAt::LastUnit => stage < 3 && unit + 1 == n_units,
                };
                let stride = if halves { 2 } else { 1 };
                let name = format!("layer{}.{unit}", stage + 1);
                layers.push(residual(&name, width, stride, in_channels));
                push(&mut layers, format!("{name}.relu"), OpSpec::Relu);
                in_channels = 4 * width;
            }
        }
        push(&mut layers, "avgpool", OpSpec::GlobalAveragePool);
        push_linear(&mut layers, "fc", IMAGENET_CLASSES);
        layers
    }
}

/// The sum of a bottleneck of `width` channels and its shortcut, which is projected where the shapes differ.
fn residual(name: &str, width: usize, stride: usize, in_channels: usize) -> LayerSpec {
    let mut body = Vec::new();
    for (number, op) in [
        (1, conv(width, 1, 1)),
        (2, conv(width, 3, stride)),
        (3, conv(4 * width, 1, 1)),
    ] {
        push(&mut body, format!("{name}.conv{number}"), op);
        push(&mut body, format!("{name}.bn{number}"), OpSpec::BatchNorm);
        if number < 3 {
            push(&mut body, format!("{name}.relu{number}"), OpSpec::Relu);
        }
    }
    let mut shortcut = Vec::new();
    if in_channels != 4 * width || stride > 1 {
        push(
            &mut shortcut,
            format!("{name}.downsample.0"),
            conv(4 * width, 1, stride),
        );
        push(&mut shortcut, format!("{name}.downsample.1"), OpSpec::BatchNorm);
    }
    let branch = |name: &str, layers| BranchSpec {
        name: name.to_owned(),
        layers,
    };
    let sum = ParallelSpec {
        branches: vec![branch("body", body), branch("shortcut", shortcut)],
        fusion: Fusion::Sum,
    };
    LayerSpec::new(name, OpSpec::Parallel(sum))
}

/// A k × k convolution without bias, padded by half its kernel.
fn conv(out_channels: usize, kernel: usize, stride: usize) -> OpSpec {
    OpSpec::Conv(ConvSpec {
        bias: false,
        ..ConvSpec::square(out_channels, kernel)
            .padding(kernel / 2)
            .stride(stride)
    })
}

#[cfg(test)]
mod tests {
    use super::super::IMAGENET;
    use super::*;
    use crate::geometry::{Alignment, Axes, Shape};
    use crate::spec::{Lowered, NetworkSpec};

    fn lowered(stride_at: StrideAt) -> Lowered {
        let config = ResNetConfig {
            stride_at,
            ..ResNetConfig::RESNET50
        };
        let network = NetworkSpec {
            input: IMAGENET,
            layers: config.layers(),
        };
        network.lower().unwrap()
    }

    #[test]
    fn where_the_map_is_halved_changes_the_field() {
        let size = |stride_at| lowered(stride_at).geometry_of("layer4.2").unwrap().field.height.size();
        // Stem 7, j 2; pool 11, j 4; stage 1: 3·2·4 = 24, 35.
        // First unit: 35 + 2·4 + 3·2·8 = 91, + 2·8 + 5·2·16 = 267, + 2·16 + 2·2·32 = 427.
        assert_eq!(size(StrideAt::FirstUnit), 427);
        // Last unit: 35, j 8; + 4·2·8 = 99, j 16; + 6·2·16 = 291, j 32; + 3·2·32 = 483.
        assert_eq!(size(StrideAt::LastUnit), 483);
    }

    #[test]
    fn every_sum_is_aligned_and_the_last_map_is_7_by_7() {
        let lowered = lowered(StrideAt::FirstUnit);
        let sums = (0..lowered.graph.nodes().len()).filter_map(|node| lowered.graph.alignment(node));
        let sums: Vec<Axes<Alignment>> = sums.collect();
        assert_eq!(sums, [Axes::both(Alignment::Aligned); 16]); // 3 + 4 + 6 + 3 units
        assert_eq!(lowered.geometry_of("layer4.2").unwrap().shape, Shape::new(2048, 7, 7));
    }
}
