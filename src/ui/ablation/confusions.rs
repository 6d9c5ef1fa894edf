//! What is taken for what: by one run, by a network over all its finished seeds, and what changes from one to another.

use leptos::prelude::*;

use super::cells::{difference_picture, tint};
use super::counted::{Matrix, Side, matrix, sides};
use super::store::Ablation;
use crate::draw::confusion::{Cells, ConfusionWords, confusion};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lab::ConfusionTable;
use crate::ui::lesson::FigureFrame;
use crate::ui::names;

/// The name of a side.
fn name(side: &Side, speech: Speech) -> String {
    match side {
        Side::Network(id) => names::variant(speech, id),
        Side::Run(key) => {
            let seed = say!(speech, ablation.seed);
            format!("{}, {seed} {}", names::variant(speech, &key.variant), key.seed)
        }
    }
}

/// Two choices, and what they show; nothing before a run is done.
#[component]
pub fn Confusions() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let all = ablation.part(|state| state.board.as_ref().map_or_else(Vec::new, |board| sides(&board.record)));
    let wished = [RwSignal::new(String::new()), RwSignal::new(String::new())];
    let first = Memo::new(move |_| {
        let wanted = wished[0].get();
        all.with(|all| all.iter().find(|side| side.value() == wanted).or(all.first()).cloned())
    });
    // Only what is of one kind can be subtracted: a run from a run, a network from a network.
    let others = Memo::new(move |_| {
        let first = first.get();
        let fits = |side: &&Side| {
            first
                .as_ref()
                .is_some_and(|first| first != *side && first.is_run() == side.is_run())
        };
        all.with(|all| all.iter().filter(fits).cloned().collect::<Vec<_>>())
    });
    let second = Memo::new(move |_| {
        let wanted = wished[1].get();
        others.with(|others| others.iter().find(|side| side.value() == wanted).cloned())
    });
    let shown = Memo::new(move |_| {
        all.track();
        let (first, second) = (first.get()?, second.get());
        ablation
            .state
            .with_untracked(|state| matrix(&state.board.as_ref()?.record, &first, second.as_ref()))
    });
    let option = move |side: Side, is_chosen: bool| {
        let value = side.value();
        view! { <option value=value selected=is_chosen>{move || name(&side, speech)}</option> }
    };
    let group = move |label: fn(Speech) -> String, is_run: bool| {
        let options = move || {
            let all = all.get().into_iter().filter(|side| side.is_run() == is_run);
            all.map(|side| {
                let is_chosen = first.get_untracked().as_ref() == Some(&side);
                option(side, is_chosen)
            })
            .collect_view()
        };
        view! { <optgroup label=move || label(speech)>{options}</optgroup> }
    };
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <section class="outcomes" data-testid="confusions">
                <h2>{tr!(speech, report.confusion)}</h2>
                <div class="confusions__choice">
                    <label class="slots">
                        <span class="field__label">{tr!(speech, report.answers_of)}</span>
                        <select class="select select--small" name="confusion-of" on:change=move |event| wished[0].set(event_target_value(&event))>
                            {group(|s| say!(s, report.seeds_added), false)}
                            {group(|s| say!(s, report.single_runs), true)}
                        </select>
                    </label>
                    <label class="slots">
                        <span class="field__label">{tr!(speech, report.against)}</span>
                        <select class="select select--small" name="confusion-against" on:change=move |event| wished[1].set(event_target_value(&event))>
                            <option value="">{tr!(speech, report.against_none)}</option>
                            {move || others.get().into_iter().map(|side| {
                                let is_chosen = second.get_untracked().as_ref() == Some(&side);
                                option(side, is_chosen)
                            }).collect_view()}
                        </select>
                    </label>
                </div>
                {move || shown.get().map(|matrix| view! {
                    <Picture matrix=matrix first=first.get_untracked() second=second.get_untracked() />
                })}
            </section>
        </Show>
    }
}

