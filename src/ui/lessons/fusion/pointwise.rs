//! The concat and the 1 × 1 convolution that often follows it: its result, and one cell worked out.

use leptos::prelude::*;

use super::inputs::{input, input_name};
use super::settings::use_settings;
use super::tiles::{Scale, Tile, TileScales, move_cell};
use crate::draw::sliding::{bracketed, written};
use crate::geometry::fuse;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, FigureFrame};

/// Weights worth a look, in quarters: the sum, the difference, the mean, A alone.
const EXAMPLES: [[i32; 2]; 4] = [[4, 4], [4, -4], [2, 2], [4, 0]];

/// `w₁ · a + w₂ · b = result` at the cell.
fn line(weights: [f64; 2], values: [f64; 2]) -> String {
    let [a, b] = values;
    let result = weights[0] * a + weights[1] * b;
    let product = |weight: f64, value: f64| format!("{} · {}", bracketed(weight, 2), bracketed(value, 4));
    format!(
        "{} + {} = {}",
        product(weights[0], a),
        product(weights[1], b),
        written(result, 4)
    )
}

/// Both slices of the concat and what the 1 × 1 makes of them.
#[component]
fn PointwiseFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let inputs = settings.inputs;
    let mixed = Memo::new(move |_| {
        let weights = settings.pointwise();
        inputs.maps.with(|maps| {
            let [a, b] = maps.as_ref()?;
            Some(fuse::pointwise(a, b, weights))
        })
    });
    let worked = move || line(settings.pointwise(), settings.values());
    let cell = move || {
        let (row, col) = settings.cell_of_maps();
        say!(speech, fused.pointwise_cell, row = row, col = col, line = worked())
    };
    let weight = move |idx: usize| {
        let sign = ["w₁", "w₂"][idx];
        move || format!("· {sign} = {}", written(settings.pointwise()[idx], 2))
    };
    view! {
        <FigureFrame id="concat-pointwise" title=Signal::derive(tr!(speech, fused.pointwise_figure)) aid=Signal::derive(tr!(speech, fused.pointwise_aid))>
            <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, fusion.three_2) data-testid="pointwise-maps" on:keydown=move |event| move_cell(settings, &event, untrack(|| inputs.size()))>
                <svg class="fusion__svg" viewBox="0 0 480 188" role="img" aria-label=cell>
                    <TileScales />
                    <Tile map=input(inputs, 0) name=input_name(speech, inputs, 0) scale=Scale::Values id="slice-a" x=4.0 y=24.0 side=124.0 />
                    <Tile map=input(inputs, 1) name=input_name(speech, inputs, 1) scale=Scale::Values id="slice-b" x=138.0 y=24.0 side=124.0 />
                    <Tile map=mixed name=Signal::derive(tr!(speech, fused.pointwise_name)) scale=Scale::Values id="tile-pointwise" x=352.0 y=24.0 side=124.0 />
                    <text class="fusion__text fusion__text--soft" x="307" y="72">{weight(0)}</text>
                    <text class="fusion__text fusion__text--soft" x="307" y="94">{weight(1)}</text>
                    <path class="fusion__line" d="M286 106H322" /><path class="fusion__tip" d="M330 106l-9 -4v8z" />
                </svg>
            </div>
            <p class="sum-line fusion__pointwise" data-testid="line-pointwise" aria-live="polite">{cell}</p>
        </FigureFrame>
    }
}

/// What a 1 × 1 is, a question, and its picture with its two weights.
#[component]
pub fn PointwiseWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let slider = move |idx: usize| {
        let sign = ["w₁", "w₂"][idx];
        let value = move || written(settings.pointwise()[idx], 2);
        let change = move |event| {
            let quarters = event_target_value(&event).parse().unwrap_or(4).clamp(-8, 8);
            settings.quarters.update(|all| all[idx] = quarters);
        };
        view! {
            <label class="field">
                <span class="field__label">{move || format!("{sign} = {}", value())}</span>
                <input class="range" type="range" min="-8" max="8" data-testid=["pointwise-a", "pointwise-b"][idx] aria-valuetext=value
                    prop:value=move || settings.quarters.get()[idx].to_string() on:input=change />
            </label>
        }
    };
    let example_name = move |idx: usize| match idx {
        0 => say!(speech, fused.as_sum),
        1 => say!(speech, fused.as_difference),
        2 => say!(speech, fused.as_mean),
        _ => say!(speech, fused.as_first),
    };
    let examples = EXAMPLES.into_iter().enumerate().map(|(idx, quarters)| {
        view! {
            <button type="button" class="segments__one" data-testid=format!("pointwise-{idx}") aria-pressed=move || (settings.quarters.get() == quarters).to_string()
                on:click=move |_| settings.quarters.set(quarters)>{move || example_name(idx)}</button>
        }
    });
    let options = move || {
        vec![
            say!(speech, fusion.sum),
            say!(speech, fusion.product),
            say!(speech, fused.both_of_them),
        ]
    };
    view! {
        <h3>{tr!(speech, fused.pointwise_title)}</h3>
        <p>{tr!(speech, fused.pointwise_1)}</p>
        <ChoiceQuestion id="one-by-one" ask=Signal::derive(tr!(speech, fused.ask_pointwise)) options=Signal::derive(options)
            answer=Signal::derive(|| 0) explain=Signal::derive(tr!(speech, fused.explain_pointwise)) />
        <PointwiseFigure />
        <div class="settings__row">{slider(0)} {slider(1)}</div>
        <div class="field">
            <div class="segments" role="group" aria-label=tr!(speech, fused.pointwise_title)>{examples.collect_view()}</div>
        </div>
    }
}
