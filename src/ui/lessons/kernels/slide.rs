//! The first step: a kernel slides over an image, nine products and one sum at a time.

use leptos::prelude::*;

use super::blocks::{Block, SQUARE, SignedLegend, fitted, is_pressed, moved, shares};
use super::choice::{PlaneChoice, Preset, TypedKernel};
use super::fields::KernelFields;
use super::settings::{SIDE, Settings, WINDOW, use_settings};
use crate::draw::signed;
use crate::draw::sliding::{cell_at, not_yet, product_block, read_block, sum_line, weight_block, written};
use crate::geometry::{Axes, Product};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, NumberQuestion, PicturePicker, Player, use_gallery};

/// Upper edge of the blocks of numbers.
const BLOCKS: f64 = 418.0;

/// Name of a preset, or of a kernel that is none.
pub fn kernel_name(speech: Speech, preset: Option<Preset>) -> String {
    match preset {
        Some(Preset::Identity) => say!(speech, kernels.identity),
        Some(Preset::Blur) => say!(speech, kernels.blur),
        Some(Preset::Sharpen) => say!(speech, kernels.sharpen),
        Some(Preset::SobelX) => say!(speech, kernels.sobel_x),
        Some(Preset::SobelY) => say!(speech, kernels.sobel_y),
        Some(Preset::Laplacian) => say!(speech, kernels.laplacian),
        None => say!(speech, kernels.own),
    }
}

fn about(speech: Speech, kernel: &TypedKernel) -> String {
    match kernel.preset() {
        Some(Preset::Identity) => say!(speech, kernels.identity_about),
        Some(Preset::Blur) => say!(speech, kernels.blur_about),
        Some(Preset::Sharpen) => say!(speech, kernels.sharpen_about),
        Some(Preset::SobelX) => say!(speech, kernels.sobel_x_about),
        Some(Preset::SobelY) => say!(speech, kernels.sobel_y_about),
        Some(Preset::Laplacian) => say!(speech, kernels.laplacian_about),
        None => say!(speech, kernels.own_about, total = written(kernel.total(), 4)),
    }
}

fn products(settings: Settings) -> Vec<Product> {
    let (row, col) = settings.at();
    let weights = settings.weights();
    settings.plane.with(|plane| {
        let plane = plane.as_ref();
        plane.map_or_else(Vec::new, |plane| plane.products(&weights, WINDOW, Axes::new(row, col)))
    })
}

/// Image, output, and the numbers between them.
#[component]
pub fn SlideFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let output = Memo::new(move |_| {
        let weights = settings.weights();
        settings.plane.with(|plane| plane.as_ref()?.slid(&weights, WINDOW))
    });
    let most = Memo::new(move |_| output.with(|output| output.as_ref().map_or(0.0, |output| output.most())));
    let now = Memo::new(move |_| products(settings));
    let line = move || now.with(|products| sum_line(products));
    let spoken = move || {
        let (row, col) = settings.at();
        say!(speech, kernels.slide_picture, row = row, col = col, sum = line())
    };
    let press = move |event: &leptos::ev::PointerEvent| {
        if let Some((x, y)) = shares(event).filter(|_| is_pressed(event)) {
            settings.hold(cell_at(x, y, SIDE));
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        if let Some((row, col)) = moved(&event, untrack(move || settings.at()), SIDE) {
            settings.hold(row * SIDE + col);
        }
    };
    let note = move || {
        let n = now.with(|products| products.iter().filter(|product| product.read.is_none()).count());
        (n > 0).then(|| say!(speech, kernels.padding_note, n = n))
    };
    view! {
        <FigureFrame id="sliding-kernel" title=Signal::derive(tr!(speech, kernels.slide_figure)) aid=Signal::derive(tr!(speech, kernels.slide_aid))>
            <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, kernels.slide_2) data-testid="slide" on:keydown=key>
                <svg class="maps__svg" viewBox="0 0 720 600" role="img" aria-label=spoken>
                    <text class="maps__name" x="10" y="16">{tr!(speech, kernels.input)}</text>
                    <text class="maps__name" x="390" y="16">{tr!(speech, kernels.output)}</text>
                    <g transform="translate(20 34) scale(10)">
                        <rect class="maps__padding" x="-1" y="-1" width="34" height="34" />
                        {move || settings.plane.with(|plane| plane.as_ref().map(|plane| view! {
                            <image class="maps__image" href=signed::grey(plane) width="32" height="32" />
                        }))}
                        <rect class="maps__kernel" x=move || (settings.at().1 as f64 - 1.0).to_string()
                            y=move || (settings.at().0 as f64 - 1.0).to_string() width="3" height="3" />
                        <rect class="maps__press" data-testid="slide-input" width="32" height="32"
                            on:pointerdown=move |event| press(&event) on:pointermove=move |event| press(&event) />
                    </g>
                    <g transform="translate(390 34) scale(10)">
                        <rect class="maps__padding" width="32" height="32" />
                        {move || output.with(|output| output.as_ref().map(|output| view! {
                            <image class="maps__image" href=signed::address(output, most.get()) width="32" height="32" />
                        }))}
                        <path class="maps__not-yet" d=move || not_yet(settings.cell.get(), SIDE) />
                        <rect class="maps__unit" x=move || settings.at().1.to_string() y=move || settings.at().0.to_string() width="1" height="1" />
                        <rect class="maps__press" data-testid="slide-output" width="32" height="32"
                            on:pointerdown=move |event| press(&event) on:pointermove=move |event| press(&event) />
                    </g>
                    <SignedLegend id="legend-slide" most=most x=390.0 y=362.0 width=320.0 />
                    <Numbers now=now />
                </svg>
            </div>
            <p class="maps__reading" data-testid="products" aria-live=move || if settings.plays.get() { "off" } else { "polite" }>
                {move || { let (row, col) = settings.at(); say!(speech, kernels.cell_reading, row = row, col = col) }} " "
                <span class="sum-line">{line}</span> " " {note}
            </p>
        </FigureFrame>
        <Player at=settings.cell n_states=SIDE * SIDE plays=settings.plays beats=2 />
    }
}

