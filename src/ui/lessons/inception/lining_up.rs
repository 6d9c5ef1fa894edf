//! The figure of the third step: the units of each branch over one row, and whether the concat takes them.

use leptos::prelude::*;

use super::lining::{MAP_SIDE, Windows};
use super::settings::use_settings;
use super::wording::{branch_name, shape_text};
use crate::draw::inception::{BranchRow, ModuleReading, branch_rows};
use crate::geometry::{Alignment, Window};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::FigureFrame;

/// Width of the drawing.
const WIDTH: f64 = 352.0;
/// Cells left and right of the input that have room.
const MARGIN: f64 = 4.0;
/// From one branch to the next, and from its name to the middle of its units.
const ROW: f64 = 36.0;
const UNITS: f64 = 22.0;
fn reading() -> Memo<Option<ModuleReading>> {
    let settings = use_settings();
    Memo::new(move |_| settings.windows().reading(&settings.module.get()))
}

/// A window in words.
pub fn window_text(speech: Speech, window: Window) -> String {
    say!(
        speech,
        inception.window,
        k = window.kernel,
        k2 = window.kernel,
        s = window.stride,
        p = window.padding,
    )
}

/// Whether the branches can be joined, and how their centres lie.
fn verdict(speech: Speech, windows: Windows, reading: &ModuleReading) -> String {
    let most = windows.most();
    let odd = windows.odd_ones();
    let names = |branches: &[usize]| {
        let names: Vec<String> = branches.iter().map(|branch| branch_name(speech, *branch)).collect();
        names.join(&say!(speech, inception.and))
    };
    match &reading.outcome {
        Err(_refusal) => {
            let wanted = most.map_or(0, |most| most.n_units);
            let unfit: Vec<String> = reading
                .branches
                .iter()
                .enumerate()
                .filter(|(_, branch)| branch.shape.size.width != wanted)
                .map(|(idx, branch)| {
                    let n = branch.shape.size.width;
                    say!(
                        speech,
                        inception.unfit,
                        name = branch_name(speech, idx),
                        n = n,
                        n2 = n,
                        m = wanted,
                        m2 = wanted,
                    )
                })
                .collect();
            format!("{}{}", say!(speech, inception.refuses), unfit.join(""))
        }
        Ok(outcome) => match outcome.alignment.width {
            Alignment::Aligned | Alignment::Undefined => {
                say!(speech, inception.aligned, shape = shape_text(outcome.shape))
            }
            Alignment::Misaligned { doubled_offset } => say!(
                speech,
                inception.misaligned,
                shape = shape_text(outcome.shape),
                names = names(&odd),
                offset = doubled_offset as f64 / 2.0,
            ),
            Alignment::Jumps { smallest, largest } => say!(
                speech,
                inception.drifts,
                shape = shape_text(outcome.shape),
                names = names(&odd),
                smallest = smallest,
                largest = largest,
            ),
        },
    }
}

/// The units of the branches over one row of the input.
#[component]
pub fn LiningFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let reading = reading();
    let sentence = move || {
        reading.with(|reading| match reading {
            Some(reading) => verdict(speech, settings.windows(), reading),
            None => say!(speech, inception.no_window),
        })
    };
    let state = move || {
        reading.with(|reading| {
            let outcome = reading.as_ref().map(|reading| &reading.outcome);
            match outcome {
                Some(Ok(outcome)) if outcome.alignment.width == Alignment::Aligned => "right",
                Some(Ok(_)) => "warns",
                _ => "refuses",
            }
        })
    };
    let drawing = move || {
        reading.with(|reading| {
            reading
                .as_ref()
                .map(|reading| rows_view(speech, settings.windows(), reading))
        })
    };
    let height = 26.0 + 4.0 * ROW + 56.0;
    view! {
        <FigureFrame id="inception-lining-up" title=Signal::derive(tr!(speech, inception.lining_figure)) aid=Signal::derive(tr!(speech, inception.lining_aid))>
            <svg class="module module--flat" viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-label=sentence data-testid="lining">
                {drawing}
            </svg>
            <p class=move || format!("module__verdict module__verdict--{}", state()) data-testid="concat" data-state=state aria-live="polite">{sentence}</p>
        </FigureFrame>
    }
}

