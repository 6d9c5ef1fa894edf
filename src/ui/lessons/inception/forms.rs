//! What became of the module: each idea as a pair, before and after, on the learner's own module.

use crate::draw::inception::{BranchReading, Closing, ModuleReading, module_of};
use crate::geometry::Shape;
use crate::spec::variants::{InceptionNetConfig, InceptionWidths, ModuleForm, Norm};
use crate::spec::{BranchSpec, ConvSpec, Fusion, LayerSpec, NetworkSpec, OpSpec, ParallelSpec};

use super::module::Module;

/// An idea.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idea {
    /// A 5×5 as two 3×3.
    TwoSmall,
    /// A 7×7 as 1×7 and 7×1.
    Lines,
    /// A sum with the module's input, whose channels the shortcut brings together.
    Residual,
    /// The same sum in Inception-ResNet's form: a linear 1×1 after the concat, the shortcut as it is.
    Projected,
    /// Batch normalisation after each convolution.
    BatchNorm,
}

/// A module before or after an idea, with what closes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// The branches and their concat.
    pub reading: ModuleReading,
    /// The sum after the concat, where there is one.
    pub closing: Closing,
    /// Trainable parameters, those of the closing included.
    pub parameters: usize,
    /// Multiply-adds for one image, those of the closing included.
    pub macs: u64,
    /// The whole network, two such modules on the tutorial's stem.
    pub network: NetworkSpec,
}

/// A network that the lab trains in place of one that is too large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smaller {
    /// Sixteenths of the widths that are left.
    pub sixteenths: usize,
    /// The query of the lab.
    pub query: String,
}

impl Idea {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::TwoSmall,
        Self::Lines,
        Self::Residual,
        Self::Projected,
        Self::BatchNorm,
    ];

    /// The stable word of links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::TwoSmall => "two-3x3",
            Self::Lines => "lines",
            Self::Residual => "residual",
            Self::Projected => "projected",
            Self::BatchNorm => "batch-norm",
        }
    }

    /// The idea called `id`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|idea| idea.id() == id)
    }

    /// The network's settings before the idea, or after it.
    const fn config(self, widths: InceptionWidths, after: bool) -> InceptionNetConfig {
        let mut config = InceptionNetConfig::TUTORIAL;
        config.modules = [widths; 2];
        match (self, after) {
            (Self::TwoSmall, true) => config.form = ModuleForm::TwoSmall,
            (Self::Lines, false) => config.form = ModuleForm::Wide,
            (Self::Lines, true) => config.form = ModuleForm::Factorised,
            (Self::Residual, true) => config.residual = true,
            (Self::BatchNorm, true) => config.norm = Norm::Batch,
            (Self::Projected, true) | (Self::TwoSmall | Self::Residual | Self::Projected | Self::BatchNorm, false) => {}
        }
        config
    }

    /// The whole network of modules of these widths, before the idea or after it.
    fn network(self, widths: InceptionWidths, after: bool) -> NetworkSpec {
        let config = self.config(widths, after);
        match (self, after) {
            (Self::Projected, true) => projected(config),
            _ => config.network(),
        }
    }

    /// What closes the module after the idea, on a map of shape `input`.
    fn closing(self, output: Shape, input: Shape) -> Option<Closing> {
        let conv = |from: Shape, to: usize| {
            let layers = [LayerSpec::new("projection", OpSpec::Conv(ConvSpec::square(to, 1)))];
            let branch = BranchReading::new("projection", &layers, from).ok()?;
            branch.steps.into_iter().next()
        };
        Some(match self {
            Self::Residual if output.channels == input.channels => Closing::Sum(None),
            Self::Residual => Closing::Sum(Some(conv(input, output.channels)?)),
            Self::Projected => Closing::ProjectedSum(conv(output, input.channels)?),
            Self::TwoSmall | Self::Lines | Self::BatchNorm => Closing::Concat,
        })
    }

    /// The module before the idea, or after it; nothing where a width is 0.
    pub fn version(self, module: &Module, after: bool) -> Option<Version> {
        let config = self.config(module.widths, after);
        let network = config.module(0).network(module.in_channels, module.side);
        let reading = ModuleReading::new(module_of(&network)?, module.input()).ok()?;
        let outcome = reading.outcome.as_ref().ok()?;
        let closing = if after {
            self.closing(outcome.shape, module.input())?
        } else {
            Closing::Concat
        };
        let extra = closing.projection().map(|step| (step.parameters, step.macs));
        let (parameters, macs) = extra.unwrap_or((0, 0));
        Some(Version {
            parameters: outcome.parameters + parameters,
            macs: outcome.macs + macs,
            reading,
            closing,
            network: self.network(module.widths, after),
        })
    }

    /// The widest network of this kind that the lab trains: all widths of `module` cut alike.
    pub fn smaller(self, module: &Module, after: bool) -> Option<Smaller> {
        (1..16).rev().find_map(|sixteenths| {
            let widths = module.widths.table().map(|width| (width * sixteenths / 16).max(1));
            let query = lab_query(&self.network(InceptionWidths::of(widths), after))?;
            Some(Smaller { sixteenths, query })
        })
    }
}

impl Version {
    /// Convolutions, each with a ReLU of its own, along the longest branch; and the 1×1 after the concat.
    pub fn depth(&self) -> usize {
        self.reading.n_levels() + usize::from(matches!(self.closing, Closing::ProjectedSum(_)))
    }

