//! What each member of the family makes of one map in space, with one kernel: where it reads, not how it mixes channels.

use super::family::{Member, TRANSPOSED};
use super::slide::Plane;
use super::transposed::Transposed;
use super::{Axes, Window};

/// How far the taps of a deformable 3 × 3 move in the example: right and down, in cells, row by row. In a network a second
/// convolution computes them anew at every place.
pub const MOVES: [(f64, f64); 9] = [
    (-0.9, -1.1),
    (0.3, -0.7),
    (1.3, -0.4),
    (-1.2, 0.2),
    (0.1, 0.3),
    (0.8, -0.5),
    (-0.6, 1.2),
    (-0.2, 0.9),
    (1.1, 1.4),
];

impl Plane {
    /// The value at a place between cells, from the four around it (bilinear); 0 outside of the map.
    pub fn between(&self, row: f64, col: f64) -> f64 {
        let (top, left) = (row.floor(), col.floor());
        let (down, right) = (row - top, col - left);
        let at = |dy: i64, dx: i64| self.at(Axes::new(top as i64 + dy, left as i64 + dx)).unwrap_or(0.0);
        let upper = at(0, 0) * (1.0 - right) + at(0, 1) * right;
        let lower = at(1, 0) * (1.0 - right) + at(1, 1) * right;
        upper * (1.0 - down) + lower * down
    }
}

impl Transposed {
    /// The output of a map under a square kernel of `weights` row by row: every cell adds the kernel, times its value.
    pub fn spread(&self, plane: &Plane, weights: &[f64]) -> Option<Plane> {
        let height = self.output_len(plane.size.height)?;
        let width = self.output_len(plane.size.width)?;
        let mut out = Plane::new(height, width, |_, _| 0.0);
        let Window {
            kernel,
            stride,
            dilation,
            padding,
        } = self.window;
        let place = |at: usize, tap: usize| (at * stride + tap * dilation).checked_sub(padding);
        for (idx, value) in plane.values.iter().enumerate() {
            let (row, col) = (idx / plane.size.width, idx % plane.size.width);
            for (tap, weight) in weights.iter().take(kernel * kernel).enumerate() {
                let (Some(y), Some(x)) = (place(row, tap / kernel), place(col, tap % kernel)) else {
                    continue;
                };
                if y < height && x < width {
                    out.values[y * width + x] += value * weight;
                }
            }
        }
        Some(out)
    }
}

impl Member {
    /// What it makes of `plane` with the 3 × 3 kernel `weights`: a 1 × 1 takes its middle weight, a deformable one moves its
    /// taps by [`MOVES`]; of a ghost the maps of the first half are meant. Nothing where the map is too small.
    pub fn seen(self, plane: &Plane, weights: &[f64; 9]) -> Option<Plane> {
        let window = |stride, dilation| Window {
            kernel: 3,
            stride,
            dilation,
            padding: dilation,
        };
        match self {
            Self::Pointwise | Self::GhostPointwise => plane.slid(&weights[4..5], Window::POINT),
            Self::Strided => plane.slid(weights, window(2, 1)),
            Self::Dilated => plane.slid(weights, window(1, 2)),
            Self::Standard | Self::Grouped | Self::Separable | Self::Ghost => plane.slid(weights, window(1, 1)),
            Self::Transposed => TRANSPOSED.spread(plane, weights),
            Self::Deformable => Some(Plane::new(plane.size.height, plane.size.width, |row, col| {
                let tap = |(tap, (right, down)): (usize, &(f64, f64))| {
                    let y = row as f64 + (tap / 3) as f64 - 1.0 + down;
                    let x = col as f64 + (tap % 3) as f64 - 1.0 + right;
                    plane.between(y, x) * weights[tap]
                };
                MOVES.iter().enumerate().map(tap).sum()
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTED: [f64; 9] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];

    #[test]
    fn between_cells_by_hand() {
        let plane = Plane::new(2, 2, |row, col| (10 * row + col) as f64); // 0 1 / 10 11
        assert_eq!(plane.between(1.0, 0.0), 10.0);
        assert_eq!(plane.between(0.5, 0.5), 5.5);
        assert!((plane.between(0.25, 0.0) - 2.5).abs() < 1e-12);
        assert_eq!(plane.between(1.5, 0.0), 5.0); // half of it lies outside
    }

    #[test]
    fn spreading_by_hand() {
        // Two cells a stride of 2 apart share one column of their kernels; the first row and column are cut off.
        let plane = Plane::new(1, 2, |_, col| [1.0, 10.0][col]);
        let out = TRANSPOSED.spread(&plane, &COUNTED).unwrap();
        assert_eq!(out.size, Axes::new(2, 4));
        // Row of the weights 4 5 6: 5, 6 + 40, 50, 60; of 7 8 9: 8, 9 + 70, 80, 90.
        assert_eq!(out.values, [5.0, 46.0, 50.0, 60.0, 8.0, 79.0, 80.0, 90.0]);
    }

    #[test]
    fn spreading_is_sliding_turned_around() {
        // ⟨slide(x), y⟩ = ⟨x, spread(y)⟩: the one is the other's transposed matrix.
        let large = Plane::new(8, 8, |row, col| ((3 * row + 5 * col) % 7) as f64);
        let small = Plane::new(4, 4, |row, col| ((2 * row + 3 * col) % 5) as f64);
        let slid = large.slid(&COUNTED, TRANSPOSED.window).unwrap();
        let spread = TRANSPOSED.spread(&small, &COUNTED).unwrap();
        let dot = |a: &Plane, b: &Plane| a.values.iter().zip(&b.values).map(|(a, b)| a * b).sum::<f64>();
        assert_eq!((slid.size, spread.size), (small.size, large.size));
        assert_eq!(dot(&slid, &small), dot(&large, &spread));
    }

    #[test]
    fn every_member_makes_a_map_of_its_own_size() {
        let plane = Plane::new(32, 32, |row, col| (row * col) as f64);
        let setting = crate::geometry::family::Setting {
            channels: 8,
            side: 32,
            groups: 2,
        };
        for member in Member::ALL {
            let seen = member.seen(&plane, &COUNTED).unwrap();
            assert_eq!(seen.size, Axes::both(member.cost(setting).side), "{member:?}");
        }
        assert_eq!(Member::Pointwise.seen(&plane, &COUNTED).unwrap().values[33], 5.0); // 1 · 1 · 5
    }
}
