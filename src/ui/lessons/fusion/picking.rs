//! The controls that choose the two maps: of kernels or of a network, and there on a sheet of all maps of a layer.

use leptos::prelude::*;

use super::choice::{FUSIONS, Pair, complaint};
use super::inside::{Layer, Partners};
use super::network::{EngineStatus, NetworkPicker};
use super::settings::{merge_name, use_settings};
use super::sheet::{LETTERS, SheetPicker};
use super::three::kernel_name;
use crate::geometry::{Shape, fuse};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lessons::kernels::asking::Shown;

/// Which two maps.
#[component]
pub fn MapsPicker() -> impl IntoView {
    let speech = use_speech();
    let inputs = use_settings().inputs;
    let is_network = move || inputs.network.is_on.get();
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, fusion.pair)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, fusion.pair)>
                <button type="button" class="segments__one" data-testid="maps-kernels" aria-pressed=move || (!is_network()).to_string()
                    on:click=move |_| inputs.network.is_on.set(false)>{tr!(speech, inside.from_kernels)}</button>
                <button type="button" class="segments__one" data-testid="maps-network" aria-pressed=move || is_network().to_string()
                    on:click=move |_| inputs.network.show()>{tr!(speech, inside.from_network)}</button>
            </div>
        </div>
        {move || if is_network() {
            view! { <NetworkPicker choice=inputs.network /> <LayersPicker /> <SheetPicker /> }.into_any()
        } else {
            view! { <PairPicker /> }.into_any()
        }}
    }
}

/// Two kernels of the lesson.
#[component]
fn PairPicker() -> impl IntoView {
    let speech = use_speech();
    let pair = use_settings().inputs.pair;
    let name = move |pair: Pair| pair.kernels().map(|kernel| kernel_name(speech, kernel)).join(" · ");
    view! {
        <div class="field">
            <div class="segments" role="group" aria-label=tr!(speech, inside.from_kernels)>
                {Pair::ALL.map(|one| view! {
                    <button type="button" class="segments__one" data-testid=format!("pair-{}", one.id())
                        aria-pressed=move || (pair.get() == one).to_string() on:click=move |_| pair.set(one)>{move || name(one)}</button>
                }).collect_view()}
            </div>
        </div>
    }
}

/// The branch of `fusion` that ends in `layer`: its name without the fusion's and without the number of its last layer.
fn branch_of(fusion: &str, layer: &str) -> String {
    let inner = layer
        .strip_prefix(fusion)
        .and_then(|rest| rest.strip_prefix('.'))
        .unwrap_or(layer);
    match inner.rsplit_once('.') {
        Some((branch, number)) if number.parse::<usize>().is_ok() => branch.to_owned(),
        _ => inner.to_owned(),
    }
}

/// The layers that A and B are taken from; first those that the network fuses itself.
#[component]
fn LayersPicker() -> impl IntoView {
    let speech = use_speech();
    let inputs = use_settings().inputs;
    let name_of = move |one: &Partners| {
        if one.is_sum {
            return say!(speech, fused.x_and_f, fusion = one.fusion.clone());
        }
        let [a, b] = one.layers.each_ref().map(|layer| branch_of(&one.fusion, layer));
        format!("{}: {a} · {b}", one.fusion)
    };
    let partners = move || {
        let one = |one: Partners| {
            let (layers, chosen) = (one.layers.clone(), one.layers.clone());
            let is_chosen = move || inputs.names() == chosen;
            let name = move || name_of(&one);
            view! {
                <button type="button" class="segments__one" aria-pressed=move || is_chosen().to_string()
                    on:click=move |_| inputs.look_at([&layers[0], &layers[1]])>{name}</button>
            }
        };
        // Of a network with several modules the first one and every sum are enough; the rest is in the lists below.
        let mut found = inputs.partners.get();
        let first = found.first().map(|one| one.fusion.clone());
        found.retain(|one| one.is_sum || Some(&one.fusion) == first.as_ref());
        (!found.is_empty()).then(|| {
            view! {
                <div class="field">
                    <span class="field__label">{tr!(speech, fused.partners)}</span>
                    <div class="segments" role="group" data-testid="partners" aria-label=tr!(speech, fused.partners)>
                        {found.into_iter().map(one).collect_view()}
                    </div>
                </div>
            }
        })
    };
    let select = move |idx: usize| {
        let options = move || {
            let one = |layer: Layer| {
                let (name, shape) = (layer.name.clone(), layer.shape);
                let shown = format!(
                    "{name}: {} × {} × {}",
                    shape.channels, shape.size.height, shape.size.width
                );
                view! { <option value=layer.name selected=move || inputs.names()[idx] == name>{shown}</option> }
            };
            inputs.layers.get().into_iter().map(one).collect_view()
        };
        let change = move |event| {
            let named = event_target_value(&event);
            let [a, b] = untrack(|| inputs.names());
            match idx {
                // B follows while both come from one layer.
                0 if a == b => inputs.look_at([&named, &named]),
                0 => inputs.look_at([&named, &b]),
                _ => inputs.look_at([&a, &named]),
            }
        };
        view! {
            <label class="field">
                <span class="field__label">{move || say!(speech, fused.layer_of, letter = LETTERS[idx])}</span>
                <select class="select" data-testid=["layer", "layer-b"][idx]
                    prop:value=move || inputs.names()[idx].clone() on:change=change>{options}</select>
            </label>
        }
    };
    view! { {partners} <div class="fusion__layers">{select(0)} {select(1)}</div> }
}

/// How the engine is doing, where the maps are a network's; and what PyTorch says of two maps of different sizes.
#[component]
pub fn MapsStatus() -> impl IntoView {
    let speech = use_speech();
    let inputs = use_settings().inputs;
    let network = inputs.network;
    let stage = Signal::derive(move || inputs.answer.with(Shown::stage));
    let refused = move || {
        let [a, b] = inputs.shown.with(|maps| {
            let maps = maps.as_ref()?;
            Some(maps.each_ref().map(|map| Shape {
                channels: 1,
                size: map.size,
            }))
        })?;
        let refusals = FUSIONS.iter().filter_map(|(merge, _)| {
            let refusal = fuse::fused(*merge, a, b).err()?;
            Some(view! {
                <p>{merge_name(speech, *merge)} ": " <code class="fusion__error" lang="en">"RuntimeError: " {complaint(*merge, refusal)}</code></p>
            })
        });
        let refusals: Vec<_> = refusals.collect();
        (!refusals.is_empty()).then(|| {
            view! {
                <div class="panel fusion__verdict--refused" role="status" data-testid="sizes-refused">
                    {refusals}
                    <p>{say!(speech, fusion.cure_size, large = a.size.height.max(b.size.height), small = a.size.height.min(b.size.height))}</p>
                </div>
            }
        })
    };
    move || {
        let waits = move || {
            let is_coming = !inputs.is_network.get();
            is_coming.then(|| view! { <p class="note">{tr!(speech, fused.until_then)}</p> })
        };
        let status = network
            .is_on
            .get()
            .then(|| view! { <EngineStatus choice=network stage=stage /> {waits} });
        view! { {status} {refused} }
    }
}
