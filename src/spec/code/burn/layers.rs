//! Which layers are fields, and the modules of single layers.

use super::super::super::layer::{ConvSpec, PoolKind, PoolSpec};
use super::super::plan::{Channels, Layer, Op, Step};
use super::super::words::{Words, snake_name};

/// The steps that are fields of a type, those in branches too, and what the fields are called.
pub(super) fn named_fields<'a>(steps: &'a [Step], words: &mut Words, fields: &mut Vec<(&'a Step, String)>) {
    for step in steps {
        let is_field = match step {
            Step::Layer(layer) => {
                let is_function = matches!(layer.op, Op::Relu | Op::GlobalAveragePool | Op::Flatten);
                !is_function && !layer.local.is_empty()
            }
            Step::Nested(_) => true,
            Step::Merge(merge) => {
                for (_, steps) in &merge.branches {
                    named_fields(steps, words, fields);
                }
                false
            }
            Step::ToVector | Step::ToMap => false,
        };
        if is_field {
            fields.push((step, words.give(&snake_name(step.local()))));
        }
    }
}

/// The type of a layer's module and the code that makes it; nothing where a function is enough.
pub(super) fn made_of(layer: &Layer, head: Option<&str>) -> Option<(String, Vec<String>)> {
    let (kind, mut chain) = match &layer.op {
        Op::Conv(inputs, conv) => ("Conv2d", conv_of(*inputs, conv)),
        Op::BatchNorm(inputs) => (
            "BatchNorm",
            vec![format!("BatchNormConfig::new({})", channels(*inputs))],
        ),
        Op::Pool(pool) => {
            let (kind, chain) = pool_of(pool);
            return Some((kind.to_owned(), chain));
        }
        Op::Linear(inputs, outputs) => {
            let is_head = head == Some(layer.local.as_str());
            let outputs = if is_head {
                "self.n_classes".into()
            } else {
                outputs.to_string()
            };
            ("Linear", vec![format!("LinearConfig::new({inputs}, {outputs})")])
        }
        Op::Cbam(inputs, cbam) => {
            let numbers = format!("{}, {}, {}", cbam.reduction, cbam.min_hidden, cbam.kernel);
            (
                "Cbam",
                vec![format!("CbamConfig::new({}, {numbers})", channels(*inputs))],
            )
        }
        Op::Relu | Op::GlobalAveragePool | Op::Flatten => return None,
    };
    chain.push(".init(device)".into());
    Some((kind.to_owned(), chain))
}

fn conv_of(inputs: Channels, conv: &ConvSpec) -> Vec<String> {
    let outputs = conv.out_channels;
    let mut chain = vec![format!(
        "Conv2dConfig::new([{}, {outputs}], {:?})",
        channels(inputs),
        conv.kernel
    )];
    if conv.stride != [1; 2] {
        chain.push(format!(".with_stride({:?})", conv.stride));
    }
    chain.extend(padding(conv.padding));
    if conv.dilation != [1; 2] {
        chain.push(format!(".with_dilation({:?})", conv.dilation));
    }
    if conv.groups != 1 {
        chain.push(format!(".with_groups({})", conv.groups));
    }
    if !conv.bias {
        chain.push(".with_bias(false)".into());
    }
    chain
}

/// The type of a pooling's module and the code that makes it, link by link.
pub(super) fn pool_of(pool: &PoolSpec) -> (&'static str, Vec<String>) {
    let kind = match pool.kind {
        PoolKind::Max => "MaxPool2d",
        PoolKind::Average => "AvgPool2d",
    };
    let mut chain = vec![
        format!("{kind}Config::new({:?})", pool.kernel),
        format!(".with_strides({:?})", pool.stride),
    ];
    chain.extend(padding(pool.padding));
    chain.push(".init()".into());
    (kind, chain)
}

fn padding([height, width]: [usize; 2]) -> Option<String> {
    let is_padded = [height, width] != [0; 2];
    is_padded.then(|| format!(".with_padding(PaddingConfig2d::Explicit({height}, {width}, {height}, {width}))"))
}

/// How many channels a layer reads, in a method of a config.
pub(super) fn channels(channels: Channels) -> String {
    match channels {
        Channels::Number(number) => number.to_string(),
        Channels::OfInput => "self.in_channels".into(),
    }
}
