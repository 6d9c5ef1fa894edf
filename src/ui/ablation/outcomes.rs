//! Two chosen runs beside each other: class by class, cell by cell, and whether they are as often right as they say.

use leptos::prelude::*;

use super::runs::Chosen;
use super::store::Ablation;
use crate::lab::experiment::RunKey;
use crate::lab::stats::agreement::confusion_difference;
use crate::lab::stats::calibration::calibration;
use crate::spec::RunSummary;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::names;

/// The two runs, both done and tested on the same images.
#[derive(Clone, Debug, PartialEq)]
struct Pair {
    names: [RunKey; 2],
    summaries: [RunSummary; 2],
    classes: Vec<&'static str>,
}

/// What the chosen runs say, beside each other.
#[component]
pub fn Outcomes() -> impl IntoView {
    let ablation = expect_context::<Ablation>();
    let chosen = expect_context::<Chosen>();
    let pair = Memo::new(move |_| {
        ablation.redraw.track();
        let chosen = chosen.0.get();
        let [first, second] = chosen.as_slice() else {
            return None;
        };
        ablation.state.with_untracked(|state| {
            let record = &state.board.as_ref()?.record;
            let summary = |key: &RunKey| record.run(key)?.summary.clone();
            let summaries = [summary(first)?, summary(second)?];
            (summaries[0].labels == summaries[1].labels).then(|| Pair {
                names: [first.clone(), second.clone()],
                summaries,
                classes: record.experiment.data.dataset.classes().to_vec(),
            })
        })
    });
    view! { {move || pair.get().map(|pair| view! { <Beside pair=pair /> })} }
}

#[component]
fn Beside(pair: Pair) -> impl IntoView {
    let speech = use_speech();
    let Pair {
        names: keys,
        summaries,
        classes,
    } = pair;
    let title = move |idx: usize| {
        let key = &keys[idx];
        format!(
            "{}, {} {}",
            names::variant(speech, &key.variant),
            say!(speech, ablation.seed),
            key.seed
        )
    };
    let head = [title(0), title(1)];
    let errors = [&summaries[0], &summaries[1]].map(|summary| calibration(summary).1);
    let shares = [&summaries[0], &summaries[1]].map(RunSummary::accuracy_per_class);
    let rows = classes.iter().enumerate().map(|(class, id)| {
        let of = |run: usize| shares[run].get(class).copied().flatten();
        let difference = of(0).zip(of(1)).map(|(a, b)| (b - a) * 100.0);
        let cell = |share: Option<f32>| share.map(|share| format!("{:.1}", share * 100.0));
        let id = *id;
        view! {
            <tr>
                <th scope="row">{move || names::class(speech, id)}</th>
                <td>{cell(of(0))}</td>
                <td>{cell(of(1))}</td>
                <td>{difference.map(|points| format!("{points:+.1}").replace('-', "−"))}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let cells = confusion_difference(&summaries[0], &summaries[1]).unwrap_or_default();
    let largest = cells.iter().map(|cell| cell.unsigned_abs()).max().unwrap_or(0).max(1) as f64;
    let n_classes = classes.len().max(1);
    let heads = classes.clone();
    let grid = cells
        .chunks(n_classes)
        .zip(classes)
        .enumerate()
        .map(|(truth, (row, id))| {
            let cells = row.iter().enumerate().map(|(said, count)| {
                // More on the diagonal is better, more beside it is worse: the colour says only the sign.
                let share = (*count as f64 / largest).abs() * 85.0;
                let colour = if *count >= 0 { "--input" } else { "--danger" };
                let style = format!("background: color-mix(in srgb, var({colour}) {share:.0}%, var(--surface))");
                let words = if *count == 0 {
                    String::new()
                } else {
                    format!("{count:+}").replace('-', "−")
                };
                view! { <td class:confusion__right=truth == said style=style>{words}</td> }
            });
            view! {
                <tr><th scope="row">{move || names::class(speech, id)}</th>{cells.collect_view()}</tr>
            }
        });
    let [first, second] = head;
    let (first_again, second_again) = (first.clone(), second.clone());
    view! {
        <section class="outcomes" data-testid="outcomes">
            <h3>{tr!(speech, ablation.classes)}</h3>
            <div class="scroll" tabindex="0">
                <table class="table">
                    <thead><tr>
                        <th scope="col">{tr!(speech, report.class)}</th>
                        <th scope="col">{first}</th>
                        <th scope="col">{second}</th>
                        <th scope="col">{tr!(speech, ablation.difference)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="note">{move || say!(
                speech, ablation.calibration,
                a = first_again.clone(), b = second_again.clone(),
                e1 = format!("{:.1}", errors[0] * 100.0), e2 = format!("{:.1}", errors[1] * 100.0)
            )}</p>
            <h3>{tr!(speech, ablation.confusion)}</h3>
            <div class="scroll" tabindex="0">
                <table class="confusion">
                    <thead><tr>
                        <th class="confusion__corner">{tr!(speech, ablation.confusion_corner)}</th>
                        {heads.into_iter().map(|id| view! {
                            <th scope="col"><span>{move || names::class(speech, id)}</span></th>
                        }).collect_view()}
                    </tr></thead>
                    <tbody>{grid.collect_view()}</tbody>
                </table>
            </div>
            <p class="note">{tr!(speech, ablation.confusion_aid)}</p>
        </section>
    }
}
