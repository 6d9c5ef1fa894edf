//! What was asked of the engine, and what it has said: the state of the step.
//!
//! Long because settings, measurements and what changes them are one state.

use std::rc::Rc;

use leptos::prelude::*;

use super::super::bench::Bench;
use super::look::{Look, Which};
use super::measured::with_classifier;
use crate::bridge::page::{Preference, Question};
use crate::bridge::protocol::{NetworkSource, ProbeId, ProbeQuestion, RunId};
use crate::draw::effective::HeatScale;
use crate::spec::{Dataset, NetworkSpec};
use crate::ui::Lab;
use crate::ui::intent::Remedy;
use crate::ui::lesson::Place;
use crate::ui::query::MAX_SEED;
use crate::ui::weights::{Shelf, Trained, WeightsId};

/// Numbers of images that are offered.
pub const IMAGE_COUNTS: [usize; 4] = [8, 32, 128, 512];

/// The network in front of the learner, trained.
#[derive(Clone, Debug, PartialEq)]
pub enum TrainedNetwork {
    /// The lab trains it now.
    Present(RunId),
    /// It was trained.
    Past(Trained),
}

impl TrainedNetwork {
    /// The name of its weights.
    pub const fn id(&self) -> WeightsId {
        match self {
            Self::Present(run) => WeightsId::Run(*run),
            Self::Past(trained) => trained.id,
        }
    }
}

/// What decides a measurement: another one is another question.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The network, with a classifier; nothing where it cannot be measured.
    pub network: Option<NetworkSpec>,
    /// The layer's name.
    pub layer: String,
    /// Which images.
    pub dataset: Dataset,
    /// How many.
    pub n_images: usize,
    /// Decides the drawn weights.
    pub seed: u64,
}

/// The step's state; a context of the lesson, so that what was measured outlives a visit to another step.
#[derive(Clone, Copy)]
pub struct Effective {
    /// Name of the layer that was chosen; the top one where it is gone.
    pub layer: RwSignal<String>,
    /// Images of the mean.
    pub n_images: RwSignal<usize>,
    /// Decides the drawn weights.
    pub seed: RwSignal<u64>,
    /// How shares become colours.
    pub scale: RwSignal<HeatScale>,
    /// Index of the layer among the maps that are drawn.
    pub map: Memo<usize>,
    /// What decides the measurements.
    pub setting: Memo<Setting>,
    /// All that are trained, the one that is being trained first, then the newest first.
    pub all_trained: Memo<Vec<TrainedNetwork>>,
    /// The one that is looked at as trained.
    pub trained: Memo<Option<TrainedNetwork>>,
    /// The one that the learner chose, where it is one of them.
    pub choice: RwSignal<Option<WeightsId>>,
    /// What the learner predicted for the setting, in pixels.
    pub guess: RwSignal<Option<i64>>,
    looks: [RwSignal<Look>; 2],
    probes: [StoredValue<Option<ProbeId>>; 2],
    /// Whether the learner asked, so that what the settings change is measured again.
    wanted: StoredValue<bool>,
    /// What the measurements belong to.
    measured: StoredValue<Option<(Setting, Option<NetworkSource>)>>,
    generated: RwSignal<bool>,
    preference: RwSignal<Option<Preference>>,
    shelf: Shelf,
    lab: Lab,
}

impl Effective {
    /// The state that the address asks for; from now on a context.
    pub fn provide(place: Place, bench: Bench) -> Self {
        let lab = expect_context::<Lab>();
        let number = |key: &'static str| place.get(key).and_then(|text| text.parse::<u64>().ok());
        let layer = RwSignal::new(place.get("layer").unwrap_or_default());
        let asked = number("images").map(|n| n as usize);
        let n_images = RwSignal::new(asked.filter(|n| IMAGE_COUNTS.contains(n)).unwrap_or(IMAGE_COUNTS[1]));
        let seed = RwSignal::new(number("seed").unwrap_or(0).min(MAX_SEED));
        let is_log = place.get("scale").is_none_or(|text| text != "linear");
        let scale = RwSignal::new(if is_log { HeatScale::Log } else { HeatScale::Linear });
        let generated = RwSignal::new(false);
        let map = Memo::new(move |_| {
            bench.observed.with(|observed| {
                let named = observed
                    .maps
                    .iter()
                    .skip(1)
                    .position(|map| layer.with(|name| map.name == *name));
                named.map_or(observed.maps.len() - 1, |idx| idx + 1)
            })
        });
        let network = Memo::new(move |_| bench.observed.with(|observed| with_classifier(&observed.spec).ok()));
        let no_cifar10 = Memo::new(move |_| lab.state.with(|state| state.cifar10_here == Some(false)));
        let setting = Memo::new(move |_| Setting {
            network: network.get(),
            layer: bench
                .observed
                .with(|observed| observed.maps[map.get().min(observed.maps.len() - 1)].name.clone()),
            dataset: if generated.get() || no_cifar10.get() {
                Dataset::Scales
            } else {
                Dataset::Cifar10
            },
            n_images: n_images.get(),
            seed: seed.get(),
        });
        let shelf = expect_context::<Shelf>();
        let all_trained = Memo::new(move |_| {
            network.with(|network| {
                network
                    .as_ref()
                    .map(|network| found(lab, shelf, network))
                    .unwrap_or_default()
            })
        });
        let choice = RwSignal::new(None::<WeightsId>);
        let trained = Memo::new(move |_| {
            all_trained.with(|all| {
                let chosen = all.iter().find(|trained| Some(trained.id()) == choice.get());
                // Recorded weights only where they are chosen: the learner is asked to train first.
                let own = all
                    .iter()
                    .find(|trained| !matches!(trained.id(), WeightsId::Recorded(_)));
                chosen.or(own).cloned()
            })
        });
        Effect::new(move |_| {
            if let Some(trained) = trained.get() {
                shelf.want(trained.id());
            }
        });
        let state = Self {
            layer,
            n_images,
            seed,
            scale,
            map,
            setting,
            all_trained,
            trained,
            choice,
            guess: RwSignal::new(None),
            looks: [RwSignal::default(), RwSignal::default()],
            probes: [StoredValue::new(None), StoredValue::new(None)],
            wanted: StoredValue::new(false),
            measured: StoredValue::new(None),
            generated,
            preference: RwSignal::new(None),
            shelf,
            lab,
        };
        provide_context(state);
        on_cleanup(move || {
            state.forget(Which::Untrained);
            state.forget(Which::Trained);
        });
        state
    }

