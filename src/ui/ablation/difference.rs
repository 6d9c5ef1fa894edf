//! Where the networks of the two chosen runs differ.

use leptos::prelude::*;

use super::runs::Chosen;
use super::store::Ablation;
use crate::lab::experiment::VariantSpec;
use crate::spec::{Difference, LayerRow};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::names;
use crate::ui::numbers::grouped;

/// The layers that are not the same, side by side; nothing where both runs train one network.
#[component]
pub fn Differences() -> impl IntoView {
    let ablation = expect_context::<Ablation>();
    let chosen = expect_context::<Chosen>();
    let pair = Memo::new(move |_| {
        let chosen = chosen.0.get();
        let [first, second] = chosen.as_slice() else {
            return None;
        };
        ablation.state.with(|state| {
            let experiment = &state.board.as_ref()?.record.experiment;
            let variant = |id: &str| experiment.variants.iter().find(|variant| variant.id == id).cloned();
            let pair = [variant(&first.variant)?, variant(&second.variant)?];
            (pair[0].id != pair[1].id).then_some(pair)
        })
    });
    view! { {move || pair.get().map(|pair| view! { <Table pair=pair /> })} }
}

#[component]
fn Table(pair: [VariantSpec; 2]) -> impl IntoView {
    let speech = use_speech();
    let [first, second] = pair;
    let differences = first.network.differences(&second.network).unwrap_or_default();
    let is_empty = differences.is_empty();
    let [a, b] = [first.id, second.id].map(|id| move || names::variant(speech, &id));
    let row = move |difference: Difference| {
        let Difference { name, sides } = difference;
        let cells = sides.map(|side| view! { <td class="table__word">{move || side.as_ref().map_or_else(|| "–".to_owned(), |row| layer(speech, row))}</td> });
        let id = name.clone();
        view! { <tr data-layer=id><th scope="row">{name}</th>{cells}</tr> }
    };
    view! {
        <section class="outcomes" data-testid="spec-difference">
            <h3>{tr!(speech, ablation.spec_difference)}</h3>
            {is_empty.then(|| view! { <p class="note">{tr!(speech, ablation.spec_same)}</p> })}
            <div class="scroll" tabindex="0">
                <table class="table">
                    <thead><tr><th scope="col">{tr!(speech, network.layer)}</th><th scope="col" class="table__word">{a}</th><th scope="col" class="table__word">{b}</th></tr></thead>
                    <tbody>{differences.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

/// A layer in one line: what it computes, what is not usual of it, its output and its parameters.
fn layer(speech: Speech, row: &LayerRow) -> String {
    let mut words = vec![row.op.to_owned()];
    let mut add = |label: String, pair: Option<crate::spec::Pair>, usual: &str| {
        if let Some(value) = pair.map(|pair| pair.to_string()).filter(|value| value != usual) {
            words.push(format!("{} {value}", label.to_lowercase()));
        }
    };
    add(say!(speech, network.kernel), row.kernel, "");
    add(say!(speech, network.stride), row.stride, "1");
    add(say!(speech, network.padding), row.padding, "0");
    add(say!(speech, network.dilation), row.dilation, "1");
    let output: Vec<String> = row.output.iter().map(ToString::to_string).collect();
    let mut line = format!("{} → {}", words.join(" · "), output.join("×"));
    if row.parameters > 0 {
        line.push_str(&format!(
            " · {} {}",
            grouped(row.parameters as u64),
            say!(speech, network.params).to_lowercase()
        ));
    }
    line
}
