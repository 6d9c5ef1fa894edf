//! The sum that a unit is, with its numbers.

use std::sync::Arc;

use leptos::prelude::*;

use super::layer::number;
use super::state::use_networks;
use super::sums::{ChannelSum, Made, Tap, made, weights_of};
use crate::bridge::protocol::Fault;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lessons::kernels::asking::Shown;
use crate::ui::names;

/// Input channels that are listed; the rest is added up.
const MOST_LISTED: usize = 4;
/// Products of a channel that are written out.
const MOST_TAPS: usize = 25;
/// Values of a window that are written out.
const MOST_VALUES: usize = 9;

/// How far the sum is.
enum Found {
    /// Maps or weights are on their way: numbers of before are never mixed with those of now.
    Waits,
    /// The weights did not come.
    Failed(Fault),
    /// The number, and how it comes about where that can be written.
    Here(Option<Made>, f64),
}

fn product(tap: &Tap) -> String {
    format!("{}·{}", number(tap.weight), number(tap.value))
}

fn listed(values: &[f64]) -> String {
    let shown: Vec<String> = values.iter().take(MOST_VALUES).map(|value| number(*value)).collect();
    let rest = if values.len() > MOST_VALUES { ", …" } else { "" };
    format!("{}{rest}", shown.join(", "))
}

/// The sum of the unit, with its numbers.
#[component]
pub fn Formula() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    state.answers.want_weights();
    let found = move || {
        let (name, unit) = (state.layer.get(), state.unit.get());
        let Some(maps) = state.answers.maps.get().filter(|_| !state.answers.waits.get()) else {
            return Found::Waits;
        };
        let Some(value) = maps.at(&name, unit) else {
            return Found::Waits;
        };
        let needs_weights = state.plan.with(|plan| !weights_of(plan, &name).is_empty());
        let weights = match state.answers.weights.get() {
            Shown::Here(weights) => weights,
            _ if !needs_weights => Arc::default(),
            Shown::Failed(fault) => return Found::Failed(fault),
            Shown::Asking | Shown::Waiting => return Found::Waits,
        };
        let made = state.plan.with(|plan| made(plan, &maps, &weights, &name, unit));
        Found::Here(made, value.into())
    };
    view! {
        <div class="formula" data-saved="" data-testid="formula">
            {move || match found() {
                Found::Waits if state.answers.fault.with(Option::is_some) => ().into_any(),
                Found::Waits => view! { <p class="note" role="status">{tr!(speech, networks.waits)}</p> }.into_any(),
                Found::Failed(fault) => view! {
                    <p role="alert" data-testid="no-weights">{move || names::advice(speech, &fault)}</p>
                    <p><button type="button" class="button" on:click=move |_| state.retry()>{tr!(speech, networks.again)}</button></p>
                }.into_any(),
                Found::Here(None, value) => view! { <p class="formula__line">{number(value)}</p> }.into_any(),
                Found::Here(Some(Made::Copied(layer, [channel, row, column])), value) => {
                    let to = layer.clone();
                    view! {
                        <p class="formula__line">{number(value)}</p>
                        <p>{say!(speech, networks.copied, layer = layer, channel = channel, row = row, column = column)}</p>
                        <p><button type="button" class="button" on:click=move |_| state.look_into(&to, [channel, row, column])>
                            {tr!(speech, networks.go_there)}</button></p>
                    }.into_any()
                }
                Found::Here(Some(made), value) => lines(speech, &made, value),
            }}
        </div>
    }
}

fn lines(speech: Speech, made: &Made, value: f64) -> AnyView {
    let result = number(made.value().unwrap_or(value));
    let line = |text: String| view! { <p class="formula__line">{text}</p> }.into_any();
    match made {
        Made::Weighted { channels, bias } => weighted(speech, channels, *bias, &result),
        Made::Largest(values) => line(format!("max({}) = {result}", listed(values))),
        Made::Mean(values, n) => line(format!("({}) / {n} = {result}", {
            let sum: f64 = values.iter().sum();
            if values.len() > MOST_VALUES {
                format!("Σ = {}", number(sum))
            } else {
                listed(values).replace(", ", " + ")
            }
        })),
        Made::Rectified(below) => line(format!("max(0, {}) = {result}", number(*below))),
        Made::Normalised {
            value,
            mean,
            variance,
            scale,
            shift,
        } => line(format!(
            "({} − {}) / √({} + 0.00001) · {} + {} = {result}",
            number(*value),
            number(*mean),
            number(*variance),
            number(*scale),
            number(*shift)
        )),
        Made::Added(values) => line(format!("{} = {result}", listed(values).replace(", ", " + "))),
        Made::Multiplied(values) => line(format!("{} = {result}", listed(values).replace(", ", " · "))),
        Made::Gated(below, gate) => line(format!("{} · {} = {result}", number(*below), number(*gate))),
        Made::Copied(..) => line(result),
    }
}

/// The channels that add most, one written out, and the rest.
fn weighted(speech: Speech, channels: &[ChannelSum], bias: f64, result: &str) -> AnyView {
    let n_products: usize = channels.iter().map(|channel| channel.taps.len()).sum();
    let mut order: Vec<&ChannelSum> = channels.iter().collect();
    order.sort_by(|a, b| b.sum().abs().total_cmp(&a.sum().abs()));
    let (first, rest) = order.split_at(order.len().min(MOST_LISTED));
    let rest_sum: f64 = rest.iter().map(|channel| channel.sum()).sum();
    let rows = first.iter().map(|channel| {
        let text: Vec<String> = channel.taps.iter().take(MOST_TAPS).map(product).collect();
        let more = if channel.taps.len() > MOST_TAPS { " + …" } else { "" };
        view! {
            <li><b>{say!(speech, networks.from_map, n = channel.channel)}</b> " "
                <span class="formula__taps">{format!("{}{more}", text.join(" + "))}</span> {format!(" = {}", number(channel.sum()))}</li>
        }
    });
    let more = (!rest.is_empty())
        .then(|| view! { <li>{say!(speech, networks.other_maps, n = rest.len(), sum = number(rest_sum))}</li> });
    view! {
        <p>{say!(speech, networks.products, n = n_products)}</p>
        <ul class="formula__channels">{rows.collect_view()} {more} <li>{say!(speech, networks.bias, value = number(bias))}</li></ul>
        <p class="formula__line">{say!(speech, networks.together, value = result)}</p>
    }
    .into_any()
}
