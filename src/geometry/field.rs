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

use super::{Axes, Span, Window};

/// The field along one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldAxis {
    /// Input cell of the first tap of unit 0; negative in the padding.
    pub first: i64,
    /// Input cell of the last tap of unit 0.
    pub last: i64,
    /// Input cells between the fields of neighbouring units; the largest where paths differ.
    pub jump: i64,
    /// The smallest jump of a path; equal to `jump` in every network whose branches keep in step.
    pub smallest_jump: i64,
    /// Twice the centre of unit 0's field, from the smallest to the largest over all paths.
    pub centres: Span,
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
        smallest_jump: 1,
        centres: Span::cell(0),
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

    /// The centre of unit 0's field where the centre of pixel 0 is 0.5 (Dang Ha The Hien, "A guide to receptive field
    /// arithmetic for Convolutional Neural Networks", 2017).
    pub const fn start(&self) -> f64 {
        (self.doubled_centre() + 1) as f64 / 2.0
    }

    /// The input cells from the first to the last that `unit` depends on; not clipped, so they can lie in the padding.
    ///
    /// Where paths differ in their jump, all paths lie within.
    pub fn input_from_feature(&self, unit: i64) -> Span {
        if self.whole {
            return Span::new(self.first, self.last);
        }
        let (slow, fast) = (unit * self.smallest_jump, unit * self.jump);
        Span::new(self.first + slow.min(fast), self.last + slow.max(fast))
    }

    /// The units among `n_units` whose field holds `pixel`, from the first to the last; nothing where there is none.
    pub fn feature_from_input(&self, pixel: i64, n_units: usize) -> Option<Span> {
        if self.whole {
            let all = Span::new(0, n_units as i64 - 1);
            return if Span::new(self.first, self.last).contains(pixel) {
                all.clipped(n_units)
            } else {
                None
            };
        }
        // first + u·j ≤ pixel ≤ last + u·j, with the slowest first and the fastest last.
        let first = -(self.last - pixel).div_euclid(self.jump);
        let last = (pixel - self.first).div_euclid(self.smallest_jump);
        Span::new(first, last).clipped(n_units)
    }

    /// The field one layer up.
    pub const fn through(&self, window: Window) -> Self {
        let reach = (window.dilation * (window.kernel - 1)) as i64;
        let padding = window.padding as i64;
        let stride = window.stride as i64;
        Self {
            first: self.first - self.farthest(padding),
            last: self.last + self.farthest(reach - padding),
            jump: self.jump * stride,
            smallest_jump: self.smallest_jump * stride,
            centres: Span::new(
                self.centres.first - self.farthest(2 * padding - reach),
                self.centres.last + self.farthest(reach - 2 * padding),
            ),
            smallest: self.smallest + reach * self.smallest_jump,
            whole: self.whole,
        }
    }

    /// The most pixels that a path moves to the right over `n_units` units; for fewer than none, the fewest to the left.
    const fn farthest(&self, n_units: i64) -> i64 {
        n_units * if n_units < 0 { self.smallest_jump } else { self.jump }
    }

    /// The field of a unit that depends on all `n_cells` cells of this map: the union of their fields.
    pub const fn over_all(&self, n_cells: usize) -> Self {
        let reach = n_cells as i64 - 1;
        Self {
            last: self.last + reach * self.jump,
            centres: Span::new(self.centres.first, self.centres.last + reach * self.jump),
            smallest: self.smallest + reach * self.smallest_jump,
            whole: self.whole || n_cells > 1,
            ..*self
        }
    }

    /// The field of a unit that depends on both a unit of this map and the same unit of `other`: their union.
    pub fn union(&self, other: &Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
            jump: self.jump.max(other.jump),
            smallest_jump: self.smallest_jump.min(other.smallest_jump),
            centres: self.centres.union(other.centres),
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

    #[test]
    fn the_start_counts_the_dilation() {
        // Dang Ha The Hien's start' = start + ((k − 1)·d/2 − p)·j = 0.5 + (2·2/2 − 2)·1; with (k − 1)/2 it were −0.5.
        assert_eq!(
            FieldAxis::INPUT.through(conv(3, 1, 2, 2)).start().to_bits(),
            0.5_f64.to_bits()
        );
        // Distill, figure 3: k 3, p 1, s 3, then k 2: unit 0 sees the cells −1 to 4, so its centre is 1.5 + 0.5.
        let field = FieldAxis::INPUT.through(conv(3, 3, 1, 1)).through(conv(2, 1, 1, 0));
        assert_eq!(field.input_from_feature(0), Span::new(-1, 4));
        assert_eq!(field.start().to_bits(), 2.0_f64.to_bits());
    }

    #[test]
    fn units_and_pixels_find_each_other() {
        let field = FieldAxis::INPUT.through(conv(3, 1, 1, 1)).through(conv(2, 2, 1, 0)); // cells −1 to 2, jump 2
        assert_eq!(field.input_from_feature(3), Span::new(5, 8));
        let n_units = 4;
        for pixel in -2..12 {
            let seen = (0..n_units).filter(|unit| field.input_from_feature(*unit).contains(pixel));
            let seen: Vec<i64> = seen.collect();
            let ends = seen
                .first()
                .zip(seen.last())
                .map(|(first, last)| Span::new(*first, *last));
            assert_eq!(field.feature_from_input(pixel, n_units as usize), ends, "pixel {pixel}");
        }
    }

    #[test]
    fn every_unit_over_the_whole_input_sees_the_same() {
        let gate = FieldAxis::INPUT.through(conv(3, 1, 1, 1)).over_all(8);
        assert_eq!(gate.input_from_feature(5), Span::new(-1, 8)); // 8 cells, one more on each side
        assert_eq!(gate.feature_from_input(7, 8), Some(Span::new(0, 7)));
        assert_eq!(gate.feature_from_input(9, 8), None);
        assert!(!FieldAxis::INPUT.over_all(1).whole); // one cell is not more than itself
    }
}
