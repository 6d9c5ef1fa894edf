//! The fourth step: one output channel is a sum over all input channels, worked out on a pixel of a real image.
//!
//! Long because the picture and its controls count with the same three planes, slices and sums.

use leptos::prelude::*;

use super::blocks::{Block, SignedLegend, fitted, is_pressed, moved, shares};
use super::choice::PlaneChoice;
use super::settings::{SIDE, Settings, WINDOW, use_settings};
use crate::draw::sliding::{bracketed, cell_at, read_block, weight_block, written};
use crate::draw::{raster, signed};
use crate::geometry::{Axes, Plane, Product, Window};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, NumberQuestion, PicturePicker, use_gallery};
use crate::ui::numbers::grouped;

/// The channels, with their letters.
const CHANNELS: [(PlaneChoice, &str); 3] = [
    (PlaneChoice::Red, "R"),
    (PlaneChoice::Green, "G"),
    (PlaneChoice::Blue, "B"),
];
/// Height of a channel's row, and side of a square of its blocks.
const ROW: f64 = 150.0;
const SQUARE: f64 = 42.0;
/// Widths of maps to choose from.
const WIDTHS: [usize; 9] = [1, 3, 8, 16, 32, 64, 128, 256, 512];

/// The three planes of the image; nothing until it has arrived.
fn planes() -> Memo<Option<[Plane; 3]>> {
    let gallery = use_gallery();
    Memo::new(move |_| {
        gallery
            .picture()
            .map(|picture| CHANNELS.map(|(choice, _)| choice.plane(&picture)))
    })
}

/// Window and weights of a channel's slice.
fn slice(settings: Settings, channel: usize) -> (Window, Vec<f64>) {
    let mix = settings.mix.get()[channel];
    if settings.is_pointwise.get() {
        (Window::POINT, vec![mix])
    } else {
        (WINDOW, settings.weights().iter().map(|weight| weight * mix).collect())
    }
}

/// What each channel reads and gives.
fn parts(settings: Settings, planes: Memo<Option<[Plane; 3]>>) -> [Vec<Product>; 3] {
    let (row, col) = settings.at();
    std::array::from_fn(|channel| {
        let (window, weights) = slice(settings, channel);
        planes.with(|planes| {
            let plane = planes.as_ref().map(|planes| &planes[channel]);
            plane.map_or_else(Vec::new, |plane| plane.products(&weights, window, Axes::new(row, col)))
        })
    })
}

fn sum(products: &[Product]) -> f64 {
    products.iter().map(Product::product).sum()
}

/// `1.5 + (−20) + 3 = −15.5`
fn sum_of_parts(parts: &[Vec<Product>; 3]) -> String {
    let sums = parts.each_ref().map(|products| sum(products));
    let terms = sums.map(|one| bracketed(one, 4)).join(" + ");
    format!("{terms} = {}", written(sums.iter().sum(), 4))
}

