//! A real stack of blocks, plain and with the identity: the norm of the gradient in each block, measured by the engine.

use leptos::prelude::*;

use super::measured::{N_BLOCKS, Setting, norms_of, three_digits};
use super::stack_words::Outcome;
use crate::bridge::page::{Preference, Question};
use crate::bridge::protocol::Fault;
use crate::draw::fusion::norms::{NormWords, gradient_norms};
use crate::spec::Dataset;
use crate::spec::variants::Norm;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lab::Lab;
use crate::ui::lesson::FigureFrame;
use crate::ui::lessons::kernels::asking::{Shown, ask};
use crate::ui::names;

/// The largest seed that can be typed.
const MOST_SEED: u64 = 9999;

/// What is set and what was measured; a context of the lesson, so that it outlives a visit to another step.
#[derive(Clone, Copy)]
pub struct Stack {
    seed: RwSignal<u64>,
    norm: RwSignal<Norm>,
    /// What the last press of the button asked for.
    asked: RwSignal<Option<Setting>>,
    /// The norms of the plain stack, and of the one with the identity.
    shown: [RwSignal<Shown<Vec<f64>>>; 2],
    lab: Lab,
}

/// Where the measurement stands.
#[derive(Clone, PartialEq)]
enum Stage {
    Nothing,
    Busy(usize),
    Waiting,
    Failed(Fault),
    Here(Setting, [Vec<f64>; 2]),
}

impl Stack {
    /// Nothing measured; from now on a context.
    pub fn provide() {
        provide_context(Self {
            seed: RwSignal::new(0),
            norm: RwSignal::new(Norm::None),
            asked: RwSignal::new(None),
            shown: [RwSignal::new(Shown::Asking), RwSignal::new(Shown::Asking)],
            lab: expect_context(),
        });
    }

    fn measure(self) {
        let no_cifar10 = self.lab.state.with_untracked(|state| state.cifar10_here == Some(false));
        for shown in self.shown {
            shown.set(Shown::Asking); // what is here belongs to the setting before
        }
        self.asked.set(Some(Setting {
            seed: self.seed.get_untracked(),
            norm: self.norm.get_untracked(),
            dataset: if no_cifar10 { Dataset::Scales } else { Dataset::Cifar10 },
        }));
    }

    fn stage(self) -> Stage {
        let Some(setting) = self.asked.get() else {
            return Stage::Nothing;
        };
        match self.shown.map(|shown| shown.get()) {
            [Shown::Failed(fault), _] | [_, Shown::Failed(fault)] => Stage::Failed(fault),
            [Shown::Here(plain), Shown::Here(residual)] => Stage::Here(setting, [plain, residual]),
            [Shown::Waiting, _] | [_, Shown::Waiting] => Stage::Waiting,
            both => Stage::Busy(both.iter().filter(|one| matches!(one, Shown::Here(_))).count()),
        }
    }
}

