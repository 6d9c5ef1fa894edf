//! What was answered last, so that a question that is asked again costs nothing: plain state, whatever an answer is.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use sha2::{Digest, Sha256};

/// Most bytes that are kept.
const MOST_BYTES: usize = 32 << 20;

/// Names a question, the network as it stood, and the image: their SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of these parts; where one ends and the next begins counts.
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

#[derive(Debug)]
struct Kept<A> {
    key: Key,
    n_bytes: usize,
    answer: Rc<A>,
}

/// The last answers; clones share them.
#[derive(Debug)]
pub struct Answers<A> {
    /// The one that was wanted last is the last.
    kept: Rc<RefCell<VecDeque<Kept<A>>>>,
}

impl<A> Clone for Answers<A> {
    fn clone(&self) -> Self {
        Self {
            kept: Rc::clone(&self.kept),
        }
    }
}

impl<A> Default for Answers<A> {
    fn default() -> Self {
        Self { kept: Rc::default() }
    }
}

impl<A> Answers<A> {
    /// The answer of `key`, where it is still kept.
    pub fn find(&self, key: Key) -> Option<Rc<A>> {
        let mut kept = self.kept.borrow_mut();
        let idx = kept.iter().position(|kept| kept.key == key)?;
        let found = kept.remove(idx)?;
        let answer = Rc::clone(&found.answer);
        kept.push_back(found);
        Some(answer)
    }

    /// Keeps an answer of `n_bytes`; those that were not wanted for the longest time make room.
    pub fn keep(&self, key: Key, n_bytes: usize, answer: Rc<A>) {
        let mut kept = self.kept.borrow_mut();
        kept.retain(|kept| kept.key != key);
        kept.push_back(Kept { key, n_bytes, answer });
        while kept.iter().map(|kept| kept.n_bytes).sum::<usize>() > MOST_BYTES {
            kept.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        Key::of(&[text.as_bytes()])
    }

    fn found(answers: &Answers<&'static str>, text: &str) -> Option<&'static str> {
        answers.find(key(text)).map(|answer| *answer)
    }

    #[test]
    fn what_was_answered_is_found_by_its_parts() {
        let answers = Answers::default();
        answers.keep(Key::of(&[b"network", b"question"]), 10, Rc::new("maps"));
        assert_eq!(
            answers.find(Key::of(&[b"network", b"question"])).as_deref(),
            Some(&"maps")
        );
        assert_eq!(answers.find(Key::of(&[b"networkq", b"uestion"])), None);
        assert_eq!(answers.find(Key::of(&[b"network", b"question", b""])), None);
    }

    #[test]
    fn the_answer_that_was_not_wanted_for_the_longest_time_makes_room() {
        let answers = Answers::default();
        answers.keep(key("a"), MOST_BYTES / 2, Rc::new("a"));
        answers.keep(key("b"), MOST_BYTES / 2, Rc::new("b"));
        assert_eq!(found(&answers, "a"), Some("a"));
        answers.keep(key("c"), MOST_BYTES / 2, Rc::new("c"));
        assert_eq!(
            [found(&answers, "a"), found(&answers, "b"), found(&answers, "c")],
            [Some("a"), None, Some("c")]
        );
    }

    #[test]
    fn an_answer_that_is_too_large_is_not_kept() {
        let answers = Answers::default();
        answers.keep(key("a"), 10, Rc::new("a"));
        answers.keep(key("b"), MOST_BYTES + 1, Rc::new("b"));
        assert_eq!(found(&answers, "b"), None);
    }

    #[test]
    fn a_new_answer_takes_the_place_of_the_one_before() {
        let answers = Answers::default();
        for text in ["first", "second"] {
            answers.keep(key("a"), MOST_BYTES / 2 + 1, Rc::new(text));
        }
        assert_eq!(found(&answers, "a"), Some("second"));
    }
}
