//! As few points as a chart of some width can show, with every peak.
//!
//! Of the points in one column of pixels the lowest and the highest are kept, first and last of the whole too: the line
//! through them covers the same pixels as the line through all (Jugel et al., “M4: a visualization-oriented time series
//! data aggregation”, 2014, who also keep each column's first and last).

use std::ops::Range;

use super::{Axis, Curves, MeanPoint, SeedCurve};

/// Points of all runs that are drawn at most; with many runs a column becomes wider than a pixel.
const MOST_POINTS: usize = 60_000;
/// Columns there are at least, however many runs.
const FEWEST_COLUMNS: usize = 40;

/// The part of the curves that is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// First and last x; nothing for the whole.
    pub x_range: Option<(f64, f64)>,
    /// Width of the plot in pixels.
    pub width: u32,
    /// Whether the measured values are drawn behind the smoothed ones.
    pub with_raw: bool,
}

/// The drawn points of one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnVariant {
    /// Place of the variant in the experiment.
    pub variant: usize,
    /// One curve per run that has points in view.
    pub runs: Vec<SeedCurve>,
    /// Their mean.
    pub mean: Vec<MeanPoint>,
    /// Number of its runs that have points at all, in view or not.
    pub n_runs: usize,
    /// The last mean of the whole curve, in view or not.
    pub last: Option<MeanPoint>,
}

/// Exactly the points that a chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The horizontal axis.
    pub axis: Axis,
    /// First and last x of the chart.
    pub x_range: (f64, f64),
    /// Whether measured values are drawn behind smoothed ones.
    pub with_raw: bool,
    /// The shown variants that have points, by place.
    pub variants: Vec<DrawnVariant>,
}

impl Curves {
    /// The points of `view`, with one more at each side, so that lines reach the edge.
    pub fn drawn(&self, view: &View) -> Drawn {
        let x_range = view.x_range.or_else(|| self.x_extent()).unwrap_or((0.0, 1.0));
        let with_raw = view.with_raw && self.is_smoothed;
        let n_runs: usize = self.variants.iter().map(|variant| variant.runs.len()).sum();
        let n_kept = if with_raw { 4 } else { 2 };
        let most = MOST_POINTS / (n_kept * n_runs.max(1));
        let n_columns = (view.width as usize).min(most).max(FEWEST_COLUMNS);
        let columns = Columns { x_range, n_columns };
        let variants = self.variants.iter().map(|variant| DrawnVariant {
            variant: variant.variant,
            runs: variant
                .runs
                .iter()
                .filter_map(|run| columns.run(run, with_raw))
                .collect(),
            mean: columns.mean(&variant.mean, view.width as usize),
            n_runs: variant.runs.len(),
            last: variant.mean.last().copied(),
        });
        Drawn {
            axis: self.axis,
            x_range,
            with_raw,
            variants: variants.collect(),
        }
    }
}

impl Drawn {
    /// Number of points of all runs.
    pub fn n_points(&self) -> usize {
        let runs = self.variants.iter().flat_map(|variant| &variant.runs);
        runs.map(|run| run.points.len()).sum()
    }

    /// Lowest and highest value that is drawn within the range: runs, means and bands; nothing where nothing is.
    pub fn y_extent(&self) -> Option<(f64, f64)> {
        let is_inside = |x: f64| x >= self.x_range.0 && x <= self.x_range.1;
        let mut extent: Option<(f64, f64)> = None;
        let mut take = |value: f64| {
            let (low, high) = extent.unwrap_or((value, value));
            extent = Some((low.min(value), high.max(value)));
        };
        for variant in &self.variants {
            for point in variant
                .runs
                .iter()
                .flat_map(|run| &run.points)
                .filter(|point| is_inside(point.x))
            {
                take(point.smoothed);
                if self.with_raw {
                    take(f64::from(point.point.value));
                }
            }
            for point in variant.mean.iter().filter(|point| is_inside(point.x)) {
                let error = point.standard_error.unwrap_or(0.0);
                take(point.mean - error);
                take(point.mean + error);
            }
        }
        extent
    }
}

struct Columns {
    x_range: (f64, f64),
    n_columns: usize,
}

impl Columns {
    fn run(&self, run: &SeedCurve, with_raw: bool) -> Option<SeedCurve> {
        let points = &run.points;
        let smoothed = |idx: usize| points[idx].smoothed;
        let raw = |idx: usize| f64::from(points[idx].point.value);
        let values: &[&dyn Fn(usize) -> f64] = if with_raw { &[&smoothed, &raw] } else { &[&smoothed] };
        let x = |idx: usize| points[idx].x;
        let kept = kept(self.in_view(points.len(), x), x, values, self.x_range, self.n_columns);
        (!kept.is_empty()).then(|| SeedCurve {
            seed: run.seed,
            points: kept.into_iter().map(|idx| points[idx]).collect(),
        })
    }

    fn mean(&self, mean: &[MeanPoint], n_columns: usize) -> Vec<MeanPoint> {
        let error = |idx: usize| mean[idx].standard_error.unwrap_or(0.0);
        let (low, high) = (
            |idx: usize| mean[idx].mean - error(idx),
            |idx: usize| mean[idx].mean + error(idx),
        );
        let x = |idx: usize| mean[idx].x;
        let middle = |idx: usize| mean[idx].mean;
        let in_view = self.in_view(mean.len(), x);
        let mut all = kept(
            in_view.clone(),
            x,
            &[&middle, &low, &high],
            self.x_range,
            n_columns.max(1),
        );
        // Both sides of each change of n, so that a band begins and ends where it does.
        let changes = in_view.clone().skip(1).filter(|idx| mean[*idx].n != mean[*idx - 1].n);
        all.extend(changes.flat_map(|idx| [idx - 1, idx]));
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|idx| mean[idx]).collect()
    }

    /// The points in view with a neighbour at each side; none where all of them lie on one side.
    fn in_view(&self, n: usize, x: impl Fn(usize) -> f64) -> Range<usize> {
        let places: Vec<usize> = (0..n).collect();
        let first = places.partition_point(|idx| x(*idx) < self.x_range.0);
        let last = places.partition_point(|idx| x(*idx) <= self.x_range.1);
        if first == n || last == 0 {
            return 0..0;
        }
        first.saturating_sub(1)..(last + 1).min(n)
    }
}

