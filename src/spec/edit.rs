//! Editing a network by small steps, none of which can make an invalid one.
//!
//! *Up* is away from the image: [`Edit::MoveUp`] swaps a layer with the one that reads it.
//! Long because every edit is defined, named and applied here.

mod numbers;
mod place;

use serde::{Deserialize, Serialize};

use super::head::ends_in_vector;
use super::layer::{ConvSpec, LayerSpec, OpSpec, PoolKind, PoolSpec};
use super::mistake::{Mistake, Part, SpecError, mistake};
use super::names::parent;
use super::network::NetworkSpec;
use crate::geometry::Shape;
use numbers::{keep_size, keeps_size, number, offered, put};
use place::Place;

/// A number of a layer; height and width change together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Parameter {
    /// Maps of a convolution, or outputs of a linear layer.
    OutChannels,
    /// Taps along each axis.
    Kernel,
    /// Cells between neighbouring windows.
    Stride,
    /// Cells between neighbouring taps of a convolution.
    Dilation,
    /// Cells added on each side.
    Padding,
    /// Groups of channels of a convolution that do not see each other.
    Groups,
}

/// What a new layer computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerKind {
    /// A convolution.
    Conv,
    /// The maximum of a window.
    MaxPool,
    /// The mean of a window.
    AveragePool,
}

/// One step; layers are named by their full path, at any depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Gives a number of a layer another value.
    ///
    /// In a branch, where a new kernel or dilation changes the size of its map alone, a padding that kept the size follows.
    Set {
        /// The layer.
        layer: String,
        /// The number.
        parameter: Parameter,
        /// Its new value.
        value: usize,
    },
    /// Puts another kind of layer in the place of one, with the same window where it has one.
    Replace {
        /// The layer.
        layer: String,
        /// What takes its place.
        kind: LayerKind,
    },
    /// Takes a layer away; the last one of a branch leaves the branch to pass its input on.
    Remove {
        /// The layer.
        layer: String,
    },
    /// Adds a layer on top of another one, in the same branch: a 3×3 convolution that keeps shape and channels, or a
    /// pooling that halves the map, or keeps its size where that alone fits.
    InsertAfter {
        /// The layer below; none is the bottom of the network.
        layer: Option<String>,
        /// What is added.
        kind: LayerKind,
    },
    /// Swaps a layer with the next one of its branch.
    MoveUp {
        /// The layer.
        layer: String,
    },
    /// Swaps a layer with the one before it in its branch.
    MoveDown {
        /// The layer.
        layer: String,
    },
}

impl Parameter {
    /// The parameter's name in PyTorch's constructors.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OutChannels => "out_channels",
            Self::Kernel => "kernel_size",
            Self::Stride => "stride",
            Self::Dilation => "dilation",
            Self::Padding => "padding",
            Self::Groups => "groups",
        }
    }
}

impl LayerKind {
    /// What names of such layers begin with.
    const fn base(self) -> &'static str {
        match self {
            Self::Conv => "conv",
            Self::MaxPool | Self::AveragePool => "pool",
        }
    }

    /// The layer with this square window, on maps of shape `below`.
    fn with_window(self, below: Shape, kernel: [usize; 2], stride: [usize; 2], padding: [usize; 2]) -> OpSpec {
        let kind = match self {
            Self::Conv => {
                return OpSpec::Conv(ConvSpec {
                    kernel,
                    stride,
                    padding,
                    ..ConvSpec::square(below.channels, 1)
                });
            }
            Self::MaxPool => PoolKind::Max,
            Self::AveragePool => PoolKind::Average,
        };
        OpSpec::Pool(PoolSpec {
            kind,
            kernel,
            stride,
            padding: [padding[0].min(kernel[0] / 2), padding[1].min(kernel[1] / 2)],
        })
    }

    /// What to try for a new layer, in this order.
    fn wishes(self, below: Shape) -> Vec<OpSpec> {
        let same = self.with_window(below, [3; 2], [1; 2], [1; 2]);
        match self {
            Self::Conv => vec![same],
            Self::MaxPool | Self::AveragePool => vec![self.with_window(below, [2; 2], [2; 2], [0; 2]), same],
        }
    }
}

