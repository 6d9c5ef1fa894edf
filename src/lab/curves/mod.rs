//! From the raw points of many runs to the curves that are drawn: smoothed, averaged over seeds, thinned to the pixels.
//!
//! Two stages, so that zooming does not average again: [`Curves`] holds every point, [`Drawn`] those that a chart of
//! some width needs. A file of the curves marks the points of `Drawn`, so that a table and its picture cannot differ.
//! Must not know how a chart looks. [`source`] takes the points out of records.

mod mean;
mod reading;
pub mod smooth;
pub mod source;
mod thin;

pub use mean::MeanPoint;
pub use reading::Reading;
pub use thin::{Drawn, DrawnVariant, View};

use smooth::Average;

/// What is laid along the horizontal axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Steps done.
    Step,
    /// Epochs done, with their fractions.
    Epoch,
    /// Seconds of training.
    Seconds,
}

/// One measured value of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Steps done when it was measured.
    pub step: usize,
    /// Epochs done, with their fractions.
    pub epoch: f32,
    /// Seconds of training until then, where they are known.
    pub seconds: Option<f32>,
    /// The value.
    pub value: f32,
}

/// The values of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveRun {
    /// Place of its variant in the experiment: decides the colour.
    pub variant: usize,
    /// Its seed.
    pub seed: u64,
    /// Its points by rising step.
    pub points: Vec<Point>,
}

/// How the points become curves.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveSettings {
    /// The horizontal axis.
    pub axis: Axis,
    /// Weight of the past in the smoothed curve, 0 (none) to 0.99; see [`Average`].
    pub smoothing: f64,
    /// Whether the vertical axis is logarithmic, which has no place for values that are not positive.
    pub is_log: bool,
    /// Variants that are not shown.
    pub hidden: Vec<usize>,
}

/// A point of a run on its curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// As it was measured.
    pub point: Point,
    /// Where it lies along the axis.
    pub x: f64,
    /// The smoothed value; without smoothing the measured one.
    pub smoothed: f64,
}

/// The curve of one run.
#[derive(Clone, Debug, PartialEq)]
pub struct SeedCurve {
    /// The run's seed.
    pub seed: u64,
    /// Its points by rising x.
    pub points: Vec<CurvePoint>,
}

/// The curves of one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantCurves {
    /// Place of the variant in the experiment.
    pub variant: usize,
    /// One curve per run that has points, by seed.
    pub runs: Vec<SeedCurve>,
    /// Their mean, by rising x.
    pub mean: Vec<MeanPoint>,
}

/// Points that are on no curve, and why; a chart that leaves something out says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The value is no finite number.
    pub n_not_finite: usize,
    /// The value is zero or less and the axis is logarithmic.
    pub n_not_positive: usize,
    /// The point has no place along the axis: its time is not known, or lies before that of the point before.
    pub n_without_x: usize,
}

/// All curves of an experiment, with every point.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// The horizontal axis.
    pub axis: Axis,
    /// Whether smoothed and measured values differ.
    pub is_smoothed: bool,
    /// The shown variants that have points, by place.
    pub variants: Vec<VariantCurves>,
    /// What is on no curve.
    pub left_out: LeftOut,
}

impl Curves {
    /// The curves of `runs`.
    pub fn new(runs: &[CurveRun], settings: &CurveSettings) -> Self {
        let mut shown: Vec<&CurveRun> = runs
            .iter()
            .filter(|run| !settings.hidden.contains(&run.variant))
            .collect();
        shown.sort_by_key(|run| (run.variant, run.seed));
        let mut left_out = LeftOut::default();
        let mut variants = Vec::new();
        for of_variant in shown.chunk_by(|a, b| a.variant == b.variant) {
            let curves = of_variant.iter().map(|run| curve(run, settings, &mut left_out));
            let runs: Vec<SeedCurve> = curves.filter(|curve| !curve.points.is_empty()).collect();
            if let (Some(first), false) = (of_variant.first(), runs.is_empty()) {
                variants.push(VariantCurves {
                    variant: first.variant,
                    mean: mean::over_seeds(settings.axis, &runs),
                    runs,
                });
            }
        }
        Self {
            axis: settings.axis,
            is_smoothed: settings.smoothing > 0.0,
            variants,
            left_out,
        }
    }

    /// First and last x of all runs; nothing where there is no point.
    pub fn x_extent(&self) -> Option<(f64, f64)> {
        let runs = self.variants.iter().flat_map(|variant| &variant.runs);
        let ends = runs.filter_map(|run| Some((run.points.first()?.x, run.points.last()?.x)));
        ends.reduce(|all, ends| (all.0.min(ends.0), all.1.max(ends.1)))
    }
}