/// Rising indexes out of `in_view`: of each column the lowest and the highest of each of `values`, and both ends.
fn kept(
    in_view: Range<usize>,
    x: impl Fn(usize) -> f64,
    values: &[&dyn Fn(usize) -> f64],
    x_range: (f64, f64),
    n_columns: usize,
) -> Vec<usize> {
    if in_view.len() <= 2 * values.len() * n_columns {
        return in_view.collect();
    }
    let column = |idx: usize| ((x(idx) - x_range.0) / (x_range.1 - x_range.0) * n_columns as f64).floor();
    let mut kept = vec![in_view.start, in_view.end - 1];
    let mut start = in_view.start;
    while start < in_view.end {
        let here = column(start);
        let end = (start..in_view.end)
            .find(|idx| column(*idx) != here)
            .unwrap_or(in_view.end);
        for value in values {
            let (mut low, mut high) = (start, start);
            for idx in start..end {
                low = if value(idx) < value(low) { idx } else { low };
                high = if value(idx) > value(high) { idx } else { high };
            }
            kept.extend([low, high]);
        }
        start = end;
    }
    kept.sort_unstable();
    kept.dedup();
    kept
}

#[cfg(test)]
mod tests {
    use super::super::tests::{PLAIN, run};
    use super::super::{CurveRun, CurveSettings};
    use super::*;

    const WHOLE: View = View {
        x_range: None,
        width: 300,
        with_raw: true,
    };

    fn noise(seed: u64, n: usize) -> CurveRun {
        // A linear congruential generator: any jagged line will do.
        let mut state = seed;
        let mut next = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            1.0 + (state >> 40) as f32 / 2f32.powi(24)
        };
        let values: Vec<f32> = (0..n).map(&mut next).collect();
        run(0, seed, 1.0, &values)
    }

    #[test]
    fn every_column_keeps_its_lowest_and_its_highest() {
        let curves = Curves::new(
            &[noise(1, 9000)],
            &CurveSettings {
                smoothing: 0.9,
                ..PLAIN
            },
        );
        let drawn = curves.drawn(&WHOLE);
        let (all, few) = (&curves.variants[0].runs[0].points, &drawn.variants[0].runs[0].points);
        assert!(few.len() <= 300 * 4 + 6 && few.len() > 600, "{}", few.len());
        let column = |x: f64| ((x - 1.0) / 8999.0 * 300.0).floor() as usize;
        for place in 0..300 {
            let values = |points: &[super::super::CurvePoint], of: fn(&super::super::CurvePoint) -> f64| {
                let here = points.iter().filter(|point| column(point.x) == place).map(of);
                here.fold((f64::MAX, f64::MIN), |ends, value| {
                    (ends.0.min(value), ends.1.max(value))
                })
            };
            assert_eq!(values(all, |point| point.smoothed), values(few, |point| point.smoothed));
            let raw = |point: &super::super::CurvePoint| f64::from(point.point.value);
            assert_eq!(values(all, raw), values(few, raw));
        }
    }

    #[test]
    fn a_hundred_long_runs_stay_within_the_budget() {
        let runs: Vec<CurveRun> = (0..100).map(|seed| noise(seed, 5000)).collect();
        let drawn = Curves::new(&runs, &PLAIN).drawn(&WHOLE);
        assert!(drawn.n_points() <= MOST_POINTS + 200, "{}", drawn.n_points());
        assert_eq!(drawn.variants[0].n_runs, 100);
    }

    #[test]
    fn zooming_shows_every_point_with_a_neighbour_at_each_side() {
        let curves = Curves::new(&[noise(1, 9000)], &PLAIN);
        let drawn = curves.drawn(&View {
            x_range: Some((100.5, 104.0)),
            ..WHOLE
        });
        let x: Vec<_> = drawn.variants[0].runs[0].points.iter().map(|point| point.x).collect();
        assert_eq!(x, [100.0, 101.0, 102.0, 103.0, 104.0, 105.0]);
        assert_eq!(drawn.variants[0].last.unwrap().x, 9000.0);
        let beyond = curves.drawn(&View {
            x_range: Some((9001.0, 9009.0)),
            ..WHOLE
        });
        assert!(beyond.variants[0].runs.is_empty() && beyond.variants[0].mean.is_empty());
        assert_eq!(beyond.y_extent(), None);
    }

    #[test]
    fn a_band_ends_in_the_picture_where_it_ends_in_the_numbers() {
        let runs = [noise(1, 9000), noise(2, 4321)];
        let drawn = Curves::new(&runs, &PLAIN).drawn(&WHOLE);
        let last = drawn.variants[0].mean.iter().rfind(|point| point.n == 2).unwrap();
        assert_eq!(last.x, 4321.0);
        let (low, high) = drawn.y_extent().unwrap();
        assert!((0.0..1.01).contains(&low) && high > 1.99, "{low} {high}");
    }

    #[test]
    fn nothing_gives_an_empty_chart() {
        let drawn = Curves::new(&[], &PLAIN).drawn(&WHOLE);
        assert_eq!((drawn.x_range, drawn.n_points()), ((0.0, 1.0), 0));
    }
}
