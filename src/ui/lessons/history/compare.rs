//! Two blocks side by side, and one large kernel beside three small ones.

use leptos::prelude::*;

use super::table::{FAMOUS, Famous};
use super::timeline::chosen;
use crate::draw::block::{BlockPicture, Cell, CellKind, Placed};
use crate::draw::history::{WIDTH, kernel_grid};
use crate::geometry::{FieldAxis, Window};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::FigureFrame;

/// Room above the blocks for their names.
const HEAD: f64 = 26.0;

/// The blocks of a network and of the one it answers.
#[component]
pub fn BlocksFigure(
    /// Index of the network in [`FAMOUS`].
    #[prop(into)]
    at: Signal<usize>,
) -> impl IntoView {
    let speech = use_speech();
    let title = move || {
        let famous = FAMOUS[at.get()];
        say!(
            speech,
            history.blocks_figure,
            a = FAMOUS[famous.after].full_name(),
            b = famous.full_name()
        )
    };
    let drawing = move || {
        let famous = FAMOUS[at.get()];
        let before = FAMOUS[famous.after];
        let alone = famous.after == at.get();
        let height = HEAD + famous.block.height().max(before.block.height());
        let sides = match alone {
            true => vec![(famous, 100.0, true)],
            false => vec![(before, 2.0, false), (famous, 206.0, true)],
        };
        let spoken = sides
            .iter()
            .map(|(famous, _, _)| said(speech, famous))
            .collect::<Vec<_>>()
            .join("; ");
        let blocks = sides.into_iter().map(|(famous, left, is_chosen)| {
            let picture = famous.block.picture(left, 192.0, height);
            view! {
                <text class="history__name" x=(left + 96.0).to_string() y="17" text-anchor="middle">{famous.name}</text>
                <Drawn picture=picture shows_new=is_chosen />
            }
        });
        view! {
            <svg class="history__blocks" viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-label=spoken>
                {blocks.collect_view()}
            </svg>
        }
    };
    view! {
        <FigureFrame id="fovea-blocks" title=Signal::derive(title) aid=Signal::derive(tr!(speech, history.blocks_aid))>
            {drawing}
        </FigureFrame>
    }
}

#[component]
fn Drawn(picture: BlockPicture, shows_new: bool) -> impl IntoView {
    let boxes = picture.boxes.into_iter().map(|placed: Placed| {
        let (x, y) = placed.middle();
        let kind = match placed.cell.kind {
            CellKind::Conv => "conv",
            CellKind::Pool => "pool",
            CellKind::Pointwise => "pointwise",
            CellKind::Concat | CellKind::Sum => "fusion",
        };
        let radius = if placed.cell.kind == CellKind::Sum { "12" } else { "4" };
        let small = placed.cell.label.chars().count() > 5 && placed.width < 60.0;
        view! {
            <rect class=format!("history__cell history__cell--{kind}")
                class:history__cell--new=placed.cell.is_new && shows_new
                x=format!("{:.1}", placed.x) y=format!("{:.1}", placed.y)
                width=format!("{:.1}", placed.width) height=format!("{:.1}", placed.height) rx=radius />
            <text class="history__label" class:history__label--small=small x=format!("{x:.1}") y=format!("{:.1}", y + 4.5)
                text-anchor="middle">{placed.cell.label}</text>
        }
    });
    let lines = picture
        .lines
        .into_iter()
        .map(|line| view! { <path class="history__line" d=line /> });
    view! {
        {lines.collect_view()}
        {picture.shortcut.map(|path| view! { <path class="history__line history__line--shortcut" d=path /> })}
        {boxes.collect_view()}
    }
}

