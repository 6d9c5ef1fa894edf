//! The page of the lesson: its steps, in order.

use leptos::prelude::*;

use super::asking::Learned;
use super::channels::{ChannelsFigure, ChannelsWords};
use super::family::{FamilyFigure, FamilyWords};
use super::learned::{LearnedFigure, LearnedWords};
use super::map::{MapFigure, MapWords};
use super::settings::Settings;
use super::slide::{SlideFigure, SlideWords};
use super::summary::{SummaryFigure, SummaryWords};
use crate::ui::i18n::say;
use crate::ui::lesson::{Lesson, LessonFrame, Place, Step};

/// The lesson on kernels.
#[component]
pub fn KernelsPage() -> impl IntoView {
    let steps = steps();
    let place = Place::provide(Lesson::Kernels, steps.iter().map(|step| step.id).collect());
    Settings::provide(place);
    Learned::provide();
    view! { <div class="kernels"><LessonFrame place=place steps=steps /></div> }
}

fn steps() -> Vec<Step> {
    vec![
        Step {
            id: "slide",
            title: |speech| say!(speech, kernels.slide_title),
            body: Box::new(|| view! { <SlideWords /> }.into_any()),
            figure: Box::new(|| view! { <SlideFigure /> }.into_any()),
        },
        Step {
            id: "map",
            title: |speech| say!(speech, kernels.map_title),
            body: Box::new(|| view! { <MapWords /> }.into_any()),
            figure: Box::new(|| view! { <MapFigure /> }.into_any()),
        },
        Step {
            id: "learned",
            title: |speech| say!(speech, kernels.learned_title),
            body: Box::new(|| view! { <LearnedWords /> }.into_any()),
            figure: Box::new(|| view! { <LearnedFigure /> }.into_any()),
        },
        Step {
            id: "channels",
            title: |speech| say!(speech, kernels.channels_title),
            body: Box::new(|| view! { <ChannelsWords /> }.into_any()),
            figure: Box::new(|| view! { <ChannelsFigure /> }.into_any()),
        },
        Step {
            id: "family",
            title: |speech| say!(speech, family.title),
            body: Box::new(|| view! { <FamilyWords /> }.into_any()),
            figure: Box::new(|| view! { <FamilyFigure /> }.into_any()),
        },
        Step {
            id: "summary",
            title: |speech| say!(speech, family.summary_title),
            body: Box::new(|| view! { <SummaryWords /> }.into_any()),
            figure: Box::new(|| view! { <SummaryFigure /> }.into_any()),
        },
    ]
}
