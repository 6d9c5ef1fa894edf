//! Growth: the field of the middle unit, layer by layer, with the sum that makes it.

use leptos::prelude::*;

use super::bench::Bench;
use super::observed::DrawnMap;
use super::stack::FieldFigure;
use crate::ui::i18n::{tr, use_speech};
use crate::ui::lesson::Player;

/// The figure with a player: layer after layer.
#[component]
pub fn GrowthFigure() -> impl IntoView {
    let bench = expect_context::<Bench>();
    let at = RwSignal::new(0usize);
    let n_maps = Signal::derive(move || bench.observed.with(|observed| observed.maps.len()));
    // The player moves the focus from map to map; pointing at a unit moves the player, and leaves the unit.
    Effect::new(move |_| {
        let middle = bench.observed.with(|observed| observed.middle(at.get()));
        if bench.focus.with_untracked(|focus| focus.map) != middle.map {
            bench.focus.set(middle);
        }
    });
    Effect::new(move |_| {
        let map = bench.focus.with(|focus| focus.map);
        if at.get_untracked() != map {
            at.set(map);
        }
    });
    view! {
        <FieldFigure />
        <Player at=at n_states=n_maps plays=bench.plays />
    }
}

/// The sums of all layers, the one that is looked at marked.
#[component]
pub fn SumTable() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let rows = move || {
        bench.observed.with(|observed| {
            let geometry = observed.lowered.graph.geometry();
            let row = |(idx, map): (usize, &DrawnMap)| {
                let jump = geometry[map.node].field.height.jump;
                let (name, sum) = (map.name.clone(), map.sum.clone());
                view! {
                    <tr class:sums__now=move || bench.focus.get().map == idx>
                        <th scope="row">
                            <button type="button" class="sums__layer" on:click=move |_| {
                                let focus = bench.observed.with_untracked(|observed| observed.middle(idx));
                                bench.look_at(focus);
                            }>{move || if idx == 0 { tr!(speech, field.input)() } else { name.clone() }}</button>
                        </th>
                        <td class="sums__sum">{sum}</td>
                        <td>{jump}</td>
                    </tr>
                }
            };
            observed.maps.iter().enumerate().map(row).collect_view()
        })
    };
    view! {
        <div class="scroll" tabindex="0">
            <table class="table sums">
                <thead><tr>
                    <th scope="col">{tr!(speech, network.layer)}</th>
                    <th scope="col">{tr!(speech, field.sum)}</th>
                    <th scope="col">{tr!(speech, network.jump)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The recurrence in symbols.
#[component]
pub fn Recurrence() -> impl IntoView {
    view! {
        <math class="formula" display="block">
            <mrow>
                <msup><mi>"r"</mi><mo>"′"</mo></msup><mo>"="</mo><mi>"r"</mi><mo>"+"</mo>
                <mo>"("</mo><mi>"k"</mi><mo>"−"</mo><mn>"1"</mn><mo>")"</mo><mo>"·"</mo><mi>"d"</mi><mo>"·"</mo><mi>"j"</mi>
                <mo>","</mo><mspace width="1em" />
                <msup><mi>"j"</mi><mo>"′"</mo></msup><mo>"="</mo><mi>"j"</mi><mo>"·"</mo><mi>"s"</mi>
            </mrow>
        </math>
    }
}
