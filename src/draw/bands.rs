//! Many runs in one chart: a thin line per seed, a thick mean, a band of ± one standard error.
//!
//! Lines are written as paths here, because they carry dashes, opacity and tenths of a pixel, which Plotters' lines do
//! not. The points are those of [`Drawn`], so that an exported table and the picture cannot differ.

mod pen;
pub mod style;

use super::chart::{AxisLabels, Frame, escaped};
use crate::lab::curves::{Drawn, MeanPoint, Reading};
use pen::{Pen, pixel_from_value};
use style::{VariantStyle, style};

/// How the chart is drawn.
#[derive(Clone, Copy, Debug)]
pub struct BandsSettings<'a> {
    /// Width and height in CSS pixels.
    pub size: (u32, u32),
    /// Whether equal ratios are equally high.
    pub is_log: bool,
    /// Values at the bottom and the top; nothing for those that are drawn.
    pub y_range: Option<(f64, f64)>,
    /// Whether single runs are drawn where a variant has several.
    pub with_seeds: bool,
    /// Words along the axes.
    pub labels: AxisLabels<'a>,
}

/// One line of the legend, to be written beside the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LegendEntry {
    /// Number of the variant.
    pub variant: usize,
    /// Its look.
    pub style: VariantStyle,
    /// Its runs that have points.
    pub n_runs: usize,
    /// The last mean of the whole curve, with its own number of runs.
    pub last: Option<MeanPoint>,
}

/// The chart, with what pointing and a legend need.
#[derive(Clone, Debug, PartialEq)]
pub struct BandsChart {
    /// The whole `<svg>` element.
    pub svg: String,
    /// Its plot area; on a logarithmic axis the values at bottom and top are powers of ten's exponents.
    frame: Frame,
    is_log: bool,
    /// One entry for each shown variant.
    pub legend: Vec<LegendEntry>,
}

impl BandsChart {
    /// The plot area: left and right, top and bottom edge in pixels.
    pub fn plot(&self) -> ((f64, f64), (f64, f64)) {
        (self.frame.x_pixels, self.frame.y_pixels)
    }

    /// The x at `pixel` from the left edge of the picture.
    pub fn x_from_pixel(&self, pixel: f64) -> f64 {
        self.frame.x_from_pixel(pixel)
    }

    /// Pixels from the left edge of the picture to `x`.
    pub fn pixel_from_x(&self, x: f64) -> f64 {
        self.frame.pixel_from_x(x)
    }

    /// Pixels from the top edge of the picture to `value`; on a logarithmic axis what is not positive lies at the bottom.
    pub fn pixel_from_value(&self, value: f64) -> f64 {
        pixel_from_value(&self.frame, self.is_log, value)
    }

    /// The value at `pixel` from the top edge of the picture.
    pub fn value_from_pixel(&self, pixel: f64) -> f64 {
        let (top, bottom) = self.frame.y_pixels;
        let (low, high) = self.frame.y_values;
        let value = low + (bottom - pixel) / (bottom - top) * (high - low);
        if self.is_log { 10f64.powf(value) } else { value }
    }

    /// A line at the x of `readings` with a dot at each mean, as a picture of the same size to lie above this one.
    /// Nothing where nothing was read or the x is out of view.
    pub fn crosshair(&self, readings: &[Reading]) -> Option<String> {
        let x = self.pixel_from_x(readings.first()?.at.x);
        let (left, right) = self.frame.x_pixels;
        if x < left - 0.5 || x > right + 0.5 {
            return None;
        }
        let (top, bottom) = self.frame.y_pixels;
        let (width, height) = self.frame.size;
        let mut svg = format!(
            r#"<svg class="bands__crosshair" viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true"><line x1="{x:.1}" x2="{x:.1}" y1="{top:.1}" y2="{bottom:.1}" stroke="var(--ink-soft)"/>"#
        );
        for reading in readings {
            let y = self.pixel_from_value(reading.at.mean);
            let colour = style(reading.variant).colour;
            if y >= top && y <= bottom {
                svg.push_str(&format!(
                    r#"<circle cx="{x:.1}" cy="{y:.1}" r="4" fill="var({colour})" stroke="var(--surface)"/>"#
                ));
            }
        }
        svg.push_str("</svg>");
        Some(svg)
    }
}

/// The chart of `drawn`.
pub fn bands(drawn: &Drawn, settings: &BandsSettings<'_>) -> BandsChart {
    let frame = Frame::new(settings.size, drawn.x_range, y_values(drawn, settings));
    let pen = Pen {
        frame,
        is_log: settings.is_log,
    };
    let (width, height) = frame.size;
    let title = escaped(settings.labels.title);
    let mut svg = format!(
        r#"<svg class="chart bands" role="img" aria-label="{title}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">"#
    );
    pen.axes(&mut svg, drawn.axis, settings.labels);
    let ((left, right), (top, bottom)) = (frame.x_pixels, frame.y_pixels);
    let (w, h) = (right - left, bottom - top);
    // A picture in the picture cuts off what is out of view, without an id that two charts could share.
    svg.push_str(&format!(
        r#"<svg class="bands__plot" x="{left}" y="{top}" width="{w}" height="{h}" viewBox="{left} {top} {w} {h}" overflow="hidden" fill="none" stroke-linejoin="round">"#
    ));
    // From the last to the first: the learner's own lie above what is recorded.
    for variant in drawn.variants.iter().rev() {
        pen.band(&mut svg, variant);
    }
    for variant in drawn.variants.iter().rev() {
        pen.runs(&mut svg, variant, drawn.with_raw, settings.with_seeds);
    }
    for variant in drawn.variants.iter().rev() {
        pen.mean(&mut svg, variant);
    }
    svg.push_str("</svg></svg>");
    let legend = drawn.variants.iter().map(|variant| LegendEntry {
        variant: variant.variant,
        style: style(variant.variant),
        n_runs: variant.n_runs,
        last: variant.last,
    });
    BandsChart {
        svg,
        frame,
        is_log: settings.is_log,
        legend: legend.collect(),
    }
}

/// Bottom and top with some air; exponents on a logarithmic axis.
fn y_values(drawn: &Drawn, settings: &BandsSettings<'_>) -> (f64, f64) {
    let (low, high) = settings.y_range.or_else(|| drawn.y_extent()).unwrap_or((0.0, 1.0));
    let (low, high) = if settings.is_log {
        // The lower edge of a band may lie below zero; a thousandth of the top is low enough to see that.
        let low = if low > 0.0 {
            low
        } else {
            high.max(f64::MIN_POSITIVE) / 1000.0
        };
        (low.log10(), high.max(low).log10())
    } else {
        (low, high)
    };
    let air = if settings.y_range.is_some() {
        0.0
    } else {
        0.04 * (high - low)
    };
    (low - air, high + air)
}

#[cfg(test)]
mod tests;
