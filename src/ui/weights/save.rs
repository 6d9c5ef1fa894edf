//! Weights as a file.

use std::rc::Rc;

use leptos::prelude::*;

use super::chosen::Chosen;
use super::shelf::{About, WeightsId};
use crate::bridge::page::{HeardProbe, Preference, Question};
use crate::bridge::protocol::{NetworkSource, ProbeAnswer, ProbeQuestion};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::{Lab, names, outside};

/// Saves the weights of `network` as `NAME.safetensors`; `hear` hears a sentence on what came of it.
pub fn save(lab: Lab, speech: Speech, network: NetworkSource, name: &str, hear: impl Fn(String) + 'static) {
    let file_name: String = format!("fovea-{name}.safetensors")
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "-.".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    let question = Question {
        network,
        question: ProbeQuestion::StateDict,
        pixels: Vec::new(),
        preference: Preference::Cpu,
    };
    let answered = move |heard| match heard {
        HeardProbe::Answered {
            answer: ProbeAnswer::StateDict { file },
            ..
        } => hear(
            match outside::save_bytes(&file_name, "application/octet-stream", &file) {
                Ok(()) => say!(speech, weights.saved, file = file_name.clone()),
                Err(reason) => reason,
            },
        ),
        HeardProbe::Failed(fault) => hear(names::advice(speech, &fault)),
        HeardProbe::Answered { .. } | HeardProbe::Waiting(_) | HeardProbe::Reading { .. } => {}
    };
    lab.probe(question, Rc::new(answered));
}

/// A button that saves the weights that are chosen.
#[component]
pub fn SaveWeights(
    /// The choice.
    chosen: Chosen,
) -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let note = RwSignal::new(String::new());
    let name = move || {
        let Some(trained) = chosen.current() else {
            return format!("untrained-seed-{}", chosen.seed.get_untracked());
        };
        match (trained.id, trained.about) {
            (WeightsId::Recorded(id), _) => id.to_owned(),
            (_, About::Run(run)) => format!("{}-seed-{}", run.spec.variant, run.spec.seed),
            (_, About::Kept(kept)) => format!("{}-seed-{}-step-{}", kept.run.variant, kept.run.seed, kept.n_steps),
            (_, About::File(file)) => file.name.trim_end_matches(".safetensors").to_owned(),
            (_, About::Recorded(_)) => "recorded".to_owned(),
        }
    };
    let press = move |_| {
        if let Some(network) = chosen.source.get_untracked() {
            save(lab, speech, network, &untrack(name), move |said| {
                let _ = note.try_set(said);
            });
        }
    };
    view! {
        <button type="button" class="button button--quiet" data-testid="save-weights"
            disabled=move || chosen.source.with(Option::is_none) on:click=press>{tr!(speech, weights.save)}</button>
        <span class="note" role="status" data-testid="saved">{move || note.get()}</span>
    }
}
