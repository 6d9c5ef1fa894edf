//! What each fusion of the maps in view costs, side by side: parameters, arithmetic, the result, what training keeps.

use leptos::prelude::*;

use super::choice::{FUSIONS, complaint, listed};
use super::settings::{merge_name, use_settings};
use crate::geometry::{Merge, Shape, fuse};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::numbers::grouped;

/// A row of the table.
struct Costs {
    shape: Shape,
    parameters: usize,
    /// Additions, multiplications or multiply-adds, with their name.
    arithmetic: String,
    /// Numbers that are kept for the backward pass.
    kept: usize,
}

fn of_fusion(speech: Speech, merge: Merge, [a, b]: [Shape; 2]) -> Result<Costs, fuse::Refusal> {
    let fused = fuse::fused(merge, a, b)?;
    let count = |n: usize| grouped(n as u64);
    let arithmetic = match merge {
        Merge::Sum => say!(speech, fused.n_additions, n = count(fused.additions)),
        Merge::Product => say!(speech, fused.n_multiplications, n = count(fused.multiplications)),
        Merge::Concat => "0".to_owned(),
    };
    Ok(Costs {
        shape: fused.shape,
        parameters: 0,
        arithmetic,
        kept: fuse::kept(merge, a, b),
    })
}

/// The concat with the 1 × 1 behind it, back to A's channels.
fn of_pointwise(speech: Speech, [a, b]: [Shape; 2]) -> Result<Costs, fuse::Refusal> {
    let stacked = fuse::fused(Merge::Concat, a, b)?.shape;
    let parameters = fuse::pointwise_weights(stacked.channels, a.channels);
    let n_cells = stacked.size.height * stacked.size.width;
    Ok(Costs {
        shape: Shape {
            channels: a.channels,
            size: stacked.size,
        },
        parameters,
        arithmetic: say!(speech, fused.n_macs, n = grouped((parameters * n_cells) as u64)),
        kept: stacked.n_values(),
    })
}

/// Bytes in single precision.
fn bytes(speech: Speech, n_values: usize) -> String {
    say!(speech, fused.bytes, n = grouped(4 * n_values as u64))
}

/// The table, for the maps in view.
#[component]
pub fn CostsTable() -> impl IntoView {
    let speech = use_speech();
    let inputs = use_settings().inputs;
    let row = move |idx: usize| {
        let shapes = inputs.shapes();
        let (name, costs, merge) = match FUSIONS.get(idx) {
            Some((merge, _)) => (merge_name(speech, *merge), of_fusion(speech, *merge, shapes), *merge),
            None => (
                say!(speech, fused.with_pointwise),
                of_pointwise(speech, shapes),
                Merge::Concat,
            ),
        };
        let cells = match costs {
            Ok(costs) => view! {
                <td>{listed(costs.shape)}</td><td>{grouped(costs.parameters as u64)}</td><td>{costs.arithmetic}</td>
                <td>{bytes(speech, costs.shape.n_values())}</td><td>{bytes(speech, costs.kept)}</td>
            }
            .into_any(),
            Err(refusal) => {
                view! { <td colspan="5"><code class="fusion__error" lang="en">{complaint(merge, refusal)}</code></td> }
                    .into_any()
            }
        };
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }
    };
    let about = move || {
        let [a, b] = inputs.shapes().map(listed);
        if inputs.is_network.get() {
            let [first, second] = inputs.names();
            say!(
                speech,
                fused.costs_of_layers,
                a = a,
                b = b,
                first = first,
                second = second
            )
        } else {
            say!(speech, fused.costs_of_maps, a = a)
        }
    };
    view! {
        <h3>{tr!(speech, fused.costs_title)}</h3>
        <p>{about}</p>
        <div class="scroll">
            <table class="table fusion__table" data-testid="fusion-costs">
                <thead><tr><th scope="col">{tr!(speech, fusion.head_fusion)}</th><th scope="col">{tr!(speech, fused.head_result)}</th>
                    <th scope="col">{tr!(speech, fusion.head_parameters)}</th><th scope="col">{tr!(speech, fused.head_arithmetic)}</th>
                    <th scope="col">{tr!(speech, fused.head_bytes)}</th><th scope="col">{tr!(speech, fused.head_kept)}</th></tr></thead>
                <tbody>{move || (0..=FUSIONS.len()).map(row).collect_view()}</tbody>
            </table>
        </div>
        <p class="note">{tr!(speech, fused.why_kept)}</p>
    }
}
