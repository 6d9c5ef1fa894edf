//! Pictures of the family of convolutions: where a cell reads, which maps depend on which, and what each costs, as bars.

use super::chart::escaped;
use crate::geometry::family::{Role, Stage};
use crate::geometry::seen::MOVES;
use crate::geometry::transposed::Transposed;

/// Cells along each side of the picture of the taps.
const CELLS: usize = 7;
/// Width of a cell, of a matrix with the most maps, and of a whole stage; height of a stage, in the picture's units.
const CELL: f64 = 16.0;
const MATRIX: f64 = 112.0;
const WIDTH: f64 = 320.0;
const STAGE: f64 = 150.0;
/// Where the matrix and its captions begin.
const MATRIX_LEFT: f64 = 172.0;
/// What is written at a stage, in the language of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageWords {
    /// Over the taps, such as `3×3`.
    pub taps: String,
    /// Over the matrix, such as `64 → 64`.
    pub maps: String,
}

/// A member's stages from the top down: at the left where one cell reads, at the right which maps depend on which
/// (a column for every map below, a row for every map above, filled where a kernel connects them).
pub fn picture(stages: &[Stage], words: &[StageWords], title: &str) -> String {
    let height = stages.len() as f64 * STAGE;
    let most = stages
        .iter()
        .map(|stage| stage.below.max(stage.above))
        .max()
        .unwrap_or(1);
    let mut svg = format!(
        r#"<svg class="family" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{}">"#,
        escaped(title)
    );
    for (idx, (stage, words)) in stages.iter().zip(words).enumerate() {
        let top = idx as f64 * STAGE;
        svg.push_str(&format!(
            r#"<g transform="translate(4 {top})"><text class="family__text" x="0" y="18">{}</text><text class="family__text" x="{MATRIX_LEFT}" y="18">{}</text>"#,
            escaped(&words.taps),
            escaped(&words.maps)
        ));
        svg.push_str(&taps(stage));
        svg.push_str(&matrix(stage, most));
        svg.push_str("</g>");
    }
    svg.push_str("</svg>");
    svg
}

/// The cells that the taps of one output cell read; of a transposed one, what one input cell spreads to.
fn taps(stage: &Stage) -> String {
    let side = CELLS as f64 * CELL;
    let mut svg = format!(
        r#"<g transform="translate(0 28)"><rect class="family__map" width="{side}" height="{side}"/><path class="family__grid" d="{}"/>"#,
        lines(CELLS, CELL)
    );
    let middle = CELLS as i64 / 2;
    let window = stage.window;
    let reach = (window.extent() as i64 - 1) / 2;
    let square = |class: &str, row: f64, col: f64, inset: f64| {
        let edge = CELL - 2.0 * inset;
        format!(
            r#"<rect class="{class}" x="{:.1}" y="{:.1}" width="{edge}" height="{edge}"/>"#,
            col * CELL + inset,
            row * CELL + inset
        )
    };
    if stage.role == Role::Spread {
        // On the grid of the output the cells below lie a stride apart.
        for row in (1..CELLS).step_by(window.stride.max(1)) {
            for col in (1..CELLS).step_by(window.stride.max(1)) {
                svg.push_str(&square("family__below", row as f64, col as f64, 3.0));
            }
        }
    }
    if window.stride > 1 && stage.role != Role::Spread {
        for row in (1..CELLS).step_by(window.stride) {
            for col in (1..CELLS).step_by(window.stride) {
                svg.push_str(&square("family__kept", row as f64, col as f64, 1.0));
            }
        }
    }
    for row in 0..window.kernel {
        for col in 0..window.kernel {
            let at = |tap: usize| (middle - reach + (tap * window.dilation) as i64) as f64;
            let (y, x) = (at(row), at(col));
            if stage.role == Role::Deformed {
                let (right, down) = MOVES[row * 3 + col];
                let centre = |at: f64| (at + 0.5) * CELL;
                svg.push_str(&square("family__home", y, x, 5.0));
                svg.push_str(&format!(
                    r#"<path class="family__move" d="M{:.1} {:.1}L{:.1} {:.1}"/>"#,
                    centre(x),
                    centre(y),
                    centre(x + right),
                    centre(y + down)
                ));
                svg.push_str(&square("family__tap", y + down, x + right, 3.0));
            } else {
                svg.push_str(&square("family__tap", y, x, 2.0));
            }
        }
    }
    svg.push_str(&square("family__unit", middle as f64, middle as f64, -1.0));
    svg.push_str("</g>");
    svg
}

