//! The plan: networks, seeds, shared settings, and what it will take.
//!
//! Long because it is one form.

use leptos::prelude::*;

use super::change::Change;
use super::edit::VariantTable;
use super::estimate::Estimate;
use super::plan::Plan;
use super::store::Ablation;
use crate::bridge::page::Preference;
use crate::lab::experiment::MOST_VARIANTS;
use crate::lab::templates::{self, TEMPLATES};
use crate::spec::{Dataset, LinkError, NetworkSpec, Schedule, variants};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lab::Lab;
use crate::ui::names;
use crate::ui::pairs::pairs;
use crate::ui::query::SCHEDULES;
use crate::ui::words::Told;

/// A name in the language that is spoken.
type Name = fn(Speech) -> String;

/// The form.
#[component]
pub fn Compose() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let plan = ablation.part(|state| state.plan.clone());
    let mistake = ablation.part(|state| state.mistake.clone());
    let note = move || {
        let plan = plan.get();
        let spec = plan.run(0);
        say!(
            speech,
            ablation.runs_note,
            variants = plan.variants.len(),
            seeds = plan.seeds.len(),
            runs = plan.variants.len() * plan.seeds.len(),
            steps = spec.map_or(0, |spec| spec.n_steps())
        )
    };
    view! {
        <h2>{tr!(speech, ablation.compose)}</h2>
        <Problems />
        <TemplateField />
        <VariantTable />
        <AddVariant />
        <Settings />
        <p class="note" data-testid="runs-note">{note}</p>
        {move || mistake.get().map(|reason| view! {
            <p class="panel panel--failed" role="alert">{move || say!(speech, ablation.mistake, reason = reason.told(speech.language()))}</p>
        })}
        <Estimate />
    }
}

#[component]
fn Problems() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let problems = ablation.part(|state| state.problems.clone());
    let line = move |problem: crate::ui::query::Problem| {
        let mut words = say!(
            speech,
            lab.problem,
            key = problem.key,
            value = problem.value,
            allowed = problem.allowed,
            used = problem.used
        );
        if let Some(reason) = problem.reason {
            words.push_str(&format!(" {}", reason.told(speech.language())));
        }
        view! { <li>{words}</li> }
    };
    view! {
        <Show when=move || problems.with(|problems| !problems.is_empty())>
            <div class="panel panel--note" role="alert">
                <ul>{move || problems.get().into_iter().map(line).collect_view()}</ul>
            </div>
        </Show>
    }
}

/// The name of a template.
pub fn template_name(speech: Speech, id: &str) -> String {
    speech.words().template_name(id)
}

#[component]
fn TemplateField() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let name = ablation.part(|state| state.plan.name.clone());
    let choose = move |event| {
        if let Some(template) = templates::find(&event_target_value(&event)) {
            let engine = ablation.state.with_untracked(|state| state.plan.settings.engine);
            let mut plan = Plan::from_template(template);
            plan.settings.engine = engine;
            ablation.send(Change::Compose(plan));
        }
    };
    let is_own = move || templates::find(&name.get()).is_none();
    view! {
        <label class="field">
            <span class="field__label">{tr!(speech, ablation.template)}</span>
            <select class="select" name="template" on:change=choose>
                <Show when=is_own><option value="" selected=true>{move || name.get()}</option></Show>
                {TEMPLATES.iter().map(|template| {
                    let id = template.id;
                    view! { <option value=id selected=move || name.get() == id>{move || template_name(speech, id)}</option> }
                }).collect_view()}
            </select>
        </label>
    }
}

#[component]
fn AddVariant() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let n_variants = ablation.part(|state| state.plan.variants.len());
    let link = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<LinkError>);
    let add = move |id: &str, network: NetworkSpec| {
        let mut plan = ablation.state.with_untracked(|state| state.plan.clone());
        plan.add(id, network);
        ablation.send(Change::Compose(plan));
    };
    let choose = move |event: leptos::ev::Event| {
        let select: web_sys::HtmlSelectElement = event_target(&event);
        if let Ok(variant) = variants::find(&select.value()) {
            add(variant.id, variant.network());
        }
        // Ready for the next one, the same one too.
        select.set_value("");
    };
    let add_own = move |_| match own_network(&link.get_untracked()) {
        Ok(network) => {
            problem.set(None);
            link.set(String::new());
            add(variants::OWN, network);
        }
        Err(reason) => problem.set(Some(reason)),
    };
    view! {
        <Show when=move || n_variants.get() < MOST_VARIANTS>
            <label class="field">
                <span class="field__label">{tr!(speech, ablation.add_network)}</span>
                <select class="select" name="add" prop:value="" on:change=choose>
                    <option value="">"+"</option>
                    {variants::ids().into_iter().map(|id| view! {
                        <option value=id>{move || names::variant(speech, id)}</option>
                    }).collect_view()}
                </select>
            </label>
            <details class="more">
                <summary>{tr!(speech, ablation.add_own)}</summary>
                <label class="field">
                    <span class="field__label">{tr!(speech, ablation.own_link)}</span>
                    <input class="input" name="own" prop:value=move || link.get()
                        aria-invalid=move || problem.with(Option::is_some).to_string()
                        on:input=move |event| link.set(event_target_value(&event)) />
                </label>
                {move || problem.get().map(|reason| view! { <p class="note" role="alert">{reason.told(speech.language())}</p> })}
                <button type="button" class="button" on:click=add_own>{tr!(speech, ablation.add_own)}</button>
            </details>
        </Show>
    }
}

