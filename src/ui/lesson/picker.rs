//! Choosing the image that the figures show: thumbnails, and the learner's own by file, drop, paste, camera or noise.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{DataTransfer, DragEvent, Event, HtmlInputElement};

use super::camera::Camera;
use super::gallery::use_gallery;
use super::picture::Picture;
use crate::spec::Dataset;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::names;

/// Thumbnails to choose from, and every way to bring an image of one's own.
#[component]
pub fn PicturePicker() -> impl IntoView {
    let speech = use_speech();
    let gallery = use_gallery();
    let name = move |idx: usize, set: Option<Dataset>, picture: &Picture| match (set, picture.label) {
        (Some(set), Some(label)) => names::class(
            speech,
            set.classes().get(usize::from(label)).copied().unwrap_or_default(),
        ),
        _ if gallery.is_noise(idx) => say!(speech, frame.noise_image),
        _ => say!(speech, frame.own_image),
    };
    // One row for each set, and one for the learner's own.
    let row = move |of: Option<Dataset>| {
        gallery.pictures.with(|pictures| {
            let one = |(idx, (set, picture)): (usize, &(Option<Dataset>, Picture))| {
                view! {
                    <button type="button" class="picker__one" title=name(idx, *set, picture) aria-label=name(idx, *set, picture)
                        aria-pressed=move || (gallery.chosen.get() == idx).to_string()
                        on:click=move |_| gallery.chosen.set(idx)>
                        <img class="picker__image" src=picture.address() alt="" width="32" height="32" />
                    </button>
                }
            };
            let row: Vec<_> = pictures.iter().enumerate().filter(|(_, (set, _))| *set == of).map(one).collect();
            let head = move || of.map_or_else(|| say!(speech, frame.own_images), |set| names::dataset(speech, set));
            (!row.is_empty()).then(|| view! {
                <div role="group" aria-label=head>
                    <p class="picker__head" aria-hidden="true">{head}</p>
                    <div class="picker__row">{row}</div>
                </div>
            })
        })
    };
    let thumbnails = [Some(Dataset::Cifar10), Some(Dataset::Scales), None].map(|of| move || row(of));
    let open = move |event: Event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            spawn_local(gallery.add(file));
        }
        // The same file again is another choice.
        input.set_value("");
    };
    let drawn = StoredValue::new(0u32);
    let noise = move |_| {
        drawn.update_value(|n| *n += 1);
        gallery.show_noise(drawn.get_value());
    };
    let is_over = follow_files(move |file| spawn_local(gallery.add(file)));
    view! {
        <div class="picker" class:picker--over=move || is_over.get() role="group" aria-label=tr!(speech, frame.image) data-testid="picker">
            {thumbnails.into_iter().collect_view()}
            <div class="picker__ways">
                <label class="button file-button">
                    {tr!(speech, frame.open_image)}
                    <input type="file" class="visually-hidden" accept="image/*" data-testid="own-image" on:change=open />
                </label>
                <Camera />
                <button type="button" class="button" data-testid="noise" on:click=noise>{tr!(speech, frame.noise)}</button>
            </div>
            <p class="note picker__drop" role="status">
                {move || if is_over.get() { say!(speech, frame.drop_here) } else { say!(speech, frame.drop_or_paste) }}
            </p>
            {move || gallery.is_unread.get().then(|| view! {
                <p class="note" role="alert" data-testid="bad-image">{tr!(speech, frame.bad_image)}</p>
            })}
        </div>
    }
}

/// Gives every image file that is dropped or pasted anywhere on the page to `take`, while the caller lives; whether one is
/// held over the page.
fn follow_files(take: impl Fn(web_sys::File) + Copy + 'static) -> RwSignal<bool> {
    let is_over = RwSignal::new(false);
    let on = move |name: &'static str, hear: fn(&Event, RwSignal<bool>) -> Option<web_sys::File>| {
        let listening = window_event_listener_untyped(name, move |event| {
            if let Some(file) = hear(&event, is_over) {
                take(file);
            }
        });
        on_cleanup(move || listening.remove());
    };
    on("dragover", |event, is_over| {
        carries_files(event).then(|| {
            // Else the browser would open the file in place of the page.
            event.prevent_default();
            is_over.set(true);
        })?;
        None
    });
    on("dragleave", |event, is_over| {
        // Leaving one element for another is not leaving the page.
        let drag = event.dyn_ref::<DragEvent>()?;
        if drag.related_target().is_none() {
            is_over.set(false);
        }
        None
    });
    on("drop", |event, is_over| {
        is_over.set(false);
        let data = event.dyn_ref::<DragEvent>()?.data_transfer()?;
        first_file(event, &data)
    });
    on("paste", |event, _| {
        let data = js_sys::Reflect::get(event, &JsValue::from_str("clipboardData")).ok()?;
        first_file(event, data.dyn_ref::<DataTransfer>()?)
    });
    is_over
}

fn carries_files(event: &Event) -> bool {
    let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    data.is_some_and(|data| data.types().includes(&JsValue::from_str("Files"), 0))
}

/// The first file, unless another picker of the page has taken it.
fn first_file(event: &Event, data: &DataTransfer) -> Option<web_sys::File> {
    if event.default_prevented() {
        return None;
    }
    let file = data.files()?.get(0)?;
    event.prevent_default();
    Some(file)
}
