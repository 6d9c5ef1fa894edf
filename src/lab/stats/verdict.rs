//! A comparison in a word: no more than the runs allow.

use super::images::ImageNoise;
use super::paired::{Paired, paired};
use super::unpaired::{Unpaired, unpaired};
use crate::lab::experiment::RunKey;
use crate::lab::record::{ExperimentRecord, RunState};
use crate::spec::RunSummary;

/// What may be said of a variant against another; differences are in points of accuracy (0 to 100).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// No seed with which both are done.
    NoPairs,
    /// One common seed: how much seeds differ is not known.
    OneSeed {
        /// Difference in points.
        difference: f64,
    },
    /// The same accuracy with every seed.
    Same(Paired),
    /// The same difference with every seed: chance may do that with few seeds, and their spread is not known.
    NoSpread(Paired),
    /// The interval lies above zero.
    Better(Paired),
    /// The interval lies below zero.
    Worse(Paired),
    /// The interval holds zero.
    Open(Paired),
    /// Both are done with two seeds or more, but with none in common.
    Apart(Unpaired),
}

/// How far other test images might move the difference of `variant` to `base`, by the seeds with which both are done. A
/// [`Verdict`] speaks of seeds on these test images; this is the other half of the chance, in shares (0 to 1). Nothing
/// without a common seed.
pub fn image_noise(record: &ExperimentRecord, base: &str, variant: &str) -> Option<ImageNoise> {
    let seeds = record.experiment.seeds.iter();
    let pairs: Vec<_> = seeds
        .filter_map(|seed| summary(record, base, *seed).zip(summary(record, variant, *seed)))
        .collect();
    ImageNoise::of_pairs(&pairs)
}

fn seeds_of(record: &ExperimentRecord) -> impl Iterator<Item = u64> {
    record.experiment.seeds.iter().copied()
}

fn summary<'a>(record: &'a ExperimentRecord, variant: &str, seed: u64) -> Option<&'a RunSummary> {
    let variant = variant.to_owned();
    record.run(&RunKey { variant, seed })?.summary.as_ref()
}

