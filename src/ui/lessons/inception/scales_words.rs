//! The words of the fourth step: which network is looked into, and how many fields meet in stacked modules.

use leptos::prelude::*;

use super::looking::{Look, Source, runs};
use super::mixed::MixedFigure;
use super::paths::{MOST_MODULES, stacked};
use super::settings::use_settings;
use crate::ui::Lab;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{NumberQuestion, PicturePicker, use_gallery};
use crate::ui::{names, numbers};

/// Words, network, image, stacked modules and the question of the step.
#[component]
pub fn ScalesWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let lab = expect_context::<Lab>();
    let looking = settings.looking;
    let gallery = use_gallery();
    let runs = Memo::new(move |_| runs(lab));
    let failure = move || {
        looking.looks.with(|looks| {
            looks.iter().find_map(|look| match look {
                Look::Failed(fault) => Some(fault.clone()),
                _ => None,
            })
        })
    };
    let is_busy = move || looking.looks.with(|looks| looks.contains(&Look::Waiting));
    let source = move |source: Source, name: Signal<String>| {
        view! {
            <button type="button" class="segments__one" aria-pressed=move || (looking.source.get() == source).to_string()
                on:click=move |_| looking.source.set(source)>{move || name.get()}</button>
        }
    };
    let run_buttons = move || {
        let all = runs.get().into_iter();
        all.map(|(idx, _, accuracy)| {
            let name = move || {
                say!(
                    speech,
                    inception.source_run,
                    n = idx + 1,
                    percent = numbers::percent(accuracy)
                )
            };
            source(Source::Run(idx), Signal::derive(name))
        })
        .collect_view()
    };
    let is_drawn = move || !matches!(looking.source.get(), Source::Run(_));
    let has_image = move || gallery.pictures.with(|pictures| !pictures.is_empty());
    let largest = move || {
        let module = settings.module.get();
        let all = stacked(&module, settings.n_modules.get() + 1).unwrap_or_default();
        all.last().map_or(0, |mixed| mixed.largest)
    };
    let ask = move || say!(speech, inception.ask_largest, n = settings.n_modules.get() + 1);
    let explain = move || {
        let n = settings.n_modules.get() + 1;
        say!(speech, inception.explain_largest, n = n, largest = largest())
    };
    view! {
        <p>{tr!(speech, inception.scales_1)}</p>
        <div class="field">
            <span class="field__label">{tr!(speech, inception.source)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, inception.source)>
                {source(Source::Tutorial, Signal::derive(tr!(speech, inception.source_tutorial)))}
                {source(Source::Fine, Signal::derive(tr!(speech, inception.source_fine)))}
                {run_buttons}
            </div>
        </div>
        <div class="module__mend">
            <button type="button" class="button button--main" data-testid="look" disabled=move || !has_image() || is_busy()
                on:click=move |_| looking.asked.set(true)>
                {move || if is_busy() { say!(speech, inception.looking) } else { say!(speech, inception.look) }}
            </button>
            {move || is_drawn().then(|| view! {
                <button type="button" class="button" data-testid="redraw" on:click=move |_| looking.seed.update(|seed| *seed += 1)>
                    {move || say!(speech, inception.redraw, seed = looking.seed.get())}
                </button>
            })}
        </div>
        {move || failure().map(|fault| view! { <p class="panel panel--failed" role="alert">{move || names::advice(speech, &fault)}</p> })}
        <p class="note">{move || if is_drawn() { say!(speech, inception.drawn_note) } else { say!(speech, inception.trained_note) }}</p>
        <PicturePicker />
        <h3>{tr!(speech, inception.mixed_title)}</h3>
        <p>{tr!(speech, inception.mixed_1)}</p>
        <NumberQuestion id="largest" ask=Signal::derive(ask) answer=Signal::derive(largest) explain=Signal::derive(explain) />
        <label class="field">
            <span class="field__label">{tr!(speech, inception.n_modules)} " " <b>{move || settings.n_modules.get()}</b></span>
            <input class="range" type="range" min="1" max=MOST_MODULES.to_string() data-testid="stacked" prop:value=move || settings.n_modules.get().to_string()
                on:input=move |event| settings.n_modules.set(event_target_value(&event).parse().unwrap_or(2usize).clamp(1, MOST_MODULES)) />
        </label>
        <MixedFigure />
        <p>{tr!(speech, inception.scales_2)}</p>
    }
}
