//! Whether the branches that meet in a merge look at the same place.
//!
//! Unit u of a branch looks around c + u·j, where c is the centre of unit 0's field and j the jump. A merge puts units of
//! the same u together; they see the same place where c and j are equal along every path (Araujo, Norris and Sim,
//! "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019).

use super::{Axes, FieldAxis, Graph, Op};

/// How the paths to a merged unit lie to each other, along one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// All paths have the same centre.
    Aligned,
    /// The centres of the paths differ, by the same number of pixels for every unit.
    Misaligned {
        /// Half pixels between the first and the last centre of unit 0.
        doubled_offset: i64,
    },
    /// The paths move by different numbers of pixels from one unit to the next, so that they drift apart.
    Jumps {
        /// The smallest jump of a path.
        smallest: i64,
        /// The largest jump of a path.
        largest: i64,
    },
    /// A path depends on the whole input, which has no place of its own.
    Undefined,
}

impl FieldAxis {
    /// How the paths to a unit lie to each other.
    pub const fn alignment(&self) -> Alignment {
        if self.whole {
            Alignment::Undefined
        } else if self.smallest_jump != self.jump {
            Alignment::Jumps {
                smallest: self.smallest_jump,
                largest: self.jump,
            }
        } else if self.centres.first != self.centres.last {
            Alignment::Misaligned {
                doubled_offset: self.centres.last - self.centres.first,
            }
        } else {
            Alignment::Aligned
        }
    }
}

impl Graph {
    /// How the paths that meet in the merge `node` lie to each other; nothing where `node` is no merge.
    ///
    /// A path that was misaligned in a merge below is misaligned here too.
    pub fn alignment(&self, node: usize) -> Option<Axes<Alignment>> {
        matches!(self.nodes().get(node)?.op, Op::Merge(_))
            .then(|| self.geometry()[node].field.map(|axis| axis.alignment()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Merge, Shape, Window};

    fn conv(kernel: usize, stride: usize, padding: usize) -> Op {
        let window = Window {
            kernel,
            stride,
            dilation: 1,
            padding,
        };
        Op::Conv {
            window: Axes::both(window),
            channels: 4,
            groups: 1,
            bias: false,
        }
    }

    #[test]
    fn half_padding_aligns_every_odd_kernel() {
        let mut graph = Graph::new(Shape::new(4, 16, 16));
        let narrow = graph.push(conv(1, 2, 0), &[0]).unwrap();
        let wide = graph.push(conv(5, 2, 2), &[0]).unwrap();
        let merge = graph.push(Op::Merge(Merge::Sum), &[narrow, wide]).unwrap();
        assert_eq!(graph.alignment(merge), Some(Axes::both(Alignment::Aligned)));
        assert_eq!(graph.alignment(wide), None);
    }

    #[test]
    fn an_offset_is_named_and_inherited_by_the_merges_above() {
        // 17 rows: kernel 1 stride 2 gives (17 − 1)/2 + 1 = 9, kernel 2 padding 1 gives (17 + 2 − 2)/2 + 1 = 9.
        let mut graph = Graph::new(Shape::new(4, 17, 17));
        let one = graph.push(conv(1, 2, 0), &[0]).unwrap();
        let two = graph.push(conv(2, 2, 1), &[0]).unwrap();
        let merge = graph.push(Op::Merge(Merge::Sum), &[one, two]).unwrap();
        // Cell 0 has the centre 0; cells −1 and 0 have −0.5: one half pixel.
        let offset = Axes::both(Alignment::Misaligned { doubled_offset: 1 });
        assert_eq!(graph.alignment(merge), Some(offset));
        let above = graph.push(conv(3, 1, 1), &[merge]).unwrap();
        let residual = graph.push(Op::Merge(Merge::Sum), &[merge, above]).unwrap();
        assert_eq!(graph.alignment(residual), Some(offset));
    }

    #[test]
    fn each_axis_has_an_outcome_of_its_own() {
        // Rows: 5 taps with padding 1 look around 1, as 3 taps without padding. Columns: 1 tap at 0, 2 taps at −0.5,
        // which fit 9 columns with stride 2: (9 − 1)/2 + 1 = 5 = (9 + 2 − 2)/2 + 1.
        let mixed = |rows: (usize, usize), columns: (usize, usize)| {
            let window = |(kernel, padding), stride| Window {
                kernel,
                stride,
                dilation: 1,
                padding,
            };
            let window = Axes::new(window(rows, 1), window(columns, 2));
            Op::Pool { window }
        };
        let mut graph = Graph::new(Shape::new(4, 9, 9));
        let one = graph.push(mixed((3, 0), (1, 0)), &[0]).unwrap();
        let two = graph.push(mixed((5, 1), (2, 1)), &[0]).unwrap();
        let merge = graph.push(Op::Merge(Merge::Concat), &[one, two]).unwrap();
        let expected = Axes::new(Alignment::Aligned, Alignment::Misaligned { doubled_offset: 1 });
        assert_eq!(graph.alignment(merge), Some(expected));
    }

    #[test]
    fn different_strides_drift_apart() {
        // 1 tap with stride 2 on 3 cells gives 2; 2 taps with stride 1 give 2 as well.
        let mut graph = Graph::new(Shape::new(4, 3, 3));
        let strided = graph.push(conv(1, 2, 0), &[0]).unwrap();
        let dense = graph.push(conv(2, 1, 0), &[0]).unwrap();
        let merge = graph.push(Op::Merge(Merge::Sum), &[strided, dense]).unwrap();
        let drift = Alignment::Jumps {
            smallest: 1,
            largest: 2,
        };
        assert_eq!(graph.alignment(merge), Some(Axes::both(drift)));
    }

    #[test]
    fn a_gate_over_the_whole_map_has_no_place() {
        let mut graph = Graph::new(Shape::new(4, 8, 8));
        let gate = graph.push(Op::ChannelGate { hidden: 4 }, &[0]).unwrap();
        let merge = graph.push(Op::Merge(Merge::Sum), &[0, gate]).unwrap();
        assert_eq!(graph.alignment(merge), Some(Axes::both(Alignment::Undefined)));
    }
}
