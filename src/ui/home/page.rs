//! The home page, and the page of addresses that nothing answers to.

use leptos::prelude::*;

use super::growth::GrowthFigure;
use crate::ui::app::Base;
use crate::ui::i18n::{tr, use_speech};
use crate::ui::lab::Lab;
use crate::ui::lesson::Lesson;
use crate::ui::shell::lesson_words;

const CIFAR10_RUN: &str = "variant=dilated&data=cifar10&images=2000&epochs=3&start=1";
const SCALES_RUN: &str = "variant=field-31&data=scales&images=2000&epochs=3&start=1";

/// What this is.
#[component]
pub fn HomePage() -> impl IntoView {
    let speech = use_speech();
    let base = expect_context::<Base>().0;
    let lab = expect_context::<Lab>();
    let has_cifar10 = Memo::new(move |_| lab.state.with(|state| state.cifar10_here != Some(false)));
    let lab_link = base.clone();
    let lessons_base = base.clone();
    let run_link = move || {
        let query = if has_cifar10.get() { CIFAR10_RUN } else { SCALES_RUN };
        format!("{base}/lab/?{query}&lang={}", speech.language().id())
    };
    view! {
        <div class="home">
            <section class="hero">
                <div class="hero__words">
                    <h1>{tr!(speech, home.title)}</h1>
                    <p class="lead">{tr!(speech, home.lead)}</p>
                    <p>{tr!(speech, home.lead2)}</p>
                    <p class="hero__actions">
                        <a class="button button--main" data-testid="start-run" href=run_link>
                            {move || if has_cifar10.get() {
                                tr!(speech, home.start_cifar10)()
                            } else {
                                tr!(speech, home.start_scales)()
                            }}
                        </a>
                        <a class="link" href=move || format!("{lab_link}/lab/?lang={}", speech.language().id())>
                            {tr!(speech, home.open_lab)}
                        </a>
                    </p>
                    <p class="note">{tr!(speech, home.start_note)}</p>
                </div>
                <GrowthFigure />
            </section>
            <section class="lessons">
                <h2>{tr!(speech, home.lessons)}</h2>
                <p>{tr!(speech, home.lessons_lead)}</p>
                <ol class="lessons__list">
                    {Lesson::ALL.map(|lesson| {
                        let name = move || lesson_words(speech, lesson).0;
                        let base = lessons_base.clone();
                        let head = match lesson.path() {
                            Some(path) => view! {
                                <a href=move || format!("{base}{path}?lang={}", speech.language().id())>{name}</a>
                            }.into_any(),
                            None => view! { {name} " " <span class="tag">{tr!(speech, shell.coming)}</span> }.into_any(),
                        };
                        view! {
                            <li class="lesson">
                                <h3>{head}</h3>
                                <p>{move || lesson_words(speech, lesson).1}</p>
                            </li>
                        }
                    }).collect_view()}
                </ol>
            </section>
        </div>
    }
}

/// An address that nothing answers to.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let speech = use_speech();
    let base = expect_context::<Base>().0;
    view! {
        <section class="prose">
            <h1>{tr!(speech, home.not_found)}</h1>
            <p>{tr!(speech, home.not_found_lead)}</p>
            <p>
                <a class="button" href=move || format!("{base}/?lang={}", speech.language().id())>
                    {tr!(speech, home.to_home)}
                </a>
            </p>
        </section>
    }
}
