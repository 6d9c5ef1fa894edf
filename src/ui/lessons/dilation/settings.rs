//! What the learner has set in the lesson; kept in the address, so that a link shows the same picture.

use leptos::prelude::*;

use crate::ui::lesson::Place;
use crate::ui::outside;

/// The largest rate that can be set.
pub const MAX_RATE: usize = 8;

/// The settings; a context of the page.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Taps of the kernel with holes, along each axis.
    pub kernel: RwSignal<usize>,
    /// Its rate less one: the state that the player shows.
    pub rate_idx: RwSignal<usize>,
    /// Whether the player runs through the rates.
    pub plays: RwSignal<bool>,
    /// Rates of the three layers of the stack, from below.
    pub rates: RwSignal<[usize; 3]>,
    /// Layers of the comparison of growths.
    pub n_layers: RwSignal<usize>,
    /// The rate that stays the same in it.
    pub constant: RwSignal<usize>,
    /// Maps per layer of the three ways.
    pub width: RwSignal<usize>,
}

impl Settings {
    /// The settings of the address; from now on a context, and written there when they change.
    pub fn provide(place: Place) {
        let number = |key, usual: usize, largest: usize| {
            let asked = place.get(key).and_then(|text| text.parse::<usize>().ok());
            asked.filter(|n| (1..=largest).contains(n)).unwrap_or(usual)
        };
        let rates = place.get("rates").and_then(|text| rates_of(&text)).unwrap_or([2, 2, 2]);
        let settings = Self {
            kernel: RwSignal::new(if number("k", 3, 5) == 5 { 5 } else { 3 }),
            rate_idx: RwSignal::new(number("d", 2, MAX_RATE) - 1),
            // A link that names a rate shows that rate.
            plays: RwSignal::new(!outside::wants_less_motion() && place.get("d").is_none()),
            rates: RwSignal::new(rates),
            n_layers: RwSignal::new(number("layers", 4, 8)),
            constant: RwSignal::new(number("rate", 2, MAX_RATE)),
            width: RwSignal::new(number("width", 16, 64)),
        };
        provide_context(settings);
        keep(place, "k", move || settings.kernel.get().to_string());
        keep(place, "d", move || {
            if settings.plays.get() {
                String::new()
            } else {
                settings.rate().to_string()
            }
        });
        keep(place, "rates", move || {
            settings.rates.get().map(|rate| rate.to_string()).join("-")
        });
        keep(place, "layers", move || settings.n_layers.get().to_string());
        keep(place, "rate", move || settings.constant.get().to_string());
        keep(place, "width", move || settings.width.get().to_string());
    }

    /// Shows `rate`, and stays there.
    pub fn hold(self, rate: usize) {
        self.plays.set(false);
        self.rate_idx.set(rate.clamp(1, MAX_RATE) - 1);
    }

    /// The rate of the kernel with holes.
    pub fn rate(self) -> usize {
        self.rate_idx.get() + 1
    }
}

/// The settings that [`Settings::provide`] made.
pub fn use_settings() -> Settings {
    expect_context()
}

/// Three rates such as `1-2-5`; nothing where they are others than 1 to [`MAX_RATE`].
fn rates_of(text: &str) -> Option<[usize; 3]> {
    let rates: Vec<usize> = text.split('-').filter_map(|rate| rate.parse().ok()).collect();
    let rates: [usize; 3] = rates.try_into().ok()?;
    rates.iter().all(|rate| (1..=MAX_RATE).contains(rate)).then_some(rates)
}

/// Writes the value of `key` whenever it changes, not the first time: an address stays as it was opened.
fn keep(place: Place, key: &'static str, value: impl Fn() -> String + 'static) {
    Effect::new(move |before: Option<String>| {
        let now = value();
        if before.is_some_and(|before| before != now) {
            place.set(key, &now);
        }
        now
    });
}
