//! Pictures of fusion as SVG text: shapes as blocks, slopes at one cell, a chain of blocks, a residual block.
//!
//! Long because each of the four pictures is short and all share their pen.

pub mod norms;
pub mod table;
pub mod vectors;

use super::chart::escaped;
use crate::geometry::Shape;

/// Width of every picture, in its own units.
pub const WIDTH: f64 = 480.0;

fn open(height: f64, title: &str) -> String {
    format!(
        r#"<svg class="fusion__svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{}">"#,
        escaped(title)
    )
}

fn text(x: f64, y: f64, class: &str, words: &str) -> String {
    format!(
        r#"<text class="fusion__text {class}" x="{x:.1}" y="{y:.1}">{}</text>"#,
        escaped(words)
    )
}

fn arrow(from: (f64, f64), to: (f64, f64), class: &str) -> String {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1e-9);
    let (ux, uy) = (dx / length, dy / length);
    let foot = (to.0 - 8.0 * ux, to.1 - 8.0 * uy);
    format!(
        r#"<path class="fusion__line {class}" d="M{:.1} {:.1}L{:.1} {:.1}"/><path class="fusion__tip {class}" d="M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}z"/>"#,
        from.0,
        from.1,
        foot.0,
        foot.1,
        to.0,
        to.1,
        foot.0 - 4.0 * uy,
        foot.1 + 4.0 * ux,
        foot.0 + 4.0 * uy,
        foot.1 - 4.0 * ux
    )
}

/// A block of maps in the picture of shapes.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What stands above it.
    pub name: String,
    /// Its shape; nothing where the fusion is refused.
    pub shape: Option<Shape>,
    /// What stands below it.
    pub note: String,
}

/// Two blocks above, what each of the three fusions makes of them below. All are drawn to one scale.
pub fn shapes(inputs: &[Block; 2], results: &[Block; 3], title: &str) -> String {
    let mut svg = open(352.0, title);
    let all = inputs.iter().chain(results).filter_map(|block| block.shape);
    let (mut side, mut depth) = (1usize, 1usize);
    for shape in all {
        side = side.max(shape.size.height).max(shape.size.width);
        depth = depth.max(shape.channels);
    }
    let scale = (64.0 / side as f64, 52.0 / depth as f64);
    for (idx, block) in inputs.iter().enumerate() {
        svg += &one_block(block, (120.0 + 240.0 * idx as f64, 28.0), scale, "fusion__block--input");
    }
    for (idx, block) in results.iter().enumerate() {
        svg += &one_block(
            block,
            (80.0 + 160.0 * idx as f64, 204.0),
            scale,
            "fusion__block--output",
        );
    }
    svg + "</svg>"
}

fn one_block(block: &Block, (middle, top): (f64, f64), (along, deep): (f64, f64), class: &str) -> String {
    let mut svg = text(middle, top - 8.0, "fusion__text--strong", &block.name);
    if let Some(shape) = block.shape {
        let width = (along * shape.size.width as f64).max(3.0);
        let height = (along * shape.size.height as f64).max(3.0);
        let depth = (deep * shape.channels as f64).max(2.0);
        let (dx, dy) = (0.8 * depth, 0.45 * depth);
        let left = middle - (width + dx) / 2.0;
        let front = top + 96.0 - height;
        svg += &format!(
            r#"<path class="fusion__block {class} fusion__block--side" d="M{left:.1} {front:.1}l{dx:.1} {:.1}h{width:.1}l{:.1} {dy:.1}zM{:.1} {front:.1}l{dx:.1} {:.1}v{height:.1}l{:.1} {dy:.1}z"/><rect class="fusion__block {class}" x="{left:.1}" y="{front:.1}" width="{width:.1}" height="{height:.1}"/>"#,
            -dy,
            -dx,
            left + width,
            -dy,
            -dx
        );
    } else {
        svg += &format!(
            r#"<rect class="fusion__refused" x="{:.1}" y="{:.1}" width="84" height="64" rx="4"/><path class="fusion__cross" d="M{:.1} {:.1}l28 28m0 -28l-28 28"/>"#,
            middle - 42.0,
            top + 32.0,
            middle - 14.0,
            top + 50.0
        );
    }
    svg + &text(middle, top + 118.0, "fusion__text--soft", &block.note)
}

