//! The words of the third step: windows to break and to mend.

use leptos::prelude::*;

use super::lining::{MAP_SIDE, MOST_KERNEL, MOST_PADDING, MOST_STRIDE, Windows, lie};
use super::lining_up::window_text;
use super::settings::use_settings;
use super::wording::branch_name;
use crate::geometry::{Alignment, Window};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, NumberQuestion};

/// Breaks to try.
const BREAKS: [Windows; 6] = [
    Windows::TUTORIAL,
    Windows::NO_PADDING,
    Windows::POOL_STRIDE,
    Windows::ALL_STRIDE,
    Windows::EVEN,
    Windows::DRIFT,
];

fn break_name(speech: Speech, idx: usize) -> String {
    match idx {
        0 => say!(speech, inception.break_none),
        1 => say!(speech, inception.break_padding),
        2 => say!(speech, inception.break_stride),
        3 => say!(speech, inception.break_all),
        4 => say!(speech, inception.break_even),
        _ => say!(speech, inception.break_drift),
    }
}

/// Words, breaks, windows, mending and questions of the step.
#[component]
pub fn LiningWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let mended = move || settings.windows().mended();
    let needs_mending = move || mended() != settings.windows();
    let cures = move || {
        let windows = settings.windows();
        let cure = |branch: usize| {
            let window = windows.mend(branch)?;
            Some(say!(
                speech,
                inception.cure,
                name = branch_name(speech, branch),
                window = window_text(speech, window),
            ))
        };
        windows.odd_ones().into_iter().filter_map(cure).collect::<Vec<_>>()
    };
    let can_undo = move || settings.windows.with(|history| history.can_undo());
    let ask_valid = move || say!(speech, inception.ask_valid, n = MAP_SIDE, n2 = MAP_SIDE);
    let valid = move || {
        let window = Window {
            padding: 0,
            ..Windows::TUTORIAL.0[2]
        };
        lie(window).map_or(0, |lie| lie.n_units as i64)
    };
    let explain_valid = move || say!(speech, inception.explain_valid, n = MAP_SIDE, answer = valid());
    let options = move || {
        vec![
            say!(speech, inception.even_yes),
            say!(speech, inception.even_half),
            say!(speech, inception.even_refuses),
        ]
    };
    // What the learner's own module does with the even kernel.
    let even = move || {
        let reading = Windows::EVEN.reading(&settings.module.get());
        match reading.map(|reading| reading.outcome.map(|outcome| outcome.alignment.width)) {
            Some(Ok(Alignment::Aligned)) => 0,
            Some(Ok(_)) => 1,
            _ => 2,
        }
    };
    view! {
        <p>{tr!(speech, inception.lining_1)}</p>
        <NumberQuestion id="valid" ask=Signal::derive(ask_valid) answer=Signal::derive(valid) explain=Signal::derive(explain_valid) />
        <div class="field">
            <span class="field__label">{tr!(speech, inception.breaks)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, inception.breaks)>
                {BREAKS.into_iter().enumerate().map(|(idx, windows)| view! {
                    <button type="button" class="segments__one" data-testid=format!("break-{idx}")
                        aria-pressed=move || (settings.windows() == windows).to_string()
                        on:click=move |_| settings.bend(windows)>{move || break_name(speech, idx)}</button>
                }).collect_view()}
            </div>
        </div>
        <WindowTable />
        <div class="module__mend">
            <button type="button" class="button button--main" data-testid="mend" disabled=move || !needs_mending()
                on:click=move |_| settings.bend(mended())>{tr!(speech, inception.mend)}</button>
            <button type="button" class="button" data-testid="undo" disabled=move || !can_undo()
                on:click=move |_| settings.windows.update(|history| { history.undo(); })>{tr!(speech, inception.undo)}</button>
        </div>
        <ul class="module__cures" data-testid="cures">{move || cures().into_iter().map(|cure| view! { <li>{cure}</li> }).collect_view()}</ul>
        <ChoiceQuestion id="even" ask=Signal::derive(tr!(speech, inception.ask_even)) options=Signal::derive(options)
            answer=Signal::derive(even) explain=Signal::derive(tr!(speech, inception.explain_even)) />
        <p>{tr!(speech, inception.lining_2)}</p>
    }
}

/// Kernel, stride and padding of each branch.
#[component]
fn WindowTable() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let of = move |branch: usize| settings.windows().0[branch];
    let change = move |branch: usize, window: Window| {
        let mut windows = settings.windows.with_untracked(|history| *history.present());
        windows.0[branch] = window;
        settings.bend(windows);
    };
    let row = move |branch: usize| {
        let name = move || branch_name(speech, branch);
        let cell = move |part: usize| {
            let (first, last) = match part {
                0 => (1, MOST_KERNEL),
                1 => (1, MOST_STRIDE),
                _ => (0, MOST_PADDING),
            };
            let with = move |value: usize| {
                let mut window = of(branch);
                match part {
                    0 => window.kernel = value,
                    1 => window.stride = value,
                    _ => window.padding = value,
                }
                window
            };
            let now = move || {
                let window = of(branch);
                [window.kernel, window.stride, window.padding][part]
            };
            let label = move || {
                let part = match part {
                    0 => say!(speech, network.kernel),
                    1 => say!(speech, network.stride),
                    _ => say!(speech, network.padding),
                };
                format!("{}: {part}", name())
            };
            // Only what holds together can be chosen.
            let options = move || {
                let all = (first..=last).filter(|value| Windows::may_pad(branch, with(*value)));
                all.map(
                    |value| view! { <option value=value.to_string() selected=move || now() == value>{value}</option> },
                )
                .collect_view()
            };
            view! {
                <td>
                    <select class="select select--small" aria-label=label data-testid=format!("window-{branch}-{part}")
                        prop:value=move || now().to_string()
                        on:change=move |event| if let Ok(value) = event_target_value(&event).parse() { change(branch, with(value)); }>
                        {options}
                    </select>
                </td>
            }
        };
        view! {
            <tr><th scope="row">{name}</th>{[0usize, 1, 2].map(cell).collect_view()}</tr>
        }
    };
    view! {
        <table class="table module__windows">
            <thead><tr>
                <th scope="col">{tr!(speech, inception.branch)}</th>
                <th scope="col">{tr!(speech, network.kernel)}</th>
                <th scope="col">{tr!(speech, network.stride)}</th>
                <th scope="col">{tr!(speech, network.padding)}</th>
            </tr></thead>
            <tbody>{[0usize, 1, 2, 3].map(row).collect_view()}</tbody>
        </table>
    }
}
