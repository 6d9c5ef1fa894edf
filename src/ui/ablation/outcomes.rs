//! Two chosen runs beside each other: class by class, cell by cell, image by image, and whether they are as often right as
//! they say.

use leptos::prelude::*;

use super::behind::{Pair, Pictures};
use super::cells::Cells;
use super::disagree::Disagreements;
use super::images::TestSet;
use super::reliable::Reliability;
use super::runs::Chosen;
use super::store::Ablation;
use crate::lab::experiment::RunKey;
use crate::spec::RunSummary;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::names;

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
            let experiment = &record.experiment;
            let summary = |key: &RunKey| record.run(key)?.summary.clone();
            let summaries = [summary(first)?, summary(second)?];
            let colour = |key: &RunKey| experiment.variant_idx(&key.variant).unwrap_or(0);
            (summaries[0].labels == summaries[1].labels).then(|| Pair {
                keys: [first.clone(), second.clone()],
                colours: [colour(first), colour(second)],
                summaries,
                classes: experiment.data.dataset.classes().to_vec(),
                set: experiment
                    .is_same_test(first, second)
                    .then(|| TestSet::of(record, first)),
            })
        })
    });
    view! { {move || pair.get().map(|pair| view! { <Beside pair=pair /> })} }
}

#[component]
fn Beside(pair: Pair) -> impl IntoView {
    let speech = use_speech();
    let has_same_test = pair.set.is_some();
    let pair = StoredValue::new(pair);
    let pictures = Pictures::new(pair);
    let title = move |run: usize| move || pair.with_value(|pair| pair.title(speech, run));
    view! {
        <section class="outcomes" data-testid="outcomes">
            <h3>{tr!(speech, ablation.classes)}</h3>
            <div class="scroll" tabindex="0">
                <table class="table">
                    <thead><tr>
                        <th scope="col">{tr!(speech, report.class)}</th>
                        <th scope="col">{title(0)}</th>
                        <th scope="col">{title(1)}</th>
                        <th scope="col">{tr!(speech, ablation.difference)}</th>
                    </tr></thead>
                    <tbody>{class_rows(pair)}</tbody>
                </table>
            </div>
            <Reliability pair=pair />
            <h3>{tr!(speech, ablation.confusion)}</h3>
            <p class="note">{move || say!(speech, ablation.runs_named, a = title(0)(), b = title(1)())}</p>
            <Cells pair=pair pictures=pictures />
            <h3>{tr!(speech, ablation.disagree)}</h3>
            {if has_same_test {
                view! { <Disagreements pair=pair pictures=pictures /> }.into_any()
            } else {
                view! { <p class="panel panel--note" data-testid="other-images">{tr!(speech, ablation.images_seeds)}</p> }.into_any()
            }}
        </section>
    }
}

/// The accuracy of both runs in every class.
fn class_rows(pair: StoredValue<Pair>) -> impl IntoView {
    let speech = use_speech();
    pair.with_value(|pair| {
        let shares = pair.summaries.each_ref().map(RunSummary::accuracy_per_class);
        let rows = pair.classes.iter().enumerate().map(|(class, id)| {
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
        rows.collect_view()
    })
}
