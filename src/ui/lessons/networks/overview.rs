//! The whole network with the image flowing through it, what is open of it, its table, and what the classes get.

use leptos::html::Div;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::classes::Probabilities;
use super::controls::Status;
use super::detail::Detail;
use super::graph::{Graph, spoken};
use super::open::Open;
use super::state::{Networks, use_networks};
use super::table::LayerTable;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, Player};

/// Beats of 0.3 s from a column to the next.
const BEATS: usize = 2;

/// The graph, with what is open of it below.
#[component]
pub fn OverviewFigure() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let holder = NodeRef::<Div>::new();
    let pointed = RwSignal::new(None::<String>);
    let reading = move || match pointed.get() {
        Some(text) => text,
        None => {
            let at = state.plan.with(|plan| plan.flow.stage_of(&state.layer.get()));
            state.plan.with(|plan| spoken(speech, &plan.flow.stages[at]))
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && state.open.get_untracked() != Open::Nothing {
            event.prevent_default();
            close(state, holder);
        }
    };
    view! {
        <FigureFrame id="network-overview" title=Signal::derive(tr!(speech, networks.overview_figure)) aid=Signal::derive(tr!(speech, networks.overview_aid))>
            <div node_ref=holder on:keydown=on_key>
                <Flowing />
                <Graph maps=state.answers.maps beside=Signal::stored(None) pointed=pointed opens=true />
                <p class="networks__reading" aria-live="polite" data-testid="reading">{reading}</p>
                <Detail close=Callback::new(move |()| close(state, holder)) />
            </div>
            <Status />
            <div class="networks__beside">
                <Probabilities maps=state.answers.maps chosen=state.chosen />
                <LayerTable is_open=true />
            </div>
        </FigureFrame>
    }
}

/// Closes what is open; the focus goes back to the part of the picture that it belongs to.
fn close(state: Networks, holder: NodeRef<Div>) {
    let part = match state.open.get_untracked() {
        Open::Wire(idx) => format!("[data-wire=\"{idx}\"]"),
        _ => ".flow__stage--chosen".to_owned(),
    };
    state.show(Open::Nothing);
    let found = holder
        .get_untracked()
        .and_then(|holder| holder.query_selector(&part).ok().flatten());
    if let Some(part) = found {
        let _ = part.unchecked_into::<web_sys::SvgElement>().focus();
    }
}

/// The image on its way, column after column: once from the left to the right each time it is played.
#[component]
fn Flowing() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let n_columns = Memo::new(move |_| state.plan.with(|plan| plan.flow.n_columns()));
    // The player counts columns; the state also knows "all of them", for networks of any length.
    let at = RwSignal::new(state.reached.get_untracked().min(n_columns.get_untracked() - 1));
    Effect::new(move |_| {
        let last = n_columns.get() - 1;
        let reached = state.reached.get().min(last);
        if at.get_untracked() != reached {
            at.set(reached);
        }
    });
    Effect::new(move |before: Option<usize>| {
        let (at, last) = (at.get(), n_columns.get() - 1);
        if before.is_some() && state.reached.get_untracked().min(last) != at {
            state.reached.set(if at == last { usize::MAX } else { at });
        }
        if at == last && before.is_some_and(|before| before != last) {
            state.plays.set(false);
        }
        at
    });
    // The first screen moves by itself, once the maps are there.
    Effect::new(move |started: Option<bool>| {
        let is_here = state.answers.maps.with(Option::is_some);
        let starts = is_here && !started.unwrap_or(false) && state.first_look.get_value();
        if starts {
            state.first_look.set_value(false);
            at.set(0);
            state.plays.set(true);
        }
        started.unwrap_or(false) || is_here
    });
    on_cleanup(move || {
        let _ = state.plays.try_set(false);
        let _ = state.reached.try_set(usize::MAX);
    });
    let words = move || {
        let at = at.get();
        state.plan.with(|plan| {
            let here = plan.flow.stages.iter().filter(|stage| stage.column == at);
            let names: Vec<String> = here.map(|stage| super::graph::stage_name(speech, stage)).collect();
            say!(
                speech,
                networks.flows_at,
                n = at + 1,
                total = plan.flow.n_columns(),
                layers = names.join(", ")
            )
        })
    };
    view! {
        <div class="networks__flowing" role="group" aria-label=tr!(speech, networks.flowing)>
            <Player at=at n_states=n_columns plays=state.plays beats=BEATS />
            <p class="note networks__at" data-testid="flows-at">{words}</p>
        </div>
    }
}
