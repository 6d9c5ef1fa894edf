//! The feature maps that were asked of the engine, branch by branch.

use std::rc::Rc;

use leptos::prelude::*;

use super::maps::{BranchTop, Tile, branch_tops, strongest};
use super::module::Module;
use crate::bridge::page::{HeardProbe, Preference, Question};
use crate::bridge::protocol::{Fault, NetworkSource, ProbeId, ProbeQuestion};
use crate::spec::NetworkSpec;
use crate::spec::variants::InceptionNetConfig;
use crate::ui::Lab;
use crate::ui::lesson::picture::Picture;
use crate::ui::lesson::use_gallery;

/// Which network is looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The tutorial's, with the learner's widths: maps of 8 × 8.
    Tutorial,
    /// The same on a stem that keeps more of the image: maps of 16 × 16.
    Fine,
    /// A run of the lab that went to its end, by its place in the list.
    Run(usize),
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
    /// Whether the engine has been asked once: from then on it is asked again whenever something changes.
    pub asked: RwSignal<bool>,
    /// The branches' maps.
    pub looks: RwSignal<[Look; 4]>,
    /// The network with the weights that are looked at, and the tops of its branches.
    pub network: Memo<Option<(NetworkSource, Vec<BranchTop>)>>,
    open: StoredValue<Vec<ProbeId>>,
}

impl Looking {
    /// Nothing is asked yet; `module` gives the widths.
    pub fn new(module: RwSignal<Module>) -> Self {
        let lab = expect_context::<Lab>();
        let (source, seed) = (RwSignal::new(Source::Tutorial), RwSignal::new(1));
        let network = Memo::new(move |_| {
            let drawn = |base: InceptionNetConfig| {
                let modules = [module.get().widths; 2];
                let spec = InceptionNetConfig { modules, ..base }.network();
                let tops = branch_tops(&spec)?;
                let spec = Box::new(spec);
                Some((NetworkSource::Drawn { spec, seed: seed.get() }, tops))
            };
            match source.get() {
                Source::Tutorial => drawn(InceptionNetConfig::TUTORIAL),
                Source::Fine => drawn(InceptionNetConfig {
                    stem: InceptionNetConfig::COMPACT.stem,
                    ..InceptionNetConfig::TUTORIAL
                }),
                Source::Run(idx) => lab.state.with(|state| {
                    let finished = state.finished.get(idx)?;
                    let tops = branch_tops(&finished.spec.network)?;
                    Some((NetworkSource::Trained { run: finished.run }, tops))
                }),
            }
        });
        let looking = Self {
            source,
            seed,
            unit: RwSignal::new(None),
            asked: RwSignal::new(false),
            looks: RwSignal::default(),
            network,
            open: StoredValue::new(Vec::new()),
        };
        let gallery = use_gallery();
        let picture = Memo::new(move |_| gallery.picture());
        Effect::new(move |_| {
            let (asked, network, picture) = (looking.asked.get(), network.get(), picture.get());
            looking.forget(lab);
            if asked && let (Some((source, tops)), Some(picture)) = (network, picture) {
                looking.ask(lab, &source, &tops, &picture);
            }
        });
        on_cleanup(move || looking.forget(lab));
        looking
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

/// The runs that can be looked into: their place in the list, and how many of the test images they had right.
pub fn runs(lab: Lab) -> Vec<(usize, NetworkSpec, f32)> {
    lab.state.with(|state| {
        let all = state.finished.iter().enumerate();
        let of = all.filter(|(_, finished)| branch_tops(&finished.spec.network).is_some());
        of.map(|(idx, finished)| (idx, finished.spec.network.clone(), finished.accuracy))
            .collect()
    })
}
