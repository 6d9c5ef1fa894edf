//! The page: its steps.

use leptos::prelude::*;

use super::card::Card;
use super::compare::{BlocksFigure, KernelsFigure, NetworkButtons, added};
use super::corrections::{CorrectionsWords, ScaleFigure};
use super::table::{FAMOUS, position, short};
use super::timeline::{Chosen, TimelineFigure, chosen};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, Lesson, LessonFrame, NumberQuestion, Place, Step};

const STEPS: [&str; 5] = ["timeline", "blocks", "small-kernels", "shortcuts", "corrections"];

/// The lesson on the famous networks.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let place = Place::provide(Lesson::History, STEPS.to_vec());
    Chosen::provide(place);
    let steps = vec![
        Step {
            id: STEPS[0],
            title: |speech| say!(speech, history.timeline_title),
            body: Box::new(|| view! { <TimelineWords /> }.into_any()),
            figure: Box::new(|| view! { <TimelineFigure /> }.into_any()),
        },
        Step {
            id: STEPS[1],
            title: |speech| say!(speech, history.blocks_title),
            body: Box::new(|| view! { <BlocksWords /> }.into_any()),
            figure: Box::new(|| view! { <BlocksFigure at=chosen() /> }.into_any()),
        },
        Step {
            id: STEPS[2],
            title: |speech| say!(speech, history.kernels_title),
            body: Box::new(|| view! { <KernelsWords /> }.into_any()),
            figure: Box::new(|| view! { <KernelsFigure /> }.into_any()),
        },
        Step {
            id: STEPS[3],
            title: |speech| say!(speech, history.shortcut_title),
            body: Box::new(|| view! { <ShortcutWords /> }.into_any()),
            figure: Box::new(|| {
                let resnet = position("resnet50").unwrap_or(0);
                view! { <BlocksFigure at=Signal::derive(move || resnet) /> }.into_any()
            }),
        },
        Step {
            id: STEPS[4],
            title: |speech| say!(speech, history.corrections_title),
            body: Box::new(|| view! { <CorrectionsWords /> }.into_any()),
            figure: Box::new(|| view! { <ScaleFigure /> }.into_any()),
        },
    ];
    view! { <LessonFrame place=place steps=steps /> }
}

/// Parameters of the network called `id`.
fn parameters(id: &str) -> u64 {
    position(id).map_or(0, |idx| FAMOUS[idx].parameters.value)
}

#[component]
fn TimelineWords() -> impl IntoView {
    let speech = use_speech();
    let (vgg, google) = (parameters("vgg16"), parameters("googlenet"));
    view! {
        <p>{tr!(speech, history.timeline_1)}</p>
        <p>{tr!(speech, history.timeline_2)}</p>
        <Card />
        <NumberQuestion
            id="vgg-googlenet"
            ask=Signal::derive(tr!(speech, history.ask_vgg))
            answer=Signal::derive(move || (vgg as f64 / google.max(1) as f64).round() as i64)
            explain=Signal::derive(move || say!(speech, history.explain_vgg, a = short(vgg), b = short(google)))
        />
    }
}

#[component]
fn BlocksWords() -> impl IntoView {
    let speech = use_speech();
    let at = chosen();
    let options = move || {
        vec![
            say!(speech, history.sum),
            say!(speech, history.product),
            say!(speech, history.concat),
        ]
    };
    view! {
        <p>{tr!(speech, history.blocks_1)}</p>
        <p>{tr!(speech, history.blocks_2)}</p>
        <p class="note">{tr!(speech, history.blocks_note)}</p>
        <NetworkButtons />
        <p class="panel panel--note">
            <b>{move || say!(speech, history.added, name = FAMOUS[at.get()].full_name())}</b> " "
            {move || added(speech, FAMOUS[at.get()].id)}
        </p>
        <ChoiceQuestion
            id="branches"
            ask=Signal::derive(tr!(speech, history.ask_fusion))
            options=Signal::derive(options)
            answer=Signal::derive(|| 2usize)
            explain=Signal::derive(tr!(speech, history.explain_fusion))
        />
    }
}

#[component]
fn KernelsWords() -> impl IntoView {
    let speech = use_speech();
    view! {
        <p>{tr!(speech, history.kernels_1)}</p>
        <p>{tr!(speech, history.kernels_2)}</p>
        <NumberQuestion
            id="five-3x3"
            ask=Signal::derive(tr!(speech, history.ask_kernels))
            answer=Signal::derive(|| 5 * 3 * 3)
            explain=Signal::derive(tr!(speech, history.explain_kernels))
        />
    }
}

#[component]
fn ShortcutWords() -> impl IntoView {
    let speech = use_speech();
    let options = move || {
        vec![
            say!(speech, history.zero),
            say!(speech, history.same),
            say!(speech, history.double),
        ]
    };
    view! {
        <p>{tr!(speech, history.shortcut_1)}</p>
        <p>{tr!(speech, history.shortcut_2)}</p>
        <p>{tr!(speech, history.shortcut_3)}</p>
        <ChoiceQuestion
            id="zero-weights"
            ask=Signal::derive(tr!(speech, history.ask_shortcut))
            options=Signal::derive(options)
            answer=Signal::derive(|| 1usize)
            explain=Signal::derive(tr!(speech, history.explain_shortcut))
        />
    }
}
