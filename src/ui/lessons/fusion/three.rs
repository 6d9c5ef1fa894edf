//! The first step: two maps of one image and their sum, product and concat, with one cell worked out.

use leptos::prelude::*;

use super::choice::Pair;
use super::settings::{Settings, use_settings};
use super::tiles::{Scale, Tile, TileScales, move_cell};
use crate::draw::sliding::{bracketed, written};
use crate::geometry::attention::value;
use crate::geometry::{Merge, Plane, fuse};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, FigureFrame, PicturePicker, use_gallery};
use crate::ui::lessons::kernels::choice::Preset;

/// Name of a kernel, in the words of the lesson on kernels.
pub fn kernel_name(speech: Speech, kernel: Preset) -> String {
    match kernel {
        Preset::Identity => say!(speech, kernels.identity),
        Preset::Blur => say!(speech, kernels.blur),
        Preset::Sharpen => say!(speech, kernels.sharpen),
        Preset::SobelX => say!(speech, kernels.sobel_x),
        Preset::SobelY => say!(speech, kernels.sobel_y),
        Preset::Laplacian => say!(speech, kernels.laplacian),
    }
}

/// Map `idx` of the two.
pub fn input(settings: Settings, idx: usize) -> Signal<Option<Plane>> {
    Signal::derive(move || settings.maps.with(|maps| maps.as_ref().map(|maps| maps[idx].clone())))
}

/// `A: Sobel x`
pub fn input_name(speech: Speech, settings: Settings, idx: usize) -> Signal<String> {
    Signal::derive(move || {
        let letter = ["A", "B"][idx];
        let kernel = kernel_name(speech, settings.pair.get().kernels()[idx]);
        say!(speech, fusion.map_name, letter = letter, kernel = kernel)
    })
}

/// The cell's two values and its three fusions, written out.
fn lines(inputs: [f64; 2]) -> [String; 3] {
    let [a, b] = inputs.map(|value| bracketed(value, 4));
    let result = |merge| written(fuse::cell(merge, inputs)[0], 4);
    [
        format!("{a} + {b} = {}", result(Merge::Sum)),
        format!("{a} · {b} = {}", result(Merge::Product)),
        format!("[{}, {}]", written(inputs[0], 4), written(inputs[1], 4)),
    ]
}

