//! Counts by true and by predicted class, or the difference of two such counts, as a picture.
//!
//! The page has them as a table, which can be read aloud; this is what is saved and printed.

use super::chart::escaped;
use super::heat::{viridis, wants_dark_text};
use super::raster;
use super::signed;

const CELL: f64 = 38.0;
const LEFT: f64 = 96.0;
const TOP: f64 = 92.0;
/// Room for the slanted words of the last column.
const RIGHT: f64 = 62.0;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cells<'a> {
    /// Images, row after row; colours are shares of a row.
    Counts(&'a [u32]),
    /// Images of a second network minus those of a first: more is blue, less is red.
    Difference(&'a [i64]),
}

/// What stands around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConfusionWords<'a> {
    /// In the corner: what rows and columns are.
    pub corner: &'a str,
    /// What the scale below it measures.
    pub scale: &'a str,
    /// The picture in words.
    pub title: &'a str,
}

/// The picture; `classes` are names by label.
pub fn confusion(cells: Cells<'_>, classes: &[String], words: ConfusionWords<'_>) -> String {
    let n = classes.len();
    let side = n as f64 * CELL;
    let (width, height) = (LEFT + side + RIGHT, TOP + side + 54.0);
    let mut svg = format!(
        r#"<svg class="confusion-picture" viewBox="0 0 {width:.0} {height:.0}" width="{width:.0}" height="{height:.0}" role="img" aria-label="{}" font-family="sans-serif" font-size="13"><text x="{:.1}" y="{:.1}" text-anchor="end" font-size="11" fill="var(--ink-soft)">{}</text>"#,
        escaped(words.title),
        LEFT - 6.0,
        TOP - 8.0,
        escaped(words.corner)
    );
    for (idx, name) in classes.iter().enumerate() {
        let at = (idx as f64 + 0.5) * CELL;
        let (x, name) = (LEFT + at, escaped(name));
        svg.push_str(&format!(
            r#"<text x="{:.1}" y="{:.1}" text-anchor="end" fill="var(--ink)">{name}</text><text x="{x:.1}" y="{:.1}" transform="rotate(-45 {x:.1} {:.1})" fill="var(--ink)">{name}</text>"#,
            LEFT - 8.0,
            TOP + at + 4.5,
            TOP - 8.0,
            TOP - 8.0,
        ));
    }
    for truth in 0..n {
        for said in 0..n {
            cell(&mut svg, look(cells, n, truth, said), (truth, said));
        }
    }
    legend(&mut svg, cells, TOP + side + 18.0, words.scale);
    svg.push_str("</svg>");
    svg
}

/// The words and the colour of a cell.
fn look(cells: Cells<'_>, n: usize, truth: usize, said: usize) -> (String, [u8; 3]) {
    let at = truth * n + said;
    match cells {
        Cells::Counts(counts) => {
            let total: u32 = counts.iter().skip(truth * n).take(n).sum();
            let count = counts.get(at).copied().unwrap_or(0);
            let share = f64::from(count) / f64::from(total.max(1));
            (count.to_string(), viridis(share))
        }
        Cells::Difference(counts) => {
            let count = counts.get(at).copied().unwrap_or(0);
            let words = if count == 0 { String::new() } else { signed_words(count) };
            (words, signed::colour_of(-(count as f64), most(counts) as f64))
        }
    }
}

fn cell(svg: &mut String, (words, colour): (String, [u8; 3]), (truth, said): (usize, usize)) {
    let (x, y) = (LEFT + said as f64 * CELL, TOP + truth as f64 * CELL);
    let ink = if wants_dark_text(colour) { "#000" } else { "#fff" };
    let fill = signed::css(colour);
    svg.push_str(&format!(
        r#"<rect x="{x:.1}" y="{y:.1}" width="{CELL}" height="{CELL}" fill="{fill}" stroke="var(--paper)"/>"#
    ));
    if truth == said {
        svg.push_str(&format!(
            r#"<rect x="{:.1}" y="{:.1}" width="{}" height="{}" fill="none" stroke="{ink}" stroke-width="2"/>"#,
            x + 2.0,
            y + 2.0,
            CELL - 4.0,
            CELL - 4.0
        ));
    }
    svg.push_str(&format!(
        r#"<text x="{:.1}" y="{:.1}" text-anchor="middle" fill="{ink}">{words}</text>"#,
        x + CELL / 2.0,
        y + CELL / 2.0 + 4.5
    ));
}

