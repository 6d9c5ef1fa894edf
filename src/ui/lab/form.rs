//! The form: every control is a key of the query table.

use leptos::prelude::*;

use super::store::Lab;
use crate::bridge::page::Preference;
use crate::spec::{Dataset, variants};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::intent::Intent;
use crate::ui::names;
use crate::ui::query::SCHEDULES;

/// The settings of the next run.
#[component]
pub fn SettingsForm() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let is_busy = lab.run(|run| run.phase.is_busy());
    let no_cifar10 = Memo::new(move |_| lab.state.with(|state| state.cifar10_here == Some(false)));
    view! {
        <form class="settings" on:submit=|event| event.prevent_default()>
            <VariantField />
            <ChoiceField key="data" label=move |s| say!(s, lab.data)
                choices=Dataset::ALL.map(|set| (set.id(), Name(move |s| names::dataset(s, set)))).to_vec() />
            <Show when=move || no_cifar10.get()>
                <p class="note">{tr!(speech, lab.cifar10_absent)}</p>
            </Show>
            <div class="settings__row">
                <NumberField key="images" label=move |s| say!(s, lab.images) min="100" max="50000" step="100" />
                <NumberField key="epochs" label=move |s| say!(s, lab.epochs) min="1" max="1000" step="1" />
            </div>
            <div class="settings__row">
                <NumberField key="batch" label=move |s| say!(s, lab.batch) min="1" max="1024" step="1" />
                <NumberField key="lr" label=move |s| say!(s, lab.lr) min="0" max="1" step="any" />
            </div>
            <div class="settings__row">
                <NumberField key="seed" label=move |s| say!(s, lab.seed) min="0" max="9007199254740991" step="1" />
                <ChoiceField key="engine" label=move |s| say!(s, lab.engine)
                    choices=Preference::ALL.map(|wish| (wish.id(), engine_name(wish))).to_vec() />
            </div>
            <details class="more">
                <summary>{tr!(speech, lab.more)}</summary>
                <div class="settings__row">
                    <NumberField key="test_images" label=move |s| say!(s, lab.test_images) min="10" max="10000" step="10" />
                    <NumberField key="decay" label=move |s| say!(s, lab.decay) min="0" max="1" step="any" />
                </div>
                <div class="settings__row">
                    <ChoiceField key="schedule" label=move |s| say!(s, lab.schedule)
                        choices=SCHEDULES.map(|schedule| (schedule.id(), schedule_name(schedule))).to_vec() />
                    <NumberField key="shift" label=move |s| say!(s, lab.shift) min="0" max="8" step="1" />
                </div>
                <SwitchField key="flip" label=move |s| say!(s, lab.flip) />
            </details>
            <p class="note">
                {move || lab.state.with(|state| state.query.run_spec()).map(|spec| say!(
                    speech, lab.steps_note,
                    steps = spec.n_steps(), epochs = spec.training.epochs, each = spec.steps_per_epoch()
                ))}
                " "
                <Show when=move || is_busy.get()>{tr!(speech, lab.next_run)}</Show>
            </p>
        </form>
    }
}

/// A name in the language that is spoken.
#[derive(Clone)]
struct Named(std::sync::Arc<dyn Fn(Speech) -> String + Send + Sync>);

#[allow(non_snake_case, reason = "reads as the constructor that it is")]
fn Name(name: impl Fn(Speech) -> String + Send + Sync + 'static) -> Named {
    Named(std::sync::Arc::new(name))
}

fn engine_name(wish: Preference) -> Named {
    Name(move |speech| match wish {
        Preference::Auto => say!(speech, engine.auto),
        Preference::Cpu => say!(speech, engine.cpu),
        Preference::Gpu => say!(speech, engine.gpu),
    })
}

fn schedule_name(schedule: crate::spec::Schedule) -> Named {
    Name(move |speech| match schedule {
        crate::spec::Schedule::Constant => say!(speech, lab.constant),
        crate::spec::Schedule::Cosine => say!(speech, lab.cosine),
    })
}

