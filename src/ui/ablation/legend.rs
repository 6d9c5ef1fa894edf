//! The legend of a chart: what is drawn how, its last values, and those under the cursor.

use leptos::prelude::*;

use super::chart::{Look, names};
use super::store::Ablation;
use crate::draw::bands::style::style;
use crate::draw::bands::{BandsChart, LegendEntry};
use crate::lab::curves::Reading;
use crate::lab::curves::source::Quantity;
use crate::ui::i18n::{say, use_speech};

/// One line for each variant; a click shows or hides it. While the cursor is in the chart, the values under it.
#[component]
pub fn Legend(
    /// What is followed.
    quantity: Quantity,
    /// The picture.
    chart: Memo<BandsChart>,
    /// What is under the cursor.
    readings: Memo<Option<Vec<Reading>>>,
) -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let look = expect_context::<Look>();
    let names = Memo::new(move |_| {
        ablation.redraw.track();
        ablation.state.track();
        names(ablation, speech)
    });
    let value = move |value: f64, error: Option<f64>, n: usize| {
        let digits = if quantity == Quantity::TestAccuracy { 1 } else { 3 };
        let error = error.map_or_else(String::new, |error| format!(" ± {error:.digits$}"));
        format!("{value:.digits$}{error} (N = {n})")
    };
    let line = move |(variant, name): (usize, String)| {
        let entry = move || chart.with(|chart| chart.legend.iter().find(|entry| entry.variant == variant).copied());
        let is_shown = move || look.hidden.with(|hidden| !hidden.contains(&variant));
        let numbers = move || {
            let read = readings.with(|readings| {
                let readings = readings.as_ref()?;
                let reading = readings.iter().find(|reading| reading.variant == variant)?;
                Some(value(reading.at.mean, reading.at.standard_error, reading.at.n))
            });
            let last = || {
                let LegendEntry { last, .. } = entry()?;
                let last = last?;
                Some(value(last.mean, last.standard_error, last.n))
            };
            read.or_else(last).unwrap_or_default()
        };
        let style = style(variant);
        let toggle = move |_| {
            look.hidden
                .update(|hidden| match hidden.iter().position(|other| *other == variant) {
                    Some(idx) => {
                        hidden.remove(idx);
                    }
                    None => hidden.push(variant),
                });
        };
        let spoken = name.clone();
        let label = move || {
            if is_shown() {
                say!(speech, ablation.hide, name = spoken)
            } else {
                say!(speech, ablation.show, name = spoken)
            }
        };
        view! {
            <li>
                <button type="button" aria-pressed=move || is_shown().to_string() title=label on:click=toggle>
                    <svg width="28" height="10" aria-hidden="true">
                        <line x1="0" x2="28" y1="5" y2="5" stroke=format!("var({})", style.colour) stroke-width="3" stroke-dasharray=style.dash />
                    </svg>
                    <span>{name}</span>
                </button>
                " " <span class="unit">{numbers}</span>
            </li>
        }
    };
    view! { <ul class="legendline">{move || names.get().into_iter().enumerate().map(line).collect_view()}</ul> }
}
