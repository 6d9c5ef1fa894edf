//! The second step: three dilated layers, and which pixels their middle unit reads.

use leptos::prelude::*;

use super::settings::{MAX_RATE, use_settings};
use crate::draw::dilation::{Sampling, fields, grid};
use crate::draw::heat;
use crate::spec::{ConvSpec, InputSpec, LayerSpec, NetworkSpec, OpSpec};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, NetworkCode, NumberQuestion};
use crate::ui::numbers;

/// Taps of every layer along each axis.
const KERNEL: usize = 3;
/// Channels of the layers, where they are written as code.
const CHANNELS: usize = 16;
/// Stacks to begin with.
const PRESETS: [[usize; 3]; 6] = [[1, 1, 1], [2, 2, 2], [4, 4, 4], [1, 2, 4], [1, 2, 5], [2, 4, 8]];
/// The picture is never fewer cells wide, so that small fields look small.
const LEAST_CELLS: usize = 19;
/// Up to this many cells a side there is room for the numbers.
const MOST_WITH_NUMBERS: usize = 19;

/// The three layers as a network for the images of the lab: as many channels as a small one has, sizes kept.
fn network_of(rates: [usize; 3]) -> NetworkSpec {
    let layer = |(idx, rate): (usize, &usize)| {
        let conv = ConvSpec::square(CHANNELS, KERNEL).dilation(*rate).padding(*rate);
        let number = idx + 1;
        [
            LayerSpec::new(format!("conv{number}"), OpSpec::Conv(conv)),
            LayerSpec::new(format!("relu{number}"), OpSpec::Relu),
        ]
    };
    NetworkSpec {
        input: InputSpec::CIFAR10,
        layers: rates.iter().enumerate().flat_map(layer).collect(),
    }
}

fn dashed(rates: [usize; 3]) -> String {
    rates.map(|rate| rate.to_string()).join("-")
}

/// The sampling pattern.
#[component]
pub fn StackFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let sampling = Memo::new(move |_| Sampling::new(KERNEL, &settings.rates.get()));
    let most = move || sampling.with(|sampling| sampling.most().to_string());
    let spoken = move || {
        let [a, b, c] = settings.rates.get();
        sampling.with(|sampling| {
            let middle = sampling.side / 2;
            let row = (0..sampling.side).map(|col| sampling.counts.at(middle, col).to_string());
            say!(
                speech,
                dilation.stack_picture,
                a = a,
                b = b,
                c = c,
                side = sampling.side,
                side2 = sampling.side,
                touched = sampling.counts.n_touched(),
                most = sampling.most(),
                row = row.collect::<Vec<_>>().join(" "),
            )
        })
    };
    let aid = move || say!(speech, dilation.stack_aid, most = most());
    view! {
        <FigureFrame id="dilation-stack" title=Signal::derive(tr!(speech, dilation.stack_figure)) aid=Signal::derive(aid)>
            {move || sampling.with(|sampling| view! { <svg class="sampling" viewBox=frame_of(sampling.side) role="img" aria-label=spoken>
                {shapes(sampling)}
            </svg> })}
            <p class="legend">
                <span>{tr!(speech, dilation.legend_few)}</span>
                <span class="legend__scale" aria-hidden="true"></span>
                <span>{move || say!(speech, dilation.legend_many, n = most())}</span>
            </p>
            <Reading sampling=sampling />
        </FigureFrame>
    }
}

/// The view box around a field of `side` cells.
fn frame_of(side: usize) -> String {
    let n = LEAST_CELLS.max(side + 2);
    let first = (side as f64 - n as f64) / 2.0;
    format!("{first} {first} {n} {n}")
}

