//! The page's end of one worker: requests out, events in.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker};

use super::adapter::module_worker;
use crate::bridge::protocol::{
    BUILD_ID, Event, Fault, Mismatch, PROTOCOL_VERSION, Request, Undelivered, decode, encode,
};
use crate::web::message_of;

/// A closure that the browser calls, kept alive while the client is.
type Listener<T> = RefCell<Option<Closure<dyn FnMut(T)>>>;

/// Hears an event, and the bytes that travelled next to it.
pub type Hear = Rc<dyn Fn(Event, Vec<u8>)>;

/// A worker with an engine. Dropping it ends the worker; nothing is heard after that.
pub struct EngineClient {
    wire: Rc<Wire>,
}

struct Wire {
    worker: Worker,
    hear: Hear,
    is_ready: Cell<bool>,
    is_over: Cell<bool>,
    waiting: RefCell<Vec<(Request, Vec<u8>)>>,
    /// Kept as long as the worker can call them.
    on_message: Listener<MessageEvent>,
    on_error: Listener<JsValue>,
}

impl EngineClient {
    /// Starts a worker from `boot_url` (absolute: `engine/boot.js?js=…&wasm=…`); `hear` hears all that it says.
    ///
    /// # Errors
    /// [`Fault::Bug`] where the browser does not start workers here. All that goes wrong later is heard as [`Event::Failed`].
    pub fn open(boot_url: &str, hear: Hear) -> Result<Self, Fault> {
        let worker = module_worker(boot_url).map_err(|thrown| bug(&thrown))?;
        let wire = Rc::new(Wire {
            worker,
            hear,
            is_ready: Cell::new(false),
            is_over: Cell::new(false),
            waiting: RefCell::default(),
            on_message: RefCell::default(),
            on_error: RefCell::default(),
        });
        wire.listen();
        Ok(Self { wire })
    }

    /// Sends `request`, or keeps it until the worker is ready.
    pub fn send(&self, request: Request) {
        self.send_with(request, Vec::new());
    }

    /// As [`EngineClient::send`]; `bytes`, unless empty, travel next to it.
    pub fn send_with(&self, request: Request, bytes: Vec<u8>) {
        if self.wire.is_ready.get() {
            self.wire.post(&request, &bytes);
        } else {
            self.wire.waiting.borrow_mut().push((request, bytes));
        }
    }

    /// Whether the worker still works: it was neither ended nor has it failed as a whole.
    pub fn is_alive(&self) -> bool {
        !self.wire.is_over.get()
    }

    /// Ends the worker at once; nothing is heard after that.
    pub fn terminate(&self) {
        self.wire.end();
    }
}

impl Drop for EngineClient {
    fn drop(&mut self) {
        self.wire.end();
    }
}

impl Wire {
    fn listen(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(wire) = live(&weak) {
                wire.take(&event.data());
            }
        });
        let weak = Rc::downgrade(self);
        let on_error = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            if let Some(wire) = live(&weak) {
                let sentence = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
                let message =
                    sentence.unwrap_or_else(|| "the engine's worker did not start or sent nonsense".to_owned());
                wire.fail(Fault::Bug { message });
            }
        });
        self.worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        self.worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let _ = Reflect::set(&self.worker, &"onmessageerror".into(), on_error.as_ref());
        *self.on_message.borrow_mut() = Some(on_message);
        *self.on_error.borrow_mut() = Some(on_error);
    }

    /// Takes in what the worker, or the boot module before it, has posted.
    fn take(&self, posted: &JsValue) {
        if let Some(fault) = boot_failure(posted) {
            return self.fail(fault);
        }
        let message = Uint8Array::new(&field(posted, "message")).to_vec();
        let event = match decode::<Event>(&message) {
            Ok(event) => event,
            Err(error) => {
                let detail = error.to_string();
                let problem = Mismatch::Unread { detail };
                return self.fail(Fault::Protocol { problem });
            }
        };
        if let Event::Ready { protocol, build, .. } = &event {
            if *protocol != PROTOCOL_VERSION || build != BUILD_ID {
                let problem = Mismatch::Builds {
                    page: BUILD_ID.to_owned(),
                    page_protocol: PROTOCOL_VERSION,
                    engine: build.clone(),
                    engine_protocol: *protocol,
                };
                return self.fail(Fault::Protocol { problem });
            }
            self.is_ready.set(true);
            for (request, bytes) in self.waiting.take() {
                self.post(&request, &bytes);
            }
        }
        if let Event::Failed { run: None, fault } = event {
            return self.fail(fault);
        }
        (self.hear)(event, buffers(posted));
    }

    fn post(&self, request: &Request, bytes: &[u8]) {
        if self.is_over.get() {
            return;
        }
        let posted = encode(request)
            .map_err(|error| error.to_string())
            .and_then(|message| self.transfer(&message, bytes).map_err(|thrown| message_of(&thrown)));
        if let Err(message) = posted {
            self.fail(Fault::Bug { message });
        }
    }

    fn transfer(&self, message: &[u8], bytes: &[u8]) -> Result<(), JsValue> {
        let message = Uint8Array::from(message);
        let (buffers, transferred) = (Array::new(), Array::of1(&message.buffer()));
        if !bytes.is_empty() {
            let buffer = Uint8Array::from(bytes).buffer();
            buffers.push(&buffer);
            transferred.push(&buffer);
        }
        let envelope = Object::new();
        Reflect::set(&envelope, &"message".into(), &message)?;
        Reflect::set(&envelope, &"buffers".into(), &buffers)?;
        self.worker.post_message_with_transfer(&envelope, &transferred)
    }

    /// The worker as a whole has failed: it is ended, and only this is heard.
    fn fail(&self, fault: Fault) {
        if self.is_over.get() {
            return;
        }
        self.end();
        (self.hear)(Event::Failed { run: None, fault }, Vec::new());
    }

    fn end(&self) {
        if self.is_over.replace(true) {
            return;
        }
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// The wire, unless it is dropped or over.
fn live(weak: &Weak<Wire>) -> Option<Rc<Wire>> {
    weak.upgrade().filter(|wire| !wire.is_over.get())
}

/// What `public/engine/boot.js` reports where the engine cannot speak for itself.
fn boot_failure(posted: &JsValue) -> Option<Fault> {
    let text = |name: &str| field(posted, name).as_string();
    let message = text("message").unwrap_or_default();
    match text("failure")?.as_str() {
        "download" => Some(Fault::Download {
            file: text("file").unwrap_or_default(),
            problem: Undelivered::Unloaded { message },
        }),
        _ => Some(Fault::Bug { message }),
    }
}

/// All bytes next to the message, one buffer after the other.
fn buffers(posted: &JsValue) -> Vec<u8> {
    let buffers = field(posted, "buffers").dyn_into::<Array>().unwrap_or_default();
    buffers
        .iter()
        .flat_map(|buffer| Uint8Array::new(&buffer).to_vec())
        .collect()
}

fn field(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn bug(thrown: &JsValue) -> Fault {
    Fault::Bug {
        message: message_of(thrown),
    }
}