    /// Follows the settings while the step is open: what they change is measured again, if anything was asked for.
    pub fn follow(self) {
        Effect::new(move |_| {
            let now = (self.setting.get(), self.source());
            let before = self.measured.get_value();
            let untrained = before.as_ref().is_none_or(|before| before.0 != now.0);
            let trained = before.as_ref() != Some(&now);
            if untrained {
                self.guess.set(None);
            }
            // A trained network is why one comes back.
            let wanted = self.wanted.get_value() || now.1.is_some();
            self.measured.set_value(Some(now));
            for (which, is_stale) in [(Which::Untrained, untrained), (Which::Trained, trained)] {
                if is_stale {
                    self.cancel(which);
                    if wanted {
                        self.ask(which);
                    }
                }
            }
        });
    }

    /// The trained network; nothing while recorded weights are on their way.
    fn source(self) -> Option<NetworkSource> {
        match self.trained.get()? {
            TrainedNetwork::Present(run) => Some(NetworkSource::Trained { run }),
            TrainedNetwork::Past(trained) => self.shelf.source(trained.id),
        }
    }

    /// Measures both, as far as there is something to measure.
    pub fn measure(self) {
        self.wanted.set_value(true);
        self.ask(Which::Untrained);
        self.ask(Which::Trained);
    }

    /// Measures `which` anew.
    pub fn ask(self, which: Which) {
        self.cancel(which);
        let setting = self.setting.get_untracked();
        let source = match which {
            Which::Untrained => setting.network.map(|spec| NetworkSource::Drawn {
                spec: Box::new(spec),
                seed: setting.seed,
            }),
            Which::Trained => untrack(|| self.source()),
        };
        let Some(network) = source else { return };
        let question = Question {
            network,
            question: ProbeQuestion::EffectiveField {
                layer: setting.layer,
                dataset: setting.dataset,
                n_images: setting.n_images,
                seed: setting.seed,
            },
            pixels: Vec::new(),
            preference: self.preference(),
        };
        let look = self.look(which);
        look.set(Look::Waiting);
        let hear = Rc::new(move |heard| {
            let _ = look.try_set(Look::of(heard));
        });
        self.probes[which as usize].set_value(Some(self.lab.probe(question, hear)));
    }

    /// Gives both up, and does not begin again by itself.
    pub fn give_up(self) {
        self.wanted.set_value(false);
        self.cancel(Which::Untrained);
        self.cancel(Which::Trained);
    }

    /// Begins again after a failure, with a change.
    pub fn mend(self, which: Which, remedy: Remedy) {
        self.wanted.set_value(true);
        match remedy {
            // What it changes makes the step measure again.
            Remedy::UseScales => return self.generated.set(true),
            Remedy::Reload => {
                let _ = window().location().reload();
            }
            Remedy::UseCpu => self.preference.set(Some(Preference::Cpu)),
            Remedy::Retry | Remedy::LowerRate => {}
        }
        self.ask(which);
    }

    /// Where the measurement of `which` stands.
    pub const fn look(self, which: Which) -> RwSignal<Look> {
        self.looks[which as usize]
    }

    /// Whether an answer is on its way.
    pub fn is_busy(self) -> bool {
        self.looks.iter().any(|look| look.with(Look::is_busy))
    }

    fn preference(self) -> Preference {
        let of_lab = || self.lab.state.with_untracked(|state| state.query.engine);
        self.preference.get_untracked().unwrap_or_else(of_lab)
    }

    fn cancel(self, which: Which) {
        self.forget(which);
        self.look(which).set(Look::Nothing);
    }

    fn forget(self, which: Which) {
        if let Some(probe) = self.probes[which as usize].try_get_value().flatten() {
            self.lab.forget(probe);
            let _ = self.probes[which as usize].try_set_value(None);
        }
    }
}

/// The state that [`Effective::provide`] made.
pub fn use_effective() -> Effective {
    expect_context()
}

/// The run that trains `network` now, then all that is trained, the newest first and recorded weights last.
fn found(lab: Lab, shelf: Shelf, network: &NetworkSpec) -> Vec<TrainedNetwork> {
    let present = lab.state.with(|state| {
        let run = &state.run;
        let spec = run.spec.as_ref()?;
        let is_this = spec.network == *network && run.phase.has_started();
        run.id.filter(|_| is_this)
    });
    let past = shelf.of(network).into_iter().rev();
    let past = past.filter(|trained| Some(trained.id) != present.map(WeightsId::Run));
    let present = present.map(TrainedNetwork::Present);
    present.into_iter().chain(past.map(TrainedNetwork::Past)).collect()
}