/// One fusion of a cell: its two inputs, its outputs, and the slopes that come back.
#[derive(Clone, Debug, PartialEq)]
pub struct CellPanel {
    /// Name of the fusion, with its mark.
    pub name: String,
    /// Both inputs as they are written.
    pub inputs: [String; 2],
    /// The outputs as they are written.
    pub outputs: Vec<String>,
    /// The slope of the sum of the outputs along each input, as it is written.
    pub slopes: [String; 2],
}

/// The three fusions of one cell side by side; outputs above, inputs below, slopes on the arrows that lead down.
pub fn cell_slopes(panels: &[CellPanel; 3], title: &str) -> String {
    let mut svg = open(232.0, title);
    for (idx, panel) in panels.iter().enumerate() {
        let left = 160.0 * idx as f64;
        let middle = left + 80.0;
        svg += &text(middle, 18.0, "fusion__text--strong", &panel.name);
        let n = panel.outputs.len().max(1) as f64;
        for (at, output) in panel.outputs.iter().enumerate() {
            let width = (144.0 - 6.0 * (n - 1.0)) / n;
            let x = left + 8.0 + at as f64 * (width + 6.0);
            svg += &boxed(x, 30.0, width, output, "fusion__box--output");
        }
        for (at, (input, slope)) in panel.inputs.iter().zip(&panel.slopes).enumerate() {
            let x = left + 8.0 + 75.0 * at as f64;
            svg += &boxed(x, 182.0, 69.0, input, "fusion__box--input");
            let from = (
                if n > 1.0 {
                    x + 34.5
                } else {
                    middle + if at == 0 { -18.0 } else { 18.0 }
                },
                68.0,
            );
            svg += &arrow(from, (x + 34.5, 178.0), "fusion__line--slope");
            svg += &text(x + 34.5, 134.0, "fusion__text--slope", slope);
        }
    }
    svg + "</svg>"
}

fn boxed(x: f64, y: f64, width: f64, words: &str, class: &str) -> String {
    let size = if words.chars().count() as f64 * 7.2 > width {
        11.0
    } else {
        13.5
    };
    format!(
        r#"<rect class="fusion__box {class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="36" rx="4"/><text class="fusion__text" style="font-size:{size}px" x="{:.1}" y="{:.1}">{}</text>"#,
        x + width / 2.0,
        y + 22.5,
        escaped(words)
    )
}

/// Words of the chart of a chain.
pub struct ChainWords<'a> {
    /// The text alternative.
    pub title: &'a str,
    /// Name of the axis of blocks.
    pub blocks: &'a str,
    /// Name of the curve without the shortcut.
    pub plain: &'a str,
    /// Name of the curve with it.
    pub residual: &'a str,
}

