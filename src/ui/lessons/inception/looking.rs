//! The feature maps of the fourth step: which network they come from, which of them is looked at, and where.

use leptos::prelude::*;

use super::answered::{Peak, peak};
use super::asking::Asking;
use super::maps::{BranchTop, Tile, branch_tops, strongest as strongest_of};
use super::module::Module;
use crate::bridge::protocol::NetworkSource;
use crate::draw::maps::{MapScale, single};
use crate::geometry::Shape;
use crate::spec::variants::InceptionNetConfig;
use crate::ui::lesson::use_gallery;
use crate::ui::weights::{Shelf, Trained, WeightsId};

/// Which network is looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The tutorial's, with the learner's widths: maps of 8 × 8.
    Tutorial,
    /// The same on a stem that keeps more of the image: maps of 16 × 16.
    Fine,
    /// Trained weights of a network with four branches.
    Held(WeightsId),
}

impl Source {
    /// The stable word of links; none for trained weights, which another page does not hold.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tutorial => "tutorial",
            Self::Fine => "fine",
            Self::Held(_) => "",
        }
    }
}

/// The strongest maps of a branch, and their largest value.
pub type Strongest = (Vec<Tile>, f32);

/// One map, enlarged.
#[derive(Clone, Debug, PartialEq)]
pub struct Enlarged {
    /// Index of its branch.
    pub branch: usize,
    /// Index of the channel in its layer.
    pub channel: usize,
    /// Its picture.
    pub address: String,
    /// Its values, row after row.
    pub values: Vec<f32>,
    /// Its shape, with all channels of its layer.
    pub shape: Shape,
    /// Where it is largest.
    pub peak: Peak,
}

/// The state of the step; part of the lesson's settings.
#[derive(Clone, Copy)]
pub struct Looking {
    /// Which network.
    pub source: RwSignal<Source>,
    /// Decides drawn weights.
    pub seed: RwSignal<u64>,
    /// The unit whose fields are drawn; that where the enlarged map is largest, until another is chosen.
    pub unit: RwSignal<Option<(usize, usize)>>,
    /// Whether the step was opened once: from then on the engine is asked whenever something changes.
    pub asked: RwSignal<bool>,
    /// Counts the times that the learner asked again.
    again: RwSignal<u32>,
    /// The strongest maps of each branch, as far as they have arrived.
    pub strongest: Memo<[Option<Strongest>; 4]>,
    /// The map that is enlarged: its branch, and its place among the strongest.
    pub chosen: RwSignal<(usize, usize)>,
    /// That map, as soon as it has arrived.
    pub enlarged: Memo<Option<Enlarged>>,
    /// The tops of the branches that are looked at.
    pub tops: Memo<Vec<BranchTop>>,
    /// The question about their maps.
    pub asking: Asking,
    shelf: Shelf,
}

