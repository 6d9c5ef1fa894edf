//! Confidence against accuracy: whether networks are as often right as they say (DeGroot and Fienberg, "The comparison and
//! evaluation of forecasters", 1983).

use super::chart::escaped;
use crate::lab::stats::calibration::Bin;

/// One of the two networks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReliabilityRun<'a> {
    /// What the legend says.
    pub name: &'a str,
    /// Place of its colour among the variants, from 0.
    pub colour: usize,
    /// Its bins; empty ones are left out.
    pub bins: &'a [Bin],
}

/// What stands around the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReliabilityWords<'a> {
    /// Quantity of the horizontal axis.
    pub x: &'a str,
    /// Quantity of the vertical axis.
    pub y: &'a str,
    /// What the diagonal is.
    pub diagonal: &'a str,
    /// Spoken description, with the numbers.
    pub title: &'a str,
}

const WIDTH: f64 = 370.0;
const HEIGHT: f64 = 444.0;
const LEFT: f64 = 42.0;
const TOP: f64 = 24.0;
const SIDE: f64 = 300.0;
/// Latin letters of a legend's line: 290 pixels, about 7 for each at a size of 13.
const LINE: usize = 40;

/// The picture: the first network as a line with discs, the second as a dashed one with squares; a mark's area grows with
/// the images in its bin.
pub fn reliability(runs: [ReliabilityRun<'_>; 2], words: ReliabilityWords<'_>) -> String {
    let mut svg = format!(
        r#"<svg class="reliability" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{}">"#,
        escaped(words.title)
    );
    frame(&mut svg, words);
    for (idx, run) in runs.iter().enumerate() {
        curve(&mut svg, run, idx == 1);
        legend(&mut svg, run, idx);
    }
    svg.push_str("</svg>");
    svg
}

const fn x(share: f64) -> f64 {
    LEFT + share * SIDE
}

const fn y(share: f64) -> f64 {
    TOP + (1.0 - share) * SIDE
}

fn frame(svg: &mut String, words: ReliabilityWords<'_>) {
    let (right, bottom) = (LEFT + SIDE, TOP + SIDE);
    for percent in [0, 25, 50, 75, 100] {
        let share = f64::from(percent) / 100.0;
        let (across, up) = (x(share), y(share));
        svg.push_str(&format!(
            r#"<path class="reliability__grid" d="M{LEFT} {up:.1}H{right}M{across:.1} {TOP}V{bottom}"/><text class="chart-tick" x="{:.1}" y="{:.1}" text-anchor="end">{percent}</text><text class="chart-tick" x="{across:.1}" y="{:.1}" text-anchor="middle">{percent}</text>"#,
            LEFT - 6.0,
            up + 4.0,
            bottom + 16.0
        ));
    }
    // Below the line and away from its lower end, where the marks of an unsure network lie.
    let (middle_x, middle_y) = (x(0.62), y(0.62) + 16.0);
    svg.push_str(&format!(
        r#"<path class="reliability__diagonal" d="M{LEFT} {bottom}L{right} {TOP}"/><text class="chart-axis" x="{middle_x:.1}" y="{middle_y:.1}" text-anchor="middle" transform="rotate(-45 {middle_x:.1} {middle_y:.1})">{}</text><text class="chart-axis" x="{LEFT}" y="{:.1}">{}</text><text class="chart-axis" x="{right}" y="{:.1}" text-anchor="end">{}</text>"#,
        escaped(words.diagonal),
        TOP - 9.0,
        escaped(words.y),
        bottom + 33.0,
        escaped(words.x)
    ));
}

fn curve(svg: &mut String, run: &ReliabilityRun<'_>, is_second: bool) {
    let bins: Vec<&Bin> = run.bins.iter().filter(|bin| bin.n_images > 0).collect();
    let n_images: usize = bins.iter().map(|bin| bin.n_images).sum();
    let points: Vec<String> = bins
        .iter()
        .map(|bin| format!("{:.1},{:.1}", x(bin.confidence), y(bin.accuracy)))
        .collect();
    svg.push_str(&format!(
        r#"<polyline points="{}" fill="none" stroke="{}" stroke-width="2"{}/>"#,
        points.join(" "),
        colour(run),
        dash(is_second)
    ));
    for bin in bins {
        let radius = 3.0 + 7.0 * (bin.n_images as f64 / n_images.max(1) as f64).sqrt();
        mark(svg, run, is_second, (x(bin.confidence), y(bin.accuracy)), radius);
    }
}

fn legend(svg: &mut String, run: &ReliabilityRun<'_>, idx: usize) {
    let at = TOP + SIDE + 54.0 + 38.0 * idx as f64;
    svg.push_str(&format!(
        r#"<line x1="{LEFT}" x2="{:.1}" y1="{at:.1}" y2="{at:.1}" stroke="{}" stroke-width="2"{}/>"#,
        LEFT + 30.0,
        colour(run),
        dash(idx == 1)
    ));
    mark(svg, run, idx == 1, (LEFT + 15.0, at), 5.0);
    for (row, words) in in_two_lines(run.name).into_iter().enumerate() {
        svg.push_str(&format!(
            r#"<text class="reliability__name" x="{:.1}" y="{:.1}">{}</text>"#,
            LEFT + 38.0,
            at + 4.5 + 16.0 * row as f64,
            escaped(words)
        ));
    }
}

/// The words in one line, or broken at the last place that fits: after a space, or beside a wide character.
///
/// This room measures no text: a Latin letter counts as one, every wider character as two, and a line holds [`LINE`].
fn in_two_lines(words: &str) -> Vec<&str> {
    let width = |c: char| if c.is_ascii() { 1 } else { 2 };
    if words.chars().map(width).sum::<usize>() <= LINE {
        return vec![words];
    }
    let mut used = 0;
    let mut at = None;
    for (idx, c) in words.char_indices() {
        // A space at the end of a line takes no room.
        if c == ' ' && used <= LINE {
            at = Some(idx + 1);
        }
        used += width(c);
        if used > LINE {
            break;
        }
        if !c.is_ascii() {
            at = Some(idx + c.len_utf8());
        }
    }
    match at {
        Some(at) => vec![words[..at].trim_end(), &words[at..]],
        None => vec![words],
    }
}

fn mark(svg: &mut String, run: &ReliabilityRun<'_>, is_second: bool, (x, y): (f64, f64), radius: f64) {
    let colour = colour(run);
    if is_second {
        // A square of the disc's area: side = r · √π.
        let side = radius * std::f64::consts::PI.sqrt();
        let (left, top) = (x - side / 2.0, y - side / 2.0);
        svg.push_str(&format!(
            r#"<rect class="reliability__mark" x="{left:.1}" y="{top:.1}" width="{side:.1}" height="{side:.1}" stroke="{colour}"/>"#
        ));
    } else {
        svg.push_str(&format!(
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="{radius:.1}" fill="{colour}"/>"#
        ));
    }
}

fn colour(run: &ReliabilityRun<'_>) -> String {
    format!("var(--variant-{})", run.colour % 8 + 1)
}

const fn dash(is_second: bool) -> &'static str {
    if is_second { r#" stroke-dasharray="6 4""# } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: ReliabilityWords<'static> = ReliabilityWords {
        x: "confidence",
        y: "right",
        diagonal: "as sure as right",
        title: "A < B",
    };

    fn bin(n_images: usize, confidence: f64, accuracy: f64) -> Bin {
        Bin {
            n_images,
            confidence,
            accuracy,
        }
    }

    #[test]
    fn bins_are_marked_at_confidence_and_accuracy_and_empty_ones_are_not() {
        let first = [bin(0, 0.0, 0.0), bin(9, 0.5, 0.25), bin(16, 1.0, 1.0)];
        let second = [bin(25, 0.75, 0.5)];
        let run = |name, colour, bins| ReliabilityRun { name, colour, bins };
        let svg = reliability([run("A: a & b", 0, &first), run("B", 9, &second)], WORDS);
        // x = 42 + 0.5 · 300, y = 24 + 0.75 · 300; radius 3 + 7 · √(9/25).
        assert!(svg.contains(r#"cx="192.0" cy="249.0" r="7.2""#), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 3); // two bins and the legend
        assert_eq!(svg.matches("<rect").count(), 2);
        assert_eq!(svg.matches("stroke-dasharray").count(), 2); // the second's line, and its legend
        assert!(svg.contains("var(--variant-1)") && svg.contains("var(--variant-2)"));
        assert!(svg.contains("A &lt; B") && svg.contains("A: a &amp; b"));
    }

    #[test]
    fn a_long_name_is_broken_where_a_line_may_end() {
        assert_eq!(in_two_lines("A: InceptionNet, Seed 1"), ["A: InceptionNet, Seed 1"]);
        assert_eq!(
            in_two_lines("B: Narrow chain of field 17 (dilation 1, 2, 2, 3), Seed 1"),
            ["B: Narrow chain of field 17 (dilation 1,", "2, 2, 3), Seed 1"]
        );
        // Twenty wide characters fill a line.
        let wide = "核".repeat(30);
        let lines = in_two_lines(&wide);
        assert_eq!(
            lines.iter().map(|line| line.chars().count()).collect::<Vec<_>>(),
            [20, 10]
        );
    }

    #[test]
    fn the_diagonal_runs_from_corner_to_corner() {
        let none = ReliabilityRun {
            name: "",
            colour: 0,
            bins: &[],
        };
        let svg = reliability([none, none], WORDS);
        assert!(svg.contains(r#"d="M42 324L342 24""#), "{svg}");
    }
}
