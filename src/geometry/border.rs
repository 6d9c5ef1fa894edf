//! Fields that leave the image: how much of a unit's field is padding, and from which layer on it exceeds the input.

use super::{Axes, Graph};

impl Graph {
    /// Along each axis, the share of the field of `unit` of `node` that lies outside the input, in its padding: 0 to 1.
    ///
    /// Of the whole box the share 1 − (1 − height) · (1 − width) is padding.
    pub fn padding_share(&self, node: usize, unit: Axes<usize>) -> Axes<f64> {
        let places = self.geometry()[node]
            .field
            .zip(unit, |axis, unit| axis.input_from_feature(unit as i64));
        places.zip(self.input().size, |field, n| {
            let n_inside = field.clipped(n).map_or(0, |inside| inside.len());
            1.0 - n_inside as f64 / field.len() as f64
        })
    }

    /// Along each axis, whether the field of the units of `node` is larger than the input.
    pub fn exceeds_input(&self, node: usize) -> Axes<bool> {
        let field = self.geometry()[node].field;
        field.zip(self.input().size, |axis, n| axis.size() > n as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Op, Shape, Window};

    #[test]
    fn a_corner_unit_looks_into_the_padding() {
        let window = Window {
            kernel: 5,
            padding: 2,
            ..Window::POINT
        };
        let mut graph = Graph::new(Shape::new(1, 8, 4));
        let op = Op::Pool {
            window: Axes::both(window),
        };
        let node = graph.push(op, &[0]).unwrap();
        // Rows −2 to 2 of 8: 2 of 5 outside. Columns 1 to 5 of 4: 2 of 5 outside.
        let share = graph.padding_share(node, Axes::new(0, 3));
        assert!((share.height - 0.4).abs() < 1e-12 && (share.width - 0.4).abs() < 1e-12);
        assert!(graph.padding_share(node, Axes::new(2, 2)).height.abs() < 1e-12); // rows 0 to 4
        assert_eq!(graph.exceeds_input(node), Axes::new(false, true)); // 5 > 4 columns
        assert_eq!(graph.exceeds_input(0), Axes::both(false));
    }
}