/// The verdict on `variant` against `base`, by the last accuracy of each seed with which both are done.
pub fn verdict(record: &ExperimentRecord, base: &str, variant: &str) -> Verdict {
    let points = |id: &str, seed: u64| {
        let run = record
            .runs_of(id)
            .find(|run| run.key.seed == seed && run.state == RunState::Done)?;
        Some(f64::from(run.last_accuracy()?) * 100.0)
    };
    let pairs: Vec<_> = seeds_of(record)
        .filter_map(|seed| points(base, seed).zip(points(variant, seed)))
        .collect();
    let apart = || {
        let all = |id: &str| seeds_of(record).filter_map(|seed| points(id, seed)).collect::<Vec<_>>();
        unpaired(&all(base), &all(variant))
    };
    match paired(&pairs) {
        None => apart().map_or(Verdict::NoPairs, Verdict::Apart),
        Some(found) if found.n_pairs == 1 => Verdict::OneSeed {
            difference: found.difference,
        },
        Some(found) if found.difference == 0.0 && found.is_without_spread() => Verdict::Same(found),
        Some(found) if found.is_without_spread() => Verdict::NoSpread(found),
        Some(found) if !found.is_distinguishable() => Verdict::Open(found),
        Some(found) if found.difference > 0.0 => Verdict::Better(found),
        Some(found) => Verdict::Worse(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::experiment::VariantSpec;
    use crate::lab::templates;
    use crate::spec::EpochMetrics;

    /// Accuracies of plain-s and dilated-s with the seeds 1, 2, 3, in percent.
    fn record(accuracies: [[Option<f32>; 3]; 2]) -> ExperimentRecord {
        let mut experiment = templates::find("dilation").unwrap().experiment();
        experiment.variants = ["plain-s", "dilated-s"]
            .map(|id| VariantSpec::named(id).unwrap())
            .to_vec();
        experiment.seeds = vec![1, 2, 3];
        let mut record = ExperimentRecord::new(experiment);
        for (of_variant, id) in accuracies.into_iter().zip(["plain-s", "dilated-s"]) {
            for (accuracy, run) in of_variant
                .into_iter()
                .zip(record.runs.iter_mut().filter(|run| run.key.variant == id))
            {
                let Some(accuracy) = accuracy else { continue };
                run.state = RunState::Done;
                run.epochs.push(EpochMetrics {
                    epoch: 0,
                    train_loss: 1.0,
                    test_loss: 1.0,
                    test_accuracy: accuracy / 100.0,
                    n_test: 500,
                });
            }
        }
        record
    }

    fn check(plain: [f32; 3], dilated: [f32; 3], fits: fn(Verdict) -> bool) {
        let found = verdict(&record([plain.map(Some), dilated.map(Some)]), "plain-s", "dilated-s");
        assert!(fits(found), "{found:?}");
    }

    #[test]
    fn only_a_clear_difference_is_called_one() {
        check([50.0, 51.0, 52.0], [54.0, 55.1, 55.9], |verdict| {
            matches!(verdict, Verdict::Better(_))
        });
        check([54.0, 55.1, 55.9], [50.0, 51.0, 52.0], |verdict| {
            matches!(verdict, Verdict::Worse(_))
        });
        check([50.0, 51.0, 52.0], [53.0, 50.0, 54.0], |verdict| {
            matches!(verdict, Verdict::Open(_))
        });
        check([50.0, 51.0, 52.0], [50.0, 51.0, 52.0], |verdict| {
            matches!(verdict, Verdict::Same(_))
        });
        check([50.0, 51.0, 52.0], [50.5, 51.5, 52.5], |verdict| {
            matches!(verdict, Verdict::NoSpread(_))
        });
    }

    #[test]
    fn seeds_are_paired_and_those_of_one_side_alone_do_not_count() {
        let one = record([[Some(50.0), None, Some(52.0)], [Some(53.0), Some(60.0), None]]);
        let Verdict::OneSeed { difference } = verdict(&one, "plain-s", "dilated-s") else {
            panic!("{:?}", verdict(&one, "plain-s", "dilated-s"));
        };
        assert!((difference - 3.0).abs() < 1e-4); // 53 − 50 with seed 1
        let none = record([[Some(50.0), None, None], [None, Some(60.0), None]]);
        assert_eq!(verdict(&none, "plain-s", "dilated-s"), Verdict::NoPairs);
    }

    #[test]
    fn without_a_common_seed_each_stands_for_itself() {
        let mut record = record([[Some(50.0), Some(52.0), None], [None, None, Some(60.0)]]);
        assert_eq!(
            verdict(&record, "plain-s", "dilated-s"),
            Verdict::NoPairs,
            "one value has no spread"
        );
        record.experiment.seeds.push(4);
        let mut fourth = record
            .runs
            .iter()
            .find(|run| run.key.variant == "dilated-s" && run.key.seed == 3)
            .unwrap()
            .clone();
        fourth.key.seed = 4;
        fourth.epochs[0].test_accuracy = 0.62;
        record.runs.push(fourth);
        let Verdict::Apart(found) = verdict(&record, "plain-s", "dilated-s") else {
            panic!("{:?}", verdict(&record, "plain-s", "dilated-s"));
        };
        // 61 − 51, √(2 / 2 + 2 / 2)
        assert!((found.difference - 10.0).abs() < 1e-4 && (found.error - 2f64.sqrt()).abs() < 1e-4);
    }

    #[test]
    fn the_noise_of_the_images_takes_the_common_seeds() {
        let summary = |n_right: usize| RunSummary {
            n_classes: 10,
            n_steps: 1,
            labels: vec![0; 10],
            predictions: (0..10).map(|idx| u8::from(idx >= n_right)).collect(),
            confidences: vec![0.5; 10],
        };
        let mut record = record([[Some(50.0); 3], [Some(50.0), None, None]]);
        assert_eq!(image_noise(&record, "plain-s", "dilated-s"), None);
        for run in &mut record.runs {
            let n_right = if run.key.variant == "plain-s" { 2 } else { 7 };
            run.summary = (run.state == RunState::Done).then(|| summary(n_right));
        }
        let noise = image_noise(&record, "plain-s", "dilated-s").unwrap();
        assert_eq!((noise.n_images, noise.difference), (10, 0.5));
        // Five of ten images differ by 1: s² = (5 − 10 · 0.25) / 9 = 0.2778, √(0.2778 / 10) = 0.16667
        assert!((noise.error - 1.0 / 6.0).abs() < 1e-12 && noise.is_distinguishable());
    }
}
