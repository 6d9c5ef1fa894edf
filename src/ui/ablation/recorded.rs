//! Recorded experiments on the page: the note above the charts, and the list of all that are served.
//!
//! Long because both say in words what a record is and where it stands.

use leptos::prelude::*;

use super::compose::template_name;
use super::records::Found;
use super::shipped::{SHIPPED, Shipped};
use super::store::Ablation;
use crate::lab::record::{ExperimentRecord, Origin};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::names;
use crate::ui::words::Told;

/// Where a record comes from, in a sentence.
pub fn origin_line(speech: Speech, name: &str, origin: &Origin) -> String {
    say!(
        speech,
        ablation.recorded_note,
        name = template_name(speech, name),
        date = origin.date,
        commit = origin.commit,
        machine = origin.machine,
        data = origin.data
    )
}

/// What a record holds, in a sentence.
fn what_line(speech: Speech, record: &ExperimentRecord) -> String {
    let plan = &record.experiment;
    let seeds: Vec<_> = plan.seeds.iter().map(ToString::to_string).collect();
    say!(
        speech,
        experiment.recorded_what,
        variants = plan.variants.len(),
        seeds = seeds.join(", "),
        n_train = plan.data.n_train,
        n_test = plan.data.n_test,
        epochs = plan.training.epochs
    )
}

fn found(ablation: Ablation, record: Shipped) -> Option<Found> {
    ablation.records.found.with(|found| found.get(record.id).cloned())
}

fn fits(ablation: Ablation, record: Shipped) -> bool {
    let subject = ablation.records.subject;
    subject.with(|subject| subject.as_ref().is_some_and(|subject| subject.fits(record)))
}

/// Fetches what fits the charts, looks for what else is served, and says above the charts what is drawn there.
#[component]
pub fn RecordedNote() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let records = ablation.records;
    Effect::new(move |_| {
        for record in SHIPPED {
            if records.is_wanted(record) {
                records.fetch(record);
            }
        }
    });
    records.look();
    let origin = ablation.part(|state| {
        let record = &state.board.as_ref()?.record;
        Some((record.experiment.name.clone(), record.origin.clone()?))
    });
    let one = move |record: Shipped| {
        view! { <One record=record /> }
    };
    let has_board = ablation.part(|state| state.board.is_some());
    let is_alone = move || !has_board.get() && records.joined.with(|joined| !joined.is_empty());
    view! {
        {move || origin.get().map(|(name, origin)| view! {
            <p class="recorded" data-testid="origin">{origin_line(speech, &name, &origin)}</p>
        })}
        {SHIPPED.map(one).collect_view()}
        <Show when=is_alone><p class="note">{tr!(speech, experiment.recorded_aid)}</p></Show>
    }
}

/// The note on one record: drawn, on its way, switched off, or not to be had.
#[component]
fn One(record: Shipped) -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let records = ablation.records;
    let stands = Memo::new(move |_| {
        let is_wanted = records.is_wanted(record);
        let fits = fits(ablation, record);
        (
            is_wanted,
            (is_wanted || fits).then(|| found(ablation, record)).flatten(),
        )
    });
    // Other images to train on, another optimiser: the values are not those of one experiment.
    let settings = ablation.part(|state| match &state.board {
        Some(board) => (board.record.experiment.data, board.record.experiment.training),
        None => (state.plan.settings.data, state.plan.settings.training),
    });
    move || match stands.get() {
        (true, Some(Found::Here(arrived))) => {
            let plan = &arrived.experiment;
            let is_other = settings.get() != (plan.data, plan.training);
            let origin = arrived
                .origin
                .as_ref()
                .map(|origin| origin_line(speech, record.id, origin));
            let what = what_line(speech, &arrived);
            Some(
                view! {
                    <div class="recorded" data-testid="recorded" data-record=record.id>
                        <p>{origin} " " {what}
                            {is_other.then(|| view! { " " <b>{tr!(speech, experiment.recorded_other)}</b> })}
                        </p>
                        <Buttons record=record />
                    </div>
                }
                .into_any(),
            )
        }
        (true, Some(Found::Fetching)) => {
            Some(view! { <p class="note" role="status">{tr!(speech, experiment.recorded_fetching)}</p> }.into_any())
        }
        (true, Some(Found::Absent)) => Some(
            view! { <p class="note" data-testid="recorded-absent">{tr!(speech, experiment.recorded_absent)}</p> }
                .into_any(),
        ),
        (true, Some(Found::Failed(reason))) => {
            let words = move || {
                say!(
                    speech,
                    experiment.recorded_failed,
                    reason = reason.told(speech.language())
                )
            };
            Some(
                view! {
                    <p class="note" data-testid="recorded-failed">{words} " "
                        <button type="button" class="button button--quiet button--small" on:click=move |_| records.fetch(record)>
                            {tr!(speech, experiment.again)}
                        </button>
                    </p>
                }
                .into_any(),
            )
        }
        (false, Some(Found::Served | Found::Here(_))) => Some(
            view! {
                <div class="recorded recorded--off">
                    <p>{tr!(speech, experiment.recorded_off)}</p>
                    <Buttons record=record />
                </div>
            }
            .into_any(),
        ),
        _ => None,
    }
}

