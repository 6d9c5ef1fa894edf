//! The second step: the whole map, with stride, padding and dilation, and the formula of its size.

use leptos::prelude::*;

use super::blocks::{SignedLegend, is_pressed, moved, shares};
use super::settings::{SIDE, Settings, use_settings};
use super::slide::KernelPicker;
use crate::draw::dilation::cells;
use crate::draw::signed;
use crate::draw::sliding::{cell_at, written};
use crate::geometry::{Axes, Plane, Window};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, NumberQuestion, PicturePicker};

/// Padding that there is room for, on each side.
const ROOM: usize = 2;

fn output(settings: Settings) -> Option<Plane> {
    let weights = settings.weights();
    let window = settings.map_window();
    settings.plane.with(|plane| plane.as_ref()?.slid(&weights, window))
}

fn side(window: Window) -> usize {
    window.output_len(SIDE).unwrap_or(1)
}

/// The cell that is looked at, where there is one.
fn unit(settings: Settings) -> (usize, usize) {
    let last = side(settings.map_window()) - 1;
    let (row, col) = settings.unit.get();
    (row.min(last), col.min(last))
}

/// Image and map.
#[component]
pub fn MapFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let map = Memo::new(move |_| output(settings));
    let most = Memo::new(move |_| map.with(|map| map.as_ref().map_or(0.0, Plane::most)));
    let n = move || side(settings.map_window());
    let value = move || {
        let (row, col) = unit(settings);
        let place = Axes::new(row as i64, col as i64);
        map.with(|map| map.as_ref().and_then(|map| map.at(place)).unwrap_or(0.0))
    };
    let range = move || {
        let (low, high) = map.with(|map| map.as_ref().map_or((0.0, 0.0), Plane::range));
        (written(low, 2), written(high, 2))
    };
    let spoken = move || {
        let ((row, col), (low, high)) = (unit(settings), range());
        say!(
            speech,
            kernels.map_picture,
            side = n(),
            low = low,
            high = high,
            row = row,
            col = col,
            value = written(value(), 4)
        )
    };
    let reading = move || {
        let ((row, col), (low, high)) = (unit(settings), range());
        say!(
            speech,
            kernels.map_reading,
            side = n(),
            low = low,
            high = high,
            row = row,
            col = col,
            value = written(value(), 4)
        )
    };
    let taps = move || {
        let (row, col) = unit(settings);
        let window = settings.map_window();
        let none = Plane::new(SIDE, SIDE, |_, _| 0.0);
        let products = none.products(&[0.0; 9], window, Axes::new(row, col));
        cells(
            products
                .iter()
                .map(|product| (product.place.height, product.place.width)),
            0.0,
        )
    };
    let press = move |event: &leptos::ev::PointerEvent| {
        if let Some((x, y)) = shares(event).filter(|_| is_pressed(event)) {
            let n = untrack(n);
            let cell = cell_at(x, y, n);
            settings.unit.set((cell / n, cell % n));
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        if let Some(to) = moved(&event, untrack(move || unit(settings)), untrack(n)) {
            settings.unit.set(to);
        }
    };
    let padding = move || settings.window[1].get() as f64;
    let ring = move || (SIDE as f64 + 2.0 * padding()).to_string();
    view! {
        <FigureFrame id="feature-map" title=Signal::derive(tr!(speech, kernels.map_figure)) aid=Signal::derive(tr!(speech, kernels.map_aid))>
            <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, kernels.map_2) data-testid="map" on:keydown=key>
                <svg class="maps__svg maps__svg--low" viewBox="0 0 720 400" role="img" aria-label=spoken>
                    <text class="maps__name" x="10" y="16">{move || format!("{SIDE} × {SIDE}, p = {}", settings.window[1].get())}</text>
                    <text class="maps__name" x="390" y="16">{move || format!("{0} × {0}", n())}</text>
                    <g transform=format!("translate({0} {1}) scale({2})", 8.0 + 9.4 * ROOM as f64, 24.0 + 9.4 * ROOM as f64, 9.4)>
                        <rect class="maps__padding" x=move || (-padding()).to_string() y=move || (-padding()).to_string() width=ring height=ring />
                        {move || settings.plane.with(|plane| plane.as_ref().map(|plane| view! {
                            <image class="maps__image" href=signed::grey(plane) width="32" height="32" />
                        }))}
                        <path class="maps__taps" d=taps />
                    </g>
                    <g transform=move || format!("translate(390 34) scale({})", 320.0 / n() as f64)>
                        {move || map.with(|map| map.as_ref().map(|map| view! {
                            <image class="maps__image" href=signed::address(map, most.get()) width=n().to_string() height=n().to_string() />
                        }))}
                        <rect class="maps__unit" x=move || unit(settings).1.to_string() y=move || unit(settings).0.to_string() width="1" height="1"
                            style=move || format!("stroke-width:{:.3}", 0.3 * n() as f64 / SIDE as f64) />
                        <rect class="maps__press" data-testid="map-output" width=move || n().to_string() height=move || n().to_string()
                            on:pointerdown=move |event| press(&event) on:pointermove=move |event| press(&event) />
                    </g>
                    <SignedLegend id="legend-map" most=most x=390.0 y=366.0 width=320.0 />
                </svg>
            </div>
            <p class="maps__reading" data-testid="map-reading" aria-live="polite">{reading}</p>
        </FigureFrame>
    }
}

