//! Identifiers for generated code: unique, and none that the language keeps.

use std::collections::BTreeSet;

/// The identifiers of one place, each given once.
#[derive(Clone, Debug)]
pub(super) struct Words {
    taken: BTreeSet<String>,
}

impl Words {
    /// Where the words of `reserved`, parted by spaces, are taken.
    pub fn new(reserved: &str) -> Self {
        let taken = reserved.split_whitespace().map(str::to_owned).collect();
        Self { taken }
    }

    /// An identifier like `wish`: itself where it is free, else with a number.
    pub fn give(&mut self, wish: &str) -> String {
        let numbered = (2..).map(|number| format!("{wish}_{number}"));
        let mut wishes = std::iter::once(wish.to_owned()).chain(numbered);
        let found = wishes.find(|wish| !self.taken.contains(wish)).unwrap_or_default();
        self.taken.insert(found.clone());
        found
    }

    /// Makes `word` free again.
    pub fn take_back(&mut self, word: &str) {
        self.taken.remove(word);
    }
}

/// `inception1` as the name of a class: `Inception`, with the numbers between words kept and the last one left out.
pub(super) fn class_name(name: &str) -> String {
    let name = name.trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == '.' || sign == '_');
    let words = name.split(['.', '_']).filter(|word| !word.is_empty());
    let camel: String = words
        .map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_ascii_uppercase() + rest
        })
        .collect();
    if camel.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
        camel
    } else {
        format!("Block{camel}")
    }
}

/// `branch3x3.2` as the name of a variable or a field: `branch3x3_2`.
pub(super) fn snake_name(name: &str) -> String {
    let snake = name.replace('.', "_").to_ascii_lowercase();
    if snake.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
        snake
    } else {
        format!("layer_{}", snake.trim_start_matches('_'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_variables_are_named_after_layers() {
        assert_eq!(class_name("inception1"), "Inception");
        assert_eq!(class_name("stage.block_a2.0"), "StageBlockA");
        assert_eq!(class_name("12"), "Block");
        assert_eq!(snake_name("branch3x3.2"), "branch3x3_2");
        assert_eq!(snake_name("0"), "layer_0");
        assert_eq!(snake_name("_"), "layer_");
    }

    #[test]
    fn no_word_is_given_twice() {
        let mut words = Words::new("x self");
        assert_eq!([words.give("x"), words.give("a"), words.give("a")], ["x_2", "a", "a_2"]);
        words.take_back("a");
        assert_eq!(words.give("a"), "a");
    }
}
