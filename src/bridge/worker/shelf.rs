//! What was loaded is shared among those who want the same, and loaded once: plain state, whatever is loaded.
//!
//! Whoever comes first loads; the others wait, hear how far it is, and load themselves where that failed or was given up.
//! What is in use is shared; of what is not, the last is kept for the next run.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::{Poll, Waker};

/// What is loaded; clones share it.
#[derive(Debug)]
pub struct Shelf<K, V, P> {
    state: Rc<RefCell<State<K, V, P>>>,
}

#[derive(Debug)]
struct State<K, V, P> {
    there: Vec<(K, Weak<V>)>,
    /// The last one that was asked for, so that it stays.
    last: Option<Rc<V>>,
    arriving: Vec<Arriving<K, P>>,
}

#[derive(Debug)]
struct Arriving<K, P> {
    key: K,
    progress: Option<P>,
    /// Those who wait for it.
    wakers: Vec<Waker>,
}

/// What a shelf says to whoever wants something.
#[derive(Debug)]
pub enum Found<K: Clone + PartialEq, V, P> {
    /// Here it is.
    There(Rc<V>),
    /// Nobody loads it yet: load it.
    Load(Loading<K, V, P>),
    /// It is not wanted any more.
    Unwanted,
}

impl<K, V, P> Clone for Shelf<K, V, P> {
    fn clone(&self) -> Self {
        Self {
            state: Rc::clone(&self.state),
        }
    }
}

impl<K, V, P> Default for Shelf<K, V, P> {
    fn default() -> Self {
        let state = State {
            there: Vec::new(),
            last: None,
            arriving: Vec::new(),
        };
        Self {
            state: Rc::new(RefCell::new(state)),
        }
    }
}

impl<K: Clone + PartialEq, V, P: Clone> Shelf<K, V, P> {
    /// What `key` names. Where somebody loads it, waits until that is over: `tell` hears how far it is, `is_wanted` is asked
    /// at every news and whenever the waker given to `watch` is woken.
    pub async fn find(
        &self,
        key: &K,
        tell: impl Fn(&P),
        is_wanted: impl Fn() -> bool,
        watch: impl Fn(&Waker),
    ) -> Found<K, V, P> {
        poll_fn(|context| {
            if !is_wanted() {
                return Poll::Ready(Found::Unwanted);
            }
            let mut state = self.state.borrow_mut();
            state.there.retain(|(_, value)| value.strong_count() > 0);
            let there = state.there.iter().find(|(there, _)| there == key);
            if let Some(value) = there.and_then(|(_, value)| value.upgrade()) {
                state.last = Some(Rc::clone(&value));
                return Poll::Ready(Found::There(value));
            }
            if let Some(arriving) = state.arriving.iter_mut().find(|arriving| arriving.key == *key) {
                arriving.wakers.push(context.waker().clone());
                let progress = arriving.progress.clone();
                drop(state);
                watch(context.waker());
                progress.iter().for_each(&tell);
                return Poll::Pending;
            }
            state.arriving.push(Arriving {
                key: key.clone(),
                progress: None,
                wakers: Vec::new(),
            });
            Poll::Ready(Found::Load(Loading {
                key: key.clone(),
                shelf: self.clone(),
            }))
        })
        .await
    }
}

/// The duty to load something; given up when dropped.
#[derive(Debug)]
pub struct Loading<K: Clone + PartialEq, V, P> {
    key: K,
    shelf: Shelf<K, V, P>,
}

impl<K: Clone + PartialEq, V, P> Loading<K, V, P> {
    /// Tells those who wait how far it is.
    pub fn tell(&self, progress: P) {
        let mut state = self.shelf.state.borrow_mut();
        let arriving = state.arriving.iter_mut().find(|arriving| arriving.key == self.key);
        let Some(arriving) = arriving else { return };
        arriving.progress = Some(progress);
        let wakers = std::mem::take(&mut arriving.wakers);
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Gives what was loaded to all who wait.
    pub fn done(self, value: V) -> Rc<V> {
        let value = Rc::new(value);
        let mut state = self.shelf.state.borrow_mut();
        state.there.push((self.key.clone(), Rc::downgrade(&value)));
        state.last = Some(Rc::clone(&value));
        drop(state);
        value
    }
}

impl<K: Clone + PartialEq, V, P> Drop for Loading<K, V, P> {
    fn drop(&mut self) {
        let mut state = self.shelf.state.borrow_mut();
        let Some(idx) = state.arriving.iter().position(|arriving| arriving.key == self.key) else {
            return;
        };
        let arriving = state.arriving.remove(idx);
        drop(state);
        arriving.wakers.into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::pin::{Pin, pin};
    use std::task::Context;

    use super::*;

    type Texts = Shelf<u8, String, u8>;

    fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    fn find(shelf: &Texts, key: u8) -> Found<u8, String, u8> {
        match poll(pin!(shelf.find(&key, |_| {}, || true, |_| {}))) {
            Poll::Ready(found) => found,
            Poll::Pending => panic!("somebody loads {key}"),
        }
    }

    fn load(shelf: &Texts, key: u8) -> Loading<u8, String, u8> {
        match find(shelf, key) {
            Found::Load(loading) => loading,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn those_who_come_later_wait_and_get_the_same() {
        let shelf = Texts::default();
        let loading = load(&shelf, 1);
        let told = Cell::new(0);
        let mut second = pin!(shelf.find(&1, |progress| told.set(*progress), || true, |_| {}));
        assert!(poll(second.as_mut()).is_pending());
        loading.tell(50);
        assert!(poll(second.as_mut()).is_pending());
        assert_eq!(told.get(), 50);
        let first = loading.done("loaded".to_owned());
        assert!(matches!(poll(second), Poll::Ready(Found::There(text)) if Rc::ptr_eq(&text, &first)));
        assert!(matches!(find(&shelf, 1), Found::There(text) if Rc::ptr_eq(&text, &first)));
        load(&shelf, 2); // another one is not there
    }

    #[test]
    fn a_load_that_is_given_up_is_taken_over() {
        let shelf = Texts::default();
        let loading = load(&shelf, 1);
        let mut second = pin!(shelf.find(&1, |_| {}, || true, |_| {}));
        assert!(poll(second.as_mut()).is_pending());
        drop(loading);
        assert!(matches!(poll(second), Poll::Ready(Found::Load(_))));
    }

    #[test]
    fn whoever_does_not_want_it_any_more_stops_waiting() {
        let shelf = Texts::default();
        let _loading = load(&shelf, 1);
        let is_wanted = Cell::new(true);
        let watched = Cell::new(0);
        let mut second = pin!(shelf.find(&1, |_| {}, || is_wanted.get(), |_| watched.set(watched.get() + 1)));
        assert!(poll(second.as_mut()).is_pending());
        is_wanted.set(false);
        assert!(matches!(poll(second), Poll::Ready(Found::Unwanted)));
        assert_eq!(watched.get(), 1);
    }

    #[test]
    fn what_nobody_uses_is_let_go_but_for_the_last() {
        let shelf = Texts::default();
        load(&shelf, 1).done("first".to_owned());
        assert!(matches!(find(&shelf, 1), Found::There(_)));
        let second = load(&shelf, 2).done("second".to_owned());
        load(&shelf, 1).done("again".to_owned()); // it had been let go
        assert!(matches!(find(&shelf, 2), Found::There(text) if Rc::ptr_eq(&text, &second)));
    }
}
