//! The table of `fovea describe`, whose rows lead to their layers.

use leptos::prelude::*;

use super::state::use_networks;
use crate::spec::describe::{LayerRow, Pair};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::numbers::{grouped, short};

/// The layers with shapes, windows, costs and fields: the columns of `fovea describe`.
#[component]
pub fn LayerTable(
    /// Whether it is open from the first.
    #[prop(optional)]
    is_open: bool,
) -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let rows = Memo::new(move |_| state.plan.with(|plan| plan.spec.describe().unwrap_or_default()));
    let total = move |part: fn(&LayerRow) -> u64| rows.with(|rows| rows.iter().map(part).sum::<u64>());
    let row = move |row: LayerRow| {
        let pair = |pair: Option<Pair>| pair.map(|pair| pair.to_string());
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
                <td>{pair(row.kernel)}</td>
                <td>{pair(row.stride)}</td>
                <td>{pair(row.padding)}</td>
                <td>{pair(row.dilation)}</td>
                <td>{row.groups}</td>
                <td>{(row.parameters > 0).then(|| grouped(row.parameters as u64))}</td>
                <td>{(row.macs > 0).then(|| short(row.macs))}</td>
                <td>{field}</td>
                <td>{row.jump.to_string()}</td>
            </tr>
        }
    };
    view! {
        <details class="networks__table" open=is_open>
            <summary>{tr!(speech, network.table)}</summary>
            <div class="scroll networks__rows" tabindex="0" role="region" aria-label=tr!(speech, network.table)>
                <table class="table" data-testid="describe">
                    <thead><tr>
                        <th scope="col">{tr!(speech, network.layer)}</th>
                        <th scope="col">{tr!(speech, network.op)}</th>
                        <th scope="col">{tr!(speech, network.output)}</th>
                        <th scope="col">{tr!(speech, network.kernel)}</th>
                        <th scope="col">{tr!(speech, network.stride)}</th>
                        <th scope="col">{tr!(speech, network.padding)}</th>
                        <th scope="col">{tr!(speech, network.dilation)}</th>
                        <th scope="col">{tr!(speech, field.groups)}</th>
                        <th scope="col">{tr!(speech, network.params)}</th>
                        <th scope="col">{tr!(speech, network.mac)}</th>
                        <th scope="col">{tr!(speech, network.rf)}</th>
                        <th scope="col">{tr!(speech, network.jump)}</th>
                    </tr></thead>
                    <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
                    <tfoot><tr>
                        <th scope="row" colspan="8">{tr!(speech, networks.in_all)}</th>
                        <td>{move || grouped(total(|row| row.parameters as u64))}</td>
                        <td>{move || short(total(|row| row.macs))}</td>
                        <td colspan="2"></td>
                    </tr></tfoot>
                </table>
            </div>
        </details>
    }
}
