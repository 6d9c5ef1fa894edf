//! The table of a network, layer by layer: what `fovea describe` prints and the lab shows.

use serde::{Serialize, Serializer};

use super::layer::{Fusion, OpSpec, PoolKind};
use super::lower::{Lowered, SpecError};
use super::network::NetworkSpec;
use crate::geometry::{Axes, NodeGeometry, Op, Window};

/// One layer of the table; `None` where a column does not apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LayerRow {
    /// The layer's name.
    pub name: String,
    /// What it computes, such as `conv` or `max-pool`.
    pub op: &'static str,
    /// Output shape: `[channels, height, width]`, or `[features]` for a vector.
    pub output: Vec<usize>,
    /// Taps.
    pub kernel: Option<Pair>,
    /// Cells between windows.
    pub stride: Option<Pair>,
    /// Cells added on each side.
    pub padding: Option<Pair>,
    /// Cells between taps.
    pub dilation: Option<Pair>,
    /// Groups of channels.
    pub groups: Option<usize>,
    /// Trainable parameters.
    pub parameters: usize,
    /// Multiply-adds for one image.
    pub macs: u64,
    /// Input pixels, from the first to the last that a unit depends on; unclipped, so it can exceed the image.
    pub receptive_field: Pair,
    /// Input pixels between the fields of neighbouring units.
    pub jump: Pair,
    /// Whether every unit depends on the whole input.
    #[serde(skip)]
    pub whole_input: bool,
}

/// Height and width; written as one number where they are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair(pub Axes<usize>);

impl Serialize for Pair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_square() {
            self.0.height.serialize(serializer)
        } else {
            [self.0.height, self.0.width].serialize(serializer)
        }
    }
}

impl std::fmt::Display for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_square() {
            write!(f, "{}", self.0.height)
        } else {
            write!(f, "{}×{}", self.0.height, self.0.width)
        }
    }
}

impl NetworkSpec {
    /// The table, from below.
    ///
    /// # Errors
    /// As [`NetworkSpec::lower_any`].
    pub fn describe(&self) -> Result<Vec<LayerRow>, SpecError> {
        let lowered = self.lower_any()?;
        Ok(rows(self, &lowered))
    }
}

fn rows(spec: &NetworkSpec, lowered: &Lowered) -> Vec<LayerRow> {
    lowered
        .layers
        .iter()
        .map(|layer| {
            let op = lowered.graph.nodes()[layer.node].op;
            let label = op_label(op, spec.find(&layer.name).map(|layer| &layer.op));
            row(layer.name.clone(), label, op, &lowered.graph.geometry()[layer.node])
        })
        .collect()
}

fn row(name: String, label: &'static str, op: Op, geometry: &NodeGeometry) -> LayerRow {
    let window = window_of(op);
    let pair = |part: fn(Window) -> usize| window.map(|axes| Pair(axes.map(part)));
    let shape = geometry.shape;
    let is_vector = matches!(op, Op::GlobalPool | Op::Flatten | Op::Linear { .. }) || shape.n_cells() == 1;
    LayerRow {
        name,
        op: label,
        output: if is_vector {
            vec![shape.channels]
        } else {
            vec![shape.channels, shape.size.height, shape.size.width]
        },
        kernel: pair(|window| window.kernel),
        stride: pair(|window| window.stride),
        padding: pair(|window| window.padding),
        dilation: pair(|window| window.dilation),
        groups: match op {
            Op::Conv { groups, .. } => Some(groups),
            _ => None,
        },
        parameters: geometry.parameters,
        macs: geometry.macs,
        receptive_field: Pair(geometry.field.map(|axis| axis.size() as usize)),
        jump: Pair(geometry.field.map(|axis| axis.jump as usize)),
        whole_input: geometry.field.height.whole && geometry.field.width.whole,
    }
}

fn window_of(op: Op) -> Option<Axes<Window>> {
    match op {
        Op::Conv { window, .. } | Op::Pool { window } | Op::SpatialGate { window } => Some(window),
        Op::Input
        | Op::Norm
        | Op::Activation
        | Op::GlobalPool
        | Op::Flatten
        | Op::Linear { .. }
        | Op::ChannelGate { .. }
        | Op::Merge(_) => None,
    }
}

fn op_label(op: Op, spec: Option<&OpSpec>) -> &'static str {
    match (op, spec) {
        (Op::Pool { .. }, Some(OpSpec::Pool(pool))) if pool.kind == PoolKind::Average => "average-pool",
        (Op::Merge(_), Some(OpSpec::Parallel(parallel))) => match parallel.fusion {
            Fusion::Sum => "sum",
            Fusion::Product => "product",
            Fusion::Concat => "concat",
        },
        (Op::Conv { .. }, _) => "conv",
        (Op::Pool { .. }, _) => "max-pool",
        (Op::Norm, _) => "batch-norm",
        (Op::Activation, _) => "relu",
        (Op::GlobalPool, _) => "global-average-pool",
        (Op::Flatten, _) => "flatten",
        (Op::Linear { .. }, _) => "linear",
        (Op::ChannelGate { .. }, _) => "channel-attention",
        (Op::SpatialGate { .. }, _) => "spatial-attention",
        (Op::Merge(_), _) => "merge",
        (Op::Input, _) => "input",
    }
}

#[cfg(test)]
mod tests {
    use crate::spec::variants;

    #[test]
    fn the_json_of_a_layer_has_the_keys_of_the_table() {
        let rows = variants::find("dilated").unwrap().network().describe().unwrap();
        let conv2 = rows.iter().find(|row| row.name == "conv2").unwrap();
        let json = serde_json::to_string(conv2).unwrap();
        // 16·32·9 + 32 = 4,640; 4,608 weights · 256 cells = 1,179,648; field 4 + 2·2·2 = 12
        let expected = r#"{"name":"conv2","op":"conv","output":[32,16,16],"kernel":3,"stride":1,"padding":2,"dilation":2,"groups":1,"parameters":4640,"macs":1179648,"receptive_field":12,"jump":2}"#;
        assert_eq!(json, expected);
    }

    #[test]
    fn attention_and_global_pooling_see_the_whole_input() {
        let rows = variants::find("inception-cbam").unwrap().network().describe().unwrap();
        let whole = |name: &str| rows.iter().find(|row| row.name == name).unwrap().whole_input;
        assert!(!whole("inception1"));
        assert!(whole("cbam1.channel"));
        assert!(whole("fc"));
    }
}
