//! Questions: predict first, then see. The answer is computed from the network in front of the learner.

use leptos::prelude::*;

use super::place::use_place;
use super::progress::Progress;
use crate::ui::i18n::{say, tr, use_speech};

/// A question whose answer is a whole number.
#[component]
pub fn NumberQuestion(
    /// Its stable word in storage.
    id: &'static str,
    /// The question.
    #[prop(into)]
    ask: Signal<String>,
    /// The right number, of the network as it is now.
    #[prop(into)]
    answer: Signal<i64>,
    /// How it comes about.
    #[prop(into)]
    explain: Signal<String>,
) -> impl IntoView {
    let speech = use_speech();
    let typed = RwSignal::new(String::new());
    let number = move || typed.with(|text| text.trim().parse::<i64>().ok());
    let open = opened(id, move || answer.get().to_string());
    let reveal = move || {
        if number().is_some() {
            open.guess(typed.get_untracked().trim());
        }
    };
    let is_right = move || open.shown().is_some_and(|guess| guess == answer.get().to_string());
    view! {
        <div class="question" data-testid=format!("question-{id}")>
            <p class="question__ask">{move || ask.get()}</p>
            <form class="question__form" on:submit=move |event: leptos::ev::SubmitEvent| { event.prevent_default(); reveal(); }>
                <input class="input question__number" type="number" inputmode="numeric" aria-label=tr!(speech, frame.guess)
                    prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event)) />
                <button type="submit" class="button" disabled=move || number().is_none()>{tr!(speech, frame.reveal)}</button>
            </form>
            {move || open.shown().map(|guess| view! {
                <p class="question__answer" class:question__answer--right=is_right role="status">
                    <b>{move || if is_right() {
                        say!(speech, frame.right, answer = answer.get())
                    } else {
                        say!(speech, frame.not_quite, guess = guess, answer = answer.get())
                    }}</b>
                    " " {move || explain.get()}
                </p>
            })}
        </div>
    }
}

/// A question with a few answers to choose from.
#[component]
pub fn ChoiceQuestion(
    /// Its stable word in storage.
    id: &'static str,
    /// The question.
    #[prop(into)]
    ask: Signal<String>,
    /// The answers.
    #[prop(into)]
    options: Signal<Vec<String>>,
    /// Index of the right one.
    #[prop(into)]
    answer: Signal<usize>,
    /// Why.
    #[prop(into)]
    explain: Signal<String>,
) -> impl IntoView {
    let speech = use_speech();
    let open = opened(id, move || answer.get().to_string());
    let chosen = move || open.shown().and_then(|guess| guess.parse::<usize>().ok());
    let is_right = move || chosen() == Some(answer.get());
    let name = move |idx: usize| options.with(|options| options.get(idx).cloned().unwrap_or_default());
    view! {
        <div class="question" data-testid=format!("question-{id}")>
            <p class="question__ask">{move || ask.get()}</p>
            <div class="question__options">
                {move || (0..options.with(Vec::len)).map(|idx| view! {
                    <button type="button" class="button question__option" aria-pressed=move || (chosen() == Some(idx)).to_string()
                        on:click=move |_| open.guess(&idx.to_string())>{move || name(idx)}</button>
                }).collect_view()}
            </div>
            {move || chosen().map(|guess| view! {
                <p class="question__answer" class:question__answer--right=is_right role="status">
                    <b>{move || if is_right() {
                        say!(speech, frame.right, answer = name(answer.get()))
                    } else {
                        say!(speech, frame.not_quite, guess = name(guess), answer = name(answer.get()))
                    }}</b>
                    " " {move || explain.get()}
                </p>
            })}
        </div>
    }
}

/// The guess of a question, kept for each answer that it had: another network is another question.
#[derive(Clone, Copy)]
struct Open {
    id: &'static str,
    answer: Memo<String>,
    progress: RwSignal<Progress>,
}

fn opened(id: &'static str, answer: impl Fn() -> String + Send + Sync + 'static) -> Open {
    Open {
        id,
        answer: Memo::new(move |_| answer()),
        progress: use_place().progress,
    }
}

impl Open {
    fn shown(self) -> Option<String> {
        let key = self.answer.with(|answer| key(self.id, answer));
        self.progress.with(|progress| progress.guesses.get(&key).cloned())
    }

    fn guess(self, text: &str) {
        let key = self.answer.with_untracked(|answer| key(self.id, answer));
        self.progress.update(|progress| {
            progress.guesses.insert(key, text.to_owned());
        });
    }
}

fn key(id: &str, answer: &str) -> String {
    format!("{id}.{answer}")
}