/// Three rows and their sum.
#[component]
pub fn ChannelsFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let planes = planes();
    let parts = Memo::new(move |_| parts(settings, planes));
    let map = Memo::new(move |_| {
        let maps = planes.with(|planes| {
            let planes = planes.as_ref()?;
            let one = |channel: usize| {
                let (window, weights) = slice(settings, channel);
                planes[channel].slid(&weights, window)
            };
            Some([one(0)?, one(1)?, one(2)?])
        })?;
        let [red, green, blue] = maps;
        Some(red.mixed(1.0, &green, 1.0).mixed(1.0, &blue, 1.0))
    });
    let most = Memo::new(move |_| map.with(|map| map.as_ref().map_or(0.0, Plane::most)));
    let line = move || parts.with(sum_of_parts);
    let spoken = move || {
        let (row, col) = settings.at();
        say!(speech, kernels.channels_picture, row = row, col = col, sum = line())
    };
    let press = move |event: &leptos::ev::PointerEvent| {
        if let Some((x, y)) = shares(event).filter(|_| is_pressed(event)) {
            settings.hold(cell_at(x, y, SIDE));
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        if let Some((row, col)) = moved(&event, untrack(move || settings.at()), SIDE) {
            settings.hold(row * SIDE + col);
        }
    };
    let row = move |channel: usize| {
        let top = 24.0 + channel as f64 * ROW;
        let products = move || parts.with(|parts| parts[channel].clone());
        let kernel = move || if settings.is_pointwise.get() { 1 } else { 3 };
        let image = move || {
            let tinted = |value: &f64| std::array::from_fn(|one| if one == channel { *value as u8 } else { 0 });
            planes.with(|planes| {
                planes
                    .as_ref()
                    .map(|planes| raster::address(SIDE, planes[channel].values.iter().map(tinted)))
            })
        };
        let around = move || (kernel() as f64 - 1.0) / 2.0;
        // A single number stands in the middle of the place of nine.
        let shifted = move || {
            if settings.is_pointwise.get() {
                format!("translate({SQUARE} {SQUARE})")
            } else {
                String::new()
            }
        };
        view! {
            <g transform=format!("translate(0 {top})")>
                <text class="maps__name" x="0" y="-6">{CHANNELS[channel].1}</text>
                <g transform="scale(4)">
                    {move || image().map(|image| view! { <image class="maps__image" href=image width="32" height="32" /> })}
                    <rect class="maps__kernel maps__kernel--thin" x=move || (settings.at().1 as f64 - around()).to_string()
                        y=move || (settings.at().0 as f64 - around()).to_string()
                        width=move || kernel().to_string() height=move || kernel().to_string() />
                    <rect class="maps__press" width="32" height="32"
                        on:pointerdown=move |event| press(&event) on:pointermove=move |event| press(&event) />
                </g>
                <g transform=shifted><Block cells=Signal::derive(move || read_block(&products(), kernel())) x=146.0 y=0.0 square=SQUARE /></g>
                <text class="maps__sign" x="289" y="72">"×"</text>
                <g transform=shifted><Block cells=Signal::derive(move || weight_block(&products(), kernel())) x=306.0 y=0.0 square=SQUARE /></g>
                <text class="maps__sign" x="449" y="72">"="</text>
                <rect class="maps__sum maps__sum--part" x="464" y="41" width="104" height="44" />
                <text class="maps__sum-number" x="516" y="71" style=move || fitted(&written(sum(&products()), 4))>{move || written(sum(&products()), 4)}</text>
            </g>
        }
    };
    view! {
        <FigureFrame id="channels" title=Signal::derive(tr!(speech, kernels.channels_figure)) aid=Signal::derive(tr!(speech, kernels.channels_aid))>
            <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, kernels.slide_2) on:keydown=key>
                <svg class="maps__svg maps__svg--wide" viewBox="0 0 740 466" role="img" aria-label=spoken>
                    {(0..3).map(row).collect_view()}
                    <text class="maps__sign" x="583" y="99">"+"</text>
                    <text class="maps__sign" x="583" y="249">"+"</text>
                    <text class="maps__sign" x="583" y="399">"="</text>
                    <text class="maps__name" x="604" y="100">{tr!(speech, kernels.output_map)}</text>
                    <g transform="translate(604 110) scale(4)">
                        {move || map.with(|map| map.as_ref().map(|map| view! {
                            <image class="maps__image" href=signed::address(map, most.get()) width="32" height="32" />
                        }))}
                        <rect class="maps__unit maps__unit--thick" x=move || settings.at().1.to_string() y=move || settings.at().0.to_string() width="1" height="1" />
                    </g>
                    <SignedLegend id="legend-channels" most=most x=560.0 y=248.0 width=216.0 />
                    <rect class="maps__sum" x="604" y="365" width="128" height="44" />
                    <text class="maps__sum-number" x="668" y="395">{move || parts.with(|parts| written(parts.iter().map(|one| sum(one)).sum(), 4))}</text>
                </svg>
            </div>
            <p class="maps__reading" data-testid="channel-sum" aria-live="polite">{move || say!(speech, kernels.total, sum = line())}</p>
        </FigureFrame>
    }
}

