//! The third step: what each input receives back, at one cell, and the same numbers measured by moving the input.

use leptos::prelude::*;

use super::choice::FUSIONS;
use super::inputs::{input, input_name};
use super::picking::{MapsPicker, MapsStatus};
use super::settings::{id_of, merge_name, use_settings};
use super::tiles::{Scale, Tile, TileScales, move_cell};
use crate::draw::fusion::{CellPanel, cell_slopes};
use crate::draw::sliding::{bracketed, written};
use crate::geometry::{Merge, Plane, fuse};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, FigureFrame};

/// How far an input is moved to both sides.
const STEP: f64 = 0.5;

/// The panel of one fusion at a cell with these values.
fn panel(name: String, merge: Merge, inputs: [f64; 2]) -> CellPanel {
    let slopes = fuse::derivatives(merge, inputs);
    let total = |input: usize| slopes.iter().map(|row| row[input]).sum::<f64>();
    CellPanel {
        name,
        inputs: [
            format!("a = {}", written(inputs[0], 2)),
            format!("b = {}", written(inputs[1], 2)),
        ],
        outputs: fuse::cell(merge, inputs)
            .into_iter()
            .map(|value| written(value, 2))
            .collect(),
        slopes: [written(total(0), 2), written(total(1), 2)],
    }
}

/// Each output of `merge` measured along each input: what is measured, the working, and the slope by calculus.
fn checks(merge: Merge, inputs: [f64; 2]) -> Vec<(String, String, String)> {
    let outputs: &[&str] = match merge {
        Merge::Sum => &["(a + b)"],
        Merge::Product => &["(a · b)"],
        Merge::Concat => &["out₁", "out₂"],
    };
    let slopes = fuse::derivatives(merge, inputs);
    let one = |(output, name): (usize, &&str), input: usize| {
        let measured = fuse::measured(merge, inputs, output, input, STEP);
        let working = format!(
            "({} − {}) / {} = {}",
            bracketed(measured.above, 4),
            bracketed(measured.below, 4),
            written(2.0 * STEP, 1),
            written(measured.slope(), 4)
        );
        let slope = slopes.get(output).map_or(0.0, |row| row[input]);
        (format!("∂{name} / ∂{}", ["a", "b"][input]), working, written(slope, 4))
    };
    let names = outputs.iter().enumerate();
    names.flat_map(|output| [one(output, 0), one(output, 1)]).collect()
}

/// The slopes at the cell, and maps to point at.
#[component]
pub fn GradientsFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let svg = move || {
        let inputs = settings.values();
        let panels = FUSIONS.map(|(merge, _)| panel(merge_name(speech, merge), merge, inputs));
        let spoken = panels.iter().map(|panel| {
            let [a, b] = panel.slopes.clone();
            say!(speech, fusion.slopes_spoken, name = panel.name.clone(), a = a, b = b)
        });
        let title = spoken.collect::<Vec<_>>().join(" ");
        cell_slopes(&panels, &title)
    };
    let received = Signal::<Option<Plane>>::from(Memo::new(move |_| {
        let merge = settings.merge.get();
        settings
            .inputs
            .maps
            .with(|maps| maps.as_ref().map(|[_, second]| fuse::gradient_of_first(merge, second)))
    }));
    let received_name = move || {
        let mark = FUSIONS.iter().find(|(merge, _)| *merge == settings.merge.get());
        say!(speech, fusion.received, mark = mark.map_or("", |(_, mark)| mark))
    };
    view! {
        <FigureFrame id="fusion-gradients" title=Signal::derive(tr!(speech, fusion.gradients_figure)) aid=Signal::derive(tr!(speech, fusion.gradients_aid))>
            <div data-testid="slopes" inner_html=svg></div>
            <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, fusion.three_2) data-testid="gradients" on:keydown=move |event| move_cell(settings, &event, untrack(|| settings.inputs.size()))>
                <svg class="fusion__svg" viewBox="0 0 480 196" role="img" aria-label=tr!(speech, fusion.received_picture)>
                    <TileScales />
                    <Tile map=input(settings.inputs, 0) name=input_name(speech, settings.inputs, 0) scale=Scale::Signed id="tile-a" x=4.0 y=22.0 side=140.0 />
                    <Tile map=input(settings.inputs, 1) name=input_name(speech, settings.inputs, 1) scale=Scale::Signed id="tile-b" x=170.0 y=22.0 side=140.0 />
                    <Tile map=received name=Signal::derive(received_name) scale=Scale::Signed id="tile-received" x=336.0 y=22.0 side=140.0 />
                </svg>
            </div>
            <MapsStatus />
        </FigureFrame>
    }
}

/// Words, the check by numbers, and the question of the step.
#[component]
pub fn GradientsWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let rows = move || {
        let one = |(what, working, slope): (String, String, String)| {
            view! { <tr><th scope="row">{what}</th><td class="sum-line">{working}</td><td>{slope}</td></tr> }
        };
        checks(settings.merge.get(), settings.values())
            .into_iter()
            .map(one)
            .collect_view()
    };
    let options = move || FUSIONS.map(|(merge, _)| merge_name(speech, merge)).to_vec();
    view! {
        <p>{tr!(speech, fusion.gradients_1)}</p>
        <ul>
            <li>{tr!(speech, fusion.gradients_sum)}</li>
            <li>{tr!(speech, fusion.gradients_product)}</li>
            <li>{tr!(speech, fusion.gradients_concat)}</li>
        </ul>
        <ChoiceQuestion id="silent" ask=Signal::derive(tr!(speech, fusion.ask_silent)) options=Signal::derive(options)
            answer=Signal::derive(|| 1) explain=Signal::derive(tr!(speech, fusion.explain_silent)) />
        <p>{tr!(speech, fusion.gradients_2)}</p>
        <div class="field">
            <span class="field__label">{tr!(speech, fusion.checked)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, fusion.checked)>
                {FUSIONS.map(|(merge, _)| view! {
                    <button type="button" class="segments__one" data-testid=format!("fusion-{}", id_of(merge))
                        aria-pressed=move || (settings.merge.get() == merge).to_string() on:click=move |_| settings.merge.set(merge)>{move || merge_name(speech, merge)}</button>
                }).collect_view()}
            </div>
        </div>
        <div class="scroll">
            <table class="table fusion__table" data-testid="checks">
                <thead><tr><th scope="col">{tr!(speech, fusion.slope)}</th><th scope="col">{tr!(speech, fusion.measured)}</th><th scope="col">{tr!(speech, fusion.by_rule)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <MapsPicker />
    }
}
