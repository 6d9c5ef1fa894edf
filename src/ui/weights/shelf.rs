//! All trained weights that the page holds; a context of the whole page.
//!
//! Long because every kind of weights is listed, fetched, imported and given away here.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::recorded::{RECORDED, Recorded, fetch, variant_of};
use crate::bridge::page::{HeardProbe, Preference, Question};
use crate::bridge::protocol::{Fault, Imported, NetworkSource, ProbeAnswer, ProbeQuestion, RunId};
use crate::lab::trained::TrainedRecord;
use crate::spec::{NetworkSpec, RunSpec, variants};
use crate::ui::Lab;
use crate::ui::i18n::{Speech, use_speech};
use crate::ui::state::FinishedRun;
use crate::ui::words::{Told, Unserved};

/// Most weights of kept runs and files that are held: the oldest make room.
const MOST_HELD: usize = 8;

/// Names trained weights for as long as the page lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightsId {
    /// Trained once, served beside the page under this name.
    Recorded(&'static str),
    /// A run of the lab that went to its end.
    Run(RunId),
    /// A kept run, or a file.
    Held(u32),
}

/// A run of an experiment as it was kept last.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptRun {
    /// Key of the experiment.
    pub experiment: String,
    /// What the learner calls it.
    pub title: String,
    /// The run.
    pub run: RunSpec,
    /// Steps done.
    pub n_steps: usize,
    /// Share of the test images that were right after the last epoch that was over, 0 to 1.
    pub accuracy: Option<f32>,
}

/// A file of weights.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedFile {
    /// Its name.
    pub name: String,
    /// Decided the weights that it lacks.
    pub seed: u64,
    /// What became of its tensors.
    pub report: Imported,
}

/// What is known of trained weights.
#[derive(Clone, Debug, PartialEq)]
pub enum About {
    /// Trained once; its record, as soon as it has arrived.
    Recorded(Option<TrainedRecord>),
    /// A run of the lab.
    Run(FinishedRun),
    /// A run of an experiment.
    Kept(KeptRun),
    /// A file.
    File(ImportedFile),
}

/// Trained weights that can be looked into.
#[derive(Clone, Debug, PartialEq)]
pub struct Trained {
    /// Their name.
    pub id: WeightsId,
    /// Their network.
    pub network: NetworkSpec,
    /// What is known of them.
    pub about: About,
}

#[derive(Clone, Debug, PartialEq)]
struct Held {
    trained: Trained,
    source: NetworkSource,
}

/// The weights; a context of the whole page.
#[derive(Clone, Copy)]
pub struct Shelf {
    recorded: RwSignal<BTreeMap<&'static str, Result<Recorded, Unserved>>>,
    held: RwSignal<Vec<Held>>,
    n_held: StoredValue<u32>,
    lab: Lab,
    speech: Speech,
}

impl Shelf {
    /// An empty shelf; from now on a context.
    pub fn provide() {
        provide_context(Self {
            recorded: RwSignal::default(),
            held: RwSignal::default(),
            n_held: StoredValue::new(0),
            lab: expect_context(),
            speech: use_speech(),
        });
    }

    /// All weights: recorded ones, then the lab's, then kept runs and files, the newest last. Follows what changes.
    pub fn all(self) -> Vec<Trained> {
        let recorded = RECORDED.into_iter().filter_map(|id| {
            let network = variants::find(variant_of(id)).ok()?.network();
            let found = self.recorded.with(|recorded| recorded.get(id).cloned());
            let record = found.and_then(Result::ok).map(|found| found.record);
            let (id, about) = (WeightsId::Recorded(id), About::Recorded(record));
            Some(Trained { id, network, about })
        });
        let runs = self.lab.state.with(|state| state.finished.clone());
        let runs = runs.into_iter().map(|run| Trained {
            id: WeightsId::Run(run.run),
            network: run.spec.network.clone(),
            about: About::Run(run),
        });
        let held = self.held.get().into_iter().map(|held| held.trained);
        recorded.chain(runs).chain(held).collect()
    }

    /// The weights of the network `spec`.
    pub fn of(self, spec: &NetworkSpec) -> Vec<Trained> {
        let mut all = self.all();
        all.retain(|trained| trained.network == *spec);
        all
    }

    /// The recorded weights of the network `spec` half-way through its training, where there are any.
    pub fn half_way(self, spec: &NetworkSpec) -> Option<Trained> {
        self.of(spec).into_iter().find(|trained| trained.id.is_half_way())
    }

