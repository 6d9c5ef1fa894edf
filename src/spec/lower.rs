//! From a spec to the graph of `geometry`, with every mistake named.
//! Long because each operation is checked where it is lowered, so that the two cannot drift apart.

use thiserror::Error;

use super::layer::{BranchSpec, CbamSpec, ConvSpec, LayerSpec, OpSpec, ParallelSpec};
use super::network::NetworkSpec;
use crate::geometry::{Graph, Merge, NodeGeometry, Op, Shape};

/// A mistake in a spec: where, what, and what would mend it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("layer `{layer}`, {parameter}: {problem}; {cure}")]
pub struct SpecError {
    /// Name of the layer.
    pub layer: String,
    /// The parameter that is wrong.
    pub parameter: &'static str,
    /// What is wrong with it.
    pub problem: String,
    /// What would mend it.
    pub cure: String,
}

/// A row of the lowered network: a named layer and its node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoweredLayer {
    /// The layer's name; CBAM gives two rows, `NAME.channel` and `NAME.spatial`.
    pub name: String,
    /// Index of its node in the graph.
    pub node: usize,
}

/// A valid network: its graph, and the names of its nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lowered {
    /// The graph with shapes, fields and costs.
    pub graph: Graph,
    /// Named nodes, in order.
    pub layers: Vec<LoweredLayer>,
}

impl Lowered {
    /// Geometry of the layer called `name`.
    pub fn geometry_of(&self, name: &str) -> Option<&NodeGeometry> {
        let layer = self.layers.iter().find(|layer| layer.name == name)?;
        self.graph.geometry().get(layer.node)
    }

    /// Trainable parameters of the whole network.
    pub fn n_parameters(&self) -> usize {
        self.graph.geometry().iter().map(|node| node.parameters).sum()
    }

    /// Multiply-adds of the whole network for one image.
    pub fn n_macs(&self) -> u64 {
        self.graph.geometry().iter().map(|node| node.macs).sum()
    }

    /// Geometry of the last layer.
    pub fn output(&self) -> NodeGeometry {
        let geometry = self.graph.geometry();
        geometry[geometry.len() - 1]
    }
}

impl NetworkSpec {
    /// Checks the spec and lowers it to a graph: a network that classifies.
    ///
    /// # Errors
    /// As [`NetworkSpec::lower_any`], and a network that does not end in a vector of classes.
    pub fn lower(&self) -> Result<Lowered, SpecError> {
        let lowered = self.lower_any()?;
        if matches!(self.layers.last().map(|layer| &layer.op), Some(OpSpec::Linear(_))) {
            return Ok(lowered);
        }
        let name = self.layers.last().map_or("network", |layer| &layer.name);
        let Shape { channels, size } = lowered.output().shape;
        let problem = format!("the network ends in {channels} × {} × {}", size.height, size.width);
        Err(mistake(
            name,
            "op",
            problem,
            "end with a linear layer, one output per class",
        ))
    }

    /// Checks the spec and lowers it to a graph, whatever it ends in: a map, as of a network that is only looked at, or a
    /// vector.
    ///
    /// # Errors
    /// A name that is not PyTorch's or is used twice; then the first mistake from below: a size of zero, a window larger
    /// than its padded map, groups that do not divide the channels, or branches that do not fit.
    pub fn lower_any(&self) -> Result<Lowered, SpecError> {
        self.check_names()?;
        let input = Shape::new(self.input.channels, self.input.height, self.input.width);
        if input.n_values() == 0 {
            return Err(mistake(
                "input",
                "shape",
                "a side is 0".into(),
                "give every side at least 1",
            ));
        }
        let mut lowering = Lowering {
            graph: Graph::new(input),
            layers: Vec::new(),
        };
        lowering.sequence(&self.layers, 0)?;
        Ok(Lowered {
            graph: lowering.graph,
            layers: lowering.layers,
        })
    }
}

struct Lowering {
    graph: Graph,
    layers: Vec<LoweredLayer>,
}

impl Lowering {
    fn shape(&self, node: usize) -> Shape {
        self.graph.geometry()[node].shape
    }

    /// Lowers `layers` one after the other on top of node `below`; returns the top node.
    fn sequence(&mut self, layers: &[LayerSpec], below: usize) -> Result<usize, SpecError> {
        layers.iter().try_fold(below, |below, layer| self.layer(layer, below))
    }

    fn layer(&mut self, layer: &LayerSpec, below: usize) -> Result<usize, SpecError> {
        let name = &layer.name;
        match &layer.op {
            OpSpec::Conv(conv) => {
                check_conv(name, conv, self.shape(below))?;
                let op = Op::Conv {
                    window: conv.window(),
                    channels: conv.out_channels,
                    groups: conv.groups,
                    bias: conv.bias,
                };
                self.windowed(name, op, below, "kernel")
            }
            OpSpec::Pool(pool) => {
                check_pair(name, "kernel", pool.kernel)?;
                check_pair(name, "stride", pool.stride)?;
                if pool.padding[0] > pool.kernel[0] / 2 || pool.padding[1] > pool.kernel[1] / 2 {
                    let problem = "a window could lie in the padding alone".into();
                    return Err(mistake(name, "padding", problem, "pad by at most half the kernel"));
                }
                self.windowed(name, Op::Pool { window: pool.window() }, below, "kernel")
            }
            OpSpec::BatchNorm => self.windowed(name, Op::Norm, below, "op"),
            OpSpec::Relu => self.windowed(name, Op::Activation, below, "op"),
            OpSpec::GlobalAveragePool => self.windowed(name, Op::GlobalPool, below, "op"),
            OpSpec::Flatten => self.windowed(name, Op::Flatten, below, "op"),
            OpSpec::Linear(linear) => {
                check_positive(name, "out_features", linear.out_features)?;
                if self.shape(below).n_cells() > 1 {
                    let problem = "its input still has rows and columns".into();
                    return Err(mistake(name, "op", problem, "flatten, or pool globally, before it"));
                }
                let features = linear.out_features;
                self.windowed(name, Op::Linear { features }, below, "op")
            }
            OpSpec::Parallel(parallel) => self.parallel(name, parallel, below),
            OpSpec::Cbam(cbam) => self.cbam(name, cbam, below),
        }
    }

