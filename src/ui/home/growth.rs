//! The figure of the home page: a field that grows layer by layer.

use std::time::Duration;

use leptos::prelude::*;

use crate::draw::GrowthPicture;
use crate::geometry::Window;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::outside;

/// Edge of the drawing, in its own units.
const EDGE: f64 = 660.0;

/// How the layers make the field grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Stacked,
    Dilated,
    Strided,
}

impl Way {
    const ALL: [Self; 3] = [Self::Stacked, Self::Dilated, Self::Strided];

    fn picture(self) -> GrowthPicture {
        let layer = |idx: u32| {
            let (stride, dilation) = match self {
                Self::Stacked => (1, 1),
                Self::Dilated => (1, 2usize.pow(idx)),
                Self::Strided => (2, 1),
            };
            Window {
                kernel: 3,
                stride,
                dilation,
                padding: dilation,
            }
        };
        let windows: Vec<Window> = (0..4).map(layer).collect();
        GrowthPicture::new(&windows)
    }
}

/// The figure with its controls.
#[component]
pub fn GrowthFigure() -> impl IntoView {
    let speech = use_speech();
    let way = RwSignal::new(Way::Stacked);
    let layer = RwSignal::new(1usize);
    let plays = RwSignal::new(!outside::wants_less_motion());
    let picture = Memo::new(move |_| way.get().picture());
    let n_layers = move || picture.with(|picture| picture.layers.len() - 1);
    let ticking = set_interval_with_handle(
        move || {
            if plays.get_untracked() {
                let n_layers = picture.with_untracked(|picture| picture.layers.len() - 1);
                layer.update(|layer| *layer = if *layer < n_layers { *layer + 1 } else { 0 });
            }
        },
        Duration::from_millis(1400),
    );
    on_cleanup(move || {
        if let Ok(handle) = &ticking {
            handle.clear();
        }
    });
    let go = move |to: usize| {
        plays.set(false);
        layer.set(to);
    };
    let way_name = move |way: Way| match way {
        Way::Stacked => say!(speech, growth.stacked),
        Way::Dilated => say!(speech, growth.dilated),
        Way::Strided => say!(speech, growth.strided),
    };
    view! {
        <figure class="figure growth">
            <figcaption class="figure__title">{tr!(speech, growth.title)}</figcaption>
            <div class="growth__ways" role="group" aria-label=tr!(speech, growth.way)>
                <span class="growth__way-label">{tr!(speech, growth.way)}</span>
                <div class="segments">
                    {Way::ALL.map(|one| view! {
                        <button
                            type="button"
                            class="segments__one"
                            aria-pressed=move || (way.get() == one).to_string()
                            on:click=move |_| way.set(one)
                        >{move || way_name(one)}</button>
                    }).collect_view()}
                </div>
            </div>
            <GrowthDrawing picture=picture layer=layer />
            <p class="growth__reading" aria-live=move || if plays.get() { "off" } else { "polite" }>
                <span class="growth__layer">{move || match layer.get() {
                    0 => say!(speech, growth.input),
                    n => say!(speech, growth.layer, n = n, total = n_layers()),
                }}</span>
                <span class="growth__size">{move || {
                    let side = picture.with(|picture| picture.layers[layer.get()].field.side);
                    say!(speech, growth.size, n = side, n2 = side)
                }}</span>
                <span class="growth__sum">{move || picture.with(|picture| picture.arithmetic(layer.get()))}</span>
            </p>
            <div class="growth__controls">
                <button type="button" class="button button--icon" aria-label=tr!(speech, growth.back)
                    disabled=move || layer.get() == 0 on:click=move |_| go(layer.get_untracked().saturating_sub(1))>"−"</button>
                <button type="button" class="button" on:click=move |_| plays.update(|plays| *plays = !*plays)>
                    {move || if plays.get() { say!(speech, growth.pause) } else { say!(speech, growth.play) }}
                </button>
                <button type="button" class="button button--icon" aria-label=tr!(speech, growth.forward)
                    disabled=move || layer.get() == n_layers() on:click=move |_| go(layer.get_untracked() + 1)>"+"</button>
                <input class="range" type="range" min="0" max=move || n_layers().to_string() aria-label=tr!(speech, growth.scrub)
                    prop:value=move || layer.get().to_string()
                    on:input=move |event| go(event_target_value(&event).parse().unwrap_or(0)) />
            </div>
            <p class="figure__aid">{tr!(speech, growth.aid)}</p>
            <Recurrence />
        </figure>
    }
}

