//! How large a network may be: what comes from outside is measured before any other code counts with it.
//!
//! Below these limits no count of `geometry` overflows, on 32 bits either.
//! Long because every operation is measured here once more, in wide numbers, as lowering and `geometry` count it.

use super::layer::{CbamSpec, ConvSpec, Fusion, LayerSpec, OpSpec, ParallelSpec};
use super::mistake::{MapSize, Mistake, Part, SpecError, mistake};
use super::network::NetworkSpec;

/// Layers at all depths, branches' own included.
const MAX_LAYERS: usize = 400;
/// Branches at all depths.
const MAX_BRANCHES: usize = 400;
/// Parallel layers inside each other.
const MAX_DEPTH: usize = 8;
/// Each number of a spec, and each side and channel count of a map.
const MAX_NUMBER: u64 = 8192;
/// Signs of a name.
const MAX_NAME: usize = 100;
/// Values of one map stack, for one image: 64 MiB in single precision.
const MAX_VALUES: u64 = 1 << 24;
/// Input pixels between the fields of neighbouring units, and of a field.
const MAX_FIELD: u64 = 1 << 24;
/// Trainable parameters of the network.
pub const MAX_PARAMETERS: u64 = 50_000_000;
/// Multiply-adds of the network for one image.
pub const MAX_MACS: u64 = 20_000_000_000;

/// A stack of maps, in numbers that are wide enough for any product that is formed here.
#[derive(Clone, Copy)]
struct Map {
    channels: u64,
    /// Rows and columns.
    size: [u64; 2],
    /// Input pixels between neighbouring units, along each axis.
    jump: [u64; 2],
    /// Input pixels of a unit's field, along each axis.
    field: [u64; 2],
}

/// Whether the walk goes on: where another check will fail anyway, nothing above is counted.
enum Walk {
    On(Map),
    Ended,
}

#[derive(Default)]
struct Totals {
    layers: usize,
    branches: usize,
    parameters: u64,
    macs: u64,
}

impl NetworkSpec {
    /// Checks that the network is small enough to be counted, shown and trained: at most 400 layers, 8 deep, numbers up to
    /// 8,192, 50 million parameters and 20 billion multiply-adds for one image.
    ///
    /// To be called before anything else on a spec from outside; whether the layers fit is [`NetworkSpec::lower_any`]'s.
    ///
    /// # Errors
    /// The first limit, from below, that is exceeded: the layer, and what would mend it.
    pub fn check_size(&self) -> Result<(), SpecError> {
        let sides = [self.input.channels, self.input.height, self.input.width];
        for side in sides {
            number("input", Part::Shape, side)?;
        }
        let map = Map {
            channels: sides[0] as u64,
            size: [sides[1] as u64, sides[2] as u64],
            jump: [1; 2],
            field: [1; 2],
        };
        values("input", map)?;
        // The structure first, so that the walk below cannot go too deep.
        let mut totals = Totals::default();
        structure(&self.layers, 0, &mut totals)?;
        sequence(&self.layers, map, &mut totals).map(drop)
    }
}

fn structure(layers: &[LayerSpec], depth: usize, totals: &mut Totals) -> Result<(), SpecError> {
    for layer in layers {
        let name = &layer.name;
        totals.layers += 1;
        if name.len() > MAX_NAME {
            let start: String = name.chars().take(20).collect();
            let mut error = mistake(&start, Part::Name, Mistake::LongName(name.chars().count()));
            error.layer.push('…');
            return Err(error);
        }
        if totals.layers > MAX_LAYERS {
            return Err(mistake(name, Part::Op, Mistake::TooManyLayers));
        }
        let OpSpec::Parallel(parallel) = &layer.op else {
            continue;
        };
        if depth == MAX_DEPTH {
            return Err(mistake(name, Part::Branches, Mistake::TooDeep));
        }
        for branch in &parallel.branches {
            totals.branches += 1;
            if totals.branches > MAX_BRANCHES || branch.name.len() > MAX_NAME {
                return Err(mistake(name, Part::Branches, Mistake::TooManyBranches));
            }
            structure(&branch.layers, depth + 1, totals)?;
        }
    }
    Ok(())
}

