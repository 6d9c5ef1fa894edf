//! The figure of the step: paths, untrained, trained, on one scale.

use leptos::prelude::*;
use leptos_use::use_media_query;

use super::super::bench::Bench;
use super::look::{Look, Which};
use super::measured::{Extent, Theory};
use super::probing::use_effective;
use crate::draw::effective::{Content, EffectivePicture, HeatScale, Panel};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, use_place};

/// The heat maps, and the switch of their scale.
#[component]
pub fn EffectiveFigure() -> impl IntoView {
    let speech = use_speech();
    let place = use_place();
    let bench = expect_context::<Bench>();
    let state = use_effective();
    let is_narrow = use_media_query("(max-width: 899px)");
    let theory = Memo::new(move |_| bench.observed.with(|observed| Theory::of(observed, state.map.get())));
    let svg = move || {
        let theory = theory.get();
        let untrained = panel_of(speech, Which::Untrained, &state.look(Which::Untrained).get(), true);
        let has_run = state.trained.with(Option::is_some);
        let trained = panel_of(speech, Which::Trained, &state.look(Which::Trained).get(), has_run);
        let paths = Panel {
            title: say!(speech, effective.paths),
            note: note_of(speech, &theory.paths),
            content: Content::Field(theory.paths.clone()),
        };
        let spoken = say!(
            speech,
            effective.spoken,
            layer = state.setting.with(|setting| setting.layer.clone()),
            side = theory.side(),
            paths = paths.note.clone(),
            untrained = untrained.note.clone(),
            trained = trained.note.clone()
        );
        let picture = EffectivePicture {
            input: bench.observed.with(|observed| observed.lowered.graph.input().size),
            field: theory.field,
            panels: vec![paths, untrained, trained],
            scale: state.scale.get(),
            legend: match state.scale.get() {
                HeatScale::Linear => say!(speech, effective.legend_linear),
                HeatScale::Log => say!(speech, effective.legend_log),
            },
            width: if is_narrow.get() { 430.0 } else { 720.0 },
        };
        picture.svg(&spoken)
    };
    let choice = move |scale: HeatScale, word: &'static str, name: fn(Speech) -> String| {
        view! {
            <button type="button" class="segments__one" data-testid=format!("scale-{word}")
                aria-pressed=move || (state.scale.get() == scale).to_string()
                on:click=move |_| { state.scale.set(scale); place.set("scale", word); }>{move || name(speech)}</button>
        }
    };
    view! {
        <FigureFrame
            id="effective-field"
            title=Signal::derive(move || say!(speech, effective.figure, layer = state.setting.with(|setting| setting.layer.clone())))
            aid=Signal::derive(tr!(speech, effective.figure_aid))
        >
            <div class="erf__holder" data-testid="effective" inner_html=svg></div>
            <div class="segments" role="group" aria-label=tr!(speech, effective.scale)>
                {choice(HeatScale::Log, "log", |speech| say!(speech, effective.log))}
                {choice(HeatScale::Linear, "linear", |speech| say!(speech, effective.linear))}
            </div>
        </FigureFrame>
    }
}

/// The panel of a measurement; `is_there` says whether there is a network to measure.
fn panel_of(speech: Speech, which: Which, look: &Look, is_there: bool) -> Panel {
    let title = match which {
        Which::Untrained => say!(speech, effective.untrained),
        Which::Trained => say!(speech, effective.trained),
    };
    let words = match look {
        Look::Done(measured) => {
            return Panel {
                title,
                note: note_of(speech, &measured.values),
                content: Content::Field(measured.values.clone()),
            };
        }
        Look::Nothing if !is_there => say!(speech, effective.no_run),
        Look::Nothing => say!(speech, effective.nothing),
        Look::Waiting => say!(speech, effective.waiting),
        Look::Reading { n_done, n_total } => say!(speech, effective.reading, n = n_done, total = n_total),
        Look::Failed(_) => say!(speech, effective.failed),
    };
    Panel {
        title,
        note: words.lines().collect::<Vec<_>>().join(" "),
        content: Content::Words(words),
    }
}

fn note_of(speech: Speech, values: &[f64]) -> String {
    let extent = Extent::of(values);
    say!(speech, effective.across, side = format!("{:.1}", extent.side))
}
