//! The words of the second step: the widths as sliders, and the sums.

use leptos::prelude::*;

use super::module::{MOST_INPUT, MOST_WIDTH, Module, WIDTH_STEP};
use super::overview::PresetPicker;
use super::settings::use_settings;
use super::widths::{Costs, costs};
use crate::draw::inception::break_even;
use crate::spec::variants::InceptionWidths;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, NumberQuestion};
use crate::ui::numbers;

/// Words, sliders, sums and questions of the step.
#[component]
pub fn WidthsWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let costs = costs();
    let name = move |idx: usize| match idx {
        0 => say!(speech, inception.width_1x1),
        1 => say!(speech, inception.width_reduce3x3),
        2 => say!(speech, inception.width_3x3),
        3 => say!(speech, inception.width_reduce5x5),
        4 => say!(speech, inception.width_5x5),
        5 => say!(speech, inception.width_pool),
        _ => say!(speech, inception.width_in),
    };
    let value = move |idx: usize| {
        let module = settings.module.get();
        module.widths.table().get(idx).copied().unwrap_or(module.in_channels)
    };
    let change = move |idx: usize, to: usize| {
        settings.module.update(|module| {
            let mut table = module.widths.table();
            match table.get_mut(idx) {
                Some(width) => *width = to.clamp(1, MOST_WIDTH),
                None => module.in_channels = to.clamp(1, MOST_INPUT),
            }
            module.widths = InceptionWidths::of(table);
        });
    };
    let slider = move |idx: usize| {
        let most = if idx < 6 { MOST_WIDTH } else { MOST_INPUT };
        view! {
            <label class="field">
                <span class="field__label">{move || name(idx)} " " <b>{move || value(idx)}</b></span>
                <input class="range" type="range" min=WIDTH_STEP.to_string() max=most.to_string() step=WIDTH_STEP.to_string()
                    data-testid=format!("width-{idx}") prop:value=move || value(idx).to_string()
                    on:input=move |event| change(idx, event_target_value(&event).parse().unwrap_or(WIDTH_STEP)) />
            </label>
        }
    };
    let even = move || {
        let Module {
            widths, in_channels, ..
        } = settings.module.get();
        say!(
            speech,
            inception.widths_even,
            r3 = break_even(in_channels, widths.conv3x3, 9),
            now3 = widths.reduce3x3,
            r5 = break_even(in_channels, widths.conv5x5, 25),
            now5 = widths.reduce5x5,
        )
    };
    // The next module, of the same widths, reads what this one gives.
    let next = Memo::new(move |_| {
        let module = settings.module.get();
        let in_channels = costs.with(|costs| costs.channels(0));
        Costs::of(Module { in_channels, ..module })
    });
    let options = move || {
        vec![
            say!(speech, inception.option_with),
            say!(speech, inception.option_without),
        ]
    };
    let cheaper = move || next.with(|next| usize::from(next.weights(1) < next.weights(0)));
    let explain_cheaper = move || {
        let (with, without) = next.with(|next| (next.weights(0), next.weights(1)));
        say!(
            speech,
            inception.explain_cheaper,
            with = numbers::grouped(with as u64),
            without = numbers::grouped(without as u64),
        )
    };
    let ask_cheaper = move || say!(speech, inception.ask_cheaper, n = costs.with(|costs| costs.channels(0)));
    // Two modules without the 1×1: the second passes on all that the first gives.
    let first = move || costs.with(|costs| costs.channels(1));
    let own = move || first() - settings.module.get().in_channels;
    let naive = move || (first() + own()) as i64;
    let explain_naive = move || {
        say!(
            speech,
            inception.explain_naive,
            first = first(),
            own = own(),
            total = naive(),
            wide = costs.with(|costs| costs.channels(0)),
        )
    };
    view! {
        <p>{tr!(speech, inception.widths_1)}</p>
        <ChoiceQuestion id="cheaper" ask=Signal::derive(ask_cheaper) options=Signal::derive(options)
            answer=Signal::derive(cheaper) explain=Signal::derive(explain_cheaper) />
        <PresetPicker />
        <p>{tr!(speech, inception.sum_with)}<br /><span class="sum-line" data-testid="sum-with">{move || costs.with(|costs| costs.sum(0))}</span></p>
        <p>{tr!(speech, inception.sum_without)}<br /><span class="sum-line" data-testid="sum-without">{move || costs.with(|costs| costs.sum(1))}</span></p>
        <div class="widths">{[6usize, 0, 1, 2, 3, 4, 5].map(slider).collect_view()}</div>
        <p data-testid="break-even">{even}</p>
        <NumberQuestion id="naive" ask=Signal::derive(tr!(speech, inception.ask_naive)) answer=Signal::derive(naive) explain=Signal::derive(explain_naive) />
        <p>{tr!(speech, inception.widths_2)}</p>
        <p class="note">{tr!(speech, inception.widths_source)}</p>
    }
}
