//! Two chosen runs beside each other: class by class, cell by cell, image by image, and whether they are as often right as
//! they say.

use leptos::prelude::*;

use super::behind::{Pair, Pictures};
use super::cells::Cells;
use super::classes::Classes;
use super::disagree::Disagreements;
use super::images::TestSet;
use super::parts::parts;
use super::reliable::Reliability;
use super::runs::Chosen;
use super::store::Ablation;
use crate::lab::experiment::RunKey;
use crate::ui::i18n::{tr, use_speech};

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
            let looks = parts(Some(("", experiment)), &[]);
            let colour = |key: &RunKey| {
                let part = looks.iter().find(|part| part.id == key.variant);
                part.map_or(0, |part| part.number)
            };
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
    view! {
        <section class="outcomes" data-testid="outcomes">
            <Classes pair=pair />
            <Reliability pair=pair />
            <h3>{tr!(speech, ablation.confusion)}</h3>
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
