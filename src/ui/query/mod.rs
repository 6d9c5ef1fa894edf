//! The lab's whole state as the query of its address: one table of keys.
//!
//! Unknown keys are ignored, so that a link of a later version still opens; a wrong value is named, and the default is used.
//! Long because every key of a link is read and written here, side by side.

use thiserror::Error;

use crate::bridge::page::Preference;
use crate::spec::variants::UnknownVariant;
use crate::spec::{AugmentSpec, DataSpec, Dataset, LinkError, NetworkSpec, RunSpec, Schedule, TrainingSpec, variants};
use crate::ui::pairs::pairs;

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The stable word of links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The language called `id`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.id() == id)
    }
}

/// The state that a link to the lab holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Id of the variant.
    pub variant: &'static str,
    /// The learner's own network, which takes the variant's place; checked to be trainable.
    pub spec: Option<NetworkSpec>,
    /// The images.
    pub data: DataSpec,
    /// The optimiser.
    pub training: TrainingSpec,
    /// Decides weights, order, augmentation.
    pub seed: u64,
    /// Which engine.
    pub engine: Preference,
    /// Whether the run starts when the page opens.
    pub start: bool,
    /// The language, where the link names one.
    pub lang: Option<Language>,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            variant: "dilated",
            spec: None,
            data: DataSpec {
                dataset: Dataset::Cifar10,
                n_train: 2000,
                n_test: 1000,
                augment: AugmentSpec::default(),
            },
            training: TrainingSpec {
                epochs: 3,
                ..TrainingSpec::TUTORIAL
            },
            seed: 0,
            engine: Preference::Auto,
            start: false,
            lang: None,
        }
    }
}

/// One key of the query.
pub struct Key {
    /// Its stable name.
    pub name: &'static str,
    /// What it allows, in symbols that need no translation.
    pub allowed: fn() -> String,
    /// Takes a value, or refuses it.
    read: fn(&mut Query, &str) -> Option<()>,
    /// The value, where the link should name it.
    write: fn(&Query) -> Option<String>,
}

/// A value that a key does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The key.
    pub key: &'static str,
    /// The value that was given.
    pub value: String,
    /// What is allowed.
    pub allowed: String,
    /// What is used instead; empty where that is nothing.
    pub used: String,
    /// What is wrong with it, where that is more than the value not being allowed.
    pub reason: Option<Box<Reason>>,
}

/// What is wrong with a value that names a network.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Reason {
    /// The network of the link.
    #[error(transparent)]
    Network(LinkError),
    /// One of several networks of a link.
    #[error("{id}: {error}")]
    Named {
        /// Its id.
        id: String,
        /// What is wrong with it.
        error: LinkError,
    },
    /// An id of the registry that is none.
    #[error(transparent)]
    Unknown(#[from] UnknownVariant),
}

