//! The frame of a lesson: its steps as a rail, one step's words at the left, its figure at the right.

use leptos::prelude::*;

use super::course::Lesson;
use super::place::Place;
use crate::ui::app::Base;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::shell::lesson_words;

/// Makes a part of a step, anew each time the step is opened.
pub type Scene = Box<dyn Fn() -> AnyView + Send + Sync>;

/// One step of a lesson: one idea, one thing to do, one picture.
pub struct Step {
    /// Its stable word in links.
    pub id: &'static str,
    /// What it is called.
    pub title: fn(Speech) -> String,
    /// Words, questions, controls.
    pub body: Scene,
    /// The picture.
    pub figure: Scene,
}

/// The page of a lesson; [`Place::provide`] must have been called with the ids of these steps, in this order.
#[component]
pub fn LessonFrame(
    /// The place in the lesson.
    place: Place,
    /// Its steps.
    steps: Vec<Step>,
) -> impl IntoView {
    let speech = use_speech();
    let n_steps = steps.len();
    let titles: Vec<fn(Speech) -> String> = steps.iter().map(|step| step.title).collect();
    let ids: Vec<&'static str> = steps.iter().map(|step| step.id).collect();
    let steps = StoredValue::new(steps);
    let at = place.step;
    let title_of = {
        let titles = titles.clone();
        move |idx: usize| titles.get(idx).map(|title| title(speech)).unwrap_or_default()
    };
    let heading = title_of.clone();
    let rail = ids.into_iter().zip(titles).enumerate().map(|(idx, (id, title))| {
        view! {
            <li class="rail__one" class:rail__one--seen=move || place.progress.with(|progress| progress.has_seen(id))>
                <a
                    class="rail__link"
                    data-noscroll=""
                    href=move || place.link(idx)
                    aria-current=move || (at.get() == idx).then_some("step")
                >
                    <span class="rail__dot" aria-hidden="true">{idx + 1}</span>
                    <span class="rail__name">{move || title(speech)}</span>
                </a>
            </li>
        }
    });
    let body = move || steps.with_value(|steps| steps.get(at.get()).map(|step| (step.body)()));
    let figure = move || steps.with_value(|steps| steps.get(at.get()).map(|step| (step.figure)()));
    view! {
        <article class="lesson-page">
            <header class="lesson-page__head">
                <h1>{move || lesson_words(speech, place.lesson).0}</h1>
                <nav aria-label=tr!(speech, frame.steps)>
                    <ol class="rail">{rail.collect_view()}</ol>
                </nav>
            </header>
            <div class="lesson-page__figure">{figure}</div>
            <section class="lesson-page__words" data-testid="step" aria-live="polite">
                <p class="note lesson-page__count">
                    {move || say!(speech, frame.step_of, n = at.get() + 1, total = n_steps)}
                </p>
                <h2>{move || heading(at.get())}</h2>
                {body}
                <StepLinks place=place n_steps=n_steps />
            </section>
        </article>
    }
}

/// Previous and next; after the last step, the next lesson or the lab.
#[component]
fn StepLinks(place: Place, n_steps: usize) -> impl IntoView {
    let speech = use_speech();
    let base = expect_context::<Base>().0;
    let at = place.step;
    let onward = move || {
        let lang = speech.language().id();
        match place.lesson.next_open().and_then(Lesson::path) {
            Some(path) => format!("{base}{path}?lang={lang}"),
            None => format!("{base}/lab/?lang={lang}"),
        }
    };
    let onward_name = move || match place.lesson.next_open() {
        Some(next) => say!(speech, frame.next_lesson, name = lesson_words(speech, next).0),
        None => say!(speech, frame.to_lab),
    };
    view! {
        <nav class="step-links" aria-label=tr!(speech, frame.around)>
            {move || (at.get() > 0).then(|| view! {
                <a class="button" data-noscroll="" data-testid="previous-step" href=move || place.link(at.get().saturating_sub(1))>
                    "← " {tr!(speech, frame.previous)}
                </a>
            })}
            {
                let onward = StoredValue::new(onward);
                move || if at.get() + 1 < n_steps {
                    view! {
                        <a class="button button--main" data-noscroll="" data-testid="next-step" href=move || place.link(at.get() + 1)>
                            {tr!(speech, frame.next)} " →"
                        </a>
                    }.into_any()
                } else {
                    view! {
                        <a class="button button--main" href=move || onward.with_value(|onward| onward())>{onward_name} " →"</a>
                    }.into_any()
                }
            }
        </nav>
    }
}
