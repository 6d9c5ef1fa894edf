//! The report of an experiment: question, method, results, what may be said, limits; as Markdown and as a page to print.
//!
//! The blocks are made once and written twice, so that the two cannot differ. Long because a report is one text.

use std::collections::BTreeSet;

use super::sentences;
use crate::draw::chart::escaped;
use crate::lab::record::ExperimentRecord;
use crate::lab::stats::{mean, standard_error};
use crate::spec::{Dataset, Schedule};
use crate::ui::numbers::{grouped, short};
use crate::ui::query::Language;
use crate::ui::words::{Catalogue, with_values};

/// A part of the report.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; 1 is the title.
    Heading(u8, String),
    /// A paragraph.
    Text(String),
    /// Sentences, one a line.
    List(Vec<String>),
    /// A table with its heading row.
    Table {
        /// What it shows.
        caption: String,
        /// The words above the columns.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
    /// A picture, as a whole `<svg>` element without custom properties.
    Figure {
        /// The picture.
        svg: String,
        /// What it shows.
        caption: String,
    },
}

/// The pictures of a report: (accuracy, loss), each a whole `<svg>` element.
pub type Figures = (String, String);

/// The report on `record`, whose plan `link` reproduces.
pub fn report(record: &ExperimentRecord, language: Language, link: &str, figures: Option<Figures>) -> Vec<Block> {
    let words = language.words();
    let mut blocks = vec![
        Block::Heading(1, format!("Fovea: {}", words.template_name(&record.experiment.name))),
        Block::Heading(2, words.report.method.to_owned()),
    ];
    blocks.extend(method(record, words));
    blocks.push(Block::Heading(2, words.report.results.to_owned()));
    blocks.push(accuracies(record, words));
    if let Some((accuracy, loss)) = figures {
        let caption = |text: &str| text.to_owned();
        blocks.push(Block::Figure {
            svg: accuracy,
            caption: caption(words.report.figure_accuracy),
        });
        blocks.push(Block::Figure {
            svg: loss,
            caption: caption(words.report.figure_loss),
        });
    }
    blocks.extend(per_class(record, words));
    blocks.push(Block::Heading(2, words.report.verdicts.to_owned()));
    blocks.push(Block::List(verdicts(record, words)));
    blocks.push(Block::Heading(2, words.report.limits.to_owned()));
    blocks.push(Block::List(limits(record, words)));
    blocks.push(Block::Text(with_values(
        words.report.again,
        &[("link", link.to_owned())],
    )));
    blocks
}

fn method(record: &ExperimentRecord, words: &Catalogue) -> Vec<Block> {
    let plan = &record.experiment;
    let counts = [
        ("n_train", plan.data.n_train.to_string()),
        ("n_test", plan.data.n_test.to_string()),
    ];
    let origin = record.origin.as_ref();
    let source = origin.map_or_else(String::new, |origin| format!("{}.", origin.data));
    let data = match plan.data.dataset {
        Dataset::Cifar10 => with_values(&with_values(words.report.data_cifar10, &counts), &[("source", source)]),
        Dataset::Scales => with_values(words.report.data_scales, &counts),
    };
    let training = &plan.training;
    let schedule = match training.schedule {
        Schedule::Constant => words.lab.constant,
        Schedule::Cosine => words.lab.cosine,
    };
    let yes = |is: bool| if is { "✓" } else { "–" }.to_owned();
    let settings = [
        ("lr", training.learning_rate.to_string()),
        ("schedule", schedule.to_owned()),
        ("batch", training.batch_size.to_string()),
        ("epochs", training.epochs.to_string()),
        ("decay", training.weight_decay.to_string()),
        ("flip", yes(plan.data.augment.flip)),
        ("shift", plan.data.augment.shift.to_string()),
    ];
    let seeds: Vec<_> = plan.seeds.iter().map(ToString::to_string).collect();
    let devices: BTreeSet<_> = record.runs.iter().filter_map(|run| run.device.clone()).collect();
    let engines = if devices.is_empty() {
        words.report.engine_unknown.to_owned()
    } else {
        devices.into_iter().collect::<Vec<_>>().join(", ")
    };
    let mut blocks = vec![Block::Text(data), networks(record, words)];
    blocks.push(Block::Text(with_values(words.report.settings_line, &settings)));
    blocks.push(Block::Text(with_values(
        words.report.seeds_line,
        &[("seeds", seeds.join(", "))],
    )));
    blocks.push(Block::Text(with_values(
        words.report.engine_line,
        &[("engines", engines)],
    )));
    blocks.extend(origin.map(|origin| {
        let values = [
            ("date", origin.date.clone()),
            ("commit", origin.commit.clone()),
            ("machine", origin.machine.clone()),
        ];
        Block::Text(with_values(words.report.recorded_line, &values))
    }));
    blocks
}