fn sequence(layers: &[LayerSpec], mut below: Map, totals: &mut Totals) -> Result<Walk, SpecError> {
    for layer in layers {
        match step(layer, below, totals)? {
            Walk::On(above) => below = above,
            Walk::Ended => return Ok(Walk::Ended),
        }
    }
    Ok(Walk::On(below))
}

fn step(layer: &LayerSpec, below: Map, totals: &mut Totals) -> Result<Walk, SpecError> {
    let name = layer.name.as_str();
    let (above, parameters, macs) = match &layer.op {
        OpSpec::Conv(conv) => {
            numbers_of_conv(name, conv)?;
            let Some(map) = through(below, conv.kernel, conv.stride, conv.dilation, conv.padding) else {
                return Ok(Walk::Ended);
            };
            let above = Map {
                channels: conv.out_channels as u64,
                ..map
            };
            values(name, above)?;
            let taps = conv.kernel[0] as u64 * conv.kernel[1] as u64;
            let each = (below.channels / (conv.groups as u64).max(1)).saturating_mul(taps);
            let parameters = above.channels.saturating_mul(each.saturating_add(u64::from(conv.bias)));
            (above, parameters, all_values(above).saturating_mul(each))
        }
        OpSpec::Pool(pool) => {
            for (part, pair) in [
                (Part::Kernel, pool.kernel),
                (Part::Stride, pool.stride),
                (Part::Padding, pool.padding),
            ] {
                pair.into_iter().try_for_each(|value| number(name, part, value))?;
            }
            let Some(above) = through(below, pool.kernel, pool.stride, [1; 2], pool.padding) else {
                return Ok(Walk::Ended);
            };
            (above, 0, 0)
        }
        OpSpec::BatchNorm => (below, 2 * below.channels, all_values(below)),
        OpSpec::Relu => (below, 0, 0),
        OpSpec::GlobalAveragePool => (vector(below, below.channels), 0, 0),
        OpSpec::Flatten => (vector(below, all_values(below)), 0, 0),
        OpSpec::Linear(linear) => {
            number(name, Part::OutFeatures, linear.out_features)?;
            let features = linear.out_features as u64;
            let weights = features.saturating_mul(all_values(below));
            (vector(below, features), weights.saturating_add(features), weights)
        }
        OpSpec::Parallel(parallel) => return self::parallel(name, parallel, below, totals),
        OpSpec::Cbam(cbam) => {
            let (parameters, macs) = cost_of_cbam(name, cbam, below)?;
            let whole = vector(below, 0).field;
            let reach = cbam.kernel.saturating_sub(1) as u64;
            let field = [whole[0] + reach * below.jump[0], whole[1] + reach * below.jump[1]];
            (Map { field, ..below }, parameters, macs)
        }
    };
    values(name, above)?;
    totals.parameters = totals.parameters.saturating_add(parameters);
    if totals.parameters > MAX_PARAMETERS {
        return Err(mistake(name, Part::Op, Mistake::TooManyParameters));
    }
    totals.macs = totals.macs.saturating_add(macs);
    if totals.macs > MAX_MACS {
        return Err(mistake(name, Part::Op, Mistake::TooManyMacs));
    }
    Ok(Walk::On(above))
}

fn parallel(name: &str, parallel: &ParallelSpec, below: Map, totals: &mut Totals) -> Result<Walk, SpecError> {
    let mut merged: Option<Map> = None;
    for branch in &parallel.branches {
        let Walk::On(top) = sequence(&branch.layers, below, totals)? else {
            return Ok(Walk::Ended);
        };
        let Some(so_far) = merged else {
            merged = Some(top);
            continue;
        };
        if so_far.size != top.size {
            return Ok(Walk::Ended);
        }
        let larger = |left: [u64; 2], right: [u64; 2]| [left[0].max(right[0]), left[1].max(right[1])];
        merged = Some(Map {
            channels: match parallel.fusion {
                Fusion::Concat => so_far.channels + top.channels,
                Fusion::Sum | Fusion::Product => so_far.channels,
            },
            size: top.size,
            jump: larger(so_far.jump, top.jump),
            field: larger(so_far.field, top.field),
        });
    }
    let Some(merged) = merged else {
        return Ok(Walk::Ended);
    };
    values(name, merged)?;
    Ok(Walk::On(merged))
}