/// The matrix of maps; to scale, `most` maps are as long as it may be.
fn matrix(stage: &Stage, most: usize) -> String {
    let length = |maps: usize| maps as f64 / most.max(1) as f64 * MATRIX;
    let (width, height) = (length(stage.below), length(stage.above));
    let groups = stage.groups.max(1);
    let (step, rise) = (width / groups as f64, height / groups as f64);
    let blocks: String = (0..groups)
        .map(|group| {
            let (x, y) = (group as f64 * step, group as f64 * rise);
            format!("M{x:.2} {y:.2}h{step:.2}v{rise:.2}h{:.2}z", -step)
        })
        .collect();
    format!(
        r#"<g transform="translate({MATRIX_LEFT} 28)"><rect class="family__map" width="{width:.1}" height="{height:.1}"/><path class="family__block" d="{blocks}"/></g>"#
    )
}

fn lines(n: usize, step: f64) -> String {
    let far = n as f64 * step;
    (0..=n)
        .map(|line| line as f64 * step)
        .map(|at| format!("M0 {at}H{far}M{at} 0V{far}"))
        .collect()
}

/// How many cells reach each output cell of a transposed convolution on a map of `input` × `input` cells, as squares whose
/// opacity is the count's share of the largest, with the counts written in.
pub fn overlaps(transposed: Transposed, input: usize, title: &str) -> String {
    let along = transposed.overlaps(input);
    let n = along.len();
    let most = along.iter().copied().max().unwrap_or(1).max(1);
    let mut svg = format!(
        r#"<svg class="overlaps" viewBox="-0.2 -0.2 {0} {0}" role="img" aria-label="{1}">"#,
        n as f64 + 0.4,
        escaped(title)
    );
    for (row, down) in along.iter().enumerate() {
        for (col, across) in along.iter().enumerate() {
            let count = down * across;
            let share = count as f64 / (most * most) as f64;
            svg.push_str(&format!(
                r#"<rect class="overlaps__cell" x="{col}" y="{row}" width="1" height="1" fill-opacity="{share:.3}"/><text class="overlaps__count" x="{:.1}" y="{:.2}">{count}</text>"#,
                col as f64 + 0.5,
                row as f64 + 0.68
            ));
        }
    }
    svg.push_str("</svg>");
    svg
}

/// A row of the summary: what is compared, its parameters and multiply-adds as numbers and as they are written.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryRow {
    /// Name of the member.
    pub name: String,
    /// Parameters, then multiply-adds.
    pub amounts: [f64; 2],
    /// The same, as they are written.
    pub words: [String; 2],
}

