//! Who may go, who works, and who is woken.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Wake};

use super::*;

const RUN: RunId = RunId(1);

fn running(paused: bool) -> (Control, RunControl) {
    let control = Control::default();
    let run = control.begin(RUN, paused).unwrap();
    (control, run)
}

#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// What a future says now, and how often it was woken since.
struct Waiter(Arc<Count>);

impl Waiter {
    fn new() -> Self {
        Self(Arc::default())
    }

    fn n_woken(&self) -> usize {
        self.0.0.load(Ordering::Relaxed)
    }

    fn poll<F: Future>(&self, future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
        let waker = Waker::from(Arc::clone(&self.0));
        future.poll(&mut Context::from_waker(&waker))
    }
}

#[test]
fn a_single_step_halts_after_it() {
    let (control, run) = running(true);
    assert_eq!(run.turn(), Turn::Halt);
    control.take(&Request::StepRun(RUN));
    assert_eq!(run.turn(), Turn::Go);
    run.stepped();
    assert_eq!(run.turn(), Turn::Halt);
    control.take(&Request::ResumeRun(RUN));
    run.stepped();
    assert_eq!(run.turn(), Turn::Go);
}

#[test]
fn a_stop_is_final_and_a_name_is_free_after_its_run() {
    let (control, run) = running(false);
    control.take(&Request::StopRun(RUN));
    control.take(&Request::ResumeRun(RUN));
    assert_eq!(run.turn(), Turn::Stop);
    assert!(control.begin(RUN, false).is_none());
    let other = control.begin(RunId(2), false);
    assert!(other.is_some() && control.n_runs() == 2);
    drop(run);
    assert!(control.begin(RUN, false).is_some());
}

#[test]
fn a_request_reaches_its_run_alone() {
    let (control, run) = running(false);
    let other = control.begin(RunId(2), false).unwrap();
    control.take(&Request::StopRun(RunId(0)));
    control.take(&Request::PauseRun(RunId(2)));
    assert_eq!((run.turn(), other.turn()), (Turn::Go, Turn::Halt));
}

#[test]
fn a_halt_is_over_when_a_request_says_so() {
    let (control, run) = running(true);
    let waiter = Waiter::new();
    let mut halt = pin!(run.halt_over());
    assert_eq!(waiter.poll(halt.as_mut()), Poll::Pending);
    control.take(&Request::PauseRun(RUN));
    assert_eq!(waiter.poll(halt.as_mut()), Poll::Pending);
    control.take(&Request::ResumeRun(RUN));
    assert_eq!(waiter.poll(halt.as_mut()), Poll::Ready(true));
}

#[test]
fn a_checkpoint_is_given_once_also_during_a_halt() {
    let (control, run) = running(true);
    let waiter = Waiter::new();
    let mut halt = pin!(run.halt_over());
    assert_eq!(waiter.poll(halt.as_mut()), Poll::Pending);
    control.take(&Request::CheckpointRun(RUN));
    assert_eq!(waiter.n_woken(), 1);
    assert_eq!(waiter.poll(halt.as_mut()), Poll::Ready(false));
    assert!(run.take_checkpoint_wish() && !run.take_checkpoint_wish());
    assert_eq!(run.turn(), Turn::Halt);
}

#[test]
fn a_checkpoint_asked_for_before_a_stop_is_still_wanted() {
    let (control, run) = running(false);
    control.take(&Request::CheckpointRun(RUN));
    control.take(&Request::StopRun(RUN));
    assert!(run.take_checkpoint_wish());
    assert_eq!(run.turn(), Turn::Stop);
}

#[test]
fn runs_work_in_turn_and_each_is_woken_for_its_own() {
    let (control, first) = running(false);
    let second = control.begin(RunId(2), false).unwrap();
    let third = control.begin(RunId(3), false).unwrap();
    let waiters = [Waiter::new(), Waiter::new(), Waiter::new()];
    let Poll::Ready(Some(work)) = waiters[0].poll(pin!(first.work())) else {
        panic!("nobody else works");
    };
    let (mut of_second, mut of_third) = (pin!(second.work()), pin!(third.work()));
    assert!(waiters[1].poll(of_second.as_mut()).is_pending());
    assert!(waiters[2].poll(of_third.as_mut()).is_pending());
    drop(work);
    assert_eq!((waiters[1].n_woken(), waiters[2].n_woken()), (1, 0));
    // The first asks again at once, and comes last.
    let mut again = pin!(first.work());
    assert!(waiters[0].poll(again.as_mut()).is_pending());
    let Poll::Ready(Some(work)) = waiters[1].poll(of_second.as_mut()) else {
        panic!("it was woken");
    };
    drop(work);
    assert_eq!((waiters[0].n_woken(), waiters[2].n_woken()), (0, 1));
    assert!(matches!(waiters[2].poll(of_third.as_mut()), Poll::Ready(Some(_))));
    assert_eq!(waiters[0].n_woken(), 1);
    assert!(matches!(waiters[0].poll(again.as_mut()), Poll::Ready(Some(_))));
}

#[test]
fn a_stop_does_not_wait_and_a_run_that_ends_lets_the_next_one_work() {
    let (control, first) = running(false);
    let second = control.begin(RunId(2), false).unwrap();
    let third = control.begin(RunId(3), false).unwrap();
    let waiters = [Waiter::new(), Waiter::new(), Waiter::new()];
    let Poll::Ready(Some(work)) = waiters[0].poll(pin!(first.work())) else {
        panic!("nobody else works");
    };
    {
        let mut of_second = pin!(second.work());
        assert!(waiters[1].poll(of_second.as_mut()).is_pending());
        control.take(&Request::StopRun(RunId(2)));
        assert_eq!(waiters[1].n_woken(), 1);
        assert!(matches!(waiters[1].poll(of_second.as_mut()), Poll::Ready(None)));
    }
    let fourth = control.begin(RunId(4), false).unwrap();
    let (mut of_third, mut of_fourth) = (pin!(third.work()), pin!(fourth.work()));
    assert!(waiters[2].poll(of_third.as_mut()).is_pending());
    assert!(waiters[1].poll(of_fourth.as_mut()).is_pending());
    drop(work);
    drop(first);
    assert_eq!(waiters[2].n_woken(), 1);
    // The third is stopped before it comes to work: the fourth must not wait for it.
    control.take(&Request::StopRun(RunId(3)));
    assert!(matches!(waiters[2].poll(of_third.as_mut()), Poll::Ready(None)));
    assert_eq!(waiters[1].n_woken(), 2);
    assert!(matches!(waiters[1].poll(of_fourth.as_mut()), Poll::Ready(Some(_))));
}
