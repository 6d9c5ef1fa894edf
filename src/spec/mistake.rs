//! What can be wrong in a spec, as data, so that every language says it in its own sentences.
//!
//! Long because problem and cure of every mistake stand side by side.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::edit::Parameter;

/// A mistake in a spec: where, what, and what would mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[error("layer `{layer}`, {part}: {problem}; {cure}", problem = mistake.problem(), cure = mistake.cure())]
pub struct SpecError {
    /// Name of the layer, `input` or `network`; signs that no name has are escaped.
    pub layer: String,
    /// What of it is wrong.
    pub part: Part,
    /// What is wrong with it.
    pub mistake: Mistake,
}

/// The part of a layer that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Its name.
    Name,
    /// What it computes.
    Op,
    /// The shape of its map.
    Shape,
    /// Its branches.
    Branches,
    /// Where it stands.
    Position,
    /// Maps of a convolution.
    OutChannels,
    /// Outputs of a linear layer.
    OutFeatures,
    /// The side of its window.
    Kernel,
    /// Its stride.
    Stride,
    /// Its padding.
    Padding,
    /// Its dilation.
    Dilation,
    /// Its groups.
    Groups,
    /// By what CBAM divides the channels.
    Reduction,
    /// What CBAM's hidden layer has at least.
    MinHidden,
    /// A number that was to be edited.
    Number(Parameter),
}

impl Part {
    /// The word of specs and of PyTorch.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Op => "op",
            Self::Shape => "shape",
            Self::Branches => "branches",
            Self::Position => "position",
            Self::OutChannels => "out_channels",
            Self::OutFeatures => "out_features",
            Self::Kernel => "kernel",
            Self::Stride => "stride",
            Self::Padding => "padding",
            Self::Dilation => "dilation",
            Self::Groups => "groups",
            Self::Reduction => "reduction",
            Self::MinHidden => "min_hidden",
            Self::Number(parameter) => parameter.name(),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id())
    }
}

/// Channels, rows and columns, in numbers wide enough for any network of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapSize {
    /// Channels.
    pub channels: u64,
    /// Rows.
    pub height: u64,
    /// Columns.
    pub width: u64,
}

impl MapSize {
    /// The size of these numbers.
    pub const fn new(channels: usize, height: usize, width: usize) -> Self {
        Self {
            channels: channels as u64,
            height: height as u64,
            width: width as u64,
        }
    }
}

impl From<crate::geometry::Shape> for MapSize {
    fn from(shape: crate::geometry::Shape) -> Self {
        Self::new(shape.channels, shape.size.height, shape.size.width)
    }
}

impl fmt::Display for MapSize {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} × {} × {}", self.channels, self.height, self.width)
    }
}

/// Two branches that cannot be fused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unequal {
    /// Name of the first branch.
    pub first: String,
    /// What it gives.
    pub gives: MapSize,
    /// Name of the other branch.
    pub other: String,
    /// What that gives.
    pub but: MapSize,
    /// Whether they are concatenated, which asks for less.
    pub is_concat: bool,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mistake {
    /// A network that should classify ends in this map.
    EndsInMap(MapSize),
    /// The input has no pixels.
    EmptyInput,
    /// A number is 0.
    Zero,
    /// A number is beyond the limit.
    TooLarge(usize),
    /// A pooling's padding is wider than half its window.
    WindowInPadding,
    /// A linear layer on a map.
    LinearOnMap,
    /// A layer with a window on a vector.
    WindowOnVector,
    /// The window is larger than its padded map.
    WindowTooLarge {
        /// Rows of the map.
        height: usize,
        /// Columns of the map.
        width: usize,
    },
    /// The groups do not divide the channels.
    Groups {
        /// The groups.
        groups: usize,
        /// Channels below.
        below: usize,
        /// Channels above.
        above: usize,
    },
    /// A kernel of CBAM without a middle.
    EvenKernel(usize),
    /// A parallel layer without branches.
    NoBranch,
    /// Two branches that cannot be fused.
    UnequalBranches(Box<Unequal>),
    /// A name of so many signs.
    LongName(usize),
    /// A name that is no path of words.
    NoPath,
    /// A name with a word that Python or PyTorch keeps.
    ReservedWord(String),
    /// A name that another layer has.
    NameTaken,
    /// A name inside that of a layer with weights.
    InsideLayer(String),
    /// The name of a branch that is no word; escaped.
    BranchName(String),
    /// More layers than the limit.
    TooManyLayers,
    /// More branches than the limit, or a long name of one.
    TooManyBranches,
    /// Parallel layers inside each other, deeper than the limit.
    TooDeep,
    /// More parameters than the limit.
    TooManyParameters,
    /// More multiply-adds than the limit.
    TooManyMacs,
    /// A map beyond the limit.
    MapTooLarge(MapSize),
    /// A receptive field beyond the limit.
    FieldTooWide,
    /// A network of the lab for other images than CIFAR-10's.
    OtherInput(MapSize),
    /// A network of the lab with so many outputs.
    OtherClasses(usize),
    /// No layer has the name.
    NoSuchLayer,
    /// A layer of this kind has no such number.
    NoSuchNumber,
    /// There is nothing below the layer to swap it with.
    Lowest,
    /// There is nothing above the layer to swap it with.
    Highest,
    /// No layer of the kind fits at the place.
    NothingFits,
}

