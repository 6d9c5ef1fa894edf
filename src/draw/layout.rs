//! Where maps lie in a picture: planes one above the other, or tiles side by side.

/// x = a·column + b·row + x0, y = c·column + d·row + y0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine {
    /// Columns to x.
    pub a: f64,
    /// Rows to x.
    pub b: f64,
    /// Columns to y.
    pub c: f64,
    /// Rows to y.
    pub d: f64,
    /// Left.
    pub x0: f64,
    /// Top.
    pub y0: f64,
}

impl Affine {
    /// The point of the picture over (`row`, `col`).
    pub fn point(&self, row: f64, col: f64) -> (f64, f64) {
        (
            self.a * col + self.b * row + self.x0,
            self.c * col + self.d * row + self.y0,
        )
    }

    /// Row and column under a point of the picture.
    pub fn inverse(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (x, y) = (x - self.x0, y - self.y0);
        let area = self.a * self.d - self.b * self.c;
        ((self.a * y - self.c * x) / area, (self.d * x - self.b * y) / area)
    }

    /// As SVG's `transform`, from (column, row).
    pub fn transform(&self) -> String {
        format!(
            "matrix({:.4} {:.4} {:.4} {:.4} {:.2} {:.2})",
            self.a, self.c, self.b, self.d, self.x0, self.y0
        )
    }
}

/// How the maps lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Planes, the image at the bottom.
    Stack,
    /// Side by side, the image first.
    Tiles,
}

/// The places of `n` maps within `size`; each frame is `extent` pixels long and begins `margin` pixels before the input.
pub fn places(n: usize, layout: Layout, size: (f64, f64), extent: f64, margin: f64) -> Vec<Affine> {
    match layout {
        Layout::Stack => stacked(n, size, extent, margin),
        Layout::Tiles => tiled(n, size, extent, margin),
    }
}

/// Planes seen from the front and above: columns to the right, rows to the front and a little to the left.
fn stacked(n: usize, (width, height): (f64, f64), extent: f64, margin: f64) -> Vec<Affine> {
    /// How far a row moves to the left and down, as shares of a pixel's width.
    const LEAN: f64 = 0.42;
    const FALL: f64 = 0.5;
    /// Room between two planes, as a share of a plane's height.
    const LIFT: f64 = 0.62;
    let planes = 1.0 + LIFT * (n.max(1) - 1) as f64;
    let scale = (width / (extent * (1.0 + LEAN))).min(height / (extent * FALL * planes));
    let used = (scale * extent * (1.0 + LEAN), scale * extent * FALL * planes);
    let left = (width - used.0) / 2.0 + scale * LEAN * extent;
    let top = (height - used.1) / 2.0;
    let place = |idx: usize| {
        let lift = scale * extent * FALL * LIFT * (n - 1 - idx) as f64;
        Affine {
            a: scale,
            b: -LEAN * scale,
            c: 0.0,
            d: FALL * scale,
            x0: left + scale * margin * (1.0 - LEAN),
            y0: top + lift + FALL * scale * margin,
        }
    };
    (0..n).map(place).collect()
}

/// As many columns of tiles as make them largest.
fn tiled(n: usize, (width, height): (f64, f64), extent: f64, margin: f64) -> Vec<Affine> {
    /// Room for the words above a tile.
    const HEAD: f64 = 22.0;
    const GAP: f64 = 8.0;
    let side = |n_cols: usize| {
        let n_rows = n.div_ceil(n_cols);
        let across = width / n_cols as f64 - GAP;
        across.min(height / n_rows as f64 - HEAD - GAP)
    };
    let n_cols = (1..=n.max(1)).fold(1, |best, cols| if side(cols) > side(best) { cols } else { best });
    let side = side(n_cols).max(8.0);
    let scale = side / extent;
    let place = |idx: usize| {
        let (row, col) = (idx / n_cols, idx % n_cols);
        Affine {
            a: scale,
            b: 0.0,
            c: 0.0,
            d: scale,
            x0: col as f64 * (width / n_cols as f64) + (width / n_cols as f64 - side) / 2.0 + scale * margin,
            y0: row as f64 * (side + HEAD + GAP) + HEAD + scale * margin,
        }
    };
    (0..n).map(place).collect()
}
