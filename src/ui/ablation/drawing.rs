//! How the two charts are looked at, as plain data: the chart, its file and the report's figures are made by the same steps.

use crate::draw::bands::style::{numbers, style};
use crate::draw::bands::{BandsChart, BandsSettings, bands};
use crate::draw::key::{self, KeyLine, key};
use crate::draw::printed::printed;
use crate::lab::curves::source::{Quantity, runs};
use crate::lab::curves::{Axis, CurveRun, CurveSettings, Curves, Drawn, View};
use crate::lab::export::csv;
use crate::lab::record::ExperimentRecord;

/// The charts, in the order of the page.
pub const CHARTS: [Quantity; 2] = [Quantity::TestAccuracy, Quantity::Loss];
/// Width and height of a chart in the report.
const REPORT: (u32, u32) = (720, 320);

/// How both charts are looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// What is laid along the horizontal axis.
    pub axis: Axis,
    /// Weight of the past in the loss curves.
    pub smoothing: f64,
    /// Whether the loss axis is logarithmic.
    pub is_log: bool,
    /// Variants that are not shown, by their place.
    pub hidden: Vec<usize>,
    /// The stretch that is enlarged.
    pub x_range: Option<(f64, f64)>,
}

impl Seen {
    /// How points become the curves of a chart: an accuracy is a whole epoch's and is not smoothed.
    pub fn settings(&self, quantity: Quantity) -> CurveSettings {
        let is_loss = quantity == Quantity::Loss;
        CurveSettings {
            axis: self.axis,
            smoothing: if is_loss { self.smoothing } else { 0.0 },
            is_log: self.is_log && is_loss,
            hidden: self.hidden.clone(),
        }
    }

    /// The same with nothing hidden and nothing enlarged.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self {
            hidden: Vec::new(),
            x_range: None,
            ..self.clone()
        }
    }
}

/// The points that a chart of this width draws of `curves`.
pub fn drawn_points(curves: &Curves, x_range: Option<(f64, f64)>, width: u32) -> Drawn {
    curves.drawn(&View {
        x_range: x_range.or_else(|| Some((0.0, curves.x_extent()?.1))),
        width,
        with_raw: true,
    })
}

/// The points of all variants that are drawn: those of the experiment on the page, then those of `joined` ones, under the
/// numbers that decide their looks.
pub fn all_runs(own: Option<&ExperimentRecord>, joined: &[&ExperimentRecord], quantity: Quantity) -> Vec<CurveRun> {
    // The first numbers are the learner's own, also where there is no experiment yet.
    let joined = joined.iter().map(|record| Some(*record));
    let sources: Vec<Option<&ExperimentRecord>> = std::iter::once(own).chain(joined).collect();
    let numbers = numbers(&sources.iter().map(|record| ids(*record)).collect::<Vec<_>>());
    let mut all = Vec::new();
    for (record, numbers) in sources.into_iter().zip(numbers) {
        let runs = record.map(|record| runs(record, quantity)).unwrap_or_default();
        all.extend(runs.into_iter().filter_map(|run| {
            let variant = *numbers.get(run.variant)?;
            Some(CurveRun { variant, ..run })
        }));
    }
    all
}

fn ids(record: Option<&ExperimentRecord>) -> Vec<&str> {
    let variants = record.into_iter().flat_map(|record| &record.experiment.variants);
    variants.map(|variant| variant.id.as_str()).collect()
}

/// The file of both charts, of which each is `widths` pixels wide: every point, and which of them are drawn.
///
/// # Errors
/// The library's, which a string in memory never gives.
pub fn csv(
    seen: &Seen,
    widths: [u32; 2],
    runs_of: impl Fn(Quantity) -> Vec<CurveRun>,
    names: &[String],
) -> Result<String, String> {
    let name = |variant: usize| names.get(variant).cloned().unwrap_or_default();
    let of_chart = |(quantity, width): (Quantity, u32)| {
        let runs = runs_of(quantity);
        let whole = Curves::new(&runs, &seen.whole().settings(quantity));
        let shown = Curves::new(&runs, &seen.settings(quantity));
        let drawn = drawn_points(&shown, seen.x_range, width);
        csv::rows(quantity, &runs, (&whole, &drawn), name)
    };
    let rows: Vec<_> = CHARTS.into_iter().zip(widths).flat_map(of_chart).collect();
    csv::write(&rows).map_err(|error| error.to_string())
}

/// A line of the legend for each of `variants` (place and name), with the last value where `last` has one.
pub fn key_lines(variants: &[(usize, String)], chart: &BandsChart, quantity: Quantity) -> Vec<KeyLine> {
    let digits = if quantity == Quantity::TestAccuracy { 1 } else { 3 };
    let line = |(variant, name): &(usize, String)| {
        let entry = chart.legend.iter().find(|entry| entry.variant == *variant);
        let note = entry.and_then(|entry| entry.last).map(|last| {
            let error = last.standard_error;
            let error = error.map_or_else(String::new, |error| format!(" ± {error:.digits$}"));
            format!("{:.digits$}{error} (N = {})", last.mean, last.n)
        });
        KeyLine {
            name: name.clone(),
            style: style(*variant),
            note: note.unwrap_or_default(),
        }
    };
    variants.iter().map(line).collect()
}

/// A chart of `runs` for the report: whole, nothing hidden, with its legend below it, in plain colours.
///
/// `settings` gives the words and the axis; its size is the report's.
pub fn figure(
    seen: &Seen,
    quantity: Quantity,
    (runs, names): (&[CurveRun], &[String]),
    settings: &BandsSettings<'_>,
) -> String {
    let seen = seen.whole();
    let curves = Curves::new(runs, &seen.settings(quantity));
    let settings = BandsSettings {
        size: REPORT,
        is_log: seen.settings(quantity).is_log,
        ..*settings
    };
    let chart = bands(&drawn_points(&curves, None, REPORT.0), &settings);
    // Numbers that no variant has are empty.
    let variants = names.iter().cloned().enumerate();
    let variants: Vec<_> = variants.filter(|(_, name)| !name.is_empty()).collect();
    let lines = key_lines(&variants, &chart, quantity);
    let (width, height) = REPORT;
    let all = height + key::height(&lines, width);
    let below = key(&lines, width).replacen("<svg ", &format!("<svg y=\"{height}\" "), 1);
    printed(&format!(
        r#"<svg viewBox="0 0 {width} {all}" width="{width}" height="{all}">{}{below}</svg>"#,
        chart.svg
    ))
}

#[cfg(test)]
#[path = "drawing_tests.rs"]
mod tests;