/// The magnitude of both slopes after each number of blocks, on a logarithmic axis; zeros are left out.
pub fn chain(slopes: &[[f64; 2]], words: &ChainWords<'_>) -> String {
    const PLOT: [f64; 4] = [58.0, 462.0, 18.0, 204.0]; // left, right, top, bottom
    let mut svg = open(262.0, words.title);
    let exponents: Vec<f64> = slopes
        .iter()
        .flatten()
        .filter(|slope| **slope != 0.0)
        .map(|slope| slope.abs().log10())
        .collect();
    let low = exponents.iter().copied().fold(-1.0, f64::min).floor();
    let high = exponents.iter().copied().fold(1.0, f64::max).ceil();
    let last = slopes.len().saturating_sub(1).max(1) as f64;
    let x = |k: usize| PLOT[0] + (PLOT[1] - PLOT[0]) * k as f64 / last;
    let y = |exponent: f64| PLOT[3] - (PLOT[3] - PLOT[2]) * (exponent - low) / (high - low);
    let step = ((high - low) / 5.0).ceil().max(1.0);
    let mut tick = (low / step).ceil() * step;
    while tick <= high {
        let class = if tick == 0.0 { " fusion__grid--one" } else { "" };
        svg += &format!(
            r#"<path class="fusion__grid{class}" d="M{} {:.1}H{}"/>"#,
            PLOT[0],
            y(tick),
            PLOT[1]
        );
        svg += &text(PLOT[0] - 6.0, y(tick) + 4.0, "fusion__text--end", &power(tick as i64));
        tick += step;
    }
    for (idx, class) in ["fusion__curve--plain", "fusion__curve--residual"]
        .into_iter()
        .enumerate()
    {
        let mut path = String::new();
        let mut dots = String::new();
        for (k, slope) in slopes.iter().enumerate().filter(|(_, slope)| slope[idx] != 0.0) {
            let (x, y) = (x(k), y(slope[idx].abs().log10()));
            path += &format!("{}{x:.1} {y:.1}", if path.is_empty() { 'M' } else { 'L' });
            dots += &if idx == 0 {
                format!(r#"<circle class="fusion__dot {class}" cx="{x:.1}" cy="{y:.1}" r="3"/>"#)
            } else {
                format!(
                    r#"<rect class="fusion__dot {class}" x="{:.1}" y="{:.1}" width="6" height="6"/>"#,
                    x - 3.0,
                    y - 3.0
                )
            };
        }
        svg += &format!(r#"<path class="fusion__curve {class}" d="{path}"/>{dots}"#);
    }
    svg += &text(PLOT[0], 222.0, "", "0");
    svg += &text(PLOT[1], 222.0, "", &(slopes.len().saturating_sub(1)).to_string());
    svg += &text((PLOT[0] + PLOT[1]) / 2.0, 222.0, "fusion__text--soft", words.blocks);
    svg += r#"<circle class="fusion__dot fusion__curve--plain" cx="64" cy="247" r="4"/><rect class="fusion__dot fusion__curve--residual" x="266" y="243" width="8" height="8"/>"#;
    svg += &text(76.0, 252.0, "fusion__text--start", words.plain);
    svg += &text(282.0, 252.0, "fusion__text--start", words.residual);
    svg + "</svg>"
}

/// `exponent` in raised digits.
pub fn raised(exponent: i64) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let sign = if exponent < 0 { "⁻" } else { "" };
    let digits = exponent.unsigned_abs().to_string();
    let raised = digits.bytes().map(|digit| DIGITS[usize::from(digit - b'0') % 10]);
    format!("{sign}{}", raised.collect::<String>())
}

/// Ten to the power of `exponent`, as it is written.
fn power(exponent: i64) -> String {
    match exponent {
        0 => "1".to_owned(),
        1 => "10".to_owned(),
        _ => format!("10{}", raised(exponent)),
    }
}

/// A residual block from left to right: the branch above, the shortcut below, the sum at the right.
pub struct ResidualWords<'a> {
    /// The text alternative.
    pub title: &'a str,
    /// The layers of the branch.
    pub branch: [&'a str; 2],
    /// What lies on the shortcut; nothing for the bare identity.
    pub projection: Option<&'a str>,
    /// Shapes of input and output.
    pub shapes: [&'a str; 2],
    /// What is said of the shortcut.
    pub shortcut: &'a str,
}

/// The block of `words`.
pub fn residual(words: &ResidualWords<'_>) -> String {
    let mut svg = open(176.0, words.title);
    svg += &boxed(10.0, 64.0, 62.0, "x", "fusion__box--input");
    svg += &text(41.0, 118.0, "fusion__text--soft", words.shapes[0]);
    svg += r#"<path class="fusion__line" d="M72 82H96V40H112M96 82V136H112"/>"#;
    svg += &boxed(112.0, 22.0, 92.0, words.branch[0], "");
    svg += &arrow((204.0, 40.0), (228.0, 40.0), "");
    svg += &boxed(228.0, 22.0, 92.0, words.branch[1], "");
    match words.projection {
        Some(projection) => {
            svg += &boxed(158.0, 118.0, 116.0, projection, "fusion__box--kernel");
            svg += r#"<path class="fusion__line" d="M112 136H158M274 136H356"/>"#;
        }
        None => svg += r#"<path class="fusion__line" d="M112 136H356"/>"#,
    }
    svg += &text(216.0, 170.0, "fusion__text--soft", words.shortcut);
    svg += &(r#"<path class="fusion__line" d="M320 40H356"/>"#.to_owned() + &arrow((356.0, 40.0), (356.0, 69.0), ""));
    svg += &arrow((356.0, 136.0), (356.0, 97.0), "");
    svg += r#"<circle class="fusion__box fusion__box--output" cx="356" cy="83" r="13"/>"#;
    svg += &text(356.0, 88.5, "fusion__text--strong", "+");
    svg += &arrow((369.0, 83.0), (394.0, 83.0), "");
    svg += &boxed(394.0, 65.0, 78.0, "x + F(x)", "fusion__box--output");
    svg += &text(433.0, 118.0, "fusion__text--soft", words.shapes[1]);
    svg + "</svg>"
}

#[cfg(test)]
mod tests;
