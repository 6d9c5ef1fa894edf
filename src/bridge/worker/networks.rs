//! The networks that were trained here, for those who want to look into them: plain state, whatever a network is.
//!
//! The loop of a run owns its network. Whoever wants it asks, and the loop lends a copy before its next piece of work; a
//! copy that is not out of date is lent again. The last copy of a run that went to its end, or was stopped, is kept.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use crate::bridge::protocol::RunId;

/// How many networks of past runs are kept.
pub const N_KEPT: usize = 4;

/// The networks of the last runs and of those that go on; clones share them.
#[derive(Debug)]
pub struct Networks<N> {
    state: Rc<RefCell<State<N>>>,
}

#[derive(Debug)]
struct State<N> {
    /// The oldest first.
    past: Vec<(RunId, Rc<N>)>,
    /// Those that go on.
    present: Vec<Present<N>>,
}

impl<N> State<N> {
    fn present(&mut self, run: RunId) -> Option<&mut Present<N>> {
        self.present.iter_mut().find(|present| present.run == run)
    }
}

#[derive(Debug)]
struct Present<N> {
    run: RunId,
    copy: Option<Rc<N>>,
    /// Those who wait for a copy.
    askers: Vec<Asker<N>>,
}

/// Who waits for a copy: the copy is put into its hands, since the loop may move on before it is woken.
#[derive(Debug)]
struct Asker<N> {
    waker: Waker,
    hands: Hands<N>,
}

type Hands<N> = Rc<RefCell<Option<Rc<N>>>>;

impl<N> Clone for Networks<N> {
    fn clone(&self) -> Self {
        Self {
            state: Rc::clone(&self.state),
        }
    }
}

impl<N> Default for Networks<N> {
    fn default() -> Self {
        let state = State {
            past: Vec::new(),
            present: Vec::new(),
        };
        Self {
            state: Rc::new(RefCell::new(state)),
        }
    }
}

impl<N> Networks<N> {
    /// A run begins; it has no network to lend yet.
    pub fn begin(&self, run: RunId) {
        self.state.borrow_mut().present.push(Present {
            run,
            copy: None,
            askers: Vec::new(),
        });
    }

    /// Whether somebody waits for the network of `run`, which goes on.
    pub fn is_asked(&self, run: RunId) -> bool {
        let mut state = self.state.borrow_mut();
        state.present(run).is_some_and(|present| !present.askers.is_empty())
    }

    /// Lends a copy of the network of `run` as it stands.
    pub fn lend(&self, run: RunId, network: N) {
        let mut state = self.state.borrow_mut();
        let Some(present) = state.present(run) else { return };
        let copy = Rc::new(network);
        present.copy = Some(Rc::clone(&copy));
        let askers = std::mem::take(&mut present.askers);
        drop(state);
        for asker in askers {
            *asker.hands.borrow_mut() = Some(Rc::clone(&copy));
            asker.waker.wake();
        }
    }

    /// The network of `run` is about to change: what was lent is out of date.
    pub fn moves_on(&self, run: RunId) {
        if let Some(present) = self.state.borrow_mut().present(run) {
            present.copy = None;
        }
    }

    /// The run is over. What it lent since its last piece of work is kept; without that there is nothing to keep.
    pub fn end(&self, run: RunId) {
        let mut state = self.state.borrow_mut();
        let Some(idx) = state.present.iter().position(|present| present.run == run) else {
            return;
        };
        let present = state.present.remove(idx);
        if let Some(copy) = present.copy {
            state.past.push((run, copy));
            let n_over = state.past.len().saturating_sub(N_KEPT);
            state.past.drain(..n_over);
        }
        drop(state);
        present.askers.into_iter().for_each(|asker| asker.waker.wake());
    }

