//! Drawn curves as comma-separated values (RFC 4180): one row per drawn point, from the same [`Drawn`] as the picture.
//!
//! Rows `run` are the points of the thin lines, with the mean of their variant at their x; rows `mean` are the points of
//! the thick lines, which belong to no seed. `standard_error` is empty where there is a single run.

use csv::{Terminator, WriterBuilder};
use serde::{Deserialize, Serialize};

use crate::lab::curves::{Axis, Curves, Drawn, MeanPoint};

/// One drawn point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// `run` or `mean`.
    pub line: Line,
    /// Name of the variant.
    pub variant: String,
    /// Seed of the run.
    pub seed: Option<u64>,
    /// What `x` counts: `step`, `epoch` or `seconds`.
    pub axis: AxisName,
    /// Place along the axis.
    pub x: f64,
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

/// The rows of `drawn`, which was drawn from `curves`; `name` gives the name of the variant at a place.
pub fn rows(curves: &Curves, drawn: &Drawn, name: impl Fn(usize) -> String) -> Vec<Row> {
    let mut rows = Vec::new();
    let axis = AxisName::from(drawn.axis);
    for variant in &drawn.variants {
        let whole = curves.variants.iter().find(|whole| whole.variant == variant.variant);
        let variant_name = name(variant.variant);
        let row = |line: Line, x: f64, mean: Option<MeanPoint>| Row {
            line,
            variant: variant_name.clone(),
            seed: None,
            axis,
            x,
            step: None,
            epoch: None,
            seconds: None,
            raw: None,
            smoothed: None,
            mean: mean.map(|mean| mean.mean),
            standard_error: mean.and_then(|mean| mean.standard_error),
            n: mean.map_or(0, |mean| mean.n),
        };
        for run in &variant.runs {
            rows.extend(run.points.iter().map(|point| Row {
                seed: Some(run.seed),
                step: Some(point.point.step),
                epoch: Some(point.point.epoch),
                seconds: point.point.seconds,
                raw: Some(point.point.value),
                smoothed: Some(point.smoothed),
                ..row(
                    Line::Run,
                    point.x,
                    whole.and_then(|whole| whole.mean_at(drawn.axis, point.x)),
                )
            }));
        }
        rows.extend(variant.mean.iter().map(|mean| row(Line::Mean, mean.x, Some(*mean))));
    }
    rows
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
    use crate::lab::curves::{CurveRun, CurveSettings, Point, View};

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

    #[test]
    fn the_file_holds_exactly_the_drawn_points() {
        let settings = CurveSettings {
            axis: Axis::Epoch,
            smoothing: 0.8,
            is_log: false,
            hidden: vec![1],
        };
        let runs = [run(0, 1, 5000), run(0, u64::MAX, 4000), run(1, 1, 10), run(2, 1, 30)];
        let curves = Curves::new(&runs, &settings);
        let drawn = curves.drawn(&View {
            x_range: None,
            width: 200,
            with_raw: true,
        });
        let text = write(&rows(&curves, &drawn, names)).unwrap();
        let read: Vec<Row> = csv::Reader::from_reader(text.as_bytes())
            .deserialize()
            .map(Result::unwrap)
            .collect();
        let mut read = read.into_iter();
        for variant in &drawn.variants {
            for seed in &variant.runs {
                for point in &seed.points {
                    let row = read.next().unwrap();
                    assert_eq!(
                        (row.line, row.axis, row.variant),
                        (Line::Run, AxisName::Epoch, names(variant.variant))
                    );
                    assert_eq!(
                        (row.seed, row.x, row.step),
                        (Some(seed.seed), point.x, Some(point.point.step))
                    );
                    assert_eq!((row.epoch, row.seconds), (Some(point.point.epoch), point.point.seconds));
                    assert_eq!((row.raw, row.smoothed), (Some(point.point.value), Some(point.smoothed)));
                    let n = if variant.variant == 0 && point.point.step <= 4000 {
                        2
                    } else {
                        1
                    };
                    assert_eq!((row.n, row.standard_error.is_some()), (n, n == 2));
                }
            }
            for mean in &variant.mean {
                let row = read.next().unwrap();
                assert_eq!((row.line, row.seed, row.raw), (Line::Mean, None, None));
                assert_eq!((row.x, row.mean), (mean.x, Some(mean.mean)));
                assert_eq!((row.standard_error, row.n), (mean.standard_error, mean.n));
            }
        }
        assert_eq!(read.next(), None);
    }

    #[test]
    fn names_are_quoted_as_rfc_4180_says() {
        let settings = CurveSettings {
            axis: Axis::Step,
            smoothing: 0.0,
            is_log: false,
            hidden: Vec::new(),
        };
        let curves = Curves::new(&[run(0, 3, 1)], &settings);
        let drawn = curves.drawn(&View {
            x_range: None,
            width: 200,
            with_raw: false,
        });
        let text = write(&rows(&curves, &drawn, names)).unwrap();
        let lines: Vec<_> = text.split("\r\n").collect();
        assert_eq!(
            lines[0],
            "line,variant,seed,axis,x,step,epoch,seconds,raw,smoothed,mean,standard_error,n"
        );
        assert_eq!(
            lines[1],
            "run,\"plain, \"\"wide\"\"\",3,step,1.0,1,0.14285715,0.0,2.0,2.0,2.0,,1"
        );
        assert_eq!(lines[2], "mean,\"plain, \"\"wide\"\"\",,step,1.0,,,,,,2.0,,1");
    }
}
