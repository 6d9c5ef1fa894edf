//! The legend of a chart: what is drawn how, its last values, and those under the cursor.

use leptos::prelude::*;

use super::chart::{Look, all_parts};
use super::compose::template_name;
use super::parts::{Part, Source};
use super::store::Ablation;
use super::swatch::Swatch;
use crate::draw::bands::{BandsChart, LegendEntry};
use crate::lab::curves::Reading;
use crate::lab::curves::source::Quantity;
use crate::ui::i18n::{say, use_speech};
use crate::ui::names;

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
    let parts = Memo::new(move |_| {
        ablation.redraw.track();
        ablation.state.track();
        all_parts(ablation)
    });
    let value = move |value: f64, error: Option<f64>, n: usize| {
        let digits = if quantity == Quantity::TestAccuracy { 1 } else { 3 };
        let error = error.map_or_else(String::new, |error| format!(" ± {error:.digits$}"));
        format!("{value:.digits$}{error} (N = {n})")
    };
    let line = move |part: Part| {
        let variant = part.number;
        let name = names::variant(speech, &part.id);
        let key = StoredValue::new((part.source, part.id));
        let entry = move || chart.with(|chart| chart.legend.iter().find(|entry| entry.variant == variant).copied());
        let is_shown = move || look.hidden.with(|hidden| key.with_value(|key| !hidden.contains(key)));
        let numbers = move || {
            // Of what is pointed at; a curve without a value there never stands with its last one beside the others.
            let pointed = readings.with(|readings| {
                let reading = readings.as_ref()?.iter().find(|reading| reading.variant == variant);
                Some(reading.map_or_else(
                    || "–".to_owned(),
                    |reading| value(reading.at.mean, reading.at.standard_error, reading.at.n),
                ))
            });
            let last = || {
                let LegendEntry { last, .. } = entry()?;
                let last = last?;
                Some(value(last.mean, last.standard_error, last.n))
            };
            pointed.or_else(last).unwrap_or_default()
        };
        let toggle = move |_| {
            look.hidden.update(|hidden| {
                let key = key.get_value();
                if !hidden.remove(&key) {
                    hidden.insert(key);
                }
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
                    <Swatch number=variant />
                    <span>{name}</span>
                </button>
                " " <span class="unit">{numbers}</span>
            </li>
        }
    };
    // One list for each source: the learner's own, then every record under its day.
    let list = move |source: Source| {
        let of_source: Vec<Part> =
            parts.with(|parts| parts.iter().filter(|part| part.source == source).cloned().collect());
        let recorded = match source {
            Source::Own(_) => None,
            Source::Recorded(id) => ablation.records.joined.with(|joined| {
                let (_, record) = joined.iter().find(|(other, _)| *other == id)?;
                let date = record
                    .origin
                    .as_ref()
                    .map(|origin| origin.date.clone())
                    .unwrap_or_default();
                Some((id, date))
            }),
        };
        let head = recorded.map(|(id, date)| {
            let head = move || {
                say!(
                    speech,
                    experiment.recorded_head,
                    name = template_name(speech, id),
                    date = date
                )
            };
            view! { <li class="legendline__head">{head}</li> }
        });
        view! { <ul class="legendline">{head}{of_source.into_iter().map(line).collect_view()}</ul> }
    };
    let sources = Memo::new(move |_| {
        let mut sources: Vec<Source> = parts.with(|parts| parts.iter().map(|part| part.source.clone()).collect());
        sources.dedup();
        sources
    });
    move || sources.get().into_iter().map(list).collect_view()
}