/// The network of a whole link, or of its `spec` alone.
fn own_network(text: &str) -> Result<NetworkSpec, LinkError> {
    let text = text.trim();
    let query = text.split_once('?').map_or(text, |(_, query)| query);
    let spec = pairs(query).find(|(key, _)| key == "spec").map(|(_, value)| value);
    let network = NetworkSpec::from_link(spec.as_deref().unwrap_or(text))?;
    network.trainable()?;
    Ok(network)
}

#[component]
fn Settings() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let seeds = ablation.part(|state| {
        let seeds: Vec<_> = state.plan.seeds.iter().map(ToString::to_string).collect();
        seeds.join(", ")
    });
    let seeds_wrong = ablation.part(|state| state.problems.iter().any(|problem| problem.key == "seeds"));
    let set = move |key: &'static str, value: String| ablation.send(Change::Set { key, value });
    let lab = expect_context::<Lab>();
    let no_cifar10 = Memo::new(move |_| lab.state.with(|state| state.cifar10_here == Some(false)));
    let flips = ablation.part(|state| state.plan.settings.get("flip") == "1");
    let choice = move |key: &'static str, label: Name, choices: Vec<(&'static str, Name)>| {
        let value = ablation.part(move |state| state.plan.settings.get(key));
        let options = choices.into_iter().map(move |(id, name)| {
            view! {
                <option value=id selected=move || value.get() == id>{move || name(speech)}</option>
            }
        });
        view! {
            <label class="field">
                <span class="field__label">{move || label(speech)}</span>
                <select class="select" name=key on:change=move |event| set(key, event_target_value(&event))>
                    {options.collect_view()}
                </select>
            </label>
        }
    };
    let number = move |key: &'static str, label: Name| {
        let value = ablation.part(move |state| state.plan.settings.get(key));
        let wrong = ablation.part(move |state| state.problems.iter().any(|problem| problem.key == key));
        view! {
            <label class="field">
                <span class="field__label">{move || label(speech)}</span>
                <input class="input" inputmode="decimal" name=key prop:value=move || value.get()
                    aria-invalid=move || wrong.get().to_string()
                    on:change=move |event| set(key, event_target_value(&event)) />
            </label>
        }
    };
    view! {
        <form class="settings" on:submit=|event| event.prevent_default()>
            <label class="field">
                <span class="field__label">{tr!(speech, ablation.seeds)}</span>
                <input class="input" name="seeds" inputmode="numeric" prop:value=move || seeds.get()
                    aria-invalid=move || seeds_wrong.get().to_string()
                    on:change=move |event| set("seeds", event_target_value(&event)) />
            </label>
            {choice("data", |s| say!(s, lab.data), vec![
                (Dataset::Cifar10.id(), |s| names::dataset(s, Dataset::Cifar10)),
                (Dataset::Scales.id(), |s| names::dataset(s, Dataset::Scales)),
            ])}
            <Show when=move || no_cifar10.get()>
                <p class="note">{tr!(speech, lab.cifar10_absent)}</p>
            </Show>
            <div class="settings__row">
                {number("images", |s| say!(s, lab.images))}
                {number("test_images", |s| say!(s, lab.test_images))}
            </div>
            <div class="settings__row">
                {number("epochs", |s| say!(s, lab.epochs))}
                {number("batch", |s| say!(s, lab.batch))}
            </div>
            <details class="more">
                <summary>{tr!(speech, lab.more)}</summary>
                <div class="settings__row">
                    {number("lr", |s| say!(s, lab.lr))}
                    {number("decay", |s| say!(s, lab.decay))}
                </div>
                <div class="settings__row">
                    {choice("schedule", |s| say!(s, lab.schedule), vec![
                        (SCHEDULES[0].id(), |s| say!(s, lab.constant)),
                        (Schedule::Cosine.id(), |s| say!(s, lab.cosine)),
                    ])}
                    {number("shift", |s| say!(s, lab.shift))}
                </div>
                <div class="settings__row">
                    <label class="field field--switch">
                        <input type="checkbox" name="flip" prop:checked=move || flips.get()
                            on:change=move |event| set("flip", u8::from(event_target_checked(&event)).to_string()) />
                        <span>{tr!(speech, lab.flip)}</span>
                    </label>
                    {choice("engine", |s| say!(s, lab.engine), vec![
                        (Preference::Auto.id(), |s| say!(s, engine.auto)),
                        (Preference::Cpu.id(), |s| say!(s, engine.cpu)),
                        (Preference::Gpu.id(), |s| say!(s, engine.gpu)),
                    ])}
                </div>
            </details>
        </form>
    }
}