/// Grid, cells by number of paths, the field around them, and the numbers where there is room.
fn shapes(sampling: &Sampling) -> impl IntoView + use<> {
    let (side, most) = (sampling.side, sampling.most());
    let margin = (LEAST_CELLS.max(side + 2) - side).div_ceil(2) as i64;
    // Logarithms, because paths pile up in the middle: 1 has the lowest colour, the most frequent number the highest.
    let colour = move |count: f64| heat::viridis(if most > 1.0 { count.ln() / most.ln() } else { 1.0 });
    let levels = sampling.levels().into_iter().map(move |(count, path)| {
        let [red, green, blue] = colour(count);
        view! { <path class="sampling__level" d=path fill=format!("rgb({red} {green} {blue})") /> }
    });
    let levels = levels.collect_view();
    let has_numbers = side + 2 <= MOST_WITH_NUMBERS;
    let texts = (0..side * side).filter(|_| has_numbers).filter_map(|idx| {
        let (row, col) = (idx / side, idx % side);
        let count = sampling.counts.at(row, col);
        let ink = if heat::wants_dark_text(colour(count)) { "#000000" } else { "#ffffff" };
        (count > 0.0).then(|| {
            view! {
                <text class="sampling__count" x=(col as f64 + 0.5).to_string() y=(row as f64 + 0.66).to_string() fill=ink>
                    {count.to_string()}
                </text>
            }
        })
    });
    let texts = texts.collect_view();
    view! {
        <path class="sampling__grid" d=grid(-margin, side as i64 + margin, 1) />
        {levels}
        <rect class="sampling__field" x="0" y="0" width=side.to_string() height=side.to_string() />
        {texts}
    }
}

/// Field and share in words.
#[component]
fn Reading(sampling: Memo<Sampling>) -> impl IntoView {
    let speech = use_speech();
    let reading = move || {
        sampling.with(|sampling| {
            say!(
                speech,
                dilation.stack_reading,
                side = sampling.side,
                side2 = sampling.side,
                touched = sampling.counts.n_touched(),
                total = sampling.side * sampling.side,
                percent = numbers::percent(sampling.share() as f32),
            )
        })
    };
    view! { <p class="sampling__reading" data-testid="sampling" aria-live="polite">{reading}</p> }
}

/// Words, controls and the question of the step.
#[component]
pub fn StackWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let sampling = Memo::new(move |_| Sampling::new(KERNEL, &settings.rates.get()));
    let sum = move || {
        let rates = settings.rates.get();
        let terms = rates.map(|rate| format!("{rate}·({KERNEL} − 1)")).join(" + ");
        let side = fields(KERNEL, rates).last().copied().unwrap_or(1);
        format!("1 + {terms} = {side}")
    };
    let ask = move || {
        let [a, b, c] = settings.rates.get();
        say!(speech, dilation.ask_row, a = a, b = b, c = c)
    };
    let answer = move || sampling.with(|sampling| sampling.n_in_row() as i64);
    let explain = move || {
        sampling.with(|sampling| {
            let n = sampling.n_in_row();
            say!(
                speech,
                dilation.explain_row,
                n = n,
                n2 = n,
                n3 = n,
                side = sampling.side,
                touched = sampling.counts.n_touched(),
                total = sampling.side * sampling.side,
                percent = numbers::percent(sampling.share() as f32),
            )
        })
    };
    let slider = |idx: usize| {
        view! {
            <label class="field">
                <span class="field__label">
                    {tr!(speech, dilation.stack_rate, n = idx + 1, d = settings.rates.get()[idx])}
                </span>
                <input class="range" type="range" min="1" max=MAX_RATE.to_string() data-testid=format!("rate-{}", idx + 1)
                    prop:value=move || settings.rates.get()[idx].to_string()
                    on:input=move |event| {
                        let rate = event_target_value(&event).parse().unwrap_or(1usize).clamp(1, MAX_RATE);
                        settings.rates.update(|rates| rates[idx] = rate);
                    } />
            </label>
        }
    };
    view! {
        <p>{tr!(speech, dilation.stack_1)}</p>
        <div class="field">
            <span class="field__label">{tr!(speech, dilation.stack_presets)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, dilation.stack_presets)>
                {PRESETS.map(|rates| view! {
                    <button type="button" class="segments__one" aria-pressed=move || (settings.rates.get() == rates).to_string()
                        on:click=move |_| settings.rates.set(rates)>{dashed(rates)}</button>
                }).collect_view()}
            </div>
        </div>
        <div class="rates">{[0usize, 1, 2].map(slider).collect_view()}</div>
        <p>{tr!(speech, dilation.stack_sum)} " " <span class="sum-line">{sum}</span></p>
        <NumberQuestion id="row" ask=Signal::derive(ask) answer=Signal::derive(answer) explain=Signal::derive(explain) />
        <p>{tr!(speech, dilation.stack_2)}</p>
        <NetworkCode network=Signal::derive(move || Some(network_of(settings.rates.get()))) />
    }
}
