//! One choice among the weights of a network.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::kept::KeptProblem;
use super::shelf::{About, Shelf, Trained, WeightsId};
use super::word::Named;
use crate::bridge::protocol::{Fault, NetworkSource};
use crate::lab::experiment::RunKey;
use crate::spec::NetworkSpec;
use crate::ui::query::MAX_SEED;

/// Where the weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Drawn from the seed: untrained.
    Drawn,
    /// Trained.
    Trained(WeightsId),
}

/// Why a choice did not come true.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// A file.
    File {
        /// Its name.
        name: String,
        /// Why.
        fault: Fault,
    },
    /// A file that is too large to be weights of a network here.
    TooLarge {
        /// Its name.
        name: String,
        /// Its megabytes.
        mb: f64,
    },
    /// The kept run of a link.
    Kept(KeptProblem),
}

/// A network, and which weights it is looked at with.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// The network.
    pub spec: Memo<NetworkSpec>,
    /// Where the weights come from.
    pub origin: RwSignal<Origin>,
    /// Decides drawn weights.
    pub seed: RwSignal<u64>,
    /// The trained weights that there are.
    pub trained: Memo<Vec<Trained>>,
    /// The network with the weights; nothing while recorded ones are on their way. Where they do not arrive, untrained.
    pub source: Memo<Option<NetworkSource>>,
    /// Why the last choice did not come true.
    pub refused: RwSignal<Option<Refused>>,
    shelf: Shelf,
}

impl Chosen {
    /// The weights that the word of a link names; recorded ones, where there are any, without a word.
    pub fn new(spec: Memo<NetworkSpec>, word: Option<&str>) -> Self {
        let shelf = expect_context::<Shelf>();
        let named = word.and_then(Named::parse);
        let (seed, is_drawn) = match named {
            Some(Named::Drawn(seed)) => (seed, true),
            _ => (1, false),
        };
        let seed = RwSignal::new(seed);
        let trained = Memo::new(move |_| spec.with(|spec| shelf.of(spec)));
        let half_way = || {
            spec.with_untracked(|spec| shelf.half_way(spec))
                .map(|trained| trained.id)
        };
        let first = match named {
            _ if is_drawn => None,
            Some(Named::HalfWay) => half_way(),
            _ => recorded(&trained.get_untracked()),
        };
        let origin = RwSignal::new(first.map_or(Origin::Drawn, Origin::Trained));
        let source = Memo::new(move |_| {
            let drawn = || NetworkSource::Drawn {
                spec: Box::new(spec.get()),
                seed: seed.get(),
            };
            match origin.get() {
                Origin::Drawn => Some(drawn()),
                Origin::Trained(id) if !is_among(&trained.read(), id) => None,
                Origin::Trained(id) => match shelf.source(id) {
                    None if shelf.problem(id).is_some() => Some(drawn()),
                    source => source,
                },
            }
        });
        let chosen = Self {
            spec,
            origin,
            seed,
            trained,
            source,
            refused: RwSignal::new(None),
            shelf,
        };
        chosen.follow();
        if let Some(Named::Kept { experiment, run }) = named {
            spawn_local(async move {
                match shelf.load(&experiment, &run).await {
                    Ok(id) => chosen.take(Origin::Trained(id)),
                    Err(problem) => {
                        let _ = chosen.refused.try_set(Some(Refused::Kept(problem)));
                    }
                }
            });
        }
        chosen
    }

    /// Takes the weights from `origin`.
    pub fn take(self, origin: Origin) {
        let _ = self.refused.try_set(None);
        let _ = self.origin.try_set(origin);
    }

    /// Draws the weights from `seed`.
    pub fn draw(self, seed: u64) {
        self.seed.set(seed.min(MAX_SEED));
        self.take(Origin::Drawn);
    }

    /// Reads a file into the network, and takes its weights.
    pub fn import(self, name: String, bytes: Vec<u8>) {
        let (spec, seed) = (self.spec.get_untracked(), self.seed.get_untracked());
        let file = (name.clone(), bytes);
        self.shelf.import(spec, seed, file, move |heard| match heard {
            Ok(id) => self.take(Origin::Trained(id)),
            Err(fault) => {
                let name = name.clone();
                let _ = self.refused.try_set(Some(Refused::File { name, fault }));
            }
        });
    }

    /// The weights that are chosen, where they are trained.
    pub fn current(self) -> Option<Trained> {
        let Origin::Trained(id) = self.origin.get() else {
            return None;
        };
        self.trained
            .with(|trained| trained.iter().find(|trained| trained.id == id).cloned())
    }

    /// Why the recorded weights that are chosen did not arrive.
    pub fn problem(self) -> Option<String> {
        match self.origin.get() {
            Origin::Drawn => None,
            Origin::Trained(id) => self.shelf.problem(id),
        }
    }

    /// What a link says of the choice; nothing where it is the first one, or cannot be found again.
    pub fn word(self) -> String {
        match (self.origin.get(), self.current().map(|trained| trained.about)) {
            (Origin::Drawn, _) if recorded(&self.trained.read()).is_some() || self.seed.get() != 1 => {
                Named::Drawn(self.seed.get()).to_string()
            }
            (Origin::Trained(id), _) if id.is_half_way() => Named::HalfWay.to_string(),
            (_, Some(About::Kept(kept))) => {
                let run = RunKey {
                    variant: kept.run.variant.clone(),
                    seed: kept.run.seed,
                };
                let experiment = kept.experiment;
                Named::Kept { experiment, run }.to_string()
            }
            _ => String::new(),
        }
    }

    /// Fetches what is chosen; weights that are gone, or of another network, give way to recorded or drawn ones.
    fn follow(self) {
        Effect::new(move |_| {
            let Origin::Trained(id) = self.origin.get() else {
                return;
            };
            let (is_there, first) = self.trained.with(|trained| (is_among(trained, id), recorded(trained)));
            if is_there {
                self.shelf.want(id);
            } else {
                self.origin.set(first.map_or(Origin::Drawn, Origin::Trained));
            }
        });
    }
}

fn is_among(trained: &[Trained], id: WeightsId) -> bool {
    trained.iter().any(|trained| trained.id == id)
}

/// The recorded weights among them.
fn recorded(trained: &[Trained]) -> Option<WeightsId> {
    let recorded = trained
        .iter()
        .find(|trained| matches!(trained.id, WeightsId::Recorded(_)));
    recorded.map(|trained| trained.id)
}
