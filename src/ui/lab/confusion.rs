//! The confusion matrix as a table that is also a heat map.

use leptos::prelude::*;

use crate::draw::heat::{viridis, wants_dark_text};
use crate::spec::RunSummary;
use crate::ui::i18n::{tr, use_speech};

/// Counts by true and by predicted class.
#[component]
pub fn Confusion(
    /// What the network says.
    summary: RunSummary,
    /// Names of the classes.
    classes: Memo<Vec<String>>,
) -> impl IntoView {
    let speech = use_speech();
    view! {
        <figure class="figure">
            <figcaption>
                <span class="figure__title">{tr!(speech, result.confusion)}</span>
                <span class="figure__aid">{tr!(speech, result.confusion_aid)}</span>
            </figcaption>
            <ConfusionTable summary=summary classes=classes />
            <p class="legend" aria-hidden="true"><span>"0 %"</span><span class="legend__scale"></span><span>"100 %"</span></p>
        </figure>
    }
}

/// The table alone.
#[component]
pub fn ConfusionTable(
    /// What the network says.
    summary: RunSummary,
    /// Names of the classes.
    classes: Memo<Vec<String>>,
) -> impl IntoView {
    let speech = use_speech();
    let counts = summary.confusion();
    let n_classes = summary.n_classes.max(1);
    let rows = move || {
        let names = classes.get();
        let rows = counts.chunks(n_classes).zip(names).enumerate();
        rows.map(|(truth, (row, name))| {
            let total: u32 = row.iter().sum();
            let cells = row
                .iter()
                .enumerate()
                .map(|(said, count)| cell(*count, total, truth == said))
                .collect_view();
            view! { <tr><th scope="row">{name}</th>{cells}</tr> }
        })
        .collect_view()
    };
    view! {
        <div class="scroll" tabindex="0">
            <table class="confusion">
                <thead>
                    <tr>
                        <th scope="col" class="confusion__corner">{tr!(speech, result.truth)}</th>
                        {move || classes.get().into_iter().map(|name| view! {
                            <th scope="col"><span>{name}</span></th>
                        }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn cell(count: u32, total: u32, is_right: bool) -> impl IntoView {
    let share = f64::from(count) / f64::from(total.max(1));
    let colour = viridis(share);
    let text = if wants_dark_text(colour) { "#000" } else { "#fff" };
    let style = format!("background:rgb({} {} {});color:{text}", colour[0], colour[1], colour[2]);
    view! { <td style=style class:confusion__right=is_right>{count}</td> }
}
