//! A table of words as a picture, so that it can be saved like every other: rows of properties, a column for each fusion.

use super::{WIDTH, open, text};

/// Width of the first column, which names the rows.
const NAMES: f64 = 102.0;
/// Room between a cell's edge and its words, and the height of a line.
const PAD: f64 = 7.0;
const LINE: f64 = 17.0;

/// A row: its name, and its cells; nothing where a cell is not open yet.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// Its name.
    pub name: String,
    /// Its cells, as many as there are columns.
    pub cells: Vec<Option<String>>,
}

/// The table below the names of its columns.
pub fn table(columns: &[String], rows: &[TableRow], title: &str) -> String {
    let width = (WIDTH - NAMES) / columns.len().max(1) as f64;
    let mut body = String::new();
    let mut top = 0.0;
    let head: Vec<Cell> = columns.iter().map(|name| Cell::new(name, width, Kind::Head)).collect();
    top += put_row(&mut body, top, Cell::new("", NAMES, Kind::Head), &head, width);
    for row in rows {
        let one = |cell: &Option<String>| match cell {
            Some(words) => Cell::new(words, width, Kind::Open),
            None => Cell::new("?", width, Kind::Closed),
        };
        let cells: Vec<Cell> = row.cells.iter().map(one).collect();
        top += put_row(&mut body, top, Cell::new(&row.name, NAMES, Kind::Head), &cells, width);
    }
    open(top + 1.0, title) + &body + "</svg>"
}

#[derive(Clone, Copy)]
enum Kind {
    Head,
    Open,
    Closed,
}

struct Cell {
    lines: Vec<String>,
    kind: Kind,
}

impl Cell {
    fn new(words: &str, width: f64, kind: Kind) -> Self {
        let lines = wrapped(words, width - 2.0 * PAD);
        Self { lines, kind }
    }

    fn put(&self, svg: &mut String, [x, y, width, height]: [f64; 4]) {
        let (class, weight) = match self.kind {
            Kind::Head => (
                "fusion__td fusion__td--closed",
                "fusion__text--start fusion__text--strong",
            ),
            Kind::Open => ("fusion__td", "fusion__text--start"),
            Kind::Closed => (
                "fusion__td fusion__td--closed",
                "fusion__text--start fusion__text--soft",
            ),
        };
        *svg += &format!(r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}"/>"#);
        for (idx, line) in self.lines.iter().enumerate() {
            *svg += &text(x + PAD, y + PAD + 12.0 + LINE * idx as f64, weight, line);
        }
    }
}

/// Draws a row at `top` and returns its height.
fn put_row(svg: &mut String, top: f64, name: Cell, cells: &[Cell], width: f64) -> f64 {
    let most = cells
        .iter()
        .map(|cell| cell.lines.len())
        .max()
        .unwrap_or(1)
        .max(name.lines.len());
    let height = 2.0 * PAD + LINE * most as f64;
    name.put(svg, [0.5, top + 0.5, NAMES, height]);
    for (idx, cell) in cells.iter().enumerate() {
        cell.put(svg, [NAMES + 0.5 + width * idx as f64, top + 0.5, width - 1.0, height]);
    }
    height
}

/// About how wide a character of 13 px is.
fn width_of(c: char) -> f64 {
    if is_wide(c) { 13.2 } else { 7.0 }
}

/// 汉字 and full-width marks, behind each of which a line may break.
const fn is_wide(c: char) -> bool {
    c as u32 >= 0x2E80
}

/// `words` in lines of at most `width`, where they can be broken.
fn wrapped(words: &str, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    let mut put = |piece: &str, gap: bool| {
        let wide: f64 = piece.chars().map(width_of).sum();
        let space = if gap && used > 0.0 { width_of(' ') } else { 0.0 };
        if used > 0.0 && used + space + wide > width {
            lines.push(piece.to_owned());
            used = wide;
            return;
        }
        if let Some(line) = lines.last_mut() {
            if space > 0.0 {
                line.push(' ');
            }
            line.push_str(piece);
        }
        used += space + wide;
    };
    for word in words.split(' ') {
        let mut gap = true;
        let mut rest = String::new();
        for c in word.chars() {
            rest.push(c);
            if is_wide(c) {
                put(&rest, gap);
                gap = false;
                rest.clear();
            }
        }
        if !rest.is_empty() {
            put(&rest, gap);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_between_characters() {
        assert_eq!(wrapped("C · H · W additions", 100.0), ["C · H · W", "additions"]); // 9 · 7 = 63, + 1 + 9 more: 133
        assert_eq!(wrapped("两者都是 1", 200.0), ["两者都是 1"]);
        assert_eq!(wrapped("各自收到对方的值", 60.0), ["各自收到", "对方的值"]); // 4 · 13.2 = 52.8
        assert_eq!(wrapped("", 60.0), [""]);
    }

    #[test]
    fn what_is_not_open_is_a_question_mark() {
        let row = |cell: Option<&str>| TableRow {
            name: "n < m".to_owned(),
            cells: vec![cell.map(str::to_owned), None],
        };
        let svg = table(&["+".to_owned(), "×".to_owned()], &[row(Some("a b")), row(None)], "t");
        assert_eq!(svg.matches(">?<").count(), 3);
        assert!(svg.contains(">a b<") && svg.contains("n &lt; m"));
        assert_eq!(svg.matches("<rect").count(), 9); // three rows of three
    }
}
