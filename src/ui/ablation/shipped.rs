//! The recorded experiments that may be served beside the page, and which of them join the charts. Plain data.

use crate::lab::experiment::Experiment;
use crate::lab::templates;
use crate::spec::Dataset;

/// A recorded experiment: a file below `records/`, of the template with the same id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// Id of the file and of its template.
    pub id: &'static str,
    /// Its images: what was measured on others is never drawn beside it.
    pub dataset: Dataset,
}

/// All of them; which are really served, the page finds out.
pub const SHIPPED: [Shipped; 4] = [
    shipped("homework-s", Dataset::Cifar10),
    shipped("homework", Dataset::Cifar10),
    shipped("homework-full", Dataset::Cifar10),
    shipped("scales-fields", Dataset::Scales),
];

const fn shipped(id: &'static str, dataset: Dataset) -> Shipped {
    Shipped { id, dataset }
}

/// Before the id of a record stands this, where it is opened as an experiment of the learner's.
const OPENED: &str = "record-";

impl Shipped {
    /// Key of the experiment that it is opened as.
    pub fn key(self) -> String {
        format!("{OPENED}{}", self.id)
    }
}

/// What the charts are about: the experiment on the page, or else the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    name: String,
    dataset: Dataset,
    variants: Vec<String>,
    key: Option<String>,
}

impl Subject {
    /// Of an experiment that is kept under `key`, or of a plan.
    pub fn new(experiment: &Experiment, key: Option<String>) -> Self {
        Self {
            name: experiment.name.clone(),
            dataset: experiment.data.dataset,
            variants: experiment.variants.iter().map(|variant| variant.id.clone()).collect(),
            key,
        }
    }

    /// Whether `record` may be drawn beside it: on the same images, and not the experiment itself.
    pub fn allows(&self, record: Shipped) -> bool {
        self.dataset == record.dataset && !self.is(record)
    }

    /// Whether it is `record` itself, opened as an experiment.
    pub fn is(&self, record: Shipped) -> bool {
        self.key.as_ref() == Some(&record.key())
    }

    /// Whether `record` answers the same question: the template's networks, or some of them, on its images.
    pub fn fits(&self, record: Shipped) -> bool {
        let is_asked = || {
            templates::find(record.id).is_some_and(|template| {
                let networks = template.experiment().variants;
                networks.iter().any(|network| self.variants.contains(&network.id))
            })
        };
        self.name == record.id && self.allows(record) && is_asked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::record::{RunState, file};
    use crate::ui::ablation::plan::Plan;

    fn joining(link: &str, key: Option<&str>) -> Vec<&'static str> {
        let (plan, _) = Plan::parse(link);
        let subject = Subject::new(&plan.experiment().unwrap(), key.map(str::to_owned));
        SHIPPED
            .into_iter()
            .filter(|record| subject.fits(*record))
            .map(|record| record.id)
            .collect()
    }

    #[test]
    fn every_shipped_record_is_whole_and_done() {
        for record in SHIPPED {
            let path = format!("{}/public/records/{}.json", env!("CARGO_MANIFEST_DIR"), record.id);
            let read = file::read(&std::fs::read(path).unwrap()).unwrap();
            assert_eq!(
                (read.experiment.name.as_str(), read.experiment.data.dataset),
                (record.id, record.dataset)
            );
            let n_runs = read.experiment.variants.len() * read.experiment.seeds.len();
            assert!(read.origin.is_some() && read.runs.len() == n_runs, "{}", record.id);
            assert!(read.runs.iter().all(|run| run.state == RunState::Done), "{}", record.id);
        }
    }

    #[test]
    fn the_record_of_the_template_joins_where_images_and_networks_are_its_own() {
        assert_eq!(joining("", None), ["homework-s"]);
        assert_eq!(joining("template=homework", None), ["homework"]);
        assert_eq!(joining("template=scales-fields", None), ["scales-fields"]);
        assert_eq!(joining("template=dilation", None), [""; 0]);
        // Fewer images or seeds of one's own: the labels say so.
        assert_eq!(joining("template=homework-s&images=640&seeds=7", None), ["homework-s"]);
        // Never other images, never other networks.
        assert_eq!(joining("template=homework-s&data=scales", None), [""; 0]);
        assert_eq!(joining("template=homework-s&nets=plain-s,dilated-s", None), [""; 0]);
        // Nor twice the same.
        assert_eq!(joining("", Some("record-homework-s")), [""; 0]);
    }

    #[test]
    fn a_record_on_other_images_is_not_allowed_even_by_hand() {
        let (plan, _) = Plan::parse("template=scales-fields");
        let subject = Subject::new(&plan.experiment().unwrap(), None);
        let allowed = SHIPPED.map(|record| subject.allows(record));
        assert_eq!(allowed, [false, false, false, true]);
    }
}