/// The table of a matrix, and the picture that is saved of it.
#[component]
fn Picture(matrix: Matrix, first: Option<Side>, second: Option<Side>) -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let dataset = ablation.state.with_untracked(|state| {
        let board = state.board.as_ref();
        board.map(|board| board.record.experiment.data.dataset)
    });
    let ids: Vec<&'static str> = dataset.map_or_else(Vec::new, |dataset| dataset.classes().to_vec());
    let (for_memo, for_picture, for_table) = (ids.clone(), ids.clone(), ids);
    let classes = Memo::new(move |_| for_memo.iter().map(|id| names::class(speech, id)).collect::<Vec<_>>());
    let seeds = match &matrix {
        Matrix::Counts(_, seeds) | Matrix::Difference(_, seeds) => seeds.clone(),
    };
    let is_difference = matches!(matrix, Matrix::Difference(..));
    let title = Signal::derive(move || {
        let named = |side: &Option<Side>| side.as_ref().map(|side| name(side, speech)).unwrap_or_default();
        let mut title = named(&first);
        if is_difference {
            title = say!(speech, report.minus, b = named(&second), a = title);
        }
        if !seeds.is_empty() {
            let seeds: Vec<_> = seeds.iter().map(ToString::to_string).collect();
            title = say!(speech, report.over_seeds, name = title, seeds = seeds.join(", "));
        }
        title
    });
    let aid = Signal::derive(move || {
        if is_difference {
            say!(speech, report.difference_aid)
        } else {
            say!(speech, result.confusion_aid)
        }
    });
    let counts = StoredValue::new(matrix.clone());
    let picture = move || {
        counts.with_value(|matrix| match matrix {
            Matrix::Counts(summary, _) => {
                let words = ConfusionWords {
                    corner: &say!(speech, ablation.confusion_corner),
                    scale: &say!(speech, report.confusion_share),
                    title: &title.get(),
                };
                confusion(Cells::Counts(&summary.confusion()), &classes.get(), words)
            }
            Matrix::Difference(cells, _) => difference_picture(speech, cells, &for_picture, &title.get()),
        })
    };
    let table = match matrix {
        Matrix::Counts(summary, _) => view! { <ConfusionTable summary=summary classes=classes /> }.into_any(),
        Matrix::Difference(cells, _) => difference_table(speech, &cells, &for_table).into_any(),
    };
    view! {
        <FigureFrame id="fovea-confusion" title=title aid=aid>
            {table}
            <div class="for-file" aria-hidden="true" inner_html=picture></div>
        </FigureFrame>
    }
}

/// A difference as a table.
fn difference_table(speech: Speech, cells: &[i64], classes: &[&'static str]) -> impl IntoView + use<> {
    let largest = cells.iter().map(|count| count.unsigned_abs()).max().unwrap_or(0);
    let heads = classes
        .iter()
        .copied()
        .map(|id| view! { <th scope="col"><span>{move || names::class(speech, id)}</span></th> });
    let heads = heads.collect_view();
    let row = |(truth, (row, id)): (usize, (&[i64], &&'static str))| {
        let id: &'static str = id;
        let cells = row.iter().enumerate().map(|(said, count)| {
            let words = if *count == 0 {
                String::new()
            } else {
                format!("{count:+}").replace('-', "−")
            };
            view! { <td class:confusion__right=truth == said style=tint(*count, largest)>{words}</td> }
        });
        view! { <tr><th scope="row">{move || names::class(speech, id)}</th>{cells.collect_view()}</tr> }
    };
    let rows = cells.chunks(classes.len().max(1)).zip(classes).enumerate().map(row);
    let rows = rows.collect_view();
    view! {
        <div class="scroll" tabindex="0">
            <table class="confusion" data-testid="network-difference">
                <thead><tr><th class="confusion__corner">{tr!(speech, ablation.confusion_corner)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
