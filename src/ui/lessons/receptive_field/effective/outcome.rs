//! The numbers of the step as a table, and what stands in the way of a measurement.

use leptos::prelude::*;

use super::super::bench::Bench;
use super::look::{Look, Which};
use super::measured::{Extent, Theory};
use super::probing::use_effective;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::intent::Remedy;
use crate::ui::names;
use crate::ui::numbers::grouped;

/// Pixels that count, the square they would fill, and its share of the theoretical side.
#[component]
pub fn Outcome() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let state = use_effective();
    let theory = Memo::new(move |_| bench.observed.with(|observed| Theory::of(observed, state.map.get())));
    let cells = move |values: &[f64]| {
        let extent = Extent::of(values);
        let ratio = theory.with(|theory| theory.ratio(extent));
        view! {
            <td>{extent.n_pixels}</td>
            <td><b>{format!("{:.1}", extent.side)}</b></td>
            <td>{format!("{ratio:.2}")}</td>
            <td>{strongest(values)}</td>
        }
    };
    let measured = move |which: Which, id: &'static str| {
        move || {
            let name = match which {
                Which::Untrained => say!(speech, effective.untrained),
                Which::Trained => say!(speech, effective.trained),
            };
            state.look(which).with(|look| {
                look.measured().map(|measured| {
                    let of = match which {
                        // Weights from a file do not say how long they were trained.
                        Which::Trained if measured.n_steps == 0 => {
                            say!(speech, effective.of_images, n = measured.n_images)
                        }
                        Which::Untrained => say!(speech, effective.of_images, n = measured.n_images),
                        Which::Trained => say!(
                            speech,
                            effective.of_steps,
                            n = measured.n_images,
                            steps = grouped(measured.n_steps as u64)
                        ),
                    };
                    view! {
                        <tr data-testid=id>
                            <th scope="row">{name} <span class="unit erf__of">{of}</span></th>
                            {cells(&measured.values)}
                        </tr>
                    }
                })
            })
        }
    };
    let is_silent = move |which: Which| {
        state.look(which).with(|look| {
            look.measured()
                .is_some_and(|measured| measured.values.iter().all(|value| *value == 0.0))
        })
    };
    view! {
        <div class="scroll" tabindex="0">
            <table class="table erf__table">
                <thead><tr>
                    <th scope="col">{tr!(speech, effective.field)}</th>
                    <th scope="col">{tr!(speech, effective.column_pixels)}</th>
                    <th scope="col">{tr!(speech, effective.column_side)}</th>
                    <th scope="col">{move || say!(speech, effective.column_ratio, n = theory.with(Theory::side))}</th>
                    <th scope="col">{tr!(speech, effective.column_peak)}</th>
                </tr></thead>
                <tbody aria-live="polite">
                    <tr data-testid="effective-paths">
                        <th scope="row">{tr!(speech, effective.paths)}</th>
                        {move || theory.with(|theory| cells(&theory.paths))}
                    </tr>
                    {measured(Which::Untrained, "effective-untrained")}
                    {measured(Which::Trained, "effective-trained")}
                </tbody>
            </table>
        </div>
        {move || (is_silent(Which::Untrained) || is_silent(Which::Trained)).then(|| view! {
            <p class="panel panel--note">{tr!(speech, effective.silent)}</p>
        })}
        <p class="note">{tr!(speech, effective.source)}</p>
    }
}

/// The strongest of `values`, in a few signs.
fn strongest(values: &[f64]) -> String {
    let strongest = values.iter().copied().fold(0.0, f64::max);
    if strongest >= 1000.0 || (strongest > 0.0 && strongest < 0.1) {
        let text = format!("{strongest:.1e}").replace('-', "−");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        format!("{digits}·10{}", raised(power))
    } else {
        format!("{strongest:.2}")
    }
}

fn raised(power: &str) -> String {
    let sign = |sign: char| match sign {
        '−' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => digit
            .to_digit(10)
            .and_then(|n| char::from_u32(0x2070 + n))
            .unwrap_or(digit),
    };
    power.chars().map(sign).collect()
}

/// Why a measurement failed, and what helps.
#[component]
pub fn Failures() -> impl IntoView {
    let speech = use_speech();
    let state = use_effective();
    let failure = move |which: Which| {
        move || {
            let Look::Failed(fault) = state.look(which).get() else {
                return None;
            };
            let dataset = state.setting.with_untracked(|setting| setting.dataset);
            let remedies = Remedy::against(&fault, dataset);
            Some(view! {
                <div class="panel panel--failed" role="alert" data-testid="effective-failure">
                    <p>{move || names::advice(speech, &fault)}</p>
                    <p class="panel__actions">
                        {remedies.into_iter().map(|remedy| {
                            let name = move || match remedy {
                                Remedy::UseScales => say!(speech, effective.on_scales),
                                remedy => names::remedy(speech, remedy),
                            };
                            view! {
                                <button type="button" class="button" data-testid=(remedy == Remedy::Retry).then_some("effective-retry")
                                    on:click=move |_| state.mend(which, remedy)>{name}</button>
                            }
                        }).collect_view()}
                    </p>
                </div>
            })
        }
    };
    view! {
        {failure(Which::Untrained)}
        {failure(Which::Trained)}
    }
}