/// The block in words: its branches from below, what joins them, what follows.
fn said(speech: Speech, famous: &Famous) -> String {
    let branch = |cells: &[Cell]| cells.iter().map(|cell| cell.label).collect::<Vec<_>>().join(" → ");
    let branches: Vec<String> = famous.block.branches.iter().map(|cells| branch(cells)).collect();
    let mut parts = branches.join(" | ");
    if famous.block.concat.is_some() {
        parts = format!("{parts}; {}", say!(speech, history.concat));
    }
    if !famous.block.after.is_empty() {
        parts = format!("{parts}; {}", branch(famous.block.after));
    }
    if famous.block.shortcut.is_some() {
        parts = format!("{parts}; {} x + f(x)", say!(speech, history.sum));
    }
    say!(speech, history.block_spoken, name = famous.full_name(), parts = parts)
}

/// What the chosen network added, in a sentence.
pub fn added(speech: Speech, id: &str) -> String {
    match id {
        "lenet5" => say!(speech, history.added_lenet5),
        "alexnet" => say!(speech, history.added_alexnet),
        "vgg16" => say!(speech, history.added_vgg16),
        "googlenet" => say!(speech, history.added_googlenet),
        "inception-v2" => say!(speech, history.added_v2),
        "inception-v3" => say!(speech, history.added_v3),
        "resnet50" => say!(speech, history.added_resnet50),
        "inception-v4" => say!(speech, history.added_v4),
        _ => say!(speech, history.added_residual),
    }
}

/// A choice of network as buttons.
#[component]
pub fn NetworkButtons() -> impl IntoView {
    let speech = use_speech();
    let at = chosen();
    view! {
        <div class="history__networks" role="group" aria-label=tr!(speech, history.chosen)>
            {FAMOUS.iter().enumerate().map(|(idx, famous)| view! {
                <button type="button" class="button question__option" aria-pressed=move || (at.get() == idx).to_string()
                    on:click=move |_| at.set(idx)>{famous.name}</button>
            }).collect_view()}
        </div>
    }
}

/// The field of `n` convolutions of `kernel` × `kernel`, stride 1, one on the other, with these rates in turn.
pub fn field_of(kernel: usize, rates: &[usize]) -> i64 {
    let through = |field: FieldAxis, dilation: &usize| {
        field.through(Window {
            kernel,
            dilation: *dilation,
            ..Window::POINT
        })
    };
    rates.iter().fold(FieldAxis::INPUT, through).size()
}

/// One kernel of 7×7 beside three of 3×3, cell by cell.
#[component]
pub fn KernelsFigure() -> impl IntoView {
    let speech = use_speech();
    let cell = 20.0;
    let (large, small) = (7.0 * cell, 3.0 * cell);
    let lefts = [188.0, 262.0, 336.0];
    view! {
        <FigureFrame id="fovea-small-kernels"
            title=Signal::derive(move || say!(speech, history.kernels_figure, n = field_of(3, &[1, 1, 1])))
            aid=Signal::derive(tr!(speech, history.kernels_aid))>
            <svg class="history__blocks" viewBox=format!("0 0 {WIDTH} 206") role="img" aria-label=tr!(speech, history.kernels_spoken)>
                <text class="history__name" x="78" y="18" text-anchor="middle">{tr!(speech, history.one_7x7)}</text>
                <text class="history__name" x="292" y="18" text-anchor="middle">{tr!(speech, history.three_3x3)}</text>
                <path class="history__kernel" d=kernel_grid(8.0, 30.0, 7, large) />
                {lefts.map(|left| view! { <path class="history__kernel" d=kernel_grid(left, 70.0, 3, small) /> }).into_iter().collect_view()}
                <text class="history__name" x="255" y="105" text-anchor="middle">"→"</text>
                <text class="history__name" x="329" y="105" text-anchor="middle">"→"</text>
                <text class="history__value" x="78" y="194" text-anchor="middle">
                    {move || say!(speech, history.weights, n = format!("7 · 7 = {}", 7 * 7))}
                </text>
                <text class="history__value" x="292" y="194" text-anchor="middle">
                    {move || say!(speech, history.weights, n = format!("3 · 3 · 3 = {}", 3 * 3 * 3))}
                </text>
            </svg>
        </FigureFrame>
    }
}
