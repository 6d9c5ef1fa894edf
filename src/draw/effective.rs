//! Effective fields side by side: each a heat map over the pixels of the image, the theoretical box and the outline of what
//! counts drawn over it, and one legend for all.
//!
//! Every map has its own strongest pixel: colours are shares of it, so that shapes can be compared.

use super::chart::escaped;
use super::heat::viridis;
use super::raster;
use crate::geometry::effective::TWO_SIGMA;
use crate::geometry::{Axes, Span};

/// The lowest share that a logarithmic scale tells apart.
const LOWEST: f64 = 1e-4;
/// Pixels around the image that are drawn at most, where the theoretical box leaves it.
const MOST_MARGIN: i64 = 12;

/// How a share of the strongest pixel becomes a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeatScale {
    /// In proportion.
    Linear,
    /// By its logarithm, from 1/10,000 to 1.
    Log,
}

impl HeatScale {
    /// Where `share` (0 to 1) lies between the lowest and the highest colour, 0 to 1.
    pub fn position(self, share: f64) -> f64 {
        match self {
            Self::Linear => share.clamp(0.0, 1.0),
            Self::Log => 1.0 - share.clamp(LOWEST, 1.0).ln() / LOWEST.ln(),
        }
    }

    /// Shares that the legend names, each as it is written.
    const fn ticks(self) -> [(f64, &'static str); 5] {
        match self {
            Self::Linear => [(0.0, "0"), (0.25, "0.25"), (0.5, "0.5"), (0.75, "0.75"), (1.0, "1")],
            Self::Log => [
                (1e-4, "≤ 10⁻⁴"),
                (1e-3, "10⁻³"),
                (1e-2, "10⁻²"),
                (1e-1, "10⁻¹"),
                (1.0, "1"),
            ],
        }
    }
}

/// What one panel holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A number for each pixel, row after row; never negative.
    Field(Vec<f64>),
    /// Words in the place of a field that is not there yet.
    Words(String),
}

/// One field with its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Above it.
    pub title: String,
    /// Below it, such as the strongest value.
    pub note: String,
    /// The field.
    pub content: Content,
}

/// The picture.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectivePicture {
    /// Rows and columns of the image.
    pub input: Axes<usize>,
    /// The theoretical field, padding included.
    pub field: Axes<Span>,
    /// The fields, from left to right.
    pub panels: Vec<Panel>,
    /// How shares become colours.
    pub scale: HeatScale,
    /// What the legend measures.
    pub legend: String,
    /// Width of the picture in its own units; words are 15 of them high.
    pub width: f64,
}

impl EffectivePicture {
    /// Pixels that are drawn around the image, so that the box is seen where it leaves it.
    fn margin(&self) -> f64 {
        let beyond = |span: Span, n: usize| (-span.first).max(span.last + 1 - n as i64);
        let beyond = beyond(self.field.height, self.input.height).max(beyond(self.field.width, self.input.width));
        (beyond + 1).clamp(1, MOST_MARGIN) as f64
    }

    /// The picture as SVG text; `spoken` says the same in words.
    pub fn svg(&self, spoken: &str) -> String {
        const GAP: f64 = 12.0;
        const HEAD: f64 = 24.0;
        const FOOT: f64 = 22.0;
        let n = self.panels.len().max(1) as f64;
        let edge = (self.width - GAP * (n - 1.0)) / n;
        let legend_top = HEAD + edge + FOOT + 20.0;
        let height = legend_top + 52.0;
        let width = self.width;
        let mut svg = format!(
            r#"<svg class="erf" viewBox="0 0 {width:.0} {height:.1}" role="img" aria-label="{}">"#,
            escaped(spoken)
        );
        for (idx, panel) in self.panels.iter().enumerate() {
            let left = idx as f64 * (edge + GAP);
            svg.push_str(&format!(
                r#"<text class="erf__title" x="{left:.1}" y="16">{}</text><text class="erf__note" x="{left:.1}" y="{:.1}">{}</text>"#,
                escaped(&panel.title),
                HEAD + edge + 17.0,
                escaped(&panel.note),
            ));
            svg.push_str(&self.panel(panel, left, HEAD, edge));
        }
        svg.push_str(&self.legend(legend_top));
        svg.push_str("</svg>");
        svg
    }

    fn panel(&self, panel: &Panel, left: f64, top: f64, edge: f64) -> String {
        let margin = self.margin();
        let extent = self.input.height.max(self.input.width) as f64 + 2.0 * margin;
        let Axes { height, width } = self.input;
        let mut svg = format!(
            r#"<svg x="{left:.1}" y="{top:.1}" width="{edge:.1}" height="{edge:.1}" viewBox="{0} {0} {extent} {extent}">
<rect class="erf__outside" x="{0}" y="{0}" width="{extent}" height="{extent}"/>"#,
            -margin
        );
        match &panel.content {
            Content::Field(values) => {
                let strongest = values.iter().copied().fold(0.0, f64::max);
                let colours = values.iter().map(|value| {
                    let share = if strongest > 0.0 { value / strongest } else { 0.0 };
                    viridis(self.scale.position(share))
                });
                let address = raster::address(width, colours);
                svg.push_str(&format!(
                    r#"<image class="erf__heat" href="{address}" x="0" y="0" width="{width}" height="{height}" preserveAspectRatio="none"/><path class="erf__outline" d="{}"/>"#,
                    outline(values, width)
                ));
            }
            Content::Words(words) => {
                let size = extent * 13.0 / edge;
                svg.push_str(&format!(
                    r#"<rect class="erf__empty" x="0" y="0" width="{width}" height="{height}"/>"#
                ));
                let lines: Vec<&str> = words.lines().collect();
                for (idx, line) in lines.iter().enumerate() {
                    let y = height as f64 / 2.0 + size * (1.4 * idx as f64 - 0.7 * (lines.len() as f64 - 1.0) + 0.35);
                    svg.push_str(&format!(
                        r#"<text class="erf__words" x="{:.1}" y="{y:.2}" font-size="{size:.2}" text-anchor="middle">{}</text>"#,
                        width as f64 / 2.0,
                        escaped(line)
                    ));
                }
            }
        }
        let Axes { height, width } = self.field;
        svg.push_str(&format!(
            r#"<rect class="erf__box" x="{}" y="{}" width="{}" height="{}"/></svg>"#,
            width.first,
            height.first,
            width.len(),
            height.len()
        ));
        svg
    }

