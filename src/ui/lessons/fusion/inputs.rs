//! Where the two maps come from: two kernels of the lesson, or two channels of one or two layers of a network; and the words
//! for them.

use leptos::prelude::*;

use super::choice::{Pair, WINDOW};
use super::inside::{self, Layer, LayerMaps, Partners, channels_of};
use super::network::{Keys, NetworkChoice};
use super::settings::keep;
use super::three::kernel_name;
use crate::bridge::page::{Preference, Question};
use crate::bridge::protocol::ProbeQuestion;
use crate::geometry::{Axes, Plane, Shape, Span};
use crate::spec::variants;
use crate::ui::i18n::{Speech, say};
use crate::ui::lesson::{Place, use_gallery};
use crate::ui::lessons::kernels::asking::{Shown, ask};

/// The network of an address that names none.
const FIRST: &str = "inception-s";
/// Pixels along each side of the image.
const SIDE: usize = 32;
/// The steps that look at the maps; no other asks the engine for them.
const STEPS: [usize; 2] = [0, 2];

/// The two maps; part of the lesson's settings.
#[derive(Clone, Copy)]
pub struct Inputs {
    /// The two kernels.
    pub pair: RwSignal<Pair>,
    /// The network, where one is looked at.
    pub network: NetworkChoice,
    /// Its layers to choose from.
    pub layers: Memo<Vec<Layer>>,
    /// What its own fusions read.
    pub partners: Memo<Vec<Partners>>,
    /// The layers of A and of B.
    pub chosen: Memo<Option<[Layer; 2]>>,
    /// All maps of both layers.
    pub answer: RwSignal<Shown<[LayerMaps; 2]>>,
    /// Which of them are A and B.
    pub channels: Memo<[usize; 2]>,
    /// Whether the maps in view are a network's: until its answer is there, those of the kernels are.
    pub is_network: Memo<bool>,
    /// A and B; nothing until they are there.
    pub shown: Memo<Option<[Plane; 2]>>,
    /// A and B where they have one size and can be fused.
    pub maps: Memo<Option<[Plane; 2]>>,
    wanted_layers: [RwSignal<String>; 2],
    wanted_channels: RwSignal<Option<[usize; 2]>>,
}