/// The controls, the two lines, and what they say in words.
#[component]
pub fn StackFigure() -> impl IntoView {
    let speech = use_speech();
    let stack = expect_context::<Stack>();
    for (idx, shown) in stack.shown.into_iter().enumerate() {
        let question = move || {
            let (network, question) = stack.asked.get()?.question(idx == 1);
            Some(Question {
                network,
                question,
                pixels: Vec::new(),
                preference: Preference::Cpu,
            })
        };
        ask(question, shown, norms_of);
    }
    let stage = Memo::new(move |_| stack.stage());
    let again = Callback::new(move |()| stack.measure());
    let figure = move || {
        match stage.get() {
        Stage::Nothing => view! { <p class="panel">{tr!(speech, stack.nothing)}</p> }.into_any(),
        Stage::Waiting => view! { <p class="panel" role="status">{tr!(speech, kernels.waiting)}</p> }.into_any(),
        Stage::Busy(n) => view! {
            <div class="panel" role="status">
                <p>{move || say!(speech, stack.busy, n = n)}</p>
                <div class="bar bar--unknown"><div class="bar__fill" style="width:30%"></div></div>
            </div>
        }
        .into_any(),
        Stage::Failed(fault) => view! {
            <div class="panel panel--failed" role="alert">
                <p>{tr!(speech, stack.failed)} " " {move || names::advice(speech, &fault)}</p>
                <button type="button" class="button" on:click=move |_| again.run(())>{tr!(speech, kernels.retry)}</button>
            </div>
        }
        .into_any(),
        Stage::Here(_, norms) => view! { <div data-testid="norms" inner_html=move || picture(speech, &norms)></div> }.into_any(),
    }
    };
    let is_busy = move || stage.with(|stage| matches!(stage, Stage::Busy(_) | Stage::Waiting));
    view! {
        <Controls is_busy=Signal::derive(is_busy) />
        <FigureFrame id="gradient-norms" title=Signal::derive(move || say!(speech, stack.figure, n = N_BLOCKS)) aid=Signal::derive(tr!(speech, stack.aid))>
            {figure}
        </FigureFrame>
        <div aria-live="polite">
            {move || match stage.get() {
                Stage::Here(setting, norms) => Some(view! { <Outcome setting=setting norms=norms /> }),
                _ => None,
            }}
        </div>
    }
}

/// Seed, normalisation, and the button.
#[component]
fn Controls(is_busy: Signal<bool>) -> impl IntoView {
    let speech = use_speech();
    let stack = expect_context::<Stack>();
    let seed_typed = move |text: String| {
        if let Ok(seed) = text.parse::<u64>() {
            stack.seed.set(seed.min(MOST_SEED));
        }
    };
    let choose = move |norm: Norm, label: Signal<String>, id: &'static str| {
        view! {
            <button type="button" class="segments__one" data-testid=id aria-pressed=move || (stack.norm.get() == norm).to_string()
                on:click=move |_| stack.norm.set(norm)>{move || label.get()}</button>
        }
    };
    view! {
        <div class="fusion__measure">
            <label class="field">
                <span class="field__label">{tr!(speech, stack.seed)}</span>
                <input class="input question__number" type="number" min="0" max=MOST_SEED.to_string() data-testid="stack-seed"
                    prop:value=move || stack.seed.get().to_string() on:change=move |event| { seed_typed(event_target_value(&event)); } />
            </label>
            <div class="field">
                <span class="field__label">{tr!(speech, stack.norm)}</span>
                <div class="segments" role="group" aria-label=tr!(speech, stack.norm)>
                    {choose(Norm::None, Signal::derive(tr!(speech, stack.norm_without)), "stack-norm-none")}
                    {choose(Norm::Batch, Signal::derive(tr!(speech, stack.norm_with)), "stack-norm-batch")}
                </div>
            </div>
            <button type="button" class="button button--main" data-testid="stack-measure" disabled=move || is_busy.get()
                on:click=move |_| stack.measure()>{tr!(speech, stack.measure)}</button>
        </div>
    }
}

fn picture(speech: Speech, norms: &[Vec<f64>; 2]) -> String {
    let point = |(at, norm): (usize, &f64)| say!(speech, stack.point, k = at + 1, norm = three_digits(*norm));
    let points: [Vec<String>; 2] = norms
        .each_ref()
        .map(|line| line.iter().enumerate().map(point).collect());
    let [plain, residual] = norms.each_ref().map(|line| {
        line.iter()
            .copied()
            .map(three_digits)
            .collect::<Vec<String>>()
            .join(", ")
    });
    let words = NormWords {
        title: &say!(speech, stack.picture, n = N_BLOCKS, plain = plain, residual = residual),
        blocks: &say!(speech, stack.axis_blocks),
        norm: &say!(speech, stack.axis_norm),
        lines: [&say!(speech, stack.plain), &say!(speech, stack.residual)],
        points: points.each_ref().map(Vec::as_slice),
    };
    gradient_norms(norms.each_ref().map(Vec::as_slice), &words)
}
