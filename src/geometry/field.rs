//! The receptive field of a layer's units, in input pixels.
//!
//! Unit u of a map sees the input cells first + j·u to last + j·u, where j is the jump; cells below 0 lie in the padding.
//! Through a window of kernel k, stride s, dilation d and padding p:
//!
//! ```text
//! first' = first − p·j      last' = last + (d·(k − 1) − p)·j      j' = s·j
//! size'  = size + d·(k − 1)·j
//! ```
//!
//! (Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill 2019, in forward form.)

use super::{Axes, Window};

/// The field along one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldAxis {
    /// Input cell of the first tap of unit 0; negative in the padding.
    pub first: i64,
    /// Input cell of the last tap of unit 0.
    pub last: i64,
    /// Input cells between the fields of neighbouring units.
    pub jump: i64,
    /// Size of the field along the path that sees least.
    pub smallest: i64,
    /// Whether every unit depends on every cell of the input (after global pooling or channel attention).
    pub whole: bool,
}

impl FieldAxis {
    /// The field of an input pixel: itself.
    pub const INPUT: Self = Self {
        first: 0,
        last: 0,
        jump: 1,
        smallest: 1,
        whole: false,
    };

    /// Cells from the first to the last that a unit depends on; padding included.
    pub const fn size(&self) -> i64 {
        self.last - self.first + 1
    }

    /// Cells of padding before the input that unit 0 looks at: the effective padding.
    pub const fn padding(&self) -> i64 {
        -self.first
    }

    /// Twice the centre of unit 0's field in input cells: whole numbers even for even sizes.
    pub const fn doubled_centre(&self) -> i64 {
        self.first + self.last
    }

    /// The field one layer up.
    pub const fn through(&self, window: Window) -> Self {
        let reach = (window.dilation * (window.kernel - 1)) as i64;
        let padding = window.padding as i64;
        Self {
            first: self.first - padding * self.jump,
            last: self.last + (reach - padding) * self.jump,
            jump: self.jump * window.stride as i64,
            smallest: self.smallest + reach * self.jump,
            whole: self.whole,
        }
    }

    /// The field of a unit that depends on all `n_cells` cells of this map: the union of their fields.
    pub const fn over_all(&self, n_cells: usize) -> Self {
        let reach = self.jump * (n_cells as i64 - 1);
        Self {
            last: self.last + reach,
            smallest: self.smallest + reach,
            whole: true,
            ..*self
        }
    }

    /// The field of a unit that depends on both a unit of this map and the same unit of `other`: their union.
    pub fn union(&self, other: &Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
            jump: self.jump.max(other.jump),
            smallest: self.smallest.min(other.smallest),
            whole: self.whole || other.whole,
        }
    }
}

/// The field along both axes.
pub type Field = Axes<FieldAxis>;

#[cfg(test)]
mod tests {
    use super::*;

    fn conv(kernel: usize, stride: usize, dilation: usize, padding: usize) -> Window {
        Window {
            kernel,
            stride,
            dilation,
            padding,
        }
    }

    fn size_of(windows: &[Window]) -> i64 {
        windows
            .iter()
            .fold(FieldAxis::INPUT, |field, window| field.through(*window))
            .size()
    }

    #[test]
    fn two_3x3_see_as_much_as_one_5x5() {
        assert_eq!(size_of(&[conv(3, 1, 1, 0), conv(3, 1, 1, 0)]), 5); // 1 + 2 + 2
        assert_eq!(size_of(&[conv(5, 1, 1, 0)]), 5); // 1 + 4
    }

    #[test]
    fn the_tutorials_dilated_network_sees_22_pixels() {
        // conv 3: 1 + 2·1 = 3; pool 2: 3 + 1·1 = 4, j 2; conv 3 d 2: 4 + 4·2 = 12; pool: 12 + 1·2 = 14, j 4; conv 3: 14 + 2·4 = 22
        let net = [
            conv(3, 1, 1, 1),
            conv(2, 2, 1, 0),
            conv(3, 1, 2, 2),
            conv(2, 2, 1, 0),
            conv(3, 1, 1, 1),
        ];
        assert_eq!(size_of(&net), 22);
    }

    #[test]
    fn same_padding_keeps_the_centre_with_dilation_too() {
        let field = FieldAxis::INPUT.through(conv(3, 1, 2, 2));
        assert_eq!(field.doubled_centre(), 0); // first −2, last 2: leaving the dilation out would give −1
        assert_eq!(field.padding(), 2);
    }

    #[test]
    fn a_pooled_map_widens_to_all_its_fields() {
        let map = FieldAxis::INPUT.through(conv(3, 2, 1, 1));
        let pooled = map.over_all(16);
        assert_eq!(pooled.size(), 33); // 3 + 15·2
        assert!(pooled.whole);
    }
}
