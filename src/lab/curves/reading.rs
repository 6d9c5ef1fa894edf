//! What the curves say at one place: for pointing, and for the table that stands in for the picture.

use super::{Axis, Curves, MeanPoint};

/// The values of one variant at one x.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Place of the variant in the experiment.
    pub variant: usize,
    /// Mean, standard error and number of runs, with the x that was read.
    pub at: MeanPoint,
    /// Seed and smoothed value of each of those runs.
    pub seeds: Vec<(u64, f64)>,
}

impl Curves {
    /// The x nearest to `x` where there are values: along seconds `x` itself, held between the ends.
    pub fn nearest_x(&self, x: f64) -> Option<f64> {
        if self.axis == Axis::Seconds {
            let (first, last) = self.x_extent()?;
            return Some(x.clamp(first, last));
        }
        let of_variant = |mean: &[MeanPoint]| {
            let after = mean.partition_point(|point| point.x < x);
            let neighbours = [after.checked_sub(1), Some(after)];
            let found = neighbours.into_iter().flatten().filter_map(|idx| mean.get(idx));
            nearest(found.map(|point| point.x), x)
        };
        nearest(self.variants.iter().filter_map(|variant| of_variant(&variant.mean)), x)
    }

    /// The values of every shown variant at the x nearest to `x`; a variant without a value there is not listed.
    pub fn value_at(&self, x: f64) -> Vec<Reading> {
        let Some(x) = self.nearest_x(x) else {
            return Vec::new();
        };
        let reading = |variant: &super::VariantCurves| {
            let seeds = variant.runs.iter();
            Some(Reading {
                variant: variant.variant,
                at: variant.mean_at(self.axis, x)?,
                seeds: seeds
                    .filter_map(|run| Some((run.seed, run.value_at(self.axis, x)?)))
                    .collect(),
            })
        };
        self.variants.iter().filter_map(reading).collect()
    }

    /// The curves as a short table: readings at about `n` evenly spaced places from the first x to the last.
    pub fn table(&self, n: usize) -> Vec<Vec<Reading>> {
        let Some((first, last)) = self.x_extent() else {
            return Vec::new();
        };
        let place = |idx: usize| first + (last - first) * idx as f64 / n.saturating_sub(1).max(1) as f64;
        let mut places: Vec<f64> = (0..n).filter_map(|idx| self.nearest_x(place(idx))).collect();
        places.dedup();
        places.into_iter().map(|x| self.value_at(x)).collect()
    }
}

fn nearest(places: impl Iterator<Item = f64>, x: f64) -> Option<f64> {
    places.reduce(|best, place| {
        if (place - x).abs() < (best - x).abs() {
            place
        } else {
            best
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::CurveSettings;
    use super::super::tests::{PLAIN, run};
    use super::*;

    fn curves(axis: Axis) -> Curves {
        let runs = [
            run(0, 1, 1.0, &[3.0, 2.0, 1.0]),
            run(0, 2, 2.0, &[5.0, 4.0, 2.0]),
            run(3, 1, 1.0, &[9.0]),
        ];
        Curves::new(&runs, &CurveSettings { axis, ..PLAIN })
    }

    #[test]
    fn pointing_snaps_to_the_nearest_step_and_lists_who_has_it() {
        let readings = curves(Axis::Step).value_at(1.2);
        let listed: Vec<_> = readings.iter().map(|reading| (reading.variant, reading.at.n)).collect();
        assert_eq!(listed, [(0, 2), (3, 1)]);
        assert_eq!(readings[0].seeds, [(1, 3.0), (2, 5.0)]);
        let late = curves(Axis::Step).value_at(70.0);
        assert_eq!((late.len(), late[0].at.x), (1, 3.0));
        assert!(Curves::new(&[], &PLAIN).value_at(1.0).is_empty());
    }

    #[test]
    fn along_seconds_it_reads_where_it_points() {
        let readings = curves(Axis::Seconds).value_at(2.5);
        assert_eq!(readings[0].at.x, 2.5);
        assert_eq!(readings[0].seeds, [(1, 1.5), (2, 4.75)]);
    }

    #[test]
    fn the_table_goes_from_the_first_to_the_last_without_doubles() {
        let rows = curves(Axis::Step).table(5);
        let x: Vec<_> = rows.iter().map(|row| row[0].at.x).collect();
        assert_eq!(x, [1.0, 2.0, 3.0]);
        assert_eq!(curves(Axis::Step).table(1).len(), 1);
        assert!(curves(Axis::Step).table(0).is_empty());
    }
}
