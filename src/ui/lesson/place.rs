//! Where the learner is: lesson, step and the lesson's own settings, as the address holds them.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::course::Lesson;
use super::progress::Progress;
use crate::ui::app::Base;
use crate::ui::i18n::{Speech, use_speech};
use crate::ui::outside;
use crate::ui::pairs::pairs;

/// The place in a lesson; a context of its page.
#[derive(Clone, Copy)]
pub struct Place {
    /// The lesson.
    pub lesson: Lesson,
    /// Index of the open step.
    pub step: Memo<usize>,
    /// What was seen and guessed.
    pub progress: RwSignal<Progress>,
    settings: RwSignal<BTreeMap<String, String>>,
    ids: StoredValue<Vec<&'static str>>,
    base: StoredValue<String>,
    speech: Speech,
}

/// The place of the lesson that is open.
pub fn use_place() -> Place {
    expect_context()
}

impl Place {
    /// The place that the address names among the steps `ids`; from now on a context.
    pub fn provide(lesson: Lesson, ids: Vec<&'static str>) -> Self {
        let search = use_location().search;
        let known = ids.clone();
        let step = Memo::new(move |_| {
            let text = search.get();
            let named = pairs(&text).find(|(key, _)| key == "step").map(|(_, value)| value);
            let found = named.and_then(|id| known.iter().position(|known| *known == id));
            found.unwrap_or(0)
        });
        let stored = outside::remembered(&storage_key(lesson)).unwrap_or_default();
        let place = Self {
            lesson,
            step,
            progress: RwSignal::new(Progress::parse(&stored)),
            // Not the window's address: a link within the page is followed before it stands there.
            settings: RwSignal::new(settings_of(&search.get_untracked())),
            ids: StoredValue::new(ids),
            base: StoredValue::new(expect_context::<Base>().0),
            speech: use_speech(),
        };
        provide_context(place);
        Effect::new(move |_| {
            let id = place
                .ids
                .with_value(|ids| ids.get(step.get()).copied().unwrap_or_default());
            place.progress.update(|progress| progress.see(id));
        });
        Effect::new(move |_| outside::remember(&storage_key(lesson), &place.progress.with(Progress::text)));
        place
    }

    /// The value of `key` in the address, as the lesson last set it.
    pub fn get(self, key: &'static str) -> Option<String> {
        self.settings.with_untracked(|settings| settings.get(key).cloned())
    }

    /// Keeps `value` under `key` in the address, for links and for the steps that follow; empty takes it away.
    pub fn set(self, key: &'static str, value: &str) {
        self.settings.update(|settings| {
            settings.insert(key.to_owned(), value.to_owned());
        });
        let id = self
            .ids
            .with_value(|ids| ids.get(self.step.get_untracked()).copied().unwrap_or_default());
        outside::replace_query(&self.query(id));
    }

    /// The address of step `idx`, with the settings.
    pub fn link(self, idx: usize) -> String {
        self.settings.track();
        let id = self.ids.with_value(|ids| ids.get(idx).copied().unwrap_or_default());
        let path = self.lesson.path().unwrap_or("/");
        format!("{}{path}?{}", self.base.get_value(), self.query(id))
    }

    fn query(self, step: &str) -> String {
        let mut query = format!("step={step}");
        self.settings.with_untracked(|settings| {
            for (key, value) in settings.iter().filter(|(_, value)| !value.is_empty()) {
                query.push_str(&format!("&{key}={value}"));
            }
        });
        format!("{query}&lang={}", self.speech.language().id())
    }
}

/// What a query holds besides step and language; a value that would need escapes is none of ours.
fn settings_of(text: &str) -> BTreeMap<String, String> {
    let is_word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.,".contains(c));
    let ours = |(key, value): &(String, String)| key != "step" && key != "lang" && is_word(key) && is_word(value);
    pairs(text).filter(ours).collect()
}

fn storage_key(lesson: Lesson) -> String {
    format!("fovea.lesson.{}", lesson.id())
}