/// Words, controls, formula and the question of the step.
#[component]
pub fn MapWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    // Another stride than the one in view, whose answer stands in the formula.
    let asked = move || {
        let window = settings.map_window();
        Window {
            stride: window.stride % 3 + 1,
            ..window
        }
    };
    let ask = move || {
        let window = asked();
        say!(
            speech,
            kernels.ask_size,
            s = window.stride,
            p = window.padding,
            d = window.dilation
        )
    };
    let explain = move || {
        let window = asked();
        let padded = SIDE + 2 * window.padding;
        let n = side(window);
        say!(
            speech,
            kernels.explain_size,
            extent = window.extent(),
            p = window.padding,
            padded = padded,
            room = padded - window.extent(),
            s = window.stride,
            steps = n - 1,
            side = n,
        )
    };
    let segments = move |label: Signal<String>, idx: usize, values: [usize; 3], id: &'static str| {
        let value = settings.window[idx];
        view! {
            <div class="field">
                <span class="field__label">{label}</span>
                <div class="segments" role="group" aria-label=label>
                    {values.map(|one| view! {
                        <button type="button" class="segments__one" data-testid=format!("{id}-{one}")
                            aria-pressed=move || (value.get() == one).to_string() on:click=move |_| value.set(one)>{one}</button>
                    }).collect_view()}
                </div>
            </div>
        }
    };
    view! {
        <p>{tr!(speech, kernels.map_1)}</p>
        <div class="window-fields">
            {segments(Signal::derive(tr!(speech, kernels.stride)), 0, [1, 2, 3], "stride")}
            {segments(Signal::derive(tr!(speech, kernels.padding)), 1, [0, 1, 2], "padding")}
            {segments(Signal::derive(tr!(speech, kernels.dilation)), 2, [1, 2, 3], "dilation")}
        </div>
        <NumberQuestion id="size" ask=Signal::derive(ask) answer=Signal::derive(move || side(asked()) as i64) explain=Signal::derive(explain) />
        <p>{tr!(speech, kernels.map_size)}</p>
        <SizeFormula />
        <p>{tr!(speech, kernels.map_2)}</p>
        <KernelPicker />
        <PicturePicker />
    }
}

/// ⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1, with letters and with numbers.
#[component]
fn SizeFormula() -> impl IntoView {
    let settings = use_settings();
    let window = move || settings.map_window();
    view! {
        <math class="formula" display="block">
            <mrow>
                <mo>"⌊"</mo>
                <mfrac>
                    <mrow>
                        <mi>"n"</mi><mo>"+"</mo><mn>"2"</mn><mi>"p"</mi><mo>"−"</mo><mi>"d"</mi><mo>"("</mo><mi>"k"</mi><mo>"−"</mo><mn>"1"</mn><mo>")"</mo>
                        <mo>"−"</mo><mn>"1"</mn>
                    </mrow>
                    <mi>"s"</mi>
                </mfrac>
                <mo>"⌋"</mo><mo>"+"</mo><mn>"1"</mn>
            </mrow>
        </math>
        <math class="formula" display="block" data-testid="size-formula">
            <mrow>
                <mo>"⌊"</mo>
                <mfrac>
                    <mrow>
                        <mn>{SIDE}</mn><mo>"+"</mo><mn>"2"</mn><mo>"·"</mo><mn>{move || window().padding}</mn><mo>"−"</mo>
                        <mn>{move || window().dilation}</mn><mo>"·"</mo><mo>"("</mo><mn>"3"</mn><mo>"−"</mo><mn>"1"</mn><mo>")"</mo>
                        <mo>"−"</mo><mn>"1"</mn>
                    </mrow>
                    <mn>{move || window().stride}</mn>
                </mfrac>
                <mo>"⌋"</mo><mo>"+"</mo><mn>"1"</mn><mo>"="</mo><mn>{move || side(window())}</mn>
            </mrow>
        </math>
    }
}