fn curve(run: &CurveRun, settings: &CurveSettings, left_out: &mut LeftOut) -> SeedCurve {
    let mut average = Average::new(settings.smoothing);
    let mut points: Vec<CurvePoint> = Vec::with_capacity(run.points.len());
    for point in &run.points {
        let value = f64::from(point.value);
        if !value.is_finite() {
            left_out.n_not_finite += 1;
            continue;
        }
        if settings.is_log && value <= 0.0 {
            left_out.n_not_positive += 1;
            continue;
        }
        let x = match settings.axis {
            Axis::Step => Some(point.step as f64),
            Axis::Epoch => Some(f64::from(point.epoch)),
            Axis::Seconds => point.seconds.map(f64::from),
        };
        let before = points.last().map_or(f64::NEG_INFINITY, |last| last.x);
        let Some(x) = x.filter(|x| x.is_finite() && *x >= before) else {
            left_out.n_without_x += 1;
            continue;
        };
        points.push(CurvePoint {
            point: *point,
            x,
            smoothed: average.next(value),
        });
    }
    SeedCurve { seed: run.seed, points }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) const PLAIN: CurveSettings = CurveSettings {
        axis: Axis::Step,
        smoothing: 0.0,
        is_log: false,
        hidden: Vec::new(),
    };

    /// Steps 1, 2, 3 …, ten to an epoch, each of `seconds`.
    pub(crate) fn run(variant: usize, seed: u64, seconds: f32, values: &[f32]) -> CurveRun {
        let point = |(idx, value): (usize, &f32)| Point {
            step: idx + 1,
            epoch: (idx + 1) as f32 / 10.0,
            seconds: Some((idx + 1) as f32 * seconds),
            value: *value,
        };
        CurveRun {
            variant,
            seed,
            points: values.iter().enumerate().map(point).collect(),
        }
    }

    #[test]
    fn variants_keep_their_place_and_hidden_ones_are_gone() {
        let runs = [
            run(2, 5, 1.0, &[1.0]),
            run(0, 9, 1.0, &[2.0]),
            run(2, 4, 1.0, &[3.0]),
            run(1, 4, 1.0, &[]),
        ];
        let places = |curves: &Curves| -> Vec<(usize, Vec<u64>)> {
            let seeds = |variant: &VariantCurves| variant.runs.iter().map(|run| run.seed).collect();
            curves
                .variants
                .iter()
                .map(|variant| (variant.variant, seeds(variant)))
                .collect()
        };
        assert_eq!(places(&Curves::new(&runs, &PLAIN)), [(0, vec![9]), (2, vec![4, 5])]);
        let hidden = CurveSettings {
            hidden: vec![2],
            ..PLAIN
        };
        assert_eq!(places(&Curves::new(&runs, &hidden)), [(0, vec![9])]);
        assert_eq!(Curves::new(&[], &PLAIN).x_extent(), None);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let mut first = run(0, 1, 1.0, &[2.0, f32::NAN, 0.0, -1.0, 1.0]);
        let log = CurveSettings { is_log: true, ..PLAIN };
        let curves = Curves::new(&[first.clone()], &log);
        assert_eq!((curves.left_out.n_not_finite, curves.left_out.n_not_positive), (1, 2));
        assert_eq!(curves.variants[0].runs[0].points.len(), 2);
        assert_eq!(Curves::new(&[first.clone()], &PLAIN).left_out.n_not_positive, 0);
        first.points[0].seconds = None;
        first.points[3].seconds = Some(0.5); // before the 3 seconds of the third
        let seconds = CurveSettings {
            axis: Axis::Seconds,
            ..PLAIN
        };
        assert_eq!(Curves::new(&[first], &seconds).left_out.n_without_x, 2);
    }

    #[test]
    fn the_measured_value_stays_beside_the_smoothed_one() {
        let smoothed = CurveSettings {
            smoothing: 0.5,
            ..PLAIN
        };
        let curves = Curves::new(&[run(0, 1, 1.0, &[4.0, 2.0])], &smoothed);
        let last = curves.variants[0].runs[0].points[1];
        assert_eq!(last.point.value, 2.0);
        assert!((last.smoothed - 8.0 / 3.0).abs() < 1e-12); // (0.5·2 + 0.5·2) / (1 − 0.5²)
        assert!(curves.is_smoothed && !Curves::new(&[], &PLAIN).is_smoothed);
    }
}