/// Words, controls and the question of the step.
#[component]
pub fn ChannelsWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    settings.plays.set(false);
    let mix = move |channel: usize| {
        let weight = move || settings.mix.get()[channel];
        view! {
            <label class="field">
                <span class="field__label">{tr!(speech, kernels.mix, name = CHANNELS[channel].1, weight = written(weight(), 2))}</span>
                <input class="range" type="range" min="-4" max="4" data-testid=format!("mix-{channel}") prop:value=move || (weight() * 4.0).to_string()
                    on:input=move |event| {
                        let quarters = event_target_value(&event).parse().unwrap_or(0.0f64);
                        settings.mix.update(|mix| mix[channel] = quarters / 4.0);
                    } />
            </label>
        }
    };
    let width = move |idx: usize| {
        let value = settings.widths[idx];
        let place = move || WIDTHS.iter().position(|one| *one >= value.get()).unwrap_or(0);
        let label = move || {
            if idx == 0 {
                say!(speech, kernels.below, n = value.get())
            } else {
                say!(speech, kernels.above, n = value.get())
            }
        };
        view! {
            <label class="field">
                <span class="field__label">{label}</span>
                <input class="range" type="range" min="0" max=(WIDTHS.len() - 1).to_string() data-testid=format!("channels-{idx}")
                    prop:value=move || place().to_string()
                    on:input=move |event| {
                        let at: usize = event_target_value(&event).parse().unwrap_or(0);
                        value.set(WIDTHS[at.min(WIDTHS.len() - 1)]);
                    } />
            </label>
        }
    };
    let widths = move || settings.widths.map(|width| width.get());
    let formula = move || {
        let [below, above] = widths();
        say!(
            speech,
            kernels.channels_formula,
            below = below,
            above = above,
            n = grouped((9 * below * above) as u64)
        )
    };
    let ask = move || {
        let [below, above] = widths();
        say!(speech, kernels.ask_weights, below = below, above = above)
    };
    let explain = move || {
        let [below, above] = widths();
        say!(
            speech,
            kernels.explain_weights,
            below = below,
            above = above,
            n = grouped((below * above) as u64)
        )
    };
    let answer = move || {
        let [below, above] = widths();
        (below * above) as i64
    };
    let mode = move |is_pointwise: bool, label: Signal<String>| {
        view! {
            <button type="button" class="segments__one" data-testid=if is_pointwise { "mode-1x1" } else { "mode-3x3" }
                aria-pressed=move || (settings.is_pointwise.get() == is_pointwise).to_string()
                on:click=move |_| settings.is_pointwise.set(is_pointwise)>{label}</button>
        }
    };
    view! {
        <p>{tr!(speech, kernels.channels_1)}</p>
        <p>{tr!(speech, kernels.channels_2)}</p>
        <div class="rates">{(0..3).map(mix).collect_view()}</div>
        <div class="field">
            <span class="field__label">{tr!(speech, kernels.mode)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, kernels.mode)>
                {mode(false, Signal::derive(tr!(speech, kernels.mode_3x3)))}
                {mode(true, Signal::derive(tr!(speech, kernels.mode_1x1)))}
            </div>
        </div>
        <p>{tr!(speech, kernels.pointwise_note)}</p>
        <p>{tr!(speech, kernels.channels_count)}</p>
        {width(0)} {width(1)}
        <p class="sum-line" data-testid="channel-weights">{formula}</p>
        <NumberQuestion id="weights" ask=Signal::derive(ask) answer=Signal::derive(answer) explain=Signal::derive(explain) />
        <PicturePicker />
    }
}