/// The scale with its range.
fn legend(svg: &mut String, cells: Cells<'_>, top: f64, words: &str) {
    const STEPS: usize = 64;
    const LENGTH: f64 = 180.0;
    let share = |step: usize| step as f64 / (STEPS - 1) as f64;
    let (address, ends) = match cells {
        Cells::Counts(_) => {
            let address = raster::address(STEPS, (0..STEPS).map(|step| viridis(share(step))));
            (address, ["0 %".to_owned(), "100 %".to_owned()])
        }
        Cells::Difference(counts) => {
            let colours = (0..STEPS).map(|step| signed::colour(1.0 - 2.0 * share(step)));
            let most = most(counts);
            (
                raster::address(STEPS, colours),
                [signed_words(-most), signed_words(most)],
            )
        }
    };
    let [low, high] = ends;
    svg.push_str(&format!(
        r#"<image href="{address}" x="{LEFT}" y="{top:.1}" width="{LENGTH}" height="10" preserveAspectRatio="none"/><text x="{LEFT}" y="{y:.1}" font-size="11" fill="var(--ink-soft)">{low}</text><text x="{right}" y="{y:.1}" text-anchor="end" font-size="11" fill="var(--ink-soft)">{high}</text><text x="{beside}" y="{:.1}" font-size="11" fill="var(--ink-soft)">{}</text>"#,
        top + 9.0,
        escaped(words),
        y = top + 25.0,
        right = LEFT + LENGTH,
        beside = LEFT + LENGTH + 12.0
    ));
}

fn most(counts: &[i64]) -> i64 {
    counts.iter().map(|count| count.abs()).max().unwrap_or(0)
}

fn signed_words(count: i64) -> String {
    if count == 0 {
        "0".to_owned()
    } else {
        format!("{count:+}").replace('-', "−")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: ConfusionWords<'static> = ConfusionWords {
        corner: "truth ↓",
        scale: "of a class",
        title: "counts <all>",
    };

    #[test]
    fn counts_are_coloured_by_their_share_of_the_row() {
        let classes = ["a".to_owned(), "<b>".to_owned()];
        let svg = confusion(Cells::Counts(&[3, 1, 0, 40]), &classes, WORDS);
        let colour = |share: f64| signed::css(viridis(share));
        for share in [0.75, 0.25, 0.0, 1.0] {
            assert!(svg.contains(&format!("fill=\"{}\"", colour(share))), "{share}");
        }
        assert!(svg.contains("&lt;b&gt;") && svg.contains("counts &lt;all&gt;") && svg.contains(">40<"));
    }

    #[test]
    fn a_difference_has_its_sign_and_nothing_where_nothing_changed() {
        let classes = ["a".to_owned(), "b".to_owned()];
        let svg = confusion(Cells::Difference(&[2, -2, 0, 0]), &classes, WORDS);
        // As on the page: more is blue, less is red.
        assert!(svg.contains("fill=\"rgb(5 48 97)\"") && svg.contains("fill=\"rgb(103 0 31)\""));
        assert_eq!((svg.matches(">+2<").count(), svg.matches(">−2<").count()), (2, 2)); // a cell and an end of the scale
        let none = confusion(Cells::Difference(&[0; 4]), &classes, WORDS);
        assert!(!none.contains("NaN") && none.matches("rgb(247 247 247)").count() == 4);
    }
}
