//! The page of the lesson: its steps, in order.

use leptos::prelude::*;

use super::attending::AttentionFigure;
use super::attention_words::AttentionWords;
use super::gradients::{GradientsFigure, GradientsWords};
use super::residual::{ResidualFigure, ResidualWords};
use super::settings::Settings;
use super::shapes::{ShapesFigure, ShapesWords};
use super::stack::Stack;
use super::summary::{SummaryFigure, SummaryWords};
use super::three::{ThreeFigure, ThreeWords};
use super::trained::Attending;
use crate::ui::i18n::say;
use crate::ui::lesson::{Lesson, LessonFrame, Place, Step};

/// The lesson on feature fusion.
#[component]
pub fn FusionPage() -> impl IntoView {
    let steps = steps();
    let place = Place::provide(Lesson::Fusion, steps.iter().map(|step| step.id).collect());
    Settings::provide(place);
    Attending::provide(place);
    Stack::provide();
    view! { <div class="fusion"><LessonFrame place=place steps=steps /></div> }
}

fn steps() -> Vec<Step> {
    vec![
        Step {
            id: "three",
            title: |speech| say!(speech, fusion.three_title),
            body: Box::new(|| view! { <ThreeWords /> }.into_any()),
            figure: Box::new(|| view! { <ThreeFigure /> }.into_any()),
        },
        Step {
            id: "shapes",
            title: |speech| say!(speech, fusion.shapes_title),
            body: Box::new(|| view! { <ShapesWords /> }.into_any()),
            figure: Box::new(|| view! { <ShapesFigure /> }.into_any()),
        },
        Step {
            id: "gradients",
            title: |speech| say!(speech, fusion.gradients_title),
            body: Box::new(|| view! { <GradientsWords /> }.into_any()),
            figure: Box::new(|| view! { <GradientsFigure /> }.into_any()),
        },
        Step {
            id: "residual",
            title: |speech| say!(speech, fusion.residual_title),
            body: Box::new(|| view! { <ResidualWords /> }.into_any()),
            figure: Box::new(|| view! { <ResidualFigure /> }.into_any()),
        },
        Step {
            id: "attention",
            title: |speech| say!(speech, fusion.attention_title),
            body: Box::new(|| view! { <AttentionWords /> }.into_any()),
            figure: Box::new(|| view! { <AttentionFigure /> }.into_any()),
        },
        Step {
            id: "summary",
            title: |speech| say!(speech, fusion.summary_title),
            body: Box::new(|| view! { <SummaryWords /> }.into_any()),
            figure: Box::new(|| view! { <SummaryFigure /> }.into_any()),
        },
    ]
}
