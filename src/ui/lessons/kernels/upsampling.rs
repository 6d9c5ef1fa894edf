//! The transposed convolution in the family: where its size comes from, and where its checkerboard comes from.

use leptos::prelude::*;

use super::settings::use_settings;
use crate::draw::family::overlaps;
use crate::geometry::Window;
use crate::geometry::family::TRANSPOSED;
use crate::geometry::transposed::Transposed;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, NumberQuestion};

/// Cells along each side of the map below in the picture of overlaps.
const BELOW: usize = 4;

/// Derivation of the size, the picture of overlaps, and its question.
#[component]
pub fn Upsampling() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let (kernel, stride) = (RwSignal::new(3usize), RwSignal::new(2usize));
    let chosen = move || Transposed {
        window: Window {
            kernel: kernel.get(),
            stride: stride.get(),
            dilation: 1,
            padding: 0,
        },
        output_padding: 0,
    };
    let Window {
        kernel: k,
        stride: s,
        padding: p,
        ..
    } = TRANSPOSED.window;
    let o = TRANSPOSED.output_padding;
    let n = move || settings.counted().side;
    let sum = move || {
        let out = TRANSPOSED.output_len(n()).unwrap_or(0);
        format!("({} − 1)·{s} − 2·{p} + 1·({k} − 1) + 1 + {o} = {out}", n())
    };
    let along = move || kernel.get().div_ceil(stride.get());
    let ask = move || say!(speech, family.ask_overlap, k = kernel.get(), s = stride.get());
    let explain = move || {
        let (k, s, along) = (kernel.get(), stride.get(), along());
        say!(
            speech,
            family.explain_overlap,
            k = k,
            s = s,
            along = along,
            n = along * along
        )
    };
    let verdict = move || {
        if chosen().is_even() {
            say!(speech, family.up_even)
        } else {
            say!(speech, family.up_uneven)
        }
    };
    let title = move || format!("{}: {}", say!(speech, family.up_figure), verdict());
    let aid = move || format!("{} {}", say!(speech, family.up_aid), verdict());
    let segments = move |label: Signal<String>, value: RwSignal<usize>, values: Vec<usize>, id: &'static str| {
        let one = move |one: usize| {
            view! {
                <button type="button" class="segments__one" data-testid=format!("{id}-{one}")
                    aria-pressed=move || (value.get() == one).to_string() on:click=move |_| value.set(one)>{one}</button>
            }
        };
        view! {
            <div class="field">
                <span class="field__label">{label}</span>
                <div class="segments" role="group" aria-label=label>{values.into_iter().map(one).collect_view()}</div>
            </div>
        }
    };
    view! {
        <h3>{tr!(speech, family.up_title)}</h3>
        <p>{tr!(speech, family.up_1)}</p>
        <p>{move || say!(speech, family.up_size, n = n(), k = k, s = s, p = p, o = o)}</p>
        <p class="sum-line" data-testid="up-size">{sum}</p>
        <p>{tr!(speech, family.up_2)}</p>
        <div class="window-fields">
            {segments(Signal::derive(tr!(speech, family.up_kernel)), kernel, vec![2, 3, 4, 5], "up-kernel")}
            {segments(Signal::derive(tr!(speech, family.up_stride)), stride, vec![1, 2, 3], "up-stride")}
        </div>
        <FigureFrame id="transposed-overlaps" title=Signal::derive(tr!(speech, family.up_figure)) aid=Signal::derive(aid)>
            <div inner_html=move || overlaps(chosen(), BELOW, &title())></div>
        </FigureFrame>
        <NumberQuestion id="overlap" ask=Signal::derive(ask) answer=Signal::derive(move || (along() * along()) as i64) explain=Signal::derive(explain) />
    }
}
