//! Fewer and smoother points: what a chart of a long run needs before it is drawn.

use crate::lab::curves::smooth::Average;

/// At most about `n_max` of `points`, keeping the lowest and the highest of each stretch, so that no peak is lost.
pub fn thin(points: &[(f64, f64)], n_max: usize) -> Vec<(f64, f64)> {
    if points.len() <= n_max.max(4) {
        return points.to_vec();
    }
    let n_stretches = (n_max / 2).max(1);
    let length = points.len().div_ceil(n_stretches);
    let mut kept = Vec::with_capacity(2 * n_stretches + 1);
    for stretch in points.chunks(length) {
        let low = extreme(stretch, |a, b| a < b);
        let high = extreme(stretch, |a, b| a > b);
        kept.push(stretch[low.min(high)]);
        if low != high {
            kept.push(stretch[low.max(high)]);
        }
    }
    if kept.last() != points.last() {
        kept.extend(points.last());
    }
    kept
}

fn extreme(points: &[(f64, f64)], beats: fn(f64, f64) -> bool) -> usize {
    let mut best = 0;
    for (idx, point) in points.iter().enumerate() {
        if beats(point.1, points[best].1) {
            best = idx;
        }
    }
    best
}

/// The second values averaged by [`Average`] with `weight` of the past.
pub fn smooth(points: &[(f64, f64)], weight: f64) -> Vec<(f64, f64)> {
    let mut average = Average::new(weight);
    points.iter().map(|&(x, y)| (x, average.next(y))).collect()
}

/// Round numbers that divide `low..=high` into at most `n_max` steps: 1, 2 or 5 times a power of ten.
pub fn ticks(low: f64, high: f64, n_max: usize) -> Vec<f64> {
    let span = high - low;
    if !span.is_finite() || span <= 0.0 || n_max == 0 {
        return vec![low];
    }
    let rough = span / n_max as f64;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * (1.0 - 1e-9))
        .unwrap_or(10.0 * power);
    let first = (low / step - 1e-9).ceil();
    let last = (high / step + 1e-9).floor();
    (0..=(last - first) as usize)
        .map(|idx| (first + idx as f64) * step)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_the_peaks_and_the_last_point() {
        let mut points: Vec<(f64, f64)> = (0..10_000).map(|x| (f64::from(x), 1.0)).collect();
        points[4321].1 = 9.0;
        points[8765].1 = -9.0;
        let kept = thin(&points, 200);
        assert!(kept.len() <= 202, "{}", kept.len());
        assert!(kept.contains(&(4321.0, 9.0)) && kept.contains(&(8765.0, -9.0)));
        assert_eq!(kept.last(), points.last());
        assert!(kept.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn a_short_curve_stays_as_it_is() {
        let points = [(0.0, 1.0), (1.0, 2.0)];
        assert_eq!(thin(&points, 200), points);
    }

    #[test]
    fn smoothing_starts_at_the_first_value() {
        let smoothed = smooth(&[(0.0, 4.0), (1.0, 2.0)], 0.5);
        // 0.5·4 / 0.5 = 4; (0.5·2 + 0.5·2) / (1 − 0.25) = 2.667
        assert_eq!(smoothed[0], (0.0, 4.0));
        assert!((smoothed[1].1 - 8.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks(0.0, 100.0, 5), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(0.0, 2.3, 5), [0.0, 0.5, 1.0, 1.5, 2.0]);
        assert_eq!(ticks(3.0, 3.0, 5), [3.0]);
    }
}
