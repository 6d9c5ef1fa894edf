//! An experiment: variants × seeds × shared settings.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::spec::variants::UnknownVariant;
use crate::spec::{DataSpec, Dataset, NetworkSpec, RunSpec, RunSpecError, TrainingSpec, variants};

/// Most variants of one experiment; the colours of the charts tell eight apart, dashes the rest.
pub const MOST_VARIANTS: usize = 16;
/// Most runs of one experiment.
pub const MOST_RUNS: usize = 200;
/// Longest id of a variant, in characters.
pub const LONGEST_ID: usize = 60;

/// One of the networks that are compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariantSpec {
    /// Id in the registry, or the learner's own name; unique within the experiment.
    pub id: String,
    /// The network.
    pub network: NetworkSpec,
}

/// Everything that decides the numbers of all runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Experiment {
    /// Id of the template that it began as, or the learner's title.
    pub name: String,
    /// The networks, in the order of the charts.
    pub variants: Vec<VariantSpec>,
    /// Each variant is trained once with each of them.
    pub seeds: Vec<u64>,
    /// The images; the same for all runs.
    pub data: DataSpec,
    /// The optimiser; the same for all runs.
    pub training: TrainingSpec,
}

/// Names one run of an experiment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunKey {
    /// Id of the variant.
    pub variant: String,
    /// The seed.
    pub seed: u64,
}

/// What an experiment has several of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A network.
    Variant,
    /// A seed.
    Seed,
    /// A variant with a seed.
    Run,
}

impl Item {
    /// One of it, in English.
    pub const fn one(self) -> &'static str {
        match self {
            Self::Variant => "variant",
            Self::Seed => "seed",
            Self::Run => "run",
        }
    }
}

/// A mistake in an experiment.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ExperimentError {
    /// Nothing to compare.
    #[error("the experiment has no {}; add at least one", what.one())]
    Empty {
        /// A variant or a seed.
        what: Item,
    },
    /// More than the page can hold.
    #[error("the experiment has {found} {}s; take at most {most}", what.one())]
    TooMany {
        /// Variants or runs.
        what: Item,
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// Two variants with one id, or a seed twice: their curves could not be told apart.
    #[error("{} {} is there twice; rename or remove one", what.one(), quoted(*what, name))]
    Twice {
        /// A variant or a seed.
        what: Item,
        /// The id or number.
        name: String,
    },
    /// An id that cannot be shown.
    #[error("the id of variant {number} is empty, too long or holds control characters; take 1 to 60 letters")]
    BadId {
        /// Place in the list, from 1.
        number: usize,
    },
    /// A run that does not hold together.
    #[error("variant {variant}: {error}")]
    Run {
        /// Id of the variant.
        variant: String,
        /// The mistake.
        error: RunSpecError,
    },
}

/// A seed as it is, a name between signs.
fn quoted(what: Item, name: &str) -> String {
    match what {
        Item::Variant | Item::Run => format!("`{name}`"),
        Item::Seed => name.to_owned(),
    }
}

impl Experiment {
    /// Checks the whole experiment before anything is loaded.
    ///
    /// # Errors
    /// The first mistake, with the variant that has it.
    pub fn validate(&self) -> Result<(), ExperimentError> {
        for (what, is_empty) in [
            (Item::Variant, self.variants.is_empty()),
            (Item::Seed, self.seeds.is_empty()),
        ] {
            if is_empty {
                return Err(ExperimentError::Empty { what });
            }
        }
        let counts = [
            (Item::Variant, self.variants.len(), MOST_VARIANTS),
            (Item::Run, self.n_runs(), MOST_RUNS),
        ];
        for (what, found, most) in counts {
            if found > most {
                return Err(ExperimentError::TooMany { what, found, most });
            }
        }
        for (idx, variant) in self.variants.iter().enumerate() {
            let id = &variant.id;
            if id.trim().is_empty() || id.chars().count() > LONGEST_ID || id.chars().any(char::is_control) {
                return Err(ExperimentError::BadId { number: idx + 1 });
            }
            if self.variants[..idx].iter().any(|other| other.id == *id) {
                let (what, name) = (Item::Variant, id.clone());
                return Err(ExperimentError::Twice { what, name });
            }
        }
        for (idx, seed) in self.seeds.iter().enumerate() {
            if self.seeds[..idx].contains(seed) {
                let (what, name) = (Item::Seed, seed.to_string());
                return Err(ExperimentError::Twice { what, name });
            }
        }
        for (variant, seed) in self.variants.iter().zip(std::iter::repeat(self.seeds[0])) {
            self.run_of(variant, seed)
                .validate()
                .map_err(|error| ExperimentError::Run {
                    variant: variant.id.clone(),
                    error,
                })?;
        }
        Ok(())
    }

    /// Number of runs.
    pub fn n_runs(&self) -> usize {
        self.variants.len().saturating_mul(self.seeds.len())
    }

