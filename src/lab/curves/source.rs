//! Points of a record: which of its numbers becomes a curve.

use super::{CurveRun, Point};
use crate::lab::record::{ExperimentRecord, RunRecord};

/// What is followed over the training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Cross-entropy of each batch, in nats: one point per step.
    Loss,
    /// Mean cross-entropy of an epoch's batches, in nats.
    TrainLoss,
    /// Mean cross-entropy on the test images, in nats: one point per epoch.
    TestLoss,
    /// Test images that were right, in percent: one point per epoch.
    TestAccuracy,
}

/// The points of every run of `record` that has begun.
pub fn runs(record: &ExperimentRecord, quantity: Quantity) -> Vec<CurveRun> {
    let run = |run: &RunRecord| {
        let variant = record.experiment.variant_idx(&run.key.variant)?;
        let steps_per_epoch = record.experiment.run(&run.key)?.steps_per_epoch().max(1);
        let points = points(run, steps_per_epoch, quantity);
        let seed = run.key.seed;
        (!points.is_empty()).then_some(CurveRun { variant, seed, points })
    };
    record.runs.iter().filter_map(run).collect()
}

fn points(run: &RunRecord, steps_per_epoch: usize, quantity: Quantity) -> Vec<Point> {
    let point = |step: usize, value: f32| Point {
        step,
        epoch: step as f32 / steps_per_epoch as f32,
        seconds: run.seconds_at(step),
        value,
    };
    if quantity == Quantity::Loss {
        let losses = run.losses.iter().enumerate();
        return losses.map(|(idx, loss)| point(idx + 1, *loss)).collect();
    }
    let epochs = run.epochs.iter();
    epochs
        .map(|epoch| {
            let value = match quantity {
                Quantity::Loss | Quantity::TrainLoss => epoch.train_loss,
                Quantity::TestLoss => epoch.test_loss,
                Quantity::TestAccuracy => epoch.test_accuracy * 100.0,
            };
            point((epoch.epoch + 1) * steps_per_epoch, value)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::record::{ClockMark, RunState};
    use crate::lab::templates;
    use crate::spec::EpochMetrics;

    #[test]
    fn losses_are_per_step_and_accuracies_per_epoch() {
        let mut record = ExperimentRecord::new(templates::find("homework-s").unwrap().experiment());
        let n = record.experiment.run(&record.runs[0].key).unwrap().steps_per_epoch();
        let run = &mut record.runs[0];
        run.state = RunState::Running;
        run.losses = vec![2.0; n + 1];
        run.clock = vec![ClockMark {
            n_steps: n,
            seconds: 30.0,
        }];
        run.epochs = vec![EpochMetrics {
            epoch: 0,
            train_loss: 2.0,
            test_loss: 1.5,
            test_accuracy: 0.25,
            n_test: 1000,
        }];
        let losses = runs(&record, Quantity::Loss);
        assert_eq!(losses.len(), 1);
        assert_eq!(losses[0].points.len(), n + 1);
        assert_eq!((losses[0].points[0].step, losses[0].points[n - 1].epoch), (1, 1.0));
        assert_eq!(losses[0].points[n].seconds, None); // after the last mark
        let accuracies = runs(&record, Quantity::TestAccuracy);
        let expected = Point {
            step: n,
            epoch: 1.0,
            seconds: Some(30.0),
            value: 25.0,
        };
        assert_eq!(accuracies[0].points, [expected]);
        assert_eq!(runs(&record, Quantity::TestLoss)[0].points[0].value, 1.5);
    }
}
