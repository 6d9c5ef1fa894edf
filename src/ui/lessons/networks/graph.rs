//! The network from left to right: every stage with its strongest maps, every wire with what flows along it.

use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;

use super::looked::{Maps, Plan};
use super::open::Open;
use super::state::use_networks;
use crate::draw::flow::{BOX, COLUMN, MARGIN, Stage, StageKind};
use crate::draw::maps::{Few, MapScale, all, few};
use crate::geometry::Shape;
use crate::spec::Fusion;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::use_gallery;

/// Room between the edge of a stage and its maps.
const INSET: f64 = 2.0;

/// `32 × 16 × 16`, or `64` for a vector.
pub fn shape_text(shape: Shape) -> String {
    if shape.n_cells() == 1 {
        return shape.channels.to_string();
    }
    format!("{} × {} × {}", shape.channels, shape.size.height, shape.size.width)
}

/// What a stage is called: its last layer, or the image.
pub fn stage_name(speech: Speech, stage: &Stage) -> String {
    match stage.shown() {
        "" => say!(speech, networks.image_stage),
        name => name.to_owned(),
    }
}

/// What a stage is called in words.
pub fn spoken(speech: Speech, stage: &Stage) -> String {
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

/// What flows along the wire of index `idx`, in words.
pub fn spoken_wire(speech: Speech, plan: &Plan, idx: usize) -> String {
    let wire = plan.flow.wires[idx];
    let (from, to) = (&plan.flow.stages[wire.from], &plan.flow.stages[wire.to]);
    say!(
        speech,
        networks.edge,
        from = stage_name(speech, from),
        to = stage_name(speech, to),
        shape = shape_text(from.shape),
        n = from.shape.n_values()
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

/// The graph with its maps, in a frame that scrolls.
#[component]
pub fn Graph(
    /// The maps that are shown.
    #[prop(into)]
    maps: Signal<Option<Arc<Maps>>>,
    /// Other maps of the same network, which share each layer's scale.
    beside: Signal<Option<Arc<Maps>>>,
    /// What is pointed at, in words.
    pointed: RwSignal<Option<String>>,
    /// Whether a part that is pressed opens below; else the layer is chosen only.
    opens: bool,
) -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let holder = NodeRef::<Div>::new();
    let summary = move || {
        state.plan.with(|plan| {
            let (stages, layers) = (plan.flow.stages.len() - 1, plan.lowered.layers.len());
            say!(speech, networks.overview_picture, stages = stages, layers = layers)
        })
    };
    let drawing = move || {
        let plan = state.plan.get();
        let (width, height) = plan.flow.size();
        // Each stage after the wires into it: the order in which one walks through with the keyboard.
        let parts = (0..plan.flow.stages.len()).map(|idx| {
            let wires = plan.flow.wires_into(idx).map(|wire| {
                view! { <WireView plan=Arc::clone(&plan) idx=wire pointed=pointed opens=opens /> }
            });
            let wires = wires.collect_view();
            view! { {wires} <StageView plan=Arc::clone(&plan) idx=idx maps=maps beside=beside pointed=pointed opens=opens /> }
        });
        let parts = parts.collect_view();
        view! {
            <svg class="flow" viewBox=format!("0 0 {width:.0} {height:.0}") style=format!("min-width:{width:.0}px;max-width:{:.0}px", width * 1.35)
                role="group" aria-label=summary data-testid="flow">{parts}</svg>
        }
    };
    // What flows stays in sight where the picture is wider than its frame.
    Effect::new(move |_| {
        let (reached, plays) = (state.reached.get(), state.plays.get());
        if let Some(holder) = holder.get().filter(|_| plays) {
            let (width, _) = state.plan.with_untracked(|plan| plan.flow.size());
            let scale = f64::from(holder.scroll_width()) / width;
            let middle = (MARGIN + reached as f64 * COLUMN + BOX / 2.0) * scale;
            holder.set_scroll_left((middle - f64::from(holder.client_width()) / 2.0) as i32);
        }
    });
    view! {
        <div class="flow-scroll" node_ref=holder tabindex="0" role="region" aria-label=tr!(speech, networks.overview_figure)>{drawing}</div>
    }
}

/// Whether the key presses a button.
fn presses(event: &leptos::ev::KeyboardEvent) -> bool {
    let presses = matches!(event.key().as_str(), "Enter" | " ");
    if presses {
        event.prevent_default();
    }
    presses
}

#[component]
fn WireView(plan: Arc<Plan>, idx: usize, pointed: RwSignal<Option<String>>, opens: bool) -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let wire = plan.flow.wires[idx];
    let path = plan.flow.path(wire);
    let column = plan.flow.stages[wire.to].column;
    let plan = StoredValue::new(plan);
    let words = move || plan.with_value(|plan| spoken_wire(speech, plan, idx));
    let is_later = move || column > state.reached.get();
    let flows = move || column == state.reached.get() && state.plays.get();
    let is_open = move || opens && state.open.get() == Open::Wire(idx);
    let press = move || {
        pointed.set(Some(words()));
        if opens {
            state.show(Open::Wire(idx));
        }
    };
    view! {
        <path class="flow__wire" class:flow__wire--later=is_later class:flow__wire--now=flows class:flow__wire--open=is_open d=path.clone() />
        <path class="flow__grip" d=path role="button" tabindex="0" aria-label=words data-wire=idx.to_string()
            aria-expanded=move || opens.then(|| is_open().to_string())
            on:click=move |_| press() on:keydown=move |event| if presses(&event) { state.by_key.set_value(true); press(); }
            on:focus=move |_| pointed.set(Some(words())) on:blur=move |_| pointed.set(None)
            on:pointerenter=move |_| pointed.set(Some(words())) on:pointerleave=move |_| pointed.set(None) />
    }
}

/// One stage with the strongest of its maps.
#[component]
fn StageView(
    plan: Arc<Plan>,
    idx: usize,
    maps: Signal<Option<Arc<Maps>>>,
    beside: Signal<Option<Arc<Maps>>>,
    pointed: RwSignal<Option<String>>,
    opens: bool,
) -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let gallery = use_gallery();
    let stage = plan.flow.stages[idx].clone();
    let (left, top) = stage.corner();
    let middle = left + BOX / 2.0;
    let (is_input, kind, shape, column) = (stage.kind == StageKind::Input, stage.kind, stage.shape, stage.column);
    let name = StoredValue::new(stage.shown().to_owned());
    let stage = StoredValue::new(stage);
    let is_chosen =
        move || !is_input && stage.with_value(|stage| state.layer.with(|layer| stage.layers.contains(layer)));
    let is_later = move || column > state.reached.get();
    let choose = move || {
        pointed.set(None);
        if !is_input {
            state.look_at(&name.get_value());
            if opens {
                state.show(Open::Layer);
            }
        }
    };
    let shown = Memo::new(move |_| {
        maps.with(|maps| {
            let (values, shape) = name.with_value(|name| maps.as_ref()?.of(name))?;
            let other = beside.get();
            let other = other.as_ref().and_then(|maps| name.with_value(|name| maps.of(name)));
            let scale = MapScale::of_both(values, other.map_or(&[], |(values, _)| values));
            Some(if state.all_maps.get() {
                all(values, shape, scale)
            } else {
                few(values, shape, scale)
            })
        })
    });
    let picture = move || {
        if is_input {
            return gallery.picture().map(|picture| (picture.address(), 0));
        }
        let Few { sheet, n_more, .. } = shown.get().filter(|_| !is_later())?;
        Some((sheet.address, n_more))
    };
    let words = move || stage.with_value(|stage| spoken(speech, stage));
    let label = move || {
        if is_input {
            say!(speech, frame.image)
        } else {
            stage.with_value(|stage| stage.label.clone())
        }
    };
    let inner = BOX - 2.0 * INSET;
    let half = inner / 2.0;
    view! {
        <g class="flow__stage" class:flow__stage--chosen=is_chosen class:flow__stage--later=is_later tabindex="0" role="button" aria-label=words
            aria-pressed=move || is_chosen().to_string() data-layer=name.get_value()
            on:click=move |_| choose() on:keydown=move |event| if presses(&event) { state.by_key.set_value(true); choose(); }>
            <rect class=class_of(kind) x=format!("{left:.1}") y=format!("{top:.1}") width=BOX.to_string() height=BOX.to_string() rx="3" />
            {move || picture().map(|(address, n_more)| view! {
                <image class="flow__maps" href=address x=format!("{:.1}", left + INSET) y=format!("{:.1}", top + INSET)
                    width=inner.to_string() height=inner.to_string() preserveAspectRatio="none" />
                {(n_more > 0).then(|| view! {
                    <rect class="flow__rest" x=format!("{:.1}", left + INSET + half + 0.5) y=format!("{:.1}", top + INSET + half + 0.5)
                        width=(half - 0.5).to_string() height=(half - 0.5).to_string() />
                    <text class="flow__more" x=format!("{:.1}", left + INSET + 1.5 * half) y=format!("{:.1}", top + INSET + 1.5 * half + 4.0)>{format!("+{n_more}")}</text>
                })}
            })}
            <text class="flow__label" x=format!("{middle:.1}") y=format!("{:.1}", top - 6.0)>{label}</text>
            <text class="flow__shape" x=format!("{middle:.1}") y=format!("{:.1}", top + BOX + 13.0)>{shape_text(shape)}</text>
        </g>
    }
}