/// Pixels × weights = products, and their sum.
#[component]
fn Numbers(now: Memo<Vec<Product>>) -> impl IntoView {
    let speech = use_speech();
    let sum = move || now.with(|products| products.iter().map(Product::product).sum::<f64>());
    let width = 3.0 * SQUARE;
    let (second, third) = (width + 38.0, 2.0 * (width + 38.0));
    let middle = BLOCKS + width / 2.0;
    let sign = move |x: f64, sign: &'static str| {
        view! { <text class="maps__sign" x=x.to_string() y=(middle + 9.0).to_string()>{sign}</text> }
    };
    view! {
        <text class="maps__caption" x="0" y=(BLOCKS - 8.0).to_string()>{tr!(speech, kernels.reads)}</text>
        <text class="maps__caption maps__caption--kernel" x=second.to_string() y=(BLOCKS - 8.0).to_string()>{tr!(speech, kernels.weights)}</text>
        <text class="maps__caption" x=third.to_string() y=(BLOCKS - 8.0).to_string()>{tr!(speech, kernels.products)}</text>
        <text class="maps__caption maps__caption--output" x="626" y=(middle - 30.0).to_string()>{tr!(speech, kernels.sum)}</text>
        <Block cells=Signal::derive(move || now.with(|products| read_block(products, 3))) x=0.0 y=BLOCKS />
        {sign(width + 19.0, "×")}
        <Block cells=Signal::derive(move || now.with(|products| weight_block(products, 3))) x=second y=BLOCKS />
        {sign(third - 19.0, "=")}
        <Block cells=Signal::derive(move || now.with(|products| product_block(products, 3))) x=third y=BLOCKS />
        {sign(third + width + 14.0, "Σ")}
        <rect class="maps__sum" x="626" y=(middle - 22.0).to_string() width="92" height="44" />
        <text class="maps__sum-number" x="672" y=(middle + 8.0).to_string() data-testid="sum"
            style=move || fitted(&written(sum(), 4))>{move || written(sum(), 4)}</text>
    }
}

/// Words, controls and the question of the step.
#[component]
pub fn SlideWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let gallery = use_gallery();
    let total = move || settings.typed().total();
    let answer = move || (100.0 * total()).round() as i64;
    let explain = move || {
        let value = written(100.0 * total(), 4);
        say!(speech, kernels.explain_flat, total = written(total(), 4), value = value)
    };
    view! {
        <p>{tr!(speech, kernels.slide_1)}</p>
        <p>{tr!(speech, kernels.slide_2)}</p>
        <KernelPicker />
        <p data-testid="about-kernel">{move || about(speech, &settings.typed())}</p>
        <KernelFields />
        <div on:focusin=move |_| settings.plays.set(false)>
            <NumberQuestion id="flat" ask=Signal::derive(tr!(speech, kernels.ask_flat)) answer=Signal::derive(answer) explain=Signal::derive(explain) />
        </div>
        <PlanePicker />
        {move || gallery.picture().is_none().then(|| view! { <p class="note">{tr!(speech, kernels.no_image)}</p> })}
        <PicturePicker />
        <p class="note">{tr!(speech, kernels.slide_3)}</p>
    }
}

/// The kernels to choose from.
#[component]
pub fn KernelPicker() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let is_own = move || settings.typed().preset().is_none();
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, kernels.kernel)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, kernels.kernel)>
                {Preset::ALL.map(|preset| view! {
                    <button type="button" class="segments__one" data-testid=format!("kernel-{}", preset.id())
                        aria-pressed=move || (settings.typed().preset() == Some(preset)).to_string()
                        on:click=move |_| settings.take(TypedKernel::new(preset.weights()))>
                        {move || kernel_name(speech, Some(preset))}
                    </button>
                }).collect_view()}
                {move || is_own().then(|| view! {
                    <span class="segments__one segments__one--here" data-testid="kernel-own">{tr!(speech, kernels.own)}</span>
                })}
            </div>
        </div>
    }
}

/// Which numbers of a colour image.
#[component]
pub fn PlanePicker() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let name = move |choice: PlaneChoice| match choice {
        PlaneChoice::Grey => say!(speech, kernels.plane_grey),
        PlaneChoice::Red => say!(speech, kernels.plane_red),
        PlaneChoice::Green => say!(speech, kernels.plane_green),
        PlaneChoice::Blue => say!(speech, kernels.plane_blue),
    };
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, kernels.plane)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, kernels.plane)>
                {PlaneChoice::ALL.map(|choice| view! {
                    <button type="button" class="segments__one" aria-pressed=move || (settings.choice.get() == choice).to_string()
                        data-testid=format!("plane-{}", choice.id()) on:click=move |_| settings.choice.set(choice)>{move || name(choice)}</button>
                }).collect_view()}
            </div>
            <span class="note">{tr!(speech, kernels.plane_note)}</span>
        </div>
    }
}
