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

/// Height of a legend of `n_lines`.
pub const fn height(n_lines: usize) -> u32 {
    ROW * n_lines as u32 + 10
}

/// A line of colour and dash for each, with name and value beside it.
pub fn key(lines: &[KeyLine], width: u32) -> String {
    let height = height(lines.len());
    let line = |(idx, line): (usize, &KeyLine)| {
        let y = ROW * idx as u32 + 12;
        let note = if line.note.is_empty() {
            String::new()
        } else {
            format!("  {}", line.note)
        };
        format!(
            r#"<line x1="46" x2="80" y1="{y}" y2="{y}" stroke="var({})" stroke-width="{}" stroke-dasharray="{}"/>{}<text x="90" y="{}" fill="var(--ink)" font-family="sans-serif" font-size="13">{}<tspan fill="var(--ink-soft)">{}</tspan></text>"#,
            line.style.colour,
            line.style.width(),
            line.style.dash,
            line.style.mark(63.0, f64::from(y)).unwrap_or_default(),
            y + 4,
            escaped(&line.name),
            escaped(&note)
        )
    };
    let lines: String = lines.iter().enumerate().map(line).collect();
    format!(r#"<svg class="key" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{lines}</svg>"#)
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
