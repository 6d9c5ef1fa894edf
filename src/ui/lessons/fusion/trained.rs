//! CBAM within a network of the lab: its gates with untrained, half-way and trained weights, as the engine answers.

use leptos::prelude::*;

use super::gates::{Attention, Gates, attentions};
use super::network::{Keys, NetworkChoice};
use super::settings::keep;
use crate::bridge::page::{Preference, Question};
use crate::bridge::protocol::{NetworkSource, ProbeQuestion};
use crate::spec::variants;
use crate::ui::i18n::{Speech, say};
use crate::ui::lesson::{Place, use_gallery};
use crate::ui::lessons::kernels::asking::{Shown, ask};
use crate::ui::weights::{Origin, Shelf, Trained, label};

/// The network of an address that names none.
const FIRST: &str = "inception-s-cbam";
/// Decides the untrained weights: those with which the recorded run began.
const SEED: u64 = 1;
/// The rows: untrained, half-way, chosen.
pub const N_ROWS: usize = 3;

/// The steps of the computation: pooled, hidden, gate of the channels; pooled, convolved, gate of the places; after.
pub const N_PARTS: usize = 7;

/// What is looked at; a context of the lesson.
#[derive(Clone, Copy)]
pub struct Attending {
    /// The network, and the weights of the last row.
    pub network: NetworkChoice,
    /// Every CBAM of the network.
    pub all: Memo<Vec<Attention>>,
    /// The one that is looked at.
    pub attention: Memo<Option<Attention>>,
    /// Its gates: untrained, half-way, with the weights that are chosen.
    pub rows: [RwSignal<Shown<Gates>>; N_ROWS],
    /// The half-way weights, where there are any.
    pub half_way: Memo<Option<Trained>>,
    /// Whether the channels stand in the order of their gates.
    pub is_sorted: RwSignal<bool>,
    /// The channel that is read out.
    pub channel: RwSignal<usize>,
    /// The row whose maps were asked for; see [`Attending::shown_row`].
    pub row: RwSignal<usize>,
    /// Whether the gates are drawn although nothing was predicted; so they are in a link to what was seen of them.
    pub is_uncovered: RwSignal<bool>,
    /// The step of the computation that is shown.
    pub part: RwSignal<usize>,
    wanted: RwSignal<String>,
    shelf: Shelf,
}

impl Attending {
    /// The settings of the address; from now on a context.
    pub fn provide(place: Place) {
        let has_cbam =
            |id: &&'static str| variants::find(id).is_ok_and(|found| !attentions(&found.network()).is_empty());
        let others = variants::ids().into_iter().filter(|id| *id != FIRST).filter(has_cbam);
        let keys = Keys {
            is_on: "attention",
            off: None,
            id: "cbam",
            weights: "trained",
        };
        let network = NetworkChoice::new(place, keys, std::iter::once(FIRST).chain(others).collect());
        let all = Memo::new(move |_| network.spec.with(attentions));
        let wanted = RwSignal::new(place.get("gates").unwrap_or_default());
        let attention = Memo::new(move |_| {
            let all = all.read();
            let named = wanted.with(|name| all.iter().find(|one| one.name == *name));
            named.or_else(|| all.first()).cloned()
        });
        let number = |key: &'static str| place.get(key).and_then(|text| text.parse().ok());
        let shelf = expect_context::<Shelf>();
        let attending = Self {
            network,
            all,
            attention,
            rows: std::array::from_fn(|_| RwSignal::new(Shown::Asking)),
            half_way: Memo::new(move |_| network.spec.with(|spec| shelf.half_way(spec))),
            is_sorted: RwSignal::new(place.get("order").as_deref() == Some("sorted")),
            channel: RwSignal::new(number("channel").unwrap_or(0)),
            row: RwSignal::new(number("row").filter(|row| *row < N_ROWS).unwrap_or(N_ROWS - 1)),
            part: RwSignal::new(number("part").filter(|part| *part < N_PARTS).unwrap_or(0)),
            is_uncovered: RwSignal::new(["channel", "gates", "order"].iter().any(|key| place.get(key).is_some())),
            wanted,
            shelf,
        };
        provide_context(attending);
        Effect::new(move |_| {
            let half_way = attending.half_way.get().filter(|_| network.is_on.get());
            if let Some(trained) = half_way {
                shelf.want(trained.id);
            }
        });
        let gallery = use_gallery();
        for (idx, shown) in attending.rows.into_iter().enumerate() {
            let question = move || {
                let (network, picture) = (attending.source(idx)?, gallery.picture()?);
                let layers = attention.with(|attention| attention.as_ref().map(Attention::asked))?;
                Some(Question {
                    network,
                    question: ProbeQuestion::Maps { layers },
                    pixels: picture.pixels,
                    preference: Preference::Cpu,
                })
            };
            ask(question, shown, Gates::read);
        }
        keep(place, "gates", move || wanted.get());
        keep(place, "order", move || {
            let word = if attending.is_sorted.get() { "sorted" } else { "" };
            word.to_owned()
        });
        keep(place, "channel", move || attending.channel.get().to_string());
        keep(place, "part", move || attending.part.get().to_string());
        keep(place, "row", move || attending.row.get().to_string());
    }