fn networks(record: &ExperimentRecord, words: &Catalogue) -> Block {
    let row = |variant: &crate::lab::experiment::VariantSpec| {
        let rows = variant.network.describe().unwrap_or_default();
        let local = rows.iter().filter(|row| !row.whole_input);
        let field = local.map(|row| row.receptive_field.0.height).max().unwrap_or(0);
        vec![
            words.variant_name(&variant.id),
            grouped(rows.iter().map(|row| row.parameters as u64).sum()),
            short(rows.iter().map(|row| row.macs).sum()),
            format!("{field} × {field}"),
        ]
    };
    let report = &words.report;
    Block::Table {
        caption: report.networks.to_owned(),
        head: [report.network, report.parameters, report.macs, report.field]
            .map(str::to_owned)
            .to_vec(),
        rows: record.experiment.variants.iter().map(row).collect(),
    }
}

fn accuracies(record: &ExperimentRecord, words: &Catalogue) -> Block {
    let report = &words.report;
    let plan = &record.experiment;
    let mut head = vec![report.network.to_owned()];
    head.extend(
        plan.seeds
            .iter()
            .map(|seed| with_values(report.seeds, &[("seed", seed.to_string())])),
    );
    head.extend([report.mean.to_owned(), report.error.to_owned()]);
    let percent = |value: f64| format!("{value:.1}");
    let rows = plan.variants.iter().map(|variant| {
        let of_seed = |seed: &u64| {
            let run = record.runs_of(&variant.id).find(|run| run.key.seed == *seed);
            let done = run.filter(|run| run.summary.is_some());
            Some(f64::from(done?.last_accuracy()?) * 100.0)
        };
        let found: Vec<Option<f64>> = plan.seeds.iter().map(of_seed).collect();
        let known: Vec<f64> = found.iter().flatten().copied().collect();
        let cell = |value: Option<f64>| value.map_or_else(|| report.not_done.to_owned(), percent);
        let mut row = vec![words.variant_name(&variant.id)];
        row.extend(found.into_iter().map(cell));
        row.push(cell((!known.is_empty()).then(|| mean(&known))));
        row.push(cell(standard_error(&known)));
        row
    });
    Block::Table {
        caption: report.accuracy.to_owned(),
        rows: rows.collect(),
        head,
    }
}

fn per_class(record: &ExperimentRecord, words: &Catalogue) -> Option<Block> {
    let plan = &record.experiment;
    if record.runs.iter().all(|run| run.summary.is_none()) {
        return None;
    }
    let mut head = vec![words.report.class.to_owned()];
    head.extend(plan.variants.iter().map(|variant| words.variant_name(&variant.id)));
    let rows = plan.data.dataset.classes().iter().enumerate().map(|(class, name)| {
        let mut row = vec![(*name).to_owned()];
        row.extend(plan.variants.iter().map(|variant| {
            let summaries = record.runs_of(&variant.id).filter_map(|run| run.summary.as_ref());
            let shares = summaries.filter_map(|summary| summary.accuracy_per_class().get(class).copied().flatten());
            let shares: Vec<f64> = shares.map(|share| f64::from(share) * 100.0).collect();
            if shares.is_empty() {
                words.report.not_done.to_owned()
            } else {
                format!("{:.1}", mean(&shares))
            }
        }));
        row
    });
    Some(Block::Table {
        caption: words.report.per_class.to_owned(),
        rows: rows.collect(),
        head,
    })
}

fn verdicts(record: &ExperimentRecord, words: &Catalogue) -> Vec<String> {
    let variants = &record.experiment.variants;
    let Some(base) = variants.first() else {
        return Vec::new();
    };
    let others = variants.iter().skip(1);
    let mut lines: Vec<_> = others
        .map(|variant| sentences::of_verdict(words, record, &base.id, &variant.id))
        .collect();
    lines.extend(sentences::of_noise(words, record));
    lines
}

fn limits(record: &ExperimentRecord, words: &Catalogue) -> Vec<String> {
    let plan = &record.experiment;
    let values = [
        ("n_train", plan.data.n_train.to_string()),
        ("epochs", plan.training.epochs.to_string()),
        ("n", plan.seeds.len().to_string()),
    ];
    let report = &words.report;
    let lines = [
        report.limit_size,
        report.limit_seeds,
        report.limit_best,
        report.limit_time,
    ];
    lines.map(|line| with_values(line, &values)).to_vec()
}

