//! The mean over the seeds of a variant, where runs can be compared.
//!
//! Along steps and epochs, values of the same x are averaged: equal settings give equal x. Along seconds no two runs
//! share an x; there each run is taken in proportion between its two nearest points, and never beyond its ends.

use super::{Axis, SeedCurve, VariantCurves};
use crate::lab::stats;

/// Places along the axis of seconds where means are taken.
const N_MOMENTS: usize = 512;

/// Mean of a variant's runs at one x.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanPoint {
    /// Where.
    pub x: f64,
    /// Mean of the smoothed values.
    pub mean: f64,
    /// s / √n over seeds; nothing for a single run.
    pub standard_error: Option<f64>,
    /// Runs that have a value there. Runs are of different length, so it may change along the curve.
    pub n: usize,
}

impl MeanPoint {
    fn new(x: f64, values: &[f64]) -> Option<Self> {
        (!values.is_empty()).then(|| Self {
            x,
            mean: stats::mean(values),
            standard_error: stats::standard_error(values),
            n: values.len(),
        })
    }
}

impl SeedCurve {
    /// The smoothed value at `x`: along seconds in proportion between neighbours, otherwise that of the point at `x`.
    pub fn value_at(&self, axis: Axis, x: f64) -> Option<f64> {
        let after = self.points.partition_point(|point| point.x < x);
        let next = self.points.get(after)?;
        if next.x == x {
            return Some(next.smoothed);
        }
        let before = self.points.get(after.checked_sub(1)?)?;
        let share = (x - before.x) / (next.x - before.x);
        (axis == Axis::Seconds).then_some(before.smoothed + share * (next.smoothed - before.smoothed))
    }
}

impl VariantCurves {
    /// The mean over the runs that have a value at `x`.
    pub fn mean_at(&self, axis: Axis, x: f64) -> Option<MeanPoint> {
        let values: Vec<f64> = self.runs.iter().filter_map(|run| run.value_at(axis, x)).collect();
        MeanPoint::new(x, &values)
    }
}

/// The mean of `runs` wherever at least one has a value.
pub(super) fn over_seeds(axis: Axis, runs: &[SeedCurve]) -> Vec<MeanPoint> {
    match axis {
        Axis::Step | Axis::Epoch => at_common_x(runs),
        Axis::Seconds => at_moments(runs),
    }
}

fn at_common_x(runs: &[SeedCurve]) -> Vec<MeanPoint> {
    let mut places = vec![0; runs.len()];
    let mut means = Vec::new();
    let mut values = Vec::with_capacity(runs.len());
    loop {
        let next = runs
            .iter()
            .zip(&places)
            .filter_map(|(run, place)| run.points.get(*place));
        let Some(x) = next.map(|point| point.x).reduce(f64::min) else {
            return means;
        };
        values.clear();
        for (run, place) in runs.iter().zip(&mut places) {
            // Two points of one run at one x: the first counts.
            let here = run.points[*place..].iter().take_while(|point| point.x == x);
            let here: Vec<f64> = here.map(|point| point.smoothed).collect();
            values.extend(here.first());
            *place += here.len();
        }
        means.extend(MeanPoint::new(x, &values));
    }
}

fn at_moments(runs: &[SeedCurve]) -> Vec<MeanPoint> {
    let ends = runs
        .iter()
        .filter_map(|run| Some((run.points.first()?.x, run.points.last()?.x)));
    let Some((first, last)) = ends.reduce(|all, ends| (all.0.min(ends.0), all.1.max(ends.1))) else {
        return Vec::new();
    };
    let n = if last > first { N_MOMENTS } else { 1 };
    let moment = |idx: usize| match idx {
        0 => first,
        _ if idx + 1 == n => last,
        _ => first + (last - first) * idx as f64 / (n - 1) as f64,
    };
    let mean = |x: f64| {
        let values: Vec<f64> = runs.iter().filter_map(|run| run.value_at(Axis::Seconds, x)).collect();
        MeanPoint::new(x, &values)
    };
    (0..n).map(moment).filter_map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{PLAIN, run};
    use super::super::{CurveSettings, Curves};
    use super::*;

    #[test]
    fn the_band_ends_with_the_second_run() {
        let runs = [run(0, 1, 1.0, &[3.0, 2.0, 1.0]), run(0, 2, 1.0, &[5.0, 2.0])];
        let mean = &Curves::new(&runs, &PLAIN).variants[0].mean;
        // Step 1: mean 4, s = √2, √2 / √2 = 1.
        assert!((mean[0].standard_error.unwrap() - 1.0).abs() < 1e-12);
        let found: Vec<_> = mean.iter().map(|point| (point.x, point.mean, point.n)).collect();
        assert_eq!(found, [(1.0, 4.0, 2), (2.0, 2.0, 2), (3.0, 1.0, 1)]);
        assert_eq!(mean[2].standard_error, None);
    }

    #[test]
    fn steps_that_one_run_lacks_are_not_invented() {
        let mut second = run(0, 2, 1.0, &[5.0, 9.0, 3.0]);
        second.points.remove(1);
        let curves = Curves::new(&[run(0, 1, 1.0, &[3.0, 2.0, 1.0]), second], &PLAIN);
        let n: Vec<_> = curves.variants[0].mean.iter().map(|point| point.n).collect();
        assert_eq!(n, [2, 1, 2]);
    }

    #[test]
    fn along_seconds_runs_of_different_speed_are_averaged_between_their_points() {
        // One run ends after 3 s, the other after 6 s; at 3 s the slow one is between 2 s and 4 s.
        let runs = [run(0, 1, 1.0, &[3.0, 2.0, 1.0]), run(0, 2, 2.0, &[5.0, 4.0, 2.0])];
        let seconds = CurveSettings {
            axis: Axis::Seconds,
            ..PLAIN
        };
        let variant = &Curves::new(&runs, &seconds).variants[0];
        let at = variant.mean_at(Axis::Seconds, 3.0).unwrap();
        assert_eq!((at.n, at.mean), (2, (1.0 + 4.5) / 2.0));
        assert_eq!(variant.mean_at(Axis::Seconds, 1.5).unwrap().n, 1);
        assert_eq!(variant.mean_at(Axis::Seconds, 6.5), None);
        assert_eq!(variant.mean.len(), N_MOMENTS);
        assert_eq!((variant.mean[0].x, variant.mean[N_MOMENTS - 1].x), (1.0, 6.0));
        assert_eq!(variant.mean[N_MOMENTS - 1].mean, 2.0);
    }

    #[test]
    fn the_mean_of_smoothed_curves_is_the_smoothed_mean() {
        let (a, b) = ([3.0, 0.0, 1.0, 4.0], [5.0, 1.0, 2.0, 0.0]);
        let both: Vec<f32> = a.iter().zip(b).map(|(a, b)| (a + b) / 2.0).collect();
        let settings = CurveSettings {
            smoothing: 0.9,
            ..PLAIN
        };
        let apart = Curves::new(&[run(0, 1, 1.0, &a), run(0, 2, 1.0, &b)], &settings);
        let whole = Curves::new(&[run(0, 1, 1.0, &both)], &settings);
        for (apart, whole) in apart.variants[0].mean.iter().zip(&whole.variants[0].mean) {
            assert!((apart.mean - whole.mean).abs() < 1e-6);
        }
    }
}