fn numbers_of_conv(name: &str, conv: &ConvSpec) -> Result<(), SpecError> {
    number(name, Part::OutChannels, conv.out_channels)?;
    number(name, Part::Groups, conv.groups)?;
    let pairs = [
        (Part::Kernel, conv.kernel),
        (Part::Stride, conv.stride),
        (Part::Padding, conv.padding),
        (Part::Dilation, conv.dilation),
    ];
    for (part, pair) in pairs {
        pair.into_iter().try_for_each(|value| number(name, part, value))?;
    }
    Ok(())
}

/// Parameters and multiply-adds of CBAM.
fn cost_of_cbam(name: &str, cbam: &CbamSpec, below: Map) -> Result<(u64, u64), SpecError> {
    number(name, Part::Reduction, cbam.reduction)?;
    number(name, Part::MinHidden, cbam.min_hidden)?;
    number(name, Part::Kernel, cbam.kernel)?;
    let hidden = (below.channels / (cbam.reduction as u64).max(1)).max(cbam.min_hidden as u64);
    let channel = (2 * below.channels).saturating_mul(hidden);
    let spatial = 2 * (cbam.kernel as u64).pow(2);
    let cells = below.size[0] * below.size[1];
    let macs = channel.saturating_mul(2).saturating_add(spatial.saturating_mul(cells));
    Ok((
        channel.saturating_add(spatial),
        macs.saturating_add(2 * all_values(below)),
    ))
}

/// The map after a window; nothing where it does not fit. All numbers are at most 8,192, so the products stay small.
fn through(
    below: Map,
    kernel: [usize; 2],
    stride: [usize; 2],
    dilation: [usize; 2],
    padding: [usize; 2],
) -> Option<Map> {
    let mut above = below;
    for axis in 0..2 {
        let reach = dilation[axis] as u64 * (kernel[axis] as u64).checked_sub(1)?;
        let padded = below.size[axis] + 2 * padding[axis] as u64;
        above.size[axis] = padded.checked_sub(reach + 1)?.checked_div(stride[axis] as u64)? + 1;
        above.jump[axis] = below.jump[axis] * stride[axis] as u64;
        above.field[axis] = below.field[axis] + reach * below.jump[axis];
    }
    Some(above)
}

fn vector(below: Map, features: u64) -> Map {
    let whole = |axis: usize| below.field[axis] + below.jump[axis] * below.size[axis].saturating_sub(1);
    Map {
        channels: features,
        size: [1; 2],
        field: [whole(0), whole(1)],
        ..below
    }
}

fn all_values(map: Map) -> u64 {
    map.channels.saturating_mul(map.size[0]).saturating_mul(map.size[1])
}

fn number(name: &str, part: Part, value: usize) -> Result<(), SpecError> {
    if value as u64 > MAX_NUMBER {
        return Err(mistake(name, part, Mistake::TooLarge(value)));
    }
    Ok(())
}

fn values(name: &str, map: Map) -> Result<(), SpecError> {
    if map.size.into_iter().any(|side| side > MAX_NUMBER) || all_values(map) > MAX_VALUES {
        let size = MapSize {
            channels: map.channels,
            height: map.size[0],
            width: map.size[1],
        };
        return Err(mistake(name, Part::Shape, Mistake::MapTooLarge(size)));
    }
    if map.jump.into_iter().chain(map.field).any(|pixels| pixels > MAX_FIELD) {
        return Err(mistake(name, Part::Stride, Mistake::FieldTooWide));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
