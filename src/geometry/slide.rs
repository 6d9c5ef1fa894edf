//! What a kernel makes of one map, number by number: the products of a cell, their sum, and the whole output.
//!
//! As networks compute it: the kernel is not turned around, which signal processing calls a cross-correlation.

use super::{Axes, Span, Window};

/// One map with its values, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    /// Rows and columns.
    pub size: Axes<usize>,
    /// As many values as there are cells.
    pub values: Vec<f64>,
}

/// One tap of a kernel at one place: what it reads, and its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Product {
    /// Row and column of the cell that is read; outside of the map in its padding.
    pub place: Axes<i64>,
    /// The value there; nothing in the padding, which counts as 0.
    pub read: Option<f64>,
    /// The weight of the tap.
    pub weight: f64,
}

impl Product {
    /// The value that is read, 0 in the padding.
    pub fn value(&self) -> f64 {
        self.read.unwrap_or(0.0)
    }

    /// Value times weight.
    pub fn product(&self) -> f64 {
        self.value() * self.weight
    }
}

impl Plane {
    /// A map of `height` × `width` with the value of each cell (row, column).
    pub fn new(height: usize, width: usize, value: impl Fn(usize, usize) -> f64) -> Self {
        let cells = (0..height).flat_map(|row| (0..width).map(move |col| (row, col)));
        Self {
            size: Axes::new(height, width),
            values: cells.map(|(row, col)| value(row, col)).collect(),
        }
    }

    /// The value at a place; nothing outside of the map.
    pub fn at(&self, place: Axes<i64>) -> Option<f64> {
        let inside = place.zip(self.size, |at, n| usize::try_from(at).ok().filter(|at| *at < n));
        let (row, col) = (inside.height?, inside.width?);
        self.values.get(row * self.size.width + col).copied()
    }

    /// The largest magnitude; 0 of a map without cells.
    pub fn most(&self) -> f64 {
        self.values.iter().fold(0.0, |most: f64, value| most.max(value.abs()))
    }

    /// The smallest and the largest value; zeros of a map without cells.
    pub fn range(&self) -> (f64, f64) {
        let low = self.values.iter().copied().reduce(f64::min);
        let high = self.values.iter().copied().reduce(f64::max);
        (low.unwrap_or(0.0), high.unwrap_or(0.0))
    }

    /// The products of the output cell `unit`, tap by tap from the top left, for a square kernel of `weights` row by row.
    pub fn products(&self, weights: &[f64], window: Window, unit: Axes<usize>) -> Vec<Product> {
        let first = unit.map(|at| window.cells_below(Span::cell(at as i64)).first);
        let along = |first: i64, tap: usize| first + (tap * window.dilation) as i64;
        let taps = weights.iter().take(window.kernel * window.kernel).enumerate();
        let product = |(tap, weight): (usize, &f64)| {
            let (row, col) = (tap / window.kernel, tap % window.kernel);
            let place = Axes::new(along(first.height, row), along(first.width, col));
            Product {
                place,
                read: self.at(place),
                weight: *weight,
            }
        };
        taps.map(product).collect()
    }

    /// The output cell `unit`: the sum of its products.
    pub fn sum(&self, weights: &[f64], window: Window, unit: Axes<usize>) -> f64 {
        self.products(weights, window, unit).iter().map(Product::product).sum()
    }

    /// The whole output; nothing where the window does not fit.
    pub fn slid(&self, weights: &[f64], window: Window) -> Option<Self> {
        let height = window.output_len(self.size.height)?;
        let width = window.output_len(self.size.width)?;
        Some(Self::new(height, width, |row, col| {
            self.sum(weights, window, Axes::new(row, col))
        }))
    }

    /// This map times `own`, plus `other` times `theirs`, cell by cell.
    pub fn mixed(&self, own: f64, other: &Self, theirs: f64) -> Self {
        let pairs = self.values.iter().zip(&other.values);
        Self {
            size: self.size,
            values: pairs.map(|(a, b)| a * own + b * theirs).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOBEL_X: [f64; 9] = [-1.0, 0.0, 1.0, -2.0, 0.0, 2.0, -1.0, 0.0, 1.0];

    fn window(stride: usize, padding: usize, dilation: usize) -> Window {
        Window {
            kernel: 3,
            stride,
            dilation,
            padding,
        }
    }

    /// 0 1 2 3 4 / 5 6 7 8 9 / … / 20 21 22 23 24
    fn counted() -> Plane {
        Plane::new(5, 5, |row, col| (5 * row + col) as f64)
    }

    #[test]
    fn one_cell_by_hand() {
        // Around the cell with 12: columns 6, 11, 16 and 8, 13, 18. −6 − 22 − 16 + 8 + 26 + 18 = 8.
        let plane = counted();
        assert_eq!(plane.sum(&SOBEL_X, window(1, 1, 1), Axes::new(2, 2)), 8.0);
        let products = plane.products(&SOBEL_X, window(1, 1, 1), Axes::new(2, 2));
        let numbers: Vec<f64> = products.iter().map(Product::product).collect();
        assert_eq!(numbers, [-6.0, 0.0, 8.0, -22.0, 0.0, 26.0, -16.0, 0.0, 18.0]);
    }

    #[test]
    fn the_padding_counts_as_zeros() {
        let plane = counted();
        let products = plane.products(&SOBEL_X, window(1, 1, 1), Axes::both(0));
        assert_eq!(products.iter().filter(|product| product.read.is_none()).count(), 5);
        // Only 1 (weight 2) and 6 (weight 1) have a weight at the top left: 2 + 6.
        assert_eq!(plane.sum(&SOBEL_X, window(1, 1, 1), Axes::both(0)), 8.0);
    }

    #[test]
    fn stride_and_dilation_move_the_taps() {
        let plane = counted();
        // (5 + 2 − 3) / 2 + 1 = 3 cells; its middle one is centred on 12.
        let out = plane.slid(&SOBEL_X, window(2, 1, 1)).unwrap();
        assert_eq!((out.size, out.values[4]), (Axes::both(3), 8.0));
        // Rate 2 without padding leaves one cell: −0 − 20 − 20 + 4 + 28 + 24 = 16.
        let out = plane.slid(&SOBEL_X, window(1, 0, 2)).unwrap();
        assert_eq!((out.size, out.values.as_slice()), (Axes::both(1), [16.0].as_slice()));
        assert_eq!(plane.slid(&SOBEL_X, window(1, 0, 3)), None); // 3·2 + 1 = 7 cells do not fit
    }

    #[test]
    fn the_identity_changes_nothing_and_ranges_are_found() {
        let plane = counted();
        let identity = [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(plane.slid(&identity, window(1, 1, 1)).unwrap(), plane);
        assert_eq!((plane.range(), plane.most()), ((0.0, 24.0), 24.0));
        let mixed = plane.mixed(1.0, &plane, -2.0);
        assert_eq!((mixed.range(), mixed.most()), ((-24.0, 0.0), 24.0));
    }
}
