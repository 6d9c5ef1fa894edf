//! What the measured stack says in words: beside the figure and below it.

use leptos::prelude::*;

use super::measured::{N_BLOCKS, N_IMAGES, Setting, Verdict, factor, ratio, three_digits};
use crate::spec::variants::{BlockStackConfig, Norm};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::names;

/// Both ratios, what follows from them, and what was measured.
#[component]
pub fn Outcome(
    /// What was asked for.
    setting: Setting,
    /// Of the plain stack, and of the one with the identity.
    norms: [Vec<f64>; 2],
) -> impl IntoView {
    let speech = use_speech();
    let norms = StoredValue::new(norms);
    let line = move |idx: usize| {
        norms.with_value(|norms| {
            let line = &norms[idx];
            let end = |norm: Option<&f64>| norm.copied().map_or_else(String::new, three_digits);
            let name = if idx == 0 {
                say!(speech, stack.plain)
            } else {
                say!(speech, stack.residual)
            };
            say!(
                speech,
                stack.ratio,
                name = name,
                n = N_BLOCKS,
                first = end(line.first()),
                last = end(line.last()),
                ratio = ratio(line).map_or_else(|| say!(speech, stack.no_ratio), three_digits)
            )
        })
    };
    let verdict = move || {
        norms.with_value(|norms| {
            let [plain, residual] = norms
                .each_ref()
                .map(|line| factor(line).map_or_else(String::new, three_digits));
            match Verdict::of(norms) {
                Verdict::Closer => say!(speech, stack.closer, n = N_BLOCKS, plain = plain, residual = residual),
                Verdict::Farther => say!(speech, stack.farther, n = N_BLOCKS, plain = plain, residual = residual),
                Verdict::Alike => say!(speech, stack.alike, n = N_BLOCKS, plain = plain, residual = residual),
                Verdict::Unknown => say!(speech, stack.unknown),
            }
        })
    };
    let facts = move || {
        let data = names::dataset(speech, setting.dataset);
        match setting.norm {
            Norm::None => say!(
                speech,
                stack.facts_without,
                seed = setting.seed,
                images = N_IMAGES,
                data = data
            ),
            Norm::Batch => say!(
                speech,
                stack.facts_with,
                seed = setting.seed,
                images = N_IMAGES,
                data = data
            ),
        }
    };
    view! {
        <p class="fusion__chain"><span data-testid="ratio-plain">{move || line(0)}</span> <span data-testid="ratio-residual">{move || line(1)}</span></p>
        <p data-testid="stack-verdict">{verdict}</p>
        <p class="note" data-testid="stack-facts">{facts}</p>
    }
}

/// What is measured, and why it matters.
#[component]
pub fn StackWords() -> impl IntoView {
    let speech = use_speech();
    let first = move || {
        let stack = BlockStackConfig::PLAIN;
        say!(speech, stack.intro_1, blocks = stack.n_blocks, width = stack.width)
    };
    view! {
        <p>{first}</p>
        <p>{tr!(speech, stack.intro_2)}</p>
        <p>{tr!(speech, stack.initialisation)}</p>
        <p>{tr!(speech, stack.cure)}</p>
    }
}
