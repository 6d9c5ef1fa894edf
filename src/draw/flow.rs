//! A network as a picture from left to right: stages, branches in lanes of their own, and the wires between them.
//!
//! What works value by value (ReLU, batch normalisation) stands with the layer below it in one stage. Lengths are in units
//! of the picture; a stage is a square in which its feature maps are drawn.
//! Long because stages, lanes and wires are laid out by one arithmetic.

use crate::geometry::Shape;
use crate::spec::{Fusion, LayerSpec, Lowered, NetworkSpec, OpSpec};

/// Edge of a stage.
pub const BOX: f64 = 76.0;
/// From a column to the next.
pub const COLUMN: f64 = 108.0;
/// From a lane to the next: room for a line of words above and below a stage.
pub const LANE: f64 = 118.0;
/// Room at the left and right, above and below.
pub const MARGIN: f64 = 14.0;

/// What a stage mainly does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageKind {
    /// The image.
    Input,
    /// A convolution or a linear layer.
    Weighted,
    /// A pooling.
    Pool,
    /// A rearrangement, or value by value alone.
    Plain,
    /// Channel and spatial attention.
    Attention,
    /// Branches meet.
    Fusion(Fusion),
}

/// One square of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Names of its layers in order, as the engine names their maps; empty for the image.
    pub layers: Vec<String>,
    /// What it does, in symbols that are the same in every language.
    pub label: String,
    /// What it mainly does.
    pub kind: StageKind,
    /// Shape of its last map.
    pub shape: Shape,
    /// Column, from the left.
    pub column: usize,
    /// Middle of its lane, in lanes from the top.
    pub lane: f64,
}

impl Stage {
    /// The layer whose map is shown; empty for the image.
    pub fn shown(&self) -> &str {
        self.layers.last().map_or("", String::as_str)
    }

    /// Left and top edge.
    pub fn corner(&self) -> (f64, f64) {
        let left = MARGIN + self.column as f64 * COLUMN;
        (left, MARGIN + self.lane * LANE - BOX / 2.0)
    }
}

/// What flows from a stage to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wire {
    /// Index of the stage that it leaves.
    pub from: usize,
    /// Index of the stage that it enters.
    pub to: usize,
    /// The lane that it runs in between.
    pub lane: f64,
}

/// The picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// The stages, every one after those that it reads; the first is the image.
    pub stages: Vec<Stage>,
    /// The wires.
    pub wires: Vec<Wire>,
    n_lanes: f64,
}

impl Flow {
    /// The picture of `spec`, whose lowering is `lowered`.
    pub fn of(spec: &NetworkSpec, lowered: &Lowered) -> Self {
        let n_lanes = lanes(&spec.layers);
        let input = Shape::new(spec.input.channels, spec.input.height, spec.input.width);
        let image = Stage {
            layers: Vec::new(),
            label: String::new(),
            kind: StageKind::Input,
            shape: input,
            column: 0,
            lane: n_lanes / 2.0,
        };
        let mut flow = Self {
            stages: vec![image],
            wires: Vec::new(),
            n_lanes,
        };
        flow.sequence(&spec.layers, lowered, Tip { stage: 0, column: 0 }, 0.0, n_lanes);
        flow
    }

    /// Columns, the image's included.
    pub fn n_columns(&self) -> usize {
        self.stages.iter().map(|stage| stage.column).max().unwrap_or(0) + 1
    }

    /// Indices of the wires into the stage with index `to`.
    pub fn wires_into(&self, to: usize) -> impl Iterator<Item = usize> {
        let wires = self.wires.iter().enumerate();
        wires.filter(move |(_, wire)| wire.to == to).map(|(idx, _)| idx)
    }

    /// Width and height.
    pub fn size(&self) -> (f64, f64) {
        let width = 2.0 * MARGIN + (self.n_columns() - 1) as f64 * COLUMN + BOX;
        (width, 2.0 * MARGIN + self.n_lanes * LANE)
    }

    /// Index of the stage that holds the layer called `name`; the image for no layer.
    pub fn stage_of(&self, name: &str) -> usize {
        let found = self
            .stages
            .iter()
            .position(|stage| stage.layers.iter().any(|layer| layer == name));
        found.unwrap_or(0)
    }

