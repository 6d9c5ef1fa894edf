//! Pictures of dilation: a kernel with holes, the sampling pattern of a stack, fields that grow, all on a pixel grid.
//!
//! Coordinates are cells: the square from (x, y) to (x + 1, y + 1) is the pixel in column x and row y.

use crate::geometry::{Axes, CellCounts, FieldAxis, Graph, Op, Shape, Span, Window};

/// The window of `kernel` taps at `rate` with stride 1 and the padding that keeps the size of a map (for odd kernels).
pub const fn window(kernel: usize, rate: usize) -> Window {
    Window {
        kernel,
        stride: 1,
        dilation: rate,
        padding: rate * (kernel - 1) / 2,
    }
}

/// Where the taps of a kernel lie that computes one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taps {
    /// From the first to the last tap, along both axes.
    pub span: Span,
    /// Row and column of each tap.
    pub places: Vec<(i64, i64)>,
}

impl Taps {
    /// The taps of `window` for the unit at row and column `unit`; they may lie outside the map, in its padding.
    pub fn new(window: Window, unit: i64) -> Self {
        let span = window.cells_below(Span::cell(unit));
        let along = |tap: usize| span.first + (tap * window.dilation) as i64;
        let places = (0..window.kernel).flat_map(|row| (0..window.kernel).map(move |col| (along(row), along(col))));
        Self {
            span,
            places: places.collect(),
        }
    }

    /// How many taps lie outside a square map of `n` cells a side.
    pub fn n_outside(&self, n: i64) -> usize {
        let is_inside = |place: i64| (0..n).contains(&place);
        let outside = self
            .places
            .iter()
            .filter(|(row, col)| !is_inside(*row) || !is_inside(*col));
        outside.count()
    }
}

/// The path of a square for each of `places` (row, column), each `inset` cells smaller on every side.
pub fn cells(places: impl IntoIterator<Item = (i64, i64)>, inset: f64) -> String {
    let edge = 1.0 - 2.0 * inset;
    let square = |(row, col): (i64, i64)| {
        let (x, y) = (col as f64 + inset, row as f64 + inset);
        format!("M{x} {y}h{edge}v{edge}h{}z", -edge)
    };
    places.into_iter().map(square).collect()
}

/// The path of the lines of a square grid from `first` to `last`, `step` cells apart.
pub fn grid(first: i64, last: i64, step: i64) -> String {
    let lines = (first..=last).step_by(step.max(1) as usize);
    lines
        .map(|at| format!("M{first} {at}H{last}M{at} {first}V{last}"))
        .collect()
}

/// Which pixels one unit on top of a stack of dilated layers reads, and along how many paths.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampling {
    /// Pixels along each side of the unit's field, which is the whole picture.
    pub side: usize,
    /// Paths from each pixel to the unit.
    pub counts: CellCounts,
}

impl Sampling {
    /// The pattern under layers of `kernel` × `kernel` taps with these `rates`, from below; no padding comes into it.
    pub fn new(kernel: usize, rates: &[usize]) -> Self {
        let windows = rates.iter().map(|rate| Window {
            padding: 0,
            ..window(kernel, *rate)
        });
        let side = fields(kernel, rates.iter().copied()).last().copied().unwrap_or(1);
        let mut graph = Graph::new(Shape::new(1, side, side));
        // An input as large as the field leaves exactly one unit on top.
        let top = windows.fold(0, |below, window| {
            let op = Op::Conv {
                window: Axes::both(window),
                channels: 1,
                groups: 1,
                bias: false,
            };
            graph.push(op, &[below]).unwrap_or(below)
        });
        let below = graph.paths_below(top, Axes::both(0)).into_iter().next();
        let counts = below.unwrap_or_else(|| CellCounts::new(Axes::both(side)));
        Self { side, counts }
    }

    /// Pixels that are read, over pixels of the field.
    pub fn share(&self) -> f64 {
        self.counts.share_of_box()
    }

    /// Pixels that are read in the middle row; with equal rates on both axes the pattern is the square of this row.
    pub fn n_in_row(&self) -> usize {
        let row = self.side / 2;
        (0..self.side).filter(|col| self.counts.at(row, *col) > 0.0).count()
    }

    /// The largest number of paths to one pixel.
    pub fn most(&self) -> f64 {
        self.counts.counts.iter().copied().fold(0.0, f64::max)
    }

    /// For each number of paths that occurs, from few to many: the number and the cells with it, as a path.
    pub fn levels(&self) -> Vec<(f64, String)> {
        let mut found: Vec<f64> = self
            .counts
            .counts
            .iter()
            .copied()
            .filter(|count| *count > 0.0)
            .collect();
        found.sort_by(f64::total_cmp);
        found.dedup();
        let places = |level: f64| {
            let side = self.side;
            let all = (0..side).flat_map(move |row| (0..side).map(move |col| (row, col)));
            all.filter(move |(row, col)| self.counts.at(*row, *col) == level)
                .map(|(row, col)| (row as i64, col as i64))
        };
        found
            .into_iter()
            .map(|level| (level, cells(places(level), 0.0)))
            .collect()
    }
}

