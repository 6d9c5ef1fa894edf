//! The switches of the header: language and theme.

use leptos::prelude::*;

use crate::ui::i18n::{tr, use_speech};
use crate::ui::intent::Intent;
use crate::ui::lab::Lab;
use crate::ui::outside;
use crate::ui::query::Language;

/// English or 简体中文, each in its own words.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let speech = use_speech();
    let lab = expect_context::<Lab>();
    let choose = move |language: Language| {
        speech.speak(language);
        lab.send(Intent::Speak(language));
        write_language(language);
    };
    view! {
        <div class="segments" role="group" aria-label=tr!(speech, shell.language)>
            {Language::ALL.map(|language| view! {
                <button
                    type="button"
                    class="segments__one"
                    lang=if language == Language::English { "en" } else { "zh-Hans" }
                    data-testid=format!("lang-{}", language.id())
                    aria-pressed=move || (speech.language() == language).to_string()
                    on:click=move |_| choose(language)
                >
                    {match language {
                        Language::English => "English",
                        Language::Chinese => "简体中文",
                    }}
                </button>
            }).collect_view()}
        </div>
    }
}

fn write_language(language: Language) {
    let text = outside::query_text();
    let rest = text
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
    let mut pairs: Vec<&str> = rest.collect();
    let lang = format!("lang={}", language.id());
    pairs.push(&lang);
    outside::replace_query(&pairs.join("&"));
}

const THEMES: [&str; 3] = ["system", "light", "dark"];

/// Light, dark, or as the system has it.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let speech = use_speech();
    let remembered = outside::remembered("fovea.theme").unwrap_or_default();
    let first = THEMES
        .into_iter()
        .find(|theme| *theme == remembered)
        .unwrap_or("system");
    let theme = RwSignal::new(first);
    let choose = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        let chosen = THEMES.into_iter().find(|theme| *theme == value).unwrap_or("system");
        theme.set(chosen);
        outside::remember("fovea.theme", chosen);
        outside::set_root("data-theme", (chosen != "system").then_some(chosen));
    };
    view! {
        <label class="theme">
            <span class="visually-hidden">{tr!(speech, shell.theme)}</span>
            <select class="select select--small" data-testid="theme" prop:value=move || theme.get() on:change=choose>
                <option value="system">{tr!(speech, shell.theme_system)}</option>
                <option value="light">{tr!(speech, shell.theme_light)}</option>
                <option value="dark">{tr!(speech, shell.theme_dark)}</option>
            </select>
        </label>
    }
}
