//! From a spec to the graph of `geometry`, with every mistake named.
//! Long because each operation is checked where it is lowered, so that the two cannot drift apart.

use super::layer::{BranchSpec, CbamSpec, ConvSpec, LayerSpec, OpSpec, ParallelSpec};
use super::mistake::{Mistake, Part, Unequal, mistake};
use super::network::NetworkSpec;
use crate::geometry::{Graph, Merge, NodeGeometry, Op, Shape};

pub use super::mistake::SpecError;

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
        Err(mistake(
            name,
            Part::Op,
            Mistake::EndsInMap(lowered.output().shape.into()),
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
            return Err(mistake("input", Part::Shape, Mistake::EmptyInput));
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
                self.windowed(name, op, below, Part::Kernel)
            }
            OpSpec::Pool(pool) => {
                check_pair(name, Part::Kernel, pool.kernel)?;
                check_pair(name, Part::Stride, pool.stride)?;
                if pool.padding[0] > pool.kernel[0] / 2 || pool.padding[1] > pool.kernel[1] / 2 {
                    return Err(mistake(name, Part::Padding, Mistake::WindowInPadding));
                }
                self.windowed(name, Op::Pool { window: pool.window() }, below, Part::Kernel)
            }
            OpSpec::BatchNorm => self.windowed(name, Op::Norm, below, Part::Op),
            OpSpec::Relu => self.windowed(name, Op::Activation, below, Part::Op),
            OpSpec::GlobalAveragePool => self.windowed(name, Op::GlobalPool, below, Part::Op),
            OpSpec::Flatten => self.windowed(name, Op::Flatten, below, Part::Op),
            OpSpec::Linear(linear) => {
                check_positive(name, Part::OutFeatures, linear.out_features)?;
                if self.shape(below).n_cells() > 1 {
                    return Err(mistake(name, Part::Op, Mistake::LinearOnMap));
                }
                let features = linear.out_features;
                self.windowed(name, Op::Linear { features }, below, Part::Op)
            }
            OpSpec::Parallel(parallel) => self.parallel(name, parallel, below),
            OpSpec::Cbam(cbam) => self.cbam(name, cbam, below),
        }
    }

    /// Adds one operation, or says that its window does not fit.
    fn windowed(&mut self, name: &str, op: Op, below: usize, part: Part) -> Result<usize, SpecError> {
        let size = self.shape(below).size;
        let Some(node) = self.graph.push(op, &[below]) else {
            let (height, width) = (size.height, size.width);
            return Err(mistake(name, part, Mistake::WindowTooLarge { height, width }));
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
            return Err(mistake(name, Part::Branches, Mistake::NoBranch));
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
        let unequal = Unequal {
            first: branches[0].name.clone(),
            gives: first.into(),
            other: branches[odd].name.clone(),
            but: self.shape(tops[odd]).into(),
            is_concat: merge == Merge::Concat,
        };
        mistake(name, Part::Branches, Mistake::UnequalBranches(Box::new(unequal)))
    }

    fn cbam(&mut self, name: &str, cbam: &CbamSpec, below: usize) -> Result<usize, SpecError> {
        check_positive(name, Part::Reduction, cbam.reduction)?;
        check_positive(name, Part::MinHidden, cbam.min_hidden)?;
        if cbam.kernel.is_multiple_of(2) {
            return Err(mistake(name, Part::Kernel, Mistake::EvenKernel(cbam.kernel)));
        }
        let hidden = cbam.hidden(self.shape(below).channels);
        let channel = self.windowed(&format!("{name}.channel"), Op::ChannelGate { hidden }, below, Part::Op)?;
        let window = cbam.window();
        self.windowed(
            &format!("{name}.spatial"),
            Op::SpatialGate { window },
            channel,
            Part::Op,
        )
    }
}

fn check_positive(layer: &str, part: Part, value: usize) -> Result<(), SpecError> {
    if value == 0 {
        return Err(mistake(layer, part, Mistake::Zero));
    }
    Ok(())
}

fn check_pair(layer: &str, part: Part, pair: [usize; 2]) -> Result<(), SpecError> {
    pair.into_iter()
        .try_for_each(|value| check_positive(layer, part, value))
}

fn check_conv(name: &str, conv: &ConvSpec, below: Shape) -> Result<(), SpecError> {
    check_positive(name, Part::OutChannels, conv.out_channels)?;
    check_pair(name, Part::Kernel, conv.kernel)?;
    check_pair(name, Part::Stride, conv.stride)?;
    check_pair(name, Part::Dilation, conv.dilation)?;
    check_positive(name, Part::Groups, conv.groups)?;
    if !below.channels.is_multiple_of(conv.groups) || !conv.out_channels.is_multiple_of(conv.groups) {
        let undivided = Mistake::Groups {
            groups: conv.groups,
            below: below.channels,
            above: conv.out_channels,
        };
        return Err(mistake(name, Part::Groups, undivided));
    }
    Ok(())
}
