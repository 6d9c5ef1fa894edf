//! One unit: the pixels that it depends on, and the sum that it is.

use leptos::prelude::*;

use super::controls::Status;
use super::layer::number;
use super::state::use_networks;
use super::sums::{ChannelSum, Made, Tap, made};
use crate::draw::dilation::grid;
use crate::draw::maps::{MapScale, single};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, use_gallery};

/// Pixels along each side of the image, and between it and the map.
const SIDE: f64 = 32.0;
const GAP: f64 = 4.0;
/// Room around both, for fields that leave the image.
const ROOM: f64 = 5.0;
/// Input channels that are listed; the rest is added up.
const MOST_LISTED: usize = 4;
/// Products of a channel that are written out.
const MOST_TAPS: usize = 25;
/// Values of a window that are written out.
const MOST_VALUES: usize = 9;

/// The image with the unit's field, and its map with the unit.
#[component]
pub fn UnitFigure() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let gallery = use_gallery();
    let field = Memo::new(move |_| {
        let [_, row, column] = state.unit.get();
        state.plan.with(|plan| plan.field(&state.layer.get(), [row, column]))
    });
    let spoken = move || {
        let [channel, row, column] = state.unit.get();
        let (field, whole) = field.get();
        let layer = state.layer.get();
        if whole {
            return say!(
                speech,
                networks.unit_whole,
                layer = layer,
                channel = channel,
                row = row,
                column = column
            );
        }
        let span = |value: i64| value.to_string().replace('-', "−");
        say!(
            speech,
            networks.unit_picture,
            layer = layer,
            channel = channel,
            row = row,
            column = column,
            height = field.height.len(),
            width = field.width.len(),
            top = span(field.height.first),
            bottom = span(field.height.last),
            left = span(field.width.first),
            right = span(field.width.last),
        )
    };
    let box_of = move || {
        let (field, whole) = field.get();
        let (first, len) = if whole {
            ([0.0, 0.0], [SIDE, SIDE])
        } else {
            (
                [field.height.first as f64, field.width.first as f64],
                [field.height.len() as f64, field.width.len() as f64],
            )
        };
        view! { <rect class="maps__field" x=first[1].to_string() y=first[0].to_string() width=len[1].to_string() height=len[0].to_string() /> }
    };
    let map = move || {
        state.maps.with(|maps| {
            let [channel, row, column] = state.unit.get();
            let (values, [_, height, width]) = maps.as_ref()?.of(&state.layer.get())?;
            let one = values.chunks_exact(height * width).nth(channel)?;
            let left = SIDE + GAP;
            let (down, right) = (SIDE / height as f64, SIDE / width as f64);
            Some(view! {
                <image class="maps__large" href=single(one, width, MapScale::of(values)) x=left.to_string() y="0" width=SIDE.to_string() height=SIDE.to_string() preserveAspectRatio="none" />
                <rect class="maps__unit maps__unit--thin" x=(left + column as f64 * right).to_string() y=(row as f64 * down).to_string() width=right.to_string() height=down.to_string() />
            })
        })
    };
    let picture = move || gallery.picture().map(|picture| picture.address());
    let view_box = format!(
        "{} {} {} {}",
        -ROOM,
        -ROOM,
        2.0 * SIDE + GAP + 2.0 * ROOM,
        SIDE + 2.0 * ROOM
    );
    view! {
        <FigureFrame id="network-unit" title=Signal::derive(tr!(speech, networks.unit_figure)) aid=Signal::derive(tr!(speech, networks.unit_aid))>
            <svg class="maps maps--unit" viewBox=view_box role="img" aria-label=spoken data-testid="unit">
                {move || picture().map(|address| view! { <image class="maps__large" href=address x="0" y="0" width="32" height="32" /> })}
                <path class="maps__grid" d=grid(0, 32, 4) />
                {box_of}
                {map}
            </svg>
            <p class="networks__reading" aria-live="polite" data-testid="unit-reading">{spoken}</p>
            <Status />
        </FigureFrame>
    }
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
    let found = move || {
        let (name, unit) = (state.layer.get(), state.unit.get());
        state.maps.with(|maps| {
            let maps = maps.as_ref()?;
            let value = maps.at(&name, unit)?;
            let made = state
                .plan
                .with(|plan| state.weights.with(|weights| made(plan, maps, weights, &name, unit)));
            Some((made, f64::from(value)))
        })
    };
    view! {
        <div class="formula" data-testid="formula">
            {move || match found() {
                None | Some((None, _)) => view! { <p class="note">{tr!(speech, networks.waits)}</p> }.into_any(),
                Some((Some(Made::Copied(layer, [channel, row, column])), value)) => {
                    let to = layer.clone();
                    view! {
                        <p class="formula__line">{number(value)}</p>
                        <p>{say!(speech, networks.copied, layer = layer, channel = channel, row = row, column = column)}</p>
                        <p><button type="button" class="button" on:click=move |_| {
                            state.look_at(&to);
                            state.look_at_unit([channel, row, column]);
                        }>{tr!(speech, networks.go_there)}</button></p>
                    }.into_any()
                }
                Some((Some(made), value)) => lines(speech, &made, value),
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
