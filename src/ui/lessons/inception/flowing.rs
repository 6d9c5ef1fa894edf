//! The maps of the living diagram: which network they come from, with which weights.

use leptos::prelude::*;

use super::asking::Asking;
use super::living::{Layers, Strips, behind_stem, holds};
use super::looking::held;
use super::module::Module;
use crate::bridge::protocol::NetworkSource;
use crate::spec::NetworkSpec;
use crate::ui::lesson::use_gallery;
use crate::ui::weights::{Shelf, Trained, WeightsId};

/// The state of the first step's maps; part of the lesson's settings.
#[derive(Clone, Copy)]
pub struct Flowing {
    /// Trained weights of this very module.
    pub trained: Memo<Vec<Trained>>,
    /// The weights that are looked at; nothing for drawn ones.
    pub weights: Memo<Option<WeightsId>>,
    /// Decides drawn weights.
    pub seed: RwSignal<u64>,
    /// Whether the diagram is in sight: only then the engine is asked.
    pub in_sight: RwSignal<bool>,
    /// The maps.
    pub strips: Memo<Option<Strips>>,
    /// The question about them.
    pub asking: Asking,
    /// What the learner chose: trained weights, or drawn ones; nothing until then.
    choice: RwSignal<Option<Option<WeightsId>>>,
    again: RwSignal<u32>,
    shelf: Shelf,
}

impl Flowing {
    /// Nothing is asked yet.
    pub fn new(module: RwSignal<Module>) -> Self {
        let shelf = expect_context::<Shelf>();
        let trained = Memo::new(move |_| {
            let module = module.get();
            let mut all = held(shelf);
            all.retain(|trained| holds(&trained.network, &module));
            all
        });
        let choice = RwSignal::new(None);
        let weights = Memo::new(move |_| {
            trained.with(|trained| {
                let first = trained.first().map(|trained| trained.id);
                match choice.get() {
                    Some(None) => None,
                    Some(Some(id)) if trained.iter().any(|trained| trained.id == id) => Some(id),
                    Some(Some(_)) | None => first,
                }
            })
        });
        let network = Memo::new(move |_| {
            let chosen = weights.get();
            let found = trained.with(|trained| trained.iter().find(|one| Some(one.id) == chosen).cloned());
            found.map_or_else(|| behind_stem(&module.get()), |trained| trained.network)
        });
        let layers = Memo::new(move |_| network.with(Layers::of));
        let asking = Asking::new();
        let strips = Memo::new(move |_| {
            let answered = asking.maps.get()?;
            layers.with(|layers| layers.as_ref()?.strips(&answered))
        });
        let flowing = Self {
            trained,
            weights,
            seed: RwSignal::new(1),
            in_sight: RwSignal::new(false),
            strips,
            asking,
            choice,
            again: RwSignal::new(0),
            shelf,
        };
        flowing.follow(network, layers);
        flowing
    }

    /// Looks at these trained weights, or at drawn ones.
    pub fn choose(self, weights: Option<WeightsId>) {
        self.choice.set(Some(weights));
    }

    /// The trained weights that are looked at.
    pub fn current(self) -> Option<Trained> {
        let id = self.weights.get()?;
        self.trained
            .with(|trained| trained.iter().find(|trained| trained.id == id).cloned())
    }

    /// Why the trained weights did not arrive.
    pub fn problem(self) -> Option<String> {
        self.shelf.problem(self.weights.get()?)
    }

    /// Asks again after a failure.
    pub fn retry(self) {
        self.shelf.retry();
        self.again.update(|again| *again += 1);
    }

    fn follow(self, network: Memo<NetworkSpec>, layers: Memo<Option<Layers>>) {
        let source = Memo::new(move |_| match self.weights.get() {
            Some(id) => self.shelf.source(id),
            None => Some(NetworkSource::Drawn {
                spec: Box::new(network.get()),
                seed: self.seed.get(),
            }),
        });
        Effect::new(move |_| {
            if let (Some(id), true) = (self.weights.get(), self.in_sight.get()) {
                self.shelf.want(id);
            }
        });
        let gallery = use_gallery();
        let picture = Memo::new(move |_| gallery.picture());
        Effect::new(move |before: Option<(NetworkSpec, Option<WeightsId>)>| {
            self.again.track();
            let now = (network.get(), self.weights.get());
            if before.is_some_and(|before| before != now) {
                self.asking.clear();
            }
            let (source, layers, picture) = (source.get(), layers.get(), picture.get());
            if self.in_sight.get()
                && let (Some(source), Some(layers), Some(picture)) = (source, layers, picture)
            {
                self.asking.ask(source, layers.all(), &picture);
            }
            now
        });
    }
}