    /// The network of `run`; where the run goes on, waits until it lends a copy or ends. Nothing where there is none.
    pub async fn of(&self, run: RunId) -> Option<Rc<N>> {
        let hands = Hands::default();
        poll_fn(|context| {
            if let Some(copy) = hands.borrow_mut().take() {
                return Poll::Ready(Some(copy));
            }
            let mut state = self.state.borrow_mut();
            if let Some(present) = state.present(run) {
                if let Some(copy) = &present.copy {
                    return Poll::Ready(Some(Rc::clone(copy)));
                }
                present.askers.push(Asker {
                    waker: context.waker().clone(),
                    hands: Rc::clone(&hands),
                });
                return Poll::Pending;
            }
            let kept = state.past.iter().find(|(past, _)| *past == run);
            Poll::Ready(kept.map(|(_, network)| Rc::clone(network)))
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use std::pin::{Pin, pin};
    use std::task::Context;

    use super::*;

    /// What a wait has come to.
    fn poll<F: Future<Output = Option<Rc<&'static str>>>>(wait: Pin<&mut F>) -> Poll<Option<&'static str>> {
        let mut context = Context::from_waker(Waker::noop());
        wait.poll(&mut context).map(|network| network.map(|network| *network))
    }

    /// A run from its beginning to its end, with `network` at the end.
    fn finish(networks: &Networks<&'static str>, run: RunId, network: &'static str) {
        networks.begin(run);
        networks.lend(run, network);
        networks.end(run);
    }

    #[test]
    fn a_run_that_goes_on_lends_when_it_is_asked_and_again_until_it_moves_on() {
        let networks = Networks::default();
        networks.begin(RunId(1));
        let mut first = pin!(networks.of(RunId(1)));
        assert!(!networks.is_asked(RunId(1)));
        assert_eq!(poll(first.as_mut()), Poll::Pending);
        assert!(networks.is_asked(RunId(1)));
        networks.lend(RunId(1), "after 7 steps");
        assert!(!networks.is_asked(RunId(1)));
        assert_eq!(poll(first), Poll::Ready(Some("after 7 steps")));
        assert_eq!(poll(pin!(networks.of(RunId(1)))), Poll::Ready(Some("after 7 steps")));
        networks.moves_on(RunId(1));
        assert_eq!(poll(pin!(networks.of(RunId(1)))), Poll::Pending);
    }

    #[test]
    fn whoever_waits_gets_the_copy_though_the_run_moves_on_before_it_looks() {
        let networks = Networks::default();
        let run = RunId(1);
        networks.begin(run);
        let mut wait = pin!(networks.of(run));
        assert_eq!(poll(wait.as_mut()), Poll::Pending);
        networks.lend(run, "after 7 steps");
        // The loop of a run goes on without giving way to those whom it has woken.
        networks.moves_on(run);
        assert!(!networks.is_asked(run));
        assert_eq!(poll(wait), Poll::Ready(Some("after 7 steps")));
        assert_eq!(poll(pin!(networks.of(run))), Poll::Pending);
    }

    #[test]
    fn whoever_waits_hears_of_the_end() {
        let networks = Networks::<&str>::default();
        networks.begin(RunId(1));
        let mut wait = pin!(networks.of(RunId(1)));
        assert_eq!(poll(wait.as_mut()), Poll::Pending);
        networks.end(RunId(1));
        assert_eq!(poll(wait), Poll::Ready(None)); // it failed before it had a network
    }

    #[test]
    fn a_network_that_was_changed_after_it_was_lent_is_not_kept() {
        let networks = Networks::default();
        networks.begin(RunId(1));
        networks.lend(RunId(1), "after 7 steps");
        networks.moves_on(RunId(1));
        networks.end(RunId(1));
        assert_eq!(poll(pin!(networks.of(RunId(1)))), Poll::Ready(None));
    }

    #[test]
    fn runs_side_by_side_lend_their_own() {
        let networks = Networks::default();
        networks.begin(RunId(1));
        networks.begin(RunId(2));
        let mut wait = pin!(networks.of(RunId(2)));
        assert_eq!(poll(wait.as_mut()), Poll::Pending);
        assert!(!networks.is_asked(RunId(1)) && networks.is_asked(RunId(2)));
        networks.lend(RunId(1), "of the first");
        networks.end(RunId(1));
        assert_eq!(poll(wait.as_mut()), Poll::Pending);
        networks.lend(RunId(2), "of the second");
        assert_eq!(poll(wait), Poll::Ready(Some("of the second")));
        assert_eq!(poll(pin!(networks.of(RunId(1)))), Poll::Ready(Some("of the first")));
    }

    #[test]
    fn the_last_four_are_kept() {
        let networks = Networks::default();
        for (run, network) in [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e")] {
            finish(&networks, RunId(run), network);
        }
        assert_eq!(poll(pin!(networks.of(RunId(1)))), Poll::Ready(None));
        assert_eq!(poll(pin!(networks.of(RunId(2)))), Poll::Ready(Some("b")));
        assert_eq!(poll(pin!(networks.of(RunId(5)))), Poll::Ready(Some("e")));
    }
}