impl Inputs {
    /// The maps of the address; `image` is in grey.
    pub fn new(place: Place, image: Memo<Option<Plane>>) -> Self {
        let pair = place.get("pair").and_then(|id| Pair::from_id(&id));
        let pair = RwSignal::new(pair.unwrap_or(Pair::Edges));
        let keys = Keys {
            is_on: "maps",
            off: Some("kernels"),
            id: "net",
            weights: "weights",
        };
        let others = variants::ids().into_iter().filter(|id| *id != FIRST);
        let network = NetworkChoice::new(place, keys, std::iter::once(FIRST).chain(others).collect());
        let layers = Memo::new(move |_| network.spec.with(inside::layers));
        let partners = Memo::new(move |_| network.spec.with(|spec| inside::partners(spec, &layers.read())));
        let wanted_layers = ["layer", "other"].map(|key| RwSignal::new(place.get(key).unwrap_or_default()));
        let chosen = Memo::new(move |_| {
            let layers = layers.read();
            let found = |name: &str| layers.iter().find(|layer| layer.name == name).cloned();
            let [a, b] = wanted_layers.map(|wanted| wanted.with(|name| found(name)));
            match (a, b) {
                (Some(a), Some(b)) => Some([a, b]),
                (Some(one), None) | (None, Some(one)) => Some([one.clone(), one]),
                (None, None) => {
                    let first = partners.with(|partners| {
                        let first = inside::first_partners(partners, &layers);
                        first.map(|one| one.layers.clone())
                    });
                    let both = first.and_then(|[a, b]| Some([found(&a)?, found(&b)?]));
                    let middle = || network.spec.with(|spec| inside::first_layer(spec, &layers).cloned());
                    both.or_else(|| middle().map(|one| [one.clone(), one]))
                }
            }
        });
        let answer = RwSignal::new(Shown::<[LayerMaps; 2]>::Asking);
        let wanted_channels = RwSignal::new(place.get("channels").and_then(|word| channels_of(&word)));
        let names = Memo::new(move |_| {
            chosen.with(|chosen| chosen.as_ref().map(|both| both.each_ref().map(|one| one.name.clone())))
        });
        let channels = Memo::new(move |_| {
            let most = chosen.with(|chosen| {
                let chosen = chosen.as_ref();
                chosen.map_or([0; 2], |both| both.each_ref().map(|layer| layer.shape.channels - 1))
            });
            let wanted = wanted_channels.get().unwrap_or_else(|| match &*answer.read() {
                Shown::Here(maps) => inside::liveliest(maps, &names.get().unwrap_or_default()),
                _ => [0, 1],
            });
            [0, 1].map(|idx| wanted[idx].min(most[idx]))
        });
        let gallery = use_gallery();
        let is_wanted = Memo::new(move |_| STEPS.contains(&place.step.get()));
        let question = move || {
            is_wanted.get().then_some(())?;
            let (network, picture) = (network.source()?, gallery.picture()?);
            let layers = names.get()?;
            let mut layers = layers.to_vec();
            layers.dedup();
            Some(Question {
                network,
                question: ProbeQuestion::Maps { layers },
                pixels: picture.pixels,
                preference: Preference::Cpu,
            })
        };
        ask(question, answer, inside::read_pair);
        let of_network = Memo::new(move |_| {
            network.source()?;
            let names = names.get()?;
            match &*answer.read() {
                Shown::Here(maps) => inside::planes(maps, &names, channels.get()),
                _ => None,
            }
        });
        let is_network = Memo::new(move |_| network.is_on.get() && of_network.with(Option::is_some));
        let shown = Memo::new(move |_| {
            if is_network.get() {
                of_network.get()
            } else {
                image.with(|image| pair.get().maps(image.as_ref()?))
            }
        });
        let maps = Memo::new(move |_| shown.get().filter(|[a, b]| a.size == b.size));
        let inputs = Self {
            pair,
            network,
            layers,
            partners,
            chosen,
            answer,
            channels,
            is_network,
            shown,
            maps,
            wanted_layers,
            wanted_channels,
        };
        keep(place, "pair", move || pair.get().id().to_owned());
        keep(place, "layer", move || wanted_layers[0].get());
        keep(place, "other", move || wanted_layers[1].get());
        keep(place, "channels", move || {
            let chosen = wanted_channels.get();
            chosen.map_or_else(String::new, |[first, second]| format!("{first}-{second}"))
        });
        // Another network has other layers.
        Effect::new(move |before: Option<&'static str>| {
            let id = network.id.get();
            if before.is_some_and(|before| before != id) {
                inputs.look_at(["", ""]);
            }
            id
        });
        inputs
    }

    /// Takes A from the first of these layers and B from the second from now on.
    pub fn look_at(self, names: [&str; 2]) {
        self.wanted_channels.set(None);
        for (wanted, name) in self.wanted_layers.into_iter().zip(names) {
            wanted.set(name.to_owned());
        }
    }

    /// The names of both layers; empty where there are none.
    pub fn names(self) -> [String; 2] {
        self.chosen.with(|chosen| {
            let names = chosen.as_ref().map(|both| both.each_ref().map(|one| one.name.clone()));
            names.unwrap_or_default()
        })
    }

    /// The shapes of what A and B are maps of: of the layers with all their channels, or of two single maps.
    pub fn shapes(self) -> [Shape; 2] {
        let single = Shape {
            channels: 1,
            size: self.size(),
        };
        if !self.is_network.get() {
            return [single; 2];
        }
        self.chosen.with(|chosen| {
            let chosen = chosen.as_ref();
            chosen.map_or([single; 2], |both| both.each_ref().map(|layer| layer.shape))
        })
    }

    /// Makes map `channel` of its layer A (`idx` 0) or B.
    pub fn take(self, idx: usize, channel: usize) {
        let mut channels = self.channels.get_untracked();
        channels[idx] = channel;
        self.wanted_channels.set(Some(channels));
    }

    /// Rows and columns of A.
    pub fn size(self) -> Axes<usize> {
        let of_maps = self.shown.with(|maps| maps.as_ref().map(|maps| maps[0].size));
        of_maps.unwrap_or(Axes::both(SIDE))
    }

    /// The pixels that the unit of A's (`idx` 0) or B's layer, or the cell of a kernel, sees.
    pub fn field(self, idx: usize, (row, col): (usize, usize)) -> Option<Axes<Span>> {
        if !self.is_network.get() {
            let window = |first: usize| Span::new(first as i64, (first + WINDOW.kernel - 1) as i64);
            return Some(Axes::new(window(row), window(col)));
        }
        let field = self.chosen.with(|chosen| chosen.as_ref().map(|both| both[idx].field))?;
        let span = field.zip(Axes::new(row, col), |axis, unit| {
            let unit = if axis.whole { 0 } else { unit as i64 };
            axis.input_from_feature(unit).clipped(SIDE)
        });
        Some(Axes::new(span.height?, span.width?))
    }
}

/// Map A (`idx` 0) or B.
pub fn input(inputs: Inputs, idx: usize) -> Signal<Option<Plane>> {
    Signal::derive(move || inputs.shown.with(|maps| maps.as_ref().map(|maps| maps[idx].clone())))
}

/// `A: Sobel x`, or `A: map 3`.
pub fn input_name(speech: Speech, inputs: Inputs, idx: usize) -> Signal<String> {
    Signal::derive(move || {
        let letter = ["A", "B"][idx];
        if inputs.is_network.get() {
            return say!(speech, inside.map_of, letter = letter, n = inputs.channels.get()[idx]);
        }
        let kernel = kernel_name(speech, inputs.pair.get().kernels()[idx]);
        say!(speech, fusion.map_name, letter = letter, kernel = kernel)
    })
}
