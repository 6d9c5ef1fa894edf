//! What failed, in the language that is spoken: place, problem, cure.
//!
//! In English a failure says what the command line says; the Chinese sentences stand here, each match naming every kind, so
//! that a missing sentence does not compile. What a browser or a program says of itself stays as it is said.
//! Read `spec` first.

mod engine;
mod experiments;
mod files;
mod served;
mod spec;
#[cfg(test)]
mod tests;
mod weights;

pub use served::Unserved;

use crate::ui::query::Language;

/// A failure that every language of the page can say.
pub trait Told: std::fmt::Display {
    /// The sentence in Simplified Chinese, as a part of another: without its full stop.
    fn chinese(&self) -> String;

    /// The sentence in `language`, as a part of another: without its full stop.
    fn told(&self, language: Language) -> String {
        match language {
            Language::English => self.to_string().trim_end_matches('.').to_owned(),
            Language::Chinese => self.chinese(),
        }
    }
}

/// A part of a sentence as one of its own.
pub fn sentence(language: Language, part: &str) -> String {
    match language {
        Language::English => format!("{part}."),
        Language::Chinese => format!("{part}。"),
    }
}