fn rows_view(speech: Speech, windows: Windows, reading: &ModuleReading) -> impl IntoView + use<> {
    let side = MAP_SIDE;
    let cell = WIDTH / (side as f64 + 2.0 * MARGIN);
    let x_of = move |cells: f64| (MARGIN + cells) * cell;
    let wanted = windows.most().map_or(0, |most| most.n_units);
    let rows = branch_rows(reading, wanted);
    let bottom = 26.0 + 4.0 * ROW;
    let square = cell.min(18.0);
    let cells = (-(MARGIN as i64)..side as i64 + MARGIN as i64).map(|at| {
        let class = if (0..side as i64).contains(&at) { "module__cell" } else { "module__cell module__cell--padding" };
        view! { <rect class=class x=format!("{:.2}", x_of(at as f64)) y="4" width=format!("{cell:.2}") height=square.to_string() /> }
    });
    let cells = cells.collect_view();
    let odd = windows.odd_ones();
    // Where most of the branches look: plumb lines, which leave out the names.
    let model = rows.iter().find(|row| !odd.contains(&row.branch));
    let plumbs = model.map(|row| {
        let lines = row.centres.iter().map(|centre| {
            let x = x_of(*centre);
            let bands = (0..4).map(|branch| format!("M{x:.2} {:.1}v20", middle_of(branch) - 10.0));
            format!("M{x:.2} 4V{:.1}{}", 4.0 + square, bands.collect::<String>())
        });
        lines.collect::<String>()
    });
    let is_joined = reading.outcome.is_ok();
    let rows = rows
        .into_iter()
        .map(|row| row_view(speech, windows.0[row.branch], &odd, row, cell, x_of));
    let rows = rows.collect_view();
    let text = match &reading.outcome {
        Ok(outcome) => format!("∥ {}", shape_text(outcome.shape)),
        Err(_) => {
            let sizes = reading.branches.iter().map(|branch| branch.shape.size.width);
            let mut sizes: Vec<String> = sizes.map(|n| format!("{n}×{n}")).collect();
            sizes.dedup();
            format!("∥ {}", sizes.join(" ≠ "))
        }
    };
    view! {
        {cells}
        {plumbs.map(|path| view! { <path class="module__plumb" d=path /> })}
        {rows}
        <rect class="module__joined" class:module__joined--refused=!is_joined x="76" y=(bottom + 14.0).to_string() width="200" height="28" rx="4" />
        <text class="module__label" x="176" y=(bottom + 33.0).to_string()>{text}</text>
    }
}

/// Height of the units of a branch.
fn middle_of(branch: usize) -> f64 {
    26.0 + branch as f64 * ROW + UNITS + 4.0
}

fn row_view(
    speech: Speech,
    window: Window,
    odd: &[usize],
    row: BranchRow,
    cell: f64,
    x_of: impl Fn(f64) -> f64,
) -> AnyView {
    let middle = middle_of(row.branch);
    let is_odd = odd.contains(&row.branch);
    let n = row.centres.len();
    let name = move || {
        let mark = if is_odd { " ≠" } else { "" };
        format!(
            "{} · {} → {n}×{n}{mark}",
            branch_name(speech, row.branch),
            window_text(speech, window)
        )
    };
    let (first, last) = row.reach;
    let (left, right) = (x_of(first).max(0.0), x_of(last).min(WIDTH));
    let radius = (cell * 0.3).min(5.0);
    let units = row.centres.iter().map(|centre| {
        view! { <circle class="module__unit" cx=format!("{:.2}", x_of(*centre)) cy=middle.to_string() r=format!("{radius:.2}") /> }
    });
    let units = units.collect_view();
    view! {
        <g class=format!("module__branch module__branch--{}", row.branch + 1) class:module__branch--odd=is_odd>
            <rect class="module__reach" x=format!("{left:.2}") y=(middle - 7.0).to_string() width=format!("{:.2}", right - left) height="14" rx="3" />
            {units}
            <text class="module__row module__row--small" x="2" y=(middle - 12.0).to_string()>{name}</text>
        </g>
    }
    .into_any()
}