/// The recurrence, in words: the size above from the layer below.
#[component]
fn Recurrence() -> impl IntoView {
    let speech = use_speech();
    view! {
        <math class="formula" display="block">
            <mrow>
                <mtext>{tr!(speech, growth.size_below)}</mtext>
                <mo>"+"</mo>
                <mtext>{tr!(speech, growth.dilation)}</mtext>
                <mo>"·"</mo>
                <mo>"("</mo>
                <mtext>{tr!(speech, growth.kernel)}</mtext>
                <mo>"−"</mo>
                <mn>"1"</mn>
                <mo>")"</mo>
                <mo>"·"</mo>
                <mtext>{tr!(speech, growth.jump_below)}</mtext>
            </mrow>
        </math>
    }
}

#[component]
fn GrowthDrawing(picture: Memo<GrowthPicture>, layer: RwSignal<usize>) -> impl IntoView {
    let speech = use_speech();
    let cell = Memo::new(move |_| EDGE / picture.with(|picture| picture.n_cells as f64));
    let grid = move || {
        let (cell, n_cells) = (cell.get(), picture.with(|picture| picture.n_cells));
        let lines = (0..=n_cells).map(|idx| {
            let at = idx as f64 * cell;
            format!("M{at:.2} 0V{EDGE}M0 {at:.2}H{EDGE}")
        });
        lines.collect::<String>()
    };
    let square = move |idx: usize| {
        let field = picture.with(|picture| picture.layers[idx].field);
        let (first, side) = (field.first as f64 * cell.get(), field.side as f64 * cell.get());
        format!("x:{first:.2}px;y:{first:.2}px;width:{side:.2}px;height:{side:.2}px")
    };
    let taps = move || {
        let (idx, cell) = (layer.get(), cell.get());
        let distance = picture.with(|picture| picture.layers[idx].tap_distance) as f64 * cell;
        let places = [-1.0, 0.0, 1.0].map(|offset| EDGE / 2.0 + offset * distance);
        let radius = (cell * 0.3).min(9.0);
        let dots = places.into_iter().flat_map(|x| places.map(|y| (x, y)));
        dots.filter(|_| idx > 0)
            .map(|(x, y)| view! { <circle class="growth__tap" cx=x.to_string() cy=y.to_string() r=radius.to_string() /> })
            .collect_view()
    };
    let spoken = move || {
        picture.with(|picture| {
            let side = picture.layers[layer.get()].field.side;
            let n = picture.n_cells;
            say!(
                speech,
                growth.picture,
                n = n,
                n2 = n,
                layer = layer.get(),
                size = side,
                size2 = side
            )
        })
    };
    let n_layers = picture.with_untracked(|picture| picture.layers.len());
    view! {
        <svg class="growth__drawing" viewBox=format!("-1 -1 {0} {0}", EDGE + 2.0) role="img" aria-label=spoken>
            <rect class="growth__input" x="0" y="0" width=EDGE.to_string() height=EDGE.to_string() />
            <path class="growth__grid" d=grid />
            {(0..n_layers).rev().map(|idx| view! {
                <rect
                    class="growth__field"
                    class:growth__field--open=move || idx <= layer.get()
                    class:growth__field--current=move || idx == layer.get()
                    style=move || square(idx.min(layer.get()))
                />
            }).collect_view()}
            {taps}
        </svg>
    }
}
