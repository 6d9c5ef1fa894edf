//! A verdict as a sentence, in either language: the same on the page and in the report.

use crate::lab::experiment::RunKey;
use crate::lab::record::ExperimentRecord;
use crate::lab::stats::agreement::agreement;
use crate::lab::stats::error_of_share;
use crate::lab::stats::paired::Paired;
use crate::lab::stats::verdict::{Verdict, image_noise, verdict};
use crate::spec::Dataset;
use crate::ui::words::{Catalogue, with_values};

/// What may be said of `id` against `base`.
pub fn of_verdict(words: &Catalogue, record: &ExperimentRecord, base: &str, id: &str) -> String {
    let names = [("name", words.variant_name(id)), ("base", words.variant_name(base))];
    let fill = |text: &str, more: &[(&str, String)]| with_values(&with_values(text, &names), more);
    let of_pairs = |text: &str, found: Paired| {
        let (low, high) = found.interval.unwrap_or((found.difference, found.difference));
        let values = [
            ("difference", points(found.difference)),
            ("error", format!("{:.1}", found.error.unwrap_or(0.0))),
            ("n", found.n_pairs.to_string()),
            ("low", points(low)),
            ("high", points(high)),
            ("needed", found.n_needed().map_or_else(String::new, |n| n.to_string())),
        ];
        fill(text, &values)
    };
    let (all, more) = (words, &words.experiment);
    let words = &words.ablation;
    let said = match verdict(record, base, id) {
        Verdict::NoPairs => fill(words.verdict_none, &[]),
        Verdict::OneSeed { difference } => fill(words.verdict_one_seed, &[("difference", points(difference))]),
        Verdict::Same(found) => of_pairs(words.verdict_same, found),
        Verdict::NoSpread(found) => of_pairs(words.verdict_no_spread, found),
        Verdict::Better(found) => of_pairs(words.verdict_better, found),
        Verdict::Worse(found) => of_pairs(words.verdict_worse, found),
        Verdict::Open(found) if found.n_needed().is_some() => of_pairs(words.verdict_open, found),
        Verdict::Open(found) => of_pairs(words.verdict_never, found),
        Verdict::Apart(found) => {
            let values = [
                ("difference", points(found.difference)),
                ("error", format!("{:.1}", found.error)),
                ("n1", found.n.0.to_string()),
                ("n2", found.n.1.to_string()),
                ("low", points(found.interval.0)),
                ("high", points(found.interval.1)),
            ];
            let text = match (found.is_distinguishable(), found.difference > 0.0) {
                (false, _) => more.verdict_apart_open,
                (true, true) => more.verdict_apart_better,
                (true, false) => more.verdict_apart_worse,
            };
            fill(text, &values)
        }
    };
    match of_images(all, record, base, id) {
        Some(more) => format!("{said} {more}"),
        None => said,
    }
}

/// What the choice of the test images takes back: seeds that agree on a difference, on images of which others might show
/// none; and the images alone where one seed says nothing of seeds.
fn of_images(words: &Catalogue, record: &ExperimentRecord, base: &str, id: &str) -> Option<String> {
    let noise = image_noise(record, base, id)?;
    let more = &words.experiment;
    // Scales draws other images for every seed, so that its seeds speak of images too.
    let are_fixed = record.experiment.data.dataset == Dataset::Cifar10;
    let text = match verdict(record, base, id) {
        Verdict::Better(_) | Verdict::Worse(_) if are_fixed && !noise.is_distinguishable() => more.verdict_images,
        Verdict::OneSeed { .. } if noise.is_distinguishable() => more.verdict_one_images,
        Verdict::OneSeed { .. } => more.verdict_one_images_open,
        _ => return None,
    };
    let (low, high) = noise.interval();
    // Where the two never disagree there is nothing to tell.
    if low == high {
        return None;
    }
    let values = [
        ("n", noise.n_images.to_string()),
        ("low", points(low * 100.0)),
        ("high", points(high * 100.0)),
    ];
    Some(with_values(text, &values))
}

