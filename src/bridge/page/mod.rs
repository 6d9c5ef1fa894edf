//! The page's end: which engines there are, which one fits, and the worker that holds it.
//!
//! It knows no `engine`, no data and no Leptos: everything is reported through callbacks, on the page's own thread.
//! [`engines`] (what is served), [`choice`] (which engine fits), [`questions`] (what is not answered yet) and [`seating`]
//! (which run has which worker) are plain and tested natively; the rest is wasm.
//! Read [`choice`] first, then `launch`, which does it all for one run at a time, then `fleet`, for many:
//!
//! ```text
//! let launcher = Launcher::new(base_uri());                       // once per page; keep it
//! launcher.begin(Begin { run, spec, preference, paused, checkpoint, checkpoint_every_ms }, hear); // returns at once
//! launcher.send(Request::PauseRun(run));                          // to the open engine; queued until it is ready
//! launcher.probe(Question { network, question, pixels, preference }, hear); // looks into a network, also while one trains
//! launcher.terminate();                                           // ends the worker; nothing is heard after that
//!
//! let fleet = Fleet::new(base_uri(), None);                       // as many workers as the machine has cores, but one
//! fleet.begin(Begin { … }, hear);                                 // any number of runs, side by side
//! fleet.send(Request::StopRun(run));                              // to the worker of that run
//! ```
//!
//! `hear` is a `Rc<dyn Fn(Heard)>`: `Heard::Opened` once the engine has answered, with the reason for the
//! choice, then `Heard::Event` for everything that it says, with the bytes that travelled next to it (the pixels of
//! `Event::Finished`, the checkpoint of `Event::Checkpointed`). Failures before that are `Event::Failed` too, with the run they belong to. While the engine that is
//! wanted is still being built, `Heard::Waiting` is said and the catalogue asked again every ten seconds.
//! A launcher keeps its worker for the next run, where that run uses the same engine.
//! Who asks with `probe` hears `HeardProbe::Answered` or `HeardProbe::Failed` in the end, whatever happens to the worker: a
//! question that a replaced worker has not answered is asked again, and one of an ended worker fails with `Fault::Ended`.

#[cfg(target_arch = "wasm32")]
pub mod adapter;
#[cfg(target_arch = "wasm32")]
mod asking;
pub mod choice;
#[cfg(target_arch = "wasm32")]
mod chooser;
#[cfg(target_arch = "wasm32")]
pub mod client;
pub mod engines;
#[cfg(target_arch = "wasm32")]
pub mod fleet;
#[cfg(target_arch = "wasm32")]
pub mod launch;
pub mod questions;
#[cfg(target_arch = "wasm32")]
mod seat;
pub mod seating;

pub use choice::{Choice, Preference, Reason, choose};
#[cfg(target_arch = "wasm32")]
pub use client::EngineClient;
pub use engines::{Catalogue, Entry};
#[cfg(target_arch = "wasm32")]
pub use fleet::Fleet;
#[cfg(target_arch = "wasm32")]
pub use launch::{Begin, Heard, Launcher};
pub use questions::{HearProbe, HeardProbe, Question};

/// The address that the page's relative links start from, with its last slash (`document.baseURI`).
#[cfg(target_arch = "wasm32")]
pub fn base_uri() -> String {
    let document = web_sys::window().and_then(|window| window.document());
    document
        .and_then(|document| document.base_uri().ok().flatten())
        .unwrap_or_default()
}

/// `path` as seen from `base`, absolute.
#[cfg(target_arch = "wasm32")]
fn beside(base: &str, path: &str) -> String {
    web_sys::Url::new_with_base(path, base).map_or_else(|_| path.to_owned(), |url| url.href())
}
