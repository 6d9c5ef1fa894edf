//! The growth of a receptive field, layer by layer, as squares on a pixel grid.

use crate::geometry::{FieldAxis, Window};

/// A square of pixels: its first row and column, and its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Square {
    /// First row and column; both axes alike.
    pub first: i64,
    /// Pixels along each side.
    pub side: i64,
}

/// One layer of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrowthLayer {
    /// The window that made it; nothing for the input.
    pub window: Option<Window>,
    /// Field of its middle unit.
    pub field: Square,
    /// Pixels between the fields of neighbouring units.
    pub jump: i64,
    /// Pixels between neighbouring taps of its window: dilation times the jump below.
    pub tap_distance: i64,
}

/// What the figure shows: a grid, and for each layer the field of the unit in its middle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrowthPicture {
    /// Pixels along each side of the grid: odd, with one pixel around the largest field.
    pub n_cells: i64,
    /// The input first, then each layer.
    pub layers: Vec<GrowthLayer>,
}

impl GrowthPicture {
    /// The picture of `windows`, from below.
    pub fn new(windows: &[Window]) -> Self {
        let mut axis = FieldAxis::INPUT;
        let mut found = vec![(None, axis, 0)];
        for window in windows {
            let tap_distance = window.dilation as i64 * axis.jump;
            axis = axis.through(*window);
            found.push((Some(*window), axis, tap_distance));
        }
        let n_cells = (axis.size() + 2) | 1;
        let layers = found.into_iter().map(|(window, axis, tap_distance)| GrowthLayer {
            window,
            field: Square {
                first: (n_cells - axis.size()) / 2,
                side: axis.size(),
            },
            jump: axis.jump,
            tap_distance,
        });
        Self {
            n_cells,
            layers: layers.collect(),
        }
    }

    /// The arithmetic of layer `layer_idx`: size below + dilation·(kernel − 1)·jump below = size.
    pub fn arithmetic(&self, layer_idx: usize) -> String {
        let layer = &self.layers[layer_idx.min(self.layers.len() - 1)];
        let (Some(window), Some(below)) = (layer.window, layer_idx.checked_sub(1)) else {
            return "1".into();
        };
        let below = &self.layers[below];
        format!(
            "{} + {}·({} − 1)·{} = {}",
            below.field.side, window.dilation, window.kernel, below.jump, layer.field.side
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(windows: &[(usize, usize, usize)], sizes: &[i64]) {
        let windows: Vec<Window> = windows
            .iter()
            .map(|&(kernel, stride, dilation)| Window {
                kernel,
                stride,
                dilation,
                padding: 0,
            })
            .collect();
        let picture = GrowthPicture::new(&windows);
        let found: Vec<i64> = picture.layers.iter().map(|layer| layer.field.side).collect();
        assert_eq!(found, sizes);
    }

    #[test]
    fn three_ways_to_grow() {
        check(&[(3, 1, 1), (3, 1, 1), (3, 1, 1)], &[1, 3, 5, 7]);
        check(&[(3, 1, 1), (3, 1, 2), (3, 1, 4)], &[1, 3, 7, 15]); // + 2·d each
        check(&[(3, 2, 1), (3, 2, 1), (3, 2, 1)], &[1, 3, 7, 15]); // + 2·jump each
    }

    #[test]
    fn every_square_lies_in_the_middle_of_the_grid() {
        let window = Window {
            kernel: 3,
            stride: 1,
            dilation: 2,
            padding: 2,
        };
        let picture = GrowthPicture::new(&[window, window]);
        assert_eq!(picture.n_cells, 11); // 1 + 4 + 4 = 9, and one pixel on each side
        for layer in &picture.layers {
            assert_eq!(2 * layer.field.first + layer.field.side, picture.n_cells);
        }
        assert_eq!(picture.layers[1].tap_distance, 2);
    }

    #[test]
    fn the_arithmetic_is_spelt_out() {
        let window = |dilation| Window {
            kernel: 3,
            stride: 1,
            dilation,
            padding: dilation,
        };
        let picture = GrowthPicture::new(&[window(1), window(2)]);
        assert_eq!(picture.arithmetic(2), "3 + 2·(3 − 1)·1 = 7");
        assert_eq!(picture.arithmetic(0), "1");
    }
}