    /// `wire` as SVG path data: it bends only between two columns.
    pub fn path(&self, wire: Wire) -> String {
        let (from, to) = (&self.stages[wire.from], &self.stages[wire.to]);
        let ((left, top), (end, end_top)) = (from.corner(), to.corner());
        let (begin, gap) = (left + BOX, COLUMN - BOX);
        let (y1, y2) = (top + BOX / 2.0, end_top + BOX / 2.0);
        let lane = MARGIN + wire.lane * LANE;
        let (bend, leave) = (begin + gap, end - gap);
        let (half, late) = (begin + gap / 2.0, end - gap / 2.0);
        if (y1 - lane).abs() < 0.1 && (y2 - lane).abs() < 0.1 {
            return format!("M{begin:.1} {y1:.1}H{end:.1}");
        }
        if (y2 - lane).abs() < 0.1 {
            return format!("M{begin:.1} {y1:.1}C{half:.1} {y1:.1} {half:.1} {lane:.1} {bend:.1} {lane:.1}H{end:.1}");
        }
        if (y1 - lane).abs() < 0.1 {
            return format!("M{begin:.1} {y1:.1}H{leave:.1}C{late:.1} {lane:.1} {late:.1} {y2:.1} {end:.1} {y2:.1}");
        }
        format!(
            "M{begin:.1} {y1:.1}C{half:.1} {y1:.1} {half:.1} {lane:.1} {bend:.1} {lane:.1}H{leave:.1}C{late:.1} {lane:.1} {late:.1} {y2:.1} {end:.1} {y2:.1}"
        )
    }

    /// Lays `layers` out from `tip` on, in the lanes from `top` on; the tip of what was laid out.
    fn sequence(&mut self, layers: &[LayerSpec], lowered: &Lowered, mut tip: Tip, top: f64, n_lanes: f64) -> Tip {
        let middle = top + n_lanes / 2.0;
        let first = self.stages.len();
        for layer in layers {
            if let OpSpec::Parallel(parallel) = &layer.op {
                let own: f64 = parallel.branches.iter().map(|branch| lanes(&branch.layers)).sum();
                let mut lane = top + (n_lanes - own) / 2.0;
                let mut tips = Vec::with_capacity(parallel.branches.len());
                for branch in &parallel.branches {
                    let n_lanes = lanes(&branch.layers);
                    tips.push((
                        self.sequence(&branch.layers, lowered, tip, lane, n_lanes),
                        lane + n_lanes / 2.0,
                    ));
                    lane += n_lanes;
                }
                let column = tips.iter().map(|(tip, _)| tip.column).max().unwrap_or(tip.column) + 1;
                let at = self.put(layer, lowered, column, middle);
                let wire = |(tip, lane): (Tip, f64)| Wire {
                    from: tip.stage,
                    to: at,
                    lane,
                };
                self.wires.extend(tips.into_iter().map(wire));
                tip = Tip { stage: at, column };
                continue;
            }
            let stands_with =
                matches!(layer.op, OpSpec::Relu | OpSpec::BatchNorm) && tip.stage >= first && tip.stage > 0;
            if stands_with {
                let stage = &mut self.stages[tip.stage];
                stage.layers.push(layer.name.clone());
                stage
                    .label
                    .push_str(if layer.op == OpSpec::Relu { " · ReLU" } else { " · BN" });
                continue;
            }
            let column = tip.column + 1;
            let at = self.put(layer, lowered, column, middle);
            self.wires.push(Wire {
                from: tip.stage,
                to: at,
                lane: middle,
            });
            tip = Tip { stage: at, column };
        }
        tip
    }

    fn put(&mut self, layer: &LayerSpec, lowered: &Lowered, column: usize, lane: f64) -> usize {
        let (kind, label) = looks(&layer.op);
        let layers = match layer.op {
            OpSpec::Cbam(_) => ["channel", "spatial"]
                .map(|part| format!("{}.{part}", layer.name))
                .to_vec(),
            _ => vec![layer.name.clone()],
        };
        let shape = layers
            .last()
            .and_then(|name| lowered.geometry_of(name))
            .map(|geometry| geometry.shape);
        self.stages.push(Stage {
            layers,
            label,
            kind,
            shape: shape.unwrap_or(Shape::vector(0)),
            column,
            lane,
        });
        self.stages.len() - 1
    }
}

/// The top of what is laid out.
#[derive(Clone, Copy)]
struct Tip {
    stage: usize,
    column: usize,
}

/// Lanes that `layers` need.
fn lanes(layers: &[LayerSpec]) -> f64 {
    let own = |layer: &LayerSpec| match &layer.op {
        OpSpec::Parallel(parallel) => parallel.branches.iter().map(|branch| lanes(&branch.layers)).sum(),
        _ => 1.0,
    };
    layers.iter().map(own).fold(1.0, f64::max)
}

