//! The language that is spoken, and the words of the catalogue in it.

use leptos::prelude::*;

use super::outside;
use super::pairs::pairs;
use super::query::Language;
use super::words::Catalogue;

/// The language that is spoken.
#[derive(Clone, Copy)]
pub struct Speech(RwSignal<Language>);

impl Speech {
    /// The language of the address, else the one chosen before, else the browser's; from now on a context.
    pub fn provide() -> Self {
        let named = pairs(&outside::query_text())
            .find(|(key, _)| key == "lang")
            .and_then(|(_, value)| Language::from_id(&value));
        let language = named
            .or_else(|| Language::from_id(&outside::remembered("fovea.lang")?))
            .unwrap_or_else(outside::browser_language);
        let speech = Self(RwSignal::new(language));
        provide_context(speech);
        speech
    }

    /// Which language.
    pub fn language(self) -> Language {
        self.0.get()
    }

    /// Speaks `language` from now on, and remembers it.
    pub fn speak(self, language: Language) {
        outside::remember("fovea.lang", language.id());
        self.0.set(language);
    }

    /// The texts of the language.
    pub fn words(self) -> &'static Catalogue {
        self.0.get().words()
    }
}

/// The language that [`Speech::provide`] made.
pub fn use_speech() -> Speech {
    expect_context()
}

/// The words of a key in the language that is spoken, with values in their places.
macro_rules! say {
    ($speech:ident, $section:ident . $key:ident $(, $name:ident = $value:expr)* $(,)?) => {{
        #[allow(unused_mut, reason = "a text without places is not changed")]
        let mut words = String::from($speech.words().$section.$key);
        $(words = $crate::ui::words::filled(&words, stringify!($name), &$value.to_string());)*
        words
    }};
}

/// A closure that says the words of a key in the language that is spoken.
macro_rules! tr {
    ($speech:ident, $($key:tt)*) => {
        move || $crate::ui::i18n::say!($speech, $($key)*)
    };
}

pub(super) use {say, tr};
