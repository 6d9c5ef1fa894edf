//! Pictures of the history lesson: axes, the timeline, kernels as grids; the blocks are in [`super::block`].
//!
//! Everything is laid out in units of the picture, 400 wide, so that it can be read at the width of a phone.

/// Width of every picture here.
pub const WIDTH: f64 = 400.0;

/// How values lie along a line of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Equal differences are equally long.
    Linear,
    /// Equal ratios are equally long; the axis begins above zero.
    Log,
}

/// An axis from left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// How values lie on it.
    pub scale: Scale,
    /// The value at its left end.
    pub from: f64,
    /// The value at its right end.
    pub to: f64,
    /// x of its left end.
    pub left: f64,
    /// x of its right end.
    pub right: f64,
}

impl Axis {
    /// Where `value` lies; values beyond the ends lie on the ends.
    pub fn x(&self, value: f64) -> f64 {
        let share = match self.scale {
            Scale::Linear => (value - self.from) / (self.to - self.from),
            Scale::Log => (value / self.from).ln() / (self.to / self.from).ln(),
        };
        self.left + share.clamp(0.0, 1.0) * (self.right - self.left)
    }
}

/// The timeline: one row for each network, from above in the order of the years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timeline {
    /// Networks.
    pub n_rows: usize,
}

impl Timeline {
    /// Height of a row.
    pub const ROW: f64 = 34.0;
    /// Height of the axis above the rows.
    pub const HEAD: f64 = 30.0;
    /// x of the line of years.
    pub const SPINE: f64 = 46.0;

    /// Height of the picture.
    pub fn height(&self) -> f64 {
        Self::HEAD + self.n_rows as f64 * Self::ROW + 6.0
    }

    /// y of the middle of row `idx`.
    pub fn middle(&self, idx: usize) -> f64 {
        Self::HEAD + (idx as f64 + 0.5) * Self::ROW
    }

    /// The axis of values, right of the names.
    pub fn axis(scale: Scale, from: f64, to: f64) -> Axis {
        Axis {
            scale,
            from,
            to,
            left: 196.0,
            right: 380.0,
        }
    }
}

/// The lines of a kernel of `side` × `side` weights as a square of `edge`, from its upper left corner, as SVG path data.
pub fn kernel_grid(x: f64, y: f64, side: usize, edge: f64) -> String {
    let cell = edge / side as f64;
    let lines = (0..=side).map(|idx| {
        let at = idx as f64 * cell;
        format!("M{:.1} {y:.1}v{edge:.1}M{x:.1} {:.1}h{edge:.1}", x + at, y + at)
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ratios_are_equally_long_on_a_log_axis() {
        let axis = Timeline::axis(Scale::Log, 10.0, 1000.0);
        assert_eq!(axis.x(10.0), axis.left);
        assert!((axis.x(100.0) - (axis.left + axis.right) / 2.0).abs() < 1e-9);
        assert_eq!(axis.x(5000.0), axis.right); // beyond the end
        assert_eq!(Timeline::axis(Scale::Linear, 60.0, 100.0).x(70.0), 196.0 + 184.0 / 4.0);
    }

    #[test]
    fn rows_follow_each_other_without_gaps() {
        let timeline = Timeline { n_rows: 9 };
        assert_eq!(timeline.middle(0), 30.0 + 17.0);
        assert_eq!(timeline.middle(1) - timeline.middle(0), Timeline::ROW);
        assert_eq!(timeline.height(), 30.0 + 9.0 * 34.0 + 6.0);
    }

    #[test]
    fn a_kernel_has_a_line_more_than_cells() {
        assert_eq!(kernel_grid(0.0, 0.0, 3, 30.0).matches('v').count(), 4);
        assert!(kernel_grid(5.0, 7.0, 3, 30.0).starts_with("M5.0 7.0v30.0M5.0 7.0h30.0"));
    }
}
