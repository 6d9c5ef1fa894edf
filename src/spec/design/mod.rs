//! A network as the settings that it was made from: what a form edits.
//!
//! [`Design::of`] finds the settings of any network, [`Design::with`] changes one of them, and only ever gives a network
//! that can be trained. Read [`Setting`] first.

mod change;
mod recover;
mod setting;
mod text;

use thiserror::Error;

use super::edit::Parameter;
use super::layer::{LayerSpec, OpSpec};
use super::lower::SpecError;
use super::network::NetworkSpec;
use super::variants::{InceptionNetConfig, ModuleForm, Norm, ReceptiveChainConfig, SmallCnnConfig};

pub use setting::{BRANCHES, Setting, Values};

/// The forms of a module, as [`Setting::Form`] counts them.
pub const FORMS: [ModuleForm; 5] = [
    ModuleForm::Reduced,
    ModuleForm::Naive,
    ModuleForm::TwoSmall,
    ModuleForm::Wide,
    ModuleForm::Factorised,
];

/// A network by its settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Design {
    /// A stem, two Inception modules and a linear layer.
    Inception(InceptionNetConfig),
    /// Three convolutions, two poolings and two linear layers.
    SmallCnn(SmallCnnConfig),
    /// Four convolutions that keep the size of the map.
    Chain(ReceptiveChainConfig),
    /// Any other network: its settings are the numbers of its layers.
    Layers(NetworkSpec),
}

/// A layer whose numbers are settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesignLayer {
    /// Its name in the network.
    pub name: String,
    /// The numbers that can be set.
    pub parameters: Vec<Parameter>,
}

/// Why a setting is not taken; the design stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// No number, or one that is out of range.
    #[error("layer `{layer}`: `{typed}` is no whole number from {least} to {most}; take one of them")]
    Number {
        /// The layer that it was for.
        layer: String,
        /// The text.
        typed: String,
        /// The smallest that is taken.
        least: usize,
        /// The largest that is taken.
        most: usize,
    },
    /// A module without branches computes nothing.
    #[error("layer `{layer}`: this is its last branch; switch another one on first")]
    LastBranch {
        /// The module.
        layer: String,
    },
    /// The network would not hold together, or would be too large.
    #[error(transparent)]
    Network(#[from] SpecError),
}

impl Design {
    /// The design of `network`: of the family that makes exactly this network, else layer by layer.
    ///
    /// Widths that leave no trace in the network, as those of a branch that is left out, are taken from a known module.
    pub fn of(network: &NetworkSpec) -> Self {
        let inception = recover::inception(network).map(Self::Inception);
        let small = || recover::small_cnn(network).map(Self::SmallCnn);
        let chain = || recover::chain(network).map(Self::Chain);
        inception
            .or_else(small)
            .or_else(chain)
            .unwrap_or_else(|| Self::Layers(network.clone()))
    }

    /// The network.
    pub fn network(&self) -> NetworkSpec {
        match self {
            Self::Inception(config) => config.network(),
            Self::SmallCnn(config) => config.network(),
            Self::Chain(config) => config.network(),
            Self::Layers(network) => network.clone(),
        }
    }

    /// The layers whose numbers are [`Setting::Layer`]s, from below.
    pub fn layers(&self) -> Vec<DesignLayer> {
        use Parameter::{Dilation, Kernel, OutChannels, Stride};
        let layer = |name: String, parameters: &[Parameter]| DesignLayer {
            name,
            parameters: parameters.to_vec(),
        };
        match self {
            Self::Inception(_) => vec![layer("conv1.0".to_owned(), &[OutChannels, Kernel, Stride])],
            Self::SmallCnn(_) => {
                let convs = (1..=3).map(|number| layer(format!("conv{number}"), &[OutChannels, Kernel, Dilation]));
                convs.chain([layer("fc1".to_owned(), &[OutChannels])]).collect()
            }
            Self::Chain(_) => (1..=4)
                .map(|number| layer(format!("conv{number}.0"), &[Kernel, Dilation]))
                .collect(),
            Self::Layers(network) => windows(&network.layers),
        }
    }