    /// Looks at the CBAM called `name`.
    pub fn look_at(self, name: &str) {
        self.wanted.set(name.to_owned());
    }

    /// The network with the weights of row `idx`; nothing where they are not there.
    fn source(self, idx: usize) -> Option<NetworkSource> {
        let chosen = self.network.source()?; // nothing is asked where no network is looked at
        match idx {
            0 => Some(NetworkSource::Drawn {
                spec: Box::new(self.network.spec.get()),
                seed: SEED,
            }),
            1 => self.shelf.source(self.half_way.get()?.id),
            _ => Some(chosen),
        }
    }

    /// Whether row `idx` has weights of its own: half-way weights may be missing, or be the ones that are chosen.
    pub fn has_row(self, idx: usize) -> bool {
        let half_way = || self.half_way.get().map(|trained| Origin::Trained(trained.id));
        let chosen = || self.network.chosen.get().map(|chosen| chosen.origin.get());
        idx != 1 || half_way().is_some_and(|half_way| chosen() != Some(half_way))
    }

    /// The row whose maps are shown: the one that was asked for, or the chosen weights where it has none of its own.
    pub fn shown_row(self) -> usize {
        Some(self.row.get())
            .filter(|row| self.has_row(*row))
            .unwrap_or(N_ROWS - 1)
    }

    /// Why the half-way weights did not arrive.
    pub fn half_way_problem(self) -> Option<String> {
        self.half_way.get().and_then(|trained| self.shelf.problem(trained.id))
    }

    /// The gates of row `idx`, as far as they are there.
    pub fn gates<T>(self, idx: usize, read: impl FnOnce(&Gates) -> T) -> Option<T> {
        self.source(idx)?;
        self.rows[idx].with(|shown| match shown {
            Shown::Here(gates) => Some(read(gates)),
            _ => None,
        })
    }

    /// What the weights of row `idx` are called.
    pub fn name(self, speech: Speech, idx: usize) -> String {
        let drawn = |seed: u64| say!(speech, inside.untrained, seed = seed);
        match idx {
            0 => drawn(SEED),
            1 => self
                .half_way
                .get()
                .map_or_else(String::new, |trained| label(speech, &trained)),
            _ => {
                let Some(chosen) = self.network.chosen.get() else {
                    return String::new();
                };
                match (chosen.origin.get(), chosen.current()) {
                    (Origin::Trained(_), Some(trained)) => label(speech, &trained),
                    _ => drawn(chosen.seed.get()),
                }
            }
        }
    }

    /// How far the answers are, all together: what waits or failed before what is there.
    pub fn stage(self) -> Shown<()> {
        let rows = (0..N_ROWS).filter(|idx| self.has_row(*idx));
        let mut stages = rows.map(|idx| self.rows[idx].with(Shown::stage));
        stages
            .find(|stage| *stage != Shown::Here(()))
            .unwrap_or(Shown::Here(()))
    }

    /// The smallest and the largest spatial gate of all rows: one scale for all of them.
    pub fn spatial_range(self) -> (f32, f32) {
        let ranges = (0..N_ROWS).filter_map(|idx| self.gates(idx, Gates::spatial_range));
        ranges
            .reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)))
            .unwrap_or((0.0, 1.0))
    }
}

/// The settings that [`Attending::provide`] made.
pub fn use_attending() -> Attending {
    expect_context()
}
