//! What an idea costs, as a table.

use leptos::prelude::*;

use super::forms::Version;
use super::wording::{branch_name, named, size_text};
use crate::draw::inception::{Closing, ModuleReading};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::numbers;

/// What the module costs before and after, branch by branch.
#[component]
pub fn CostTable(versions: Memo<Option<[Version; 2]>>) -> impl IntoView {
    let speech = use_speech();
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
    let closing_row = move || {
        versions.with(|versions| {
            let [_, after] = versions.as_ref()?;
            let text = numbers::grouped(after.closing.projection()?.parameters as u64);
            let is_behind = matches!(after.closing, Closing::ProjectedSum(_));
            let name = move || {
                if is_behind {
                    say!(speech, living.after_concat)
                } else {
                    say!(speech, inception.shortcut)
                }
            };
            Some(view! {
                <tr class="module__part"><th scope="row">{name}</th><td>"0"</td><td>{text}</td></tr>
            })
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
                    {closing_row}
                    {row(Signal::derive(tr!(speech, network.mac)), |version| numbers::short(version.macs))}
                    {row(Signal::derive(tr!(speech, network.rf)), |version| {
                        version.reading.outcome.as_ref().map_or_else(|_refused| String::new(), |outcome| size_text(outcome.field.map(|axis| axis.size())))
                    })}
                    {row(Signal::derive(tr!(speech, inception.depth)), |version| version.depth().to_string())}
                </tbody>
            </table>
        </div>
    }
}
