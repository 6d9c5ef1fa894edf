//! Vectors as rows of bars, one below the other: what a channel gate computes on its way.

use super::{WIDTH, open, text};

/// Left edge of the bars.
const LEFT: f64 = 132.0;
/// Right edge of the bars.
const RIGHT: f64 = 472.0;
/// Height of a row, and of its bars.
const ROW: f64 = 46.0;
const BARS: f64 = 34.0;
/// The widest bar with the gap after it.
const WIDEST: f64 = 26.0;

/// One vector.
#[derive(Clone, Debug, PartialEq)]
pub struct VectorRow {
    /// What it is.
    pub name: String,
    /// Its numbers; nothing where they are not computed yet.
    pub values: Vec<f64>,
    /// The class of its bars.
    pub class: &'static str,
    /// The ends of its scale, which hold 0.
    pub ends: [f64; 2],
    /// Both ends as they are written.
    pub words: [String; 2],
    /// Whether it has one number for every channel, so that a channel can be marked.
    pub is_by_channel: bool,
}

/// Height of a picture of `n` rows.
pub fn height(n: usize) -> f64 {
    8.0 + ROW * n as f64
}

/// The rows from top to bottom; bars stand on 0. `marked` is a channel.
pub fn vectors(rows: &[VectorRow], marked: Option<usize>, title: &str) -> String {
    let mut svg = open(height(rows.len()), title);
    for (idx, row) in rows.iter().enumerate() {
        svg += &one(row, 8.0 + ROW * idx as f64, marked.filter(|_| row.is_by_channel));
    }
    svg + "</svg>"
}

fn one(row: &VectorRow, top: f64, marked: Option<usize>) -> String {
    let [low, high] = row.ends;
    let y = |value: f64| top + BARS * (high - value) / (high - low).max(1e-12);
    let step = ((RIGHT - LEFT) / row.values.len().max(1) as f64).min(WIDEST);
    let mut svg = text(4.0, top + 14.0, "fusion__text--start fusion__text--strong", &row.name);
    let range = format!("{} … {}", row.words[0], row.words[1]);
    svg += &text(4.0, top + 30.0, "fusion__text--start fusion__text--tick", &range);
    svg += &format!(
        r#"<path class="fusion__grid fusion__grid--one" d="M{LEFT} {:.1}H{RIGHT}"/>"#,
        y(0.0)
    );
    let mut path = String::new();
    for (at, value) in row.values.iter().enumerate() {
        let (x, width) = (LEFT + step * at as f64, (step * 0.8).max(0.6));
        let value = value.clamp(low, high);
        path += &format!("M{x:.2} {:.2}h{width:.2}V{:.2}h-{width:.2}z", y(0.0), y(value));
    }
    svg += &format!(r#"<path class="fusion__bar {}" d="{path}"/>"#, row.class);
    if let Some(at) = marked.filter(|at| *at < row.values.len()) {
        let x = LEFT + step * (at as f64 + 0.4);
        svg += &format!(
            r#"<path class="fusion__pointer" d="M{x:.1} {:.1}l-4 7h8z"/>"#,
            top + BARS + 2.0
        );
    }
    svg
}

/// The channel below a place of the picture, as a share of its width, of `n` channels.
pub fn channel_at(share: f64, n: usize) -> Option<usize> {
    let step = ((RIGHT - LEFT) / n.max(1) as f64).min(WIDEST);
    let at = (share * WIDTH - LEFT) / step;
    (at >= 0.0 && at < n as f64).then_some(at as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(values: &[f64], ends: [f64; 2]) -> VectorRow {
        VectorRow {
            name: "a < b".to_owned(),
            values: values.to_vec(),
            class: "fusion__bar--gate",
            ends,
            words: ["0".to_owned(), "1".to_owned()],
            is_by_channel: true,
        }
    }

    #[test]
    fn bars_stand_on_zero_whichever_way_they_point() {
        let svg = vectors(&[row(&[1.0, -1.0], [-1.0, 1.0])], Some(1), "t");
        // The row begins at 8, its bars are 34 high: 0 lies at 25, 1 at 8, −1 at 42.
        assert!(svg.contains("M132.00 25.00h20.80V8.00h-20.80z"), "{svg}");
        assert!(svg.contains("M158.00 25.00h20.80V42.00h-20.80z"), "{svg}");
        assert_eq!(svg.matches("fusion__pointer").count(), 1);
        assert!(svg.contains("a &lt; b"));
        assert_eq!(
            vectors(&[row(&[1.0], [0.0, 1.0])], Some(3), "t")
                .matches("fusion__pointer")
                .count(),
            0
        );
    }

    #[test]
    fn a_place_of_the_picture_is_a_channel() {
        assert_eq!(channel_at(132.5 / 480.0, 64), Some(0));
        assert_eq!(channel_at(471.0 / 480.0, 64), Some(63));
        assert_eq!((channel_at(0.1, 64), channel_at(0.9, 3)), (None, None)); // three bars are 78 wide
    }
}
