//! The table of `fovea describe`, whose rows lead to their layers.

use leptos::prelude::*;

use super::state::use_networks;
use crate::spec::describe::LayerRow;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::numbers::{grouped, short};

/// The layers with shapes, costs and fields.
#[component]
pub fn LayerTable() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let rows = Memo::new(move |_| state.plan.with(|plan| plan.spec.describe().unwrap_or_default()));
    let row = move |row: LayerRow| {
        let output: Vec<String> = row.output.iter().map(ToString::to_string).collect();
        let field = if row.whole_input {
            say!(speech, network.whole)
        } else {
            row.receptive_field.to_string()
        };
        let (name, to) = (row.name.clone(), row.name.clone());
        let is_chosen = move || state.layer.with(|layer| *layer == name);
        view! {
            <tr class:sums__now=is_chosen>
                <th scope="row"><button type="button" class="sums__layer" on:click=move |_| state.look_at(&to)>{row.name.clone()}</button></th>
                <td class="table__word">{row.op}</td>
                <td>{output.join("×")}</td>
                <td>{(row.parameters > 0).then(|| grouped(row.parameters as u64))}</td>
                <td>{(row.macs > 0).then(|| short(row.macs))}</td>
                <td>{field}</td>
            </tr>
        }
    };
    view! {
        <details class="networks__table">
            <summary>{tr!(speech, network.table)}</summary>
            <div class="scroll" tabindex="0">
                <table class="table">
                    <thead><tr>
                        <th scope="col">{tr!(speech, network.layer)}</th>
                        <th scope="col">{tr!(speech, network.op)}</th>
                        <th scope="col">{tr!(speech, network.output)}</th>
                        <th scope="col">{tr!(speech, network.params)}</th>
                        <th scope="col">{tr!(speech, network.mac)}</th>
                        <th scope="col">{tr!(speech, network.rf)}</th>
                    </tr></thead>
                    <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}
