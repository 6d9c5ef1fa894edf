//! The frame that every chart shares: plot area, hairlines, tick labels, curves.
//!
//! Plotters places lines; tick labels are written here, because in a browser Plotters would measure each in the DOM.

use plotters::prelude::*;

use super::points::ticks;

/// A chart as SVG text, with what a crosshair needs to know.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The whole `<svg>` element, `width` by `height` of the frame in CSS pixels.
    pub svg: String,
    /// Where the plot lies in it.
    pub frame: Frame,
}

/// The plot area in CSS pixels and the values at its edges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Whole picture: width and height.
    pub size: (u32, u32),
    /// Plot area: left and right edge.
    pub x_pixels: (f64, f64),
    /// Plot area: top and bottom edge.
    pub y_pixels: (f64, f64),
    /// Values at the left and the right edge.
    pub x_values: (f64, f64),
    /// Values at the bottom and the top edge.
    pub y_values: (f64, f64),
}

impl Frame {
    const LEFT: f64 = 46.0;
    const RIGHT: f64 = 12.0;
    const TOP: f64 = 14.0;
    const BOTTOM: f64 = 40.0;

    /// A frame of `size` around the values `x_values` and `y_values`.
    pub fn new(size: (u32, u32), x_values: (f64, f64), y_values: (f64, f64)) -> Self {
        let size = (size.0.max(160), size.1.max(120));
        Self {
            size,
            x_pixels: (Self::LEFT, f64::from(size.0) - Self::RIGHT),
            y_pixels: (Self::TOP, f64::from(size.1) - Self::BOTTOM),
            x_values: widened(x_values),
            y_values: widened(y_values),
        }
    }

    /// Pixels from the left edge of the picture to the value `x`.
    pub fn pixel_from_x(&self, x: f64) -> f64 {
        lerp(self.x_values, self.x_pixels, x)
    }

    /// Pixels from the top edge of the picture to the value `y`.
    pub fn pixel_from_y(&self, y: f64) -> f64 {
        lerp(self.y_values, (self.y_pixels.1, self.y_pixels.0), y)
    }

    /// The value at `pixel` from the left edge of the picture.
    pub fn x_from_pixel(&self, pixel: f64) -> f64 {
        lerp(self.x_pixels, self.x_values, pixel)
    }
}

fn lerp(from: (f64, f64), to: (f64, f64), value: f64) -> f64 {
    to.0 + (value - from.0) / (from.1 - from.0) * (to.1 - to.0)
}

fn widened((low, high): (f64, f64)) -> (f64, f64) {
    if high > low { (low, high) } else { (low, low + 1.0) }
}

/// One curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Values along both axes, by rising x.
    pub points: Vec<(f64, f64)>,
    /// CSS custom property of the colour, such as `--chart-line`.
    pub colour: &'static str,
    /// Width in pixels.
    pub width: u32,
    /// Whether every point is marked with a dot.
    pub dots: bool,
}

/// A horizontal line that helps to read the values, such as chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Guide {
    /// Its value.
    pub y: f64,
    /// What it says.
    pub label: String,
}

/// What stands along the axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AxisLabels<'a> {
    /// Quantity and unit of the horizontal axis.
    pub x: &'a str,
    /// Quantity and unit of the vertical axis.
    pub y: &'a str,
    /// Spoken description of the whole chart.
    pub title: &'a str,
}

/// Colours that stand for custom properties until the text is finished; Plotters knows only numbers.
const GRID: RGBColor = RGBColor(1, 2, 3);
const CURVES: [RGBColor; 4] = [
    RGBColor(1, 2, 4),
    RGBColor(1, 2, 5),
    RGBColor(1, 2, 6),
    RGBColor(1, 2, 7),
];

/// The chart of at most four `curves` in `frame`.
pub fn chart(frame: Frame, curves: &[Curve], guide: Option<&Guide>, labels: AxisLabels<'_>) -> Chart {
    let x_ticks = whole_ticks(frame.x_values, ((frame.x_pixels.1 - frame.x_pixels.0) / 70.0) as usize);
    let y_ticks = ticks(frame.y_values.0, frame.y_values.1, 5);
    let mut svg = String::new();
    // Writing to a String does not fail, so a chart is never half there.
    let _ = lines(&mut svg, frame, curves, &y_ticks);
    let mut svg = coloured(svg, curves);
    let end = svg.rfind("</svg>").unwrap_or(svg.len());
    svg.truncate(end);
    svg.push_str(&texts(frame, &x_ticks, &y_ticks, guide, labels));
    svg.push_str("</svg>");
    let opening = format!(
        r#"<svg class="chart" role="img" aria-label="{}" "#,
        escaped(labels.title)
    );
    Chart {
        svg: svg.replacen("<svg ", &opening, 1),
        frame,
    }
}

pub(super) fn whole_ticks(values: (f64, f64), n_max: usize) -> Vec<f64> {
    let mut whole = ticks(values.0, values.1, n_max.clamp(2, 8));
    whole.retain(|tick| (tick - tick.round()).abs() < 1e-9);
    whole
}

type DrawError<'a> = DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>;

