//! The sliding window of a convolution or a pooling, along one axis.

use super::Span;

/// Kernel size, stride, dilation and padding along one axis, in cells of the map below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// Number of taps.
    pub kernel: usize,
    /// Cells between the windows of neighbouring outputs.
    pub stride: usize,
    /// Cells between neighbouring taps; 1 is dense.
    pub dilation: usize,
    /// Cells added on each side of the map.
    pub padding: usize,
}

impl Window {
    /// The window that changes nothing: one tap, stride 1.
    pub const POINT: Self = Self {
        kernel: 1,
        stride: 1,
        dilation: 1,
        padding: 0,
    };

    /// Cells from the first to the last tap: d·(k − 1) + 1.
    pub const fn extent(&self) -> usize {
        self.dilation * (self.kernel - 1) + 1
    }

    /// Length of the output on a map of `input` cells: ⌊(n + 2p − extent) / s⌋ + 1, or nothing where the window does not fit.
    pub const fn output_len(&self, input: usize) -> Option<usize> {
        let padded = input + 2 * self.padding;
        if padded < self.extent() {
            None
        } else {
            Some((padded - self.extent()) / self.stride + 1)
        }
    }

    /// The cells of the map below from the first tap of the first of `units` to the last tap of the last; not clipped.
    pub fn cells_below(&self, units: Span) -> Span {
        let first_tap = |unit: i64| unit * self.stride as i64 - self.padding as i64;
        Span::new(first_tap(units.first), first_tap(units.last) + self.extent() as i64 - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(kernel: usize, stride: usize, dilation: usize, padding: usize) -> Window {
        Window {
            kernel,
            stride,
            dilation,
            padding,
        }
    }

    #[test]
    fn holes_widen_the_extent() {
        assert_eq!(window(3, 1, 2, 2).extent(), 5); // 2·(3 − 1) + 1
        assert_eq!(window(3, 1, 8, 8).extent(), 17); // 8·(3 − 1) + 1
    }

    #[test]
    fn the_output_rounds_down() {
        assert_eq!(window(7, 2, 1, 3).output_len(32), Some(16)); // (32 + 6 − 7) / 2 = 15.5 → 15, + 1
        assert_eq!(window(3, 1, 2, 2).output_len(16), Some(16)); // (16 + 4 − 5) / 1 + 1
        assert_eq!(window(3, 1, 1, 0).output_len(5), Some(3)); // (5 − 3) / 1 + 1
    }

    #[test]
    fn a_window_larger_than_the_padded_map_gives_nothing() {
        assert_eq!(window(5, 1, 1, 0).output_len(4), None);
        assert_eq!(window(5, 1, 1, 1).output_len(4), Some(2)); // (4 + 2 − 5) / 1 + 1
    }
}
