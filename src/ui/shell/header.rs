//! The header: name, navigation, switches.

use leptos::prelude::*;

use super::switches::{LanguageSwitch, ThemeSwitch};
use crate::ui::app::Base;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::Lesson;
use crate::ui::route::Route;

/// Jumps over the header, for the keyboard.
#[component]
pub fn SkipLink() -> impl IntoView {
    let speech = use_speech();
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(content) = document().get_element_by_id("content") {
            use leptos::wasm_bindgen::JsCast;
            let _ = content.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    };
    view! { <a class="skip" href="#content" on:click=skip>{tr!(speech, shell.skip)}</a> }
}

/// The header of every page.
#[component]
pub fn Header(
    /// The page that is open.
    route: Memo<Route>,
) -> impl IntoView {
    let speech = use_speech();
    let base = expect_context::<Base>().0;
    let link = move |to: Route| {
        let base = base.clone();
        move || format!("{base}{}?lang={}", to.path(), speech.language().id())
    };
    let current = move |to: Route| move || (route.get() == to).then_some("page");
    view! {
        <header class="header">
            <a class="brand" href=link(Route::Home)>
                <Mark />
                <span class="brand__name">"Fovea"</span>
            </a>
            <nav class="nav" aria-label=tr!(speech, shell.navigation)>
                <a class="nav__link" href=link(Route::Home) aria-current=current(Route::Home)>
                    {tr!(speech, shell.home)}
                </a>
                <a class="nav__link" href=link(Route::Lab) aria-current=current(Route::Lab)>
                    {tr!(speech, shell.lab)}
                </a>
                <a class="nav__link" href=link(Route::Ablation) aria-current=current(Route::Ablation)>
                    {tr!(speech, shell.ablation)}
                </a>
                <details class="nav__lessons">
                    <summary class="nav__link">{tr!(speech, shell.lessons)}</summary>
                    <ul class="nav__list">
                        {Lesson::ALL.map(|lesson| match lesson.path() {
                            Some(_) => view! {
                                <li>
                                    <a class="nav__link" href=link(Route::Lesson(lesson)) aria-current=current(Route::Lesson(lesson))>
                                        {move || lesson_words(speech, lesson).0}
                                    </a>
                                </li>
                            }.into_any(),
                            None => view! {
                                <li class="nav__coming">
                                    <span>{move || lesson_words(speech, lesson).0}</span>
                                    <span class="tag">{tr!(speech, shell.coming)}</span>
                                </li>
                            }.into_any(),
                        }).collect_view()}
                    </ul>
                </details>
            </nav>
            <div class="header__switches">
                <LanguageSwitch />
                <ThemeSwitch />
            </div>
        </header>
    }
}

/// Title and one sentence of a lesson.
pub fn lesson_words(speech: Speech, lesson: Lesson) -> (String, String) {
    match lesson {
        Lesson::ReceptiveField => (say!(speech, lesson.field), say!(speech, lesson.field_about)),
        Lesson::Dilation => (say!(speech, lesson.dilation), say!(speech, lesson.dilation_about)),
        Lesson::Kernels => (say!(speech, lesson.kernels), say!(speech, lesson.kernels_about)),
        Lesson::History => (say!(speech, lesson.history), say!(speech, lesson.history_about)),
        Lesson::Inception => (say!(speech, lesson.inception), say!(speech, lesson.inception_about)),
        Lesson::Fusion => (say!(speech, lesson.fusion), say!(speech, lesson.fusion_about)),
        Lesson::Networks => (say!(speech, lesson.networks), say!(speech, lesson.networks_about)),
    }
}

/// The mark: a pixel and the fields around it.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
            <rect class="mark__field" x="1.5" y="1.5" width="29" height="29" rx="7" />
            <rect class="mark__kernel" x="7.5" y="7.5" width="17" height="17" rx="4" />
            <rect class="mark__cell" x="13" y="13" width="6" height="6" rx="1.5" />
        </svg>
    }
}
