//! What an idea costs, as a table with links to the lab.

use leptos::prelude::*;

use super::forms::Version;
use super::wording::{branch_name, named, size_text};
use crate::draw::inception::ModuleReading;
use crate::ui::app::Base;
use crate::ui::i18n::{tr, use_speech};
use crate::ui::numbers;

/// What the module costs before and after, branch by branch, with a link to the lab for each.
#[component]
pub fn CostTable(versions: Memo<Option<[Version; 2]>>) -> impl IntoView {
    let speech = use_speech();
    let base = StoredValue::new(expect_context::<Base>().0);
    let both = move |part: fn(&Version) -> String| {
        versions.with(|versions| {
            versions
                .as_ref()
                .map(|both| both.each_ref().map(part))
                .unwrap_or_default()
        })
    };
    let row = move |name: Signal<String>, part: fn(&Version) -> String| {
        view! {
            <tr>
                <th scope="row">{move || name.get()}</th>
                {move || both(part).map(|text| view! { <td>{text}</td> }).collect_view()}
            </tr>
        }
    };
    let name_of = move |branch: usize| {
        versions.with(|versions| match versions {
            Some([before, _]) => named(speech, &before.reading, branch),
            None => branch_name(speech, branch),
        })
    };
    let branch_row = move |branch: usize| {
        let text = move |idx: usize| {
            versions.with(|versions| {
                let reading: Option<&ModuleReading> = versions.as_ref().map(|both| &both[idx].reading);
                let parameters = reading
                    .and_then(|reading| reading.branches.get(branch))
                    .map_or(0, |one| one.parameters());
                numbers::grouped(parameters as u64)
            })
        };
        view! {
            <tr class="module__part">
                <th scope="row">{move || name_of(branch)}</th>
                <td>{move || text(0)}</td>
                <td>{move || text(1)}</td>
            </tr>
        }
    };
    let shortcut_row = move || {
        versions.with(|versions| {
            let [_, after] = versions.as_ref()?;
            let step = after.shortcut.as_ref()?.as_ref()?;
            let text = numbers::grouped(step.parameters as u64);
            Some(view! {
                <tr class="module__part"><th scope="row">{tr!(speech, inception.shortcut)}</th><td>"0"</td><td>{text}</td></tr>
            })
        })
    };
    let link = move |idx: usize| {
        let query = versions.with(|versions| versions.as_ref().and_then(|both| both[idx].lab_query()));
        query.map(|query| {
            let address = move || format!("{}/lab/?{query}&lang={}", base.get_value(), speech.language().id());
            let id = if idx == 0 { "lab-before" } else { "lab-after" };
            view! { <a class="link" data-testid=id href=address>{tr!(speech, inception.in_lab)}</a> }
        })
    };
    view! {
        <div class="scroll" tabindex="0">
            <table class="table module__costs" data-testid="variant-costs">
                <thead><tr>
                    <th scope="col">{tr!(speech, inception.one_module)}</th>
                    <th scope="col">{tr!(speech, inception.before)}</th>
                    <th scope="col">{tr!(speech, inception.after)}</th>
                </tr></thead>
                <tbody>
                    {row(Signal::derive(tr!(speech, network.params)), |version| numbers::grouped(version.parameters as u64))}
                    {[0usize, 1, 2, 3].map(branch_row).collect_view()}
                    {shortcut_row}
                    {row(Signal::derive(tr!(speech, network.mac)), |version| numbers::short(version.macs))}
                    {row(Signal::derive(tr!(speech, network.rf)), |version| {
                        version.reading.outcome.as_ref().map_or_else(|_refused| String::new(), |outcome| size_text(outcome.field.map(|axis| axis.size())))
                    })}
                    {row(Signal::derive(tr!(speech, inception.depth)), |version| version.depth().to_string())}
                    <tr>
                        <th scope="row">{tr!(speech, inception.whole_network)}</th>
                        <td>{move || link(0)}</td>
                        <td>{move || link(1)}</td>
                    </tr>
                </tbody>
            </table>
        </div>
    }
}
