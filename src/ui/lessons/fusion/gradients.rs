//! The third step: what each input receives back, by the rule, by moving the input, and by the engine.
//!
//! Long because the three ways stand side by side, at one cell and everywhere.

use leptos::prelude::*;

use super::checked::{self, Checked};
use super::choice::{FUSIONS, fusion_of};
use super::inputs::{input, input_name};
use super::measured::few_digits;
use super::picking::{MapsPicker, MapsStatus};
use super::settings::{Settings, id_of, merge_name, use_settings};
use super::sheet::LETTERS;
use super::tiles::{Scale, Tile, TileScales, move_cell};
use crate::bridge::page::{Preference, Question};
use crate::bridge::protocol::ProbeQuestion;
use crate::draw::fusion::{CellPanel, cell_slopes};
use crate::draw::sliding::{bracketed, written};
use crate::geometry::attention::value;
use crate::geometry::{Merge, Plane, fuse};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, FigureFrame, use_gallery};
use crate::ui::lessons::kernels::asking::{Shown, ask};
use crate::ui::names;

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
    let inputs = settings.inputs;
    ask_engine(settings);
    let engine = use_engine(settings);
    let received = move |idx: usize| {
        let by_engine = move || engine.with(|checked| checked.as_ref().map(|checked| checked.gradients[idx].clone()));
        let by_rule = move || {
            let merge = settings.merge.get();
            inputs.maps.with(|maps| {
                let maps = maps.as_ref()?;
                Some(fuse::gradients(merge, maps.each_ref())[idx].clone())
            })
        };
        Signal::<Option<Plane>>::from(Memo::new(move |_| by_engine().or_else(by_rule)))
    };
    let received_name = move |idx: usize| {
        Signal::derive(move || {
            let mark = FUSIONS.iter().find(|(merge, _)| *merge == settings.merge.get());
            let mark = mark.map_or("", |(_, mark)| mark);
            say!(speech, fused.receives, letter = LETTERS[idx], mark = mark)
        })
    };
    let verdict = move || {
        let merge = settings.merge.get();
        let found = engine.with(|checked| {
            let checked = checked.as_ref()?;
            let maps = inputs.maps.get()?;
            Some((maps[0].values.len(), checked.difference(merge, &maps)))
        });
        match found {
            Some((n, difference)) => say!(speech, fused.agrees, n = n, difference = few_digits(difference)),
            None => say!(speech, fused.by_rule_yet),
        }
    };
    view! {
        <FigureFrame id="fusion-gradients" title=Signal::derive(tr!(speech, fusion.gradients_figure)) aid=Signal::derive(tr!(speech, fused.gradients_aid))>
            <div data-testid="slopes" inner_html=svg></div>
            <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, fusion.three_2) data-testid="gradients" on:keydown=move |event| move_cell(settings, &event, untrack(|| inputs.size()))>
                <svg class="fusion__svg" viewBox="0 0 480 164" role="img" aria-label=move || format!("{} {}", say!(speech, fused.received_picture), verdict())>
                    <TileScales />
                    <Tile map=input(inputs, 0) name=input_name(speech, inputs, 0) scale=Scale::Values id="tile-a" x=4.0 y=22.0 side=106.0 />
                    <Tile map=input(inputs, 1) name=input_name(speech, inputs, 1) scale=Scale::Values id="tile-b" x=126.0 y=22.0 side=106.0 />
                    <Tile map=received(0) name=received_name(0) scale=Scale::Values id="tile-received" x=248.0 y=22.0 side=106.0 />
                    <Tile map=received(1) name=received_name(1) scale=Scale::Values id="tile-received-b" x=370.0 y=22.0 side=106.0 />
                </svg>
            </div>
            <p class="note" role="status" data-testid="engine-verdict">{verdict}</p>
            <MapsStatus />
        </FigureFrame>
    }
}

/// Asks the engine about the fusion and the maps in view.
fn ask_engine(settings: Settings) {
    let inputs = settings.inputs;
    let gallery = use_gallery();
    let question = move || {
        let merge = settings.merge.get();
        let about = |network, question, pixels| Question {
            network,
            question,
            pixels,
            preference: Preference::Cpu,
        };
        inputs.maps.with(Option::is_some).then_some(())?;
        if inputs.is_network.get() {
            let question = ProbeQuestion::PairGradients {
                layers: inputs.names(),
                channels: inputs.channels.get(),
                fusion: fusion_of(merge),
            };
            return Some(about(inputs.network.source()?, question, gallery.picture()?.pixels));
        }
        // While a network's maps are on their way, those of the kernels only stand in for them.
        let is_coming = inputs.network.is_on.get() && !inputs.answer.with(|answer| matches!(answer, Shown::Failed(_)));
        let source = checked::source(inputs.pair.get(), merge).filter(|_| !is_coming)?;
        let pixels = settings.image.with(|image| image.as_ref().map(checked::pixels))?;
        Some(about(source, checked::question(), pixels))
    };
    ask(question, settings.checked, Checked::read);
}

/// What the engine has answered about the maps in view; nothing where its answer is about others.
fn use_engine(settings: Settings) -> Memo<Option<Checked>> {
    Memo::new(move |_| {
        let maps = settings.inputs.maps.get()?;
        settings.checked.with(|shown| match shown {
            Shown::Here(checked) if checked.is_of(&maps) => Some(checked.clone()),
            _ => None,
        })
    })
}

/// What each input receives at the cell: by the rule, by moving it, and by the engine.
#[component]
fn EngineTable() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let engine = use_engine(settings);
    let row = move |idx: usize| {
        let rule = move || {
            let rows = fuse::derivatives(settings.merge.get(), settings.values());
            rows.iter().map(|row| row[idx]).sum::<f64>()
        };
        let moved = move || {
            let (merge, values) = (settings.merge.get(), settings.values());
            let outputs = fuse::cell(merge, values).len();
            let slope = |output| fuse::measured(merge, values, output, idx, STEP).slope();
            (0..outputs).map(slope).sum::<f64>()
        };
        let by_engine = move || {
            let (row, col) = settings.cell_of_maps();
            engine.with(|checked| checked.as_ref().map(|checked| value(&checked.gradients[idx], row, col)))
        };
        view! {
            <tr>
                <th scope="row">{["a", "b"][idx]}</th>
                <td>{move || written(rule(), 4)}</td>
                <td>{move || written(moved(), 4)}</td>
                <td data-testid=format!("engine-{}", ["a", "b"][idx])>{move || by_engine().map_or_else(|| "…".to_owned(), |number| written(number, 4))}</td>
            </tr>
        }
    };
    let problem = move || {
        settings.checked.with(|shown| match shown {
            Shown::Failed(fault) => Some(names::advice(speech, fault)),
            _ => None,
        })
    };
    view! {
        <div class="scroll">
            <table class="table fusion__table" data-testid="engine-checks">
                <caption class="fusion__caption">{tr!(speech, fused.engine_table)}</caption>
                <thead><tr><th scope="col">{tr!(speech, fused.input)}</th><th scope="col">{tr!(speech, fusion.by_rule)}</th>
                    <th scope="col">{tr!(speech, fused.by_moving)}</th><th scope="col">{tr!(speech, fused.by_engine)}</th></tr></thead>
                <tbody>{row(0)} {row(1)}</tbody>
            </table>
        </div>
        {move || problem().map(|problem| view! { <p class="note" role="alert">{problem}</p> })}
        <p class="note">{tr!(speech, fused.how_checked)}</p>
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
        <EngineTable />
        <MapsPicker />
    }
}
