//! The sum that a unit is, with its numbers.

use std::sync::Arc;

use leptos::prelude::*;

use super::chain::{Link, chain};
use super::layer::number;
use super::state::{Networks, use_networks};
use super::sums::{ChannelSum, Made, Tap, weights_of};
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
    /// The number, how it comes about where that can be written, and what lies below until the first sum.
    Here(Vec<Link>, f64),
}

/// A number inside a sum or a product: a negative one in brackets.
fn inner(value: f64) -> String {
    let text = number(value);
    if text.starts_with('−') {
        format!("({text})")
    } else {
        text
    }
}

fn product(tap: &Tap) -> String {
    format!("{}·{}", inner(tap.weight), inner(tap.value))
}

fn listed(values: &[f64], between: &str, text: fn(f64) -> String) -> String {
    let shown: Vec<String> = values.iter().take(MOST_VALUES).map(|value| text(*value)).collect();
    let rest = if values.len() > MOST_VALUES {
        format!("{between}…")
    } else {
        String::new()
    };
    format!("{}{rest}", shown.join(between))
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
        let links = state.plan.with(|plan| chain(plan, &maps, &weights, &name, unit));
        Found::Here(links, value.into())
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
                Found::Here(links, value) if links.is_empty() => view! { <p class="formula__line">{number(value)}</p> }.into_any(),
                Found::Here(links, _) => {
                    let links = links.into_iter().enumerate();
                    links.map(|(depth, link)| part(speech, state, &link, depth > 0)).collect_view().into_any()
                }
            }}
        </div>
    }
}

/// How one unit comes about; below the first, with the unit's place.
fn part(speech: Speech, state: Networks, link: &Link, is_below: bool) -> AnyView {
    let [channel, row, column] = link.unit;
    let place = is_below.then(|| {
        let (layer, value) = (link.layer.clone(), number(link.value));
        view! {
            <p class="formula__below">{say!(speech, networks.this_is, value = value, layer = layer, channel = channel, row = row, column = column)}</p>
        }
    });
    let lines = match &link.made {
        Made::Copied(layer, unit) => {
            let ([channel, row, column], to, unit) = (*unit, layer.clone(), *unit);
            view! {
                <p class="formula__line">{number(link.value)}</p>
                <p>{say!(speech, networks.copied, layer = layer.clone(), channel = channel, row = row, column = column)}</p>
                <p><button type="button" class="button" on:click=move |_| state.look_into(&to, unit)>
                    {tr!(speech, networks.go_there)}</button></p>
            }
            .into_any()
        }
        made => {
            let reads = state.plan.with(|plan| plan.sources(&link.layer));
            lines(speech, made, link.value, reads.iter().all(String::is_empty))
        }
    };
    view! { {place} {lines} }.into_any()
}

fn lines(speech: Speech, made: &Made, value: f64, of_image: bool) -> AnyView {
    let result = number(made.value().unwrap_or(value));
    let line = |text: String| view! { <p class="formula__line">{text}</p> }.into_any();
    match made {
        Made::Weighted { channels, bias } => weighted(speech, channels, *bias, &result, of_image),
        Made::Largest(values) => line(format!("max({}) = {result}", listed(values, ", ", number))),
        Made::Mean(values, n) => line(format!("({}) / {n} = {result}", {
            let sum: f64 = values.iter().sum();
            if values.len() > MOST_VALUES {
                format!("Σ = {}", number(sum))
            } else {
                listed(values, " + ", inner)
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
            inner(*value),
            inner(*mean),
            number(*variance),
            inner(*scale),
            inner(*shift)
        )),
        Made::Added(values) => line(format!("{} = {result}", listed(values, " + ", inner))),
        Made::Multiplied(values) => line(format!("{} = {result}", listed(values, " · ", inner))),
        Made::Gated(below, gate) => line(format!("{} · {} = {result}", inner(*below), inner(*gate))),
        Made::Copied(..) => line(result),
    }
}

/// What a sum reads: a map, or a colour of the image.
fn source(speech: Speech, channel: usize, of_image: bool) -> String {
    match (of_image, channel) {
        (true, 0) => say!(speech, networks.red),
        (true, 1) => say!(speech, networks.green),
        (true, 2) => say!(speech, networks.blue),
        _ => say!(speech, networks.from_map, n = channel),
    }
}

/// The channels that add most, one written out, and the rest.
fn weighted(speech: Speech, channels: &[ChannelSum], bias: f64, result: &str, of_image: bool) -> AnyView {
    let n_products: usize = channels.iter().map(|channel| channel.taps.len()).sum();
    let mut order: Vec<&ChannelSum> = channels.iter().collect();
    order.sort_by(|a, b| b.sum().abs().total_cmp(&a.sum().abs()));
    let (first, rest) = order.split_at(order.len().min(MOST_LISTED));
    let rest_sum: f64 = rest.iter().map(|channel| channel.sum()).sum();
    let rows = first.iter().map(|channel| {
        let text: Vec<String> = channel.taps.iter().take(MOST_TAPS).map(product).collect();
        let more = if channel.taps.len() > MOST_TAPS { " + …" } else { "" };
        view! {
            <li><b>{source(speech, channel.channel, of_image)}</b> " "
                <span class="formula__taps">{format!("{}{more}", text.join(" + "))}</span> {format!(" = {}", number(channel.sum()))}</li>
        }
    });
    let more = (!rest.is_empty())
        .then(|| view! { <li>{say!(speech, networks.other_maps, n = rest.len(), sum = number(rest_sum))}</li> });
    view! {
        <p>{say!(speech, networks.products, n = n_products)}</p>
        {of_image.then(|| view! { <p class="note">{tr!(speech, networks.pixels_as)}</p> })}
        <ul class="formula__channels">{rows.collect_view()} {more} <li>{say!(speech, networks.bias, value = number(bias))}</li></ul>
        <p class="formula__line">{say!(speech, networks.together, value = result)}</p>
    }
    .into_any()
}
