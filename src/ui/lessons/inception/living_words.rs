//! The words about the maps of the living diagram: which weights they are of, and which image flows in.

use leptos::prelude::*;

use super::flowing::Flowing;
use super::living::shape_behind_stem;
use super::module::Module;
use super::scales_words::network_id;
use super::settings::use_settings;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::PicturePicker;
use crate::ui::names;
use crate::ui::weights::{Trained, about, label};

/// The maps of the whole diagram in words.
pub fn spoken_maps(speech: Speech, flowing: Flowing) -> String {
    if flowing.strips.with(Option::is_none) {
        return say!(speech, living.no_maps);
    }
    let weights = match flowing.current() {
        Some(trained) => label(speech, &trained),
        None => say!(speech, living.drawn, n = flowing.seed.get()),
    };
    say!(speech, living.maps, weights = weights)
}

/// The strongest maps of a branch in words; nothing until they are computed.
pub fn spoken_strongest(speech: Speech, flowing: Flowing, branch: usize) -> String {
    flowing.strips.with(|strips| {
        let strips = strips.as_ref();
        let top = strips.and_then(|strips| strips.branches.get(branch)?.last());
        let Some(strip) = top else { return String::new() };
        let channels: Vec<String> = strip.tiles.iter().map(|tile| tile.channel.to_string()).collect();
        say!(
            speech,
            living.strongest,
            maps = channels.join(say!(speech, living.comma).as_str()),
            most = format!("{:.2}", strip.most),
        )
    })
}

/// Weights, what they are, the image, and how the engine is doing.
#[component]
pub fn LivingWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let flowing = settings.flowing;
    let one = move |trained: Trained| {
        let id = trained.id;
        // The same module begins several networks of the lab.
        let network = names::variant(speech, network_id(&trained));
        let name = move || {
            say!(
                speech,
                inception.source_held,
                network = network.clone(),
                weights = label(speech, &trained)
            )
        };
        view! {
            <button type="button" class="segments__one" aria-pressed=move || (flowing.weights.get() == Some(id)).to_string()
                on:click=move |_| flowing.choose(Some(id))>{name}</button>
        }
    };
    let is_drawn = move || flowing.weights.get().is_none();
    let what = move || match (flowing.problem(), flowing.current()) {
        (Some(reason), _) => say!(speech, inception.not_arrived, reason = reason.trim_end_matches('.')),
        (None, Some(trained)) => about(speech, &trained),
        (None, None) => {
            let module = settings.module.get();
            let here = shape_behind_stem(&module);
            let mut words = say!(speech, living.about_drawn);
            if here.channels != Module::TUTORIAL.in_channels {
                words += &say!(speech, living.wide_stem, n = here.channels);
            }
            if here.size.width != module.side {
                let (n, side) = (here.size.width, module.side);
                words += &say!(speech, living.other_size, n = n, n2 = n, side = side, side2 = side);
            }
            words
        }
    };
    view! {
        <h3>{tr!(speech, living.title)}</h3>
        <div class="field">
            <span class="field__label">{tr!(speech, weights.weights)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, weights.weights)>
                {move || flowing.trained.get().into_iter().map(one).collect_view()}
                <button type="button" class="segments__one" data-testid="living-drawn" aria-pressed=move || is_drawn().to_string()
                    on:click=move |_| flowing.choose(None)>{tr!(speech, weights.drawn)}</button>
            </div>
        </div>
        {move || is_drawn().then(|| view! {
            <div class="module__mend">
                <button type="button" class="button" data-testid="living-redraw" on:click=move |_| flowing.seed.update(|seed| *seed += 1)>
                    {move || say!(speech, inception.redraw, seed = flowing.seed.get())}
                </button>
            </div>
        })}
        <p class="note" data-testid="living-weights">{what}</p>
        <p class="note" role="status" data-testid="living-status">{move || if flowing.asking.waits.get() { say!(speech, inception.looking) } else { String::new() }}</p>
        {move || flowing.asking.fault.get().map(|fault| view! {
            <div class="panel panel--failed" role="alert">
                <p>{move || names::advice(speech, &fault)}</p>
                <p class="panel__actions"><button type="button" class="button button--main" on:click=move |_| flowing.retry()>{tr!(speech, networks.again)}</button></p>
            </div>
        })}
        <PicturePicker />
    }
}