/// Into the charts or out of them, and opening as an experiment.
#[component]
fn Buttons(record: Shipped) -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let records = ablation.records;
    let is_wanted = Memo::new(move |_| records.is_wanted(record));
    let subject = records.subject;
    let allows =
        Memo::new(move |_| subject.with(|subject| subject.as_ref().is_none_or(|subject| subject.allows(record))));
    let is_open =
        Memo::new(move |_| subject.with(|subject| subject.as_ref().is_some_and(|subject| subject.is(record))));
    let is_fetching = Memo::new(move |_| found(ablation, record) == Some(Found::Fetching));
    let toggle = move |_| {
        if is_wanted.get_untracked() {
            records.take_out(record);
        } else {
            records.join(record);
        }
    };
    view! {
        <span class="recorded__buttons">
            <button type="button" class="button button--quiet button--small" data-testid="join-record"
                disabled=move || !allows.get() aria-pressed=move || is_wanted.get().to_string() on:click=toggle>
                {move || if is_wanted.get() { say!(speech, ablation.joined) } else { say!(speech, ablation.join) }}
            </button>
            <button type="button" class="button button--quiet button--small" data-testid="open-record"
                disabled=move || is_open.get() || is_fetching.get() on:click=move |_| ablation.open_record(record)>
                {tr!(speech, experiment.open_record)}
            </button>
        </span>
    }
}

/// All recorded experiments that are served, with what each is.
#[component]
pub fn RecordedList() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let one = move |record: Shipped| {
        let stands = Memo::new(move |_| found(ablation, record));
        let is_offered = move || !matches!(stands.get(), None | Some(Found::Absent));
        let about = move || match stands.get() {
            Some(Found::Here(arrived)) => {
                let origin = arrived
                    .origin
                    .as_ref()
                    .map(|origin| origin_line(speech, record.id, origin));
                format!("{} {}", origin.unwrap_or_default(), what_line(speech, &arrived))
            }
            Some(Found::Fetching) => say!(speech, experiment.recorded_fetching),
            Some(Found::Failed(reason)) => say!(
                speech,
                experiment.recorded_failed,
                reason = reason.told(speech.language())
            ),
            _ => template_name(speech, record.id),
        };
        let is_on_others = move || {
            let subject = ablation.records.subject;
            subject.with(|subject| {
                let is_other = |subject: &super::shipped::Subject| !subject.allows(record) && !subject.is(record);
                subject.as_ref().is_some_and(is_other)
            })
        };
        let images = move || {
            say!(
                speech,
                experiment.recorded_images,
                images = names::dataset(speech, record.dataset)
            )
        };
        view! {
            <Show when=is_offered>
                <li class="kept__one" data-record=record.id>
                    <span class="kept__about">{about} {move || is_on_others().then(|| view! { " " <span class="note">{images}</span> })}</span>
                    <Buttons record=record />
                </li>
            </Show>
        }
    };
    let n_offered = Memo::new(move |_| {
        let is_offered = |record: &Shipped| !matches!(found(ablation, *record), None | Some(Found::Absent));
        SHIPPED.iter().filter(|record| is_offered(record)).count()
    });
    view! {
        <Show when=move || n_offered.get() == 0><p class="note">{tr!(speech, experiment.recorded_none)}</p></Show>
        <ul class="kept" data-testid="records">{SHIPPED.map(one).collect_view()}</ul>
    }
}
