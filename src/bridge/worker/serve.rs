//! A worker's life: the panic hook, the greeting, the requests, one run after the other.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::MessageEvent;

use super::compute::Compute;
use super::control::{Control, Turn};
use super::{End, loader, post, training};
use crate::bridge::protocol::{BUILD_ID, EngineKind, Event, Fault, PROTOCOL_VERSION, Request, RunId};
use crate::spec::RunSpec;
use crate::web::task::{spawn_local, yield_now};

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
        listen(control, Rc::new(compute));
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

fn listen(control: Control, compute: Rc<Compute>) {
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match post::read(&event.data()) {
            Ok(Request::StartRun {
                run,
                spec,
                data_url,
                paused,
            }) => {
                let start = Start {
                    run,
                    spec: *spec,
                    data_url,
                };
                begin(&control, &compute, start, paused);
            }
            Ok(request) => control.take(&request),
            Err(message) => {
                let fault = Fault::Protocol { message };
                post::post(&Event::Failed { run: None, fault });
            }
        });
    post::own_scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // As long as the worker.
    on_message.forget();
}

fn begin(control: &Control, compute: &Rc<Compute>, start: Start, paused: bool) {
    let run = start.run;
    if !control.begin(run, paused) {
        return post::post(&Event::Failed {
            run: Some(run),
            fault: Fault::Busy,
        });
    }
    let (control, compute) = (control.clone(), Rc::clone(compute));
    spawn_local(async move {
        let end = go(&control, &compute, start).await;
        // First, so that the page may begin the next run as soon as it hears of the end.
        control.end();
        match end {
            Ok(finished) => post::post_with(&finished.event, &finished.pixels),
            Err(End::Stopped) => post::post(&Event::Stopped(run)),
            Err(End::Failed(fault)) => post::post(&Event::Failed { run: Some(run), fault }),
        }
    });
}

/// From the request to the end: check, load, compare, train.
async fn go(control: &Control, compute: &Compute, start: Start) -> Result<training::Finished, End> {
    let Start { run, spec, data_url } = start;
    spec.validate().map_err(|error| Fault::BadSpec {
        message: error.to_string(),
    })?;
    let device = compute.device().await?;
    let images = loader::load(run, &spec, &data_url, control).await?;
    compute.check(run, &spec.network).await?;
    stop_if_asked(control).await?;
    training::train(run, spec, images, &device, control).await
}

/// Lets messages in, and ends the run if one of them asks for it.
pub(super) async fn stop_if_asked(control: &Control) -> Result<(), End> {
    yield_now().await;
    if control.turn() == Turn::Stop {
        Err(End::Stopped)
    } else {
        Ok(())
    }
}
