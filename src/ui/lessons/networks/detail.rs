//! What is open of the network below its picture: a layer with all its maps, a unit with its sum, or a wire.

use leptos::html::Section;
use leptos::prelude::*;

use super::formula::Formula;
use super::graph::{shape_text, spoken_wire, stage_name};
use super::open::Open;
use super::state::{Networks, use_networks};
use super::tiles::Tiles;
use super::unit::UnitPicture;
use crate::draw::flow::StageKind;
use crate::spec::Fusion;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::numbers::{grouped, short};
use crate::ui::outside;

/// Bytes of a number.
const FLOAT_BYTES: usize = 4;

/// The part that is open; nothing while none is.
#[component]
pub fn Detail(
    /// Hears that it is to be closed.
    close: Callback<()>,
) -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let holder = NodeRef::<Section>::new();
    let is_open = Memo::new(move |_| match state.open.get() {
        Open::Wire(idx) => state.plan.with(|plan| idx < plan.flow.wires.len()),
        open => open != Open::Nothing,
    });
    // The focus follows the keyboard; for the mouse it is enough that what has opened is seen.
    Effect::new(move |before: Option<Open>| {
        let open = state.open.get();
        let by_key = state.by_key.get_value();
        if let Some(holder) = holder.get() {
            if by_key {
                state.by_key.set_value(false);
                let _ = holder.focus();
            } else if before.is_some_and(|before| before != open) {
                outside::bring_up(&holder);
            }
        }
        open
    });
    let title = move || match state.open.get() {
        Open::Nothing => String::new(),
        Open::Layer => state.layer.get(),
        Open::Unit => {
            let [channel, row, column] = state.unit.get();
            say!(
                speech,
                networks.unit_of,
                layer = state.layer.get(),
                channel = channel,
                row = row,
                column = column
            )
        }
        Open::Wire(idx) => state.plan.with(|plan| spoken_wire(speech, plan, idx)),
    };
    let body = move || match state.open.get() {
        Open::Nothing => ().into_any(),
        Open::Layer => view! { <LayerPart /> }.into_any(),
        Open::Unit => view! { <UnitPart /> }.into_any(),
        Open::Wire(idx) => view! { <WirePart idx=idx /> }.into_any(),
    };
    move || {
        is_open.get().then(|| {
            view! {
                <section class="detail" node_ref=holder tabindex="-1" aria-label=title data-testid="detail">
                    <header class="detail__head">
                        <h3 class="detail__title">{title}</h3>
                        <button type="button" class="button button--quiet" data-testid="close-detail" on:click=move |_| close.run(())>
                            "× " {tr!(speech, networks.close)}</button>
                    </header>
                    {body}
                </section>
            }
        })
    }
}

/// What the layer is: the numbers of its row in the table.
fn facts(speech: Speech, state: Networks) -> String {
    let name = state.layer.get();
    state.plan.with(|plan| {
        let rows = plan.spec.describe().unwrap_or_default();
        let Some(row) = rows.into_iter().find(|row| row.name == name) else {
            return String::new();
        };
        let shape = plan
            .lowered
            .geometry_of(&name)
            .map(|geometry| shape_text(geometry.shape));
        let field = if row.whole_input {
            say!(speech, network.whole)
        } else {
            row.receptive_field.to_string()
        };
        say!(
            speech,
            networks.facts,
            op = row.op,
            shape = shape.unwrap_or_default(),
            parameters = grouped(row.parameters as u64),
            macs = short(row.macs),
            field = field,
            jump = row.jump
        )
    })
}

/// The layers that stand in one stage, to change between them, and all maps of the chosen one.
#[component]
fn LayerPart() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let together = Memo::new(move |_| {
        state.plan.with(|plan| {
            let at = plan.flow.stage_of(&state.layer.get());
            plan.flow.stages[at].layers.clone()
        })
    });
    let layers = move || {
        let one = move |name: String| {
            let (to, same) = (name.clone(), name.clone());
            view! {
                <button type="button" class="segments__one" aria-pressed=move || (state.layer.get() == same).to_string()
                    on:click=move |_| state.look_at(&to)>{name}</button>
            }
        };
        let together = together.get();
        (together.len() > 1).then(|| {
            view! { <div class="segments" role="group" aria-label=tr!(speech, networks.layer)>{together.into_iter().map(one).collect_view()}</div> }
        })
    };
    let pick = move |unit: [usize; 3]| {
        state.look_at_unit(unit);
        state.show(Open::Unit);
    };
    view! {
        <p class="note">{move || facts(speech, state)}</p>
        {layers}
        <p class="note">{tr!(speech, networks.tiles_aid)}</p>
        <Tiles layer=state.layer pick=Callback::new(pick) />
    }
}

/// The unit's field on the image, its place in its map, and its sum.
#[component]
fn UnitPart() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    view! {
        <p><button type="button" class="button button--quiet" data-testid="to-layer" on:click=move |_| state.show(Open::Layer)>
            "← " {move || say!(speech, networks.maps_of, layer = state.layer.get())}</button></p>
        <UnitPicture />
        <Formula />
    }
}

/// Name of the layer whose maps flow along the wire.
fn carried(state: Networks, idx: usize) -> String {
    state.plan.with(|plan| {
        let wire = plan.flow.wires.get(idx);
        wire.map_or_else(String::new, |wire| plan.flow.stages[wire.from].shown().to_owned())
    })
}

/// What becomes of the maps that the wire carries.
fn becomes(speech: Speech, state: Networks, idx: usize) -> String {
    state.plan.with(|plan| {
        let flow = &plan.flow;
        let Some(wire) = flow.wires.get(idx) else {
            return String::new();
        };
        let (from, to) = (&flow.stages[wire.from], &flow.stages[wire.to]);
        let kilobytes = format!("{:.1}", (FLOAT_BYTES * from.shape.n_values()) as f64 / 1024.0);
        let to_name = stage_name(speech, to);
        let what = match to.kind {
            StageKind::Fusion(Fusion::Concat) => {
                let before = flow.wires_into(wire.to).take_while(|other| *other != idx);
                let first: usize = before
                    .map(|other| flow.stages[flow.wires[other].from].shape.channels)
                    .sum();
                let last = first + from.shape.channels - 1;
                say!(speech, networks.edge_concat, to = to_name, first = first, last = last)
            }
            StageKind::Fusion(Fusion::Sum) => say!(speech, networks.edge_sum, to = to_name),
            StageKind::Fusion(Fusion::Product) => say!(speech, networks.edge_product, to = to_name),
            _ => say!(speech, networks.edge_read, to = to_name, op = to.label.clone()),
        };
        let size = say!(speech, networks.edge_size, kilobytes = kilobytes);
        format!("{size} {what}")
    })
}

#[component]
fn WirePart(idx: usize) -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let pick = move |unit: [usize; 3]| {
        let layer = carried(state, idx);
        // The image has no sum behind it.
        if !layer.is_empty() {
            state.look_into(&layer, unit);
            state.show(Open::Unit);
        }
    };
    view! {
        <p>{move || becomes(speech, state, idx)}</p>
        <Tiles layer=Signal::derive(move || carried(state, idx)) pick=Callback::new(pick) />
    }
}
