//! Single layers, as modules and as functions.

use std::fmt::Write;

use super::super::super::layer::{PoolKind, PoolSpec};
use super::super::forward::Unit;
use super::super::plan::{Channels, Layer, Op, Rank};

/// The code that makes the module of a layer.
pub(super) fn module(layer: &Layer) -> String {
    match &layer.op {
        Op::Conv(inputs, conv) => {
            let mut code = format!(
                "nn.Conv2d({}, {}, kernel_size={}",
                channels(*inputs),
                conv.out_channels,
                pair(conv.kernel)
            );
            let options = [
                ("stride", conv.stride, [1; 2]),
                ("padding", conv.padding, [0; 2]),
                ("dilation", conv.dilation, [1; 2]),
                ("groups", [conv.groups; 2], [1; 2]),
            ];
            for (name, value, default) in options {
                if value != default {
                    let _ = write!(code, ", {name}={}", pair(value));
                }
            }
            code + if conv.bias { ")" } else { ", bias=False)" }
        }
        Op::BatchNorm(inputs) => {
            let n_axes = if layer.rank == Rank::Map { 2 } else { 1 };
            format!("nn.BatchNorm{n_axes}d({})", channels(*inputs))
        }
        Op::Relu => "nn.ReLU()".into(),
        Op::Pool(pool) => {
            let name = match pool.kind {
                PoolKind::Max => "Max",
                PoolKind::Average => "Avg",
            };
            format!("nn.{name}Pool2d({})", window(pool))
        }
        Op::GlobalAveragePool => "nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())".into(),
        Op::Flatten => "nn.Flatten()".into(),
        Op::Linear(inputs, outputs) => format!("nn.Linear({inputs}, {outputs})"),
        Op::Cbam(inputs, cbam) => format!(
            "CBAM({}, reduction={}, min_hidden={}, kernel_size={})",
            channels(*inputs),
            cbam.reduction,
            cbam.min_hidden,
            cbam.kernel
        ),
    }
}

/// A layer without weights as a function.
pub(super) fn function<'a>(layer: &Layer) -> Unit<'a> {
    let (before, after) = match &layer.op {
        Op::Relu => return Unit::Around("F.relu"),
        Op::Pool(pool) => {
            let name = match pool.kind {
                PoolKind::Max => "max",
                PoolKind::Average => "avg",
            };
            (format!("F.{name}_pool2d("), format!(", {})", window(pool)))
        }
        Op::GlobalAveragePool => ("F.adaptive_avg_pool2d(".into(), ", 1).flatten(1)".into()),
        // Every layer with weights has a module.
        Op::Flatten | Op::Conv(..) | Op::BatchNorm(_) | Op::Linear(..) | Op::Cbam(..) => {
            (String::new(), ".flatten(1)".into())
        }
    };
    Unit::Call(before, after)
}

fn window(pool: &PoolSpec) -> String {
    let padding = if pool.padding == [0; 2] {
        String::new()
    } else {
        format!(", padding={}", pair(pool.padding))
    };
    format!(
        "kernel_size={}, stride={}{padding}",
        pair(pool.kernel),
        pair(pool.stride)
    )
}

/// How many channels a layer reads, in `__init__`.
pub(super) fn channels(channels: Channels) -> String {
    match channels {
        Channels::Number(number) => number.to_string(),
        Channels::OfInput => "in_channels".into(),
    }
}

fn pair([height, width]: [usize; 2]) -> String {
    if height == width {
        height.to_string()
    } else {
        format!("({height}, {width})")
    }
}