impl Looking {
    /// Nothing is asked yet; `module` gives the widths, `word` is what a link says of the source.
    pub fn new(module: RwSignal<Module>, word: Option<&str>) -> Self {
        let shelf = expect_context::<Shelf>();
        let named = [Source::Tutorial, Source::Fine].into_iter();
        let named = named.into_iter().find(|source| Some(source.word()) == word);
        let first = || untrack(|| held(shelf)).first().map(|trained| Source::Held(trained.id));
        let source = RwSignal::new(named.or_else(first).unwrap_or(Source::Tutorial));
        let seed = RwSignal::new(1);
        // The learner's module on a stem; nothing where weights are trained.
        let drawn = Memo::new(move |_| {
            let base = match source.get() {
                Source::Held(_) => return None,
                Source::Tutorial => InceptionNetConfig::TUTORIAL,
                Source::Fine => InceptionNetConfig {
                    stem: InceptionNetConfig::COMPACT.stem,
                    ..InceptionNetConfig::TUTORIAL
                },
            };
            let modules = [module.get().widths; 2];
            Some(InceptionNetConfig { modules, ..base }.network())
        });
        let tops = Memo::new(move |_| {
            let spec = match source.get() {
                Source::Held(id) => held(shelf)
                    .into_iter()
                    .find(|trained| trained.id == id)
                    .map(|trained| trained.network),
                _ => drawn.get(),
            };
            spec.and_then(|spec| branch_tops(&spec)).unwrap_or_default()
        });
        let network = Memo::new(move |_| match source.get() {
            Source::Held(id) => shelf.source(id),
            _ => drawn.get().map(|spec| NetworkSource::Drawn {
                spec: Box::new(spec),
                seed: seed.get(),
            }),
        });
        let asking = Asking::new();
        let strongest = Memo::new(move |_| {
            let answered = asking.maps.get();
            tops.with(|tops| {
                std::array::from_fn(|branch| {
                    let (values, shape) = answered.as_ref()?.of(&tops.get(branch)?.layer)?;
                    Some(strongest_of(values, shape))
                })
            })
        });
        let chosen = RwSignal::new((1, 0));
        let enlarged = Memo::new(move |_| {
            let answered = asking.maps.get()?;
            let (branch, place) = chosen.get();
            let channel = strongest.with(|all| {
                let (tiles, _) = all[branch].as_ref()?;
                tiles.get(place).or(tiles.last()).map(|tile| tile.channel)
            })?;
            let (map, shape) = tops.with(|tops| answered.map(&tops.get(branch)?.layer, channel))?;
            Some(Enlarged {
                branch,
                channel,
                address: single(map, shape.size.width, MapScale::of(map)),
                values: map.to_vec(),
                shape,
                peak: peak(map, shape.size.width)?,
            })
        });
        let looking = Self {
            source,
            seed,
            unit: RwSignal::new(None),
            asked: RwSignal::new(false),
            again: RwSignal::new(0),
            strongest,
            chosen,
            enlarged,
            tops,
            asking,
            shelf,
        };
        // Recorded weights are fetched; weights that are gone give way.
        Effect::new(move |_| {
            let Source::Held(id) = source.get() else { return };
            let all = held(shelf);
            if !all.iter().any(|trained| trained.id == id) {
                source.set(all.first().map_or(Source::Tutorial, |trained| Source::Held(trained.id)));
            } else if looking.asked.get() {
                shelf.want(id);
            }
        });
        let gallery = use_gallery();
        let picture = Memo::new(move |_| gallery.picture());
        Effect::new(move |before: Option<(Source, Vec<BranchTop>)>| {
            looking.again.track();
            let (asked, network, picture, now) = (
                looking.asked.get(),
                network.get(),
                picture.get(),
                (source.get(), tops.get()),
            );
            if before.is_some_and(|before| before != now) {
                asking.clear();
            }
            if asked && let (Some(network), Some(picture)) = (network, picture) {
                let layers = now.1.iter().map(|top| top.layer.clone()).collect();
                asking.ask(network, layers, &picture);
            }
            now
        });
        looking
    }

    /// Asks again after a failure.
    pub fn retry(self) {
        self.shelf.retry();
        self.again.update(|again| *again += 1);
    }

    /// The trained weights that are looked at.
    pub fn trained(self) -> Option<Trained> {
        let Source::Held(id) = self.source.get() else {
            return None;
        };
        held(self.shelf).into_iter().find(|trained| trained.id == id)
    }

    /// Why the trained weights did not arrive.
    pub fn problem(self) -> Option<String> {
        match self.source.get() {
            Source::Held(id) => self.shelf.problem(id),
            _ => None,
        }
    }

    /// The unit whose fields are drawn, on maps of `side`.
    pub fn unit_on(self, side: usize) -> (usize, usize) {
        let last = side.saturating_sub(1);
        let largest = || {
            self.enlarged
                .with(|map| map.as_ref().map(|map| map.peak))
                .filter(|peak| peak.value > 0.0)
        };
        let first = || largest().map_or((side / 2, side / 2), |peak| (peak.row, peak.col));
        let (row, col) = self.unit.get().unwrap_or_else(first);
        (row.min(last), col.min(last))
    }

    /// Enlarges a map, and goes to the unit where it is largest.
    pub fn choose(self, branch: usize, place: usize) {
        self.chosen.set((branch, place));
        self.go_to_peak();
    }

    /// Goes to the unit where the enlarged map is largest.
    pub fn go_to_peak(self) {
        if let Some(peak) = self.enlarged.with_untracked(|map| map.as_ref().map(|map| map.peak)) {
            self.unit.set(Some((peak.row, peak.col)));
        }
    }
}

/// The trained weights of networks with four branches.
pub fn held(shelf: Shelf) -> Vec<Trained> {
    let mut all = shelf.all();
    all.retain(|trained| branch_tops(&trained.network).is_some());
    all
}
