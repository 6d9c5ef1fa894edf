//! What the learner has set in the lesson; kept in the address, so that a link shows the same picture.

use leptos::prelude::*;

use super::flowing::Flowing;
use super::forms::Idea;
use super::lining::Windows;
use super::looking::Looking;
use super::module::Module;
use super::paths::MOST_MODULES;
use crate::draw::inception::ModulePicture;
use crate::ui::history::History;
use crate::ui::lesson::Place;
use crate::ui::outside;

/// The settings; a context of the page.
#[derive(Clone, Copy)]
pub struct Settings {
    /// The module.
    pub module: RwSignal<Module>,
    /// The state that the player shows.
    pub stage: RwSignal<usize>,
    /// Whether it plays.
    pub plays: RwSignal<bool>,
    /// The branch that was tapped.
    pub pinned: RwSignal<Option<usize>>,
    /// The branch that is pointed at or has the focus.
    pub pointed: RwSignal<Option<usize>>,
    /// The windows of the branches, with what they were before.
    pub windows: RwSignal<History<Windows>>,
    /// Modules on each other.
    pub n_modules: RwSignal<usize>,
    /// The idea that is shown.
    pub idea: RwSignal<Idea>,
    /// Whether the module is shown after it.
    pub after: RwSignal<bool>,
    /// The feature maps of the fourth step.
    pub looking: Looking,
    /// Those of the first.
    pub flowing: Flowing,
}

impl Settings {
    /// The settings of the address; from now on a context, and written there when they change.
    pub fn provide(place: Place) {
        let asked = place.get("module").and_then(|text| Module::parse(&text));
        let windows = place.get("windows").and_then(|text| Windows::parse(&text));
        let n_modules = place.get("stacked").and_then(|text| text.parse().ok());
        let idea = place.get("idea").and_then(|text| Idea::from_id(&text));
        let module = asked.unwrap_or(Module::TUTORIAL);
        // A link that names a module shows all of it.
        let plays = !outside::wants_less_motion() && asked.is_none();
        let module = RwSignal::new(module);
        let settings = Self {
            module,
            stage: RwSignal::new(if plays { 0 } else { ModulePicture::n_stages(2) - 1 }),
            plays: RwSignal::new(plays),
            pinned: RwSignal::new(None),
            pointed: RwSignal::new(None),
            windows: RwSignal::new(History::new(windows.unwrap_or(Windows::TUTORIAL))),
            n_modules: RwSignal::new(
                n_modules
                    .filter(|n: &usize| (1..=MOST_MODULES).contains(n))
                    .unwrap_or(2),
            ),
            idea: RwSignal::new(idea.unwrap_or(Idea::TwoSmall)),
            after: RwSignal::new(true),
            looking: Looking::new(module, place.get("source").as_deref()),
            flowing: Flowing::new(module),
        };
        provide_context(settings);
        keep(place, "module", move || settings.module.get().text());
        keep(place, "windows", move || settings.windows().text());
        keep(place, "stacked", move || settings.n_modules.get().to_string());
        keep(place, "source", move || settings.looking.source.get().word().to_owned());
        keep(place, "idea", move || settings.idea.get().id().to_owned());
    }

    /// The windows as they stand.
    pub fn windows(self) -> Windows {
        self.windows.with(|history| *history.present())
    }

    /// The branch in the light: the one pointed at, else the one tapped.
    pub fn lit(self) -> Option<usize> {
        self.pointed.get().or_else(|| self.pinned.get())
    }

    /// Lights `branch`, or all again where it was lit.
    pub fn tap(self, branch: usize) {
        self.pinned.update(|pinned| {
            *pinned = (*pinned != Some(branch)).then_some(branch);
        });
    }

    /// A step to other windows; the same are no step.
    pub fn bend(self, windows: Windows) {
        if self.windows.with_untracked(|history| *history.present() != windows) {
            self.windows.update(|history| history.push(windows));
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
