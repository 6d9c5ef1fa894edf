//! What came out: accuracies with their errors, curves, every run, every class.

use super::{Block, Material, method};
use crate::lab::record::{ExperimentRecord, RunRecord, RunState};
use crate::lab::stats::{mean, standard_error};
use crate::ui::numbers::clock;
use crate::ui::words::{Catalogue, with_values};

/// All results but confusions and fields.
pub fn results(record: &ExperimentRecord, words: &Catalogue, material: &Material<'_>) -> Vec<Block> {
    let mut blocks = vec![accuracies(record, words)];
    if let Some(figures) = &material.figures {
        let figure = |svg: &str, caption: &str| Block::Figure {
            svg: svg.to_owned(),
            caption: caption.to_owned(),
        };
        blocks.push(figure(&figures.accuracy, words.report.figure_accuracy));
        blocks.push(figure(&figures.loss, words.report.figure_loss));
        blocks.extend(joined(words, material).map(Block::List));
    }
    blocks.push(runs(record, words));
    blocks.push(Block::Text(words.ablation.best_note.to_owned()));
    blocks.extend(per_class(record, words));
    blocks
}

/// The recorded experiments that the curves hold too.
fn joined(words: &Catalogue, material: &Material<'_>) -> Option<Vec<String>> {
    let line = |(id, record): &(&str, &ExperimentRecord)| {
        let origin = record.origin.as_ref()?;
        let values = [
            ("name", words.template_name(id)),
            ("date", origin.date.clone()),
            ("commit", origin.commit.clone()),
            ("machine", origin.machine.clone()),
            ("data", origin.data.clone()),
        ];
        Some(with_values(words.ablation.recorded_note, &values))
    };
    let lines: Vec<_> = material.joined.iter().filter_map(line).collect();
    (!lines.is_empty()).then_some(lines)
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

/// The whole table of runs, as the page has it.
fn runs(record: &ExperimentRecord, words: &Catalogue) -> Block {
    let lab = &words.ablation;
    let head = [
        lab.variant,
        lab.seed,
        lab.status,
        lab.steps,
        lab.speed,
        lab.time,
        lab.best,
        lab.last,
        lab.engine,
    ];
    let row = |run: &RunRecord| {
        let spec = record.experiment.run(&run.key)?;
        let mark = run.clock.last().filter(|mark| mark.seconds > 0.0);
        let speed = mark.map(|mark| spec.n_images(mark.n_steps) as f64 / f64::from(mark.seconds));
        let or_none = |text: Option<String>| text.unwrap_or_else(|| words.report.not_done.to_owned());
        let percent = |share: Option<f32>| or_none(share.map(|share| format!("{:.1}\u{a0}%", share * 100.0)));
        Some(vec![
            words.variant_name(&run.key.variant),
            run.key.seed.to_string(),
            state(&run.state, words).to_owned(),
            format!("{}\u{a0}/\u{a0}{}", run.losses.len(), spec.n_steps()),
            or_none(speed.map(|speed| format!("{speed:.0}"))),
            or_none(mark.map(|mark| clock(f64::from(mark.seconds)))),
            percent(run.best_accuracy()),
            percent(run.last_accuracy()),
            or_none(run.device.as_deref().map(|device| method::engine(device, words))),
        ])
    };
    Block::Table {
        caption: lab.table.to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: record.runs.iter().filter_map(row).collect(),
    }
}

fn state(state: &RunState, words: &Catalogue) -> &'static str {
    let words = &words.ablation;
    match state {
        RunState::Waiting => words.waiting,
        RunState::Running => words.running,
        RunState::Paused => words.paused,
        RunState::Done => words.done,
        RunState::Stopped => words.stopped,
        RunState::Failed { .. } => words.failed,
    }
}

fn per_class(record: &ExperimentRecord, words: &Catalogue) -> Option<Block> {
    let plan = &record.experiment;
    if record.runs.iter().all(|run| run.summary.is_none()) {
        return None;
    }
    let mut head = vec![words.report.class.to_owned()];
    head.extend(plan.variants.iter().map(|variant| words.variant_name(&variant.id)));
    let rows = plan.data.dataset.classes().iter().enumerate().map(|(class, id)| {
        let mut row = vec![words.class_name(id)];
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