/// The report as Markdown; pictures as data addresses, so that it is one file.
pub fn markdown(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Heading(level, words) => {
                text.push_str(&format!("{} {}\n\n", "#".repeat(usize::from(*level)), words));
            }
            Block::Text(words) => text.push_str(&format!("{words}\n\n")),
            Block::List(lines) => {
                lines.iter().for_each(|line| text.push_str(&format!("- {line}\n")));
                text.push('\n');
            }
            Block::Table { caption, head, rows } => {
                let line = |cells: &[String]| {
                    let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
                    format!("| {} |\n", cells.join(" | "))
                };
                text.push_str(&format!("**{caption}**\n\n{}", line(head)));
                text.push_str(&format!("|{}\n", " --- |".repeat(head.len())));
                rows.iter().for_each(|row| text.push_str(&line(row)));
                text.push('\n');
            }
            Block::Figure { svg, caption } => {
                use base64::Engine;
                let bytes = base64::engine::general_purpose::STANDARD.encode(svg);
                text.push_str(&format!(
                    "![{caption}](data:image/svg+xml;base64,{bytes})\n\n*{caption}*\n\n"
                ));
            }
        }
    }
    text
}

/// The report as a whole page that prints well.
pub fn page(blocks: &[Block], language: Language) -> String {
    let lang = match language {
        Language::English => "en",
        Language::Chinese => "zh-Hans",
    };
    let mut body = String::new();
    for block in blocks {
        body.push_str(&match block {
            Block::Heading(level, words) => format!("<h{level}>{}</h{level}>", escaped(words)),
            Block::Text(words) => format!("<p>{}</p>", escaped(words)),
            Block::List(lines) => {
                let lines: String = lines.iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
                format!("<ul>{lines}</ul>")
            }
            Block::Table { caption, head, rows } => {
                let cells = |tag: &str, cells: &[String]| -> String {
                    let cells: String = cells
                        .iter()
                        .map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell)))
                        .collect();
                    format!("<tr>{cells}</tr>")
                };
                let rows: String = rows.iter().map(|row| cells("td", row)).collect();
                format!(
                    "<table><caption>{}</caption>{}{rows}</table>",
                    escaped(caption),
                    cells("th", head)
                )
            }
            Block::Figure { svg, caption } => {
                format!("<figure>{svg}<figcaption>{}</figcaption></figure>", escaped(caption))
            }
        });
    }
    format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>Fovea</title><style>{STYLE}</style></head>\
         <body>{body}</body></html>"
    )
}

const STYLE: &str = "body{font:16px/1.5 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:46rem;\
margin:2rem auto;padding:0 1rem;color:#1f2530;background:#fff}table{border-collapse:collapse;margin:1rem 0;width:100%;\
font-variant-numeric:tabular-nums;font-size:.9rem}caption{text-align:left;font-weight:600;padding:.3rem 0}th,td{border-bottom:1px solid #ccc;\
padding:.2rem .5rem;text-align:right}th:first-child,td:first-child{text-align:left}figure{margin:1rem 0;break-inside:avoid}\
figcaption{font-size:.85rem;color:#545d6b}svg{max-width:100%;height:auto}li,p{overflow-wrap:anywhere}";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::templates;

    fn check(language: Language) {
        let mut experiment = templates::find("homework").unwrap().experiment();
        experiment.name = "<b>mine</b> | yours".to_owned();
        let record = ExperimentRecord::new(experiment);
        let figures = Some(("<svg></svg>".to_owned(), "<svg></svg>".to_owned()));
        let blocks = report(&record, language, "https://example.org/?nets=a", figures);
        let text = markdown(&blocks);
        // Every number of the method, and no place left unfilled.
        for part in [
            "1\u{202f}074\u{202f}986",
            "359\u{202f}342",
            "43 × 43",
            "4000",
            "0.001",
            "1, 2, 3, 4, 5",
            "nets=a",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains('{'), "{text}");
        let html = page(&blocks, language);
        assert!(html.contains("&lt;b&gt;mine") && !html.contains("<b>mine"));
        assert_eq!(html.matches("<figure>").count(), 2);
        assert_eq!(html.matches("<table>").count(), 2); // networks and accuracies; no run is done
    }

    #[test]
    fn the_report_is_whole_in_both_languages() {
        check(Language::English);
        check(Language::Chinese);
    }
}