/// Two columns of bars, each to one scale over all rows; `heads` stand above them.
pub fn summary(rows: &[SummaryRow], heads: [&str; 2], title: &str) -> String {
    const ROW: f64 = 40.0;
    const LEFT: [f64; 2] = [8.0, 258.0];
    const LONGEST: f64 = 150.0;
    let height = rows.len() as f64 * ROW + 30.0;
    let mut svg = format!(
        r#"<svg class="summary" viewBox="0 0 500 {height}" role="img" aria-label="{}">"#,
        escaped(title)
    );
    for (left, head) in LEFT.iter().zip(heads) {
        svg.push_str(&format!(
            r#"<text class="summary__head" x="{left}" y="18">{}</text>"#,
            escaped(head)
        ));
    }
    for (idx, row) in rows.iter().enumerate() {
        let top = 30.0 + idx as f64 * ROW;
        svg.push_str(&format!(
            r#"<text class="summary__name" x="{}" y="{:.0}">{}</text>"#,
            LEFT[0],
            top + 13.0,
            escaped(&row.name)
        ));
        for (column, class) in ["parameters", "macs"].iter().enumerate() {
            let largest = rows
                .iter()
                .fold(f64::MIN_POSITIVE, |most, row| most.max(row.amounts[column]));
            let width = (row.amounts[column] / largest * LONGEST).max(1.0);
            svg.push_str(&format!(
                r#"<rect class="summary__{class}" x="{}" y="{:.0}" width="{width:.1}" height="14"/><text class="summary__number" x="{:.1}" y="{:.0}">{}</text>"#,
                LEFT[column],
                top + 19.0,
                LEFT[column] + width + 6.0,
                top + 31.0,
                escaped(&row.words[column])
            ));
        }
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::family::{Member, Setting, TRANSPOSED};

    fn drawn(member: Member, groups: usize) -> String {
        let setting = Setting {
            channels: 8,
            side: 32,
            groups,
        };
        let stages = member.stages(setting);
        let words = stages.iter().map(|_| StageWords {
            taps: "taps".into(),
            maps: "a < b".into(),
        });
        picture(&stages, &words.collect::<Vec<_>>(), "title")
    }

    #[test]
    fn every_tap_is_drawn_once() {
        let n_taps = |svg: &str| svg.matches(r#"class="family__tap""#).count();
        assert_eq!(n_taps(&drawn(Member::Standard, 1)), 9);
        assert_eq!(n_taps(&drawn(Member::Pointwise, 1)), 1);
        assert_eq!(n_taps(&drawn(Member::Separable, 1)), 10); // 9 and 1
        assert_eq!(n_taps(&drawn(Member::Deformable, 1)), 18);
        assert_eq!(drawn(Member::Deformable, 1).matches("family__move").count(), 9);
        assert!(drawn(Member::Standard, 1).contains("a &lt; b"));
        // Rate 2 spreads the taps from column 1 to column 5: 16·1 + 2 and 16·5 + 2.
        let dilated = drawn(Member::Dilated, 1);
        assert!(
            dilated.contains(r#"x="18.0" y="18.0""#) && dilated.contains(r#"x="82.0" y="82.0""#),
            "{dilated}"
        );
    }

    #[test]
    fn groups_are_blocks_on_the_diagonal() {
        assert!(drawn(Member::Grouped, 1).contains(r#"d="M0.00 0.00h112.00v112.00h-112.00z""#));
        // Two groups of eight maps: squares of half the side, 56 each.
        assert!(
            drawn(Member::Grouped, 2).contains(r#"d="M0.00 0.00h56.00v56.00h-56.00zM56.00 56.00h56.00v56.00h-56.00z""#)
        );
    }

    #[test]
    fn overlaps_are_products_of_the_counts_of_rows_and_columns() {
        let svg = overlaps(TRANSPOSED, 3, "title");
        // 3 cells become 6; along an axis 1, 2, 1, 2, 1, 1 reach them: the last one is the output padding's, still inside a kernel.
        assert_eq!(TRANSPOSED.overlaps(3), [1, 2, 1, 2, 1, 1]);
        assert_eq!(svg.matches("<rect").count(), 36);
        assert_eq!(svg.matches(">4</text>").count(), 4); // two rows with 2, two columns with 2
    }

    #[test]
    fn the_largest_of_each_column_fills_it() {
        let row = |name: &str, amounts: [f64; 2]| SummaryRow {
            name: name.into(),
            amounts,
            words: amounts.map(|amount| amount.to_string()),
        };
        let svg = summary(&[row("a", [10.0, 1.0]), row("b", [5.0, 4.0])], ["p", "m"], "title");
        assert_eq!(svg.matches(r#"width="150.0""#).count(), 2);
        assert!(
            svg.contains(r#"width="75.0""#) && svg.contains(r#"width="37.5""#),
            "{svg}"
        );
    }
}
