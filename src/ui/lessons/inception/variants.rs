//! The fifth step: what became of the module, each idea before and after, with its reason and its costs.

use leptos::prelude::*;

use super::diagram::Diagram;
use super::forms::{Idea, Version};
use super::lab_links::LabLinks;
use super::living::Strips;
use super::settings::use_settings;
use super::variant_costs::CostTable;
use super::wording::spoken_branch;
use crate::draw::inception::ModulePicture;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, FigureFrame, NetworkCode};
use crate::ui::numbers;

fn name(speech: Speech, idea: Idea) -> String {
    match idea {
        Idea::TwoSmall => say!(speech, inception.idea_two),
        Idea::Lines => say!(speech, inception.idea_lines),
        Idea::Residual => say!(speech, inception.idea_residual),
        Idea::Projected => say!(speech, living.idea_projected),
        Idea::BatchNorm => say!(speech, inception.idea_norm),
    }
}

fn reason(speech: Speech, idea: Idea) -> String {
    match idea {
        Idea::TwoSmall => say!(speech, inception.reason_two),
        Idea::Lines => say!(speech, inception.reason_lines),
        Idea::Residual => say!(speech, inception.reason_residual),
        Idea::Projected => say!(speech, living.reason_projected),
        Idea::BatchNorm => say!(speech, inception.reason_norm),
    }
}

fn source(speech: Speech, idea: Idea) -> String {
    match idea {
        Idea::TwoSmall | Idea::Lines => say!(speech, inception.source_v3),
        Idea::Residual | Idea::Projected => say!(speech, inception.source_resnet),
        Idea::BatchNorm => say!(speech, inception.source_norm),
    }
}

/// The idea's two versions of the learner's module: before, after.
fn versions() -> Memo<Option<[Version; 2]>> {
    let settings = use_settings();
    Memo::new(move |_| {
        let (idea, module) = (settings.idea.get(), settings.module.get());
        Some([idea.version(&module, false)?, idea.version(&module, true)?])
    })
}

/// The module before or after the idea.
#[component]
pub fn VariantsFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let versions = versions();
    let shown = Memo::new(move |_| {
        let idx = usize::from(settings.after.get());
        versions.with(|versions| versions.as_ref().map(|versions| versions[idx].clone()))
    });
    let all_of_it = move || {
        let levels = shown.with(|shown| shown.as_ref().map_or(0, |version| version.reading.n_levels()));
        ModulePicture::n_stages(levels)
    };
    let spoken_version = move |version: &Version| {
        let branches =
            (0..version.reading.branches.len()).map(|branch| spoken_branch(speech, &version.reading, branch));
        branches.collect::<Vec<_>>().join(" ")
    };
    let drawing = move || {
        shown.get().map(|version| {
            let picture = ModulePicture::new(&version.reading, &version.closing);
            let reading = version.reading.clone();
            let spoken = move || spoken_version(&version);
            view! {
                <Diagram reading=reading picture=picture stage=Signal::derive(all_of_it) image=Signal::derive(|| None::<String>) strips=Signal::derive(|| None::<Strips>) spoken=Signal::derive(spoken) />
            }
        })
    };
    let lit = move || {
        let reading = shown.with(|shown| shown.as_ref().map(|version| version.reading.clone()));
        match (settings.lit(), reading) {
            (Some(branch), Some(reading)) => spoken_branch(speech, &reading, branch),
            _ => say!(speech, inception.variants_hint),
        }
    };
    let title = move || {
        let when = if settings.after.get() {
            say!(speech, inception.after)
        } else {
            say!(speech, inception.before)
        };
        format!("{} · {when}", name(speech, settings.idea.get()))
    };
    view! {
        <FigureFrame id="inception-variants" title=Signal::derive(title) aid=Signal::derive(tr!(speech, inception.variants_aid))>
            {drawing}
            <p class="module__reading" data-testid="variant-reading" aria-live="polite">{lit}</p>
        </FigureFrame>
    }
}

/// Words, the ideas, their costs and the question of the step.
#[component]
pub fn VariantsWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let versions = versions();
    let parameters = move || {
        versions.with(|versions| {
            versions
                .as_ref()
                .map_or([0; 2], |both| both.each_ref().map(|one| one.parameters))
        })
    };
    let options = move || {
        vec![
            say!(speech, inception.fewer_after),
            say!(speech, inception.fewer_before),
            say!(speech, inception.fewer_equal),
        ]
    };
    let fewer = move || {
        let [before, after] = parameters();
        match after.cmp(&before) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Greater => 1,
            std::cmp::Ordering::Equal => 2,
        }
    };
    let ask = move || say!(speech, inception.ask_fewer, idea = name(speech, settings.idea.get()));
    let explain = move || {
        let [before, after] = parameters().map(|n| numbers::grouped(n as u64));
        match settings.idea.get() {
            Idea::TwoSmall => say!(speech, inception.explain_two, before = before, after = after),
            Idea::Lines => say!(speech, inception.explain_lines, before = before, after = after),
            Idea::Residual => say!(speech, inception.explain_residual, before = before, after = after),
            Idea::Projected => {
                let [one, other] = [Idea::Projected, Idea::Residual].map(|idea| {
                    let version = idea.version(&settings.module.get(), true);
                    let step = version.as_ref().and_then(|version| version.closing.projection());
                    numbers::grouped(step.map_or(0, |step| step.parameters) as u64)
                });
                say!(
                    speech,
                    living.explain_projected,
                    before = before,
                    after = after,
                    one = one,
                    other = other
                )
            }
            Idea::BatchNorm => say!(speech, inception.explain_norm, before = before, after = after),
        }
    };
    let network = move || {
        let idx = usize::from(settings.after.get());
        versions.with(|versions| Some(versions.as_ref()?[idx].network.clone()))
    };
    view! {
        <p>{tr!(speech, inception.variants_1)}</p>
        <div class="field">
            <span class="field__label">{tr!(speech, inception.ideas)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, inception.ideas)>
                {Idea::ALL.map(|idea| view! {
                    <button type="button" class="segments__one" data-testid=format!("idea-{}", idea.id())
                        aria-pressed=move || (settings.idea.get() == idea).to_string()
                        on:click=move |_| settings.idea.set(idea)>{move || name(speech, idea)}</button>
                }).collect_view()}
            </div>
        </div>
        <div class="segments" role="group" aria-label=tr!(speech, inception.when)>
            <button type="button" class="segments__one" data-testid="before" aria-pressed=move || (!settings.after.get()).to_string()
                on:click=move |_| settings.after.set(false)>{tr!(speech, inception.before)}</button>
            <button type="button" class="segments__one" data-testid="after" aria-pressed=move || settings.after.get().to_string()
                on:click=move |_| settings.after.set(true)>{tr!(speech, inception.after)}</button>
        </div>
        <p class="module__reason">{move || reason(speech, settings.idea.get())}</p>
        <ChoiceQuestion id="fewer" ask=Signal::derive(ask) options=Signal::derive(options) answer=Signal::derive(fewer) explain=Signal::derive(explain) />
        <LabLinks versions=versions />
        <NetworkCode network=Signal::derive(network) />
        <details class="more" data-testid="costs-open">
            <summary>{tr!(speech, inception.show_costs)}</summary>
            <CostTable versions=versions />
        </details>
        <p class="note">{move || source(speech, settings.idea.get())}</p>
    }
}
