//! Curves as comma-separated values (RFC 4180): every measured point, and which of them the chart draws.
//!
//! Rows `run` are the points of the runs, all of them, those of hidden variants too: `raw` as it was measured, `smoothed` as
//! it lies on the run's line (empty where the axis has no place for it), `mean` with its `standard_error` and `n` of the
//! variant at its x. Rows `mean` are the points of the thick lines, which belong to no seed. `in_chart` says of each whether
//! it is one of the points through which the chart draws its line as it stands, with its stretch, its width and what is
//! hidden; between them a line is thinned to what its pixels can show. `standard_error` is empty where there is one run.

use csv::{Terminator, WriterBuilder};
use serde::{Deserialize, Serialize};

use crate::lab::curves::source::Quantity;
use crate::lab::curves::{
    Axis, CurvePoint, CurveRun, Curves, Drawn, DrawnVariant, MeanPoint, Point, SeedCurve, VariantCurves,
};

/// One point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What is followed.
    pub quantity: QuantityName,
    /// `run` or `mean`.
    pub line: Line,
    /// Name of the variant.
    pub variant: String,
    /// Seed of the run.
    pub seed: Option<u64>,
    /// What `x` counts: `step`, `epoch` or `seconds`.
    pub axis: AxisName,
    /// Place along the axis; empty where it is not known.
    pub x: Option<f64>,
    /// Steps done.
    pub step: Option<usize>,
    /// Epochs done.
    pub epoch: Option<f32>,
    /// Seconds of training.
    pub seconds: Option<f32>,
    /// Value as it was measured.
    pub raw: Option<f32>,
    /// Smoothed value.
    pub smoothed: Option<f64>,
    /// Mean of the variant's smoothed values at `x`.
    pub mean: Option<f64>,
    /// Its standard error over seeds.
    pub standard_error: Option<f64>,
    /// Number of runs in the mean.
    pub n: usize,
    /// Whether the chart draws its line through this point.
    pub in_chart: bool,
}

/// What is followed, as a word of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantityName {
    /// [`Quantity::Loss`].
    TrainLossNats,
    /// [`Quantity::TrainLoss`].
    EpochTrainLossNats,
    /// [`Quantity::TestLoss`].
    TestLossNats,
    /// [`Quantity::TestAccuracy`].
    TestAccuracyPercent,
}

impl From<Quantity> for QuantityName {
    fn from(quantity: Quantity) -> Self {
        match quantity {
            Quantity::Loss => Self::TrainLossNats,
            Quantity::TrainLoss => Self::EpochTrainLossNats,
            Quantity::TestLoss => Self::TestLossNats,
            Quantity::TestAccuracy => Self::TestAccuracyPercent,
        }
    }
}

/// Which line a point lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Line {
    /// That of one run.
    Run,
    /// The mean of a variant.
    Mean,
}

/// The horizontal axis as a word of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AxisName {
    /// [`Axis::Step`].
    Step,
    /// [`Axis::Epoch`].
    Epoch,
    /// [`Axis::Seconds`].
    Seconds,
}

impl From<Axis> for AxisName {
    fn from(axis: Axis) -> Self {
        match axis {
            Axis::Step => Self::Step,
            Axis::Epoch => Self::Epoch,
            Axis::Seconds => Self::Seconds,
        }
    }
}

