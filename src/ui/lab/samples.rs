//! Test images with what the network says of them.

use leptos::html::Canvas;
use leptos::prelude::*;
use leptos::wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, ImageData};

use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::run::{Outcome, SAMPLE_BYTES, Sample};

/// Edge of an image in pixels.
const EDGE: u32 = 32;

/// Right images, then wrong ones.
#[component]
pub fn Samples(
    /// The end of the run.
    outcome: Outcome,
    /// Names of the classes.
    classes: Memo<Vec<String>>,
) -> impl IntoView {
    let speech = use_speech();
    let Outcome { summary, samples } = outcome;
    let is_right = |sample: &Sample| summary.labels.get(sample.idx) == summary.predictions.get(sample.idx);
    let (right, wrong): (Vec<Sample>, Vec<Sample>) = samples.into_iter().partition(is_right);
    let group = move |samples: Vec<Sample>| {
        let cards = samples.into_iter().filter_map(|sample| {
            let truth = usize::from(*summary.labels.get(sample.idx)?);
            let said = usize::from(*summary.predictions.get(sample.idx)?);
            let confidence = *summary.confidences.get(sample.idx)?;
            let name = move |class: usize| classes.with(|classes| classes.get(class).cloned().unwrap_or_default());
            Some(view! {
                <li class="sample">
                    <Pixels pixels=sample.pixels />
                    <span class="sample__says">{move || name(said)}</span>
                    <span class="sample__sure">{move || say!(speech, result.confidence, n = format!("{:.0}", confidence * 100.0))}</span>
                    {(truth != said).then(|| view! {
                        <span class="sample__truth">{move || say!(speech, result.truth_is, name = name(truth))}</span>
                    })}
                </li>
            })
        });
        view! { <ul class="samples">{cards.collect_view()}</ul> }
    };
    view! {
        <figure class="figure">
            <figcaption><span class="figure__title">{tr!(speech, result.samples)}</span></figcaption>
            <h3 class="samples__head samples__head--right">"✓ " {tr!(speech, result.right)}</h3>
            {group.clone()(right)}
            <h3 class="samples__head samples__head--wrong">"✗ " {tr!(speech, result.wrong)}</h3>
            {group(wrong)}
        </figure>
    }
}

/// A CIFAR image at its own size; the style sheet scales it by a whole number.
#[component]
fn Pixels(pixels: Vec<u8>) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else {
            return;
        };
        let context = canvas.get_context("2d").ok().flatten();
        let rgba = rgba_from_planes(&pixels);
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&rgba), EDGE, EDGE);
        if let (Some(context), Ok(image)) = (context, image) {
            let _ = context
                .unchecked_into::<CanvasRenderingContext2d>()
                .put_image_data(&image, 0.0, 0.0);
        }
    });
    view! { <canvas class="pixels" width="32" height="32" node_ref=canvas aria-hidden="true"></canvas> }
}

fn rgba_from_planes(planes: &[u8]) -> Vec<u8> {
    let plane = SAMPLE_BYTES / 3;
    let channel = |channel: usize, idx: usize| planes.get(channel * plane + idx).copied().unwrap_or(0);
    (0..plane)
        .flat_map(|idx| [channel(0, idx), channel(1, idx), channel(2, idx), 255])
        .collect()
}
