//! The page of the lesson: its steps, in order.

use leptos::prelude::*;

use super::lining_up::LiningFigure;
use super::lining_words::LiningWords;
use super::overview::{ModuleFigure, ModuleWords};
use super::scales::ScalesFigure;
use super::scales_words::ScalesWords;
use super::settings::Settings;
use super::variants::{VariantsFigure, VariantsWords};
use super::widths::WidthsFigure;
use super::widths_words::WidthsWords;
use crate::ui::i18n::say;
use crate::ui::lesson::{Lesson, LessonFrame, Place, Step};

/// The lesson on the Inception module.
#[component]
pub fn InceptionPage() -> impl IntoView {
    let steps = steps();
    let place = Place::provide(Lesson::Inception, steps.iter().map(|step| step.id).collect());
    Settings::provide(place);
    view! { <LessonFrame place=place steps=steps /> }
}

fn steps() -> Vec<Step> {
    vec![
        Step {
            id: "module",
            title: |speech| say!(speech, inception.module_title),
            body: Box::new(|| view! { <ModuleWords /> }.into_any()),
            figure: Box::new(|| view! { <ModuleFigure /> }.into_any()),
        },
        Step {
            id: "widths",
            title: |speech| say!(speech, inception.widths_title),
            body: Box::new(|| view! { <WidthsWords /> }.into_any()),
            figure: Box::new(|| view! { <WidthsFigure /> }.into_any()),
        },
        Step {
            id: "lining-up",
            title: |speech| say!(speech, inception.lining_title),
            body: Box::new(|| view! { <LiningWords /> }.into_any()),
            figure: Box::new(|| view! { <LiningFigure /> }.into_any()),
        },
        Step {
            id: "scales",
            title: |speech| say!(speech, inception.scales_title),
            body: Box::new(|| view! { <ScalesWords /> }.into_any()),
            figure: Box::new(|| view! { <ScalesFigure /> }.into_any()),
        },
        Step {
            id: "variants",
            title: |speech| say!(speech, inception.variants_title),
            body: Box::new(|| view! { <VariantsWords /> }.into_any()),
            figure: Box::new(|| view! { <VariantsFigure /> }.into_any()),
        },
    ]
}
