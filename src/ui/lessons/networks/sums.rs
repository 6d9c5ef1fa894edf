//! How one unit comes about, in numbers: what it reads, with which weights, and what that makes.

use super::looked::{Maps, Plan};
use crate::spec::{Fusion, OpSpec, PoolKind};
use crate::ui::weights::tensors::Tensors;

/// Added to a variance, as PyTorch's batch normalisation does.
const EPS: f64 = 1e-5;

/// One product of a sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tap {
    /// The weight.
    pub weight: f64,
    /// The number below it; 0 in the padding.
    pub value: f64,
}

/// What the products of one input channel add up to.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelSum {
    /// The channel below.
    pub channel: usize,
    /// The products, row after row of the kernel.
    pub taps: Vec<Tap>,
}

impl ChannelSum {
    /// The sum of the products.
    pub fn sum(&self) -> f64 {
        self.taps.iter().map(|tap| tap.weight * tap.value).sum()
    }
}

/// How a unit comes about.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    /// Products, channel by channel, and a bias.
    Weighted {
        /// What each channel below adds.
        channels: Vec<ChannelSum>,
        /// The bias; 0 where there is none.
        bias: f64,
    },
    /// The largest of some.
    Largest(Vec<f64>),
    /// Their sum, over how many.
    Mean(Vec<f64>, usize),
    /// Zero, or the number itself where it is larger.
    Rectified(f64),
    /// (value − mean) / √(variance + ε) · scale + shift.
    Normalised {
        /// The number below.
        value: f64,
        /// Running mean of the channel.
        mean: f64,
        /// Running variance of the channel.
        variance: f64,
        /// Learnt scale.
        scale: f64,
        /// Learnt shift.
        shift: f64,
    },
    /// Taken over from a unit of a layer below.
    Copied(String, [usize; 3]),
    /// Numbers of branches, added.
    Added(Vec<f64>),
    /// Numbers of branches, multiplied.
    Multiplied(Vec<f64>),
    /// A number, times a gate.
    Gated(f64, f64),
}

impl Made {
    /// What it makes, worked out here; nothing for what is copied.
    pub fn value(&self) -> Option<f64> {
        Some(match self {
            Self::Weighted { channels, bias } => channels.iter().map(ChannelSum::sum).sum::<f64>() + bias,
            Self::Largest(values) => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            Self::Mean(values, n) => values.iter().sum::<f64>() / (*n).max(1) as f64,
            Self::Rectified(value) => value.max(0.0),
            Self::Normalised {
                value,
                mean,
                variance,
                scale,
                shift,
            } => (value - mean) / (variance + EPS).sqrt() * scale + shift,
            Self::Copied(..) => return None,
            Self::Added(values) => values.iter().sum(),
            Self::Multiplied(values) => values.iter().product(),
            Self::Gated(value, gate) => value * gate,
        })
    }
}

/// Names of the weights that the layer called `name` needs, such as `conv1.weight`.
pub fn weights_of(plan: &Plan, name: &str) -> Vec<String> {
    let suffixes: &[&str] = match plan.spec.find(name).map(|layer| &layer.op) {
        Some(OpSpec::Conv(conv)) if conv.bias => &["weight", "bias"],
        Some(OpSpec::Conv(_)) => &["weight"],
        Some(OpSpec::Linear(_)) => &["weight", "bias"],
        Some(OpSpec::BatchNorm) => &["weight", "bias", "running_mean", "running_var"],
        _ => &[],
    };
    suffixes.iter().map(|suffix| format!("{name}.{suffix}")).collect()
}

