//! A worker's life: the panic hook, the greeting, the requests, the runs side by side.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::MessageEvent;

use super::answers::Answers;
use super::compute::{Compute, end_of};
use super::control::{Control, RunControl, Turn};
use super::loader::{Images, Waiting, Wanted};
use super::networks::Networks;
use super::probing::Answered;
use super::queue::{Ask, Queue};
use super::training::{Breath, Trained, Training};
use super::{End, loader, post, probing, training};
use crate::bridge::protocol::{BUILD_ID, EngineKind, Event, Fault, Mismatch, PROTOCOL_VERSION, Request, RunId};
use crate::engine::Checkpoint;
use crate::spec::RunSpec;
use crate::web::task::spawn_local;

/// A run that was asked for.
struct Start {
    run: RunId,
    spec: RunSpec,
    data_url: String,
    paused: bool,
    /// Its bytes; empty where the run begins at its beginning.
    checkpoint: Vec<u8>,
    checkpoint_every_ms: Option<f64>,
}

/// What this worker holds; clones share it.
#[derive(Clone)]
struct Served {
    control: Control,
    compute: Rc<Compute>,
    images: Images,
    networks: Networks<Trained>,
    queue: Queue,
    answers: Answers<Answered>,
    breath: Breath,
}

/// Serves the page that started this worker, with the engine `kind`; returns at once, and lives until it is ended.
pub fn serve(kind: EngineKind) {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        // The last words, for all runs: after a panic this instance must not be entered again.
        post::post(&Event::Failed {
            run: None,
            fault: Fault::Bug {
                message: panic.to_string(),
            },
        });
    }));
    spawn_local(async move {
        let compute = Compute::look(kind).await;
        let device = compute.report().clone();
        listen(Served {
            control: Control::default(),
            compute: Rc::new(compute),
            images: Images::default(),
            networks: Networks::default(),
            queue: Queue::default(),
            answers: Answers::default(),
            breath: Breath::default(),
        });
        post::post(&Event::Ready {
            protocol: PROTOCOL_VERSION,
            build: BUILD_ID.to_owned(),
            device,
        });
    });
}

fn listen(served: Served) {
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match post::read(&event.data()) {
            Ok((request, bytes)) => take(&served, request, bytes),
            Err(detail) => {
                let problem = Mismatch::Unread { detail };
                let fault = Fault::Protocol { problem };
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
            checkpoint_every_ms,
        } => begin(
            served,
            Start {
                run,
                spec: *spec,
                data_url,
                paused,
                checkpoint: bytes,
                checkpoint_every_ms,
            },
        ),
        Request::Probe {
            probe,
            mut network,
            question,
            data_url,
        } => {
            let pixels = network.take_beside(&question, bytes);
            let ask = Ask {
                probe,
                network,
                question,
                data_url,
                pixels,
            };
            if served.queue.add(ask) {
                probing::answer_all(&served.queue, &served.networks, &served.answers);
            }
        }
        Request::StopProbe(probe) => served.queue.forget(probe),
        request => served.control.take(&request),
    }
}

fn begin(served: &Served, start: Start) {
    let run = start.run;
    let Some(control) = served.control.begin(run, start.paused) else {
        return post::post(&Event::Failed {
            run: Some(run),
            fault: Fault::Busy,
        });
    };
    served.networks.begin(run);
    let served = served.clone();
    spawn_local(async move {
        let end = go(&served, &control, start).await;
        // First, so that the page may use the name again as soon as it hears of the end.
        served.networks.end(run);
        drop(control);
        match end {
            Ok(finished) => post::post_with(&finished.event, &finished.pixels),
            Err(End::Stopped) => post::post(&Event::Stopped(run)),
            Err(End::Failed(fault)) => post::post(&Event::Failed { run: Some(run), fault }),
        }
    });
}

/// From the request to the end: check, load, compare, train.
async fn go(served: &Served, control: &RunControl, start: Start) -> Result<training::Finished, End> {
    let run = start.run;
    start
        .spec
        .validate()
        .map_err(|error| Fault::BadSpec { problem: error.into() })?;
    let checkpoint = match start.checkpoint.as_slice() {
        [] => None,
        bytes => Some(Checkpoint::from_bytes(&start.spec, bytes).map_err(end_of)?),
    };
    let waiting = Waiting {
        tell: &|progress| {
            let progress = progress.clone();
            post::post(&Event::Loading { run, progress });
        },
        is_wanted: &|| control.turn() != Turn::Stop,
    };
    let watch = |waker: &std::task::Waker| control.watch(waker);
    let wanted = Wanted::of(&start.spec);
    let images = loader::share(&served.images, wanted, &start.data_url, &waiting, watch).await?;
    let device = {
        // One at a time: a WebGPU device can be opened once.
        let _work = control.work().await.ok_or(End::Stopped)?;
        let device = served.compute.device().await?;
        served.compute.check(run, &start.spec.network).await?;
        device
    };
    waiting.breathe().await?;
    let training = Training {
        control,
        networks: &served.networks,
        breath: &served.breath,
        checkpoint_every_ms: start.checkpoint_every_ms,
        tell: &post::post_with,
    };
    training.run(start.spec, checkpoint, &images, &device).await
}
