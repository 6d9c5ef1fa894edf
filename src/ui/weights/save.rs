//! Weights as a file.

use std::rc::Rc;

use leptos::prelude::*;

use super::chosen::Chosen;
use super::shelf::{About, WeightsId};
use crate::bridge::page::{HeardProbe, Preference, Question};
use crate::bridge::protocol::{NetworkSource, ProbeAnswer, ProbeQuestion};
use crate::spec::NetworkSpec;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::{Lab, names, outside};

/// What a browser calls a file of bytes.
const BYTES: &str = "application/octet-stream";

/// Saves the weights of `network` as `NAME.safetensors`; `hear` hears a sentence on what came of it.
pub fn save(lab: Lab, speech: Speech, network: NetworkSource, name: &str, hear: impl Fn(String) + 'static) {
    let file_name = file_name(name, "safetensors");
    let store = move |file: &[u8]| {
        outside::save_bytes(&file_name, BYTES, file)?;
        Ok(say!(speech, weights.saved, file = file_name.clone()))
    };
    ask(lab, speech, network, store, hear);
}

/// Saves the weights of `network`, whose layers are `spec`, as `NAME.bpk` for its Burn module.
fn save_burnpack(
    lab: Lab,
    speech: Speech,
    network: NetworkSource,
    spec: NetworkSpec,
    name: &str,
    hear: impl Fn(String) + 'static,
) {
    let file_name = file_name(name, "bpk");
    let store = move |file: &[u8]| {
        let file = spec.burnpack(file).map_err(|error| error.to_string())?;
        outside::save_bytes(&file_name, BYTES, &file)?;
        Ok(say!(speech, weights.saved_burn, file = file_name.clone()))
    };
    ask(lab, speech, network, store, hear);
}

/// `fovea-NAME.END`, in letters that every system takes.
fn file_name(name: &str, end: &str) -> String {
    let kept = |c: char| {
        if c.is_alphanumeric() || "-.".contains(c) {
            c
        } else {
            '-'
        }
    };
    format!("fovea-{name}.{end}").chars().map(kept).collect()
}

/// Asks for the weights of `network` as a `state_dict`, hands them to `store`, and says what came of it.
fn ask(
    lab: Lab,
    speech: Speech,
    network: NetworkSource,
    store: impl Fn(&[u8]) -> Result<String, String> + 'static,
    hear: impl Fn(String) + 'static,
) {
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
        } => hear(store(&file).unwrap_or_else(|reason| reason)),
        HeardProbe::Failed(fault) => hear(names::advice(speech, &fault)),
        HeardProbe::Answered { .. } | HeardProbe::Waiting(_) | HeardProbe::Reading { .. } => {}
    };
    lab.probe(question, Rc::new(answered));
}

/// Buttons that save the weights that are chosen: for PyTorch and everything that reads safetensors, and for Burn.
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
    let hear = move |said| {
        let _ = note.try_set(said);
    };
    let for_pytorch = move |_| {
        if let Some(network) = chosen.source.get_untracked() {
            save(lab, speech, network, &untrack(name), hear);
        }
    };
    let for_burn = move |_| {
        if let Some(network) = chosen.source.get_untracked() {
            save_burnpack(lab, speech, network, chosen.spec.get_untracked(), &untrack(name), hear);
        }
    };
    let is_missing = move || chosen.source.with(Option::is_none);
    view! {
        <button type="button" class="button button--quiet" data-testid="save-weights"
            disabled=is_missing on:click=for_pytorch>{tr!(speech, weights.save)}</button>
        <button type="button" class="button button--quiet" data-testid="save-burnpack" title=tr!(speech, weights.save_burn_note)
            disabled=is_missing on:click=for_burn>{tr!(speech, weights.save_burn)}</button>
        <span class="note" role="status" data-testid="saved">{move || note.get()}</span>
    }
}
