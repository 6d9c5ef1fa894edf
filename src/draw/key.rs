//! The legend of a chart as a picture, for where a chart stands without its page: in a saved file, in a report.

use super::bands::style::VariantStyle;
use super::chart::escaped;

/// Height of a line.
const ROW: u32 = 20;

/// A line of the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyLine {
    /// What is drawn so.
    pub name: String,
    /// How it is drawn.
    pub style: VariantStyle,
    /// Its last value, or nothing.
    pub note: String,
}

/// Where the words begin.
const WORDS: u32 = 90;

/// Whether name and note fit beside each other. This room measures no text: a Latin letter counts as 7 pixels at a size of
/// 13, every wider character as 14.
fn fits(line: &KeyLine, width: u32) -> bool {
    let letters = line.name.chars().chain(line.note.chars());
    let length: u32 = letters.map(|c| if c.is_ascii() { 7 } else { 14 }).sum();
    WORDS + length + 14 <= width
}

/// Height of the legend of `lines`.
pub fn height(lines: &[KeyLine], width: u32) -> u32 {
    let rows = lines.iter().map(|line| if fits(line, width) { 1 } else { 2 });
    ROW * rows.sum::<u32>() + 10
}

/// A line of colour and dash for each, with name and value beside it; the value below the name where the room is short.
pub fn key(lines: &[KeyLine], width: u32) -> String {
    let height = height(lines, width);
    let mut y = 12;
    let mut text = String::new();
    for line in lines {
        let fits = fits(line, width);
        let (look, name, note) = (line.style, escaped(&line.name), escaped(&line.note));
        let (place, gap) = if fits {
            (String::new(), "  ")
        } else {
            (format!(r#" x="{WORDS}" dy="{ROW}""#), "")
        };
        text.push_str(&format!(
            r#"<line x1="46" x2="80" y1="{y}" y2="{y}" stroke="var({})" stroke-width="{}" stroke-dasharray="{}"/>{}<text x="{WORDS}" y="{}" fill="var(--ink)" font-family="sans-serif" font-size="13">{name}<tspan{place} fill="var(--ink-soft)">{gap}{note}</tspan></text>"#,
            look.colour,
            look.width(),
            look.dash,
            look.mark(63.0, f64::from(y)).unwrap_or_default(),
            y + 4
        ));
        y += if fits { ROW } else { 2 * ROW };
    }
    format!(r#"<svg class="key" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{text}</svg>"#)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::bands::style::style;

    #[test]
    fn every_line_has_its_look_and_its_words() {
        let line = |variant: usize, name: &str| KeyLine {
            name: name.to_owned(),
            style: style(variant),
            note: "61.2 (N = 3)".to_owned(),
        };
        let svg = key(&[line(0, "a <b>"), line(1, "c")], 640);
        assert!(svg.contains("a &lt;b&gt;") && svg.contains(style(1).dash) && svg.contains("height=\"50\""));
        assert_eq!(
            (svg.matches("<line ").count(), svg.matches("61.2 (N = 3)").count()),
            (2, 2)
        );
    }
}
