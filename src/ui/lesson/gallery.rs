//! The images that a lesson can show: some of CIFAR-10, some of Scales, the learner's own.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlInputElement};

use super::picture::{Picture, SIDE};
use crate::spec::Dataset;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::{names, outside};
use crate::web::fetch::{Freshness, get};
use crate::web::message_of;

/// Where the images of the figures come from; a context of the whole page, so that they are fetched once.
#[derive(Clone, Copy)]
pub struct Gallery {
    /// The images there are: which set they belong to (nothing for the learner's own), and the image.
    pub pictures: RwSignal<Vec<(Option<Dataset>, Picture)>>,
    /// Index of the one that is shown.
    pub chosen: RwSignal<usize>,
    /// What went wrong last.
    pub problem: RwSignal<Option<String>>,
    asked: StoredValue<bool>,
}

impl Gallery {
    /// An empty gallery as a context.
    pub fn provide() {
        provide_context(Self {
            pictures: RwSignal::default(),
            chosen: RwSignal::new(0),
            problem: RwSignal::new(None),
            asked: StoredValue::new(false),
        });
    }

    /// The image that is shown; nothing until the first has arrived.
    pub fn picture(self) -> Option<Picture> {
        let idx = self.chosen.get();
        self.pictures
            .with(|pictures| pictures.get(idx).map(|(_, picture)| picture.clone()))
    }

    /// Shows an image of noise; another number is another noise.
    pub fn show_noise(self, number: u32) {
        self.problem.set(None);
        self.pictures
            .update(|pictures| pictures.push((None, Picture::noise(number))));
        self.chosen.set(self.pictures.with_untracked(Vec::len) - 1);
    }

    async fn load(self) {
        for set in [Dataset::Cifar10, Dataset::Scales] {
            let address = outside::absolute(&format!("data/{}/gallery.bin", set.id()));
            let fetched = get(&address, Freshness::Usual, |_| {}).await;
            // A site without CIFAR-10 has no such file; Scales is always there.
            let found = fetched.ok().filter(|file| !file.is_page());
            let parsed = found
                .and_then(|file| Picture::parse_all(&file.bytes))
                .unwrap_or_default();
            self.pictures
                .update(|pictures| pictures.extend(parsed.into_iter().map(|picture| (Some(set), picture))));
        }
    }

    /// Adds the learner's own image, and shows it.
    pub async fn add(self, file: web_sys::File) {
        match read(&file).await {
            Ok(picture) => {
                self.problem.set(None);
                self.pictures.update(|pictures| pictures.push((None, picture)));
                self.chosen.set(self.pictures.with_untracked(Vec::len) - 1);
            }
            Err(reason) => self.problem.set(Some(reason)),
        }
    }
}

/// The gallery; its images are fetched the first time that a lesson asks for them.
pub fn use_gallery() -> Gallery {
    let gallery = expect_context::<Gallery>();
    if !gallery.asked.get_value() {
        gallery.asked.set_value(true);
        spawn_local(gallery.load());
    }
    gallery
}

/// The middle square of an image file, at 32 × 32.
async fn read(file: &web_sys::File) -> Result<Picture, String> {
    let said = |thrown: JsValue| message_of(&thrown);
    let promise = window().create_image_bitmap_with_blob(file).map_err(said)?;
    let bitmap: web_sys::ImageBitmap = JsFuture::from(promise).await.map_err(said)?.unchecked_into();
    let canvas: HtmlCanvasElement = document().create_element("canvas").map_err(said)?.unchecked_into();
    canvas.set_width(SIDE as u32);
    canvas.set_height(SIDE as u32);
    let context = canvas.get_context("2d").map_err(said)?.ok_or("no 2d canvas")?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let square = width.min(height);
    let edge = SIDE as f64;
    context
        .draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            &bitmap,
            (width - square) / 2.0,
            (height - square) / 2.0,
            square,
            square,
            0.0,
            0.0,
            edge,
            edge,
        )
        .map_err(said)?;
    let data = context.get_image_data(0.0, 0.0, edge, edge).map_err(said)?.data();
    Picture::from_rgba(&data).ok_or_else(|| "the image has no pixels".to_owned())
}

/// Thumbnails to choose from, and a place for the learner's own image.
#[component]
pub fn PicturePicker() -> impl IntoView {
    let speech = use_speech();
    let gallery = use_gallery();
    let name = move |set: Option<Dataset>, picture: &Picture| match (set, picture.label) {
        (Some(set), Some(label)) => names::class(
            speech,
            set.classes().get(usize::from(label)).copied().unwrap_or_default(),
        ),
        _ => say!(speech, frame.own_image),
    };
    let thumbnails = move || {
        gallery.pictures.with(|pictures| {
            let one = |(idx, (set, picture)): (usize, &(Option<Dataset>, Picture))| {
                view! {
                    <button type="button" class="picker__one" title=name(*set, picture) aria-label=name(*set, picture)
                        aria-pressed=move || (gallery.chosen.get() == idx).to_string()
                        on:click=move |_| gallery.chosen.set(idx)>
                        <img class="picker__image" src=picture.address() alt="" width="32" height="32" />
                    </button>
                }
            };
            pictures.iter().enumerate().map(one).collect_view()
        })
    };
    let open = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            spawn_local(gallery.add(file));
        }
    };
    view! {
        <div class="picker" role="group" aria-label=tr!(speech, frame.image)>
            <div class="picker__row">{thumbnails}</div>
            <label class="picker__own">
                <span>{tr!(speech, frame.open_image)}</span>
                <input type="file" accept="image/*" on:change=open />
            </label>
            {move || gallery.problem.get().map(|reason| view! {
                <p class="note" role="alert">{move || say!(speech, frame.bad_image, reason = reason)}</p>
            })}
        </div>
    }
}
