//! The probes that wait for an answer, one answered after the other: plain state.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::bridge::protocol::{NetworkSource, ProbeId, ProbeQuestion};

/// A probe that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Its name.
    pub probe: ProbeId,
    /// Into which network.
    pub network: NetworkSource,
    /// What is wanted of it.
    pub question: ProbeQuestion,
    /// Where images are found.
    pub data_url: String,
    /// The bytes that travelled next to it.
    pub pixels: Vec<u8>,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Ask>,
    /// The one being answered, and whether it is still wanted.
    current: Option<(ProbeId, bool)>,
}

/// The waiting probes; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    state: Rc<RefCell<State>>,
}

impl Queue {
    /// Adds a probe at the end; true where nobody answers probes now, so that the caller begins to.
    pub fn add(&self, ask: Ask) -> bool {
        let mut state = self.state.borrow_mut();
        state.waiting.push_back(ask);
        state.current.is_none() && state.waiting.len() == 1
    }

    /// The next probe, which becomes the current one; without one, nobody answers any more.
    pub fn take_next(&self) -> Option<Ask> {
        let mut state = self.state.borrow_mut();
        let next = state.waiting.pop_front();
        state.current = next.as_ref().map(|ask| (ask.probe, true));
        next
    }

    /// A probe is not wanted any more.
    pub fn forget(&self, probe: ProbeId) {
        let mut state = self.state.borrow_mut();
        state.waiting.retain(|ask| ask.probe != probe);
        if let Some((current, is_wanted)) = &mut state.current
            && *current == probe
        {
            *is_wanted = false;
        }
    }

    /// Whether the current probe is still wanted.
    pub fn is_current_wanted(&self) -> bool {
        self.state.borrow().current.is_some_and(|(_, is_wanted)| is_wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::protocol::RunId;

    fn ask(probe: u64) -> Ask {
        Ask {
            probe: ProbeId(probe),
            network: NetworkSource::Trained { run: RunId(1) },
            question: ProbeQuestion::Weights {
                name: "conv1.weight".into(),
            },
            data_url: String::new(),
            pixels: Vec::new(),
        }
    }

    fn next(queue: &Queue) -> Option<u64> {
        queue.take_next().map(|ask| ask.probe.0)
    }

    #[test]
    fn probes_are_answered_in_order_and_by_one() {
        let queue = Queue::default();
        assert!(queue.add(ask(1)));
        assert!(!queue.add(ask(2)));
        assert_eq!(next(&queue), Some(1));
        assert!(!queue.add(ask(3))); // the first is being answered
        assert_eq!([next(&queue), next(&queue), next(&queue)], [Some(2), Some(3), None]);
        assert!(queue.add(ask(4)));
    }

    #[test]
    fn a_forgotten_probe_is_left_out_or_given_up() {
        let queue = Queue::default();
        for probe in 1..=3 {
            queue.add(ask(probe));
        }
        queue.forget(ProbeId(2));
        assert_eq!(next(&queue), Some(1));
        assert!(queue.is_current_wanted());
        queue.forget(ProbeId(1));
        assert!(!queue.is_current_wanted());
        assert_eq!(next(&queue), Some(3));
        assert!(queue.is_current_wanted());
    }

    #[test]
    fn a_probe_that_waits_alone_and_is_forgotten_leaves_the_queue_idle() {
        let queue = Queue::default();
        assert!(queue.add(ask(1)));
        queue.forget(ProbeId(1));
        assert_eq!(next(&queue), None);
        assert!(queue.add(ask(2)));
    }
}
