//! What the classes get at the end.

use std::sync::Arc;

use leptos::prelude::*;

use super::looked::{Maps, softmax};
use super::state::use_networks;
use crate::spec::Dataset;
use crate::ui::i18n::{tr, use_speech};
use crate::ui::lesson::use_gallery;
use crate::ui::names;
use crate::ui::weights::{About, Chosen};

/// Logits and probabilities, class by class.
#[component]
pub fn Probabilities(
    /// The maps of the image.
    #[prop(into)]
    maps: Signal<Option<Arc<Maps>>>,
    /// The weights that they were computed with.
    chosen: Chosen,
) -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let gallery = use_gallery();
    // Which images the weights were trained on: their classes are what the logits stand for.
    let dataset = move || match chosen.current().map(|trained| trained.about) {
        Some(About::Run(run)) => run.spec.data.dataset,
        Some(About::Kept(kept)) => kept.run.data.dataset,
        Some(About::Recorded(_) | About::File(_)) | None => Dataset::Cifar10,
    };
    let truth = move || {
        let idx = gallery.chosen.get();
        gallery.pictures.with(|pictures| {
            let (set, picture) = pictures.get(idx)?;
            (*set == Some(dataset())).then_some(picture.label).flatten()
        })
    };
    let rows = move || {
        let last = state
            .plan
            .with(|plan| plan.lowered.layers.last().map(|layer| layer.name.clone()))?;
        let logits = maps.with(|maps| {
            maps.as_ref()
                .and_then(|maps| maps.of(&last))
                .map(|(values, _)| values.to_vec())
        })?;
        let shares = softmax(&logits);
        let classes = dataset().classes();
        let best = (0..shares.len()).max_by(|a, b| shares[*a].total_cmp(&shares[*b]));
        let row = move |(idx, (logit, share)): (usize, (f32, f64))| {
            let name = names::class(speech, classes.get(idx).copied().unwrap_or_default());
            view! {
                <tr class:probabilities__best=best == Some(idx)>
                    <th scope="row">{name} {(truth().map(usize::from) == Some(idx)).then(|| view! {
                        " " <span class="probabilities__true">{tr!(speech, networks.is_true)}</span>
                    })}</th>
                    <td>{format!("{logit:.2}").replace('-', "−")}</td>
                    <td class="probabilities__bar"><span style=format!("width:{:.1}%", share * 100.0)></span></td>
                    <td>{format!("{:.1} %", share * 100.0)}</td>
                </tr>
            }
        };
        Some(logits.into_iter().zip(shares).enumerate().map(row).collect_view())
    };
    view! {
        <table class="probabilities" data-saved="" data-testid="probabilities">
            <thead><tr><th scope="col">{tr!(speech, networks.class)}</th><th scope="col">{tr!(speech, networks.logit)}</th>
                <th scope="col" colspan="2">{tr!(speech, networks.probability)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
