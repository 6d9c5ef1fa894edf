//! The figure: maps over the image; the unit that is pointed at lights up its field in every map below.

use leptos::html::Div;
use leptos::prelude::*;
use leptos_use::use_media_query;

use super::alignment::meetings;
use super::bench::Bench;
use super::observed::{Focus, Observed};
use super::reading::Reading;
use crate::draw::layout::Layout;
use crate::draw::stack::StackPicture;
use crate::geometry::{Axes, CellCounts};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, use_gallery};
use crate::ui::words::Told;

/// What one map shows of one unit.
#[derive(Clone, Debug, Default, PartialEq)]
struct Light {
    touched: String,
    block: String,
}

/// The lights of every map for a unit with these `paths`, and the lines between the blocks.
fn lights(observed: &Observed, picture: &StackPicture, focus: Focus, paths: &[CellCounts]) -> (Vec<Light>, String) {
    let focus = observed.clamped(focus);
    let graph = &observed.lowered.graph;
    let node = observed.maps[focus.map].node;
    let mut beams = String::new();
    if focus.map == 0 {
        let light = |idx: usize| Light {
            touched: picture.touched(idx, &paths[observed.maps[idx].node]),
            block: String::new(),
        };
        return ((0..observed.maps.len()).map(light).collect(), beams);
    }
    let boxes = graph.boxes_below(node, focus.unit);
    let mut above = None;
    let mut all = vec![Light::default(); observed.maps.len()];
    for idx in (0..=focus.map).rev() {
        let below = observed.maps[idx].node;
        let Some(spans) = boxes[below] else { continue };
        let corners = picture.corners(idx, spans);
        if let Some(above) = above.replace(corners).filter(|_| picture.layout == Layout::Stack) {
            for (from, to) in above.iter().zip(corners) {
                beams.push_str(&format!("M{:.1} {:.1}L{:.1} {:.1}", from.0, from.1, to.0, to.1));
            }
        }
        all[idx] = Light {
            touched: picture.touched(idx, &paths[below]),
            block: picture.block(idx, spans),
        };
    }
    (all, beams)
}

/// What map `idx` is called; a mark where the branches that meet in it look at different places.
fn name_of(observed: &Observed, idx: usize) -> String {
    let Some(map) = observed.maps.get(idx) else {
        return String::new();
    };
    let meetings = meetings(&observed.lowered);
    let is_wrong = meetings
        .iter()
        .any(|meeting| meeting.node == map.node && meeting.is_wrong());
    format!("{}{}", map.name, if is_wrong { " ⚠" } else { "" })
}

/// The figure with its words.
#[component]
pub fn FieldFigure() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    view! {
        <FigureFrame
            id="receptive-field"
            title=Signal::derive(tr!(speech, field.figure))
            aid=Signal::derive(tr!(speech, field.figure_aid))
        >
            {move || bench.problem.get().map(|reason| view! {
                <p class="panel panel--note" role="alert">{move || say!(speech, field.bad_link, reason = reason.told(speech.language()))}</p>
            })}
            <FieldStack />
            <Reading />
            <div class="stack__tools">
                <button type="button" class="button button--quiet" data-testid="layout" on:click=move |_| bench.layout.update(|layout| {
                    *layout = if *layout == Layout::Stack { Layout::Tiles } else { Layout::Stack };
                })>{move || if bench.layout.get() == Layout::Stack { say!(speech, field.as_tiles) } else { say!(speech, field.as_stack) }}</button>
                <button type="button" class="button button--quiet" data-testid="pin" on:click=move |_| pin(bench)>{tr!(speech, field.pin)}</button>
                <button type="button" class="button button--quiet" disabled=move || bench.pins.with(Vec::is_empty)
                    on:click=move |_| bench.pins.set(Vec::new())>{tr!(speech, field.unpin)}</button>
            </div>
        </FigureFrame>
    }
}

fn pin(bench: Bench) {
    let focus = bench.focus.get_untracked();
    bench
        .pins
        .update(|pins| match pins.iter().position(|pin| *pin == focus) {
            Some(idx) => {
                pins.remove(idx);
            }
            None => pins.push(focus),
        });
}