/// What ± means, and how much the test images alone leave to chance at the mean accuracy of all finished runs.
pub fn of_noise(words: &Catalogue, record: &ExperimentRecord) -> Option<String> {
    let done = record.runs.iter().filter(|run| run.summary.is_some());
    let accuracies: Vec<f64> = done.filter_map(|run| run.last_accuracy()).map(f64::from).collect();
    if accuracies.is_empty() {
        return None;
    }
    let n_test = record.experiment.data.n_test;
    let chance = error_of_share(crate::lab::stats::mean(&accuracies), n_test) * 100.0;
    let values = [("n_test", n_test.to_string()), ("points", format!("{chance:.1}"))];
    Some(with_values(words.ablation.noise, &values))
}

/// Two runs image by image; nothing where they cannot be compared so.
pub fn of_agreement(words: &Catalogue, record: &ExperimentRecord, first: &RunKey, second: &RunKey) -> Option<String> {
    if !record.experiment.is_same_test(first, second) {
        return None;
    }
    let summary = |key: &RunKey| record.run(key)?.summary.as_ref();
    let found = agreement(summary(first)?, summary(second)?)?;
    // Two runs of one seed by their networks alone, any others each with its seed.
    let is_one_seed = first.seed == second.seed && first.variant != second.variant;
    let name = |key: &RunKey| {
        let name = words.variant_name(&key.variant);
        if is_one_seed {
            return name;
        }
        let values = [("name", name), ("seed", key.seed.to_string())];
        with_values(words.experiment.name_of_seed, &values)
    };
    let values = [
        ("a", name(first)),
        ("b", name(second)),
        ("seed", first.seed.to_string()),
        ("n", found.n_images.to_string()),
        ("n01", found.only_first.len().to_string()),
        ("n10", found.only_second.len().to_string()),
        ("p", p_value(found.p)),
    ];
    let text = if is_one_seed {
        words.ablation.mcnemar
    } else {
        words.experiment.mcnemar_seeds
    };
    Some(with_values(text, &values))
}

/// A difference with its sign, in points, with one digit.
fn points(value: f64) -> String {
    format!("{value:+.1}").replace('-', "−")
}

