//! An Inception module: four branches on one map, and their concat.
//!
//! One place for every form of it: as in GoogLeNet, without its reductions, and with the 5×5 or a 7×7 taken apart.

use super::super::layer::{BranchSpec, ConvSpec, Fusion, LayerSpec, OpSpec, ParallelSpec, PoolSpec};
use super::super::network::{InputSpec, NetworkSpec};
use super::Norm;

/// Channels of one Inception module (Szegedy et al., "Going Deeper with Convolutions", 2014, table 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InceptionWidths {
    /// The 1×1 branch.
    pub conv1x1: usize,
    /// The reduction before the 3×3.
    pub reduce3x3: usize,
    /// The 3×3 branch.
    pub conv3x3: usize,
    /// The reduction before the 5×5.
    pub reduce5x5: usize,
    /// The 5×5 branch.
    pub conv5x5: usize,
    /// The projection after the pooling.
    pub pool: usize,
}

/// What the branches of a module hold; `r` are the widths of the reductions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleForm {
    /// 1×1 convolutions before the 3×3 and the 5×5, and after the pooling: GoogLeNet's.
    Reduced,
    /// The 3×3, the 5×5 and the pooling alone: GoogLeNet's figure 2(a).
    Naive,
    /// Two 3×3 instead of the 5×5, both as wide as the branch: Inception v2's.
    TwoSmall,
    /// A 7×7 instead of the 3×3, and two 7×7 instead of the 5×5: what [`ModuleForm::Factorised`] takes apart.
    Wide,
    /// Each 7×7 as 1×7 and 7×1, with r channels in between (Szegedy et al., "Rethinking the Inception Architecture for
    /// Computer Vision", 2015, figure 6).
    Factorised,
}

/// The settings of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InceptionModuleConfig {
    /// Channels.
    pub widths: InceptionWidths,
    /// What the branches hold.
    pub form: ModuleForm,
    /// Which branches there are: 1×1, 3×3, 5×5, pool.
    pub branches: [bool; 4],
    /// Whether batch normalisation follows each convolution.
    pub norm: Norm,
    /// Whether the convolutions have biases.
    pub bias: bool,
}

impl InceptionWidths {
    /// GoogLeNet's module 3a, the tutorial's default: 64 + 128 + 32 + 32 = 256 channels.
    pub const MODULE_3A: Self = Self::of([64, 96, 128, 16, 32, 32]);

    /// A quarter of 3a: 16 + 32 + 8 + 8 = 64 channels.
    pub const QUARTER: Self = Self::of([16, 24, 32, 4, 8, 8]);

    /// GoogLeNet's modules, as in the paper's table.
    pub const GOOGLENET: [(&str, Self); 9] = [
        ("3a", Self::MODULE_3A),
        ("3b", Self::of([128, 128, 192, 32, 96, 64])),
        ("4a", Self::of([192, 96, 208, 16, 48, 64])),
        ("4b", Self::of([160, 112, 224, 24, 64, 64])),
        ("4c", Self::of([128, 128, 256, 24, 64, 64])),
        ("4d", Self::of([112, 144, 288, 32, 64, 64])),
        ("4e", Self::of([256, 160, 320, 32, 128, 128])),
        ("5a", Self::of([256, 160, 320, 32, 128, 128])),
        ("5b", Self::of([384, 192, 384, 48, 128, 128])),
    ];

    /// In the order of the paper's table: 1×1, 3×3 reduction, 3×3, 5×5 reduction, 5×5, pool projection.
    pub const fn of([conv1x1, reduce3x3, conv3x3, reduce5x5, conv5x5, pool]: [usize; 6]) -> Self {
        Self {
            conv1x1,
            reduce3x3,
            conv3x3,
            reduce5x5,
            conv5x5,
            pool,
        }
    }

    /// In the order of the paper's table, as [`InceptionWidths::of`].
    pub const fn table(&self) -> [usize; 6] {
        [
            self.conv1x1,
            self.reduce3x3,
            self.conv3x3,
            self.reduce5x5,
            self.conv5x5,
            self.pool,
        ]
    }

    /// Channels after the concat of the `branches` that there are.
    pub fn out_channels(&self, branches: [bool; 4]) -> usize {
        let widths = [self.conv1x1, self.conv3x3, self.conv5x5, self.pool];
        let there = widths.into_iter().zip(branches).filter(|(_, on)| *on);
        there.map(|(width, _)| width).sum()
    }
}