    /// Adds one operation, or says that its window does not fit.
    fn windowed(&mut self, name: &str, op: Op, below: usize, parameter: &'static str) -> Result<usize, SpecError> {
        let size = self.shape(below).size;
        let Some(node) = self.graph.push(op, &[below]) else {
            let problem = format!(
                "the window is larger than its padded map of {} × {}",
                size.height, size.width
            );
            return Err(mistake(
                name,
                parameter,
                problem,
                "take a smaller kernel or dilation, or more padding",
            ));
        };
        self.named(name, node);
        Ok(node)
    }

    fn named(&mut self, name: &str, node: usize) {
        self.layers.push(LoweredLayer {
            name: name.to_owned(),
            node,
        });
    }

    fn parallel(&mut self, name: &str, parallel: &ParallelSpec, below: usize) -> Result<usize, SpecError> {
        if parallel.branches.is_empty() {
            let problem = "there is none".into();
            return Err(mistake(name, "branches", problem, "keep at least one branch"));
        }
        let mut tops = Vec::with_capacity(parallel.branches.len());
        for branch in &parallel.branches {
            tops.push(self.sequence(&branch.layers, below)?);
        }
        let merge = Merge::from(parallel.fusion);
        let Some(node) = self.graph.push(Op::Merge(merge), &tops) else {
            return Err(self.unequal_branches(name, &parallel.branches, &tops, merge));
        };
        self.named(name, node);
        Ok(node)
    }

    /// Says which branch does not fit the first, and how.
    fn unequal_branches(&self, name: &str, branches: &[BranchSpec], tops: &[usize], merge: Merge) -> SpecError {
        let first = self.shape(tops[0]);
        let fits = |shape: Shape| match merge {
            Merge::Concat => shape.size == first.size,
            Merge::Sum | Merge::Product => shape == first,
        };
        let odd = (0..tops.len()).find(|idx| !fits(self.shape(tops[*idx]))).unwrap_or(0);
        let show = |shape: Shape| format!("{} × {} × {}", shape.channels, shape.size.height, shape.size.width);
        let problem = format!(
            "`{}` gives {}, but `{}` gives {}",
            branches[0].name,
            show(first),
            branches[odd].name,
            show(self.shape(tops[odd])),
        );
        let cure = match merge {
            Merge::Concat => "give every branch the same stride, and padding that keeps its size",
            Merge::Sum | Merge::Product => {
                "give every branch the same channels and size, with a 1×1 projection if need be"
            }
        };
        mistake(name, "branches", problem, cure)
    }

    fn cbam(&mut self, name: &str, cbam: &CbamSpec, below: usize) -> Result<usize, SpecError> {
        check_positive(name, "reduction", cbam.reduction)?;
        check_positive(name, "min_hidden", cbam.min_hidden)?;
        if cbam.kernel.is_multiple_of(2) {
            let problem = format!("{} has no middle", cbam.kernel);
            return Err(mistake(name, "kernel", problem, "take an odd kernel, such as 7"));
        }
        let hidden = cbam.hidden(self.shape(below).channels);
        let channel = self.windowed(&format!("{name}.channel"), Op::ChannelGate { hidden }, below, "op")?;
        let window = cbam.window();
        self.windowed(&format!("{name}.spatial"), Op::SpatialGate { window }, channel, "op")
    }
}

/// A mistake in `parameter` of `layer`.
pub(super) fn mistake(layer: &str, parameter: &'static str, problem: String, cure: &str) -> SpecError {
    SpecError {
        layer: layer.to_owned(),
        parameter,
        problem,
        cure: cure.to_owned(),
    }
}

fn check_positive(layer: &str, parameter: &'static str, value: usize) -> Result<(), SpecError> {
    if value == 0 {
        return Err(mistake(layer, parameter, "it is 0".into(), "take at least 1"));
    }
    Ok(())
}

fn check_pair(layer: &str, parameter: &'static str, pair: [usize; 2]) -> Result<(), SpecError> {
    pair.into_iter()
        .try_for_each(|value| check_positive(layer, parameter, value))
}

fn check_conv(name: &str, conv: &ConvSpec, below: Shape) -> Result<(), SpecError> {
    check_positive(name, "out_channels", conv.out_channels)?;
    check_pair(name, "kernel", conv.kernel)?;
    check_pair(name, "stride", conv.stride)?;
    check_pair(name, "dilation", conv.dilation)?;
    check_positive(name, "groups", conv.groups)?;
    if !below.channels.is_multiple_of(conv.groups) || !conv.out_channels.is_multiple_of(conv.groups) {
        let problem = format!(
            "{} does not divide {} and {}",
            conv.groups, below.channels, conv.out_channels
        );
        return Err(mistake(
            name,
            "groups",
            problem,
            "take a number that divides both channel counts",
        ));
    }
    Ok(())
}