#[component]
fn FieldStack() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let gallery = use_gallery();
    let is_narrow = use_media_query("(max-width: 899px)");
    let holder = NodeRef::<Div>::new();
    let picture = Memo::new(move |_| {
        let size = if is_narrow.get() {
            (360.0, 330.0)
        } else {
            (720.0, 600.0)
        };
        bench
            .observed
            .with(|observed| StackPicture::new(&observed.sources(), bench.layout.get(), size))
    });
    let lit = Memo::new(move |_| {
        let focus = bench.focus.get();
        bench
            .observed
            .with(|observed| picture.with(|picture| bench.paths.with(|paths| lights(observed, picture, focus, paths))))
    });
    let pinned = Memo::new(move |_| {
        let pins = bench.pins.get();
        bench.observed.with(|observed| {
            picture.with(|picture| {
                pins.iter()
                    .flat_map(|pin| lights(observed, picture, *pin, &observed.paths_of(*pin)).0)
                    .map(|light| light.block)
                    .collect::<String>()
            })
        })
    });
    let point = move |event: &web_sys::PointerEvent| {
        let Some(holder) = holder.get_untracked() else { return };
        let Ok(Some(svg)) = holder.query_selector("svg") else {
            return;
        };
        let bounds = svg.get_bounding_client_rect();
        let found = picture.with_untracked(|picture| {
            let x = (f64::from(event.client_x()) - bounds.left()) / bounds.width() * picture.size.0;
            let y = (f64::from(event.client_y()) - bounds.top()) / bounds.height() * picture.size.1;
            picture.unit_at((x, y))
        });
        if let Some((map, unit)) = found {
            bench.look_at(Focus { map, unit });
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let mut focus = bench
            .observed
            .with_untracked(|observed| observed.clamped(bench.focus.get_untracked()));
        let Axes { height, width } = focus.unit;
        match event.key().as_str() {
            "ArrowUp" => focus.unit.height = height.saturating_sub(1),
            "ArrowDown" => focus.unit.height = height + 1,
            "ArrowLeft" => focus.unit.width = width.saturating_sub(1),
            "ArrowRight" => focus.unit.width = width + 1,
            "PageUp" | "+" => focus = bench.observed.with_untracked(|observed| observed.middle(focus.map + 1)),
            "PageDown" | "-" => {
                focus = bench
                    .observed
                    .with_untracked(|observed| observed.middle(focus.map.saturating_sub(1)))
            }
            "Enter" | " " => pin(bench),
            "Escape" => bench.pins.set(Vec::new()),
            _ => return,
        }
        event.prevent_default();
        bench.look_at(bench.observed.with_untracked(|observed| observed.clamped(focus)));
    };
    let maps = move || {
        picture.with(|picture| {
            let one = |idx: usize| {
                let map = &picture.maps[idx];
                let (x, y) = map.place.point(-picture.margin, -picture.margin);
                let name = bench.observed.with_untracked(|observed| name_of(observed, idx));
                let (n, m) = (map.size.height, map.size.width);
                let label = move || if idx == 0 { say!(speech, field.image, n = n, m = m) } else { format!("{name} {n}×{m}") };
                let light = move |part: fn(&Light) -> &String| lit.with(|(lights, _)| lights.get(idx).map(|light| part(light).clone()).unwrap_or_default());
                let image = (idx == 0).then(|| {
                    let (transform, size) = (map.place.transform(), picture.input);
                    move || gallery.picture().map(|picture| view! {
                        <image class="stack__image" href=picture.address() width=size.width.to_string() height=size.height.to_string()
                            transform=transform.clone() preserveAspectRatio="none" />
                    })
                });
                let is_stack = picture.layout == Layout::Stack;
                view! {
                    <g class="stack__map" class:stack__map--input=idx == 0>
                        {image}
                        <path class="stack__plane" d=picture.outline(idx) />
                        <path class="stack__grid" d=picture.grid(idx) />
                        <path class="stack__touched" class:stack__touched--input=idx == 0 d=move || light(|light| &light.touched) />
                        <path class="stack__block" d=move || light(|light| &light.block) />
                        <text class="stack__name" x=format!("{:.1}", if is_stack { 4.0 } else { x }) y=format!("{:.1}", if is_stack { y + 14.0 } else { y - 4.0 })>{label}</text>
                    </g>
                }
            };
            (0..picture.maps.len()).map(one).collect_view()
        })
    };
    let view_box = move || picture.with(|picture| format!("0 0 {} {}", picture.size.0, picture.size.1));
    view! {
        <div
            class="stack" node_ref=holder tabindex="0" role="application" data-testid="stack"
            aria-label=tr!(speech, field.stack_keys)
            on:keydown=key
            on:pointermove=move |event| point(&event)
            on:pointerdown=move |event| point(&event)
            on:dblclick=move |_| pin(bench)
        >
            <svg viewBox=view_box class="stack__svg">
                {maps}
                <path class="stack__beams" d=move || lit.with(|(_, beams)| beams.clone()) />
                <path class="stack__pins" d=move || pinned.get() />
            </svg>
        </div>
    }
}
