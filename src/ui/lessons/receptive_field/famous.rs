//! Fields of networks that made history, as we compute them, beside the published numbers.

use leptos::prelude::*;

use super::bench::{Bench, NetworkPicker, name};
use super::observed::Observed;
use crate::spec::presets::{PRESETS, Preset, PublishedNote};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, use_place};
use crate::ui::numbers::short;

/// Our field for a preset: of the layer that a published number belongs to, else the largest before the whole image.
fn computed(preset: &Preset) -> i64 {
    let Ok(lowered) = preset.network().lower_any() else {
        return 0;
    };
    let named = preset
        .published
        .and_then(|published| lowered.geometry_of(published.layer).copied());
    let local = lowered.graph.geometry().iter().filter(|node| !node.field.height.whole);
    let largest = local.map(|node| node.field.height.size()).max().unwrap_or(1);
    named.map_or(largest, |node| node.field.height.size())
}

/// Words, table and question.
#[component]
pub fn FamousWords() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let place = use_place();
    let row = move |preset: &'static Preset| {
        let lowered = preset.network().lower_any().ok();
        let parameters = lowered.map_or(0, |lowered| lowered.n_parameters());
        let field = computed(preset);
        let published = preset.published;
        view! {
            <tr class:sums__now=move || bench.id.get() == preset.id>
                <th scope="row">
                    <button type="button" class="sums__layer" on:click=move |_| bench.choose(place, preset.id)>
                        {move || name(speech, preset.id)}
                    </button>
                </th>
                <td>{preset.input.height}</td>
                <td>{short(parameters as u64)}</td>
                <td><b class="term-field">{field}</b></td>
                <td>{published.map(|published| published.field.to_string()).unwrap_or_else(|| "–".into())}</td>
            </tr>
        }
    };
    let famous: Vec<&'static Preset> = PRESETS.iter().skip_while(|preset| preset.id != "lenet5").collect();
    let notes = famous.iter().filter_map(|preset| {
        let published = preset.published?;
        let name = preset.id;
        let why = move || match published.note {
            Some(PublishedNote::StrideInLastUnit) => say!(speech, field.note_stride),
            None => String::new(),
        };
        Some(view! { <li>{move || self::name(speech, name)} ": " {published.source} ". " {why}</li> })
    });
    let notes = notes.collect_view();
    let resnet_covers = move || {
        let of = |id: &str| {
            let preset = PRESETS.iter().find(|preset| preset.id == id);
            let observed = preset.and_then(|preset| Observed::new(preset.network()));
            observed.is_some_and(|observed| observed.first_beyond_image().is_some())
        };
        usize::from(!of("resnet50"))
    };
    view! {
        <p>{tr!(speech, field.famous_1)}</p>
        <NetworkPicker />
        <div class="scroll" tabindex="0">
            <table class="table sums">
                <thead><tr>
                    <th scope="col">{tr!(speech, field.network)}</th>
                    <th scope="col">{tr!(speech, field.input)}</th>
                    <th scope="col">{tr!(speech, network.params)}</th>
                    <th scope="col">{tr!(speech, field.ours)}</th>
                    <th scope="col">{tr!(speech, field.published)}</th>
                </tr></thead>
                <tbody>{famous.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <ul class="note">{notes}</ul>
        <ChoiceQuestion
            id="resnet-beyond"
            ask=Signal::derive(tr!(speech, field.ask_resnet))
            options=Signal::derive(move || vec![say!(speech, field.yes), say!(speech, field.no)])
            answer=Signal::derive(resnet_covers)
            explain=Signal::derive(tr!(speech, field.explain_resnet))
        />
    }
}
