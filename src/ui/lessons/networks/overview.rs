//! The network from left to right, every stage with all its maps, and what the classes get at the end.

use std::sync::Arc;

use leptos::prelude::*;

use super::classes::Probabilities;
use super::controls::Status;
use super::looked::{Maps, Plan};
use super::state::use_networks;
use crate::draw::flow::{BOX, Stage, StageKind, Wire};
use crate::draw::maps::{MapScale, sheet};
use crate::geometry::Shape;
use crate::spec::Fusion;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, use_gallery};

/// `32 × 16 × 16`, or `64` for a vector.
pub fn shape_text(shape: Shape) -> String {
    if shape.n_cells() == 1 {
        return shape.channels.to_string();
    }
    format!("{} × {} × {}", shape.channels, shape.size.height, shape.size.width)
}

/// What a stage is called in words.
fn spoken(speech: Speech, stage: &Stage) -> String {
    if stage.kind == StageKind::Input {
        return say!(speech, networks.image_stage);
    }
    say!(
        speech,
        networks.stage,
        layer = stage.shown(),
        op = stage.label,
        shape = shape_text(stage.shape)
    )
}

const fn class_of(kind: StageKind) -> &'static str {
    match kind {
        StageKind::Input => "flow__box flow__box--input",
        StageKind::Weighted => "flow__box flow__box--weighted",
        StageKind::Pool => "flow__box flow__box--pool",
        StageKind::Plain => "flow__box",
        StageKind::Attention => "flow__box flow__box--attention",
        StageKind::Fusion(Fusion::Sum) => "flow__box flow__box--fusion flow__box--sum",
        StageKind::Fusion(Fusion::Product) => "flow__box flow__box--fusion flow__box--product",
        StageKind::Fusion(Fusion::Concat) => "flow__box flow__box--fusion flow__box--concat",
    }
}

/// The graph with its maps.
#[component]
pub fn OverviewFigure(
    /// Whether the probabilities stand beside others, above it.
    #[prop(optional)]
    is_compared: bool,
) -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let pointed = RwSignal::new(None::<String>);
    let summary = move || {
        state.plan.with(|plan| {
            let (stages, layers) = (plan.flow.stages.len() - 1, plan.lowered.layers.len());
            say!(speech, networks.overview_picture, stages = stages, layers = layers)
        })
    };
    let drawing = move || {
        let plan = state.plan.get();
        let (width, height) = plan.flow.size();
        let wires = plan
            .flow
            .wires
            .iter()
            .map(|wire| wire_view(speech, &plan, *wire, pointed))
            .collect_view();
        let stages = (0..plan.flow.stages.len())
            .map(|idx| view! { <StageView plan=Arc::clone(&plan) idx=idx pointed=pointed /> })
            .collect_view();
        view! {
            <svg class="flow" viewBox=format!("0 0 {width:.0} {height:.0}") style=format!("min-width:{width:.0}px;max-width:{:.0}px", width * 1.35)
                role="group" aria-label=summary data-testid="flow">
                {wires}
                {stages}
            </svg>
        }
    };
    let reading = move || match pointed.get() {
        Some(text) => text,
        None => {
            let at = state.plan.with(|plan| plan.flow.stage_of(&state.layer.get()));
            state.plan.with(|plan| spoken(speech, &plan.flow.stages[at]))
        }
    };
    view! {
        <FigureFrame id="network-overview" title=Signal::derive(tr!(speech, networks.overview_figure)) aid=Signal::derive(tr!(speech, networks.overview_aid))>
            <div class="flow-scroll" tabindex="0" role="region" aria-label=tr!(speech, networks.overview_figure)>{drawing}</div>
            <p class="networks__reading" aria-live="polite" data-testid="reading">{reading}</p>
            <Status />
            {(!is_compared).then(|| view! { <Probabilities maps=state.maps chosen=state.chosen /> })}
        </FigureFrame>
    }
}

fn wire_view(speech: Speech, plan: &Plan, wire: Wire, pointed: RwSignal<Option<String>>) -> impl IntoView + use<> {
    let path = plan.flow.path(wire);
    let (from, to) = (plan.flow.stages[wire.from].clone(), plan.flow.stages[wire.to].clone());
    let name = move |stage: &Stage| match stage.shown() {
        "" => say!(speech, networks.image_stage),
        name => name.to_owned(),
    };
    let words = move || {
        let shape = shape_text(from.shape);
        say!(
            speech,
            networks.edge,
            from = name(&from),
            to = name(&to),
            shape = shape,
            n = from.shape.n_values()
        )
    };
    let spoken = words.clone();
    let show = move || pointed.set(Some(words()));
    let show_too = show.clone();
    view! {
        <path class="flow__wire" d=path.clone() />
        <path class="flow__grip" d=path role="button" tabindex="-1" aria-label=spoken
            on:click=move |_| show() on:pointerenter=move |_| show_too() on:pointerleave=move |_| pointed.set(None) />
    }
}

/// One stage with all its maps.
#[component]
fn StageView(plan: Arc<Plan>, idx: usize, pointed: RwSignal<Option<String>>) -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let gallery = use_gallery();
    let stage = plan.flow.stages[idx].clone();
    let (left, top) = stage.corner();
    let middle = left + BOX / 2.0;
    let is_input = stage.kind == StageKind::Input;
    let name = StoredValue::new(stage.shown().to_owned());
    let layers = StoredValue::new(stage.layers.clone());
    let is_chosen = move || !is_input && layers.with_value(|layers| state.layer.with(|layer| layers.contains(layer)));
    let choose = move || {
        pointed.set(None);
        if !is_input {
            state.look_at(&name.get_value());
        }
    };
    let picture = move || {
        if is_input {
            return gallery.picture().map(|picture| picture.address());
        }
        state.maps.with(|maps| {
            maps.as_ref()
                .and_then(|maps| name.with_value(|name| sheet_of(maps, name)))
        })
    };
    let of_stage = StoredValue::new(stage.clone());
    let words = move || of_stage.with_value(|stage| spoken(speech, stage));
    let label = move || {
        if is_input {
            say!(speech, frame.image)
        } else {
            of_stage.with_value(|stage| stage.label.clone())
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            choose();
        }
    };
    view! {
        <g class="flow__stage" class:flow__stage--chosen=is_chosen tabindex="0" role="button" aria-label=words
            aria-pressed=move || is_chosen().to_string() data-layer=name.get_value()
            on:click=move |_| choose() on:keydown=on_key>
            <rect class=class_of(stage.kind) x=format!("{left:.1}") y=format!("{top:.1}") width=BOX.to_string() height=BOX.to_string() rx="3" />
            {move || picture().map(|address| view! {
                <image class="flow__maps" href=address x=format!("{:.1}", left + 2.0) y=format!("{:.1}", top + 2.0)
                    width=(BOX - 4.0).to_string() height=(BOX - 4.0).to_string() preserveAspectRatio="none" />
            })}
            <text class="flow__label" x=format!("{middle:.1}") y=format!("{:.1}", top - 6.0)>
                {label}</text>
            <text class="flow__shape" x=format!("{middle:.1}") y=format!("{:.1}", top + BOX + 13.0)>{shape_text(stage.shape)}</text>
        </g>
    }
}

/// All maps of `name` as one picture.
fn sheet_of(maps: &Maps, name: &str) -> Option<String> {
    let (values, shape) = maps.of(name)?;
    Some(sheet(values, shape, MapScale::of(values)).address)
}
