//! Small kernels against one large kernel of the same field: what each costs, as bars to scale.

use super::chart::escaped;
use crate::geometry::{Axes, FieldAxis, Op, Shape, Window, cost};

/// Rows and columns of the map that the costs are counted on.
pub const MAP_SIDE: usize = 32;

/// A stack of equal convolutions from `width` to `width` channels, without bias, that keeps the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KernelStack {
    /// Taps along each axis.
    pub kernel: usize,
    /// How many lie on each other.
    pub n_layers: usize,
    /// Channels.
    pub width: usize,
}

/// What a stack sees and costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StackCost {
    /// Side of its field, in pixels.
    pub field: i64,
    /// Weights.
    pub parameters: usize,
    /// Multiply-adds on maps of 32 × 32.
    pub macs: u64,
    /// Activations, one after each layer.
    pub non_linearities: usize,
}

impl KernelStack {
    /// 3×3 convolutions with the field of one of `kernel`: (k − 1) / 2 of them.
    pub const fn of_3x3(kernel: usize, width: usize) -> Self {
        Self {
            kernel: 3,
            n_layers: (kernel - 1) / 2,
            width,
        }
    }

    /// Counts, layer by layer.
    pub fn cost(&self) -> StackCost {
        let window = Window {
            kernel: self.kernel,
            padding: self.kernel / 2,
            ..Window::POINT
        };
        let op = Op::Conv {
            window: Axes::both(window),
            channels: self.width,
            groups: 1,
            bias: false,
        };
        let map = Shape::new(self.width, MAP_SIDE, MAP_SIDE);
        let field = (0..self.n_layers).fold(FieldAxis::INPUT, |field, _| field.through(window));
        StackCost {
            field: field.size(),
            parameters: self.n_layers * cost::parameters(op, map),
            macs: self.n_layers as u64 * cost::macs(op, map, map),
            non_linearities: self.n_layers,
        }
    }
}

/// A row of bars: what is counted, and both amounts as numbers and in words.
#[derive(Clone, Debug, PartialEq)]
pub struct BarRow {
    /// What is counted.
    pub label: String,
    /// Of the small kernels, then of the large one.
    pub amounts: [f64; 2],
    /// The same, as they are written.
    pub words: [String; 2],
}

/// Two bars for each row, each row to its own scale; `names` stand above them, `title` is spoken.
pub fn bars(rows: &[BarRow], names: [&str; 2], title: &str) -> String {
    const ROW: f64 = 86.0;
    const LEFT: f64 = 8.0;
    const WIDTH: f64 = 360.0;
    const BAR: f64 = 22.0;
    let height = rows.len() as f64 * ROW + 34.0;
    let mut svg = format!(
        r#"<svg class="bars" viewBox="0 0 480 {height}" role="img" aria-label="{}">"#,
        escaped(title)
    );
    for (idx, (name, class)) in names.iter().zip(["small", "large"]).enumerate() {
        let x = LEFT + idx as f64 * 200.0;
        svg.push_str(&format!(
            r#"<rect class="bars__{class}" x="{x}" y="6" width="14" height="14"/><text class="bars__text" x="{:.0}" y="18">{}</text>"#,
            x + 20.0,
            escaped(name)
        ));
    }
    for (idx, row) in rows.iter().enumerate() {
        let top = 34.0 + idx as f64 * ROW;
        let largest = row.amounts[0].max(row.amounts[1]).max(f64::MIN_POSITIVE);
        svg.push_str(&format!(
            r#"<text class="bars__label" x="{LEFT}" y="{:.0}">{}</text>"#,
            top + 16.0,
            escaped(&row.label)
        ));
        for (bar, class) in ["small", "large"].iter().enumerate() {
            let y = top + 24.0 + bar as f64 * (BAR + 4.0);
            let width = (row.amounts[bar] / largest * WIDTH).max(1.0);
            svg.push_str(&format!(
                r#"<rect class="bars__{class}" x="{LEFT}" y="{y:.0}" width="{width:.1}" height="{BAR}"/><text class="bars__text" x="{:.1}" y="{:.0}">{}</text>"#,
                LEFT + width + 6.0,
                y + 16.0,
                escaped(&row.words[bar])
            ));
        }
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_3x3_cost_less_than_one_5x5_at_the_same_field() {
        let large = KernelStack {
            kernel: 5,
            n_layers: 1,
            width: 64,
        };
        let (small, large) = (KernelStack::of_3x3(5, 64).cost(), large.cost());
        assert_eq!((small.field, large.field), (5, 5));
        assert_eq!(small.parameters, 73_728); // 2 · 9 · 64²
        assert_eq!(large.parameters, 102_400); // 25 · 64²
        assert_eq!(small.macs, 75_497_472); // 73,728 · 1,024 cells
        assert_eq!((small.non_linearities, large.non_linearities), (2, 1));
        assert_eq!(KernelStack::of_3x3(7, 64).cost().parameters, 110_592); // 3 · 9 · 64², against 49 · 64² = 200,704
    }

    #[test]
    fn the_larger_amount_fills_the_row() {
        let row = BarRow {
            label: "a < b".into(),
            amounts: [1.0, 2.0],
            words: ["1".into(), "2".into()],
        };
        let svg = bars(&[row], ["3×3", "5×5"], "costs");
        assert!(
            svg.contains(r#"width="180.0""#) && svg.contains(r#"width="360.0""#),
            "{svg}"
        );
        assert!(svg.contains("a &lt; b"));
    }
}