impl Mistake {
    /// What is wrong, in English.
    pub fn problem(&self) -> String {
        let text = match self {
            Self::EndsInMap(map) => return format!("the network ends in {map}"),
            Self::EmptyInput => "a side is 0",
            Self::Zero => "it is 0",
            Self::TooLarge(value) => return format!("it is {value}"),
            Self::WindowInPadding => "a window could lie in the padding alone",
            Self::LinearOnMap => "its input still has rows and columns",
            Self::WindowOnVector => "its input is a vector, without rows and columns",
            Self::WindowTooLarge { height, width } => {
                return format!("the window is larger than its padded map of {height} × {width}");
            }
            Self::Groups { groups, below, above } => return format!("{groups} does not divide {below} and {above}"),
            Self::EvenKernel(kernel) => return format!("{kernel} has no middle"),
            Self::NoBranch => "there is none",
            Self::UnequalBranches(unequal) => {
                let Unequal {
                    first,
                    gives,
                    other,
                    but,
                    ..
                } = &**unequal;
                return format!("`{first}` gives {gives}, but `{other}` gives {but}");
            }
            Self::LongName(signs) => return format!("it has {signs} signs"),
            Self::NoPath => "it is not a path of words",
            Self::ReservedWord(word) => return format!("Python or PyTorch keeps the word `{word}` for itself"),
            Self::NameTaken => "another layer has this name",
            Self::InsideLayer(outer) => {
                return format!("`{outer}` has weights of its own and cannot hold another layer");
            }
            Self::BranchName(name) => return format!("`{name}` is not a word"),
            Self::TooManyLayers => "it is one of more than 400 layers",
            Self::TooManyBranches => "there are more than 400, or a name is longer than 100 signs",
            Self::TooDeep => "it lies inside 8 others",
            Self::TooManyParameters => "with it the network has more than 50 million parameters",
            Self::TooManyMacs => "with it an image takes more than 20 billion multiply-adds",
            Self::MapTooLarge(map) => return format!("its map is {map}"),
            Self::FieldTooWide => "its receptive field is wider than 16 million pixels",
            Self::OtherInput(map) => return format!("it is {map}"),
            Self::OtherClasses(n_classes) => return format!("it is {n_classes}"),
            Self::NoSuchLayer => "the network has no such layer",
            Self::NoSuchNumber => "a layer of this kind has none",
            Self::Lowest => "it is the lowest of its branch",
            Self::Highest => "it is the highest of its branch",
            Self::NothingFits => "nothing fits here",
        };
        text.to_owned()
    }

    /// What would mend it, in English.
    pub fn cure(&self) -> &'static str {
        match self {
            Self::EndsInMap(_) => "end with a linear layer, one output per class",
            Self::EmptyInput => "give every side at least 1",
            Self::Zero => "take at least 1",
            Self::TooLarge(_) => "take at most 8192",
            Self::WindowInPadding => "pad by at most half the kernel",
            Self::LinearOnMap => "flatten, or pool globally, before it",
            Self::WindowOnVector => "put it below the pooling or flattening",
            Self::WindowTooLarge { .. } => "take a smaller kernel or dilation, or more padding",
            Self::Groups { .. } => "take a number that divides both channel counts",
            Self::EvenKernel(_) => "take an odd kernel, such as 7",
            Self::NoBranch => "keep at least one branch",
            Self::UnequalBranches(unequal) if unequal.is_concat => {
                "give every branch the same stride, and padding that keeps its size"
            }
            Self::UnequalBranches(_) => {
                "give every branch the same channels and size, with a 1×1 projection if need be"
            }
            Self::LongName(_) => "take at most 100",
            Self::NoPath => "use letters, digits, underscores and dots, such as `conv1.0`",
            Self::ReservedWord(_) => "take another word",
            Self::NameTaken => "give every layer a name of its own",
            Self::InsideLayer(_) => "take a name outside of it",
            Self::BranchName(_) => "use letters, digits and underscores",
            Self::TooManyLayers => "take at most 400 layers in all",
            Self::TooManyBranches => "take fewer branches and short names",
            Self::TooDeep => "nest branches at most 8 deep",
            Self::TooManyParameters => "take fewer channels or smaller kernels",
            Self::TooManyMacs => "take fewer channels, smaller kernels or an earlier stride",
            Self::MapTooLarge(_) => {
                "keep each side at 8192 and the whole map at 16 million values, with less padding or fewer channels"
            }
            Self::FieldTooWide => "take smaller strides, kernels or dilations",
            Self::OtherInput(_) => "take 3 × 32 × 32, the size of the images",
            Self::OtherClasses(_) => "take 10, one output per class",
            Self::NoSuchLayer => "name one of its layers",
            Self::NoSuchNumber => "set it on another layer",
            Self::Lowest => "move it up, or leave it",
            Self::Highest => "move it down, or leave it",
            Self::NothingFits => "edit another layer",
        }
    }
}

/// A mistake in `part` of `layer`.
pub(super) fn mistake(layer: &str, part: Part, mistake: Mistake) -> SpecError {
    SpecError {
        // Names of a valid network have no sign that is escaped.
        layer: layer.escape_default().to_string(),
        part,
        mistake,
    }
}
