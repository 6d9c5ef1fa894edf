//! Where the two maps come from: two kernels of the lesson, or two channels of a network's layer; and the words for them.

use leptos::prelude::*;

use super::choice::Pair;
use super::inside::{self, Layer, LayerMaps, channels_of};
use super::network::{Keys, NetworkChoice};
use super::settings::keep;
use super::three::kernel_name;
use crate::bridge::page::{Preference, Question};
use crate::bridge::protocol::ProbeQuestion;
use crate::geometry::{Axes, Plane, Span};
use crate::spec::variants;
use crate::ui::i18n::{Speech, say};
use crate::ui::lesson::{Place, use_gallery};
use crate::ui::lessons::kernels::asking::{Shown, ask};

/// The network of an address that names none.
const FIRST: &str = "inception-s";
/// Pixels along each side of the image.
const SIDE: usize = 32;

/// The two maps; part of the lesson's settings.
#[derive(Clone, Copy)]
pub struct Inputs {
    /// The two kernels.
    pub pair: RwSignal<Pair>,
    /// The network, where one is looked at.
    pub network: NetworkChoice,
    /// Its layers to choose from.
    pub layers: Memo<Vec<Layer>>,
    /// The layer whose maps are fused.
    pub layer: Memo<Option<Layer>>,
    /// All maps of the layer.
    pub answer: RwSignal<Shown<LayerMaps>>,
    /// Which of them are A and B.
    pub channels: Memo<[usize; 2]>,
    /// The two maps; nothing until they are there.
    pub maps: Memo<Option<[Plane; 2]>>,
    wanted_layer: RwSignal<String>,
    wanted_channels: RwSignal<Option<[usize; 2]>>,
}

impl Inputs {
    /// The maps of the address; `image` is in grey.
    pub fn new(place: Place, image: Memo<Option<Plane>>) -> Self {
        let pair = place.get("pair").and_then(|id| Pair::from_id(&id));
        let pair = RwSignal::new(pair.unwrap_or(Pair::Edges));
        let keys = Keys {
            is_on: "maps",
            id: "net",
            weights: "weights",
        };
        let others = variants::ids().into_iter().filter(|id| *id != FIRST);
        let network = NetworkChoice::new(place, keys, std::iter::once(FIRST).chain(others).collect());
        let layers = Memo::new(move |_| network.spec.with(inside::layers));
        let wanted_layer = RwSignal::new(place.get("layer").unwrap_or_default());
        let layer = Memo::new(move |_| {
            let layers = layers.read();
            let named = wanted_layer.with(|name| layers.iter().find(|layer| layer.name == *name));
            let found = named.or_else(|| network.spec.with(|spec| inside::first_layer(spec, &layers)));
            found.cloned()
        });
        let answer = RwSignal::new(Shown::<LayerMaps>::Asking);
        let wanted_channels = RwSignal::new(place.get("channels").and_then(|word| channels_of(&word)));
        let channels = Memo::new(move |_| {
            let n = layer.with(|layer| layer.as_ref().map_or(1, |layer| layer.shape.channels));
            let wanted = wanted_channels.get().unwrap_or_else(|| match &*answer.read() {
                Shown::Here(maps) => maps.liveliest(),
                _ => [0, 1],
            });
            wanted.map(|channel| channel.min(n - 1))
        });
        let gallery = use_gallery();
        let question = move || {
            let (network, picture) = (network.source()?, gallery.picture()?);
            let layer = layer.with(|layer| layer.as_ref().map(|layer| layer.name.clone()))?;
            Some(Question {
                network,
                question: ProbeQuestion::FeatureMaps { layer },
                pixels: picture.pixels,
                preference: Preference::Cpu,
            })
        };
        ask(question, answer, LayerMaps::read);
        let of_network = move || match &*answer.read() {
            Shown::Here(maps) => {
                let [first, second] = channels.get().map(|channel| maps.plane(channel));
                Some([first?, second?])
            }
            _ => None,
        };
        let maps = Memo::new(move |_| {
            if network.is_on.get() {
                network.source().and_then(|_| of_network())
            } else {
                image.with(|image| pair.get().maps(image.as_ref()?))
            }
        });
        let inputs = Self {
            pair,
            network,
            layers,
            layer,
            answer,
            channels,
            maps,
            wanted_layer,
            wanted_channels,
        };
        keep(place, "pair", move || pair.get().id().to_owned());
        keep(place, "layer", move || wanted_layer.get());
        keep(place, "channels", move || {
            let chosen = wanted_channels.get();
            chosen.map_or_else(String::new, |[first, second]| format!("{first}-{second}"))
        });
        // Another network has other layers.
        Effect::new(move |before: Option<&'static str>| {
            let id = network.id.get();
            if before.is_some_and(|before| before != id) {
                inputs.look_at("");
            }
            id
        });
        inputs
    }

    /// Fuses maps of the layer called `name` from now on.
    pub fn look_at(self, name: &str) {
        self.wanted_channels.set(None);
        self.wanted_layer.set(name.to_owned());
    }

    /// Makes map `channel` of the layer A (`idx` 0) or B.
    pub fn take(self, idx: usize, channel: usize) {
        let mut channels = self.channels.get_untracked();
        channels[idx] = channel;
        self.wanted_channels.set(Some(channels));
    }

    /// Rows and columns of the maps.
    pub fn size(self) -> Axes<usize> {
        let of_maps = self.maps.with(|maps| maps.as_ref().map(|maps| maps[0].size));
        of_maps.unwrap_or(Axes::both(SIDE))
    }

    /// The pixels that the unit of a network's layer sees; nothing where the maps come from kernels.
    pub fn field(self, (row, col): (usize, usize)) -> Option<Axes<Span>> {
        if !self.network.is_on.get() {
            return None;
        }
        let field = self.layer.with(|layer| layer.as_ref().map(|layer| layer.field))?;
        let span = field.zip(Axes::new(row, col), |axis, unit| {
            let unit = if axis.whole { 0 } else { unit as i64 };
            axis.input_from_feature(unit).clipped(SIDE)
        });
        Some(Axes::new(span.height?, span.width?))
    }
}

/// Map A (`idx` 0) or B.
pub fn input(inputs: Inputs, idx: usize) -> Signal<Option<Plane>> {
    Signal::derive(move || inputs.maps.with(|maps| maps.as_ref().map(|maps| maps[idx].clone())))
}

/// `A: Sobel x`, or `A: map 3`.
pub fn input_name(speech: Speech, inputs: Inputs, idx: usize) -> Signal<String> {
    Signal::derive(move || {
        let letter = ["A", "B"][idx];
        if inputs.network.is_on.get() {
            return say!(speech, inside.map_of, letter = letter, n = inputs.channels.get()[idx]);
        }
        let kernel = kernel_name(speech, inputs.pair.get().kernels()[idx]);
        say!(speech, fusion.map_name, letter = letter, kernel = kernel)
    })
}
