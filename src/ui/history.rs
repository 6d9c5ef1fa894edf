//! Undo and redo of anything that can be copied.

use std::collections::VecDeque;

/// How many steps can be undone.
const MAX_STEPS: usize = 200;

/// A value with its past and what was undone; bounded, the oldest steps are forgotten.
#[derive(Clone, Debug, PartialEq)]
pub struct History<T> {
    past: VecDeque<T>,
    present: T,
    future: Vec<T>,
}

impl<T> History<T> {
    /// Without a past.
    pub const fn new(present: T) -> Self {
        Self {
            past: VecDeque::new(),
            present,
            future: Vec::new(),
        }
    }

    /// The value as it stands.
    pub const fn present(&self) -> &T {
        &self.present
    }

    /// A step to `next`; what was undone is forgotten.
    pub fn push(&mut self, next: T) {
        self.past.push_back(std::mem::replace(&mut self.present, next));
        if self.past.len() > MAX_STEPS {
            self.past.pop_front();
        }
        self.future.clear();
    }

    /// A step back; whether there was one.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.past.pop_back() else {
            return false;
        };
        self.future.push(std::mem::replace(&mut self.present, before));
        true
    }

    /// The undone step again; whether there was one.
    pub fn redo(&mut self) -> bool {
        let Some(after) = self.future.pop() else {
            return false;
        };
        self.past.push_back(std::mem::replace(&mut self.present, after));
        true
    }

    /// Whether there is a step to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a step to redo.
    pub const fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Edit, LayerKind, variants};

    #[test]
    fn steps_are_undone_and_redone_in_order() {
        let mut history = History::new(0);
        assert!(!history.can_undo() && !history.undo() && !history.redo());
        history.push(1);
        history.push(2);
        assert!(history.undo() && history.undo());
        assert_eq!(
            (*history.present(), history.can_undo(), history.can_redo()),
            (0, false, true)
        );
        assert!(history.redo());
        assert_eq!(*history.present(), 1);
        history.push(3);
        assert!(!history.can_redo()); // 2 is forgotten
        assert!(history.undo());
        assert_eq!(*history.present(), 1);
    }

    #[test]
    fn the_oldest_steps_are_forgotten() {
        let mut history = History::new(0);
        (1..=MAX_STEPS + 5).for_each(|step| history.push(step));
        while history.undo() {}
        assert_eq!(*history.present(), 5); // 205 steps, 200 kept
    }

    #[test]
    fn undo_gives_the_same_network_back() {
        for variant in variants::VARIANTS {
            let mut history = History::new(variant.network());
            for kind in [LayerKind::Conv, LayerKind::AveragePool, LayerKind::MaxPool] {
                let insert = Edit::InsertAfter { layer: None, kind };
                let next = history.present().edited(&insert).unwrap();
                history.push(next);
            }
            let edited = history.present().clone();
            while history.undo() {}
            assert_eq!(*history.present(), variant.network(), "{}", variant.id);
            while history.redo() {}
            assert_eq!(*history.present(), edited, "{}", variant.id);
        }
    }
}
