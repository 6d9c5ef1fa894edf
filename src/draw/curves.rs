//! The two curves of a run: loss per step, accuracy per epoch.

use super::chart::{AxisLabels, Chart, Curve, Frame, Guide, chart};
use super::points::{smooth, thin};
use crate::spec::{EpochMetrics, StepMetrics};

/// Points of one curve that are drawn at most; more than there are pixels tell nothing.
const MAX_POINTS: usize = 600;

/// The words of the loss chart.
#[derive(Clone, Copy, Debug)]
pub struct LossWords<'a> {
    /// Words along the axes.
    pub axes: AxisLabels<'a>,
    /// What the line at the loss of guessing says.
    pub chance: &'a str,
}

/// Loss per step: the raw line thin, the smoothed one above it; `weight` of the past as in [`smooth`].
///
/// `n_steps` is the length of the whole run, so that the axis does not move while it goes on.
pub fn loss(steps: &[StepMetrics], n_steps: usize, weight: f64, size: (u32, u32), words: LossWords<'_>) -> Chart {
    let raw = loss_points(steps);
    let highest = raw.iter().map(|point| point.1).fold(2.5, f64::max);
    let frame = Frame::new(size, (0.0, n_steps.max(1) as f64), (0.0, highest.min(12.0) * 1.04));
    let clip = |points: Vec<(f64, f64)>| -> Vec<(f64, f64)> {
        points.into_iter().map(|(x, y)| (x, y.min(frame.y_values.1))).collect()
    };
    let smoothed = thin(&smooth(&raw, weight), MAX_POINTS);
    let curves = [
        Curve {
            points: clip(thin(&raw, MAX_POINTS)),
            colour: if weight > 0.0 { "--chart-raw" } else { "--chart-line" },
            width: 1,
            dots: false,
        },
        Curve {
            points: if weight > 0.0 { clip(smoothed) } else { Vec::new() },
            colour: "--chart-line",
            width: 2,
            dots: false,
        },
    ];
    let guide = Guide {
        y: 10f64.ln(), // every class equally likely: −ln(1/10)
        label: words.chance.to_owned(),
    };
    chart(frame, &curves, Some(&guide), words.axes)
}

/// The losses that are numbers, by steps done.
pub fn loss_points(steps: &[StepMetrics]) -> Vec<(f64, f64)> {
    steps
        .iter()
        .filter(|step| step.loss.is_finite())
        .map(|step| ((step.step + 1) as f64, f64::from(step.loss)))
        .collect()
}

/// Test accuracy per epoch, in percent, with a line at the 10 % of guessing.
pub fn accuracy(
    epochs: &[EpochMetrics],
    n_epochs: usize,
    size: (u32, u32),
    axes: AxisLabels<'_>,
    chance: &str,
) -> Chart {
    let points: Vec<(f64, f64)> = epochs
        .iter()
        .map(|epoch| ((epoch.epoch + 1) as f64, f64::from(epoch.test_accuracy) * 100.0))
        .collect();
    let highest = points.iter().map(|point| point.1).fold(0.0, f64::max);
    let top = if highest > 60.0 { 100.0 } else { 60.0 };
    let frame = Frame::new(size, (0.0, n_epochs.max(1) as f64), (0.0, top));
    let curve = Curve {
        points,
        colour: "--chart-accuracy",
        width: 2,
        dots: n_epochs <= 60,
    };
    let guide = Guide {
        y: 10.0,
        label: chance.to_owned(),
    };
    chart(frame, &[curve], Some(&guide), axes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AXES: AxisLabels<'static> = AxisLabels {
        x: "step",
        y: "loss",
        title: "Loss",
    };

    fn steps(n_steps: usize) -> Vec<StepMetrics> {
        (0..n_steps)
            .map(|step| StepMetrics {
                step,
                epoch: 0,
                loss: 2.3 - step as f32 / n_steps as f32,
                n_images: 128,
            })
            .collect()
    }

    #[test]
    fn the_loss_has_a_raw_and_a_smooth_line() {
        let words = LossWords {
            axes: AXES,
            chance: "guessing",
        };
        let chart = loss(&steps(20), 40, 0.9, (600, 240), words);
        assert!(chart.svg.contains("--chart-raw") && chart.svg.contains("--chart-line"));
        assert_eq!(chart.frame.x_values, (0.0, 40.0));
    }

    #[test]
    fn a_loss_that_is_no_number_is_left_out() {
        let mut some = steps(3);
        some[1].loss = f32::NAN;
        assert_eq!(
            loss_points(&some).iter().map(|point| point.0).collect::<Vec<_>>(),
            [1.0, 3.0]
        );
    }

    #[test]
    fn a_long_run_is_drawn_with_few_points() {
        let words = LossWords {
            axes: AXES,
            chance: "guessing",
        };
        let chart = loss(&steps(100_000), 100_000, 0.9, (600, 240), words);
        assert!(chart.svg.len() < 60_000, "{} bytes", chart.svg.len());
    }

    #[test]
    fn the_accuracy_axis_holds_the_best_epoch() {
        let epoch = |epoch: usize, test_accuracy: f32| EpochMetrics {
            epoch,
            train_loss: 1.0,
            test_loss: 1.0,
            test_accuracy,
            n_test: 1000,
        };
        let low = accuracy(&[epoch(0, 0.31)], 2, (600, 240), AXES, "guessing");
        assert_eq!(low.frame.y_values, (0.0, 60.0));
        let high = accuracy(&[epoch(0, 0.31), epoch(1, 0.67)], 2, (600, 240), AXES, "guessing");
        assert_eq!(high.frame.y_values, (0.0, 100.0));
        assert_eq!(high.svg.matches("<circle").count(), 2);
    }
}