fn value_of(lab: Lab, key: &'static str) -> Memo<String> {
    Memo::new(move |_| lab.state.with(|state| state.query.get(key)))
}

fn is_wrong(lab: Lab, key: &'static str) -> Memo<bool> {
    Memo::new(move |_| {
        lab.state
            .with(|state| state.problems.iter().any(|problem| problem.key == key))
    })
}

#[component]
fn VariantField() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let value = Memo::new(move |_| lab.state.with(|state| state.query.network_id()));
    let is_own = move || value.get() == variants::OWN;
    let variant = Memo::new(move |_| lab.state.with(|state| state.query.variant));
    let options = move |belongs: fn(&str) -> bool| {
        let ids = variants::ids().into_iter().filter(move |id| belongs(id));
        ids.map(|id| {
            view! {
                <option value=id selected=move || value.get() == id>{move || names::variant(speech, id)}</option>
            }
        })
        .collect_view()
    };
    view! {
        <label class="field">
            <span class="field__label">{tr!(speech, lab.variant)}</span>
            <select class="select" name="variant"
                on:change=move |event| lab.send(Intent::Set { key: "variant", value: event_target_value(&event) })>
                <Show when=is_own>
                    <option value=variants::OWN selected=is_own>{move || names::variant(speech, variants::OWN)}</option>
                </Show>
                <optgroup label=tr!(speech, variant.group_tutorial)>
                    {options(|id| !is_small(id) && !id.starts_with("field"))}
                </optgroup>
                <optgroup label=tr!(speech, variant.group_small)>{options(is_small)}</optgroup>
                <optgroup label=tr!(speech, variant.group_scale)>{options(|id| id.starts_with("field"))}</optgroup>
            </select>
        </label>
        <Show when=is_own>
            <p class="note" data-testid="own-network">
                {tr!(speech, variant.own_note)} " "
                <button type="button" class="button"
                    on:click=move |_| lab.send(Intent::Set { key: "spec", value: String::new() })>
                    {move || say!(speech, variant.back, name = names::variant(speech, variant.get()))}
                </button>
            </p>
        </Show>
    }
}

fn is_small(id: &str) -> bool {
    id.ends_with("-s") || id.contains("-s-")
}

#[component]
fn NumberField(
    key: &'static str,
    label: impl Fn(Speech) -> String + Send + Sync + 'static,
    min: &'static str,
    max: &'static str,
    step: &'static str,
) -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let value = value_of(lab, key);
    let wrong = is_wrong(lab, key);
    view! {
        <label class="field">
            <span class="field__label">{move || label(speech)}</span>
            <input class="input" type="number" inputmode="decimal" name=key min=min max=max step=step
                aria-invalid=move || wrong.get().to_string()
                prop:value=move || value.get()
                on:change=move |event| lab.send(Intent::Set { key, value: event_target_value(&event) }) />
        </label>
    }
}

#[component]
fn ChoiceField(
    key: &'static str,
    label: impl Fn(Speech) -> String + Send + Sync + 'static,
    choices: Vec<(&'static str, Named)>,
) -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let value = value_of(lab, key);
    let options = choices.into_iter().map(|(id, name)| {
        view! {
            <option value=id selected=move || value.get() == id>{move || name.0(speech)}</option>
        }
    });
    view! {
        <label class="field">
            <span class="field__label">{move || label(speech)}</span>
            <select class="select" name=key
                on:change=move |event| lab.send(Intent::Set { key, value: event_target_value(&event) })>
                {options.collect_view()}
            </select>
        </label>
    }
}

#[component]
fn SwitchField(key: &'static str, label: impl Fn(Speech) -> String + Send + Sync + 'static) -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let value = value_of(lab, key);
    let set = move |event: leptos::ev::Event| {
        let value = if event_target_checked(&event) { "1" } else { "0" };
        lab.send(Intent::Set {
            key,
            value: value.to_owned(),
        });
    };
    view! {
        <label class="field field--switch">
            <input type="checkbox" name=key prop:checked=move || value.get() == "1" on:change=set />
            <span>{move || label(speech)}</span>
        </label>
    }
}
