//! GoogLeNet (Szegedy et al., "Going Deeper with Convolutions", 2014, table 1), with torchvision's names.
//!
//! The paper's network has a 5×5 in the third branch and 3×3 poolings; torchvision's has a 3×3 and, before module 5a, a 2×2.
//! We know of no published field for either: 715 and 379 are computed.
//! The poolings that shrink the map round up in the original; here they are padded by 1 instead, which gives the same sizes
//! and moves the fields by one cell.

use super::super::layer::{BranchSpec, ConvSpec, Fusion, LayerSpec, OpSpec, ParallelSpec, PoolSpec};
use super::super::variants::InceptionWidths;
use super::{IMAGENET_CLASSES, push, push_conv_relu, push_linear};

/// What the two common forms differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoogLeNetConfig {
    /// Kernel size of each module's third branch; odd.
    pub wide_kernel: usize,
    /// Kernel size of the pooling before module 5a.
    pub last_pool: usize,
}

impl GoogLeNetConfig {
    /// As in the paper.
    pub const PAPER: Self = Self {
        wide_kernel: 5,
        last_pool: 3,
    };

    /// As torchvision has it, but for batch normalisation.
    pub const TORCHVISION: Self = Self {
        wide_kernel: 3,
        last_pool: 2,
    };

    /// The layers, from below.
    pub fn layers(&self) -> Vec<LayerSpec> {
        let mut layers = Vec::new();
        conv_relu(&mut layers, "conv1", ConvSpec::square(64, 7).stride(2).padding(3));
        pool(&mut layers, "maxpool1", 3);
        conv_relu(&mut layers, "conv2", ConvSpec::square(64, 1));
        conv_relu(&mut layers, "conv3", ConvSpec::square(192, 3).padding(1));
        pool(&mut layers, "maxpool2", 3);
        for (name, widths) in InceptionWidths::GOOGLENET {
            match name {
                "4a" => pool(&mut layers, "maxpool3", 3),
                "5a" => pool(&mut layers, "maxpool4", self.last_pool),
                _ => {}
            }
            layers.push(self.module(&format!("inception{name}"), widths));
        }
        push(&mut layers, "avgpool", OpSpec::GlobalAveragePool);
        push_linear(&mut layers, "fc", IMAGENET_CLASSES);
        layers
    }

    /// The four branches and their concat.
    fn module(&self, name: &str, widths: InceptionWidths) -> LayerSpec {
        let path = |branch: &str| format!("{name}.{branch}");
        let mut one = Vec::new();
        conv_relu(&mut one, &path("branch1"), ConvSpec::square(widths.conv1x1, 1));
        let mut three = Vec::new();
        conv_relu(&mut three, &path("branch2.0"), ConvSpec::square(widths.reduce3x3, 1));
        conv_relu(
            &mut three,
            &path("branch2.1"),
            ConvSpec::square(widths.conv3x3, 3).padding(1),
        );
        let mut wide = Vec::new();
        conv_relu(&mut wide, &path("branch3.0"), ConvSpec::square(widths.reduce5x5, 1));
        let conv = ConvSpec::square(widths.conv5x5, self.wide_kernel).padding(self.wide_kernel / 2);
        conv_relu(&mut wide, &path("branch3.1"), conv);
        let mut pooled = Vec::new();
        push(&mut pooled, path("branch4.0"), OpSpec::Pool(PoolSpec::max(3, 1, 1)));
        conv_relu(&mut pooled, &path("branch4.1"), ConvSpec::square(widths.pool, 1));
        let branches = [
            ("branch1", one),
            ("branch2", three),
            ("branch3", wide),
            ("branch4", pooled),
        ];
        let parallel = ParallelSpec {
            branches: branches
                .into_iter()
                .map(|(name, layers)| BranchSpec {
                    name: name.to_owned(),
                    layers,
                })
                .collect(),
            fusion: Fusion::Concat,
        };
        LayerSpec::new(name, OpSpec::Parallel(parallel))
    }
}

fn conv_relu(layers: &mut Vec<LayerSpec>, path: &str, conv: ConvSpec) {
    push_conv_relu(layers, format!("{path}.conv"), format!("{path}.relu"), conv);
}

/// A maximum that halves the map: 3×3 with padding 1, or 2×2 without.
fn pool(layers: &mut Vec<LayerSpec>, name: &str, kernel: usize) {
    push(layers, name, OpSpec::Pool(PoolSpec::max(kernel, 2, kernel / 3)));
}

#[cfg(test)]
mod tests {
    use super::super::IMAGENET;
    use super::*;
    use crate::geometry::Shape;
    use crate::spec::{Lowered, NetworkSpec};

    fn lowered(config: GoogLeNetConfig) -> Lowered {
        let network = NetworkSpec {
            input: IMAGENET,
            layers: config.layers(),
        };
        network.lower().unwrap()
    }

    #[test]
    fn the_modules_have_the_papers_channels_and_sizes() {
        let lowered = lowered(GoogLeNetConfig::PAPER);
        let shape = |name: &str| lowered.geometry_of(name).unwrap().shape;
        assert_eq!(shape("inception3a"), Shape::new(256, 28, 28)); // 64 + 128 + 32 + 32
        assert_eq!(shape("inception4a"), Shape::new(512, 14, 14));
        assert_eq!(shape("inception4e"), Shape::new(832, 14, 14));
        assert_eq!(shape("inception5b"), Shape::new(1024, 7, 7));
    }

    #[test]
    fn module_3a_has_the_weights_of_the_table() {
        let lowered = lowered(GoogLeNetConfig::PAPER);
        let names = [
            "branch1",
            "branch2.0",
            "branch2.1",
            "branch3.0",
            "branch3.1",
            "branch4.1",
        ];
        let n_weights = names.map(|name| {
            let conv = lowered.geometry_of(&format!("inception3a.{name}.conv")).unwrap();
            conv.parameters - conv.shape.channels
        });
        // 192·64 + 192·96 + 96·128·9 + 192·16 + 16·32·25 + 192·32
        assert_eq!(n_weights.iter().sum::<usize>(), 163_328);
    }

    #[test]
    fn the_wide_branch_decides_the_field() {
        let size = |config, name: &str| lowered(config).geometry_of(name).unwrap().field.height.size();
        // 7, j 2; 11, j 4; 19; 27, j 8; the 5×5 of 3a: 27 + 4·8 = 59, the 3×3: 27 + 2·8 = 43
        assert_eq!(size(GoogLeNetConfig::PAPER, "inception3a"), 59);
        assert_eq!(size(GoogLeNetConfig::TORCHVISION, "inception3a"), 43);
        // 91; pool 107, j 16; five modules of 64: 427; pool 459, j 32; two modules of 128: 715
        assert_eq!(size(GoogLeNetConfig::PAPER, "inception5b"), 715);
        // 59; pool 75, j 16; five of 32: 235; 2×2 pool 251, j 32; two of 64: 379
        assert_eq!(size(GoogLeNetConfig::TORCHVISION, "inception5b"), 379);
    }
}
