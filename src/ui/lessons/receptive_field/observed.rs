//! A network as the lesson looks at it: which maps are drawn, and what a unit of one of them depends on.

use crate::draw::stack::MapSource;
use crate::geometry::{Axes, CellCounts, FieldAxis, Graph, Op, Shape, Span};
use crate::spec::{InputSpec, Lowered, NetworkSpec};

/// Maps that are drawn at most, the input among them.
const MOST_MAPS: usize = 10;

/// One map that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnMap {
    /// The layer's name; empty for the input.
    pub name: String,
    /// Index of its node.
    pub node: usize,
    /// How its field comes about, in numbers: `10 + 1·(3 − 1)·4 = 18`.
    pub sum: String,
}

impl DrawnMap {
    fn input() -> Self {
        Self {
            name: String::new(),
            node: 0,
            sum: "1".to_owned(),
        }
    }
}

/// A network and the maps of it that are drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// The network.
    pub spec: NetworkSpec,
    /// Its graph.
    pub lowered: Lowered,
    /// The input first.
    pub maps: Vec<DrawnMap>,
}

/// A unit: its map among [`Observed::maps`], its row and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Focus {
    /// Index of the map.
    pub map: usize,
    /// Row and column.
    pub unit: Axes<usize>,
}

/// What a unit depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// First and last input row and column, padding included.
    pub field: Axes<Span>,
    /// Input pixels that it really touches.
    pub n_touched: usize,
    /// Share of the field that lies outside of the image, 0 to 1.
    pub padding_share: f64,
    /// Whether it depends on the whole image.
    pub whole: bool,
}

impl Observed {
    /// Looks at `spec`; nothing where it does not hold together.
    pub fn new(spec: NetworkSpec) -> Option<Self> {
        let lowered = spec.lower_any().ok()?;
        let is_top = |name: &str| {
            let of_gate = name.strip_suffix(".channel").or_else(|| name.strip_suffix(".spatial"));
            spec.layers
                .iter()
                .any(|layer| layer.name == name || Some(layer.name.as_str()) == of_gate)
        };
        let nodes = lowered.graph.nodes();
        let is_map = |op: Op| {
            matches!(
                op,
                Op::Conv { .. } | Op::Pool { .. } | Op::Merge(_) | Op::ChannelGate { .. } | Op::SpatialGate { .. }
            )
        };
        let tops = lowered
            .layers
            .iter()
            .filter(|layer| is_top(&layer.name) && is_map(nodes[layer.node].op));
        let mut named: Vec<(String, usize)> = tops.map(|layer| (layer.name.clone(), layer.node)).collect();
        if named.len() >= MOST_MAPS {
            // What sees no further than the map below it, as a 1×1, shows least.
            let mut seen = FieldAxis::INPUT;
            named.retain(|(_, node)| {
                let field = lowered.graph.geometry()[*node].field.height;
                std::mem::replace(&mut seen, field) != field
            });
        }
        let n_kept = named.len().min(MOST_MAPS - 1);
        let mut maps = vec![DrawnMap::input()];
        // Evenly spread where there are too many, the last one among them.
        maps.extend((1..=n_kept).map(|kept| {
            let (name, node) = named[kept * named.len() / n_kept - 1].clone();
            let sum = sum(&lowered, node);
            DrawnMap { name, node, sum }
        }));
        Some(Self { spec, lowered, maps })
    }

    /// No layer: what is shown where a network does not hold together.
    pub fn image_alone() -> Self {
        let input = InputSpec::CIFAR10;
        Self {
            spec: NetworkSpec {
                input,
                layers: Vec::new(),
            },
            lowered: Lowered {
                graph: Graph::new(Shape::new(input.channels, input.height, input.width)),
                layers: Vec::new(),
            },
            maps: vec![DrawnMap::input()],
        }
    }

    /// What the picture is made from.
    pub fn sources(&self) -> Vec<MapSource> {
        let geometry = self.lowered.graph.geometry();
        let source = |map: &DrawnMap| MapSource {
            node: map.node,
            shape: geometry[map.node].shape,
            field: geometry[map.node].field,
        };
        self.maps.iter().map(source).collect()
    }

    /// Rows and columns of map `idx`.
    pub fn size(&self, idx: usize) -> Axes<usize> {
        let node = self.maps.get(idx).map_or(0, |map| map.node);
        self.lowered.graph.geometry()[node].shape.size
    }

    /// Height of the field of map `idx`, in pixels; unclipped.
    pub fn field_of(&self, idx: usize) -> i64 {
        let node = self.maps.get(idx).map_or(0, |map| map.node);
        self.lowered.graph.geometry()[node].field.height.size()
    }

    /// The unit in the middle of map `idx`.
    pub fn middle(&self, idx: usize) -> Focus {
        let map = idx.min(self.maps.len() - 1);
        Focus {
            map,
            unit: self.size(map).map(|n| n / 2),
        }
    }

    /// `focus`, moved to where there is a unit.
    pub fn clamped(&self, focus: Focus) -> Focus {
        let map = focus.map.min(self.maps.len() - 1);
        Focus {
            map,
            unit: focus.unit.zip(self.size(map), |at, n| at.min(n - 1)),
        }
    }

    /// What a unit depends on, or, for a pixel, what depends on it: paths to every cell of every node.
    pub fn paths_of(&self, focus: Focus) -> Vec<CellCounts> {
        let focus = self.clamped(focus);
        let graph = &self.lowered.graph;
        match focus.map {
            0 => graph.paths_above(0, focus.unit),
            map => graph.paths_below(self.maps[map].node, focus.unit),
        }
    }

