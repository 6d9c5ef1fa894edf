//! The transposed convolution: every input cell spreads a kernel over the output, `stride` output cells apart.
//!
//! It is the gradient of the convolution with the same window with respect to that convolution's input, hence its name, and
//! its size is that convolution's backwards: n cells spread from (n − 1)·s to d·(k − 1) cells further, of which p are cut off
//! at each end. A convolution of stride s rounds its size down, so that up to s − 1 cells (the output padding) are added back.

use super::Window;

/// A transposed convolution along one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Transposed {
    /// The window of the convolution that it turns around.
    pub window: Window,
    /// Cells added at the far end.
    pub output_padding: usize,
}

impl Transposed {
    /// Length of the output on a map of `input` cells: (n − 1)·s − 2p + d·(k − 1) + 1 + output padding; nothing where the
    /// padding cuts everything off.
    pub const fn output_len(&self, input: usize) -> Option<usize> {
        let Window { stride, padding, .. } = self.window;
        if input == 0 {
            return None;
        }
        let spread = (input - 1) * stride + self.window.extent() + self.output_padding;
        match spread.checked_sub(2 * padding) {
            None | Some(0) => None,
            length => length,
        }
    }

    /// For each of the output cells on a map of `input` cells: how many input cells reach it.
    pub fn overlaps(&self, input: usize) -> Vec<usize> {
        let Window {
            kernel,
            stride,
            dilation,
            padding,
        } = self.window;
        let mut counts = vec![0; self.output_len(input).unwrap_or(0)];
        let places = (0..input).flat_map(|at| (0..kernel).map(move |tap| at * stride + tap * dilation));
        for place in places.filter_map(|place| place.checked_sub(padding)) {
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        counts
    }

    /// Whether all output cells, away from the border, are reached by equally many input cells: where s divides k
    /// (with d = 1). Else a checkerboard shows (Odena, Dumoulin and Olah, "Deconvolution and Checkerboard Artifacts", 2016).
    pub const fn is_even(&self) -> bool {
        self.window.dilation == 1 && self.window.kernel.is_multiple_of(self.window.stride)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transposed(kernel: usize, stride: usize, padding: usize, output_padding: usize) -> Transposed {
        let window = Window {
            kernel,
            stride,
            dilation: 1,
            padding,
        };
        Transposed { window, output_padding }
    }

    #[test]
    fn the_size_is_the_convolutions_backwards() {
        assert_eq!(transposed(3, 2, 1, 1).output_len(32), Some(64)); // 31·2 − 2 + 2 + 1 + 1
        assert_eq!(transposed(2, 2, 0, 0).output_len(16), Some(32)); // 15·2 + 1 + 1
        assert_eq!(transposed(1, 1, 1, 0).output_len(2), None);
        for (kernel, stride, padding) in [(3, 1, 1), (3, 2, 1), (4, 2, 1), (5, 3, 2)] {
            for output_padding in 0..stride {
                let up = transposed(kernel, stride, padding, output_padding);
                let large = up.output_len(7).unwrap();
                assert_eq!(up.window.output_len(large), Some(7), "{up:?}");
            }
        }
    }

    #[test]
    fn overlaps_by_hand() {
        // Inputs 0, 1, 2 spread to 0‥2, 2‥4, 4‥6; one cell is cut off at the front: 2 4 are hit twice.
        assert_eq!(transposed(3, 2, 1, 0).overlaps(3), [1, 2, 1, 2, 1]);
        assert_eq!(transposed(2, 2, 0, 0).overlaps(3), [1; 6]);
        assert!(!transposed(3, 2, 1, 1).is_even() && transposed(4, 2, 1, 0).is_even());
        // k = 4, s = 2: two everywhere but at the ends, where one neighbour is missing.
        assert_eq!(transposed(4, 2, 0, 0).overlaps(3), [1, 1, 2, 2, 2, 2, 1, 1]);
    }
}
