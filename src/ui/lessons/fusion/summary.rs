//! The last step: a table of the three fusions that the learner fills in by predicting.

use leptos::prelude::*;

use super::choice::FUSIONS;
use super::settings::merge_name;
use crate::draw::fusion::table::{TableRow, table};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, FigureFrame, use_place};

/// What is told of each fusion: the id of the question that opens it, and the index of its right answer.
const COLUMNS: [(&str, usize); 6] = [
    ("sum-shape", 2),
    ("sum-parameters", 3),
    ("sum-work", 2),
    ("sum-memory", 2),
    ("sum-gradient", 1),
    ("sum-used", 1),
];

fn head(speech: Speech, column: usize) -> String {
    match column {
        0 => say!(speech, fusion.head_shape),
        1 => say!(speech, fusion.head_parameters),
        2 => say!(speech, fused.head_work),
        3 => say!(speech, fusion.head_memory),
        4 => say!(speech, fusion.head_gradient),
        _ => say!(speech, fusion.head_used),
    }
}

fn filled(speech: Speech, row: usize, column: usize) -> String {
    match (row, column) {
        (2, 0) => say!(speech, fusion.fill_shape_concat),
        (_, 0) => say!(speech, fusion.fill_shape_equal),
        (2, 1) => say!(speech, fusion.fill_parameters_concat),
        (_, 1) => say!(speech, fusion.fill_parameters),
        (0, 2) => say!(speech, fused.fill_additions),
        (1, 2) => say!(speech, fused.fill_multiplications),
        (_, 2) => say!(speech, fused.fill_no_work),
        (2, 3) => say!(speech, fusion.fill_memory_concat),
        (_, 3) => say!(speech, fusion.fill_memory),
        (0, 4) => say!(speech, fusion.fill_gradient_sum),
        (1, 4) => say!(speech, fusion.fill_gradient_product),
        (_, 4) => say!(speech, fusion.fill_gradient_concat),
        (0, _) => say!(speech, fusion.fill_used_sum),
        (1, _) => say!(speech, fusion.fill_used_product),
        (_, _) => say!(speech, fusion.fill_used_concat),
    }
}

/// The table, as far as it is filled in.
#[component]
pub fn SummaryFigure() -> impl IntoView {
    let speech = use_speech();
    let place = use_place();
    let is_open = move |column: usize| {
        let (id, answer) = COLUMNS[column];
        let key = format!("{id}.{answer}");
        place.progress.with(|progress| progress.guesses.contains_key(&key))
    };
    let n_open = move || (0..COLUMNS.len()).filter(|column| is_open(*column)).count();
    let cell = move |row: usize, column: usize| {
        view! {
            <td>{move || if is_open(column) { filled(speech, row, column) } else { "?".to_owned() }}</td>
        }
    };
    let svg = move || {
        let columns = FUSIONS.map(|(merge, _)| merge_name(speech, merge));
        let row = |column: usize| TableRow {
            name: head(speech, column),
            cells: (0..FUSIONS.len())
                .map(|row| is_open(column).then(|| filled(speech, row, column)))
                .collect(),
        };
        let rows: Vec<TableRow> = (0..COLUMNS.len()).map(row).collect();
        table(&columns, &rows, &say!(speech, fusion.summary_figure))
    };
    view! {
        <FigureFrame id="fusion-summary" title=Signal::derive(tr!(speech, fusion.summary_figure)) aid=Signal::derive(tr!(speech, fusion.summary_aid))>
            <p class="note" aria-live="polite" data-testid="n-open">{move || say!(speech, fusion.n_open, n = n_open(), all = COLUMNS.len())}</p>
            <div class="fusion__summary" aria-hidden="true" inner_html=svg></div>
            <div class="visually-hidden"><table data-testid="summary-table">
                <thead><tr><th scope="col">{tr!(speech, fusion.head_fusion)}</th>{(0..COLUMNS.len()).map(|column| view! { <th scope="col">{move || head(speech, column)}</th> }).collect_view()}</tr></thead>
                <tbody>
                    {FUSIONS.into_iter().enumerate().map(|(row, (merge, _))| view! {
                        <tr><th scope="row">{move || merge_name(speech, merge)}</th>{(0..COLUMNS.len()).map(|column| cell(row, column)).collect_view()}</tr>
                    }).collect_view()}
                </tbody>
            </table></div>
        </FigureFrame>
    }
}

/// The questions.
#[component]
pub fn SummaryWords() -> impl IntoView {
    let speech = use_speech();
    let options = move || {
        let mut names = FUSIONS.map(|(merge, _)| merge_name(speech, merge)).to_vec();
        names.push(say!(speech, fusion.none));
        names
    };
    let question = move |column: usize, ask: fn(Speech) -> String, explain: fn(Speech) -> String| {
        let (id, answer) = COLUMNS[column];
        view! {
            <ChoiceQuestion id=id ask=Signal::derive(move || ask(speech)) options=Signal::derive(options)
                answer=Signal::derive(move || answer) explain=Signal::derive(move || explain(speech)) />
        }
    };
    view! {
        <p>{tr!(speech, fusion.summary_1)}</p>
        {question(0, |speech| say!(speech, fusion.ask_shape), |speech| say!(speech, fusion.explain_shape))}
        {question(1, |speech| say!(speech, fusion.ask_parameters), |speech| say!(speech, fusion.explain_parameters))}
        {question(2, |speech| say!(speech, fused.ask_work), |speech| say!(speech, fused.explain_work))}
        {question(3, |speech| say!(speech, fusion.ask_memory), |speech| say!(speech, fusion.explain_memory))}
        {question(4, |speech| say!(speech, fusion.ask_gradient), |speech| say!(speech, fusion.explain_gradient))}
        {question(5, |speech| say!(speech, fusion.ask_used), |speech| say!(speech, fusion.explain_used))}
        <p>{tr!(speech, fusion.summary_2)}</p>
    }
}
