//! Asking the engine about a network, and what it has answered so far.

use std::rc::Rc;

use leptos::prelude::*;

use crate::bridge::page::{HeardProbe, Question};
use crate::bridge::protocol::{Fault, NetworkSource, ProbeAnswer, ProbeId};
use crate::geometry::Plane;
use crate::spec::{NetworkSpec, OpSpec, variants};
use crate::ui::lab::Lab;
use crate::ui::weights::{Shelf, Trained, WeightsId};

/// The network that is shown untrained, and that the lab is asked to train.
pub const VARIANT: &str = "dilated-s";

/// What was answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown<T> {
    /// Nothing yet.
    Asking,
    /// The engine is still being built.
    Waiting,
    /// This.
    Here(T),
    /// There is no answer.
    Failed(Fault),
}

impl<T> Shown<T> {
    /// How far it is, without the answer.
    pub fn stage(&self) -> Shown<()> {
        match self {
            Self::Asking => Shown::Asking,
            Self::Waiting => Shown::Waiting,
            Self::Here(_) => Shown::Here(()),
            Self::Failed(fault) => Shown::Failed(fault.clone()),
        }
    }
}

/// The kernels of a first layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Kernels {
    /// Output and input channels, rows, columns.
    pub shape: [usize; 4],
    /// The weights, in PyTorch's layout.
    pub values: Vec<f64>,
    /// Steps that the network was trained for.
    pub n_steps: usize,
}

impl Kernels {
    /// The weights of kernel `idx`: its slices one after the other.
    pub fn of(&self, idx: usize) -> &[f64] {
        let n = self.shape[1] * self.shape[2] * self.shape[3];
        self.values.get(idx * n..(idx + 1) * n).unwrap_or_default()
    }

    /// The largest magnitude.
    pub fn most(&self) -> f64 {
        self.values.iter().fold(0.0, |most: f64, value| most.max(value.abs()))
    }
}

/// What is looked at; a context of the lesson.
#[derive(Clone, Copy)]
pub struct Learned {
    /// The trained weights, of whatever network; nothing for the untrained one.
    pub trained: RwSignal<Option<WeightsId>>,
    /// Decides the weights of the untrained network.
    pub seed: RwSignal<u64>,
    /// Index of the kernel.
    pub chosen: RwSignal<usize>,
    /// Counts the times that the learner asked again.
    pub again: RwSignal<u32>,
    /// The kernels of the first layer.
    pub kernels: RwSignal<Shown<Kernels>>,
    /// What they make of the image.
    pub map: RwSignal<Shown<Vec<Plane>>>,
}

impl Learned {
    /// The untrained network, or the last that was trained; from now on a context.
    pub fn provide() {
        let lab = expect_context::<Lab>();
        let shelf = expect_context::<Shelf>();
        let last = lab
            .state
            .with_untracked(|state| state.finished.last().map(|finished| finished.run));
        let trained = RwSignal::new(last.map(WeightsId::Run));
        Effect::new(move |_| {
            if let Some(id) = trained.get() {
                shelf.want(id);
            }
        });
        provide_context(Self {
            trained,
            seed: RwSignal::new(0),
            chosen: RwSignal::new(0),
            again: RwSignal::new(0),
            kernels: RwSignal::new(Shown::Asking),
            map: RwSignal::new(Shown::Asking),
        });
    }

    /// The network and its spec; nothing while recorded weights are on their way.
    pub fn source(self, shelf: Shelf) -> Option<(NetworkSource, NetworkSpec)> {
        if let Some(trained) = self.current(shelf)
            && shelf.problem(trained.id).is_none()
        {
            return Some((shelf.source(trained.id)?, trained.network));
        }
        let spec = variants::find(VARIANT).ok()?.network();
        let source = NetworkSource::Drawn {
            spec: Box::new(spec.clone()),
            seed: self.seed.get(),
        };
        Some((source, spec))
    }

    /// The trained weights that are chosen, while they are there.
    pub fn current(self, shelf: Shelf) -> Option<Trained> {
        let id = self.trained.get()?;
        shelf.all().into_iter().find(|trained| trained.id == id)
    }
}

/// Name of the first convolution.
pub fn first_conv(spec: &NetworkSpec) -> Option<&str> {
    let mut layers = spec.layers.iter();
    layers
        .find(|layer| matches!(layer.op, OpSpec::Conv(_)))
        .map(|layer| layer.name.as_str())
}

/// The kernels of an answer; nothing where it is another.
pub fn kernels_of(answer: ProbeAnswer, values: Vec<f32>, n_steps: usize) -> Option<Kernels> {
    let ProbeAnswer::Weights { shape } = answer else {
        return None;
    };
    Some(Kernels {
        shape: shape.try_into().ok()?,
        values: values.into_iter().map(f64::from).collect(),
        n_steps,
    })
}

/// The maps of an answer; nothing where it is another.
pub fn maps_of(answer: ProbeAnswer, values: Vec<f32>, _n_steps: usize) -> Option<Vec<Plane>> {
    let ProbeAnswer::FeatureMaps { height, width, .. } = answer else {
        return None;
    };
    let one = |map: &[f32]| {
        Plane::new(height, width, |row, col| {
            map.get(row * width + col).copied().map_or(0.0, f64::from)
        })
    };
    Some(values.chunks(height * width).map(one).collect())
}

/// Asks `question` whenever it changes, and shows what is heard in `shown`.
pub fn ask<T: Send + Sync + 'static>(
    question: impl Fn() -> Option<Question> + 'static,
    shown: RwSignal<Shown<T>>,
    read: fn(ProbeAnswer, Vec<f32>, usize) -> Option<T>,
) {
    let lab = expect_context::<Lab>();
    let open = StoredValue::new(None::<ProbeId>);
    let forget = move || {
        if let Some(probe) = open.try_update_value(Option::take).flatten() {
            lab.forget(probe);
        }
    };
    Effect::new(move |_| {
        forget();
        let Some(question) = question() else { return };
        shown.set(Shown::Asking);
        let hear = move |heard| {
            let now = match heard {
                HeardProbe::Waiting(_) => Shown::Waiting,
                HeardProbe::Reading { .. } => Shown::Asking,
                HeardProbe::Answered {
                    answer,
                    values,
                    n_steps,
                    ..
                } => match read(answer, values, n_steps) {
                    Some(answer) => Shown::Here(answer),
                    None => Shown::Failed(Fault::Bug {
                        message: "another answer than was asked for".to_owned(),
                    }),
                },
                HeardProbe::Failed(fault) => Shown::Failed(fault),
            };
            let _ = shown.try_set(now);
        };
        open.set_value(Some(lab.probe(question, Rc::new(hear))));
    });
    on_cleanup(forget);
}
