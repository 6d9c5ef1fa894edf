//! The numbers of a layer: reading, writing, and the values that a form offers.

use super::super::layer::OpSpec;
use super::Parameter;

/// The number along height and width; nothing where the layer does not have it.
pub(super) fn number(op: &OpSpec, parameter: Parameter) -> Option<[usize; 2]> {
    match (op, parameter) {
        (OpSpec::Conv(conv), Parameter::OutChannels) => Some([conv.out_channels; 2]),
        (OpSpec::Conv(conv), Parameter::Kernel) => Some(conv.kernel),
        (OpSpec::Conv(conv), Parameter::Stride) => Some(conv.stride),
        (OpSpec::Conv(conv), Parameter::Dilation) => Some(conv.dilation),
        (OpSpec::Conv(conv), Parameter::Padding) => Some(conv.padding),
        (OpSpec::Conv(conv), Parameter::Groups) => Some([conv.groups; 2]),
        (OpSpec::Pool(pool), Parameter::Kernel) => Some(pool.kernel),
        (OpSpec::Pool(pool), Parameter::Stride) => Some(pool.stride),
        (OpSpec::Pool(pool), Parameter::Padding) => Some(pool.padding),
        (OpSpec::Linear(linear), Parameter::OutChannels) => Some([linear.out_features; 2]),
        _ => None,
    }
}

/// Gives the number another value; nothing happens where the layer does not have it.
pub(super) fn put(op: &mut OpSpec, parameter: Parameter, value: usize) {
    match (op, parameter) {
        (OpSpec::Conv(conv), Parameter::OutChannels) => conv.out_channels = value,
        (OpSpec::Conv(conv), Parameter::Kernel) => conv.kernel = [value; 2],
        (OpSpec::Conv(conv), Parameter::Stride) => conv.stride = [value; 2],
        (OpSpec::Conv(conv), Parameter::Dilation) => conv.dilation = [value; 2],
        (OpSpec::Conv(conv), Parameter::Padding) => conv.padding = [value; 2],
        (OpSpec::Conv(conv), Parameter::Groups) => conv.groups = value,
        (OpSpec::Pool(pool), Parameter::Kernel) => pool.kernel = [value; 2],
        (OpSpec::Pool(pool), Parameter::Stride) => pool.stride = [value; 2],
        (OpSpec::Pool(pool), Parameter::Padding) => pool.padding = [value; 2],
        (OpSpec::Linear(linear), Parameter::OutChannels) => linear.out_features = value,
        _ => {}
    }
}

/// The values to try.
pub(super) fn offered(op: &OpSpec, parameter: Parameter) -> Vec<usize> {
    match parameter {
        Parameter::OutChannels => vec![1, 2, 3, 4, 6, 8, 10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256],
        Parameter::Kernel => (1..=11).collect(),
        Parameter::Stride => (1..=4).collect(),
        Parameter::Dilation => (1..=8).collect(),
        Parameter::Padding => {
            let reach = reach(op).into_iter().max().unwrap_or_default();
            (0..=reach + 1).collect()
        }
        Parameter::Groups => {
            let channels = number(op, Parameter::OutChannels).map_or(1, |channels| channels[0]);
            (1..=channels)
                .filter(|groups| channels.is_multiple_of(*groups))
                .collect()
        }
    }
}

/// Whether the padding makes up for the kernel's extent, so that at stride 1 the map keeps its size.
pub(super) fn keeps_size(op: &OpSpec) -> bool {
    let reach = reach(op);
    number(op, Parameter::Padding).is_some_and(|padding| reach == [2 * padding[0], 2 * padding[1]])
}

/// Makes the padding keep the size of the map, as far as half a cell.
pub(super) fn keep_size(op: &mut OpSpec) {
    let [height, width] = reach(op).map(|reach| reach / 2);
    match op {
        OpSpec::Conv(conv) => conv.padding = [height, width],
        OpSpec::Pool(pool) => pool.padding = [height, width],
        _ => {}
    }
}

/// Cells from the first tap to the last, d·(k − 1), along each axis.
fn reach(op: &OpSpec) -> [usize; 2] {
    let kernel = number(op, Parameter::Kernel).unwrap_or([1; 2]);
    let dilation = number(op, Parameter::Dilation).unwrap_or([1; 2]);
    [0, 1].map(|axis| dilation[axis] * kernel[axis].saturating_sub(1))
}