    /// The network with these weights; nothing where they are gone, or recorded ones have not arrived.
    pub fn source(self, id: WeightsId) -> Option<NetworkSource> {
        match id {
            WeightsId::Recorded(id) => self.recorded.with(|recorded| {
                let found = recorded.get(id)?.as_ref().ok()?;
                Some(NetworkSource::Given {
                    spec: Box::new(variants::find(variant_of(id)).ok()?.network()),
                    state_dict: Arc::clone(&found.state_dict),
                })
            }),
            WeightsId::Run(run) => {
                let is_there = self
                    .lab
                    .state
                    .with(|state| state.finished.iter().any(|finished| finished.run == run));
                is_there.then_some(NetworkSource::Trained { run })
            }
            WeightsId::Held(_) => self.held.with(|held| {
                let found = held.iter().find(|held| held.trained.id == id)?;
                Some(found.source.clone())
            }),
        }
    }

    /// Why recorded weights did not arrive, in the language that is spoken.
    pub fn problem(self, id: WeightsId) -> Option<String> {
        let WeightsId::Recorded(id) = id else { return None };
        let language = self.speech.language();
        self.recorded
            .with(|recorded| Some(recorded.get(id)?.as_ref().err()?.told(language)))
    }

    /// Fetches recorded weights that have not arrived; others are there. Within an effect, again after [`Shelf::retry`].
    pub fn want(self, id: WeightsId) {
        let WeightsId::Recorded(id) = id else { return };
        if self.recorded.with(|recorded| recorded.contains_key(id)) {
            return;
        }
        spawn_local(async move {
            let found = fetch(id).await;
            let _ = self.recorded.try_update(|recorded| recorded.insert(id, found));
        });
    }

    /// Forgets which recorded weights did not arrive: they are fetched again when they are wanted.
    pub fn retry(self) {
        self.recorded
            .update(|recorded| recorded.retain(|_, found| found.is_ok()));
    }

    /// Holds a kept run; the same run as it was before gives its place up.
    pub fn hold_run(self, kept: KeptRun, checkpoint: Vec<u8>) -> WeightsId {
        let source = NetworkSource::Kept {
            run: Box::new(kept.run.clone()),
            checkpoint: checkpoint.into(),
        };
        let is_same = |held: &Held| match &held.trained.about {
            About::Kept(before) => (&before.experiment, &before.run) == (&kept.experiment, &kept.run),
            _ => false,
        };
        self.held.update(|held| held.retain(|held| !is_same(held)));
        self.hold(kept.run.network.clone(), About::Kept(kept), source)
    }

    /// Reads the file `bytes`, called `name`, into the network `spec`: `hear` hears the name of what is held from then on,
    /// or why the file is refused. What the file lacks is drawn from `seed`.
    pub fn import(
        self,
        spec: NetworkSpec,
        seed: u64,
        (name, bytes): (String, Vec<u8>),
        hear: impl Fn(Result<WeightsId, Fault>) + 'static,
    ) {
        let question = Question {
            network: NetworkSource::Given {
                spec: Box::new(spec.clone()),
                state_dict: bytes.into(),
            },
            question: ProbeQuestion::Import { seed },
            pixels: Vec::new(),
            preference: Preference::Cpu,
        };
        let answered = move |heard| match heard {
            HeardProbe::Answered {
                answer: ProbeAnswer::Imported { report, file },
                ..
            } => {
                let source = NetworkSource::Given {
                    spec: Box::new(spec.clone()),
                    state_dict: file,
                };
                let name = name.clone();
                let about = About::File(ImportedFile { name, seed, report });
                hear(Ok(self.hold(spec.clone(), about, source)));
            }
            HeardProbe::Failed(fault) => hear(Err(fault)),
            HeardProbe::Answered { .. } | HeardProbe::Waiting(_) | HeardProbe::Reading { .. } => {}
        };
        self.lab.probe(question, Rc::new(answered));
    }

    fn hold(self, network: NetworkSpec, about: About, source: NetworkSource) -> WeightsId {
        self.n_held.update_value(|n| *n += 1);
        let id = WeightsId::Held(self.n_held.get_value());
        let trained = Trained { id, network, about };
        self.held.update(|held| {
            held.push(Held { trained, source });
            let n_over = held.len().saturating_sub(MOST_HELD);
            held.drain(..n_over);
        });
        id
    }
}
