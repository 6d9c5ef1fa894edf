//! Test images with what the network says of them.

use leptos::prelude::*;

use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::picture::Picture;
use crate::ui::run::{Outcome, Sample};

/// Right images, then wrong ones.
#[component]
pub fn Samples(
    /// The end of the run.
    outcome: Outcome,
    /// Names of the classes.
    classes: Memo<Vec<String>>,
) -> impl IntoView {
    let speech = use_speech();
    let Outcome { summary, samples } = outcome;
    let is_right = |sample: &Sample| summary.labels.get(sample.idx) == summary.predictions.get(sample.idx);
    let (right, wrong): (Vec<Sample>, Vec<Sample>) = samples.into_iter().partition(is_right);
    let group = move |samples: Vec<Sample>| {
        let cards = samples.into_iter().filter_map(|sample| {
            let truth = usize::from(*summary.labels.get(sample.idx)?);
            let said = usize::from(*summary.predictions.get(sample.idx)?);
            let confidence = *summary.confidences.get(sample.idx)?;
            let name = move |class: usize| classes.with(|classes| classes.get(class).cloned().unwrap_or_default());
            Some(view! {
                <li class="sample">
                    <img class="pixels" src=Picture { label: None, pixels: sample.pixels }.address() alt="" width="32" height="32" />
                    <span class="sample__says">{move || name(said)}</span>
                    <span class="sample__sure">{move || say!(speech, result.confidence, n = format!("{:.0}", confidence * 100.0))}</span>
                    {(truth != said).then(|| view! {
                        <span class="sample__truth">{move || say!(speech, result.truth_is, name = name(truth))}</span>
                    })}
                </li>
            })
        });
        view! { <ul class="samples">{cards.collect_view()}</ul> }
    };
    view! {
        <figure class="figure">
            <figcaption><span class="figure__title">{tr!(speech, result.samples)}</span></figcaption>
            <h3 class="samples__head samples__head--right">"✓ " {tr!(speech, result.right)}</h3>
            {group.clone()(right)}
            <h3 class="samples__head samples__head--wrong">"✗ " {tr!(speech, result.wrong)}</h3>
            {group(wrong)}
        </figure>
    }
}