impl NetworkSpec {
    /// The network after `edit`, checked: it lowers, its names are unique, and it is not too large.
    ///
    /// # Errors
    /// A layer that there is not, a number that it does not have, or what is wrong with the network after the edit.
    pub fn edited(&self, edit: &Edit) -> Result<Self, SpecError> {
        self.check_size()?;
        match edit {
            Edit::Set {
                layer,
                parameter,
                value,
            } => self.set(layer, *parameter, *value),
            Edit::Replace { layer, kind } => self.replaced(layer, *kind),
            Edit::Remove { layer } => {
                let place = Place::of(self, layer)?;
                self.changed(|network| drop(place.sequence_mut(network).remove(place.position)))
            }
            Edit::InsertAfter { layer, kind } => self.inserted(layer.as_deref(), *kind),
            Edit::MoveUp { layer } => {
                let place = Place::of(self, layer)?;
                self.swapped(layer, &place, place.position)
            }
            Edit::MoveDown { layer } => {
                let place = Place::of(self, layer)?;
                let Some(before) = place.position.checked_sub(1) else {
                    return Err(mistake(layer, Part::Position, Mistake::Lowest));
                };
                self.swapped(layer, &place, before)
            }
        }
    }

    /// A number of `layer`, along its height; nothing where there is no such layer, or it has no such number.
    pub fn number(&self, layer: &str, parameter: Parameter) -> Option<usize> {
        Some(number(&self.find(layer)?.op, parameter)?[0])
    }

    /// Whether `edit` gives a valid network.
    pub fn can(&self, edit: &Edit) -> bool {
        self.edited(edit).is_ok()
    }

    /// The values of `parameter` for which the edited network is valid, ascending, found by trying each: kernels up to 11,
    /// strides to 4, dilations to 8, paddings to the kernel's extent, usual channel counts to 256, groups that divide.
    ///
    /// The value that the layer has is among them; there are none where the layer has no such number.
    pub fn allowed(&self, layer: &str, parameter: Parameter) -> Vec<usize> {
        let Ok(place) = Place::of(self, layer) else {
            return Vec::new();
        };
        let op = &place.layer(self).op;
        let Some(number) = number(op, parameter) else {
            return Vec::new();
        };
        let mut values = offered(op, parameter);
        values.push(number[0]);
        values.sort_unstable();
        values.dedup();
        let set = |value| Edit::Set {
            layer: layer.to_owned(),
            parameter,
            value,
        };
        values.retain(|value| self.can(&set(*value)));
        values
    }

    fn set(&self, layer: &str, parameter: Parameter, value: usize) -> Result<Self, SpecError> {
        let place = Place::of(self, layer)?;
        let op = &place.layer(self).op;
        if number(op, parameter).is_none() {
            return Err(mistake(layer, Part::Number(parameter), Mistake::NoSuchNumber));
        }
        let set = |network: &mut Self| put(&mut place.layer_mut(network).op, parameter, value);
        self.changed(set).or_else(|error| {
            let is_window = matches!(parameter, Parameter::Kernel | Parameter::Dilation);
            if place.steps.is_empty() || !is_window || !keeps_size(op) {
                return Err(error);
            }
            let followed = self.changed(|network| {
                set(network);
                keep_size(&mut place.layer_mut(network).op);
            });
            followed.map_err(|_also_wrong| error)
        })
    }

