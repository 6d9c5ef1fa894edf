//! What is wanted of the runs that go on, and whose turn it is: plain state, which messages change while each run's loop
//! looks at its own part.
//!
//! One run works at a time, for one piece of work; then those that wait come first, in the order in which they asked. A run
//! that is told to stop does not wait.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use crate::bridge::protocol::{Request, RunId};

/// What a run's loop may do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The next piece of work.
    Go,
    /// Nothing, until it is told.
    Halt,
    /// Nothing any more.
    Stop,
}

/// How far a run may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Go,
    OneStep,
    Halt,
    Stop,
}

#[derive(Debug)]
struct Entry {
    run: RunId,
    wish: Wish,
    wants_checkpoint: bool,
    waker: Option<Waker>,
}

#[derive(Debug, Default)]
struct State {
    runs: Vec<Entry>,
    /// The run that works now.
    at_work: Option<RunId>,
    /// Those that wait until they may.
    queue: VecDeque<RunId>,
}

impl State {
    fn entry(&mut self, run: RunId) -> Option<&mut Entry> {
        self.runs.iter_mut().find(|entry| entry.run == run)
    }

    /// The waker of the run that may work next, where nobody works.
    fn next(&mut self) -> Option<Waker> {
        let run = *self.queue.front().filter(|_| self.at_work.is_none())?;
        self.entry(run)?.waker.take()
    }
}

type Shared = Rc<RefCell<State>>;

/// Wakes outside of any borrow: whoever is woken may look at the state at once.
fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// The wishes for all runs of a worker; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Control {
    state: Shared,
}

impl Control {
    /// Takes `run` as one that goes on; nothing where one of this name does already.
    pub fn begin(&self, run: RunId, paused: bool) -> Option<RunControl> {
        let mut state = self.state.borrow_mut();
        if state.entry(run).is_some() {
            return None;
        }
        state.runs.push(Entry {
            run,
            wish: if paused { Wish::Halt } else { Wish::Go },
            wants_checkpoint: false,
            waker: None,
        });
        Some(RunControl {
            run,
            state: Rc::clone(&self.state),
        })
    }

    /// How many runs go on.
    pub fn n_runs(&self) -> usize {
        self.state.borrow().runs.len()
    }

    /// Takes in a request; one for a run that does not go on changes nothing, and none is taken back after a stop.
    pub fn take(&self, request: &Request) {
        let (of, wish) = match request {
            Request::StartRun { .. } | Request::Probe { .. } | Request::StopProbe(_) => return,
            Request::CheckpointRun(run) => (*run, None),
            Request::PauseRun(run) => (*run, Some(Wish::Halt)),
            Request::ResumeRun(run) => (*run, Some(Wish::Go)),
            Request::StepRun(run) => (*run, Some(Wish::OneStep)),
            Request::StopRun(run) => (*run, Some(Wish::Stop)),
        };
        let mut state = self.state.borrow_mut();
        let Some(entry) = state.entry(of).filter(|entry| entry.wish != Wish::Stop) else {
            return;
        };
        match wish {
            Some(wish) => entry.wish = wish,
            None => entry.wants_checkpoint = true,
        }
        let waker = entry.waker.take();
        drop(state);
        wake(waker);
    }
}

/// The wishes for one run. The run goes on until this is dropped.
#[derive(Debug)]
pub struct RunControl {
    run: RunId,
    state: Shared,
}

impl RunControl {
    /// Its name.
    pub fn run(&self) -> RunId {
        self.run
    }

    fn change<T>(&self, change: impl FnOnce(&mut Entry) -> T) -> Option<T> {
        self.state.borrow_mut().entry(self.run).map(change)
    }

    /// A training step was done.
    pub fn stepped(&self) {
        self.change(|entry| {
            if entry.wish == Wish::OneStep {
                entry.wish = Wish::Halt;
            }
        });
    }

    /// What the loop may do next.
    pub fn turn(&self) -> Turn {
        match self.change(|entry| entry.wish) {
            Some(Wish::Go | Wish::OneStep) => Turn::Go,
            Some(Wish::Halt) => Turn::Halt,
            Some(Wish::Stop) | None => Turn::Stop,
        }
    }

    /// Whether a checkpoint was asked for since this was asked last.
    pub fn take_checkpoint_wish(&self) -> bool {
        let asked = self.change(|entry| std::mem::take(&mut entry.wants_checkpoint));
        asked.unwrap_or_default()
    }

    /// Waits for the end of a halt, or for a checkpoint that is asked for during it. Whether the run goes on for good then,
    /// not only for one step or to its end.
    pub async fn halt_over(&self) -> bool {
        poll_fn(|context| {
            let polled = self.change(|entry| match entry.wish {
                Wish::Halt if !entry.wants_checkpoint => {
                    entry.waker = Some(context.waker().clone());
                    Poll::Pending
                }
                wish => Poll::Ready(wish == Wish::Go),
            });
            polled.unwrap_or(Poll::Ready(false))
        })
        .await
    }

    /// Has `waker` woken by the next request for this run.
    pub fn watch(&self, waker: &Waker) {
        self.change(|entry| entry.waker = Some(waker.clone()));
    }

    /// Waits until this run may work, and works until what is returned is dropped; nothing where it is told to stop.
    pub async fn work(&self) -> Option<Work> {
        poll_fn(|context| {
            let mut state = self.state.borrow_mut();
            let run = self.run;
            if state.entry(run).is_none_or(|entry| entry.wish == Wish::Stop) {
                state.queue.retain(|waiting| *waiting != run);
                let next = state.next();
                drop(state);
                wake(next);
                return Poll::Ready(None);
            }
            if state.at_work.is_none() && state.queue.front().is_none_or(|first| *first == run) {
                state.queue.pop_front();
                state.at_work = Some(run);
                return Poll::Ready(Some(Work {
                    state: Rc::clone(&self.state),
                }));
            }
            if !state.queue.contains(&run) {
                state.queue.push_back(run);
            }
            if let Some(entry) = state.entry(run) {
                entry.waker = Some(context.waker().clone());
            }
            Poll::Pending
        })
        .await
    }
}

impl Drop for RunControl {
    fn drop(&mut self) {
        let mut state = self.state.borrow_mut();
        state.runs.retain(|entry| entry.run != self.run);
        state.queue.retain(|waiting| *waiting != self.run);
        let next = state.next();
        drop(state);
        wake(next);
    }
}

/// The right to work; given on when dropped.
#[derive(Debug)]
pub struct Work {
    state: Shared,
}

impl Drop for Work {
    fn drop(&mut self) {
        let mut state = self.state.borrow_mut();
        state.at_work = None;
        let next = state.next();
        drop(state);
        wake(next);
    }
}

#[cfg(test)]
mod tests;
