//! The words of the fifth step: how CBAM computes, what it costs, the small-channel trap, and what is known of its use.

use leptos::prelude::*;

use super::cbam::{CbamControls, CbamCosts};
use super::covered::is_uncovered;
use super::gates::Attention;
use super::network::NetworkPicker;
use super::settings::use_settings;
use super::trained::use_attending;
use crate::ui::app::Base;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::PicturePicker;

/// What is shown: CBAM by hand, or that of a network.
#[component]
fn Shown() -> impl IntoView {
    let speech = use_speech();
    let network = use_attending().network;
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, inside.shown)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, inside.shown)>
                <button type="button" class="segments__one" data-testid="attention-hand" aria-pressed=move || (!network.is_on.get()).to_string()
                    on:click=move |_| network.is_on.set(false)>{tr!(speech, inside.by_hand)}</button>
                <button type="button" class="segments__one" data-testid="attention-network" aria-pressed=move || network.is_on.get().to_string()
                    on:click=move |_| network.show()>{tr!(speech, inside.in_network)}</button>
            </div>
        </div>
    }
}

/// The network, its CBAM, and what its gates show.
#[component]
fn NetworkWords() -> impl IntoView {
    let speech = use_speech();
    let attending = use_attending();
    let is_uncovered = is_uncovered();
    let which = move |attention: Attention| {
        let (name, asked) = (attention.name.clone(), attention.name.clone());
        let is_chosen = move || {
            attending
                .attention
                .with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.name == name))
        };
        let shape = attention.shape;
        view! {
            <button type="button" class="segments__one" data-testid=format!("which-{asked}") aria-pressed=move || is_chosen().to_string()
                on:click=move |_| attending.look_at(&asked)>{format!("{}: {} × {} × {}", attention.name, shape.channels, shape.size.height, shape.size.width)}</button>
        }
    };
    view! {
        <p>{tr!(speech, inside.network_1)}</p>
        <NetworkPicker choice=attending.network />
        <div class="field">
            <span class="field__label">{tr!(speech, inside.which)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, inside.which)>{move || attending.all.get().into_iter().map(which).collect_view()}</div>
        </div>
        <p>{tr!(speech, inside.network_2)}</p>
        {move || is_uncovered.get().then(|| view! { <p>{tr!(speech, inside.shows)}</p> })}
        <p class="panel panel--note">{tr!(speech, inside.shows_not)}</p>
    }
}

/// The stages of CBAM by hand, and its drawn weights.
#[component]
fn HandWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let stage = move |idx: usize, label: Signal<String>| {
        view! {
            <button type="button" class="segments__one" data-testid=format!("stage-{idx}") aria-pressed=move || (settings.stage.get() == idx).to_string()
                on:click=move |_| settings.stage.set(idx)>{move || label.get()}</button>
        }
    };
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, fusion.stage)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, fusion.stage)>
                {stage(0, Signal::derive(tr!(speech, fusion.stage_channels)))}
                {stage(1, Signal::derive(tr!(speech, fusion.stage_places)))}
                {stage(2, Signal::derive(tr!(speech, fusion.stage_after)))}
            </div>
        </div>
        <CbamControls cbam=settings.cbam />
        <p data-testid="stage-words">{move || match settings.stage.get() {
            0 => say!(speech, cbam.about_channels),
            1 => say!(speech, cbam.about_places, k = settings.cbam.kernel.get()),
            _ => say!(speech, fusion.about_after),
        }}</p>
        <div class="settings__row">
            <label class="field">
                <span class="field__label">{move || say!(speech, fusion.seed, n = settings.seed.get())}</span>
                <input class="range" type="range" min="0" max="99" data-testid="attention-seed" prop:value=move || settings.seed.get().to_string()
                    on:input=move |event| settings.seed.set(event_target_value(&event).parse().unwrap_or(1)) />
            </label>
            <label class="field">
                <span class="field__label">{move || say!(speech, fusion.strength, n = settings.strength.get())}</span>
                <input class="range" type="range" min="1" max="8" data-testid="attention-strength" prop:value=move || settings.strength.get().to_string()
                    on:input=move |event| settings.strength.set(event_target_value(&event).parse().unwrap_or(1)) />
            </label>
        </div>
        <p class="panel panel--note">{tr!(speech, fusion.drawn_weights)}</p>
    }
}

/// Words, controls, costs, sources and the question of the step.
#[component]
pub fn AttentionWords() -> impl IntoView {
    let speech = use_speech();
    let network = use_attending().network;
    let base = StoredValue::new(expect_context::<Base>().0);
    let source = |href: &'static str, name: &'static str| view! { <a class="link" href=href>{name}</a> };
    view! {
        <p>{tr!(speech, fusion.attention_1)}</p>
        <Shown />
        <PicturePicker />
        {move || if network.is_on.get() { view! { <NetworkWords /> }.into_any() } else { view! { <HandWords /> }.into_any() }}
        <CbamCosts cbam=use_settings().cbam />
        <h3>{tr!(speech, fusion.honest_title)}</h3>
        <p>{tr!(speech, cbam.honest_1)} " " {source("https://github.com/Jongchan/attention-module", "Jongchan/attention-module")}</p>
        <ul>
            <li>{tr!(speech, cbam.rerun)} " " {source("https://github.com/w6688j/cbam", "w6688j/cbam")}</li>
            <li>{tr!(speech, fusion.against_1)} " " {source("https://github.com/kobiso/CBAM-keras/issues/1", "kobiso/CBAM-keras #1")}</li>
            <li>{tr!(speech, fusion.against_2)} " " {source("https://github.com/moskomule/senet.pytorch/issues/27", "moskomule/senet.pytorch #27")}</li>
            <li>{tr!(speech, cbam.in_favour)} " " {source("https://ai-huang.github.io/research/replication_senet", "Replication of SENet")}</li>
        </ul>
        <p>{tr!(speech, cbam.no_norm)} " " {source("https://github.com/Jongchan/attention-module/blob/master/MODELS/cbam.py", "MODELS/cbam.py")}</p>
        <p><a class="link" href=move || format!("{}/ablation/?template=homework-s&lang={}", base.get_value(), speech.language().id())>{tr!(speech, fusion.lab_ablation)}</a></p>
    }
}