fn lines<'a>(svg: &'a mut String, frame: Frame, curves: &[Curve], y_ticks: &[f64]) -> Result<(), DrawError<'a>> {
    let root = SVGBackend::with_string(svg, frame.size).into_drawing_area();
    let area = ChartBuilder::on(&root)
        .margin_left(frame.x_pixels.0 as u32)
        .margin_right((f64::from(frame.size.0) - frame.x_pixels.1) as u32)
        .margin_top(frame.y_pixels.0 as u32)
        .margin_bottom((f64::from(frame.size.1) - frame.y_pixels.1) as u32)
        .build_cartesian_2d(frame.x_values.0..frame.x_values.1, frame.y_values.0..frame.y_values.1)?;
    let plot = area.plotting_area();
    for tick in y_ticks {
        let ends = vec![(frame.x_values.0, *tick), (frame.x_values.1, *tick)];
        plot.draw(&PathElement::new(ends, GRID.stroke_width(1)))?;
    }
    for (curve, colour) in curves.iter().zip(CURVES) {
        let style = colour.stroke_width(curve.width);
        plot.draw(&PathElement::new(curve.points.clone(), style))?;
        for point in curve.points.iter().filter(|_| curve.dots) {
            plot.draw(&Circle::new(*point, 4, colour.filled()))?;
        }
    }
    drop(area);
    root.present()
}

fn coloured(svg: String, curves: &[Curve]) -> String {
    let mut svg = svg.replace("\"#010203\"", "\"var(--chart-grid)\"");
    for (curve, colour) in curves.iter().zip(CURVES) {
        let number = format!("\"#{:02X}{:02X}{:02X}\"", colour.0, colour.1, colour.2);
        svg = svg.replace(&number, &format!("\"var({})\"", curve.colour));
    }
    svg
}

fn texts(frame: Frame, x_ticks: &[f64], y_ticks: &[f64], guide: Option<&Guide>, labels: AxisLabels<'_>) -> String {
    let mut svg = String::new();
    let mut text = |class: &str, x: f64, y: f64, anchor: &str, words: &str| {
        let words = escaped(words);
        svg.push_str(&format!(
            r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{words}</text>"#
        ));
    };
    let (left, right) = frame.x_pixels;
    let bottom = frame.y_pixels.1;
    for tick in x_ticks {
        text(
            "chart-tick",
            frame.pixel_from_x(*tick),
            bottom + 16.0,
            "middle",
            &plain(*tick),
        );
    }
    for tick in y_ticks {
        text(
            "chart-tick",
            left - 7.0,
            frame.pixel_from_y(*tick) + 4.0,
            "end",
            &plain(*tick),
        );
    }
    text("chart-axis", right, bottom + 33.0, "end", labels.x);
    text("chart-axis", left + 4.0, frame.y_pixels.0 - 3.0, "start", labels.y);
    if let Some(guide) = guide {
        let y = frame.pixel_from_y(guide.y);
        text("chart-guide-label", right - 2.0, y - 4.0, "end", &guide.label);
        svg.push_str(&format!(
            r#"<line class="chart-guide" x1="{left:.1}" x2="{right:.1}" y1="{y:.1}" y2="{y:.1}"/>"#
        ));
    }
    svg
}

pub(super) fn plain(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    format!("{}", rounded + 0.0).replace('-', "−")
}

/// Words as text or attribute of XML.
pub fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: AxisLabels<'static> = AxisLabels {
        x: "step",
        y: "loss <nats>",
        title: "Loss & steps",
    };

    fn line() -> Curve {
        Curve {
            points: vec![(0.0, 0.0), (10.0, 2.0)],
            colour: "--chart-line",
            width: 2,
            dots: false,
        }
    }

    #[test]
    fn pixels_and_values_are_inverse() {
        let frame = Frame::new((400, 200), (0.0, 10.0), (0.0, 2.0));
        assert_eq!(frame.pixel_from_x(0.0), 46.0);
        assert_eq!(frame.pixel_from_x(10.0), 388.0); // 400 − 12
        assert_eq!(frame.pixel_from_y(2.0), 14.0);
        assert!((frame.x_from_pixel(frame.pixel_from_x(3.0)) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn colours_are_custom_properties_and_words_are_escaped() {
        let chart = chart(Frame::new((400, 200), (0.0, 10.0), (0.0, 2.0)), &[line()], None, LABELS);
        assert!(chart.svg.contains("var(--chart-line)"), "{}", chart.svg);
        assert!(chart.svg.contains("var(--chart-grid)"));
        assert!(!chart.svg.contains("#0102"));
        assert!(chart.svg.contains("loss &lt;nats&gt;") && chart.svg.contains("Loss &amp; steps"));
        assert!(chart.svg.starts_with("<svg class=\"chart\"") && chart.svg.ends_with("</svg>"));
    }

    #[test]
    fn every_dot_is_a_circle() {
        let curve = Curve { dots: true, ..line() };
        let chart = chart(Frame::new((400, 200), (0.0, 10.0), (0.0, 2.0)), &[curve], None, LABELS);
        assert_eq!(chart.svg.matches("<circle").count(), 2);
    }

    #[test]
    fn an_empty_span_is_widened() {
        let frame = Frame::new((400, 200), (3.0, 3.0), (1.0, 1.0));
        assert_eq!(frame.x_values, (3.0, 4.0));
        assert_eq!(frame.y_values, (1.0, 2.0));
    }

    #[test]
    fn ticks_of_steps_are_whole() {
        assert_eq!(whole_ticks((0.0, 2.0), 8), [0.0, 1.0, 2.0]);
    }
}
