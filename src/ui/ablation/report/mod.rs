//! The report of an experiment: question, method, results, what may be said, limits; as Markdown and as a page to print.
//!
//! The blocks are made once and written twice, by [`mod@markdown`] and [`mod@page`], so that the two cannot differ. Must not
//! know a browser: what only a page can find out comes as [`Material`]. Read [`report`] first, then `method` and `results`.

mod closing;
mod confusion;
mod fields;
pub mod markdown;
mod method;
pub mod page;
mod results;

use crate::lab::record::ExperimentRecord;
use crate::ui::query::Language;
use crate::ui::words::with_values;

pub use fields::{MeasuredField, asked_layer};
pub use markdown::markdown;
pub use page::page;

/// A part of the report.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; 1 is the title.
    Heading(u8, String),
    /// A paragraph.
    Text(String),
    /// A paragraph that ends in an address.
    Address {
        /// The words before it.
        words: String,
        /// The address.
        address: String,
    },
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

/// The pictures of the curves, each a whole `<svg>` element.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Test accuracy.
    pub accuracy: String,
    /// Training loss.
    pub loss: String,
}

/// Where the report is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// Logical cores, as the browser says.
    pub n_cores: usize,
    /// What the browser calls itself.
    pub agent: String,
}

/// What the record does not hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Material<'a> {
    /// The address that trains it again.
    pub link: String,
    /// The curves, drawn.
    pub figures: Option<Figures>,
    /// Recorded experiments that are drawn with them, by their template.
    pub joined: Vec<(&'a str, &'a ExperimentRecord)>,
    /// Where the report is written.
    pub machine: Option<Machine>,
    /// Effective fields that were measured.
    pub fields: &'a [MeasuredField],
}

/// The report on `record`.
pub fn report(record: &ExperimentRecord, language: Language, material: &Material<'_>) -> Vec<Block> {
    let words = language.words();
    let heading = |text: &str| Block::Heading(2, text.to_owned());
    let mut blocks = vec![
        Block::Heading(1, format!("Fovea: {}", method::title(&record.experiment, words))),
        heading(words.report.question),
    ];
    blocks.push(Block::Text(method::question(record, words)));
    blocks.push(heading(words.report.method));
    blocks.extend(method::method(record, words, material));
    blocks.push(heading(words.report.results));
    blocks.extend(results::results(record, words, material));
    blocks.push(heading(words.report.confusion));
    blocks.extend(confusion::confusions(record, words));
    blocks.push(heading(words.report.fields));
    blocks.extend(fields::fields(record, words, material.fields));
    blocks.push(heading(words.report.verdicts));
    blocks.push(Block::List(closing::verdicts(record, words)));
    blocks.push(heading(words.report.limits));
    blocks.push(Block::List(closing::limits(record, words)));
    blocks.push(heading(words.report.appendix));
    blocks.extend(method::layers(record, words));
    blocks.push(Block::Address {
        words: with_values(words.report.again, &[("link", String::new())])
            .trim_end()
            .to_owned(),
        address: material.link.clone(),
    });
    blocks
}

#[cfg(test)]
mod tests;