    /// The query of the lab that trains the network; nothing where it is too large.
    pub fn lab_query(&self) -> Option<String> {
        lab_query(&self.network)
    }
}

fn lab_query(network: &NetworkSpec) -> Option<String> {
    network.trainable().ok()?;
    Some(format!("spec={}", network.to_link().ok()?))
}

/// The network of `config` with Inception-ResNet's sum: each module, a linear 1×1 back to the channels of its input, the
/// input added, a ReLU.
fn projected(config: InceptionNetConfig) -> NetworkSpec {
    let mut network = config.network();
    let channels = config.stem.width;
    let mut layers = Vec::new();
    for layer in network.layers {
        if !matches!(layer.op, OpSpec::Parallel(_)) {
            layers.push(layer);
            continue;
        }
        let number = layer.name.trim_start_matches("inception").to_owned();
        let linear = LayerSpec::new(format!("linear{number}"), OpSpec::Conv(ConvSpec::square(channels, 1)));
        let branch = |name: &str, layers| BranchSpec {
            name: name.to_owned(),
            layers,
        };
        let sum = OpSpec::Parallel(ParallelSpec {
            branches: vec![branch("body", vec![layer, linear]), branch("shortcut", Vec::new())],
            fusion: Fusion::Sum,
        });
        layers.push(LayerSpec::new(format!("residual{number}"), sum));
        layers.push(LayerSpec::new(format!("residual{number}.relu"), OpSpec::Relu));
    }
    network.layers = layers;
    network
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(idea: Idea) -> (Version, Version) {
        let of = |after| idea.version(&Module::TUTORIAL, after).unwrap();
        (of(false), of(true))
    }

    #[test]
    fn what_each_idea_costs_in_the_tutorials_module() {
        // 136,704 weights and 368 biases; 13,824 for 12,800 weights, and 32 biases more.
        let (before, after) = both(Idea::TwoSmall);
        assert_eq!((before.parameters, after.parameters), (137_072, 138_128));
        let (wide, lines) = both(Idea::Lines);
        // 639,744 for 159,488 weights; 96 + 3·16 − 16 biases more
        assert_eq!(wide.parameters - lines.parameters, 480_256 - 128);
        let (_, residual) = both(Idea::Residual);
        assert_eq!(residual.parameters, 137_072 + 64 * 256 + 256); // a projection to 256 channels
        // a 1×1 from 256 channels back to 64
        assert_eq!(both(Idea::Projected).1.parameters, 137_072 + 256 * 64 + 64);
        // a scale and a shift for each of 64 + 96 + 128 + 16 + 32 + 32 channels
        assert_eq!(both(Idea::BatchNorm).1.parameters, 137_072 + 2 * 368);
    }

    #[test]
    fn a_shortcut_needs_no_projection_where_the_channels_fit() {
        let module = Module {
            in_channels: 256,
            ..Module::TUTORIAL
        };
        let closing = |after| Idea::Residual.version(&module, after).unwrap().closing;
        assert_eq!((closing(false), closing(true)), (Closing::Concat, Closing::Sum(None)));
    }

    #[test]
    fn every_version_opens_in_the_lab() {
        for idea in Idea::ALL {
            assert_eq!(Idea::from_id(idea.id()), Some(idea));
            for after in [false, true] {
                let version = idea.version(&Module::TUTORIAL, after).unwrap();
                let query = version.lab_query().unwrap();
                let network = NetworkSpec::from_link(query.strip_prefix("spec=").unwrap()).unwrap();
                assert_eq!(network, version.network);
            }
        }
    }

    #[test]
    fn inception_resnets_module_gives_as_many_channels_as_it_gets() {
        let version = both(Idea::Projected).1;
        let Closing::ProjectedSum(step) = &version.closing else {
            panic!("{:?}", version.closing)
        };
        assert_eq!((step.shape, step.macs), (Shape::new(64, 8, 8), 16_384 * 64));
        assert_eq!(version.depth(), 3);
        let lowered = version.network.lower().unwrap();
        for sum in ["residual1", "residual2"] {
            assert_eq!(lowered.geometry_of(sum).unwrap().shape, Shape::new(64, 8, 8));
        }
        let torch = version.network.pytorch().unwrap();
        assert!(torch.contains("linear1") && version.network.burn().is_ok());
    }

    #[test]
    fn a_network_too_large_for_the_lab_has_a_smaller_one() {
        let wide = Module {
            widths: InceptionWidths::of([512; 6]),
            ..Module::TUTORIAL
        };
        // 3·512·512·49 weights in each of two modules, more than the lab's 50 million
        let version = Idea::Lines.version(&wide, false).unwrap();
        assert_eq!(version.lab_query(), None);
        let smaller = Idea::Lines.smaller(&wide, false).unwrap();
        let network = NetworkSpec::from_link(smaller.query.strip_prefix("spec=").unwrap()).unwrap();
        let n_parameters = |sixteenths: usize| {
            let widths = InceptionWidths::of([32 * sixteenths; 6]);
            Idea::Lines.network(widths, false).lower().unwrap().n_parameters()
        };
        assert_eq!(
            network.lower().unwrap().n_parameters(),
            n_parameters(smaller.sixteenths)
        );
        assert!(n_parameters(smaller.sixteenths) <= 50_000_000);
        assert!(n_parameters(smaller.sixteenths + 1) > 50_000_000);
    }
}
