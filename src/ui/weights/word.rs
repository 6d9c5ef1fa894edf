//! Which weights a link names.

use crate::lab::experiment::RunKey;
use crate::ui::query::MAX_SEED;

/// Weights as the word of a link names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// Drawn from this seed: `seed-7`.
    Drawn(u64),
    /// Recorded half-way through the training: `half`.
    HalfWay,
    /// Those of a run that is kept in this browser: `kept.EXPERIMENT.SEED.VARIANT`.
    Kept {
        /// Key of the experiment.
        experiment: String,
        /// The run.
        run: RunKey,
    },
}

impl Named {
    /// What `text` names; nothing where it names nothing that is known.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(seed) = text.strip_prefix("seed-") {
            let seed: u64 = seed.parse().ok()?;
            return Some(Self::Drawn(seed.min(MAX_SEED)));
        }
        if text == "half" {
            return Some(Self::HalfWay);
        }
        let mut parts = text.strip_prefix("kept.")?.splitn(3, '.');
        let experiment = parts.next().filter(|key| !key.is_empty())?.to_owned();
        let seed = parts.next()?.parse().ok()?;
        let variant = parts.next().filter(|id| !id.is_empty())?.to_owned();
        Some(Self::Kept {
            experiment,
            run: RunKey { variant, seed },
        })
    }
}

impl std::fmt::Display for Named {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Drawn(seed) => write!(out, "seed-{seed}"),
            Self::HalfWay => out.write_str("half"),
            Self::Kept { experiment, run } => write!(out, "kept.{experiment}.{}.{}", run.seed, run.variant),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_survives_its_word() {
        let run = RunKey {
            variant: "rate.1-2".into(), // a point may be part of it
            seed: 3,
        };
        let kept = Named::Kept {
            experiment: "1790000000000-000123".into(),
            run,
        };
        assert_eq!(kept.to_string(), "kept.1790000000000-000123.3.rate.1-2");
        for named in [kept, Named::Drawn(7), Named::HalfWay] {
            assert_eq!(Named::parse(&named.to_string()), Some(named));
        }
    }

    #[test]
    fn other_words_name_nothing_and_a_large_seed_is_cut() {
        for bad in [
            "",
            "seed-",
            "seed-x",
            "kept.",
            "kept.a",
            "kept.a.1",
            "kept.a.x.v",
            "kept..1.v",
            "run-1",
        ] {
            assert_eq!(Named::parse(bad), None, "{bad}");
        }
        assert_eq!(
            Named::parse(&format!("seed-{}", u64::MAX)),
            Some(Named::Drawn(MAX_SEED))
        );
    }
}
