//! The fields of each family, and of the layers of any other network.

use leptos::prelude::*;

use super::Editor;
use super::inputs::{Choice, Field, Number, Refusals, Switch};
use crate::spec::NetworkSpec;
use crate::spec::design::{BRANCHES, Setting};
use crate::ui::app::Base;
use crate::ui::i18n::{say, tr, use_speech};

/// The settings of an InceptionNet.
#[component]
pub fn InceptionFields(row: u64) -> impl IntoView {
    let speech = use_speech();
    let switches = [Setting::Residual, Setting::Cbam, Setting::BatchNorm];
    view! {
        <div class="edit__switches">
            {switches.into_iter().map(|setting| view! { <Switch row=row setting=setting /> }).collect_view()}
        </div>
        <LayerFields row=row idx=0 title=Signal::derive(tr!(speech, edit.stem)) />
        <Choice row=row setting=Setting::Form />
        <Module row=row module=0 />
        <Module row=row module=1 />
    }
}

/// The branches of a module: each can be left out, with the widths of its convolutions.
#[component]
fn Module(row: u64, module: usize) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    let width = move |column: usize| Setting::Width { module, column };
    let of_branch = move |(branch, columns): (usize, &'static [usize])| {
        let setting = Setting::Branch { module, branch };
        let is_on = editor.part(row, move |row| row.design().get(setting) == Some(1));
        let number = move |(place, column): (usize, &usize)| {
            let setting = width(*column);
            let is_used = editor.part(row, move |row| row.design().is_used(setting));
            // A width that nothing has in this form of a module is not shown; that of a branch that is left out waits.
            let is_there = move || is_used.get() || !is_on.get();
            let arrow = (place > 0).then(|| view! { <span class="edit__arrow" aria-hidden="true">"→"</span> });
            view! {
                <span class="edit__width" class:is-hidden=move || !is_there()>
                    {arrow}
                    <Number row=row setting=setting is_bare=true />
                </span>
            }
        };
        view! {
            <div class=format!("edit__branch edit__branch--{}", branch + 1)>
                <Switch row=row setting=setting />
                <span class="edit__widths">{columns.iter().enumerate().map(number).collect_view()}</span>
            </div>
        }
    };
    let branches = (0..BRANCHES.len()).map(|branch| Setting::Branch { module, branch });
    let settings = branches.chain((0..6).map(width)).collect::<Vec<_>>();
    view! {
        <fieldset class="edit__group">
            <legend>{move || say!(speech, edit.module, n = module + 1)}</legend>
            {BRANCHES.into_iter().enumerate().map(of_branch).collect_view()}
            <Refusals row=row settings=settings />
        </fieldset>
    }
}

/// The numbers of one layer, side by side; what is refused stands below, unless a list of all layers says it.
#[component]
fn LayerFields(row: u64, idx: usize, title: Signal<String>, #[prop(optional)] is_listed: bool) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let settings = editor.rows.with_untracked(|rows| {
        let layer = rows.get(row).and_then(|row| row.design().layers().into_iter().nth(idx));
        let parameters = layer.map(|layer| layer.parameters).unwrap_or_default();
        let setting = |parameter| Setting::Layer { idx, parameter };
        parameters.into_iter().map(setting).collect::<Vec<_>>()
    });
    let fields = settings.clone();
    view! {
        <fieldset class="edit__group">
            <legend>{move || title.get()}</legend>
            <div class="edit__numbers">
                {fields.into_iter().map(|setting| view! { <Field row=row setting=setting /> }).collect_view()}
            </div>
            {(!is_listed).then(|| view! { <Refusals row=row settings=settings /> })}
        </fieldset>
    }
}

/// A setting for all layers, then the layers one after the other.
#[component]
pub fn ChainFields(row: u64, common: Setting) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let n_layers = editor
        .rows
        .with_untracked(|rows| rows.get(row).map_or(0, |row| row.design().layers().len()));
    let layer = move |idx: usize| view! { <LayerFields row=row idx=idx title=layer_name(row, idx) /> };
    view! {
        <Field row=row setting=common />
        <Refusals row=row settings=vec![common] />
        {(0..n_layers).map(layer).collect_view()}
    }
}

fn layer_name(row: u64, idx: usize) -> Signal<String> {
    let editor = expect_context::<Editor>();
    let name = editor.part(row, move |row| {
        let layer = row.design().layers().into_iter().nth(idx);
        layer.map(|layer| layer.name).unwrap_or_default()
    });
    name.into()
}

/// A network of no family: one layer at a time, and the way to where layers are added and taken away.
#[component]
pub fn AnyLayers(row: u64) -> impl IntoView {
    let speech = use_speech();
    let editor = expect_context::<Editor>();
    let base = StoredValue::new(expect_context::<Base>().0);
    let layers = editor.rows.with_untracked(|rows| {
        let row = rows.get(row);
        row.map(|row| row.design().layers()).unwrap_or_default()
    });
    let all = layers.iter().enumerate().flat_map(|(idx, layer)| {
        let of_layer = move |parameter| Setting::Layer { idx, parameter };
        layer.parameters.clone().into_iter().map(of_layer)
    });
    let all: Vec<Setting> = all.collect();
    let chosen = RwSignal::new(0);
    let network = editor.part(row, |row| Some(row.network()));
    let lesson = move || {
        let link = network.with(|network| {
            network
                .as_ref()
                .and_then(|network: &NetworkSpec| network.to_link().ok())
        })?;
        let base = base.get_value();
        let address = format!(
            "{base}/receptive-field/?step=build&spec={link}&lang={}",
            speech.language().id()
        );
        Some(view! { <p><a class="link" href=address data-testid="to-lesson">{tr!(speech, edit.in_lesson)}</a></p> })
    };
    let is_empty = layers.is_empty();
    let options = layers.into_iter().enumerate();
    let options = options.map(|(idx, layer)| view! { <option value=idx.to_string()>{layer.name}</option> });
    let choose = move |event: leptos::ev::Event| chosen.set(event_target_value(&event).parse().unwrap_or(0));
    view! {
        <p class="note">{tr!(speech, edit.layers_only)}</p>
        {lesson}
        {is_empty.then(|| view! { <p class="note">{tr!(speech, edit.no_layers)}</p> })}
        {(!is_empty).then(|| view! {
            <label class="field">
                <span class="field__label">{tr!(speech, edit.which_layer)}</span>
                <select class="select" data-testid="which-layer" on:change=choose>{options.collect_view()}</select>
            </label>
            {move || {
                let idx = chosen.get();
                view! { <LayerFields row=row idx=idx title=layer_name(row, idx) is_listed=true /> }
            }}
        })}
        <Refusals row=row settings=all />
    }
}