/// How the unit `[channel, row, column]` of `name` comes about; nothing while maps or weights are missing.
pub fn made(plan: &Plan, maps: &Maps, weights: &Tensors, name: &str, unit: [usize; 3]) -> Option<Made> {
    maps.at(name, unit)?;
    let [channel, row, column] = unit;
    let sources = plan.sources(name);
    let below = sources.first()?;
    if let Some((layer, part)) = name.rsplit_once('.')
        && plan.spec.find(name).is_none()
        && matches!(plan.spec.find(layer)?.op, OpSpec::Cbam(_))
    {
        let gate = if part == "channel" {
            [channel, 0, 0]
        } else {
            [0, row, column]
        };
        let gate = maps.at(&format!("{name}.gate"), gate)?;
        return Some(Made::Gated(maps.at(below, unit)?.into(), gate.into()));
    }
    let (_, [channels, height, width]) = maps.of(below)?;
    let read = |channel: usize, row: i64, column: i64| {
        let inside = (0..height as i64).contains(&row) && (0..width as i64).contains(&column);
        inside.then(|| maps.at(below, [channel, row as usize, column as usize]).unwrap_or(0.0))
    };
    let weight = |suffix: &str| weights.get(&format!("{name}.{suffix}"));
    Some(match &plan.spec.find(name)?.op {
        OpSpec::Conv(conv) => {
            let values = weight("weight")?;
            let ([kh, kw], inputs) = (conv.kernel, channels / conv.groups);
            let group = channel / (conv.out_channels / conv.groups).max(1);
            let at = |unit: usize, tap: usize, axis: usize| {
                (unit * conv.stride[axis] + tap * conv.dilation[axis]) as i64 - conv.padding[axis] as i64
            };
            let taps = |input: usize| {
                let tap = move |idx: usize| {
                    let value = read(group * inputs + input, at(row, idx / kw, 0), at(column, idx % kw, 1));
                    let weight = values.get((channel * inputs + input) * kh * kw + idx);
                    Tap {
                        weight: weight.copied().unwrap_or(0.0).into(),
                        value: value.unwrap_or(0.0).into(),
                    }
                };
                ChannelSum {
                    channel: group * inputs + input,
                    taps: (0..kh * kw).map(tap).collect(),
                }
            };
            let bias = if conv.bias { *weight("bias")?.get(channel)? } else { 0.0 };
            Made::Weighted {
                channels: (0..inputs).map(taps).collect(),
                bias: bias.into(),
            }
        }
        OpSpec::Linear(_) => {
            let values = weight("weight")?.chunks_exact(channels).nth(channel)?;
            let tap = |(input, weight): (usize, &f32)| ChannelSum {
                channel: input,
                taps: vec![Tap {
                    weight: (*weight).into(),
                    value: maps.at(below, [input, 0, 0]).unwrap_or(0.0).into(),
                }],
            };
            Made::Weighted {
                channels: values.iter().enumerate().map(tap).collect(),
                bias: (*weight("bias")?.get(channel)?).into(),
            }
        }
        OpSpec::Pool(pool) => {
            let [kh, kw] = pool.kernel;
            let at = |unit: usize, tap: usize, axis: usize| {
                (unit * pool.stride[axis] + tap) as i64 - pool.padding[axis] as i64
            };
            let cells = (0..kh * kw).map(|idx| read(channel, at(row, idx / kw, 0), at(column, idx % kw, 1)));
            let values: Vec<f64> = cells.flatten().map(f64::from).collect();
            match pool.kind {
                PoolKind::Max => Made::Largest(values),
                PoolKind::Average => Made::Mean(values, kh * kw),
            }
        }
        OpSpec::Relu => Made::Rectified(maps.at(below, unit)?.into()),
        OpSpec::BatchNorm => {
            let one = |suffix: &str| weight(suffix)?.get(channel).map(|value| f64::from(*value));
            Made::Normalised {
                value: maps.at(below, unit)?.into(),
                mean: one("running_mean")?,
                variance: one("running_var")?,
                scale: one("weight")?,
                shift: one("bias")?,
            }
        }
        OpSpec::GlobalAveragePool => {
            let (values, _) = maps.of(below)?;
            let map = values.chunks_exact(height * width).nth(channel)?;
            Made::Mean(map.iter().copied().map(f64::from).collect(), map.len())
        }
        OpSpec::Flatten => {
            let cell = channel % (height * width);
            Made::Copied(below.clone(), [channel / (height * width), cell / width, cell % width])
        }
        OpSpec::Parallel(parallel) => {
            let values = sources
                .iter()
                .map(|source| maps.at(source, unit).map(f64::from))
                .collect::<Option<Vec<_>>>();
            match parallel.fusion {
                Fusion::Sum => Made::Added(values?),
                Fusion::Product => Made::Multiplied(values?),
                Fusion::Concat => {
                    let (branch, channel) = plan.branch_of(name, channel)?;
                    Made::Copied(branch, [channel, row, column])
                }
            }
        }
        OpSpec::Cbam(_) => return None,
    })
}