    /// All runs in the order in which they are begun: every variant with the first seed, then with the second, so that
    /// the variants can be compared early.
    pub fn keys(&self) -> Vec<RunKey> {
        let of_seed = |seed: &u64| {
            let seed = *seed;
            self.variants.iter().map(move |variant| RunKey {
                variant: variant.id.clone(),
                seed,
            })
        };
        self.seeds.iter().flat_map(of_seed).collect()
    }

    /// The run called `key`, where the experiment has it.
    pub fn run(&self, key: &RunKey) -> Option<RunSpec> {
        let variant = self.variants.iter().find(|variant| variant.id == key.variant)?;
        self.seeds.contains(&key.seed).then(|| self.run_of(variant, key.seed))
    }

    /// Whether two runs are tested on the same images: Scales is drawn from the seed, CIFAR-10 is one set for all.
    pub fn is_same_test(&self, first: &RunKey, second: &RunKey) -> bool {
        match self.data.dataset {
            Dataset::Cifar10 => true,
            Dataset::Scales => first.seed == second.seed,
        }
    }

    /// Place of the variant called `id`: decides its colour.
    pub fn variant_idx(&self, id: &str) -> Option<usize> {
        self.variants.iter().position(|variant| variant.id == id)
    }

    fn run_of(&self, variant: &VariantSpec, seed: u64) -> RunSpec {
        RunSpec {
            variant: variant.id.clone(),
            network: variant.network.clone(),
            data: self.data,
            training: self.training,
            seed,
        }
    }
}

impl VariantSpec {
    /// A network of the registry.
    ///
    /// # Errors
    /// [`UnknownVariant`].
    pub fn named(id: &str) -> Result<Self, UnknownVariant> {
        let variant = variants::find(id)?;
        Ok(Self {
            id: variant.id.to_owned(),
            network: variant.network(),
        })
    }
}

/// As it stands in a file that a teacher writes: an id of the registry alone, or an id with a network.
#[derive(Deserialize)]
#[serde(untagged)]
enum VariantFile {
    Named(String),
    Own { id: String, network: NetworkSpec },
}

impl<'de> Deserialize<'de> for VariantSpec {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match VariantFile::deserialize(deserializer)? {
            VariantFile::Named(id) => Self::named(&id).map_err(serde::de::Error::custom),
            VariantFile::Own { id, network } => Ok(Self { id, network }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::templates;

    fn homework() -> Experiment {
        templates::find("homework").unwrap().experiment()
    }

    #[test]
    fn variants_take_turns_so_that_they_can_be_compared_early() {
        let mut experiment = homework();
        experiment.variants.truncate(2);
        experiment.seeds = vec![5, 6];
        let keys: Vec<_> = experiment
            .keys()
            .into_iter()
            .map(|key| (key.variant, key.seed))
            .collect();
        let expected = [("dilated", 5), ("plain", 5), ("dilated", 6), ("plain", 6)];
        assert_eq!(keys, expected.map(|(variant, seed)| (variant.to_owned(), seed)));
        assert_eq!(keys.len(), experiment.n_runs());
    }

    #[test]
    fn the_test_images_of_scales_belong_to_a_seed() {
        let mut experiment = homework();
        let key = |seed| RunKey {
            variant: "plain".to_owned(),
            seed,
        };
        assert!(experiment.is_same_test(&key(1), &key(2)));
        experiment.data.dataset = Dataset::Scales;
        assert!(!experiment.is_same_test(&key(1), &key(2)));
        assert!(experiment.is_same_test(&key(2), &key(2)));
    }

    #[test]
    fn mistakes_name_the_place() {
        let broken = |change: fn(&mut Experiment)| {
            let mut experiment = homework();
            change(&mut experiment);
            experiment.validate().unwrap_err().to_string()
        };
        assert!(homework().validate().is_ok());
        assert!(broken(|experiment| experiment.seeds.clear()).contains("no seed"));
        assert!(broken(|experiment| experiment.seeds = vec![3, 4, 3]).contains("seed 3"));
        assert!(broken(|experiment| experiment.seeds = (0..100).collect()).contains("600 runs"));
        assert!(broken(|experiment| experiment.variants[1].id = "dilated".to_owned()).contains("`dilated`"));
        assert!(broken(|experiment| experiment.variants[2].id = "a\nb".to_owned()).contains("variant 3"));
        assert!(broken(|experiment| experiment.training.epochs = 0).contains("variant dilated: epochs is 0"));
    }

    #[test]
    fn a_teachers_file_may_name_a_variant_by_its_id() {
        let mut value = serde_json::to_value(homework()).unwrap();
        value["variants"][2] = "inception-s".into();
        let experiment: Experiment = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(experiment.variants[2], VariantSpec::named("inception-s").unwrap());
        value["variants"][2] = "inceptoin".into();
        assert!(serde_json::from_value::<Experiment>(value).is_err());
    }
}
