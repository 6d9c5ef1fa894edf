//! What is wanted of the run that goes on: plain state, which messages change while the run's loop looks at it.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use crate::bridge::protocol::{Request, RunId};

/// What the loop may do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The next piece of work.
    Go,
    /// Nothing, until it is told.
    Halt,
    /// Nothing any more.
    Stop,
}

/// How far the loop may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Go,
    OneStep,
    Halt,
    Stop,
}

#[derive(Debug, Default)]
struct State {
    run: Option<(RunId, Wish)>,
    waker: Option<Waker>,
}

/// The wishes for at most one run; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Control {
    state: Rc<RefCell<State>>,
}

impl Control {
    /// Takes `run` as the one that goes on; false where there is one already.
    pub fn begin(&self, run: RunId, paused: bool) -> bool {
        let mut state = self.state.borrow_mut();
        if state.run.is_some() {
            return false;
        }
        state.run = Some((run, if paused { Wish::Halt } else { Wish::Go }));
        true
    }

    /// The run is over: another can begin.
    pub fn end(&self) {
        self.state.borrow_mut().run = None;
    }

    /// The run that goes on; also nothing where this is asked in the middle of a change, as a panic might.
    pub fn run(&self) -> Option<RunId> {
        Some(self.state.try_borrow().ok()?.run?.0)
    }

    /// Takes in a request; one for another run than this changes nothing, and none is taken back after a stop.
    pub fn take(&self, request: &Request) {
        let (of, wish) = match request {
            Request::StartRun { .. } | Request::Probe { .. } | Request::StopProbe(_) => return,
            Request::PauseRun(run) => (*run, Wish::Halt),
            Request::ResumeRun(run) => (*run, Wish::Go),
            Request::StepRun(run) => (*run, Wish::OneStep),
            Request::StopRun(run) => (*run, Wish::Stop),
        };
        let mut state = self.state.borrow_mut();
        match &mut state.run {
            Some((run, current)) if *run == of && *current != Wish::Stop => *current = wish,
            _ => return,
        }
        let waker = state.waker.take();
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// A training step was done.
    pub fn stepped(&self) {
        if let Some((_, wish)) = &mut self.state.borrow_mut().run
            && *wish == Wish::OneStep
        {
            *wish = Wish::Halt;
        }
    }

    /// What the loop may do next; nothing where no run goes on.
    pub fn turn(&self) -> Turn {
        match self.state.borrow().run {
            Some((_, Wish::Go | Wish::OneStep)) => Turn::Go,
            Some((_, Wish::Halt)) => Turn::Halt,
            Some((_, Wish::Stop)) | None => Turn::Stop,
        }
    }

    /// Waits for the end of a halt; whether the run goes on for good then, not only for one step or to its end.
    pub async fn halt_over(&self) -> bool {
        poll_fn(|context| {
            let mut state = self.state.borrow_mut();
            match state.run {
                Some((_, Wish::Halt)) => {
                    state.waker = Some(context.waker().clone());
                    Poll::Pending
                }
                Some((_, wish)) => Poll::Ready(wish == Wish::Go),
                None => Poll::Ready(false),
            }
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Context;

    use super::*;

    const RUN: RunId = RunId(1);

    fn running(paused: bool) -> Control {
        let control = Control::default();
        assert!(control.begin(RUN, paused));
        control
    }

    #[test]
    fn a_single_step_halts_after_it() {
        let control = running(true);
        assert_eq!(control.turn(), Turn::Halt);
        control.take(&Request::StepRun(RUN));
        assert_eq!(control.turn(), Turn::Go);
        control.stepped();
        assert_eq!(control.turn(), Turn::Halt);
        control.take(&Request::ResumeRun(RUN));
        control.stepped();
        assert_eq!(control.turn(), Turn::Go);
    }

    #[test]
    fn a_stop_is_final_and_frees_the_worker() {
        let control = running(false);
        control.take(&Request::StopRun(RUN));
        control.take(&Request::ResumeRun(RUN));
        assert_eq!(control.turn(), Turn::Stop);
        assert!(!control.begin(RunId(2), false));
        control.end();
        assert!(control.begin(RunId(2), false));
    }

    #[test]
    fn late_requests_for_another_run_change_nothing() {
        let control = running(false);
        control.take(&Request::StopRun(RunId(0)));
        assert_eq!(control.turn(), Turn::Go);
    }

    #[test]
    fn a_halt_is_over_when_a_request_says_so() {
        let control = running(true);
        let mut context = Context::from_waker(Waker::noop());
        let mut halt = pin!(control.halt_over());
        assert_eq!(halt.as_mut().poll(&mut context), Poll::Pending);
        control.take(&Request::PauseRun(RUN));
        assert_eq!(halt.as_mut().poll(&mut context), Poll::Pending);
        control.take(&Request::ResumeRun(RUN));
        assert_eq!(halt.as_mut().poll(&mut context), Poll::Ready(true));
    }
}