fn p_value(p: f64) -> String {
    if p < 0.001 {
        "< 0.001".to_owned()
    } else {
        format!("{p:.3}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::experiment::VariantSpec;
    use crate::lab::record::RunState;
    use crate::lab::templates;
    use crate::spec::{EpochMetrics, RunSummary};
    use crate::ui::query::Language;

    /// plain-s right on the first images, dilated-s on `n_more` more, of 10, with two seeds.
    fn record(n_more: [usize; 2]) -> ExperimentRecord {
        let mut experiment = templates::find("dilation").unwrap().experiment();
        experiment.variants = ["plain-s", "dilated-s"]
            .map(|id| VariantSpec::named(id).unwrap())
            .to_vec();
        experiment.seeds = vec![1, 2];
        experiment.data.n_test = 10;
        let mut record = ExperimentRecord::new(experiment);
        for run in &mut record.runs {
            let more = n_more[run.key.seed as usize - 1];
            let n_right = if run.key.variant == "plain-s" { 4 } else { 4 + more };
            let predictions = (0..10).map(|idx| u8::from(idx >= n_right)).collect();
            let summary = RunSummary {
                n_classes: 10,
                n_steps: 1,
                labels: vec![0; 10],
                predictions,
                confidences: vec![0.5; 10],
            };
            run.epochs.push(EpochMetrics {
                epoch: 0,
                train_loss: 1.0,
                test_loss: 1.0,
                test_accuracy: summary.accuracy(),
                n_test: 10,
            });
            run.summary = Some(summary);
            run.state = RunState::Done;
        }
        record
    }

    #[test]
    fn a_sentence_claims_no_more_than_the_seeds() {
        let words = Language::English.words();
        // Differences 10 and 30 points: mean 20, s = 14.14, error 10, t(1) = 12.706: 20 ± 127.
        let open = of_verdict(words, &record([1, 3]), "plain-s", "dilated-s");
        assert!(
            open.contains("+20.0 ± 10.0 points over 2 seeds: not distinguishable yet"),
            "{open}"
        );
        assert!(open.contains("−107.1 to +147.1"), "{open}");
        // t(n − 1) · 14.142 / √n < 20: n = 5 gives 2.776 · 6.325 = 17.56; n = 4 gives 3.182 · 7.071 = 22.5.
        assert!(open.contains("About 5 seeds"), "{open}");
        let chinese = of_verdict(Language::Chinese.words(), &record([1, 3]), "plain-s", "dilated-s");
        assert!(chinese.contains("+20.0 ± 10.0") && !chinese.contains('{'), "{chinese}");
    }

    #[test]
    fn image_by_image() {
        let record = record([1, 3]);
        let key = |id: &str| {
            record
                .runs
                .iter()
                .find(|run| run.key.variant == id && run.key.seed == 2)
                .unwrap()
                .key
                .clone()
        };
        let found = of_agreement(Language::English.words(), &record, &key("plain-s"), &key("dilated-s")).unwrap();
        // 3 images that only dilated-s has right: p = 2 · ½³ = 0.25
        assert!(
            found.contains("is right 0 times") && found.contains(" 3 times") && found.contains("p = 0.250"),
            "{found}"
        );
        // Scales draws its test images from the seed: equal labels, other images.
        let mut scales = record.clone();
        scales.experiment.data.dataset = Dataset::Scales;
        let other = RunKey {
            seed: 1,
            ..key("plain-s")
        };
        let across = |record| of_agreement(Language::English.words(), record, &other, &key("dilated-s"));
        assert!(across(&record).is_some() && across(&scales).is_none());
    }

    #[test]
    fn two_runs_of_different_seeds_are_named_with_both() {
        let record = record([1, 3]);
        let key = |id: &str, seed| RunKey {
            variant: id.to_owned(),
            seed,
        };
        let said = |first: RunKey, second: RunKey| {
            let said = of_agreement(Language::English.words(), &record, &first, &second).unwrap();
            assert!(!said.contains('{'), "{said}");
            said
        };
        let plain = Language::English.words().variant_name("plain-s");
        let found = said(key("plain-s", 1), key("dilated-s", 2));
        assert!(
            found.starts_with(&format!("{plain} (seed 1) and")) && found.contains("(seed 2)"),
            "{found}"
        );
        let found = said(key("plain-s", 1), key("plain-s", 2));
        assert!(
            found.starts_with(&format!("{plain} (seed 1) and {plain} (seed 2)")),
            "{found}"
        );
    }

    #[test]
    fn seeds_that_agree_do_not_speak_for_other_images() {
        // A third seed like the first.
        let mut wide = record([2, 3]);
        wide.experiment.seeds = vec![1, 2, 3];
        for id in ["plain-s", "dilated-s"] {
            let mut run = wide
                .runs
                .iter()
                .find(|run| run.key.variant == id && run.key.seed == 1)
                .unwrap()
                .clone();
            run.key.seed = 3;
            wide.runs.push(run);
        }
        // 20, 30, 20 points: mean 23.3, s = 5.77, error 3.33, t(2) = 4.303: 9.0 to 37.7, above zero. Of the ten images two
        // differ by 1 and one by 1/3: the mean is 0.2333, s = 0.417, error 0.132: −2.5 to +49.2.
        let said = of_verdict(Language::English.words(), &wide, "plain-s", "dilated-s");
        assert!(said.contains("is better") && said.contains("10 test images"), "{said}");
        assert!(said.contains("−2.5 to +49.2"), "{said}");
        let chinese = of_verdict(Language::Chinese.words(), &wide, "plain-s", "dilated-s");
        assert!(chinese.contains("−2.5") && !chinese.contains('{'), "{chinese}");
        // One seed: nothing is said of seeds, something of images.
        let mut one = record([3, 3]);
        one.runs.retain(|run| run.key.seed == 1);
        let said = of_verdict(Language::English.words(), &one, "plain-s", "dilated-s");
        assert!(
            said.contains("one common seed") && said.contains("10 test images"),
            "{said}"
        );
    }

    #[test]
    fn the_chance_of_ten_images() {
        // Accuracies 0.4, 0.5, 0.4, 0.7: mean 0.5, √(0.5 · 0.5 / 10) = 15.8 points
        let found = of_noise(Language::English.words(), &record([1, 3])).unwrap();
        assert!(
            found.contains("10 test images") && found.contains("± 15.8 points"),
            "{found}"
        );
    }
}
