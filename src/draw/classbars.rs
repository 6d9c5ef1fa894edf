//! Accuracy in every class as bars, of one network or of two beside each other.

use super::bands::style::style;
use super::chart::escaped;

const WIDTH: f64 = 560.0;
const LEFT: f64 = 112.0;
const RIGHT: f64 = 52.0;
const BAR: f64 = 13.0;
const GAP: f64 = 10.0;
const TOP: f64 = 22.0;

/// The bars of one network.
#[derive(Clone, Debug, PartialEq)]
pub struct BarRun {
    /// One letter that stands at its bars; empty where there is one network only.
    pub letter: String,
    /// What the legend says of it.
    pub name: String,
    /// Place of its look among the variants.
    pub look: usize,
    /// Share of each class's images that are right, 0 to 1.
    pub shares: Vec<Option<f32>>,
    /// Where each share may lie for all that so few images say, 0 to 1; drawn as a whisker.
    pub intervals: Vec<Option<(f64, f64)>>,
}

/// The picture: a group of bars for each of `classes`, in percent; `axis` says what is measured, `title` the whole in words.
pub fn classbars(runs: &[BarRun], classes: &[String], axis: &str, title: &str) -> String {
    let group = runs.len() as f64 * BAR + GAP;
    let bottom = TOP + classes.len() as f64 * group;
    let height = bottom + 30.0 + 20.0 * runs.len() as f64;
    let length = WIDTH - LEFT - RIGHT;
    let mut svg = format!(
        r#"<svg class="classbars-picture" viewBox="0 0 {WIDTH} {height:.0}" width="{WIDTH}" height="{height:.0}" role="img" aria-label="{}" font-family="sans-serif" font-size="12">"#,
        escaped(title)
    );
    for percent in [0, 25, 50, 75, 100] {
        let x = LEFT + length * f64::from(percent) / 100.0;
        svg.push_str(&format!(
            r#"<line x1="{x:.1}" x2="{x:.1}" y1="{TOP}" y2="{bottom:.1}" stroke="var(--chart-grid)"/><text x="{x:.1}" y="{:.1}" text-anchor="middle" fill="var(--ink-soft)">{percent}</text>"#,
            bottom + 15.0
        ));
    }
    svg.push_str(&format!(
        r#"<text x="{:.1}" y="14" text-anchor="end" fill="var(--ink-soft)">{}</text>"#,
        LEFT + length,
        escaped(axis)
    ));
    for (class, name) in classes.iter().enumerate() {
        let top = TOP + class as f64 * group + GAP / 2.0;
        svg.push_str(&format!(
            r#"<text x="{:.1}" y="{:.1}" text-anchor="end" fill="var(--ink)" font-size="13">{}</text>"#,
            LEFT - 22.0,
            top + runs.len() as f64 * BAR / 2.0 + 4.5,
            escaped(name)
        ));
        for (idx, run) in runs.iter().enumerate() {
            bar(&mut svg, run, class, top + idx as f64 * BAR, length);
        }
    }
    for (idx, run) in runs.iter().enumerate() {
        let y = bottom + 34.0 + 20.0 * idx as f64;
        svg.push_str(&format!(
            r#"<rect x="{LEFT}" y="{:.1}" width="22" height="10" fill="var({})"/><text x="{:.1}" y="{y:.1}" fill="var(--ink)" font-size="13">{}</text>"#,
            y - 9.5,
            style(run.look).colour,
            LEFT + 30.0,
            escaped(&run.name)
        ));
    }
    svg.push_str("</svg>");
    svg
}

fn bar(svg: &mut String, run: &BarRun, class: usize, top: f64, length: f64) {
    let share = run.shares.get(class).copied().flatten();
    let width = f64::from(share.unwrap_or(0.0)) * length;
    let words = share.map_or_else(|| "–".to_owned(), |share| format!("{:.1}", share * 100.0));
    let line = top + BAR - 3.0;
    svg.push_str(&format!(
        r#"<text x="{:.1}" y="{line:.1}" text-anchor="end" fill="var(--ink-soft)" font-size="11">{}</text><rect x="{LEFT}" y="{:.1}" width="{width:.1}" height="{}" fill="var({})"/><text x="{:.1}" y="{line:.1}" fill="var(--ink)" font-size="11">{words}</text>"#,
        LEFT - 6.0,
        escaped(&run.letter),
        top + 1.0,
        BAR - 2.0,
        style(run.look).colour,
        LEFT + length + 8.0
    ));
    if let Some((low, high)) = run.intervals.get(class).copied().flatten() {
        let [low, high] = [low, high].map(|share| LEFT + share * length);
        let (middle, half) = (top + BAR / 2.0, 3.0);
        svg.push_str(&format!(
            r#"<path class="classbars-whisker" d="M{low:.1} {middle:.1}H{high:.1}M{low:.1} {:.1}v{}M{high:.1} {:.1}v{}" stroke="var(--ink)" fill="none"/>"#,
            middle - half,
            2.0 * half,
            middle - half,
            2.0 * half
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_the_shares() {
        let run = |letter: &str, shares: [Option<f32>; 2]| BarRun {
            letter: letter.to_owned(),
            name: format!("{letter} <run>"),
            look: usize::from(letter == "B"),
            shares: shares.to_vec(),
            intervals: vec![None, Some((0.125, 0.75))],
        };
        let runs = [run("A", [Some(0.5), None]), run("B", [Some(1.0), Some(0.25)])];
        let svg = classbars(&runs, &["cat".to_owned(), "dog".to_owned()], "percent", "all");
        // 560 − 112 − 52 = 396 for 100 %
        for width in ["198.0", "0.0", "396.0", "99.0"] {
            assert!(svg.contains(&format!("width=\"{width}\"")), "{width} in {svg}");
        }
        // 112 + 0.125 · 396 = 161.5 and 112 + 0.75 · 396 = 409
        assert_eq!(svg.matches("d=\"M161.5 ").count(), 2);
        assert!(
            svg.contains("H409.0M") && svg.contains(">50.0<") && svg.contains(">–<") && svg.contains("A &lt;run&gt;")
        );
    }
}
