//! Three networks that see 15 pixels, each by other means, and what each costs: all from their specs.

use crate::draw::dilation::cells;
use crate::geometry::{Axes, Span};
use crate::spec::{ConvSpec, InputSpec, LayerSpec, LinearSpec, NetworkSpec, OpSpec, PoolSpec, SpecError};

/// A way to see further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Four convolutions with the rates 1, 1, 2, 3.
    Dilation,
    /// Four convolutions, the first with stride 2.
    Stride,
    /// Four convolutions, with a 3 × 3 maximum of stride 2 in their middle.
    Pooling,
}

/// What a way leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Cells along each side of the last map.
    pub map: usize,
    /// Pixels between the fields of its neighbouring units.
    pub jump: i64,
    /// Pixels along each side of their field.
    pub field: i64,
    /// Rows and columns of the field of the middle unit.
    pub span: Axes<Span>,
    /// The pixels that the middle unit reads, as a path.
    pub touched: String,
    /// Trainable parameters up to the last map.
    pub parameters: usize,
    /// Multiply-adds up to the last map, for one image.
    pub macs: u64,
}

impl Way {
    /// All, in the order of the figure.
    pub const ALL: [Self; 3] = [Self::Dilation, Self::Stride, Self::Pooling];

    /// The network with `width` maps in every layer.
    pub fn network(self, width: usize) -> NetworkSpec {
        let conv = |rate: usize| ConvSpec::square(width, 3).padding(rate).dilation(rate);
        let plain = OpSpec::Conv(conv(1));
        let ops = match self {
            Self::Dilation => [1, 1, 2, 3].map(|rate| OpSpec::Conv(conv(rate))).to_vec(),
            Self::Stride => {
                let first = OpSpec::Conv(conv(1).stride(2));
                vec![first, plain.clone(), plain.clone(), plain]
            }
            Self::Pooling => {
                let pool = OpSpec::Pool(PoolSpec::max(3, 2, 1));
                vec![plain.clone(), plain.clone(), pool, plain.clone(), plain]
            }
        };
        let mut layers: Vec<LayerSpec> = (1..)
            .zip(ops)
            .map(|(number, op)| LayerSpec::new(format!("layer{number}"), op))
            .collect();
        layers.push(LayerSpec::new("mean", OpSpec::GlobalAveragePool));
        layers.push(LayerSpec::new("fc", OpSpec::Linear(LinearSpec { out_features: 10 })));
        NetworkSpec {
            input: InputSpec::CIFAR10,
            layers,
        }
    }

    /// What the network with `width` maps sees and costs up to its last map.
    ///
    /// # Errors
    /// Where the spec is not a network, which no `width` above 0 makes it.
    pub fn outcome(self, width: usize) -> Result<Outcome, SpecError> {
        let lowered = self.network(width).lower()?;
        // Below the average and the linear layer, which are the same in all three.
        let last = lowered.layers.len().saturating_sub(3);
        let node = lowered.layers.get(last).map_or(0, |layer| layer.node);
        let geometry = &lowered.graph.geometry()[..=node];
        let top = geometry[node];
        let middle = top.shape.size.map(|n| n / 2);
        let counts = lowered.graph.paths_below(node, middle);
        let side = counts[0].size;
        let places = (0..side.height).flat_map(|row| (0..side.width).map(move |col| (row, col)));
        let touched = places
            .filter(|(row, col)| counts[0].at(*row, *col) > 0.0)
            .map(|(row, col)| (row as i64, col as i64));
        Ok(Outcome {
            map: top.shape.size.width,
            jump: top.field.width.jump,
            field: top.field.width.size(),
            span: top.field.zip(middle, |axis, unit| axis.input_from_feature(unit as i64)),
            touched: cells(touched, 0.0),
            parameters: geometry.iter().map(|node| node.parameters).sum(),
            macs: geometry.iter().map(|node| node.macs).sum(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ways_to_fifteen_pixels() {
        let outcomes = Way::ALL.map(|way| way.outcome(16).unwrap());
        // 1 + 2·(1 + 1 + 2 + 3); 1 + 2 + 3·2·2; 1 + 2 + 2 + 2 + 2·2·2: all 15.
        assert_eq!(outcomes.each_ref().map(|outcome| outcome.field), [15; 3]);
        assert_eq!(outcomes.each_ref().map(|outcome| outcome.map), [32, 16, 16]);
        assert_eq!(outcomes.each_ref().map(|outcome| outcome.jump), [1, 2, 2]);
        // 3·16·9 + 16 = 448, and three times 16·16·9 + 16 = 2320; a maximum has none.
        assert_eq!(
            outcomes.each_ref().map(|outcome| outcome.parameters),
            [448 + 3 * 2320; 3]
        );
        // 32² · (432 + 3·2304); 16² · the same; 32² · (432 + 2304) + 16² · 2·2304.
        assert_eq!(
            outcomes.each_ref().map(|outcome| outcome.macs),
            [7_520_256, 1_880_064, 3_981_312]
        );
        for outcome in outcomes {
            assert_eq!(outcome.span.width.len(), 15);
            assert_eq!(outcome.touched.matches('M').count(), 225); // no holes in any of the three
        }
    }
}