    fn legend(&self, top: f64) -> String {
        const LEFT: f64 = 26.0;
        const STEPS: usize = 64;
        let length = (self.width - 2.0 * LEFT).min(420.0);
        let colours = (0..STEPS).map(|step| viridis(step as f64 / (STEPS - 1) as f64));
        let address = raster::address(STEPS, colours);
        let x = |share: f64| LEFT + self.scale.position(share) * length;
        let mut svg = format!(
            r#"<text class="erf__note" x="{LEFT}" y="{:.1}">{}</text><image class="erf__heat" href="{address}" x="{LEFT}" y="{:.1}" width="{length:.1}" height="10" preserveAspectRatio="none"/>"#,
            top,
            escaped(&self.legend),
            top + 9.0,
        );
        for (share, words) in self.scale.ticks() {
            svg.push_str(&format!(
                r#"<text class="erf__tick" x="{:.1}" y="{:.1}" text-anchor="middle">{words}</text>"#,
                x(share),
                top + 36.0
            ));
        }
        svg.push_str(&format!(
            r#"<path class="erf__mark" d="M{:.1} {:.1}v16"/>"#,
            x(TWO_SIGMA),
            top + 6.0
        ));
        svg
    }
}

/// The outline of the pixels above [`TWO_SIGMA`] of the strongest, as path data in pixels.
fn outline(values: &[f64], width: usize) -> String {
    let strongest = values.iter().copied().fold(0.0, f64::max);
    let n_rows = values.len() / width.max(1);
    let counts = |row: i64, col: i64| {
        let is_inside = (0..n_rows as i64).contains(&row) && (0..width as i64).contains(&col);
        is_inside && values[row as usize * width + col as usize] > TWO_SIGMA * strongest
    };
    let mut path = String::new();
    for row in 0..n_rows as i64 {
        for col in (0..width as i64).filter(|col| counts(row, *col)) {
            let sides = [
                (counts(row - 1, col), format!("M{col} {row}h1")),
                (counts(row + 1, col), format!("M{col} {}h1", row + 1)),
                (counts(row, col - 1), format!("M{col} {row}v1")),
                (counts(row, col + 1), format!("M{} {row}v1", col + 1)),
            ];
            for (_, side) in sides.iter().filter(|(goes_on, _)| !goes_on) {
                path.push_str(side);
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(content: Content, field: Span) -> EffectivePicture {
        EffectivePicture {
            input: Axes::both(4),
            field: Axes::both(field),
            panels: vec![Panel {
                title: "a < b".into(),
                note: String::new(),
                content,
            }],
            scale: HeatScale::Linear,
            legend: "share".into(),
            width: 360.0,
        }
    }

    #[test]
    fn four_decades_lie_evenly_on_a_logarithmic_scale() {
        assert_eq!(HeatScale::Log.position(1.0), 1.0);
        assert!((HeatScale::Log.position(1e-2) - 0.5).abs() < 1e-12);
        assert_eq!(HeatScale::Log.position(0.0), 0.0); // below the lowest
        assert_eq!(HeatScale::Linear.position(0.25), 0.25);
        assert_eq!(HeatScale::Linear.position(f64::NAN.max(0.0)), 0.0);
    }

    #[test]
    fn the_outline_goes_around_what_counts() {
        // 0.05 of the strongest counts, 0.04 does not.
        let values = [0.04, 1.0, 0.05, 0.0];
        let path = outline(&values, 4);
        assert_eq!(path.matches('h').count(), 4); // two pixels, above and below
        assert_eq!(path.matches('v').count(), 2); // the left and the right end
        assert!(path.contains("M1 0v1") && path.contains("M3 0v1"), "{path}");
        assert_eq!(outline(&[0.0; 4], 2), ""); // a silent unit
    }

    #[test]
    fn the_box_is_drawn_where_it_leaves_the_image_too() {
        let svg = picture(Content::Field(vec![0.5; 16]), Span::new(-3, 5)).svg("spoken");
        assert!(
            svg.contains(r#"class="erf__box" x="-3" y="-3" width="9" height="9""#),
            "{svg}"
        );
        // Three pixels beyond the image at the upper left, and one more: 4 + 2·4.
        assert!(svg.contains(r#"viewBox="-4 -4 12 12""#), "{svg}");
        assert!(svg.contains("a &lt; b") && svg.contains(r#"aria-label="spoken""#));
    }

    #[test]
    fn words_stand_in_for_a_field_line_by_line() {
        let svg = picture(Content::Words("not\nyet".into()), Span::new(0, 3)).svg("");
        assert_eq!(svg.matches("erf__words").count(), 2);
        assert!(!svg.contains("erf__outline") && svg.contains("erf__box"));
    }
}
