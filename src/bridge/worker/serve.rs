//! A worker's life: the panic hook, the greeting, the requests, one run after the other.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::MessageEvent;

use super::compute::Compute;
use super::control::{Control, Turn};
use super::loader::{Waiting, Wanted};
use super::networks::Networks;
use super::queue::{Ask, Queue};
use super::training::Trained;
use super::{End, loader, post, probing, training};
use crate::bridge::protocol::{BUILD_ID, EngineKind, Event, Fault, PROTOCOL_VERSION, Request, RunId};
use crate::spec::RunSpec;
use crate::web::task::spawn_local;

thread_local! {
    /// Where the panic hook, which owns nothing, finds the run that it belongs to.
    static CONTROL: RefCell<Option<Control>> = const { RefCell::new(None) };
}

/// A run that was asked for.
struct Start {
    run: RunId,
    spec: RunSpec,
    data_url: String,
}

/// What this worker holds; clones share it.
#[derive(Clone)]
struct Served {
    control: Control,
    compute: Rc<Compute>,
    networks: Networks<Trained>,
    queue: Queue,
}

/// Serves the page that started this worker, with the engine `kind`; returns at once, and lives until it is ended.
pub fn serve(kind: EngineKind) {
    let control = Control::default();
    CONTROL.with(|slot| slot.replace(Some(control.clone())));
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        report_panic(panic.to_string());
    }));
    spawn_local(async move {
        let compute = Compute::look(kind).await;
        let device = compute.report().clone();
        listen(Served {
            control,
            compute: Rc::new(compute),
            networks: Networks::default(),
            queue: Queue::default(),
        });
        post::post(&Event::Ready {
            protocol: PROTOCOL_VERSION,
            build: BUILD_ID.to_owned(),
            device,
        });
    });
}

/// The last words: after a panic this instance must not be entered again.
fn report_panic(message: String) {
    let run = CONTROL.with(|slot| slot.try_borrow().ok().and_then(|control| control.as_ref()?.run()));
    let fault = Fault::Bug { message };
    post::post(&Event::Failed { run, fault });
}

fn listen(served: Served) {
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match post::read(&event.data()) {
            Ok((request, bytes)) => take(&served, request, bytes),
            Err(message) => {
                let fault = Fault::Protocol { message };
                post::post(&Event::Failed { run: None, fault });
            }
        });
    post::own_scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // As long as the worker.
    on_message.forget();
}

/// Takes in a request and the bytes next to it.
fn take(served: &Served, request: Request, bytes: Vec<u8>) {
    match request {
        Request::StartRun {
            run,
            spec,
            data_url,
            paused,
        } => {
            let start = Start {
                run,
                spec: *spec,
                data_url,
            };
            begin(served, start, paused);
        }
        Request::Probe {
            probe,
            network,
            question,
            data_url,
        } => {
            let ask = Ask {
                probe,
                network,
                question,
                data_url,
                pixels: bytes,
            };
            if served.queue.add(ask) {
                probing::answer_all(&served.queue, &served.networks);
            }
        }
        Request::StopProbe(probe) => served.queue.forget(probe),
        request => served.control.take(&request),
    }
}

fn begin(served: &Served, start: Start, paused: bool) {
    let run = start.run;
    if !served.control.begin(run, paused) {
        return post::post(&Event::Failed {
            run: Some(run),
            fault: Fault::Busy,
        });
    }
    served.networks.begin(run);
    let served = served.clone();
    spawn_local(async move {
        let end = go(&served, start).await;
        // First, so that the page may begin the next run as soon as it hears of the end.
        served.networks.end();
        served.control.end();
        match end {
            Ok(finished) => post::post_with(&finished.event, &finished.pixels),
            Err(End::Stopped) => post::post(&Event::Stopped(run)),
            Err(End::Failed(fault)) => post::post(&Event::Failed { run: Some(run), fault }),
        }
    });
}

/// From the request to the end: check, load, compare, train.
async fn go(served: &Served, start: Start) -> Result<training::Finished, End> {
    let Start { run, spec, data_url } = start;
    let control = &served.control;
    spec.validate().map_err(|error| Fault::BadSpec {
        message: error.to_string(),
    })?;
    let device = served.compute.device().await?;
    let wanted = Wanted {
        dataset: spec.data.dataset,
        n_train: spec.data.n_train,
        n_test: spec.data.n_test,
        seed: spec.seed,
    };
    let waiting = Waiting {
        tell: &|progress| {
            let progress = progress.clone();
            post::post(&Event::Loading { run, progress });
        },
        is_wanted: &|| control.turn() != Turn::Stop,
    };
    let images = loader::load(wanted, &data_url, &waiting).await?;
    served.compute.check(run, &spec.network).await?;
    waiting.breathe().await?;
    training::train(run, spec, images, &device, control, &served.networks).await
}