    fn replaced(&self, layer: &str, kind: LayerKind) -> Result<Self, SpecError> {
        let place = Place::of(self, layer)?;
        let old = place.layer(self);
        let below = self.shape_below(&place)?;
        let wishes = match &old.op {
            OpSpec::Conv(conv) => vec![kind.with_window(below, conv.kernel, conv.stride, conv.padding)],
            OpSpec::Pool(pool) => vec![kind.with_window(below, pool.kernel, pool.stride, pool.padding)],
            _ => kind.wishes(below),
        };
        // `conv1.0` and a pooling that becomes another pooling keep their names.
        let last_part = old.name.rsplit('.').next().unwrap_or_default();
        let is_numbered = last_part.chars().all(|sign| sign.is_ascii_digit());
        let keeps_kind = match &old.op {
            OpSpec::Conv(_) => kind == LayerKind::Conv,
            OpSpec::Pool(_) => kind != LayerKind::Conv,
            _ => false,
        };
        let name = if is_numbered || keeps_kind {
            old.name.clone()
        } else {
            self.free_name(parent(&old.name), kind.base())
        };
        self.first_valid(wishes, |network, op| {
            *place.layer_mut(network) = LayerSpec::new(name.clone(), op);
        })
    }

    fn inserted(&self, layer: Option<&str>, kind: LayerKind) -> Result<Self, SpecError> {
        let mut place = match layer {
            Some(layer) => Place::of(self, layer)?,
            None => Place::default(),
        };
        // Names of a branch stand below its path; in the network itself a new layer has no path.
        let path = layer.filter(|_| !place.steps.is_empty()).map_or("", parent);
        let name = self.free_name(path, kind.base());
        if layer.is_some() {
            place.position += 1;
        }
        self.first_valid(kind.wishes(self.shape_below(&place)?), |network, op| {
            place
                .sequence_mut(network)
                .insert(place.position, LayerSpec::new(name.clone(), op));
        })
    }

    fn swapped(&self, layer: &str, place: &Place, lower: usize) -> Result<Self, SpecError> {
        if lower + 1 >= place.sequence(self).len() {
            return Err(mistake(layer, Part::Position, Mistake::Highest));
        }
        self.changed(|network| place.sequence_mut(network).swap(lower, lower + 1))
    }

    /// The network with the first of `wishes` that `put` makes a valid one of; else what is wrong with the first.
    fn first_valid(&self, wishes: Vec<OpSpec>, put: impl Fn(&mut Self, OpSpec)) -> Result<Self, SpecError> {
        let mut first_error = None;
        for op in wishes {
            match self.changed(|network| put(network, op)) {
                Ok(network) => return Ok(network),
                Err(error) => first_error = first_error.or(Some(error)),
            }
        }
        Err(first_error.unwrap_or_else(|| mistake("network", Part::Op, Mistake::NothingFits)))
    }

    /// The network after `change`, or what is wrong with it.
    fn changed(&self, change: impl FnOnce(&mut Self)) -> Result<Self, SpecError> {
        let mut network = self.clone();
        change(&mut network);
        network.check_size()?;
        network.lower_any()?;
        windows_have_maps(&network.layers, false)?;
        Ok(network)
    }

    /// Shape of the map that the layer at `place` reads.
    fn shape_below(&self, place: &Place) -> Result<Shape, SpecError> {
        let until = Self {
            layers: place.below(self),
            ..*self
        };
        Ok(until.lower_any()?.output().shape)
    }
}

/// Whether every window slides over a map: a vector, after flattening or global pooling, has no rows and columns.
fn windows_have_maps(layers: &[LayerSpec], is_vector: bool) -> Result<(), SpecError> {
    for (idx, layer) in layers.iter().enumerate() {
        let is_vector = ends_in_vector(&layers[..idx], is_vector);
        match &layer.op {
            OpSpec::Conv(_) | OpSpec::Pool(_) | OpSpec::Cbam(_) | OpSpec::BatchNorm if is_vector => {
                return Err(mistake(&layer.name, Part::Op, Mistake::WindowOnVector));
            }
            OpSpec::Parallel(parallel) => {
                for branch in &parallel.branches {
                    windows_have_maps(&branch.layers, is_vector)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
