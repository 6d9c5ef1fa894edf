//! The first step: two maps of one image and their sum, product and concat, with one cell worked out.

use leptos::prelude::*;

use super::choice::{FUSIONS, fusion_network};
use super::costs::CostsTable;
use super::inputs::{input, input_name};
use super::picking::{MapsPicker, MapsStatus};
use super::pointwise::PointwiseWords;
use super::settings::{id_of, merge_name, use_settings};
use super::tiles::{Marking, Scale, Tile, TileScales, move_cell};
use crate::draw::sliding::{bracketed, written};
use crate::geometry::{Merge, Plane, fuse};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, FigureFrame, NetworkCode, PicturePicker, use_gallery};
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

/// The cell's two values and its three fusions, written out.
fn lines(values: [f64; 2]) -> [String; 3] {
    let [a, b] = values.map(|value| bracketed(value, 4));
    let result = |merge| written(fuse::cell(merge, values)[0], 4);
    [
        format!("{a} + {b} = {}", result(Merge::Sum)),
        format!("{a} · {b} = {}", result(Merge::Product)),
        format!("[{}, {}]", written(values[0], 4), written(values[1], 4)),
    ]
}

/// The maps and their fusions.
#[component]
pub fn ThreeFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let inputs = settings.inputs;
    let fused = move |merge: Merge, channel: usize| {
        let map = move || {
            inputs.maps.with(|maps| {
                let [first, second] = maps.as_ref()?;
                fuse::channels(merge, first, second).into_iter().nth(channel)
            })
        };
        Signal::<Option<Plane>>::from(Memo::new(move |_| map()))
    };
    let image = Signal::derive(move || settings.image.get());
    let words = move || {
        let (row, col) = settings.cell_of_maps();
        let [sum, product, concat] = lines(settings.values());
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
    let cell = move || {
        let (row, col) = settings.cell_of_maps();
        let [first, second] = inputs.names();
        let [Some(field), Some(other)] = [0, 1].map(|idx| inputs.field(idx, (row, col))) else {
            return String::new();
        };
        if !inputs.is_network.get() {
            return say!(
                speech,
                fusion.cell_reading,
                row = row,
                col = col,
                bottom = field.height.last,
                right = field.width.last
            );
        }
        let seen = say!(
            speech,
            inside.cell_of_map,
            row = row,
            col = col,
            layer = first,
            top = field.height.first,
            bottom = field.height.last,
            left = field.width.first,
            right = field.width.last
        );
        if field == other {
            return seen;
        }
        let of_other = say!(
            speech,
            fused.other_sees,
            layer = second,
            top = other.height.first,
            bottom = other.height.last,
            left = other.width.first,
            right = other.width.last
        );
        format!("{seen} {of_other}")
    };
    let seen = Signal::derive(move || {
        let [marked, other] = [0, 1].map(|idx| inputs.field(idx, settings.cell_of_maps()));
        let (grid, marked) = (inputs.size(), marked?);
        let other = other.filter(|other| *other != marked);
        Some(Marking { grid, marked, other })
    });
    let aid = move || {
        if inputs.is_network.get() {
            say!(speech, inside.three_aid)
        } else {
            say!(speech, fusion.three_aid)
        }
    };
    view! {
        <FigureFrame id="three-fusions" title=Signal::derive(tr!(speech, fusion.three_figure)) aid=Signal::derive(aid)>
            <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, fusion.three_2) data-testid="three" on:keydown=move |event| move_cell(settings, &event, untrack(|| inputs.size()))>
                <svg class="fusion__svg" viewBox="0 0 480 400" role="img" aria-label=words>
                    <TileScales />
                    <Tile map=image name=Signal::derive(tr!(speech, fusion.image)) scale=Scale::Grey id="tile-image" x=4.0 y=24.0 side=140.0 marking=seen />
                    <Tile map=input(inputs, 0) name=input_name(speech, inputs, 0) scale=Scale::Values id="tile-a" x=170.0 y=24.0 side=140.0 />
                    <Tile map=input(inputs, 1) name=input_name(speech, inputs, 1) scale=Scale::Values id="tile-b" x=336.0 y=24.0 side=140.0 />
                    <Tile map=fused(Merge::Sum, 0) name=Signal::derive(tr!(speech, fusion.sum)) scale=Scale::Values id="tile-sum" x=4.0 y=226.0 side=140.0 />
                    <Tile map=fused(Merge::Product, 0) name=Signal::derive(tr!(speech, fusion.product)) scale=Scale::Values id="tile-product" x=170.0 y=226.0 side=140.0 />
                    <Tile map=fused(Merge::Concat, 0) name=Signal::derive(tr!(speech, fusion.concat)) scale=Scale::Values id="tile-first" x=336.0 y=226.0 side=67.0 />
                    <Tile map=fused(Merge::Concat, 1) name=Signal::derive(String::new) scale=Scale::Values id="tile-second" x=409.0 y=226.0 side=67.0 />
                    <text class="fusion__text fusion__text--start fusion__text--soft" x="336" y="342">{tr!(speech, fusion.two_channels)}</text>
                    <text class="fusion__text fusion__text--start fusion__text--soft" x="336" y="360">{tr!(speech, fusion.nothing_lost)}</text>
                </svg>
            </div>
            <div class="maps__reading fusion__reading" data-testid="three-reading" aria-live="polite">
                <p>{cell}</p>
                <p>{tr!(speech, fusion.sum)} ": " <b data-testid="line-sum">{move || lines(settings.values())[0].clone()}</b></p>
                <p>{tr!(speech, fusion.product)} ": " <b data-testid="line-product">{move || lines(settings.values())[1].clone()}</b></p>
                <p>{tr!(speech, fusion.concat)} ": " <b data-testid="line-concat">{move || lines(settings.values())[2].clone()}</b></p>
            </div>
            <MapsStatus />
        </FigureFrame>
    }
}

