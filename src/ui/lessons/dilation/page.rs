//! The page of the lesson: its steps, in order.

use leptos::prelude::*;

use super::compare::{CompareFigure, CompareWords};
use super::growth::{GrowthFigure, GrowthWords};
use super::holes::{HolesFigure, HolesWords};
use super::scales::{ScalesFigure, ScalesWords};
use super::settings::Settings;
use super::stack::{StackFigure, StackWords};
use crate::ui::i18n::say;
use crate::ui::lesson::{Lesson, LessonFrame, Place, Step};

/// The lesson on dilation.
#[component]
pub fn DilationPage() -> impl IntoView {
    let steps = steps();
    let place = Place::provide(Lesson::Dilation, steps.iter().map(|step| step.id).collect());
    Settings::provide(place);
    view! { <LessonFrame place=place steps=steps /> }
}

fn steps() -> Vec<Step> {
    vec![
        Step {
            id: "holes",
            title: |speech| say!(speech, dilation.holes_title),
            body: Box::new(|| view! { <HolesWords /> }.into_any()),
            figure: Box::new(|| view! { <HolesFigure /> }.into_any()),
        },
        Step {
            id: "stack",
            title: |speech| say!(speech, dilation.stack_title),
            body: Box::new(|| view! { <StackWords /> }.into_any()),
            figure: Box::new(|| view! { <StackFigure /> }.into_any()),
        },
        Step {
            id: "growth",
            title: |speech| say!(speech, dilation.growth_title),
            body: Box::new(|| view! { <GrowthWords /> }.into_any()),
            figure: Box::new(|| view! { <GrowthFigure /> }.into_any()),
        },
        Step {
            id: "three-ways",
            title: |speech| say!(speech, dilation.ways_title),
            body: Box::new(|| view! { <CompareWords /> }.into_any()),
            figure: Box::new(|| view! { <CompareFigure /> }.into_any()),
        },
        Step {
            id: "scales",
            title: |speech| say!(speech, dilation.scales_title),
            body: Box::new(|| view! { <ScalesWords /> }.into_any()),
            figure: Box::new(|| view! { <ScalesFigure /> }.into_any()),
        },
    ]
}
