//! The layer editor: only what gives a valid network can be chosen, and every step can be undone.

use leptos::prelude::*;

use super::alignment_note::AlignmentExample;
use super::bench::{Bench, LabLink, NetworkPicker};
use crate::spec::{Edit, LayerKind, LayerSpec, NetworkSpec, OpSpec, Parameter};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{NetworkCode, NumberQuestion, WholeLink};
use crate::ui::names;

/// A layer that can be edited: its name and its numbers.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    name: String,
    numbers: Vec<(Parameter, usize)>,
}

/// Convolutions and poolings at any depth, from below.
fn rows(layers: &[LayerSpec]) -> Vec<Row> {
    let row = |layer: &LayerSpec| match &layer.op {
        OpSpec::Conv(conv) => vec![Row {
            name: layer.name.clone(),
            numbers: vec![
                (Parameter::Kernel, conv.kernel[0]),
                (Parameter::Stride, conv.stride[0]),
                (Parameter::Dilation, conv.dilation[0]),
                (Parameter::Padding, conv.padding[0]),
                (Parameter::OutChannels, conv.out_channels),
            ],
        }],
        OpSpec::Pool(pool) => vec![Row {
            name: layer.name.clone(),
            numbers: vec![
                (Parameter::Kernel, pool.kernel[0]),
                (Parameter::Stride, pool.stride[0]),
                (Parameter::Padding, pool.padding[0]),
            ],
        }],
        OpSpec::Parallel(parallel) => parallel
            .branches
            .iter()
            .flat_map(|branch| rows(&branch.layers))
            .collect(),
        _ => Vec::new(),
    };
    layers.iter().flat_map(row).collect()
}

/// Words, the list of layers, the chosen layer's numbers.
#[component]
pub fn BuildWords() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let chosen = RwSignal::new(String::new());
    let layers = Memo::new(move |_| bench.history.with(|history| rows(&history.present().layers)));
    // A layer that an edit took away gives way to the last one.
    let current = Memo::new(move |_| {
        layers.with(|layers| {
            let named = layers.iter().find(|row| chosen.with(|chosen| row.name == *chosen));
            named.or(layers.last()).cloned()
        })
    });
    let top = move || {
        bench.observed.with(|observed| {
            let largest = (1..observed.maps.len()).map(|idx| observed.field_of(idx)).max();
            largest.unwrap_or(1)
        })
    };
    view! {
        <p>{tr!(speech, field.build_1)}</p>
        <NetworkPicker />
        <AlignmentExample />
        <div class="editor__undo">
            <button type="button" class="button button--quiet" data-testid="undo"
                disabled=move || bench.history.with(|history| !history.can_undo())
                on:click=move |_| bench.history.update(|history| { history.undo(); })>"↶ " {tr!(speech, field.undo)}</button>
            <button type="button" class="button button--quiet" data-testid="redo"
                disabled=move || bench.history.with(|history| !history.can_redo())
                on:click=move |_| bench.history.update(|history| { history.redo(); })>"↷ " {tr!(speech, field.redo)}</button>
        </div>
        <ol class="editor__layers">
            {move || layers.get().into_iter().map(|row| {
                let name = row.name.clone();
                let (is_current, choose) = (name.clone(), name.clone());
                let numbers: Vec<String> = row.numbers.iter().map(|(_, value)| value.to_string()).collect();
                view! {
                    <li>
                        <button type="button" class="editor__layer"
                            aria-pressed=move || current.with(|current| current.as_ref().is_some_and(|row| row.name == is_current)).to_string()
                            on:click=move |_| chosen.set(choose.clone())>
                            <span>{name}</span> <span class="unit">{numbers.join(" · ")}</span>
                        </button>
                    </li>
                }
            }).collect_view()}
        </ol>
        {move || current.get().map(|row| view! { <LayerPanel row=row chosen=chosen /> })}
        <LabLink />
        <WholeLink network=Signal::derive(move || Some(bench.history.with(|history| history.present().clone()))) />
        <NetworkCode network=Signal::derive(move || Some(bench.history.with(|history| history.present().clone()))) />
        <NumberQuestion
            id="built"
            ask=Signal::derive(tr!(speech, field.ask_built))
            answer=Signal::derive(top)
            explain=Signal::derive(tr!(speech, field.explain_built))
        />
    }
}

/// The numbers of one layer, and what can be done with it.
#[component]
fn LayerPanel(row: Row, chosen: RwSignal<String>) -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let spec = bench.history.with_untracked(|history| history.present().clone());
    let name = StoredValue::new(row.name.clone());
    let number = {
        let spec = spec.clone();
        move |(which, value): (Parameter, usize)| {
            let allowed = spec.allowed(&name.get_value(), which);
            let set = move |event: leptos::ev::Event| {
                if let Ok(value) = event_target_value(&event).parse() {
                    let layer = name.get_value();
                    let parameter = which;
                    bench.edit(&Edit::Set {
                        layer,
                        parameter,
                        value,
                    });
                }
            };
            let option = move |one: usize| view! { <option value=one.to_string() selected=one == value>{one}</option> };
            view! {
                <label class="field">
                    <span class="field__label">{move || names::parameter(speech, which)}</span>
                    <select class="select" data-testid=format!("edit-{}", which.name()) on:change=set>
                        {allowed.into_iter().map(option).collect_view()}
                    </select>
                </label>
            }
        }
    };
    let action = move |edit: Edit, label: fn(Speech) -> String, spec: &NetworkSpec| {
        let is_allowed = spec.can(&edit);
        view! {
            <button type="button" class="button button--quiet" disabled=!is_allowed on:click=move |_| {
                chosen.set(name.get_value());
                bench.edit(&edit);
            }>{move || label(speech)}</button>
        }
    };
    let layer = || name.get_value();
    let insert = |kind: LayerKind| Edit::InsertAfter {
        layer: Some(layer()),
        kind,
    };
    view! {
        <fieldset class="editor__panel">
            <legend>{row.name.clone()}</legend>
            <div class="editor__numbers">{row.numbers.into_iter().map(number).collect_view()}</div>
            <div class="editor__actions">
                {action(insert(LayerKind::Conv), |speech| say!(speech, field.add_conv), &spec)}
                {action(insert(LayerKind::MaxPool), |speech| say!(speech, field.add_pool), &spec)}
                {action(Edit::MoveUp { layer: layer() }, |speech| say!(speech, field.move_up), &spec)}
                {action(Edit::MoveDown { layer: layer() }, |speech| say!(speech, field.move_down), &spec)}
                {action(Edit::Remove { layer: layer() }, |speech| say!(speech, field.remove), &spec)}
            </div>
        </fieldset>
    }
}
