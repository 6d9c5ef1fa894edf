//! Changing a setting of a design, and why that may be refused.

use super::super::edit::{Edit, Parameter};
use super::super::variants::{InceptionNetConfig, InceptionWidths, Norm, ReceptiveChainConfig, SmallCnnConfig};
use super::{Design, FORMS, Refusal, Setting, Values};

impl Design {
    /// The design with another value of `setting`.
    ///
    /// # Errors
    /// A value out of range, a module's last branch, or a network that cannot be trained; with the layer and the cure. A
    /// setting that the design does not have changes nothing.
    pub fn with(&self, setting: Setting, value: usize) -> Result<Self, Refusal> {
        if let Values::Range { least, most } = self.values(setting)
            && !(least..=most).contains(&value)
        {
            return Err(self.no_number(setting, &value.to_string()));
        }
        let mut next = self.clone();
        if self.get(setting).is_none() {
            return Ok(next);
        }
        match &mut next {
            Self::Inception(config) => set_inception(config, setting, value),
            Self::SmallCnn(config) => set_small_cnn(config, setting, value),
            Self::Chain(config) => set_chain(config, setting, value),
            Self::Layers(network) => {
                if let Setting::Layer { parameter, .. } = setting {
                    let layer = self.layer_of(setting);
                    *network = network.edited(&Edit::Set {
                        layer,
                        parameter,
                        value,
                    })?;
                }
            }
        }
        if let (Self::Inception(config), Setting::Branch { module, .. }) = (&next, setting)
            && !config.branches[module].contains(&true)
        {
            let layer = format!("inception{}", module + 1);
            return Err(Refusal::LastBranch { layer });
        }
        next.network().trainable()?;
        Ok(next)
    }

    /// The design with what was typed for `setting`.
    ///
    /// # Errors
    /// As [`Design::with`], and a text that is no number.
    pub fn with_text(&self, setting: Setting, typed: &str) -> Result<Self, Refusal> {
        match typed.trim().parse() {
            Ok(value) => self.with(setting, value),
            Err(_) => Err(self.no_number(setting, typed.trim())),
        }
    }

    fn no_number(&self, setting: Setting, typed: &str) -> Refusal {
        let (least, most) = match self.values(setting) {
            Values::Range { least, most } => (least, most),
            Values::Choice(values) => (
                values.first().copied().unwrap_or(0),
                values.last().copied().unwrap_or(0),
            ),
            Values::Switch => (0, 1),
        };
        Refusal::Number {
            layer: self.layer_of(setting),
            typed: typed.chars().take(20).collect(),
            least,
            most,
        }
    }
}

const fn norm(value: usize) -> Norm {
    if value == 0 { Norm::None } else { Norm::Batch }
}

fn set_inception(config: &mut InceptionNetConfig, setting: Setting, value: usize) {
    match setting {
        Setting::Residual => config.residual = value != 0,
        Setting::Cbam => config.cbam = value != 0,
        Setting::BatchNorm => config.norm = norm(value),
        Setting::Form => config.form = FORMS.get(value).copied().unwrap_or(config.form),
        Setting::Branch { module, branch } => config.branches[module][branch] = value != 0,
        Setting::Width { module, column } => {
            let mut table = config.modules[module].table();
            table[column] = value;
            config.modules[module] = InceptionWidths::of(table);
        }
        Setting::Layer { parameter, .. } => match parameter {
            Parameter::OutChannels => config.stem.width = value,
            Parameter::Kernel => config.stem.kernel = value,
            Parameter::Stride => config.stem.stride = value,
            _ => {}
        },
        Setting::Channels => {}
    }
}

fn set_small_cnn(config: &mut SmallCnnConfig, setting: Setting, value: usize) {
    match setting {
        Setting::BatchNorm => config.norm = norm(value),
        Setting::Layer { idx, parameter } => match parameter {
            Parameter::OutChannels if idx == 3 => config.hidden = value,
            Parameter::OutChannels => config.widths[idx] = value,
            Parameter::Kernel => config.kernels[idx] = value,
            Parameter::Dilation => config.dilations[idx] = value,
            _ => {}
        },
        _ => {}
    }
}

fn set_chain(config: &mut ReceptiveChainConfig, setting: Setting, value: usize) {
    match setting {
        Setting::Channels => config.width = value,
        Setting::Layer { idx, parameter } => match parameter {
            Parameter::Kernel => config.kernels[idx] = value,
            Parameter::Dilation => config.dilations[idx] = value,
            _ => {}
        },
        _ => {}
    }
}
