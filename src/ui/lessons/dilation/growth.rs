//! The third step: fields of a constant rate and of doubling rates, layer by layer.

use leptos::prelude::*;

use super::settings::use_settings;
use crate::draw::dilation::{bar, doubling, fields, n_layers_until};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, NumberQuestion};

/// Taps of every layer along each axis.
const KERNEL: usize = 3;
/// Width of the drawing and of its longest bar, height of a bar, of a layer, and left edge of the bars, in its own units.
const WIDTH: f64 = 480.0;
const LONGEST: f64 = 350.0;
const BAR: f64 = 18.0;
const LAYER: f64 = 50.0;
const LEFT: f64 = 60.0;

fn listed(sizes: &[usize]) -> String {
    sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(" → ")
}

/// Bars of both, layer by layer.
#[component]
pub fn GrowthFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let is_log = RwSignal::new(false);
    let straight = Memo::new(move |_| {
        fields(
            KERNEL,
            std::iter::repeat_n(settings.constant.get(), settings.n_layers.get()),
        )
    });
    let doubled = Memo::new(move |_| fields(KERNEL, doubling(settings.n_layers.get())));
    let spoken = move || {
        let (linear, doubling) = (
            straight.with(|sizes| listed(sizes)),
            doubled.with(|sizes| listed(sizes)),
        );
        say!(
            speech,
            dilation.growth_picture,
            d = settings.constant.get(),
            linear = linear,
            doubling = doubling,
        )
    };
    let bars = move || {
        let (straight, doubled) = (straight.get(), doubled.get());
        let largest = straight.iter().chain(&doubled).copied().max().unwrap_or(1);
        let one = |top: f64, value: usize, class: &'static str| {
            let length = (bar(value, largest, is_log.get()) * LONGEST).max(1.0);
            view! {
                <rect class=class x=LEFT.to_string() y=top.to_string() width=format!("{length:.1}") height=BAR.to_string() />
                <text class="bars__value" x=format!("{:.1}", LEFT + length + 6.0) y=(top + 14.0).to_string()>{value}</text>
            }
        };
        let layers = straight.into_iter().zip(doubled).enumerate().map(|(idx, (straight, doubled))| {
            let top = 6.0 + idx as f64 * LAYER;
            view! {
                <text class="bars__layer" x=(LEFT - 10.0).to_string() y=(top + BAR + 5.0).to_string()>{idx + 1}</text>
                {one(top, straight, "bars__straight")}
                {one(top + BAR + 2.0, doubled, "bars__doubled")}
            }
        });
        layers.collect_view()
    };
    let height = move || settings.n_layers.get() as f64 * LAYER + 6.0;
    view! {
        <FigureFrame id="dilation-growth" title=Signal::derive(tr!(speech, dilation.growth_figure)) aid=Signal::derive(tr!(speech, dilation.growth_aid))>
            <svg class="bars" viewBox=move || format!("0 0 {WIDTH} {}", height()) role="img" aria-label=spoken>
                <defs>
                    <pattern id="bars-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="bars__hatch" width="6" height="6" /><path class="bars__stroke" d="M0 0V6" />
                    </pattern>
                </defs>
                {bars}
            </svg>
            <p class="bars__keys">
                <span class="bars__key"><span class="bars__mark bars__mark--straight" aria-hidden="true"></span>
                    {move || say!(speech, dilation.growth_linear, d = settings.constant.get())}</span>
                <span class="bars__key"><span class="bars__mark bars__mark--doubled" aria-hidden="true"></span>
                    {tr!(speech, dilation.growth_doubling)}</span>
            </p>
        </FigureFrame>
        <div class="segments" role="group" aria-label=tr!(speech, dilation.growth_scale)>
            <button type="button" class="segments__one" aria-pressed=move || (!is_log.get()).to_string()
                on:click=move |_| is_log.set(false)>{tr!(speech, dilation.growth_straight)}</button>
            <button type="button" class="segments__one" aria-pressed=move || is_log.get().to_string()
                on:click=move |_| is_log.set(true)>{tr!(speech, dilation.growth_log)}</button>
        </div>
    }
}

/// Words, controls and the question of the step.
#[component]
pub fn GrowthWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let constant = move |n: usize| {
        fields(KERNEL, std::iter::repeat_n(settings.constant.get(), n))
            .last()
            .copied()
            .unwrap_or(1)
    };
    let doubled = move || {
        fields(KERNEL, doubling(settings.n_layers.get()))
            .last()
            .copied()
            .unwrap_or(1)
    };
    let formula = move || {
        let (n, d) = (settings.n_layers.get(), settings.constant.get());
        say!(
            speech,
            dilation.growth_formula,
            n = n,
            n2 = n,
            n3 = n,
            d = d,
            d2 = d,
            linear = constant(n),
            doubled = doubled(),
        )
    };
    let needed = move || n_layers_until(KERNEL, settings.constant.get(), doubled());
    let ask = move || {
        let (n, d) = (settings.n_layers.get(), settings.constant.get());
        say!(speech, dilation.ask_layers, n = n, side = doubled(), d = d)
    };
    let explain = move || {
        let m = needed();
        say!(
            speech,
            dilation.explain_layers,
            d = settings.constant.get(),
            m = m,
            reached = constant(m),
            short = constant(m - 1),
        )
    };
    let slider = move |label: Signal<String>, value: RwSignal<usize>, id: &'static str| {
        view! {
            <label class="field">
                <span class="field__label">{label} " = " <b>{move || value.get()}</b></span>
                <input class="range" type="range" min="1" max="8" data-testid=id prop:value=move || value.get().to_string()
                    on:input=move |event| value.set(event_target_value(&event).parse().unwrap_or(1usize).clamp(1, 8)) />
            </label>
        }
    };
    view! {
        <p>{tr!(speech, dilation.growth_1)}</p>
        {slider(Signal::derive(tr!(speech, dilation.growth_layers)), settings.n_layers, "layers")}
        {slider(Signal::derive(tr!(speech, dilation.growth_rate)), settings.constant, "constant")}
        <p>{formula}</p>
        <p>{tr!(speech, dilation.growth_2)}</p>
        <NumberQuestion id="layers" ask=Signal::derive(ask) answer=Signal::derive(move || needed() as i64) explain=Signal::derive(explain) />
    }
}
