//! What a learner has seen and guessed in a lesson, as one line of text for the browser's storage.

use std::collections::BTreeMap;

/// Steps seen and guesses made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Ids of the steps that were open.
    pub seen: Vec<String>,
    /// The guess of each question that was answered, by the question's id and its answer at that time.
    pub guesses: BTreeMap<String, String>,
}

impl Progress {
    /// The progress in `text`; what cannot be read is left out, so that an old or damaged line loses nothing else.
    pub fn parse(text: &str) -> Self {
        let mut progress = Self::default();
        for part in text.split(';').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((question, guess)) if is_word(question) && is_word(guess) => {
                    progress.guesses.insert(question.to_owned(), guess.to_owned());
                }
                None if is_word(part) => progress.see(part),
                _ => {}
            }
        }
        progress
    }

    /// One line, for [`Progress::parse`].
    pub fn text(&self) -> String {
        let guesses = self
            .guesses
            .iter()
            .map(|(question, guess)| format!("{question}={guess}"));
        self.seen.iter().cloned().chain(guesses).collect::<Vec<_>>().join(";")
    }

    /// The step `id` was open.
    pub fn see(&mut self, id: &str) {
        if !self.has_seen(id) {
            self.seen.push(id.to_owned());
        }
    }

    /// Whether the step `id` was open once.
    pub fn has_seen(&self, id: &str) -> bool {
        self.seen.iter().any(|seen| seen == id)
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.len() <= 40 && text.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_survives_storage() {
        let mut progress = Progress::default();
        progress.see("unit");
        progress.see("growth");
        progress.see("unit");
        progress.guesses.insert("three-3x3.7".into(), "9".into());
        assert_eq!(progress.text(), "unit;growth;three-3x3.7=9");
        assert_eq!(Progress::parse(&progress.text()), progress);
    }

    #[test]
    fn damage_loses_only_the_damaged_part() {
        let progress = Progress::parse("unit;;<b>;x=;three-3x3=7;growth");
        assert_eq!(progress.seen, ["unit", "growth"]);
        assert_eq!(progress.guesses.len(), 1);
    }
}
