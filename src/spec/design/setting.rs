//! What can be set in a design: its name, its layer, and the values that it takes.

use super::super::edit::Parameter;
use super::Design;

/// Most channels that a form takes.
const MOST_CHANNELS: usize = 1024;
/// Largest dilation that a form takes: half an image of 32 pixels.
const MOST_DILATION: usize = 16;
/// Kernels that a form offers; odd, so that a padding of half of them keeps the size.
const KERNELS: [usize; 6] = [1, 3, 5, 7, 9, 11];
/// Strides that a form offers.
const STRIDES: [usize; 3] = [1, 2, 4];

/// The columns of each branch in a module's table of widths, the reduction first.
pub const BRANCHES: [&[usize]; 4] = [&[0], &[1, 2], &[3, 4], &[5]];

/// A switch, a choice or a number of a design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// Whether a residual sum closes each module.
    Residual,
    /// Whether CBAM follows each module.
    Cbam,
    /// Whether batch normalisation follows each convolution.
    BatchNorm,
    /// What the branches hold: a place in [`super::FORMS`].
    Form,
    /// Whether a module has a branch.
    Branch {
        /// 0 or 1.
        module: usize,
        /// 0 to 3: 1×1, 3×3, 5×5, pool.
        branch: usize,
    },
    /// A width of a module.
    Width {
        /// 0 or 1.
        module: usize,
        /// Place in [`InceptionWidths::table`](crate::spec::variants::InceptionWidths::table).
        column: usize,
    },
    /// Channels of every convolution at once.
    Channels,
    /// A number of one layer.
    Layer {
        /// Place in [`Design::layers`].
        idx: usize,
        /// Which number.
        parameter: Parameter,
    },
}

/// The values that a setting takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// 0 or 1.
    Switch,
    /// One of these, ascending.
    Choice(Vec<usize>),
    /// Any whole number of a range.
    Range {
        /// The smallest.
        least: usize,
        /// The largest.
        most: usize,
    },
}

impl Setting {
    /// A stable word.
    pub fn id(self) -> String {
        match self {
            Self::Residual => "residual".to_owned(),
            Self::Cbam => "cbam".to_owned(),
            Self::BatchNorm => "norm".to_owned(),
            Self::Form => "form".to_owned(),
            Self::Branch { module, branch } => format!("branch-{}-{}", module + 1, branch + 1),
            Self::Width { module, column } => format!("width-{}-{}", module + 1, column + 1),
            Self::Channels => "channels".to_owned(),
            Self::Layer { idx, parameter } => format!("layer-{}-{}", idx + 1, parameter.name()),
        }
    }
}

impl Design {
    /// The values that `setting` takes; the one that it has is among them.
    pub fn values(&self, setting: Setting) -> Values {
        let range = |most| Values::Range { least: 1, most };
        let choice = |offered: &[usize]| {
            let mut values = offered.to_vec();
            values.extend(self.get(setting));
            values.sort_unstable();
            values.dedup();
            Values::Choice(values)
        };
        let is_free = matches!(self, Self::Layers(_));
        match setting {
            Setting::Residual | Setting::Cbam | Setting::BatchNorm | Setting::Branch { .. } => Values::Switch,
            Setting::Form => choice(&[0, 1, 2, 3, 4]),
            Setting::Width { .. } | Setting::Channels => range(MOST_CHANNELS),
            Setting::Layer { parameter, .. } => match parameter {
                Parameter::Padding => Values::Range { least: 0, most: 64 },
                Parameter::OutChannels => range(MOST_CHANNELS.max(self.get(setting).unwrap_or(1))),
                Parameter::Dilation => range(MOST_DILATION.max(self.get(setting).unwrap_or(1))),
                Parameter::Kernel if !is_free => choice(&KERNELS),
                Parameter::Stride if !is_free => choice(&STRIDES),
                Parameter::Kernel | Parameter::Stride | Parameter::Groups => range(64),
            },
        }
    }

    /// Name of the layer that `setting` is a part of; the network's own where it is of all.
    pub fn layer_of(&self, setting: Setting) -> String {
        let branch = |module: usize, branch: usize| {
            let name = ["branch1x1", "branch3x3", "branch5x5", "branch_pool"][branch.min(3)];
            format!("inception{}.{name}", module + 1)
        };
        match setting {
            Setting::Branch { module, branch: which } => branch(module, which),
            Setting::Width { module, column } => {
                let which = BRANCHES.iter().position(|columns| columns.contains(&column));
                branch(module, which.unwrap_or_default())
            }
            Setting::Layer { idx, .. } => {
                let layer = self.layers().into_iter().nth(idx);
                layer.map_or_else(|| "network".to_owned(), |layer| layer.name)
            }
            Setting::Residual => "residual1".to_owned(),
            Setting::Cbam => "cbam1".to_owned(),
            Setting::Form => "inception1".to_owned(),
            Setting::BatchNorm | Setting::Channels => "network".to_owned(),
        }
    }
}
