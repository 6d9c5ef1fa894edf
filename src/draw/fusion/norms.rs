//! The norm of a gradient in each block of two stacks, plain and with the identity, on a logarithmic axis.

use super::{open, power, text};
use crate::draw::chart::escaped;

/// Left, right, top and bottom of the plot.
const PLOT: [f64; 4] = [64.0, 462.0, 34.0, 234.0];
/// Blocks between two ticks.
const EVERY: usize = 5;

/// Words of the chart.
pub struct NormWords<'a> {
    /// The text alternative.
    pub title: &'a str,
    /// Name of the axis of blocks.
    pub blocks: &'a str,
    /// Name of the axis of norms.
    pub norm: &'a str,
    /// Names of the lines: plain, with the identity.
    pub lines: [&'a str; 2],
    /// What is said of each point, for both lines.
    pub points: [&'a [String]; 2],
}

/// One point a block for both stacks, plain first; norms without a logarithm are left out.
pub fn gradient_norms(norms: [&[f64]; 2], words: &NormWords<'_>) -> String {
    let mut svg = open(306.0, words.title);
    let exponents = norms
        .iter()
        .flat_map(|line| line.iter())
        .filter_map(|norm| exponent(*norm));
    let (low, high) = exponents.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| {
        (low.min(one), high.max(one))
    });
    let (low, high) = if low > high {
        (-1.0, 0.0)
    } else {
        (low.floor(), high.ceil().max(low.floor() + 1.0))
    };
    let n_blocks = norms[0].len().max(norms[1].len());
    let x = |block: usize| {
        PLOT[0]
            + 10.0
            + (PLOT[1] - PLOT[0] - 20.0) * block.saturating_sub(1) as f64 / n_blocks.max(2).saturating_sub(1) as f64
    };
    let y = |exponent: f64| PLOT[3] - (PLOT[3] - PLOT[2]) * (exponent - low) / (high - low);
    let step = ((high - low) / 6.0).ceil().max(1.0);
    let mut tick = (low / step).ceil() * step;
    while tick <= high {
        svg += &format!(
            r#"<path class="fusion__grid" d="M{} {:.1}H{}"/>"#,
            PLOT[0],
            y(tick),
            PLOT[1]
        );
        svg += &text(PLOT[0] - 6.0, y(tick) + 4.0, "fusion__text--end", &power(tick as i64));
        tick += step;
    }
    svg += &text(8.0, 18.0, "fusion__text--start fusion__text--soft", words.norm);
    for block in (1..=n_blocks).filter(|block| *block == 1 || block % EVERY == 0) {
        svg += &text(x(block), PLOT[3] + 18.0, "", &block.to_string());
    }
    let middle = (PLOT[0] + PLOT[1]) / 2.0;
    svg += &text(middle, PLOT[3] + 36.0, "fusion__text--soft", words.blocks);
    for (idx, (line, says)) in norms.into_iter().zip(words.points).enumerate() {
        let places: Vec<(usize, f64, f64)> = line
            .iter()
            .enumerate()
            .filter_map(|(at, norm)| Some((at, x(at + 1), y(exponent(*norm)?))))
            .collect();
        let path: Vec<String> = places.iter().map(|(_, x, y)| format!("{x:.1} {y:.1}")).collect();
        svg += &format!(r#"<g data-line="{}">"#, ["plain", "residual"][idx]);
        if !path.is_empty() {
            let class = CLASSES[idx];
            svg += &format!(r#"<path class="fusion__curve {class}" d="M{}"/>"#, path.join("L"));
        }
        for (at, x, y) in places {
            let title = says.get(at).map(|words| format!("<title>{}</title>", escaped(words)));
            svg += &dot(idx, x, y, 3.5, &title.unwrap_or_default());
        }
        svg += "</g>";
        let left = 14.0 + 196.0 * idx as f64;
        svg += &format!(
            r#"<path class="fusion__curve {}" d="M{left} 292h32"/>{}"#,
            CLASSES[idx],
            dot(idx, left + 16.0, 292.0, 4.0, "")
        );
        svg += &text(left + 40.0, 296.5, "fusion__text--start", words.lines[idx]);
    }
    svg + "</svg>"
}

/// Of the plain stack, and of the one with the identity.
const CLASSES: [&str; 2] = ["fusion__curve--plain", "fusion__curve--residual"];

/// A circle for the plain stack, a square for the other.
fn dot(idx: usize, x: f64, y: f64, half: f64, inside: &str) -> String {
    let class = CLASSES[idx];
    if idx == 0 {
        format!(r#"<circle class="fusion__dot {class}" cx="{x:.1}" cy="{y:.1}" r="{half}">{inside}</circle>"#)
    } else {
        let (left, top, side) = (x - half, y - half, 2.0 * half);
        format!(
            r#"<rect class="fusion__dot {class}" x="{left:.1}" y="{top:.1}" width="{side}" height="{side}">{inside}</rect>"#
        )
    }
}

fn exponent(norm: f64) -> Option<f64> {
    (norm > 0.0 && norm.is_finite()).then(|| norm.log10())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(norms: [&[f64]; 2]) -> String {
        let points = norms.map(|line| line.iter().map(|norm| format!("<{norm}>")).collect::<Vec<String>>());
        let words = NormWords {
            title: "a < b",
            blocks: "block",
            norm: "norm",
            lines: ["plain", "with"],
            points: points.each_ref().map(Vec::as_slice),
        };
        gradient_norms(norms, &words)
    }

    #[test]
    fn every_block_has_a_point_of_its_line() {
        let svg = drawn([&[1e-4, 1e-3, 1e-2], &[1.0, 0.1, 1.0]]);
        // From 10⁻⁴ at the bottom (234) to 1 at the top (34), 50 a power; blocks at 74, 263 and 452.
        assert!(svg.contains("M74.0 234.0L263.0 184.0L452.0 134.0"), "{svg}");
        assert!(svg.contains("M74.0 34.0L263.0 84.0L452.0 34.0"), "{svg}");
        // Three points and the legend.
        assert_eq!((svg.matches("<circle").count(), svg.matches("<rect").count()), (4, 4));
        assert!(svg.contains("<title>&lt;0.0001&gt;</title>") && svg.contains("a &lt; b"));
        assert!(svg.contains(">10⁻⁴<") && svg.contains(">10⁻¹<"));
    }

    #[test]
    fn norms_without_a_logarithm_are_left_out() {
        let svg = drawn([&[0.0, 1e-30, f64::NAN], &[0.5, 0.5, 0.5]]);
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(!svg.contains("NaN.") && !svg.contains("inf"));
        let svg = drawn([&[0.0], &[0.0]]);
        assert!(!svg.contains(r#"d="M""#) && svg.contains(">10⁻¹<"), "{svg}");
        // All on one power still has an axis.
        assert!(drawn([&[1.0, 1.0], &[1.0, 1.0]]).contains("M74.0 234.0"));
    }
}
