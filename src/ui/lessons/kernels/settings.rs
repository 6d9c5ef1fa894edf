//! What the learner has set in the lesson; kept in the address, so that a link shows the same picture.

use leptos::prelude::*;

use super::choice::{PlaneChoice, Preset, TypedKernel};
use crate::geometry::family::{Member, Setting};
use crate::geometry::{Plane, Window};
use crate::ui::history::History;
use crate::ui::lesson::{Place, use_gallery};
use crate::ui::outside;

/// Pixels along each side of the image.
pub const SIDE: usize = 32;
/// The window of the first step: 3 × 3, and as many cells above as below.
pub const WINDOW: Window = Window {
    kernel: 3,
    stride: 1,
    dilation: 1,
    padding: 1,
};

/// The settings; a context of the page.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Which numbers of the image.
    pub choice: RwSignal<PlaneChoice>,
    /// The kernel, with what can be undone.
    pub kernel: RwSignal<History<TypedKernel>>,
    /// Index of the output cell of the first step, row by row.
    pub cell: RwSignal<usize>,
    /// Whether it moves on by itself.
    pub plays: RwSignal<bool>,
    /// Stride, padding and dilation of the whole map.
    pub window: [RwSignal<usize>; 3],
    /// Row and column of the cell of the whole map that is looked at.
    pub unit: RwSignal<(usize, usize)>,
    /// Weights of the three channels.
    pub mix: RwSignal<[f64; 3]>,
    /// Whether the kernel over channels is 1 × 1.
    pub is_pointwise: RwSignal<bool>,
    /// Channels below and above.
    pub widths: [RwSignal<usize>; 2],
    /// The member of the family that is looked at.
    pub member: RwSignal<Member>,
    /// Channels of the family, its map's side, and the groups, each as its power of two.
    pub powers: [RwSignal<u32>; 3],
    /// The plane of the image that is shown; nothing until it has arrived.
    pub plane: Memo<Option<Plane>>,
}

impl Settings {
    /// The settings of the address; from now on a context, and written there when they change.
    pub fn provide(place: Place) {
        let gallery = use_gallery();
        let number = |key, usual: usize, allowed: std::ops::RangeInclusive<usize>| {
            let asked = place.get(key).and_then(|text| text.parse::<usize>().ok());
            asked.filter(|n| allowed.contains(n)).unwrap_or(usual)
        };
        let named = place.get("plane").and_then(|id| PlaneChoice::from_id(&id));
        let choice = RwSignal::new(named.unwrap_or(PlaneChoice::Grey));
        let typed = place.get("kernel").and_then(|word| TypedKernel::from_word(&word));
        let typed = typed.unwrap_or_else(|| TypedKernel::new(Preset::SobelX.weights()));
        let member = place.get("member").and_then(|id| Member::from_id(&id));
        let power = |key, usual: usize, allowed| RwSignal::new(number(key, usual, allowed) as u32);
        let settings = Self {
            choice,
            kernel: RwSignal::new(History::new(typed)),
            cell: RwSignal::new(number("cell", 10 * SIDE + 10, 0..=SIDE * SIDE - 1)),
            // A link that names a cell shows that cell.
            plays: RwSignal::new(!outside::wants_less_motion() && place.get("cell").is_none()),
            window: [
                RwSignal::new(number("s", 1, 1..=3)),
                RwSignal::new(number("p", 1, 0..=2)),
                RwSignal::new(number("d", 1, 1..=3)),
            ],
            unit: RwSignal::new((10, 10)),
            mix: RwSignal::new([0.5, 1.0, -0.5]),
            is_pointwise: RwSignal::new(false),
            widths: [
                RwSignal::new(number("c", 64, 1..=512)),
                RwSignal::new(number("above", 64, 1..=512)),
            ],
            member: RwSignal::new(member.unwrap_or(Member::Standard)),
            powers: [
                power("width", 6, 3..=8),
                power("side", 5, 3..=7),
                power("groups", 2, 0..=8),
            ],
            plane: Memo::new(move |_| gallery.picture().map(|picture| choice.get().plane(&picture))),
        };
        provide_context(settings);
        keep(place, "plane", move || choice.get().id().to_owned());
        keep(place, "kernel", move || settings.typed().word());
        keep(place, "cell", move || {
            if settings.plays.get() {
                String::new()
            } else {
                settings.cell.get().to_string()
            }
        });
        for (key, value) in ["s", "p", "d"].into_iter().zip(settings.window) {
            keep(place, key, move || value.get().to_string());
        }
        for (key, value) in ["c", "above"].into_iter().zip(settings.widths) {
            keep(place, key, move || value.get().to_string());
        }
        for (key, value) in ["width", "side", "groups"].into_iter().zip(settings.powers) {
            keep(place, key, move || value.get().to_string());
        }
        keep(place, "member", move || settings.member.get().id().to_owned());
    }

    /// The kernel as it stands.
    pub fn typed(self) -> TypedKernel {
        self.kernel.with(|kernel| kernel.present().clone())
    }

    /// Its weights, row by row.
    pub fn weights(self) -> [f64; 9] {
        self.kernel.with(|kernel| kernel.present().weights)
    }

    /// Takes `kernel` from now on, as a step that can be undone.
    pub fn take(self, kernel: TypedKernel) {
        self.kernel.update(|history| history.push(kernel));
    }

    /// Shows output cell `cell` of the first step, and stays there.
    pub fn hold(self, cell: usize) {
        self.plays.set(false);
        self.cell.set(cell.min(SIDE * SIDE - 1));
    }

    /// Row and column of that cell.
    pub fn at(self) -> (usize, usize) {
        let cell = self.cell.get().min(SIDE * SIDE - 1);
        (cell / SIDE, cell % SIDE)
    }

    /// The window of the whole map.
    pub fn map_window(self) -> Window {
        let [stride, padding, dilation] = self.window.map(|one| one.get());
        Window {
            kernel: 3,
            stride,
            dilation,
            padding,
        }
    }

    /// On what the family is counted; there are never more groups than channels.
    pub fn counted(self) -> Setting {
        let [channels, side, groups] = self.powers.map(|power| 1usize << power.get());
        Setting {
            channels,
            side,
            groups: groups.min(channels),
        }
    }
}

/// The settings that [`Settings::provide`] made.
pub fn use_settings() -> Settings {
    expect_context()
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