/// Every key, in the order in which a link is written.
pub const KEYS: &[Key] = &[
    Key {
        name: "variant",
        allowed: || variants::ids().join(", "),
        read: |query, value| put(&mut query.variant, variants::find(value).ok().map(|variant| variant.id)),
        write: |query| Some(query.variant.to_owned()),
    },
    Key {
        name: "spec",
        allowed: || "3 × 32 × 32 → 10".into(),
        read: |query, value| put(&mut query.spec, own_network(value).ok()),
        write: |query| query.spec.as_ref()?.to_link().ok(),
    },
    Key {
        name: "data",
        allowed: || Dataset::ALL.map(Dataset::id).join(", "),
        read: |query, value| put(&mut query.data.dataset, Dataset::from_id(value)),
        write: |query| Some(query.data.dataset.id().to_owned()),
    },
    Key {
        name: "images",
        allowed: || "100–50000".into(),
        read: |query, value| put(&mut query.data.n_train, whole(value, 100, 50_000)),
        write: |query| Some(query.data.n_train.to_string()),
    },
    Key {
        name: "test_images",
        allowed: || "10–10000".into(),
        read: |query, value| put(&mut query.data.n_test, whole(value, 10, 10_000)),
        write: |query| Some(query.data.n_test.to_string()),
    },
    Key {
        name: "epochs",
        allowed: || "1–1000".into(),
        read: |query, value| put(&mut query.training.epochs, whole(value, 1, 1000)),
        write: |query| Some(query.training.epochs.to_string()),
    },
    Key {
        name: "batch",
        allowed: || "1–1024".into(),
        read: |query, value| put(&mut query.training.batch_size, whole(value, 1, 1024)),
        write: |query| Some(query.training.batch_size.to_string()),
    },
    Key {
        name: "lr",
        allowed: || "0 < lr ≤ 1".into(),
        read: |query, value| {
            put(
                &mut query.training.learning_rate,
                number(value, |rate| rate > 0.0 && rate <= 1.0),
            )
        },
        write: |query| Some(query.training.learning_rate.to_string()),
    },
    Key {
        name: "schedule",
        allowed: || SCHEDULES.map(Schedule::id).join(", "),
        read: |query, value| {
            let found = SCHEDULES.into_iter().find(|schedule| schedule.id() == value);
            put(&mut query.training.schedule, found)
        },
        write: |query| Some(query.training.schedule.id().to_owned()),
    },
    Key {
        name: "decay",
        allowed: || "0–1".into(),
        read: |query, value| {
            put(
                &mut query.training.weight_decay,
                number(value, |decay| (0.0..=1.0).contains(&decay)),
            )
        },
        write: |query| Some(query.training.weight_decay.to_string()),
    },
    Key {
        name: "flip",
        allowed: || "0, 1".into(),
        read: |query, value| put(&mut query.data.augment.flip, switch(value)),
        write: |query| Some(u8::from(query.data.augment.flip).to_string()),
    },
    Key {
        name: "shift",
        allowed: || "0–8".into(),
        read: |query, value| put(&mut query.data.augment.shift, whole(value, 0, 8)),
        write: |query| Some(query.data.augment.shift.to_string()),
    },
    Key {
        name: "seed",
        allowed: || "0–9007199254740991".into(),
        read: |query, value| put(&mut query.seed, value.parse().ok().filter(|seed| *seed <= MAX_SEED)),
        write: |query| Some(query.seed.to_string()),
    },
    Key {
        name: "engine",
        allowed: || Preference::ALL.map(Preference::id).join(", "),
        read: |query, value| {
            let found = Preference::ALL.into_iter().find(|wish| wish.id() == value);
            put(&mut query.engine, found)
        },
        write: |query| Some(query.engine.id().to_owned()),
    },
    Key {
        name: "start",
        allowed: || "0, 1".into(),
        read: |query, value| put(&mut query.start, switch(value)),
        write: |query| query.start.then(|| "1".to_owned()),
    },
    Key {
        name: "lang",
        allowed: || Language::ALL.map(Language::id).join(", "),
        read: |query, value| {
            query.lang = Some(Language::from_id(value)?);
            Some(())
        },
        write: |query| query.lang.map(|language| language.id().to_owned()),
    },
];

/// Signs of a wrong value that are shown.
const MAX_SHOWN: usize = 40;

/// The largest seed: the largest whole number that JavaScript and JSON keep exactly.
pub const MAX_SEED: u64 = 9_007_199_254_740_991;

/// Both schedules, in the order in which the page offers them.
pub const SCHEDULES: [Schedule; 2] = [Schedule::Constant, Schedule::Cosine];

/// The state that `text` (with or without its `?`) holds, and what is wrong with it.
pub fn parse(text: &str) -> (Query, Vec<Problem>) {
    let mut query = Query::default();
    let mut wrong = Vec::new();
    for (name, value) in pairs(text) {
        let Some(key) = KEYS.iter().find(|key| key.name == name) else {
            continue;
        };
        if (key.read)(&mut query, &value).is_none() {
            wrong.push((key, value));
        }
    }
    let problems = wrong.iter().map(|(key, value)| problem(key, value, &query)).collect();
    (query, problems)
}

