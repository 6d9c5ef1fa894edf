//! Axes, bands and lines as SVG.

use super::style::{VariantStyle, style};
use crate::draw::chart::{AxisLabels, Frame, escaped, plain, whole_ticks};
use crate::draw::points::ticks;
use crate::lab::curves::{Axis, DrawnVariant, SeedCurve};

/// Pixels from the top edge; on a logarithmic axis what is not positive lies at the bottom.
pub fn pixel_from_value(frame: &Frame, is_log: bool, value: f64) -> f64 {
    if !is_log {
        frame.pixel_from_y(value)
    } else if value > 0.0 {
        frame.pixel_from_y(value.log10())
    } else {
        frame.y_pixels.1
    }
}

/// Powers of ten, with their halves and fifths where the axis is short; evenly spaced values where it is shorter still.
pub(super) fn log_ticks(low: f64, high: f64) -> Vec<f64> {
    let factors: &[f64] = if high - low > 2.0 { &[1.0] } else { &[1.0, 2.0, 5.0] };
    let powers = low.floor() as i32..=high.ceil() as i32;
    let all = powers.flat_map(|power| factors.iter().map(move |factor| factor * 10f64.powi(power)));
    let is_inside = |tick: &f64| tick.log10() >= low - 1e-9 && tick.log10() <= high + 1e-9;
    let inside: Vec<f64> = all.filter(is_inside).collect();
    if inside.len() < 2 {
        return ticks(10f64.powf(low), 10f64.powf(high), 4);
    }
    inside
}

/// Writes the parts of a chart.
pub struct Pen {
    pub frame: Frame,
    pub is_log: bool,
}

impl Pen {
    pub fn axes(&self, svg: &mut String, axis: Axis, labels: AxisLabels<'_>) {
        let frame = &self.frame;
        let ((left, right), (top, bottom)) = (frame.x_pixels, frame.y_pixels);
        let n_x = ((right - left) / 70.0) as usize;
        let whole = whole_ticks(frame.x_values, n_x);
        let x_ticks = if axis == Axis::Seconds || whole.len() < 2 {
            ticks(frame.x_values.0, frame.x_values.1, n_x.clamp(2, 8))
        } else {
            whole
        };
        let y_ticks = if self.is_log {
            log_ticks(frame.y_values.0, frame.y_values.1)
        } else {
            ticks(frame.y_values.0, frame.y_values.1, 5)
        };
        let mut text = |class: &str, x: f64, y: f64, anchor: &str, words: &str| {
            let words = escaped(words);
            svg.push_str(&format!(
                r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{words}</text>"#
            ));
        };
        for tick in x_ticks {
            let x = frame.pixel_from_x(tick);
            text("chart-tick", x, bottom + 16.0, "middle", &plain(tick));
        }
        let y = |tick: f64| pixel_from_value(frame, self.is_log, tick);
        for tick in &y_ticks {
            text("chart-tick", left - 7.0, y(*tick) + 4.0, "end", &plain(*tick));
        }
        text("chart-axis", right, bottom + 33.0, "end", labels.x);
        text("chart-axis", left + 4.0, top - 3.0, "start", labels.y);
        for y in y_ticks.into_iter().map(y) {
            svg.push_str(&format!(
                r#"<line x1="{left:.1}" x2="{right:.1}" y1="{y:.1}" y2="{y:.1}" stroke="var(--chart-grid)"/>"#
            ));
        }
    }

    pub fn band(&self, svg: &mut String, variant: &DrawnVariant) {
        let look = style(variant.variant);
        let (colour, opacity) = (look.colour, look.pale(0.18));
        for stretch in variant
            .mean
            .chunk_by(|a, b| a.standard_error.is_some() == b.standard_error.is_some())
        {
            let edge = |sign: f64| {
                let ends = stretch
                    .iter()
                    .filter_map(move |point| Some((point.x, point.mean + sign * point.standard_error?)));
                ends.collect::<Vec<_>>()
            };
            let outline: Vec<_> = edge(1.0).into_iter().chain(edge(-1.0).into_iter().rev()).collect();
            if stretch.len() > 1 && !outline.is_empty() {
                let path = self.path(outline.into_iter());
                svg.push_str(&format!(
                    r#"<path class="bands__band" d="{path}Z" fill="var({colour})" fill-opacity="{opacity}"/>"#
                ));
            }
        }
    }

    pub fn runs(&self, svg: &mut String, variant: &DrawnVariant, with_raw: bool, with_seeds: bool) {
        let look = style(variant.variant);
        let colour = look.colour;
        let mut line = |class: &str, opacity: f64, points: &SeedCurve, value: fn(f64, f32) -> f64| {
            let points = points.points.iter();
            let path = self.path(points.map(|point| (point.x, value(point.smoothed, point.point.value))));
            let opacity = look.pale(opacity);
            svg.push_str(&format!(
                r#"<path class="{class}" d="{path}" stroke="var({colour})" stroke-opacity="{opacity}"/>"#
            ));
        };
        for run in &variant.runs {
            if with_raw {
                line("bands__raw", 0.15, run, |_, raw| f64::from(raw));
            }
            // The mean of one run is that run.
            if with_seeds && variant.n_runs > 1 {
                line("bands__seed", 0.4, run, |smoothed, _| smoothed);
            }
        }
    }

    pub fn mean(&self, svg: &mut String, variant: &DrawnVariant) {
        let look = style(variant.variant);
        let VariantStyle { colour, dash, .. } = look;
        let ends = variant.mean.first().zip(variant.mean.last());
        let Some((first, last)) = ends else { return };
        if variant.mean.len() == 1 && look.record == 0 {
            let (x, y) = self.pixel(first.x, first.mean);
            svg.push_str(&format!(
                r#"<circle class="bands__mean" cx="{x:.1}" cy="{y:.1}" r="3.5" fill="var({colour})"/>"#
            ));
            return;
        }
        let path = self.path(variant.mean.iter().map(|point| (point.x, point.mean)));
        let width = look.width();
        svg.push_str(&format!(
            r#"<path class="bands__mean" d="{path}" stroke="var({colour})" stroke-width="{width}" stroke-dasharray="{dash}"/>"#
        ));
        let (x, y) = self.pixel(last.x, last.mean);
        // Whole, also at the very end of the axis.
        svg.extend(look.mark(x.min(self.frame.x_pixels.1 - 6.0), y));
    }

    fn path(&self, points: impl Iterator<Item = (f64, f64)>) -> String {
        let mut path = String::new();
        for (idx, (x, y)) in points.enumerate() {
            let (x, y) = self.pixel(x, y);
            path.push_str(&format!("{}{x:.1} {y:.1}", if idx == 0 { 'M' } else { 'L' }));
        }
        path
    }

    /// Far above and below the plot a pixel is as good as another, and numbers stay short.
    fn pixel(&self, x: f64, value: f64) -> (f64, f64) {
        let y = pixel_from_value(&self.frame, self.is_log, value);
        (self.frame.pixel_from_x(x), y.clamp(-5000.0, 5000.0))
    }
}