impl InceptionModuleConfig {
    /// GoogLeNet's form, all branches, biases, no batch normalisation.
    pub const fn new(widths: InceptionWidths) -> Self {
        Self {
            widths,
            form: ModuleForm::Reduced,
            branches: [true; 4],
            norm: Norm::None,
            bias: true,
        }
    }

    /// In another form.
    pub const fn form(mut self, form: ModuleForm) -> Self {
        self.form = form;
        self
    }

    /// With or without biases.
    pub const fn bias(mut self, bias: bool) -> Self {
        self.bias = bias;
        self
    }

    /// Channels of the output on a map of `in_channels`; the naive form's pooling keeps them all.
    pub fn out_channels(&self, in_channels: usize) -> usize {
        let pool = match self.form {
            ModuleForm::Naive => in_channels,
            _ => self.widths.pool,
        };
        InceptionWidths { pool, ..self.widths }.out_channels(self.branches)
    }

    /// The module alone on a map of `channels` × `side` × `side`, under the name `inception`.
    pub fn network(&self, channels: usize, side: usize) -> NetworkSpec {
        NetworkSpec {
            input: InputSpec {
                channels,
                height: side,
                width: side,
            },
            layers: vec![self.layer("inception")],
        }
    }

    /// The branches and their concat, as the layer `name`.
    pub fn layer(&self, name: &str) -> LayerSpec {
        let widths = self.widths;
        let names = ["branch1x1", "branch3x3", "branch5x5", "branch_pool"];
        let convs = [
            vec![ConvSpec::square(widths.conv1x1, 1)],
            self.chain(widths.reduce3x3, widths.conv3x3, 1),
            self.chain(widths.reduce5x5, widths.conv5x5, 2),
            match self.form {
                ModuleForm::Naive => Vec::new(),
                _ => vec![ConvSpec::square(widths.pool, 1)],
            },
        ];
        let branch = |(branch, convs): (&str, Vec<ConvSpec>)| {
            let path = format!("{name}.{branch}");
            let mut layers = Vec::new();
            if branch == "branch_pool" {
                layers.push(LayerSpec::new(
                    format!("{path}.0"),
                    OpSpec::Pool(PoolSpec::max(3, 1, 1)),
                ));
            }
            let first = layers.len();
            convs.into_iter().fold(first, |next, conv| {
                let bias = self.bias;
                conv_relu(&mut layers, &path, next, ConvSpec { bias, ..conv }, self.norm)
            });
            BranchSpec {
                name: branch.to_owned(),
                layers,
            }
        };
        let all = names.into_iter().zip(convs).zip(self.branches);
        let branches = all.filter(|(_, on)| *on).map(|(one, _)| branch(one)).collect();
        let parallel = ParallelSpec {
            branches,
            fusion: Fusion::Concat,
        };
        LayerSpec::new(name, OpSpec::Parallel(parallel))
    }

    /// The convolutions of the second branch (`scale` 1: a 3×3) or of the third (`scale` 2: a 5×5).
    fn chain(&self, reduce: usize, width: usize, scale: usize) -> Vec<ConvSpec> {
        let reduction = ConvSpec::square(reduce, 1);
        let square = |channels: usize, kernel: usize| ConvSpec::square(channels, kernel).padding(kernel / 2);
        let own = square(width, 2 * scale + 1);
        match self.form {
            ModuleForm::Reduced => vec![reduction, own],
            ModuleForm::Naive => vec![own],
            ModuleForm::TwoSmall if scale == 1 => vec![reduction, own],
            ModuleForm::TwoSmall => vec![reduction, square(width, 3), square(width, 3)],
            ModuleForm::Wide => {
                let mut convs = vec![reduction];
                convs.extend((1..scale).map(|_| square(reduce, 7)));
                convs.push(square(width, 7));
                convs
            }
            ModuleForm::Factorised => {
                let line = |channels: usize, kernel: [usize; 2]| ConvSpec {
                    kernel,
                    padding: kernel.map(|taps| taps / 2),
                    ..ConvSpec::square(channels, 1)
                };
                let (flat, tall) = ([1, 7], [7, 1]);
                let kernels = if scale == 1 {
                    vec![flat, tall]
                } else {
                    vec![tall, flat, tall, flat]
                };
                let last = kernels.len() - 1;
                let channels = |idx: usize| if idx == last { width } else { reduce };
                let lines = kernels.into_iter().enumerate();
                std::iter::once(reduction)
                    .chain(lines.map(|(idx, kernel)| line(channels(idx), kernel)))
                    .collect()
            }
        }
    }
}

