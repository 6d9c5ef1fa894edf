//! What a finished run leaves: accuracy per class, confusion matrix, sample images.

use leptos::prelude::*;

use super::confusion::Confusion;
use super::samples::Samples;
use super::store::Lab;
use crate::spec::RunSummary;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::names;
use crate::ui::numbers::percent;

/// The end of a run; nothing before.
#[component]
pub fn Results() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let outcome = lab.run(|run| run.outcome.clone());
    let words = lab.run(|run| run.data.as_ref().map(|data| data.classes.clone()).unwrap_or_default());
    let classes = Memo::new(move |_| {
        let words = words.get();
        words
            .iter()
            .map(|word| names::class(speech, word))
            .collect::<Vec<String>>()
    });
    let summary = move |summary: &RunSummary| {
        let total = summary.labels.len();
        let right = summary.confusion().iter().step_by(summary.n_classes + 1).sum::<u32>();
        say!(
            speech,
            result.summary,
            right = right,
            total = total,
            percent = percent(summary.accuracy())
        )
    };
    view! {
        {move || outcome.get().map(|outcome| view! {
            <section class="results" data-testid="results">
                <h2>{tr!(speech, result.title)}</h2>
                <p>{summary(&outcome.summary)}</p>
                <PerClass summary=outcome.summary.clone() classes=classes />
                <Confusion summary=outcome.summary.clone() classes=classes />
                <Samples outcome=outcome classes=classes />
            </section>
        })}
    }
}

#[component]
fn PerClass(summary: RunSummary, classes: Memo<Vec<String>>) -> impl IntoView {
    let speech = use_speech();
    let shares = summary.accuracy_per_class();
    view! {
        <figure class="figure">
            <figcaption>
                <span class="figure__title">{tr!(speech, result.per_class)}</span>
                <span class="figure__aid">{tr!(speech, result.per_class_aid)}</span>
            </figcaption>
            <ul class="classbars">
                {move || classes.get().into_iter().zip(shares.clone()).map(|(name, share)| {
                    let words = share.map_or("–".to_owned(), |share| format!("{} %", percent(share)));
                    view! {
                        <li class="classbars__one">
                            <span class="classbars__name">{name}</span>
                            <span class="classbars__track" aria-hidden="true">
                                <span class="classbars__fill" style=format!("width:{:.1}%", share.unwrap_or(0.0) * 100.0)></span>
                            </span>
                            <span class="classbars__value">{words}</span>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </figure>
    }
}
