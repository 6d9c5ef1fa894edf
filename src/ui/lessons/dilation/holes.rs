//! The first step: one kernel, its holes, what it spans, and the padding that keeps the size.

use leptos::prelude::*;

use super::settings::{MAX_RATE, use_settings};
use crate::draw::dilation::{Taps, cells, grid, window};
use crate::geometry::{Axes, Op, Shape, Window, cost};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, NumberQuestion, PicturePicker, Player, use_gallery};
use crate::ui::numbers;

/// Pixels along each side of the image.
const SIDE: i64 = 32;
/// Row and column of the output pixel whose taps are shown.
const UNIT: i64 = SIDE / 2;
/// Maps that the tutorial's second convolution reads and writes, and cells along each side of the map it reads.
const TUTORIAL: (usize, usize, usize) = (16, 32, 16);

/// The kernel on the image.
#[component]
pub fn HolesFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let gallery = use_gallery();
    let now = move || window(settings.kernel.get(), settings.rate());
    let taps = Memo::new(move |_| Taps::new(now(), UNIT));
    let spoken = move || {
        let (k, window) = (settings.kernel.get(), now());
        let extent = window.extent();
        say!(
            speech,
            dilation.holes_picture,
            k = k,
            k2 = k,
            d = window.dilation,
            n = k * k,
            extent = extent,
            extent2 = extent,
        )
    };
    let span = move || taps.with(|taps| taps.span);
    let outside_note = move || {
        let (n, total) = taps.with(|taps| (taps.n_outside(SIDE), taps.places.len()));
        (n > 0).then(|| say!(speech, dilation.holes_outside, n = n, total = total))
    };
    view! {
        <FigureFrame id="dilation-holes" title=Signal::derive(tr!(speech, dilation.holes_figure)) aid=Signal::derive(tr!(speech, dilation.holes_aid))>
            <svg class="holes" viewBox="-1.5 -1.5 35 35" role="img" aria-label=spoken>
                <rect class="holes__padding" x="-1" y="-1" width="34" height="34" />
                {move || gallery.picture().map(|picture| view! {
                    <image class="holes__image" href=picture.address() x="0" y="0" width=SIDE.to_string() height=SIDE.to_string() />
                })}
                <path class="holes__grid" d=grid(0, SIDE, 1) />
                <rect class="holes__span" x=move || span().first.to_string() y=move || span().first.to_string()
                    width=move || span().len().to_string() height=move || span().len().to_string() />
                <path class="holes__tap" d=move || taps.with(|taps| cells(taps.places.iter().copied(), 0.08)) />
                <path class="holes__unit" d=cells([(UNIT, UNIT)], -0.08) />
            </svg>
            <p class="holes__reading">
                <Effective window=Signal::derive(now) /> " " {outside_note}
            </p>
        </FigureFrame>
        <Player at=settings.rate_idx n_states=MAX_RATE plays=settings.plays />
    }
}

/// d · (k − 1) + 1, with its numbers.
#[component]
fn Effective(window: Signal<Window>) -> impl IntoView {
    view! {
        <math class="sum-line">
            <mrow>
                <mn>{move || window.get().dilation}</mn><mo>"·"</mo>
                <mo>"("</mo><mn>{move || window.get().kernel}</mn><mo>"−"</mo><mn>"1"</mn><mo>")"</mo>
                <mo>"+"</mo><mn>"1"</mn><mo>"="</mo><mn>{move || window.get().extent()}</mn>
            </mrow>
        </math>
    }
}

/// Words, controls and the question of the step.
#[component]
pub fn HolesWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let now = move || window(settings.kernel.get(), settings.rate());
    let weights = move || {
        let k = settings.kernel.get();
        say!(speech, dilation.holes_weights, k = k, k2 = k, n = k * k)
    };
    let ask = move || {
        let k = settings.kernel.get();
        say!(speech, dilation.ask_padding, k = k, k2 = k, d = settings.rate())
    };
    let explain = move || {
        let window = now();
        let extent = window.extent();
        let out = window.output_len(SIDE as usize).unwrap_or(0);
        say!(
            speech,
            dilation.explain_padding,
            extent = extent,
            lost = extent - 1,
            padding = window.padding,
            out = out,
        )
    };
    view! {
        <p>{tr!(speech, dilation.holes_1)}</p>
        <label class="field">
            <span class="field__label">{tr!(speech, dilation.rate)} " = " <b>{move || settings.rate()}</b></span>
            <input class="range" type="range" min="1" max=MAX_RATE.to_string() data-testid="rate"
                prop:value=move || settings.rate().to_string()
                on:input=move |event| settings.hold(event_target_value(&event).parse().unwrap_or(1)) />
        </label>
        <div class="field">
            <span class="field__label">{tr!(speech, dilation.kernel)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, dilation.kernel)>
                {[3usize, 5].map(|k| view! {
                    <button type="button" class="segments__one" aria-pressed=move || (settings.kernel.get() == k).to_string()
                        on:click=move |_| settings.kernel.set(k)>{tr!(speech, dilation.kernel_size, k = k, k2 = k)}</button>
                }).collect_view()}
            </div>
        </div>
        <p>{tr!(speech, dilation.holes_2)} " " <Effective window=Signal::derive(now) /></p>
        <p>{weights}</p>
        // The rate stands still while the learner thinks.
        <div on:focusin=move |_| settings.plays.set(false)>
            <NumberQuestion id="padding" ask=Signal::derive(ask) answer=Signal::derive(move || now().padding as i64)
                explain=Signal::derive(explain) />
        </div>
        <TutorialLayer />
        <PicturePicker />
    }
}

/// The tutorial's dilated convolution, and why its size stays.
#[component]
fn TutorialLayer() -> impl IntoView {
    let speech = use_speech();
    let (below, above, n) = TUTORIAL;
    let window = window(3, 2);
    let op = Op::Conv {
        window: Axes::both(window),
        channels: above,
        groups: 1,
        bias: true,
    };
    let parameters = cost::parameters(op, Shape::new(below, n, n));
    let out = window.output_len(n).unwrap_or(0);
    let extent = window.extent();
    view! {
        <h3>{tr!(speech, dilation.tutorial)}</h3>
        <p>{tr!(speech, dilation.tutorial_1, n = n, n2 = n)}</p>
        <math class="formula" display="block">
            <mrow>
                <mo>"⌊"</mo>
                <mfrac>
                    <mrow>
                        <mn>{n}</mn><mo>"+"</mo><mn>"2"</mn><mo>"·"</mo><mn>{window.padding}</mn><mo>"−"</mo>
                        <mn>{window.dilation}</mn><mo>"·"</mo><mo>"("</mo><mn>{window.kernel}</mn><mo>"−"</mo><mn>"1"</mn><mo>")"</mo>
                        <mo>"−"</mo><mn>"1"</mn>
                    </mrow>
                    <mn>{window.stride}</mn>
                </mfrac>
                <mo>"⌋"</mo><mo>"+"</mo><mn>"1"</mn><mo>"="</mo><mn>{out}</mn>
            </mrow>
        </math>
        <p>{tr!(speech, dilation.tutorial_2, extent = extent, parameters = numbers::grouped(parameters as u64))}</p>
    }
}