/// The rows of `runs`: `whole` are their curves with nothing hidden, `drawn` what the chart shows of them; `name` gives the
/// name of the variant at a place.
pub fn rows(
    quantity: Quantity,
    runs: &[CurveRun],
    (whole, drawn): (&Curves, &Drawn),
    name: impl Fn(usize) -> String,
) -> Vec<Row> {
    let mut runs: Vec<&CurveRun> = runs.iter().collect();
    runs.sort_by_key(|run| (run.variant, run.seed));
    let mut rows = Vec::new();
    for of_variant in runs.chunk_by(|a, b| a.variant == b.variant) {
        let Some(variant) = of_variant.first().map(|run| run.variant) else {
            continue;
        };
        let blank = Blank {
            quantity: quantity.into(),
            variant: name(variant),
            axis: drawn.axis,
            curves: whole.variants.iter().find(|curves| curves.variant == variant),
        };
        let shown = drawn.variants.iter().find(|shown| shown.variant == variant);
        for run in of_variant {
            let of_seed = |curves: &[SeedCurve]| {
                let curve = curves.iter().find(|curve| curve.seed == run.seed);
                curve.map_or_else(Vec::new, |curve| curve.points.clone())
            };
            let curve = blank.curves.map_or_else(Vec::new, |curves| of_seed(&curves.runs));
            let shown = shown.map_or_else(Vec::new, |shown| of_seed(&shown.runs));
            rows.extend(run.points.iter().map(|point| {
                let on_curve = at_step(&curve, point.step);
                blank.of_run(run.seed, *point, on_curve, at_step(&shown, point.step).is_some())
            }));
        }
        let means = blank.curves.map_or(&[][..], |curves| &curves.mean);
        rows.extend(means.iter().map(|mean| {
            let at = |shown: &DrawnVariant| shown.mean.binary_search_by(|point| point.x.total_cmp(&mean.x));
            let is_shown = shown.is_some_and(|shown| at(shown).is_ok());
            blank.of_mean(*mean, is_shown)
        }));
    }
    rows
}

/// The point of a curve that was measured after `step` steps.
fn at_step(curve: &[CurvePoint], step: usize) -> Option<CurvePoint> {
    let idx = curve.binary_search_by_key(&step, |point| point.point.step).ok()?;
    Some(curve[idx])
}

/// What the rows of a variant have in common.
struct Blank<'a> {
    quantity: QuantityName,
    variant: String,
    axis: Axis,
    curves: Option<&'a VariantCurves>,
}

impl Blank<'_> {
    fn row(&self, line: Line, x: Option<f64>, mean: Option<MeanPoint>, in_chart: bool) -> Row {
        Row {
            quantity: self.quantity,
            line,
            variant: self.variant.clone(),
            seed: None,
            axis: self.axis.into(),
            x,
            step: None,
            epoch: None,
            seconds: None,
            raw: None,
            smoothed: None,
            mean: mean.map(|mean| mean.mean),
            standard_error: mean.and_then(|mean| mean.standard_error),
            n: mean.map_or(0, |mean| mean.n),
            in_chart,
        }
    }

    fn of_run(&self, seed: u64, point: Point, on_curve: Option<CurvePoint>, in_chart: bool) -> Row {
        let mean = on_curve.and_then(|point| self.curves?.mean_at(self.axis, point.x));
        Row {
            seed: Some(seed),
            step: Some(point.step),
            epoch: Some(point.epoch),
            seconds: point.seconds,
            raw: Some(point.value),
            smoothed: on_curve.map(|point| point.smoothed),
            ..self.row(Line::Run, on_curve.map(|point| point.x), mean, in_chart)
        }
    }

    fn of_mean(&self, mean: MeanPoint, in_chart: bool) -> Row {
        self.row(Line::Mean, Some(mean.x), Some(mean), in_chart)
    }
}