/// What a layer is drawn as, and its label.
fn looks(op: &OpSpec) -> (StageKind, String) {
    let pair = |[height, width]: [usize; 2]| format!("{height}×{width}");
    match op {
        OpSpec::Conv(conv) => {
            let mut label = pair(conv.kernel);
            if conv.stride != [1; 2] {
                label.push_str(&format!(" /{}", conv.stride[0]));
            }
            if conv.dilation != [1; 2] {
                label.push_str(&format!(" d{}", conv.dilation[0]));
            }
            (StageKind::Weighted, label)
        }
        OpSpec::Linear(_) => (StageKind::Weighted, "W·x + b".into()),
        OpSpec::Pool(pool) => {
            let kind = match pool.kind {
                crate::spec::PoolKind::Max => "max",
                crate::spec::PoolKind::Average => "avg",
            };
            (
                StageKind::Pool,
                format!("{kind} {} /{}", pair(pool.kernel), pool.stride[0]),
            )
        }
        OpSpec::GlobalAveragePool => (StageKind::Pool, "GAP".into()),
        OpSpec::Flatten => (StageKind::Plain, "flatten".into()),
        OpSpec::Relu => (StageKind::Plain, "ReLU".into()),
        OpSpec::BatchNorm => (StageKind::Plain, "BN".into()),
        OpSpec::Cbam(_) => (StageKind::Attention, "CBAM".into()),
        OpSpec::Parallel(parallel) => {
            let mark = match parallel.fusion {
                Fusion::Sum => "+",
                Fusion::Product => "×",
                Fusion::Concat => "∥",
            };
            (StageKind::Fusion(parallel.fusion), mark.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::variants;

    fn flow(id: &str) -> Flow {
        let spec = variants::find(id).unwrap().network();
        Flow::of(&spec, &spec.lower().unwrap())
    }

    #[test]
    fn a_chain_is_one_lane_and_relu_stands_with_its_layer() {
        let flow = flow("dilated-s");
        // image, conv1, pool1, conv2, pool2, conv3, flatten, fc1, fc2
        assert_eq!((flow.stages.len(), flow.wires.len()), (9, 8));
        assert_eq!(flow.stages[1].layers, ["conv1", "relu1"]);
        assert_eq!(flow.stages[1].label, "3×3 · ReLU");
        assert_eq!(flow.stages[3].label, "3×3 d2 · ReLU");
        assert!(flow.stages.iter().all(|stage| (stage.lane - 0.5).abs() < 1e-9));
        assert_eq!(flow.path(flow.wires[0]), "M90.0 73.0H122.0"); // 14 + 76, 14 + 59; 14 + 108
        assert_eq!(flow.n_columns(), 9);
    }

    #[test]
    fn an_inception_module_has_four_lanes_and_its_wires_meet_in_the_concat() {
        let flow = flow("inception-s");
        let concat = flow.stage_of("inception1");
        assert_eq!(flow.stages[concat].kind, StageKind::Fusion(Fusion::Concat));
        let into: Vec<&Wire> = flow.wires.iter().filter(|wire| wire.to == concat).collect();
        let lanes: Vec<f64> = into.iter().map(|wire| wire.lane).collect();
        assert_eq!(lanes, [0.5, 1.5, 2.5, 3.5]);
        assert!((flow.stages[concat].lane - 2.0).abs() < 1e-9);
        // conv1, pool, two columns of branches, concat, two more, concat, GAP, fc
        assert_eq!(flow.stages[flow.stage_of("fc")].column, 10);
    }

    #[test]
    fn a_shortcut_without_layers_has_a_lane_of_its_own_and_no_stage() {
        let spec = variants::find("inception-s-residual-cbam").unwrap().network();
        let flow = flow("inception-s-residual-cbam");
        let sum = flow.stage_of("residual2");
        assert_eq!(flow.stages[sum].layers, ["residual2", "residual2.relu"]);
        let into: Vec<&Wire> = flow.wires.iter().filter(|wire| wire.to == sum).collect();
        assert_eq!(into.len(), 2);
        // The shortcut leaves the first residual's sum.
        assert_eq!(into[1].from, flow.stage_of("residual1"));
        assert!(into[1].lane > into[0].lane);
        // Every named layer of the network is in a stage.
        for layer in spec.lower().unwrap().layers {
            assert_ne!(flow.stage_of(&layer.name), 0, "{}", layer.name);
        }
    }

    #[test]
    fn stages_lie_apart_and_inside_for_every_variant() {
        for variant in variants::VARIANTS {
            let spec = variant.network();
            let flow = Flow::of(&spec, &spec.lower().unwrap());
            let (width, height) = flow.size();
            for (idx, stage) in flow.stages.iter().enumerate() {
                let (left, top) = stage.corner();
                assert!(left >= 0.0 && left + BOX <= width && top >= 0.0 && top + BOX <= height);
                for other in &flow.stages[idx + 1..] {
                    let (x, y) = other.corner();
                    assert!(
                        (x - left).abs() >= BOX || (y - top).abs() >= BOX,
                        "{} {stage:?} {other:?}",
                        variant.id
                    );
                }
            }
            for wire in &flow.wires {
                assert!(
                    flow.stages[wire.from].column < flow.stages[wire.to].column,
                    "{}",
                    variant.id
                );
            }
        }
    }
}