/// Convolution, batch normalisation if wanted, and ReLU, numbered from `first` as in `nn.Sequential`; returns the next number.
pub(super) fn conv_relu(layers: &mut Vec<LayerSpec>, path: &str, first: usize, conv: ConvSpec, norm: Norm) -> usize {
    let mut ops = vec![OpSpec::Conv(conv)];
    if norm == Norm::Batch {
        ops.push(OpSpec::BatchNorm);
    }
    ops.push(OpSpec::Relu);
    let next = first + ops.len();
    layers.extend(
        (first..next)
            .zip(ops)
            .map(|(number, op)| LayerSpec::new(format!("{path}.{number}"), op)),
    );
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(form: ModuleForm, in_channels: usize) -> (usize, usize) {
        let config = InceptionModuleConfig::new(InceptionWidths::MODULE_3A)
            .bias(false)
            .form(form);
        let lowered = config.network(in_channels, 28).lower_any().unwrap();
        assert_eq!(lowered.output().shape.channels, config.out_channels(in_channels));
        (lowered.n_parameters(), lowered.output().shape.channels)
    }

    #[test]
    fn module_3a_with_and_without_its_reductions() {
        // 192·64 + 192·96 + 96·128·9 + 192·16 + 16·32·25 + 192·32; 64 + 128 + 32 + 32
        assert_eq!(weights(ModuleForm::Reduced, 192), (163_328, 256));
        // 192·64 + 192·128·9 + 192·32·25; 64 + 128 + 32 + 192
        assert_eq!(weights(ModuleForm::Naive, 192), (387_072, 416));
        // On the tutorial's 64 channels 96 is no reduction: 64·64 + 64·96 + 110,592 + 64·16 + 12,800 + 64·32 …
        assert_eq!(weights(ModuleForm::Reduced, 64), (136_704, 256));
        // … against 64·64 + 64·128·9 + 64·32·25.
        assert_eq!(weights(ModuleForm::Naive, 64), (129_024, 288));
    }

    #[test]
    fn a_kernel_taken_apart_sees_the_same() {
        let field = |form| {
            let config = InceptionModuleConfig::new(InceptionWidths::MODULE_3A).form(form);
            let lowered = config.network(64, 16).lower_any().unwrap();
            assert_eq!(lowered.output().shape.size.width, 16);
            lowered.output().field.map(|axis| axis.size())
        };
        assert_eq!(field(ModuleForm::TwoSmall), field(ModuleForm::Reduced)); // 1 + 2 + 2 = 5
        assert_eq!(field(ModuleForm::Factorised), field(ModuleForm::Wide)); // 1 + 6 + 6 = 13
        assert_eq!(field(ModuleForm::Wide).height, 13);
    }

    #[test]
    fn what_taking_apart_costs() {
        // 5×5: 16·32·25 = 12,800; two 3×3 as wide as the branch: 16·32·9 + 32·32·9 = 13,824.
        let (one, two) = (
            weights(ModuleForm::Reduced, 192).0,
            weights(ModuleForm::TwoSmall, 192).0,
        );
        assert_eq!(two - one, 13_824 - 12_800);
        // 96·128·49 + 16·16·49 + 16·32·49 = 639,744; 7·(96·96 + 96·128) + 7·(3·16·16 + 16·32) = 159,488
        let (wide, thin) = (weights(ModuleForm::Wide, 192).0, weights(ModuleForm::Factorised, 192).0);
        assert_eq!(wide - thin, 639_744 - 159_488);
    }

    #[test]
    fn each_of_googlenets_modules_feeds_the_next() {
        let outs = InceptionWidths::GOOGLENET.map(|(_, widths)| widths.out_channels([true; 4]));
        assert_eq!(outs, [256, 480, 512, 512, 512, 528, 832, 832, 1024]);
    }
}
