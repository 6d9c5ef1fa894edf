//! A record that takes in more variants and seeds, and runs that were made elsewhere: nothing that it holds is lost.

use thiserror::Error;

use super::{ExperimentRecord, Origin, RunRecord};
use crate::lab::experiment::{Experiment, ExperimentError};

/// Between two things in words of an [`Origin`].
const AND: &str = "; ";
/// Between the first and the last day, as in ISO 8601.
const TO: char = '/';
/// Where runs come from that do not say so.
const UNKNOWN: &str = "unknown";

/// Why a plan does not fit into a record.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum WidenError {
    /// Its runs could not be compared with those that are there.
    #[error("it holds another experiment (other {what})")]
    Other {
        /// `images`, `training`, or ``network `plain` ``.
        what: String,
    },
    /// Both together are no experiment.
    #[error("together with what it holds, {0}")]
    Experiment(#[from] ExperimentError),
}

impl ExperimentRecord {
    /// This record with the variants and seeds of `plan` besides its own. Runs that it holds stay as they are, the others
    /// wait. Variants stand as in `order`; those that it does not name come last.
    ///
    /// # Errors
    /// Other images, other training, another network under the same id, or too many runs.
    pub fn widened(mut self, plan: &Experiment, order: &[String]) -> Result<Self, WidenError> {
        let own = &mut self.experiment;
        let other = |what: &str| {
            let what = what.to_owned();
            Err(WidenError::Other { what })
        };
        if own.data != plan.data {
            return other("images");
        }
        if own.training != plan.training {
            return other("training");
        }
        for variant in &plan.variants {
            match own.variants.iter().find(|before| before.id == variant.id) {
                Some(before) if before != variant => return other(&format!("network `{}`", variant.id)),
                Some(_) => {}
                None => own.variants.push(variant.clone()),
            }
        }
        let place = |id: &String| order.iter().position(|other| other == id).unwrap_or(order.len());
        own.variants.sort_by_key(|variant| place(&variant.id));
        let new_seeds = plan.seeds.iter().filter(|seed| !own.seeds.contains(seed)).copied();
        let new_seeds: Vec<_> = new_seeds.collect();
        own.seeds.extend(new_seeds);
        own.validate()?;
        let keys = self.experiment.keys();
        let mut held = self.runs;
        let take = |key| match held.iter().position(|run| run.key == key) {
            Some(idx) => held.swap_remove(idx),
            None => RunRecord::new(key),
        };
        self.runs = keys.into_iter().map(take).collect();
        Ok(self)
    }

    /// Takes in `run`, made as `origin` says. Where its other runs come from elsewhere, the record says both.
    pub fn take_in(&mut self, run: RunRecord, origin: &Origin) {
        let is_other = |other: &&RunRecord| other.key != run.key && !other.losses.is_empty();
        let before = match (&self.origin, self.runs.iter().find(is_other)) {
            (_, None) => None,
            (Some(before), Some(_)) => Some(before.clone()),
            (None, Some(_)) => Some(Origin::unknown()),
        };
        self.origin = Some(before.map_or_else(|| origin.clone(), |before| before.and(origin)));
        if let Some(place) = self.run_mut(&run.key) {
            *place = run;
        }
    }
}

impl Origin {
    /// Both: the first and the last day, and each commit, machine and source of images once.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let days = self.date.split(TO).chain(other.date.split(TO));
        let (first, last) = (days.clone().min().unwrap_or_default(), days.max().unwrap_or_default());
        Self {
            date: if first == last {
                first.to_owned()
            } else {
                format!("{first}{TO}{last}")
            },
            commit: each_once(&self.commit, &other.commit),
            machine: each_once(&self.machine, &other.machine),
            data: each_once(&self.data, &other.data),
        }
    }

    fn unknown() -> Self {
        let unknown = || UNKNOWN.to_owned();
        Self {
            date: unknown(),
            commit: unknown(),
            machine: unknown(),
            data: unknown(),
        }
    }
}