    /// What the unit `focus` depends on.
    pub fn report(&self, focus: Focus) -> Report {
        self.report_of(focus, &self.paths_of(focus))
    }

    /// What the unit `focus`, whose paths are `paths`, depends on.
    pub fn report_of(&self, focus: Focus, paths: &[CellCounts]) -> Report {
        let focus = self.clamped(focus);
        let graph = &self.lowered.graph;
        let node = self.maps[focus.map].node;
        let axes = graph.geometry()[node].field;
        let whole = axes.height.whole && axes.width.whole;
        let field = axes.zip(focus.unit, |axis, unit| {
            let unit = if axis.whole { 0 } else { unit as i64 };
            axis.input_from_feature(unit)
        });
        let input = graph.input().size;
        let inside = field.zip(input, |span, n| {
            span.clipped(n).map_or(0, |span| span.last - span.first + 1)
        });
        let all = field.map(|span| span.last - span.first + 1);
        let share = (inside.height * inside.width) as f64 / (all.height * all.width).max(1) as f64;
        let n_touched = paths.first().map_or(1, CellCounts::n_touched);
        Report {
            field,
            n_touched: if focus.map == 0 { 1 } else { n_touched },
            padding_share: 1.0 - share,
            whole,
        }
    }

    /// The first drawn map whose units may see past the image along both axes; nothing where there is none.
    pub fn first_beyond_image(&self) -> Option<usize> {
        let input = self.lowered.graph.input().size;
        let geometry = self.lowered.graph.geometry();
        (1..self.maps.len()).find(|idx| {
            let field = geometry[self.maps[*idx].node].field;
            field.height.size() > input.height as i64 && field.width.size() > input.width as i64
        })
    }
}

/// How the field of `node` comes about, along the height.
fn sum(lowered: &Lowered, node: usize) -> String {
    let geometry = lowered.graph.geometry();
    let found = &lowered.graph.nodes()[node];
    let size = geometry[node].field.height.size();
    let below = found.inputs.first().map(|idx| geometry[*idx].field.height);
    match (found.op, below) {
        (Op::Conv { window, .. } | Op::Pool { window }, Some(below)) => {
            let window = window.height;
            format!(
                "{} + {}·({} − 1)·{} = {size}",
                below.size(),
                window.dilation,
                window.kernel,
                below.jump
            )
        }
        (Op::Merge(_), _) => {
            let sizes = found
                .inputs
                .iter()
                .map(|idx| geometry[*idx].field.height.size().to_string());
            format!("max({}) = {size}", sizes.collect::<Vec<_>>().join(", "))
        }
        _ => size.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{presets, variants};

    fn observed(id: &str) -> Observed {
        Observed::new(variants::find(id).unwrap().network()).unwrap()
    }

    #[test]
    fn the_dilated_network_is_drawn_layer_by_layer() {
        let observed = observed("dilated");
        let names: Vec<&str> = observed.maps.iter().map(|map| map.name.as_str()).collect();
        assert_eq!(names, ["", "conv1", "pool1", "conv2", "pool2", "conv3"]);
        // 14 pixels below, dilation 1, kernel 3, jump 4
        assert_eq!(observed.maps[5].sum, "14 + 1·(3 − 1)·4 = 22");
        assert_eq!(observed.maps[3].sum, "4 + 2·(3 − 1)·2 = 12");
    }

    #[test]
    fn a_module_is_one_map_with_the_field_of_its_widest_branch() {
        let observed = observed("inception");
        let module = observed.maps.iter().find(|map| map.name == "inception1").unwrap();
        assert_eq!(module.sum, "max(11, 19, 27, 19) = 27"); // 11 + 0, + 2·4, + 4·4, + 2·4
        assert!(observed.maps.len() <= MOST_MAPS);
    }

    #[test]
    fn a_corner_sees_mostly_padding() {
        let observed = observed("dilated");
        let corner = Focus {
            map: 5,
            unit: Axes::new(0, 0),
        };
        let report = observed.report(corner);
        // conv3's unit 0: first = −1·1 − 2·2 − 1·4 = −9; 22 cells, so the last is 12: 13 of 22 lie inside.
        assert_eq!((report.field.height.first, report.field.height.last), (-9, 12));
        assert!((report.padding_share - (1.0 - (13.0 * 13.0) / (22.0 * 22.0))).abs() < 1e-12);
    }

    #[test]
    fn two_3x3_on_a_5x5_image_see_all_of_it() {
        let observed = Observed::new(presets::find("two-conv3x3").unwrap().network()).unwrap();
        assert_eq!(observed.field_of(2), 5); // 3 + 3 − 1
        assert_eq!(observed.size(2), Axes::both(1));
        assert_eq!(observed.report(observed.middle(2)).n_touched, 25);
        assert_eq!(observed.first_beyond_image(), None);
    }

    #[test]
    fn the_networks_of_history_are_drawn_with_their_last_map() {
        for (id, field) in [("lenet5", 32), ("alexnet", 195), ("vgg16", 212), ("resnet50", 427)] {
            let observed = Observed::new(presets::find(id).unwrap().network()).unwrap();
            // AlexNet's classifier is convolutions too: its maps go on above pool5.
            let mut fields = (1..observed.maps.len()).map(|idx| observed.field_of(idx));
            assert!(fields.any(|found| found == field), "{id}");
            assert!((3..=MOST_MAPS).contains(&observed.maps.len()), "{id}");
        }
    }
}
