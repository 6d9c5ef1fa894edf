//! The words of the fourth step: which network is looked into, and how many fields meet in stacked modules.

use leptos::prelude::*;

use super::looking::{Source, held};
use super::mixed::MixedFigure;
use super::paths::{MOST_MODULES, stacked};
use super::settings::use_settings;
use crate::spec::variants;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{NumberQuestion, PicturePicker};
use crate::ui::names;
use crate::ui::weights::{About, Shelf, Trained, about, label};

/// Words, network, image, stacked modules and the question of the step.
#[component]
pub fn ScalesWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let shelf = expect_context::<Shelf>();
    let looking = settings.looking;
    let failure = move || looking.asking.fault.get();
    let is_busy = move || looking.asking.waits.get();
    let source = move |source: Source, name: Signal<String>| {
        view! {
            <button type="button" class="segments__one" aria-pressed=move || (looking.source.get() == source).to_string()
                on:click=move |_| looking.source.set(source)>{move || name.get()}</button>
        }
    };
    let held_buttons = move || {
        let one = |trained: Trained| {
            let id = trained.id;
            let of = names::variant(speech, network_id(&trained));
            let name = move || {
                say!(
                    speech,
                    inception.source_held,
                    network = of.clone(),
                    weights = label(speech, &trained)
                )
            };
            source(Source::Held(id), Signal::derive(name))
        };
        held(shelf).into_iter().map(one).collect_view()
    };
    let about_weights = move || match (looking.problem(), looking.trained()) {
        (Some(reason), _) => say!(speech, inception.not_arrived, reason = reason.trim_end_matches('.')),
        (None, Some(trained)) => about(speech, &trained),
        (None, None) => say!(speech, inception.drawn_note),
    };
    let is_drawn = move || !matches!(looking.source.get(), Source::Held(_));
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
                {held_buttons}
                {source(Source::Tutorial, Signal::derive(tr!(speech, inception.source_tutorial)))}
                {source(Source::Fine, Signal::derive(tr!(speech, inception.source_fine)))}
            </div>
        </div>
        {move || is_drawn().then(|| view! {
            <div class="module__mend">
                <button type="button" class="button" data-testid="redraw" on:click=move |_| looking.seed.update(|seed| *seed += 1)>
                    {move || say!(speech, inception.redraw, seed = looking.seed.get())}
                </button>
            </div>
        })}
        <p class="note" role="status" data-testid="scales-status">{move || if is_busy() { say!(speech, inception.looking) } else { String::new() }}</p>
        {move || failure().map(|fault| view! {
            <div class="panel panel--failed" role="alert">
                <p>{move || names::advice(speech, &fault)}</p>
                <p class="panel__actions"><button type="button" class="button button--main" on:click=move |_| looking.retry()>{tr!(speech, networks.again)}</button></p>
            </div>
        })}
        <p class="note" data-testid="scales-weights">{about_weights}</p>
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

/// The id of the variant whose network the weights are of.
pub fn network_id(trained: &Trained) -> &str {
    if let About::Run(run) = &trained.about {
        return &run.spec.variant;
    }
    let of_variant = |id: &&'static str| variants::find(id).is_ok_and(|variant| variant.network() == trained.network);
    variants::ids().into_iter().find(of_variant).unwrap_or(variants::OWN)
}
