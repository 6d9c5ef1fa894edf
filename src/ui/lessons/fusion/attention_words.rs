//! The words of the fifth step: how CBAM computes, what it costs, the small-channel trap, and what is known of its use.

use leptos::prelude::*;

use super::inside::Attention;
use super::network::NetworkPicker;
use super::settings::use_settings;
use super::trained::use_attending;
use crate::geometry::attention::n_weights;
use crate::spec::CbamSpec;
use crate::ui::app::Base;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{NumberQuestion, PicturePicker};
use crate::ui::numbers::grouped;

/// Numbers of channels in the table.
const CHANNELS: [usize; 5] = [8, 16, 32, 64, 128];
/// Channels of the question.
const ASKED: usize = 48;

/// Hidden values by plain division, and weights with them.
fn plain(channels: usize) -> (usize, usize) {
    let CbamSpec { reduction, kernel, .. } = CbamSpec::TUTORIAL;
    let hidden = channels / reduction;
    (hidden, n_weights(channels, hidden, kernel))
}

/// Hidden values and weights of the lab's CBAM.
fn ours(channels: usize) -> (usize, usize) {
    let hidden = CbamSpec::TUTORIAL.hidden(channels);
    (hidden, n_weights(channels, hidden, CbamSpec::TUTORIAL.kernel))
}

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
    let sorted = move |is_sorted: bool, label: Signal<String>, id: &'static str| {
        view! {
            <button type="button" class="segments__one" data-testid=id aria-pressed=move || (attending.is_sorted.get() == is_sorted).to_string()
                on:click=move |_| attending.is_sorted.set(is_sorted)>{move || label.get()}</button>
        }
    };
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
        <div class="field">
            <span class="field__label">{tr!(speech, inside.order)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, inside.order)>
                {sorted(false, Signal::derive(tr!(speech, inside.in_order)), "order-number")}
                {sorted(true, Signal::derive(tr!(speech, inside.by_gate)), "order-gate")}
            </div>
        </div>
        <p>{tr!(speech, inside.network_2)}</p>
        <p>{tr!(speech, inside.shows)}</p>
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
        <p data-testid="stage-words">{move || match settings.stage.get() {
            0 => say!(speech, fusion.about_channels),
            1 => say!(speech, fusion.about_places),
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
    let rows = CHANNELS.map(|channels| {
        let ((hidden, weights), (own_hidden, own_weights)) = (plain(channels), ours(channels));
        view! {
            <tr><th scope="row">{channels}</th><td>{hidden}</td><td>{grouped(weights as u64)}</td><td>{own_hidden}</td><td>{grouped(own_weights as u64)}</td></tr>
        }
    });
    let explain = move || {
        let (hidden, n) = plain(ASKED);
        say!(speech, fusion.explain_cbam, c = ASKED, hidden = hidden, n = n)
    };
    view! {
        <p>{tr!(speech, fusion.attention_1)}</p>
        <Shown />
        {move || if network.is_on.get() { view! { <NetworkWords /> }.into_any() } else { view! { <HandWords /> }.into_any() }}
        <PicturePicker />
        <h3>{tr!(speech, fusion.trap_title)}</h3>
        <p>{move || say!(speech, fusion.trap, least = CbamSpec::TUTORIAL.min_hidden)}</p>
        <div class="scroll">
            <table class="table fusion__table" data-testid="cbam-costs">
                <thead><tr><th scope="col">"C"</th><th scope="col">"C // 16"</th><th scope="col">{tr!(speech, fusion.weights)}</th>
                    <th scope="col">{tr!(speech, fusion.our_hidden)}</th><th scope="col">{tr!(speech, fusion.our_weights)}</th></tr></thead>
                <tbody>{rows.to_vec()}</tbody>
            </table>
        </div>
        <p class="note">{tr!(speech, fusion.cost_rule)}</p>
        <NumberQuestion id="cbam" ask=Signal::derive(move || say!(speech, fusion.ask_cbam, c = ASKED))
            answer=Signal::derive(|| plain(ASKED).1 as i64) explain=Signal::derive(explain) />
        <h3>{tr!(speech, fusion.honest_title)}</h3>
        <p>{tr!(speech, fusion.honest_1)}</p>
        <ul>
            <li>{tr!(speech, fusion.against_1)} " " <a class="link" href="https://github.com/kobiso/CBAM-keras/issues/1">"kobiso/CBAM-keras #1"</a></li>
            <li>{tr!(speech, fusion.against_2)} " " <a class="link" href="https://github.com/moskomule/senet.pytorch/issues/27">"moskomule/senet.pytorch #27"</a></li>
            <li>{tr!(speech, fusion.in_favour)}</li>
        </ul>
        <p><a class="link" href=move || format!("{}/ablation/?template=homework-s&lang={}", base.get_value(), speech.language().id())>{tr!(speech, fusion.lab_ablation)}</a></p>
    }
}
