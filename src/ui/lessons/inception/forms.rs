//! What became of the module: each idea as a pair, before and after, on the learner's own module.

use crate::draw::inception::{BranchReading, ModuleReading, StepReading, module_of};
use crate::spec::variants::{InceptionNetConfig, ModuleForm, Norm};
use crate::spec::{ConvSpec, LayerSpec, NetworkSpec, OpSpec};

use super::module::Module;

/// An idea.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idea {
    /// A 5×5 as two 3×3.
    TwoSmall,
    /// A 7×7 as 1×7 and 7×1.
    Lines,
    /// A sum with the module's input.
    Residual,
    /// Batch normalisation after each convolution.
    BatchNorm,
}

/// A module before or after an idea, with its shortcut where it has one.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// The branches and their concat.
    pub reading: ModuleReading,
    /// The shortcut: a projection, or nothing but the input.
    pub shortcut: Option<Option<StepReading>>,
    /// Trainable parameters, the shortcut's included.
    pub parameters: usize,
    /// Multiply-adds for one image, the shortcut's included.
    pub macs: u64,
    /// The whole network, two such modules on the tutorial's stem.
    pub network: NetworkSpec,
}

impl Idea {
    /// All, in the order of time.
    pub const ALL: [Self; 4] = [Self::TwoSmall, Self::Lines, Self::Residual, Self::BatchNorm];

    /// The stable word of links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::TwoSmall => "two-3x3",
            Self::Lines => "lines",
            Self::Residual => "residual",
            Self::BatchNorm => "batch-norm",
        }
    }

    /// The idea called `id`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|idea| idea.id() == id)
    }

    /// The network's settings before the idea, or after it.
    const fn config(self, module: &Module, after: bool) -> InceptionNetConfig {
        let mut config = InceptionNetConfig::TUTORIAL;
        config.modules = [module.widths; 2];
        match (self, after) {
            (Self::TwoSmall, true) => config.form = ModuleForm::TwoSmall,
            (Self::Lines, false) => config.form = ModuleForm::Wide,
            (Self::Lines, true) => config.form = ModuleForm::Factorised,
            (Self::Residual, true) => config.residual = true,
            (Self::BatchNorm, true) => config.norm = Norm::Batch,
            (Self::TwoSmall | Self::Residual | Self::BatchNorm, false) => {}
        }
        config
    }

    /// The module before the idea, or after it; nothing where a width is 0.
    pub fn version(self, module: &Module, after: bool) -> Option<Version> {
        let config = self.config(module, after);
        let network = config.module(0).network(module.in_channels, module.side);
        let reading = ModuleReading::new(module_of(&network)?, module.input()).ok()?;
        let outcome = reading.outcome.as_ref().ok()?;
        let shortcut = if config.residual {
            let projection = ConvSpec::square(outcome.shape.channels, 1);
            let layers = [LayerSpec::new("projection", OpSpec::Conv(projection))];
            let needed = outcome.shape.channels != module.in_channels;
            let branch = BranchReading::new("shortcut", &layers, module.input()).ok()?;
            Some(if needed { branch.steps.into_iter().next() } else { None })
        } else {
            None
        };
        let extra = shortcut
            .iter()
            .flatten()
            .map(|step| (step.parameters, step.macs))
            .next();
        let (parameters, macs) = extra.unwrap_or((0, 0));
        Some(Version {
            parameters: outcome.parameters + parameters,
            macs: outcome.macs + macs,
            reading,
            shortcut,
            network: config.network(),
        })
    }
}

impl Version {
    /// Convolutions, each with a ReLU of its own, along the longest branch.
    pub fn depth(&self) -> usize {
        self.reading.n_levels()
    }

    /// The query of the lab that trains the network; nothing where it is too large for a link.
    pub fn lab_query(&self) -> Option<String> {
        self.network.trainable().ok()?;
        Some(format!("spec={}", self.network.to_link().ok()?))
    }
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
        // a scale and a shift for each of 64 + 96 + 128 + 16 + 32 + 32 channels
        assert_eq!(both(Idea::BatchNorm).1.parameters, 137_072 + 2 * 368);
    }

    #[test]
    fn a_shortcut_needs_no_projection_where_the_channels_fit() {
        let module = Module {
            in_channels: 256,
            ..Module::TUTORIAL
        };
        assert_eq!(Idea::Residual.version(&module, true).unwrap().shortcut, Some(None));
        assert_eq!(Idea::Residual.version(&module, false).unwrap().shortcut, None);
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
}
