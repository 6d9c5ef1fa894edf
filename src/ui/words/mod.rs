//! Both languages as plain data: a text that one language lacks does not compile.
//!
//! `{name}` in a text is a place for a value; a test holds that both languages have the same places.
//! Read [`catalogue`] first.

mod ablation;
pub mod catalogue;
mod chinese;
mod compared;
mod editing;
mod english;
mod experiments;
pub mod lessons;
mod mistakes;
mod names;
mod report;
mod weights;

pub use catalogue::Catalogue;
pub use mistakes::{Told, Unserved, sentence};
pub use names::with_values;

use super::query::Language;

impl Language {
    /// The texts of the language.
    pub const fn words(self) -> &'static Catalogue {
        match self {
            Self::English => &english::ENGLISH,
            Self::Chinese => &chinese::CHINESE,
        }
    }
}

/// `text` with `value` in each place called `name`.
pub fn filled(text: &str, name: &str, value: &str) -> String {
    text.replace(&format!("{{{name}}}"), value)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::lab::templates::TEMPLATES;

    fn places(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|pair| pair.0)
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn both_languages_have_the_same_places() {
        let (english, chinese) = (Language::English.words().texts(), Language::Chinese.words().texts());
        for ((key, english), (_, chinese)) in english.into_iter().zip(chinese) {
            assert_eq!(places(english), places(chinese), "{key}");
        }
    }

    #[test]
    fn every_network_of_a_template_has_a_name_of_its_own_in_both_languages() {
        for words in [Language::English.words(), Language::Chinese.words()] {
            for template in TEMPLATES {
                let mut seen = HashSet::new();
                for variant in template.experiment().variants {
                    let name = words.variant_name(&variant.id);
                    assert!(
                        name != variant.id && seen.insert(name),
                        "{} in {}",
                        variant.id,
                        template.id
                    );
                }
            }
        }
    }

    #[test]
    fn no_text_is_empty_and_chinese_uses_full_width_punctuation() {
        for (key, text) in Language::Chinese.words().texts() {
            assert!(!text.trim().is_empty(), "{key}");
            let halves = text
                .chars()
                .zip(text.chars().skip(1))
                .any(|(a, b)| ('\u{4e00}'..='\u{9fff}').contains(&a) && ",;:?!()".contains(b));
            assert!(!halves, "{key}: {text}");
        }
    }

    #[test]
    fn a_value_takes_its_place() {
        assert_eq!(filled("{n} of {n2}", "n", "3"), "3 of {n2}");
    }
}