/// The file of [`rows`], with its head, lines ended by CR LF.
///
/// # Errors
/// The library's, which a string in memory never gives.
pub fn write(rows: &[Row]) -> Result<String, csv::Error> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer.serialize(row)?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::curves::{CurveSettings, View};

    fn run(variant: usize, seed: u64, n: usize) -> CurveRun {
        let point = |idx: usize| Point {
            step: idx + 1,
            epoch: (idx + 1) as f32 / 7.0,
            seconds: (idx != 1).then_some(idx as f32 * 0.1),
            value: 2.0 + (idx as f32 * (1.0 + seed as f32)).sin(),
        };
        CurveRun {
            variant,
            seed,
            points: (0..n).map(point).collect(),
        }
    }

    fn names(variant: usize) -> String {
        ["plain, \"wide\"", "=1+1", "多尺度"][variant].to_owned()
    }

    fn read(text: &str) -> Vec<Row> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    }

    fn settings(hidden: Vec<usize>) -> CurveSettings {
        CurveSettings {
            axis: Axis::Epoch,
            smoothing: 0.8,
            is_log: false,
            hidden,
        }
    }

    #[test]
    fn every_point_is_there_and_those_of_the_chart_are_marked() {
        let mut runs = vec![run(0, 1, 5000), run(0, u64::MAX, 4000), run(1, 1, 10), run(2, 1, 30)];
        runs[3].points[4].value = f32::NAN;
        let whole = Curves::new(&runs, &settings(Vec::new()));
        let drawn = Curves::new(&runs, &settings(vec![1])).drawn(&View {
            x_range: Some((100.0, 500.0)),
            width: 200,
            with_raw: true,
        });
        let rows = read(&write(&rows(Quantity::Loss, &runs, (&whole, &drawn), names)).unwrap());
        let of_runs: Vec<&Row> = rows.iter().filter(|row| row.line == Line::Run).collect();
        assert_eq!(of_runs.len(), 5000 + 4000 + 10 + 30);
        let expected = runs
            .iter()
            .flat_map(|run| run.points.iter().map(move |point| (run, point)));
        for (row, (run, point)) in of_runs.iter().zip(expected) {
            assert_eq!((&row.variant, row.seed), (&names(run.variant), Some(run.seed)));
            assert_eq!(
                (row.step, row.epoch, row.seconds),
                (Some(point.step), Some(point.epoch), point.seconds)
            );
            assert_eq!(row.raw.map(f32::to_bits), Some(point.value.to_bits()));
            assert_eq!(row.smoothed.is_some(), point.value.is_finite());
        }
        // What is marked is what is drawn, point by point.
        let marked = |line: Line| rows.iter().filter(move |row| row.line == line && row.in_chart);
        let points = drawn.variants.iter().flat_map(|variant| &variant.runs);
        let points: Vec<_> = points
            .flat_map(|seed| seed.points.iter().map(|point| (seed.seed, point.x, point.smoothed)))
            .collect();
        let found: Vec<_> = marked(Line::Run)
            .map(|row| (row.seed.unwrap(), row.x.unwrap(), row.smoothed.unwrap()))
            .collect();
        assert!(points.len() > 100 && points.len() < 5000);
        assert_eq!(found, points);
        let means: Vec<_> = drawn.variants.iter().flat_map(|variant| &variant.mean).collect();
        let found: Vec<_> = marked(Line::Mean)
            .map(|row| (row.x, row.mean, row.standard_error, row.n))
            .collect();
        let means: Vec<_> = means
            .iter()
            .map(|mean| (Some(mean.x), Some(mean.mean), mean.standard_error, mean.n))
            .collect();
        assert_eq!(found, means);
        // N and its error belong together.
        assert!(rows.iter().all(|row| row.standard_error.is_some() == (row.n > 1)));
    }

    #[test]
    fn names_are_quoted_as_rfc_4180_says() {
        let settings = CurveSettings {
            axis: Axis::Step,
            smoothing: 0.0,
            is_log: false,
            hidden: Vec::new(),
        };
        let runs = [run(0, 3, 1)];
        let curves = Curves::new(&runs, &settings);
        let drawn = curves.drawn(&View {
            x_range: None,
            width: 200,
            with_raw: false,
        });
        let text = write(&rows(Quantity::TestAccuracy, &runs, (&curves, &drawn), names)).unwrap();
        let lines: Vec<_> = text.split("\r\n").collect();
        assert_eq!(
            lines[0],
            "quantity,line,variant,seed,axis,x,step,epoch,seconds,raw,smoothed,mean,standard_error,n,in_chart"
        );
        assert_eq!(
            lines[1],
            "test_accuracy_percent,run,\"plain, \"\"wide\"\"\",3,step,1.0,1,0.14285715,0.0,2.0,2.0,2.0,,1,true"
        );
        assert_eq!(
            lines[2],
            "test_accuracy_percent,mean,\"plain, \"\"wide\"\"\",,step,1.0,,,,,,2.0,,1,true"
        );
    }
}
