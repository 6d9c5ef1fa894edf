//! A network as a directed acyclic graph of operations, and what each node sees and costs.

use super::{Axes, Field, FieldAxis, Reads, Shape, Window, cost};

/// How two or more feature maps become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Merge {
    /// Element-wise sum.
    Sum,
    /// Element-wise product.
    Product,
    /// Stacked along the channels.
    Concat,
}

/// One operation on feature maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// The image itself.
    Input,
    /// A convolution to `channels` maps.
    Conv {
        /// The sliding window of each axis.
        window: Axes<Window>,
        /// Number of output maps.
        channels: usize,
        /// Groups of channels that do not see each other.
        groups: usize,
        /// Whether each output map has a bias.
        bias: bool,
    },
    /// Maximum or average of a window, map by map.
    Pool {
        /// The sliding window of each axis.
        window: Axes<Window>,
    },
    /// Batch normalisation: a scale and a shift per channel.
    Norm,
    /// An activation: value by value, no parameters.
    Activation,
    /// The average of each map.
    GlobalPool,
    /// All values as one vector.
    Flatten,
    /// A linear layer to `features` values, with bias.
    Linear {
        /// Number of output values.
        features: usize,
    },
    /// Channel attention: pooled vectors through a shared two-layer network, a gate per channel.
    ChannelGate {
        /// Width of the hidden layer.
        hidden: usize,
    },
    /// Spatial attention: mean and maximum over channels through one convolution, a gate per cell.
    SpatialGate {
        /// The window of the convolution, along each axis.
        window: Axes<Window>,
    },
    /// Several maps become one.
    Merge(Merge),
}

/// One operation and the nodes that feed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it computes.
    pub op: Op,
    /// Indexes of the nodes that it reads, all smaller than its own.
    pub inputs: Vec<usize>,
}

/// What one node's output looks like, sees and costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeGeometry {
    /// Shape of the output.
    pub shape: Shape,
    /// Receptive field of its units.
    pub field: Field,
    /// Trainable parameters.
    pub parameters: usize,
    /// Multiply-adds for one image.
    pub macs: u64,
}

/// A network, in an order in which every node follows its inputs; node 0 is the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    input: Shape,
    nodes: Vec<Node>,
    geometry: Vec<NodeGeometry>,
}

impl Graph {
    /// A graph of the input alone.
    pub fn new(input: Shape) -> Self {
        Self {
            input,
            nodes: vec![Node {
                op: Op::Input,
                inputs: Vec::new(),
            }],
            geometry: vec![NodeGeometry {
                shape: input,
                field: Axes::both(FieldAxis::INPUT),
                parameters: 0,
                macs: 0,
            }],
        }
    }

    /// Shape of the input image.
    pub fn input(&self) -> Shape {
        self.input
    }

    /// The nodes, in order.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// What each node sees and costs, in the order of [`Graph::nodes`].
    pub fn geometry(&self) -> &[NodeGeometry] {
        &self.geometry
    }

    /// Adds `op` on top of the nodes `inputs` and returns its index, or nothing where the shapes do not fit.
    pub fn push(&mut self, op: Op, inputs: &[usize]) -> Option<usize> {
        let shape = self.shape_after(op, inputs)?;
        let below = self.geometry.get(*inputs.first()?)?;
        let geometry = NodeGeometry {
            shape,
            field: self.field_after(op, inputs)?,
            parameters: cost::parameters(op, below.shape),
            macs: cost::macs(op, below.shape, shape),
        };
        self.nodes.push(Node {
            op,
            inputs: inputs.to_vec(),
        });
        self.geometry.push(geometry);
        Some(self.nodes.len() - 1)
    }

    /// Shape of `op` on the nodes `inputs`; nothing where it does not fit.
    fn shape_after(&self, op: Op, inputs: &[usize]) -> Option<Shape> {
        let shapes: Option<Vec<Shape>> = inputs.iter().map(|idx| Some(self.geometry.get(*idx)?.shape)).collect();
        let shapes = shapes?;
        let below = *shapes.first()?;
        match op {
            Op::Input => None,
            Op::Conv {
                window,
                channels,
                groups,
                ..
            } => {
                let divides = groups > 0 && below.channels % groups == 0 && channels % groups == 0;
                if divides { below.after(window, channels) } else { None }
            }
            Op::Pool { window } => below.after(window, below.channels),
            Op::Norm | Op::Activation | Op::ChannelGate { .. } | Op::SpatialGate { .. } => Some(below),
            Op::GlobalPool => Some(Shape::vector(below.channels)),
            Op::Flatten => Some(Shape::vector(below.n_values())),
            Op::Linear { features } => Some(Shape::vector(features)),
            Op::Merge(Merge::Concat) => {
                let same_size = shapes.iter().all(|shape| shape.size == below.size);
                let channels = shapes.iter().map(|shape| shape.channels).sum();
                same_size.then_some(Shape { channels, ..below })
            }
            Op::Merge(Merge::Sum | Merge::Product) => shapes.iter().all(|shape| *shape == below).then_some(below),
        }
    }

    /// Field of the units of `op` on the nodes `inputs`: the union over every way in which it reads them.
    fn field_after(&self, op: Op, inputs: &[usize]) -> Option<Field> {
        let ways = inputs.iter().flat_map(|idx| {
            let NodeGeometry { shape, field, .. } = self.geometry[*idx];
            op.reads().map(move |reads| match reads {
                Reads::Window(window) => field.zip(window, |axis, window| axis.through(window)),
                Reads::All => field.zip(shape.size, |axis, n| axis.over_all(n)),
            })
        });
        ways.reduce(|left, right| left.zip(right, |left, right| left.union(&right)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conv(kernel: usize, padding: usize, channels: usize) -> Op {
        let window = Window {
            kernel,
            padding,
            ..Window::POINT
        };
        Op::Conv {
            window: Axes::both(window),
            channels,
            groups: 1,
            bias: true,
        }
    }

    #[test]
    fn a_merge_keeps_the_largest_and_the_smallest_path() {
        let mut graph = Graph::new(Shape::new(3, 32, 32));
        let narrow = graph.push(conv(1, 0, 8), &[0]).unwrap();
        let wide = graph.push(conv(5, 2, 4), &[0]).unwrap();
        let merged = graph.push(Op::Merge(Merge::Concat), &[narrow, wide]).unwrap();
        let geometry = graph.geometry()[merged];
        assert_eq!(geometry.shape, Shape::new(12, 32, 32)); // 8 + 4 channels
        assert_eq!(geometry.field.height.size(), 5);
        assert_eq!(geometry.field.height.smallest, 1);
    }

    #[test]
    fn a_sum_refuses_unequal_shapes() {
        let mut graph = Graph::new(Shape::new(3, 32, 32));
        let eight = graph.push(conv(1, 0, 8), &[0]).unwrap();
        assert_eq!(graph.push(Op::Merge(Merge::Sum), &[0, eight]), None); // 3 against 8 channels
        let cropped = graph.push(conv(3, 0, 8), &[0]).unwrap();
        assert_eq!(graph.push(Op::Merge(Merge::Concat), &[eight, cropped]), None); // 32 against 30 rows
    }
}
