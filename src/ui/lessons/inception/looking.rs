//! The feature maps that were asked of the engine, branch by branch.

use std::rc::Rc;

use leptos::prelude::*;

use super::maps::{BranchTop, Tile, branch_tops, strongest};
use super::module::Module;
use crate::bridge::page::{HeardProbe, Preference, Question};
use crate::bridge::protocol::{Fault, NetworkSource, ProbeId, ProbeQuestion};
use crate::spec::variants::InceptionNetConfig;
use crate::ui::Lab;
use crate::ui::lesson::picture::Picture;
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

/// Where the maps of a branch stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Look {
    /// Not asked for.
    #[default]
    Nothing,
    /// An answer is on its way.
    Waiting,
    /// The strongest maps, and their largest value.
    Done(Vec<Tile>, f32),
    /// It went wrong.
    Failed(Fault),
}

/// The state of the step; part of the lesson's settings.
#[derive(Clone, Copy)]
pub struct Looking {
    /// Which network.
    pub source: RwSignal<Source>,
    /// Decides drawn weights.
    pub seed: RwSignal<u64>,
    /// The unit whose fields are drawn; the middle one until another is chosen.
    pub unit: RwSignal<Option<(usize, usize)>>,
    /// Whether the step was opened once: from then on the engine is asked whenever something changes.
    pub asked: RwSignal<bool>,
    /// Counts the times that the learner asked again.
    again: RwSignal<u32>,
    /// The branches' maps.
    pub looks: RwSignal<[Look; 4]>,
    /// The tops of the branches that are looked at.
    pub tops: Memo<Vec<BranchTop>>,
    open: StoredValue<Vec<ProbeId>>,
    shelf: Shelf,
}

impl Looking {
    /// Nothing is asked yet; `module` gives the widths, `word` is what a link says of the source.
    pub fn new(module: RwSignal<Module>, word: Option<&str>) -> Self {
        let (lab, shelf) = (expect_context::<Lab>(), expect_context::<Shelf>());
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
        let looking = Self {
            source,
            seed,
            unit: RwSignal::new(None),
            asked: RwSignal::new(false),
            again: RwSignal::new(0),
            looks: RwSignal::default(),
            tops,
            open: StoredValue::new(Vec::new()),
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
        Effect::new(move |_| {
            looking.again.track();
            let (asked, network, picture) = (looking.asked.get(), network.get(), picture.get());
            looking.forget(lab);
            if asked && let (Some(source), Some(picture)) = (network, picture) {
                looking.ask(lab, &source, &tops.get(), &picture);
            }
        });
        on_cleanup(move || looking.forget(lab));
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
        let (row, col) = self.unit.get().unwrap_or((side / 2, side / 2));
        (row.min(last), col.min(last))
    }

    fn forget(self, lab: Lab) {
        for probe in self.open.try_update_value(std::mem::take).unwrap_or_default() {
            lab.forget(probe);
        }
        self.looks.try_set(<[Look; 4]>::default());
    }

    fn ask(self, lab: Lab, source: &NetworkSource, tops: &[BranchTop], picture: &Picture) {
        for (branch, top) in tops.iter().enumerate().take(4) {
            let (looks, shape) = (self.looks, top.shape);
            let put = move |look: Look| {
                looks.try_update(|looks| looks[branch] = look);
            };
            put(Look::Waiting);
            let hear = move |heard: HeardProbe| match heard {
                HeardProbe::Waiting(_) | HeardProbe::Reading { .. } => {}
                HeardProbe::Answered { values, .. } => {
                    let (tiles, most) = strongest(&values, shape);
                    put(Look::Done(tiles, most));
                }
                HeardProbe::Failed(fault) => put(Look::Failed(fault)),
            };
            let question = Question {
                network: source.clone(),
                question: ProbeQuestion::FeatureMaps {
                    layer: top.layer.clone(),
                },
                pixels: picture.pixels.clone(),
                preference: Preference::Cpu,
            };
            let probe = lab.probe(question, Rc::new(hear));
            self.open.update_value(|open| open.push(probe));
        }
    }
}

/// The trained weights of networks with four branches.
pub fn held(shelf: Shelf) -> Vec<Trained> {
    let mut all = shelf.all();
    all.retain(|trained| branch_tops(&trained.network).is_some());
    all
}
