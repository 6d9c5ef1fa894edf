//! A picture from the camera: asked for, seen, taken; the camera is let go as soon as it is not shown any more.

use js_sys::{Array, Object, Promise, Reflect};
use leptos::html::Video;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, HtmlInputElement, HtmlVideoElement};

use super::gallery::{middle_square, use_gallery};
use super::picture::SIDE;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::web::message_of;
use crate::web::untyped::call;

/// Where the camera stands.
#[derive(Clone, Debug, PartialEq)]
enum Seeing {
    Nothing,
    /// The browser asks the learner.
    Asking,
    Live,
    Failed(Problem),
}

/// Why there is no picture from the camera.
#[derive(Clone, Debug, PartialEq)]
enum Problem {
    /// The page is not served so that browsers would give it away.
    Unsafe,
    Denied,
    Missing,
    Other(String),
}

impl Problem {
    fn of(thrown: &JsValue) -> Self {
        match thrown.dyn_ref::<DomException>().map(DomException::name).as_deref() {
            Some("NotAllowedError" | "SecurityError") => Self::Denied,
            Some("NotFoundError" | "OverconstrainedError") => Self::Missing,
            _ => Self::Other(message_of(thrown)),
        }
    }

    fn words(&self, speech: Speech) -> String {
        match self {
            Self::Unsafe => say!(speech, frame.camera_unsafe),
            Self::Denied => say!(speech, frame.camera_denied),
            Self::Missing => say!(speech, frame.camera_missing),
            Self::Other(reason) => say!(speech, frame.camera_failed, reason = reason.trim_end_matches('.')),
        }
    }
}

/// A button that opens the camera, what it sees, and a button that takes the picture.
#[component]
pub fn Camera() -> impl IntoView {
    let speech = use_speech();
    let gallery = use_gallery();
    let seeing = RwSignal::new(Seeing::Nothing);
    let stream = StoredValue::new_local(None::<JsValue>);
    let video = NodeRef::<Video>::new();
    // Counts what was asked for: a camera that comes after it was closed is let go at once.
    let asked = StoredValue::new(0u32);
    let let_go = move || {
        if let Some(stream) = stream.try_update_value(Option::take).flatten() {
            stop(&stream);
        }
    };
    let close = move || {
        asked.update_value(|n| *n += 1);
        let_go();
        seeing.set(Seeing::Nothing);
    };
    on_cleanup(move || {
        let _ = asked.try_update_value(|n| *n += 1);
        let_go();
    });
    let open = move |_| {
        close();
        seeing.set(Seeing::Asking);
        let mine = asked.get_value();
        spawn_local(async move {
            let found = opened().await;
            match found {
                Ok(found) if asked.try_get_value() == Some(mine) => {
                    stream.set_value(Some(found));
                    seeing.set(Seeing::Live);
                }
                Ok(found) => stop(&found),
                Err(problem) if asked.try_get_value() == Some(mine) => seeing.set(Seeing::Failed(problem)),
                Err(_) => {}
            }
        });
    };
    Effect::new(move |_| {
        if let Some(video) = video.get() {
            let shown = stream.get_value().unwrap_or(JsValue::NULL);
            let _ = Reflect::set(&video, &JsValue::from_str("srcObject"), &shown);
            // Where the browser does not begin by itself, the picture stays black until it is touched.
            let _ = video.play();
        }
    });
    let snap = move |_| {
        let Some(video) = video.get_untracked() else { return };
        match picture_of(&video) {
            Ok(picture) => {
                gallery.show(picture);
                close();
            }
            Err(reason) => seeing.set(Seeing::Failed(Problem::Other(reason))),
        }
    };
    let from_app = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            spawn_local(gallery.add(file));
        }
    };
    view! {
        <button type="button" class="button" data-testid="camera" aria-expanded=move || (seeing.get() != Seeing::Nothing).to_string()
            on:click=move |event| if seeing.get_untracked() == Seeing::Live { close() } else { open(event) }>{tr!(speech, frame.camera)}</button>
        {move || match seeing.get() {
            Seeing::Nothing => ().into_any(),
            Seeing::Asking => view! {
                <p class="panel camera" role="status">{tr!(speech, frame.camera_asking)} " "
                    <button type="button" class="button" on:click=move |_| close()>{tr!(speech, frame.camera_close)}</button></p>
            }.into_any(),
            Seeing::Live => view! {
                <div class="panel camera" data-testid="camera-live">
                    <video class="camera__view" node_ref=video autoplay muted playsinline aria-label=tr!(speech, frame.camera_view)></video>
                    <p class="panel__actions">
                        <button type="button" class="button button--main" data-testid="snap" on:click=snap>{tr!(speech, frame.snap)}</button>
                        <button type="button" class="button" on:click=move |_| close()>{tr!(speech, frame.camera_close)}</button>
                    </p>
                </div>
            }.into_any(),
            Seeing::Failed(problem) => view! {
                <div class="panel panel--note camera" role="alert" data-testid="camera-failed">
                    <p>{move || problem.words(speech)}</p>
                    <p class="panel__actions">
                        <label class="button file-button">{tr!(speech, frame.camera_app)}
                            <input type="file" class="visually-hidden" accept="image/*" capture="environment" on:change=from_app /></label>
                        <button type="button" class="button" on:click=move |_| close()>{tr!(speech, frame.camera_close)}</button>
                    </p>
                </div>
            }.into_any(),
        }}
    }
}

/// A `MediaStream` of the camera's pictures.
async fn opened() -> Result<JsValue, Problem> {
    // Browsers leave it out where the page is not safe.
    let devices = Reflect::get(&window().navigator(), &JsValue::from_str("mediaDevices"));
    let Some(devices) = devices.ok().filter(JsValue::is_object) else {
        return Err(Problem::Unsafe);
    };
    let wanted = Object::new();
    let asked = Reflect::set(&wanted, &JsValue::from_str("video"), &JsValue::TRUE)
        .and_then(|_| call(&devices, "getUserMedia", &[wanted.into()]));
    let promise: Promise = asked.map_err(|thrown| Problem::of(&thrown))?.unchecked_into();
    JsFuture::from(promise).await.map_err(|thrown| Problem::of(&thrown))
}

fn stop(stream: &JsValue) {
    let tracks = call(stream, "getTracks", &[]).unwrap_or_default();
    for track in Array::from(&tracks) {
        let _ = call(&track, "stop", &[]);
    }
}

fn picture_of(video: &HtmlVideoElement) -> Result<super::picture::Picture, String> {
    let size = [video.video_width(), video.video_height()].map(f64::from);
    if size.contains(&0.0) {
        return Err("the camera has shown no picture yet".to_owned());
    }
    middle_square(size, |context, [left, top], square| {
        let edge = SIDE as f64;
        context.draw_image_with_html_video_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            video, left, top, square, square, 0.0, 0.0, edge, edge,
        )
    })
}
