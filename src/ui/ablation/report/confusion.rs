//! What is taken for what: of every network over its finished seeds, and the difference to the first one.

use super::Block;
use crate::draw::confusion::{Cells, ConfusionWords, confusion};
use crate::draw::printed::printed;
use crate::lab::record::ExperimentRecord;
use crate::lab::stats::agreement::confusion_difference;
use crate::lab::stats::pooled::{common_seeds, most_confused, pooled};
use crate::spec::RunSummary;
use crate::ui::words::{Catalogue, with_values};

/// Pairs of classes that are named below a picture.
const N_NAMED: usize = 3;

/// A picture for each network with a finished run, and one for each difference; a sentence where there is none.
pub fn confusions(record: &ExperimentRecord, words: &Catalogue) -> Vec<Block> {
    let ids: Vec<&str> = record
        .experiment
        .variants
        .iter()
        .map(|variant| variant.id.as_str())
        .collect();
    let of_one = ids.iter().filter_map(|id| {
        let seeds = common_seeds(record, &[id]);
        let summary = pooled(record, id, &seeds)?;
        Some(counts(record, words, (id, &seeds), &summary))
    });
    let base = ids.first().copied().unwrap_or_default();
    let of_two = ids.iter().skip(1).filter_map(|id| {
        let seeds = common_seeds(record, &[base, id]);
        let pair = [pooled(record, base, &seeds)?, pooled(record, id, &seeds)?];
        let cells = confusion_difference(&pair[0], &pair[1])?;
        let mut values = values(words, id, &seeds);
        values.push(("base", words.variant_name(base)));
        let caption = with_values(words.report.confusion_difference, &values);
        Some(figure(record, words, Cells::Difference(&cells), caption))
    });
    let mut blocks: Vec<Block> = of_one.chain(of_two).collect();
    let sentence = if blocks.is_empty() {
        words.report.confusion_none
    } else {
        words.report.confusion_aid
    };
    blocks.insert(0, Block::Text(sentence.to_owned()));
    blocks
}

fn values(words: &Catalogue, id: &str, seeds: &[u64]) -> Vec<(&'static str, String)> {
    let seeds: Vec<_> = seeds.iter().map(ToString::to_string).collect();
    vec![("name", words.variant_name(id)), ("seeds", seeds.join(", "))]
}

fn counts(record: &ExperimentRecord, words: &Catalogue, (id, seeds): (&str, &[u64]), summary: &RunSummary) -> Block {
    let counts = summary.confusion();
    let mut values = values(words, id, seeds);
    values.push(("n", summary.labels.len().to_string()));
    values.push(("pairs", pairs(record, words, &counts)));
    let caption = with_values(words.report.confusion_of, &values);
    figure(record, words, Cells::Counts(&counts), caption)
}

/// The pairs that are confused most often, with their numbers.
fn pairs(record: &ExperimentRecord, words: &Catalogue, counts: &[u32]) -> String {
    let classes = record.experiment.data.dataset.classes();
    let name = |class: usize| words.class_name(classes.get(class).copied().unwrap_or_default());
    let found = most_confused(counts, classes.len(), N_NAMED);
    let named: Vec<_> = found
        .into_iter()
        .map(|(truth, said, n)| format!("{} → {} {n}", name(truth), name(said)))
        .collect();
    if named.is_empty() {
        words.report.not_done.to_owned()
    } else {
        named.join(words.report.between)
    }
}

fn figure(record: &ExperimentRecord, words: &Catalogue, cells: Cells<'_>, caption: String) -> Block {
    let classes = record.experiment.data.dataset.classes().iter();
    let classes: Vec<_> = classes.map(|id| words.class_name(id)).collect();
    let around = ConfusionWords {
        corner: words.ablation.confusion_corner,
        scale: match cells {
            Cells::Counts(_) => words.report.confusion_share,
            Cells::Difference(_) => words.report.confusion_images,
        },
        title: &caption,
    };
    Block::Figure {
        svg: printed(&confusion(cells, &classes, around)),
        caption,
    }
}
