//! Who is drawn together: the variants of the experiment on the page and those of joined records, each with the number
//! that decides its look. Plain data.

use std::collections::{BTreeMap, BTreeSet};

use crate::draw::bands::style;
use crate::lab::curves::CurveRun;
use crate::lab::curves::source::{Quantity, runs};
use crate::lab::experiment::Experiment;
use crate::lab::record::ExperimentRecord;

/// Where a variant's runs come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The experiment on the page, by its key.
    Own(String),
    /// A joined record, by its id.
    Recorded(&'static str),
}

/// One variant of a chart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Where its runs come from.
    pub source: Source,
    /// Its id.
    pub id: String,
    /// Its number in the curves: decides its look.
    pub number: usize,
}

/// Variants that are not shown, by source and id: another experiment, or a record that leaves, hides no other variant.
pub type Hidden = BTreeSet<(Source, String)>;

/// All variants of a chart: those of the experiment on the page, then those of each record.
pub fn parts(own: Option<(&str, &Experiment)>, records: &[(&'static str, &Experiment)]) -> Vec<Part> {
    let own_source = own.map(|(key, experiment)| (Source::Own(key.to_owned()), Some(experiment)));
    // The learner's own numbers are the first ones, also where there is no experiment yet.
    let own_source = own_source.unwrap_or((Source::Own(String::new()), None));
    let recorded = records
        .iter()
        .map(|(id, experiment)| (Source::Recorded(id), Some(*experiment)));
    let sources: Vec<(Source, Option<&Experiment>)> = std::iter::once(own_source).chain(recorded).collect();
    let ids: Vec<Vec<&str>> = sources
        .iter()
        .map(|(_, experiment)| {
            let variants = experiment.iter().flat_map(|experiment| &experiment.variants);
            variants.map(|variant| variant.id.as_str()).collect()
        })
        .collect();
    let numbers = style::numbers(&ids);
    let mut all = Vec::new();
    for (((source, _), ids), numbers) in sources.into_iter().zip(&ids).zip(numbers) {
        all.extend(ids.iter().zip(numbers).map(|(id, number)| Part {
            source: source.clone(),
            id: (*id).to_owned(),
            number,
        }));
    }
    all
}

/// The runs of `record` under the numbers of its variants in `parts`, without those that are hidden.
pub fn runs_of(
    record: &ExperimentRecord,
    quantity: Quantity,
    (parts, source): (&[Part], &Source),
    hidden: &Hidden,
) -> Vec<CurveRun> {
    let numbers: BTreeMap<&str, usize> = parts
        .iter()
        .filter(|part| part.source == *source && !hidden.contains(&(part.source.clone(), part.id.clone())))
        .map(|part| (part.id.as_str(), part.number))
        .collect();
    let numbered = |run: CurveRun| {
        let id = &record.experiment.variants.get(run.variant)?.id;
        let variant = *numbers.get(id.as_str())?;
        Some(CurveRun { variant, ..run })
    };
    runs(record, quantity).into_iter().filter_map(numbered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::templates;

    #[test]
    fn a_hidden_variant_stays_the_one_that_was_hidden() {
        let mut record = ExperimentRecord::new(templates::find("homework-s").unwrap().experiment());
        record.runs.iter_mut().for_each(|run| run.losses = vec![2.0]);
        let experiment = &record.experiment;
        let variants = |own: Option<(&str, &Experiment)>, source: &Source, hidden: &Hidden| {
            let parts = parts(own, &[("homework-s", experiment)]);
            let runs = runs_of(&record, Quantity::Loss, (&parts, source), hidden);
            let mut variants: Vec<usize> = runs.iter().map(|run| run.variant).collect();
            variants.sort_unstable();
            variants.dedup();
            variants
        };
        let recorded = Source::Recorded("homework-s");
        let hidden = Hidden::from([(recorded.clone(), "inception-s".to_owned())]);
        let first = style::LOOKS;
        // The same number with and without an experiment on the page, whose own variant of that id is shown.
        assert_eq!(variants(None, &recorded, &hidden), [first + 1, first + 2, first + 3]);
        let own = Some(("experiment-1", experiment));
        assert_eq!(variants(own, &recorded, &hidden), [first + 1, first + 2, first + 3]);
        assert_eq!(
            variants(own, &Source::Own("experiment-1".to_owned()), &hidden),
            [0, 1, 2, 3]
        );
    }
}