/// Whether `text` names the key `name`.
pub fn names(text: &str, name: &str) -> bool {
    pairs(text).any(|(key, _)| key == name)
}

impl Query {
    /// The query without its `?`; every value is a word or a number, so nothing needs escaping.
    pub fn serialise(&self) -> String {
        let pairs = KEYS
            .iter()
            .filter_map(|key| Some(format!("{}={}", key.name, (key.write)(self)?)));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Sets `name` to `value`, as a control of the form does; a variant takes the place of the own network.
    ///
    /// # Errors
    /// The problem, where the key does not allow the value; the state is as before.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Problem> {
        let Some(key) = KEYS.iter().find(|key| key.name == name) else {
            return Ok(());
        };
        let value = value.trim();
        if name == "variant" && value == variants::OWN && self.spec.is_some() {
            return Ok(());
        }
        (key.read)(self, value).ok_or_else(|| problem(key, value, self))?;
        // Whoever chooses a variant of the registry leaves the own network; a link may name both.
        if name == "variant" {
            self.spec = None;
        }
        Ok(())
    }

    /// The value of `name` as the link writes it; empty where it does not.
    pub fn get(&self, name: &str) -> String {
        let key = KEYS.iter().find(|key| key.name == name);
        key.and_then(|key| (key.write)(self)).unwrap_or_default()
    }

    /// Id of the network that is trained: the variant's, or [`variants::OWN`].
    pub fn network_id(&self) -> &'static str {
        if self.spec.is_some() {
            variants::OWN
        } else {
            self.variant
        }
    }

    /// The network that is trained; nothing only where the variant is not in the registry.
    pub fn network(&self) -> Option<NetworkSpec> {
        let variant = || variants::find(self.variant).ok().map(|variant| variant.network());
        self.spec.clone().or_else(variant)
    }

    /// The run that these settings ask for; nothing only where the variant is not in the registry.
    pub fn run_spec(&self) -> Option<RunSpec> {
        Some(RunSpec {
            variant: self.network_id().to_owned(),
            network: self.network()?,
            data: self.data,
            training: self.training,
            seed: self.seed,
        })
    }
}

/// What is wrong with `value`, now that `query` holds what is used instead.
fn problem(key: &Key, value: &str, query: &Query) -> Problem {
    let is_network = key.name == "spec";
    let start: String = value.chars().take(MAX_SHOWN).collect();
    let rest = if start.len() < value.len() { "…" } else { "" };
    Problem {
        key: key.name,
        value: format!("{start}{rest}"),
        allowed: (key.allowed)(),
        used: match (key.write)(query) {
            Some(used) if !is_network => used,
            None if !is_network => String::new(),
            _ => query.network_id().to_owned(),
        },
        reason: own_network(value)
            .err()
            .filter(|_| is_network)
            .map(|error| Box::new(Reason::Network(error))),
    }
}

/// The network of a link, where the lab can train it; nothing for an empty text, which leads back to the variant.
fn own_network(text: &str) -> Result<Option<NetworkSpec>, LinkError> {
    if text.is_empty() {
        return Ok(None);
    }
    let network = NetworkSpec::from_link(text)?;
    network.trainable()?;
    Ok(Some(network))
}

fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

fn whole(value: &str, min: usize, max: usize) -> Option<usize> {
    value.parse().ok().filter(|n| (min..=max).contains(n))
}

fn number(value: &str, allows: fn(f64) -> bool) -> Option<f64> {
    value.parse().ok().filter(|number| allows(*number))
}

fn switch(value: &str) -> Option<bool> {
    match value {
        "0" => Some(false),
        "1" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