/// Side of the field after each layer of `kernel` × `kernel` taps with these `rates`, from below.
pub fn fields(kernel: usize, rates: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let layers = rates.into_iter().scan(FieldAxis::INPUT, |axis, rate| {
        *axis = axis.through(window(kernel, rate));
        Some(axis.size() as usize)
    });
    layers.collect()
}

/// Rates that double from layer to layer: 1, 2, 4 …
pub fn doubling(n_layers: usize) -> Vec<usize> {
    (0..n_layers).map(|layer| 1 << layer).collect()
}

/// Layers of `kernel` × `kernel` taps at the same `rate` that it takes until the field has at least `side` pixels a side.
pub fn n_layers_until(kernel: usize, rate: usize, side: usize) -> usize {
    // Each layer adds at least one pixel where a kernel has two taps or more, so `side` layers are always enough.
    let grown = fields(kernel, std::iter::repeat_n(rate, side));
    1 + grown.iter().take_while(|field| **field < side).count()
}

/// Length of the bar of `value`, as a share of the bar of `largest`: proportional, or by its logarithm (1 has length 0).
pub fn bar(value: usize, largest: usize, is_log: bool) -> f64 {
    let (value, largest) = (value.max(1) as f64, largest.max(2) as f64);
    if is_log {
        value.ln() / largest.ln()
    } else {
        value / largest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taps_lie_a_rate_apart_around_the_unit() {
        let taps = Taps::new(window(3, 2), 16);
        assert_eq!(taps.span, Span::new(14, 18)); // 2·(3 − 1) + 1 = 5 cells
        assert_eq!(taps.places.len(), 9);
        assert_eq!(
            (taps.places[0], taps.places[4], taps.places[8]),
            ((14, 14), (16, 16), (18, 18))
        );
        assert_eq!(taps.n_outside(32), 0);
        // 8·(5 − 1) + 1 = 33: the last row and the last column of taps lie at 32, 5 + 5 − 1 of them outside.
        assert_eq!(Taps::new(window(5, 8), 16).n_outside(32), 9);
    }

    #[test]
    fn stacks_as_computed_elsewhere() {
        // Side of the field and share of it that is touched, for 3 × 3 kernels.
        let expected: [(&[usize], usize, f64); 7] = [
            (&[1, 1, 1], 7, 1.0),
            (&[2, 2, 2], 13, 49.0 / 169.0), // every second row and column: 7 of 13
            (&[4, 4, 4], 25, 49.0 / 625.0),
            (&[2, 4, 8], 29, 225.0 / 841.0), // 15 of 29
            (&[1, 2, 3], 13, 1.0),
            (&[1, 2, 4], 15, 1.0),
            (&[1, 2, 5], 17, 1.0),
        ];
        for (rates, side, share) in expected {
            let sampling = Sampling::new(3, rates);
            assert_eq!(sampling.side, side, "{rates:?}");
            assert!(
                (sampling.share() - share).abs() < 1e-12,
                "{rates:?}: {}",
                sampling.share()
            );
            let row = sampling.n_in_row() as f64 / side as f64;
            assert!((row * row - share).abs() < 1e-12, "{rates:?}");
        }
    }

    #[test]
    fn paths_are_counted_and_drawn_once_a_cell() {
        let sampling = Sampling::new(3, &[1, 1, 1]);
        assert_eq!(sampling.most(), 49.0); // 1, 3, 6, 7, 6, 3, 1 along a row; 7·7 in the middle
        let levels = sampling.levels();
        let n_cells: usize = levels.iter().map(|(_, path)| path.matches('M').count()).sum();
        assert_eq!(n_cells, 49);
        assert_eq!(levels[0].1.matches('M').count(), 4); // the corners: one path each
    }

    #[test]
    fn only_doubling_rates_double_the_field() {
        assert_eq!(fields(3, [2; 4]), [5, 9, 13, 17]); // + 2·2 each
        assert_eq!(fields(3, doubling(4)), [3, 7, 15, 31]); // + 2·1, 2·2, 2·4, 2·8
        assert_eq!(n_layers_until(3, 2, 31), 8); // 1 + 4·8 = 33, 1 + 4·7 = 29
        assert_eq!(n_layers_until(3, 1, 3), 1);
    }

    #[test]
    fn bars_are_shares_of_the_largest() {
        assert_eq!(bar(5, 10, false), 0.5);
        assert!((bar(10, 100, true) - 0.5).abs() < 1e-12); // log 10 / log 100
        assert_eq!(bar(1, 100, true), 0.0);
    }

    #[test]
    fn paths_of_cells_and_grids() {
        assert_eq!(cells([(2, 3)], 0.0), "M3 2h1v1h-1z");
        assert_eq!(grid(0, 2, 2), "M0 0H2M0 0V2M0 2H2M2 0V2");
    }
}
