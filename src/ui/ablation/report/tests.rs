//! The report is whole in both languages, and both files hold together.

use super::*;
use crate::lab::record::{ClockMark, Origin, RunState};
use crate::lab::templates;
use crate::spec::{CIFAR10_CLASSES, EpochMetrics, RunSummary};

const LANGUAGES: [Language; 2] = [Language::English, Language::Chinese];

/// The small homework with a hostile title and name, every run done but the last.
fn record() -> ExperimentRecord {
    let mut experiment = templates::find("homework-s").unwrap().experiment();
    experiment.name = "<b>mine</b> | yours".to_owned();
    experiment.variants[1].id = "a <i>x</i> & \"b\" *c*".to_owned();
    experiment.data.n_test = 20;
    let mut record = ExperimentRecord::new(experiment);
    let last = record.runs.len() - 1;
    for (idx, run) in record.runs[..last].iter_mut().enumerate() {
        let labels: Vec<u8> = (0..20).map(|image| image % 10).collect();
        let summary = RunSummary {
            n_classes: 10,
            n_steps: 4,
            // Every airplane is called an automobile, and a ship now and then a truck.
            predictions: labels
                .iter()
                .map(|label| match label {
                    0 => 1,
                    8 if idx % 2 == 0 => 9,
                    other => *other,
                })
                .collect(),
            confidences: vec![0.5; 20],
            labels,
        };
        run.losses = vec![2.0; 4];
        run.clock = vec![ClockMark {
            n_steps: 4,
            seconds: 8.0,
        }];
        run.epochs = vec![EpochMetrics {
            epoch: 0,
            train_loss: 2.0,
            test_loss: 2.0,
            test_accuracy: summary.accuracy(),
            n_test: 20,
        }];
        run.summary = Some(summary);
        run.state = RunState::Done;
        run.device = Some("cpu".to_owned());
    }
    record
}

fn blocks(record: &ExperimentRecord, language: Language) -> Vec<Block> {
    let measured = [MeasuredField {
        key: record.runs[0].key.clone(),
        network: record.experiment.variants[0].network.clone(),
        n_steps: 320,
        n_images: 32,
        values: (0..1024).map(f64::from).collect(),
    }];
    let mut joined = ExperimentRecord::new(templates::find("homework").unwrap().experiment());
    joined.origin = Some(Origin {
        date: "2026-11-24".to_owned(),
        commit: "0abc".to_owned(),
        machine: "a machine".to_owned(),
        data: "official".to_owned(),
    });
    let material = Material {
        link: "https://example.org/?nets=a&seeds=1".to_owned(),
        figures: Some(Figures {
            accuracy: "<svg></svg>".to_owned(),
            loss: "<svg></svg>".to_owned(),
        }),
        joined: vec![("homework", &joined)],
        machine: Some(Machine {
            n_cores: 12,
            agent: "Agent/9 <x>".to_owned(),
        }),
        fields: &measured,
    };
    report(record, language, &material)
}

/// The tags of `html` that are never closed, or closed out of turn.
fn unbalanced(html: &str) -> Vec<String> {
    const ALONE: [&str; 3] = ["meta", "!doctype", "br"];
    let (mut open, mut wrong) = (Vec::new(), Vec::new());
    for part in html.split('<').skip(1) {
        let tag = part.split('>').next().unwrap();
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                wrong.push(format!("</{name}>"));
            }
        } else if !tag.ends_with('/') && !ALONE.contains(&name) {
            open.push(name);
        }
    }
    wrong.extend(open.into_iter().map(str::to_owned));
    wrong
}

#[test]
fn every_section_is_there_in_both_languages() {
    for language in LANGUAGES {
        let words = language.words();
        let blocks = blocks(&record(), language);
        let headings: Vec<_> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading(2, words) => Some(words.as_str()),
                _ => None,
            })
            .collect();
        let report = &words.report;
        let expected = [
            report.question,
            report.method,
            report.results,
            report.confusion,
            report.fields,
            report.verdicts,
            report.limits,
            report.appendix,
        ];
        assert_eq!(headings, expected);
        let figures = blocks.iter().filter(|block| matches!(block, Block::Figure { .. }));
        // 4 networks, 2 charts, 4 confusions, 3 differences, 4 fields
        assert_eq!(figures.count(), 4 + 2 + 4 + 3 + 4);
        let tables = blocks.iter().filter(|block| matches!(block, Block::Table { .. }));
        // networks, accuracies, runs, classes, 4 networks layer by layer
        assert_eq!(tables.count(), 8);
    }
}

#[test]
fn no_place_is_left_and_the_numbers_are_there() {
    for language in LANGUAGES {
        let text = markdown(&blocks(&record(), language));
        let without_pictures: String = text.lines().filter(|line| !line.starts_with("![")).collect();
        assert!(!without_pictures.contains(['{', '}']), "{without_pictures}");
        for part in [
            "2000",
            "0.001",
            "1, 2, 3",
            "12",
            "Agent/9 &lt;x&gt;",
            "2026-11-24",
            "320",
            "0:08",
            "<https://example.org/?nets=a&seeds=1>",
        ] {
            assert!(without_pictures.contains(part), "{part} in {without_pictures}");
        }
        assert!(without_pictures.contains("&lt;b&gt;mine&lt;/b&gt; \\| yours") && without_pictures.contains("\\*c\\*"));
    }
}

#[test]
fn no_english_class_stands_in_the_chinese_report() {
    let html = page(&blocks(&record(), Language::Chinese), Language::Chinese);
    for class in CIFAR10_CLASSES {
        assert!(!html.contains(&format!(">{class}<")), "{class}");
        assert!(!html.contains(&format!("{class} →")), "{class}");
    }
    assert!(html.contains("飞机 → 汽车 6") && html.contains("lang=\"zh-Hans\""));
}

#[test]
fn the_page_is_balanced_and_escapes_what_learners_write() {
    for language in LANGUAGES {
        let html = page(&blocks(&record(), language), language);
        assert_eq!(unbalanced(&html), Vec::<String>::new());
        assert!(html.contains("&lt;b&gt;mine") && !html.contains("<b>mine") && !html.contains("<i>x"));
        assert!(html.contains("href=\"https://example.org/?nets=a&amp;seeds=1\""));
        assert!(!html.contains("var("), "a file has no style sheet");
    }
}

#[test]
fn what_is_measured_is_called_measured_and_nothing_else_is() {
    let of = |record: &ExperimentRecord| markdown(&blocks(record, Language::English));
    let mut record = record();
    let text = of(&record);
    // Each caption stands in the picture's words and below it.
    assert_eq!(text.matches("Measured in the run with seed 1").count(), 2);
    assert_eq!(text.matches("Not measured: this is theory").count(), 6);
    // Nothing is done: no confusion and no accuracy by class, and the page says so.
    record.runs.iter_mut().for_each(|run| run.summary = None);
    assert!(of(&record).contains("nothing to count"));
}

#[test]
fn every_template_asks_a_question_of_its_own() {
    for language in LANGUAGES {
        let question = |id: &str| {
            let experiment = templates::find(id).unwrap().experiment();
            method::question(&ExperimentRecord::new(experiment), language.words())
        };
        let mut all: Vec<_> = templates::TEMPLATES
            .iter()
            .map(|template| question(template.id))
            .collect();
        all.push(method::question(&record(), language.words()));
        let n = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), n);
    }
}

#[test]
fn every_network_of_the_templates_has_a_layer_to_look_at() {
    for template in templates::TEMPLATES {
        for variant in template.experiment().variants {
            assert!(asked_layer(&variant.network).is_some(), "{}", variant.id);
        }
    }
}
