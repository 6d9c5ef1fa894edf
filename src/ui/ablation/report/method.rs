//! Question and method: what was asked, of which networks, with which images, settings, seeds and machines.

use std::collections::BTreeSet;

use super::{Block, Material};
use crate::draw::diagram::diagram;
use crate::draw::printed::printed;
use crate::lab::experiment::{Experiment, VariantSpec};
use crate::lab::record::ExperimentRecord;
use crate::lab::templates;
use crate::spec::{Dataset, LayerRow, Schedule};
use crate::ui::numbers::{grouped, short};
use crate::ui::words::{Catalogue, with_values};

/// What the experiment asks: the template's question; of the learner's own networks, which differs.
pub fn question(record: &ExperimentRecord, words: &Catalogue) -> String {
    let report = &words.report;
    // The name stays when networks change: then the question is another one.
    let id = templates::of(&record.experiment).map_or("", |template| template.id);
    match id {
        "homework" => report.q_homework,
        "homework-s" => report.q_homework_s,
        "branches" => report.q_branches,
        "dilation" => report.q_dilation,
        "kernel-size" => report.q_kernel_size,
        "batch-norm" => report.q_batch_norm,
        "equal-parameters" => report.q_equal_parameters,
        "scales-fields" => report.q_scales_fields,
        _ => return with_values(report.q_own, &[("names", names(&record.experiment, words))]),
    }
    .to_owned()
}

/// The experiment's name; that of a template, whose networks are not compared, would announce another question.
pub fn title(experiment: &Experiment, words: &Catalogue) -> String {
    if templates::find(&experiment.name).is_some() && templates::of(experiment).is_none() {
        return names(experiment, words);
    }
    words.template_name(&experiment.name)
}

fn names(experiment: &Experiment, words: &Catalogue) -> String {
    let names = experiment.variants.iter();
    let names: Vec<_> = names.map(|variant| words.variant_name(&variant.id)).collect();
    names.join(words.report.between)
}

/// Data, networks, settings, seeds and machines.
pub fn method(record: &ExperimentRecord, words: &Catalogue, material: &Material<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Text(data(record, words)), networks(record, words)];
    blocks.extend(diagrams(record, words));
    blocks.push(Block::Text(settings(record, words)));
    let seeds: Vec<_> = record.experiment.seeds.iter().map(ToString::to_string).collect();
    blocks.push(Block::Text(with_values(
        words.report.seeds_line,
        &[("seeds", seeds.join(", "))],
    )));
    blocks.extend(machines(record, words, material).into_iter().map(Block::Text));
    blocks
}

fn data(record: &ExperimentRecord, words: &Catalogue) -> String {
    let data = &record.experiment.data;
    let source = record.origin.as_ref();
    let source = source.map_or_else(String::new, |origin| format!("{}.", origin.data.trim_end_matches('.')));
    let values = [
        ("n_train", data.n_train.to_string()),
        ("n_test", data.n_test.to_string()),
        ("source", source),
    ];
    let text = match data.dataset {
        Dataset::Cifar10 => words.report.data_cifar10,
        Dataset::Scales => words.report.data_scales,
    };
    with_values(text, &values).trim_end().to_owned()
}

fn networks(record: &ExperimentRecord, words: &Catalogue) -> Block {
    let row = |variant: &VariantSpec| {
        let rows = variant.network.describe().unwrap_or_default();
        vec![
            words.variant_name(&variant.id),
            grouped(rows.iter().map(|row| row.parameters as u64).sum()),
            short(rows.iter().map(|row| row.macs).sum()),
            words.local_field(variant.network.local_field()),
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

fn diagrams(record: &ExperimentRecord, words: &Catalogue) -> Vec<Block> {
    let figure = |variant: &VariantSpec| {
        let name = [("name", words.variant_name(&variant.id))];
        let caption = with_values(words.report.diagram, &name);
        let svg = printed(&diagram(&variant.network, &caption)?);
        Some(Block::Figure { svg, caption })
    };
    record.experiment.variants.iter().filter_map(figure).collect()
}

fn settings(record: &ExperimentRecord, words: &Catalogue) -> String {
    let (training, augment) = (&record.experiment.training, record.experiment.data.augment);
    let schedule = match training.schedule {
        Schedule::Constant => words.lab.constant,
        Schedule::Cosine => words.lab.cosine,
    };
    let flip = if augment.flip {
        words.report.yes
    } else {
        words.report.no
    };
    let values = [
        ("lr", training.learning_rate.to_string()),
        ("schedule", schedule.to_owned()),
        ("batch", training.batch_size.to_string()),
        ("epochs", training.epochs.to_string()),
        ("decay", training.weight_decay.to_string()),
        ("flip", flip.to_owned()),
        ("shift", augment.shift.to_string()),
    ];
    with_values(words.report.settings_line, &values)
}

/// Engines and adapters of the runs, the machine of a recorded experiment, and where the report is written.
fn machines(record: &ExperimentRecord, words: &Catalogue, material: &Material<'_>) -> Vec<String> {
    let devices = record.runs.iter().filter_map(|run| run.device.as_deref());
    let devices: BTreeSet<_> = devices.map(|device| engine(device, words)).collect();
    let engines = if devices.is_empty() {
        words.report.engine_unknown.to_owned()
    } else {
        devices.into_iter().collect::<Vec<_>>().join(words.report.between)
    };
    let mut lines = vec![with_values(words.report.engine_line, &[("engines", engines)])];
    lines.extend(record.origin.as_ref().map(|origin| {
        let values = [
            ("date", origin.date.clone()),
            ("commit", origin.commit.clone()),
            ("machine", origin.machine.clone()),
        ];
        with_values(words.report.recorded_line, &values)
    }));
    lines.extend(material.machine.as_ref().map(|machine| {
        let values = [("cores", machine.n_cores.to_string()), ("agent", machine.agent.clone())];
        with_values(words.report.machine_line, &values)
    }));
    lines
}

/// `cpu`, or `gpu` with its adapter, by the engine's name.
pub(super) fn engine(device: &str, words: &Catalogue) -> String {
    for (id, name) in [("cpu", words.engine.cpu_name), ("gpu", words.engine.gpu_name)] {
        if let Some(rest) = device.strip_prefix(id) {
            return format!("{name}{rest}");
        }
    }
    device.to_owned()
}

/// Every network layer by layer.
pub fn layers(record: &ExperimentRecord, words: &Catalogue) -> Vec<Block> {
    let network = &words.network;
    let table = |variant: &VariantSpec| {
        let name = [("name", words.variant_name(&variant.id))];
        let rows = variant.network.describe().unwrap_or_default();
        Block::Table {
            caption: with_values(words.report.layers, &name),
            head: [
                network.layer,
                network.op,
                network.kernel,
                network.stride,
                network.dilation,
                network.padding,
                network.output,
                network.params,
                network.rf,
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: rows.iter().map(|row| layer(row, words)).collect(),
        }
    };
    record.experiment.variants.iter().map(table).collect()
}

fn layer(row: &LayerRow, words: &Catalogue) -> Vec<String> {
    let pair = |pair: Option<crate::spec::Pair>| pair.map_or_else(String::new, |pair| pair.to_string());
    let output: Vec<_> = row.output.iter().map(ToString::to_string).collect();
    let field = if row.whole_input {
        words.report.whole.to_owned()
    } else {
        row.receptive_field.to_string()
    };
    vec![
        row.name.clone(),
        row.op.to_owned(),
        pair(row.kernel),
        pair(row.stride),
        pair(row.dilation),
        pair(row.padding),
        output.join("×"),
        grouped(row.parameters as u64),
        field,
    ]
}
