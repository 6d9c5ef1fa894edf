//! What the chosen network is: the table of `fovea describe`.

use leptos::prelude::*;

use super::store::Lab;
use crate::spec::NetworkSpec;
use crate::spec::describe::{LayerRow, Pair};
use crate::ui::app::Base;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{Lesson, NetworkCode, WholeLink};
use crate::ui::names;
use crate::ui::numbers::{grouped, short};

/// Parameters, multiply-adds and field of the chosen network, and its layers.
#[component]
pub fn NetworkPanel() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let network = Memo::new(move |_| lab.state.with(|state| state.query.network()));
    let name = Memo::new(move |_| lab.state.with(|state| state.query.network_id()));
    let rows = Memo::new(move |_| {
        let described = network.with(|network| network.as_ref().and_then(|network| network.describe().ok()));
        described.unwrap_or_default()
    });
    let total = move |part: fn(&LayerRow) -> u64| rows.with(|rows| rows.iter().map(part).sum::<u64>());
    let field = Memo::new(move |_| network.with(|network| network.as_ref().and_then(NetworkSpec::local_field)));
    let size = move || field.get().map(|field| field.size.to_string());
    let is_gated = move || field.get().is_some_and(|field| field.is_gated);
    let base = StoredValue::new(expect_context::<Base>().0);
    // The lesson measures the very network and seed that the lab trains.
    let fields_link = move || {
        let (own, variant, seed) = lab
            .state
            .with(|state| (state.query.get("spec"), state.query.variant, state.query.seed));
        let network = if own.is_empty() {
            format!("net={variant}")
        } else {
            format!("spec={own}")
        };
        let path = Lesson::ReceptiveField.path()?;
        let lang = speech.language().id();
        Some(format!(
            "{}{path}?step=effective&{network}&seed={seed}&lang={lang}",
            base.get_value()
        ))
    };
    view! {
        <section class="network">
            <h2>{tr!(speech, network.about)}</h2>
            <p data-testid="network-name">{move || names::variant(speech, name.get())}</p>
            <ul class="network__facts">
                <li><b>{move || grouped(total(|row| row.parameters as u64))}</b> " " {tr!(speech, network.parameters)}</li>
                <li><b>{move || short(total(|row| row.macs))}</b> " " {tr!(speech, network.macs)}</li>
                <li>
                    <b class="term-field">{size}</b> " " {tr!(speech, network.field)}
                    " " <span class="unit">{tr!(speech, network.before)} {move || is_gated().then(|| say!(speech, network.gated))}</span>
                </li>
            </ul>
            {move || fields_link().map(|address| view! {
                <p><a class="link" data-testid="to-effective" href=address>{tr!(speech, effective.from_lab)}</a></p>
            })}
            <WholeLink network=network />
            <NetworkCode network=network />
            <details>
                <summary>{tr!(speech, network.table)}</summary>
                <div class="scroll" tabindex="0">
                    <table class="table">
                        <thead><tr>
                            <th scope="col">{tr!(speech, network.layer)}</th>
                            <th scope="col">{tr!(speech, network.op)}</th>
                            <th scope="col">{tr!(speech, network.output)}</th>
                            <th scope="col">{tr!(speech, network.kernel)}</th>
                            <th scope="col">{tr!(speech, network.stride)}</th>
                            <th scope="col">{tr!(speech, network.padding)}</th>
                            <th scope="col">{tr!(speech, network.dilation)}</th>
                            <th scope="col">{tr!(speech, network.params)}</th>
                            <th scope="col">{tr!(speech, network.mac)}</th>
                            <th scope="col">{tr!(speech, network.rf)}</th>
                            <th scope="col">{tr!(speech, network.jump)}</th>
                        </tr></thead>
                        <tbody>{move || {
                            let whole = say!(speech, network.whole);
                            rows.get().into_iter().map(|row| layer(row, &whole)).collect_view()
                        }}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
}

fn layer(row: LayerRow, whole: &str) -> impl IntoView + use<> {
    let pair = |pair: Option<Pair>| pair.map(|pair| pair.to_string());
    let output: Vec<String> = row.output.iter().map(ToString::to_string).collect();
    let field = if row.whole_input {
        whole.to_owned()
    } else {
        row.receptive_field.to_string()
    };
    let count = |n: u64| (n > 0).then(|| grouped(n));
    view! {
        <tr>
            <th scope="row">{row.name}</th>
            <td class="table__word">{row.op}</td>
            <td>{output.join("×")}</td>
            <td>{pair(row.kernel)}</td>
            <td>{pair(row.stride)}</td>
            <td>{pair(row.padding)}</td>
            <td>{pair(row.dilation)}</td>
            <td>{count(row.parameters as u64)}</td>
            <td>{count(row.macs)}</td>
            <td>{field}</td>
            <td>{row.jump.to_string()}</td>
        </tr>
    }
}