fn each_once(first: &str, second: &str) -> String {
    let mut all: Vec<&str> = Vec::new();
    for one in first.split(AND).chain(second.split(AND)) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all.join(AND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::experiment::{RunKey, VariantSpec};
    use crate::lab::record::RunState;
    use crate::lab::templates;

    fn key(variant: &str, seed: u64) -> RunKey {
        let variant = variant.to_owned();
        RunKey { variant, seed }
    }

    fn plan(variants: &[&str], seeds: &[u64]) -> Experiment {
        let mut experiment = templates::find("homework-s").unwrap().experiment();
        experiment.variants = variants.iter().map(|id| VariantSpec::named(id).unwrap()).collect();
        experiment.seeds = seeds.to_vec();
        experiment
    }

    fn origin(date: &str, commit: &str) -> Origin {
        Origin {
            date: date.to_owned(),
            commit: commit.to_owned(),
            machine: "2 cores".to_owned(),
            data: "CIFAR-10".to_owned(),
        }
    }

    fn begun(variant: &str, seed: u64) -> RunRecord {
        RunRecord {
            state: RunState::Running,
            losses: vec![2.3, seed as f32],
            ..RunRecord::new(key(variant, seed))
        }
    }

    #[test]
    fn a_plan_of_a_part_drops_no_run() {
        let whole = ["dilated-s", "plain-s", "inception-s"].map(str::to_owned);
        let mut record = ExperimentRecord::new(plan(&["inception-s", "dilated-s"], &[1, 2]));
        for seed in [1, 2] {
            *record.run_mut(&key("inception-s", seed)).unwrap() = begun("inception-s", seed);
        }
        let widened = record.clone().widened(&plan(&["plain-s"], &[2, 3]), &whole).unwrap();
        assert_eq!(widened.validate(), Ok(()));
        let ids: Vec<_> = widened.experiment.variants.iter().map(|variant| &variant.id).collect();
        assert_eq!(ids, [&whole[0], &whole[1], &whole[2]]);
        assert_eq!(widened.experiment.seeds, [1, 2, 3]);
        assert_eq!(widened.runs.len(), 9);
        for run in &record.runs {
            assert_eq!(widened.run(&run.key), Some(run));
        }
        // The same plan once more changes nothing.
        assert_eq!(widened.clone().widened(&plan(&["plain-s"], &[3]), &whole), Ok(widened));
    }

    #[test]
    fn what_cannot_be_compared_is_refused_by_name() {
        let refusal = |change: fn(&mut Experiment)| {
            let mut other = plan(&["plain-s"], &[1]);
            change(&mut other);
            let record = ExperimentRecord::new(plan(&["plain-s"], &[1]));
            record.widened(&other, &[]).unwrap_err().to_string()
        };
        assert!(refusal(|plan| plan.data.n_train = 300).contains("other images"));
        assert!(refusal(|plan| plan.training.epochs = 3).contains("other training"));
        let network = refusal(|plan| plan.variants[0].network = VariantSpec::named("dilated-s").unwrap().network);
        assert!(network.contains("other network `plain-s`"), "{network}");
        let many = refusal(|plan| plan.seeds = (0..201).collect());
        assert!(many.contains("202 runs") || many.contains("201 runs"), "{many}");
    }

    #[test]
    fn runs_of_two_commits_are_both_named() {
        let mut record = ExperimentRecord::new(plan(&["plain-s"], &[1, 2]));
        record.take_in(begun("plain-s", 1), &origin("2026-11-24", "aaa"));
        assert_eq!(record.origin, Some(origin("2026-11-24", "aaa")));
        record.take_in(begun("plain-s", 2), &origin("2026-11-30", "bbb"));
        assert_eq!(record.origin, Some(origin("2026-11-24/2026-11-30", "aaa; bbb")));
        let earlier = Some(origin("2026-11-23/2026-11-30", "aaa; bbb"));
        record.take_in(begun("plain-s", 2), &origin("2026-11-23", "bbb"));
        assert_eq!(record.origin, earlier);
    }

    #[test]
    fn runs_that_do_not_say_where_they_come_from_are_not_relabelled() {
        let mut record = ExperimentRecord::new(plan(&["plain-s"], &[1, 2]));
        *record.run_mut(&key("plain-s", 1)).unwrap() = begun("plain-s", 1);
        record.take_in(begun("plain-s", 2), &origin("2026-11-30", "bbb"));
        let both = record.origin.clone().unwrap();
        assert_eq!(
            [both.date.as_str(), both.commit.as_str()],
            ["2026-11-30/unknown", "unknown; bbb"]
        );
    }
}