/// Words, controls and the question of the step.
#[component]
pub fn ThreeWords() -> impl IntoView {
    let speech = use_speech();
    let gallery = use_gallery();
    let settings = use_settings();
    let (is_network, merged) = (settings.inputs.is_network, settings.merge);
    let options = move || {
        vec![
            say!(speech, fusion.sum),
            say!(speech, fusion.product),
            say!(speech, fusion.concat),
        ]
    };
    view! {
        <p>{tr!(speech, fusion.three_1)}</p>
        <MapsPicker />
        <PicturePicker />
        {move || gallery.picture().is_none().then(|| view! { <p class="note">{tr!(speech, kernels.no_image)}</p> })}
        <p>{tr!(speech, fusion.three_2)}</p>
        <ul>
            <li>{tr!(speech, fusion.three_sum)}</li>
            <li>{tr!(speech, fusion.three_product)}</li>
            <li>{tr!(speech, fusion.three_concat)}</li>
        </ul>
        <p class="note">{move || if is_network.get() { say!(speech, inside.note_network) } else { say!(speech, fusion.three_note) }}</p>
        <ChoiceQuestion id="undo" ask=Signal::derive(tr!(speech, fusion.ask_undo)) options=Signal::derive(options)
            answer=Signal::derive(|| 2) explain=Signal::derive(tr!(speech, fusion.explain_undo)) />
        <PointwiseWords />
        <CostsTable />
        <div class="field">
            <span class="field__label">{tr!(speech, inside.code)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, inside.code)>
                {FUSIONS.map(|(merge, _)| view! {
                    <button type="button" class="segments__one" data-testid=format!("code-{}", id_of(merge)) aria-pressed=move || (merged.get() == merge).to_string()
                        on:click=move |_| merged.set(merge)>{move || merge_name(speech, merge)}</button>
                }).collect_view()}
            </div>
        </div>
        <NetworkCode network=Signal::derive(move || Some(fusion_network(merged.get()))) />
    }
}