    /// Every setting that decides something, in the order of a form: not the widths of a branch that is left out.
    pub fn settings(&self) -> Vec<Setting> {
        let layers = self.layers().into_iter().enumerate();
        let numbers = layers.flat_map(|(idx, layer)| {
            let of_layer = move |parameter| Setting::Layer { idx, parameter };
            layer.parameters.into_iter().map(of_layer)
        });
        match self {
            Self::Inception(_) => {
                let mut settings = vec![Setting::Residual, Setting::Cbam, Setting::BatchNorm];
                settings.extend(numbers);
                settings.push(Setting::Form);
                for module in 0..2 {
                    for (branch, columns) in BRANCHES.into_iter().enumerate() {
                        settings.push(Setting::Branch { module, branch });
                        settings.extend(columns.iter().map(|&column| Setting::Width { module, column }));
                    }
                }
                settings.retain(|setting| self.is_used(*setting));
                settings
            }
            Self::SmallCnn(_) => [Setting::BatchNorm].into_iter().chain(numbers).collect(),
            Self::Chain(_) => [Setting::Channels].into_iter().chain(numbers).collect(),
            Self::Layers(_) => numbers.collect(),
        }
    }

    /// Whether the network depends on `setting`, as it does not on the widths of a branch that is left out.
    pub fn is_used(&self, setting: Setting) -> bool {
        match (self, setting) {
            (Self::Inception(config), Setting::Width { module, column }) => {
                let branch = BRANCHES.iter().position(|columns| columns.contains(&column));
                let is_on = branch.is_some_and(|branch| config.branches[module][branch]);
                is_on && (config.form != ModuleForm::Naive || matches!(column, 0 | 2 | 4))
            }
            _ => self.get(setting).is_some(),
        }
    }

    /// The value of `setting`, a switch as 0 or 1; nothing where the design has no such setting.
    pub fn get(&self, setting: Setting) -> Option<usize> {
        let switch = |on: bool| Some(usize::from(on));
        match (self, setting) {
            (Self::Inception(config), Setting::Residual) => switch(config.residual),
            (Self::Inception(config), Setting::Cbam) => switch(config.cbam),
            (Self::Inception(config), Setting::BatchNorm) => switch(config.norm == Norm::Batch),
            (Self::Inception(config), Setting::Form) => FORMS.iter().position(|form| *form == config.form),
            (Self::Inception(config), Setting::Branch { module, branch }) => {
                config.branches.get(module)?.get(branch).copied().and_then(switch)
            }
            (Self::Inception(config), Setting::Width { module, column }) => {
                config.modules.get(module)?.table().get(column).copied()
            }
            (Self::Inception(config), Setting::Layer { idx: 0, parameter }) => match parameter {
                Parameter::OutChannels => Some(config.stem.width),
                Parameter::Kernel => Some(config.stem.kernel),
                Parameter::Stride => Some(config.stem.stride),
                _ => None,
            },
            (Self::SmallCnn(config), Setting::BatchNorm) => switch(config.norm == Norm::Batch),
            (Self::SmallCnn(config), Setting::Layer { idx, parameter }) => match parameter {
                Parameter::OutChannels if idx == 3 => Some(config.hidden),
                Parameter::OutChannels => config.widths.get(idx).copied(),
                Parameter::Kernel => config.kernels.get(idx).copied(),
                Parameter::Dilation => config.dilations.get(idx).copied(),
                _ => None,
            },
            (Self::Chain(config), Setting::Channels) => Some(config.width),
            (Self::Chain(config), Setting::Layer { idx, parameter }) => match parameter {
                Parameter::Kernel => config.kernels.get(idx).copied(),
                Parameter::Dilation => config.dilations.get(idx).copied(),
                _ => None,
            },
            (Self::Layers(network), Setting::Layer { idx, parameter }) => {
                let layer = self.layers().into_iter().nth(idx)?;
                network.number(&layer.name, parameter)
            }
            _ => None,
        }
    }
}

/// Convolutions and poolings at any depth, from below.
fn windows(layers: &[LayerSpec]) -> Vec<DesignLayer> {
    use Parameter::{Dilation, Kernel, OutChannels, Padding, Stride};
    let windows_of = |layer: &LayerSpec| {
        let parameters = match &layer.op {
            OpSpec::Conv(_) => vec![OutChannels, Kernel, Stride, Dilation, Padding],
            OpSpec::Pool(_) => vec![Kernel, Stride, Padding],
            OpSpec::Parallel(parallel) => {
                let branches = parallel.branches.iter();
                return branches.flat_map(|branch| windows(&branch.layers)).collect();
            }
            _ => return Vec::new(),
        };
        let name = layer.name.clone();
        vec![DesignLayer { name, parameters }]
    };
    layers.iter().flat_map(windows_of).collect()
}

#[cfg(test)]
mod tests;
