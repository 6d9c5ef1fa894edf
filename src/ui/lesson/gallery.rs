//! The images that a lesson can show: some of CIFAR-10, some of Scales, the learner's own.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::picture::{Picture, SIDE};
use crate::spec::Dataset;
use crate::ui::outside;
use crate::web::fetch::{Freshness, get};
use crate::web::message_of;

/// Where the images of the figures come from; a context of the whole page, so that they are fetched once.
#[derive(Clone, Copy)]
pub struct Gallery {
    /// The images there are: which set they belong to (nothing for the learner's own), and the image.
    pub pictures: RwSignal<Vec<(Option<Dataset>, Picture)>>,
    /// Index of the one that is shown.
    pub chosen: RwSignal<usize>,
    /// Whether the last file was no image that the browser can read.
    pub is_unread: RwSignal<bool>,
    asked: StoredValue<bool>,
    /// Index of the image of noise, once there is one.
    noise: RwSignal<Option<usize>>,
}

impl Gallery {
    /// An empty gallery as a context.
    pub fn provide() {
        provide_context(Self {
            pictures: RwSignal::default(),
            chosen: RwSignal::new(0),
            is_unread: RwSignal::new(false),
            asked: StoredValue::new(false),
            noise: RwSignal::new(None),
        });
    }

    /// The image that is shown; nothing until the first has arrived.
    pub fn picture(self) -> Option<Picture> {
        let idx = self.chosen.get();
        self.pictures
            .with(|pictures| pictures.get(idx).map(|(_, picture)| picture.clone()))
    }

    /// Shows an image of noise in the place of the one before; another number is another noise.
    pub fn show_noise(self, number: u32) {
        self.is_unread.set(false);
        let noise = Picture::noise(number);
        match self.noise.get_untracked() {
            Some(idx) => {
                self.pictures.update(|pictures| pictures[idx].1 = noise);
                self.chosen.set(idx);
            }
            None => {
                self.show(noise);
                self.noise.set(Some(self.chosen.get_untracked()));
            }
        }
    }

    /// Whether the image at `idx` is noise.
    pub fn is_noise(self, idx: usize) -> bool {
        self.noise.get() == Some(idx)
    }

    /// Adds an image that belongs to no set, and shows it.
    pub fn show(self, picture: Picture) {
        self.is_unread.set(false);
        self.pictures.update(|pictures| pictures.push((None, picture)));
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
            Ok(picture) => self.show(picture),
            // The browser's own words are English, and name an exception.
            Err(_refusal) => self.is_unread.set(true),
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
    let size = [bitmap.width(), bitmap.height()].map(f64::from);
    let found = middle_square(size, |context, [left, top], square| {
        let edge = SIDE as f64;
        context.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            &bitmap, left, top, square, square, 0.0, 0.0, edge, edge,
        )
    });
    bitmap.close();
    found
}

/// The picture that `draw` makes of the middle square of something `[width, height]` large: it is given the canvas, the
/// square's left top corner, and its side.
///
/// # Errors
/// What the browser refuses, in its words.
pub(super) fn middle_square(
    [width, height]: [f64; 2],
    draw: impl FnOnce(&CanvasRenderingContext2d, [f64; 2], f64) -> Result<(), JsValue>,
) -> Result<Picture, String> {
    let said = |thrown: JsValue| message_of(&thrown);
    let canvas: HtmlCanvasElement = document().create_element("canvas").map_err(said)?.unchecked_into();
    canvas.set_width(SIDE as u32);
    canvas.set_height(SIDE as u32);
    let context = canvas.get_context("2d").map_err(said)?.ok_or("no 2d canvas")?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let square = width.min(height);
    draw(&context, [(width - square) / 2.0, (height - square) / 2.0], square).map_err(said)?;
    let edge = SIDE as f64;
    let data = context.get_image_data(0.0, 0.0, edge, edge).map_err(said)?.data();
    Picture::from_rgba(&data).ok_or_else(|| "the image has no pixels".to_owned())
}