/// The maps and their fusions.
#[component]
pub fn ThreeFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let fused = move |merge: Merge, channel: usize| {
        let map = move || {
            settings.maps.with(|maps| {
                let [first, second] = maps.as_ref()?;
                fuse::channels(merge, first, second).into_iter().nth(channel)
            })
        };
        Signal::<Option<Plane>>::from(Memo::new(move |_| map()))
    };
    let image = Signal::derive(move || settings.image.get());
    let words = move || {
        let (row, col) = settings.cell.get();
        let [sum, product, concat] = lines(settings.inputs());
        say!(
            speech,
            fusion.three_picture,
            row = row,
            col = col,
            sum = sum,
            product = product,
            concat = concat
        )
    };
    let pixel = move || {
        let (row, col) = settings.cell.get();
        settings
            .image
            .with(|image| image.as_ref().map_or(0.0, |image| value(image, row, col)))
    };
    view! {
        <FigureFrame id="three-fusions" title=Signal::derive(tr!(speech, fusion.three_figure)) aid=Signal::derive(tr!(speech, fusion.three_aid))>
            <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, fusion.three_2) data-testid="three" on:keydown=move |event| move_cell(settings, &event)>
                <svg class="fusion__svg" viewBox="0 0 480 400" role="img" aria-label=words>
                    <TileScales />
                    <Tile map=image name=Signal::derive(tr!(speech, fusion.image)) scale=Scale::Grey id="tile-image" x=4.0 y=24.0 side=140.0 />
                    <Tile map=input(settings, 0) name=input_name(speech, settings, 0) scale=Scale::Signed id="tile-a" x=170.0 y=24.0 side=140.0 />
                    <Tile map=input(settings, 1) name=input_name(speech, settings, 1) scale=Scale::Signed id="tile-b" x=336.0 y=24.0 side=140.0 />
                    <Tile map=fused(Merge::Sum, 0) name=Signal::derive(tr!(speech, fusion.sum)) scale=Scale::Signed id="tile-sum" x=4.0 y=226.0 side=140.0 />
                    <Tile map=fused(Merge::Product, 0) name=Signal::derive(tr!(speech, fusion.product)) scale=Scale::Signed id="tile-product" x=170.0 y=226.0 side=140.0 />
                    <Tile map=fused(Merge::Concat, 0) name=Signal::derive(tr!(speech, fusion.concat)) scale=Scale::Signed id="tile-first" x=336.0 y=226.0 side=67.0 />
                    <Tile map=fused(Merge::Concat, 1) name=Signal::derive(String::new) scale=Scale::Signed id="tile-second" x=409.0 y=226.0 side=67.0 />
                    <text class="fusion__text fusion__text--start fusion__text--soft" x="336" y="342">{tr!(speech, fusion.two_channels)}</text>
                    <text class="fusion__text fusion__text--start fusion__text--soft" x="336" y="360">{tr!(speech, fusion.nothing_lost)}</text>
                </svg>
            </div>
            <div class="maps__reading fusion__reading" data-testid="three-reading" aria-live="polite">
                <p>{move || { let (row, col) = settings.cell.get(); say!(speech, fusion.cell_reading, row = row, col = col, pixel = written(pixel(), 0)) }}</p>
                <p>{tr!(speech, fusion.sum)} ": " <b data-testid="line-sum">{move || lines(settings.inputs())[0].clone()}</b></p>
                <p>{tr!(speech, fusion.product)} ": " <b data-testid="line-product">{move || lines(settings.inputs())[1].clone()}</b></p>
                <p>{tr!(speech, fusion.concat)} ": " <b data-testid="line-concat">{move || lines(settings.inputs())[2].clone()}</b></p>
            </div>
        </FigureFrame>
    }
}

/// Which two maps.
#[component]
pub fn PairPicker() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let name = move |pair: Pair| pair.kernels().map(|kernel| kernel_name(speech, kernel)).join(" · ");
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, fusion.pair)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, fusion.pair)>
                {Pair::ALL.map(|pair| view! {
                    <button type="button" class="segments__one" data-testid=format!("pair-{}", pair.id())
                        aria-pressed=move || (settings.pair.get() == pair).to_string() on:click=move |_| settings.pair.set(pair)>{move || name(pair)}</button>
                }).collect_view()}
            </div>
        </div>
    }
}

/// Words, controls and the question of the step.
#[component]
pub fn ThreeWords() -> impl IntoView {
    let speech = use_speech();
    let gallery = use_gallery();
    let options = move || {
        vec![
            say!(speech, fusion.sum),
            say!(speech, fusion.product),
            say!(speech, fusion.concat),
        ]
    };
    view! {
        <p>{tr!(speech, fusion.three_1)}</p>
        <PairPicker />
        <p>{tr!(speech, fusion.three_2)}</p>
        <ul>
            <li>{tr!(speech, fusion.three_sum)}</li>
            <li>{tr!(speech, fusion.three_product)}</li>
            <li>{tr!(speech, fusion.three_concat)}</li>
        </ul>
        <ChoiceQuestion id="undo" ask=Signal::derive(tr!(speech, fusion.ask_undo)) options=Signal::derive(options)
            answer=Signal::derive(|| 2) explain=Signal::derive(tr!(speech, fusion.explain_undo)) />
        {move || gallery.picture().is_none().then(|| view! { <p class="note">{tr!(speech, kernels.no_image)}</p> })}
        <PicturePicker />
        <p class="note">{tr!(speech, fusion.three_note)}</p>
    }
}
