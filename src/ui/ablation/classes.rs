//! The accuracy of two runs in every class, as bars and as a table.

use leptos::prelude::*;

use super::behind::{Pair, RUN_NAMES};
use crate::draw::classbars::{BarRun, classbars};
use crate::lab::stats::wilson;
use crate::spec::RunSummary;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::FigureFrame;
use crate::ui::names;

/// Bars and table.
#[component]
pub fn Classes(pair: StoredValue<Pair>) -> impl IntoView {
    let speech = use_speech();
    let title = move |run: usize| pair.with_value(|pair| pair.title(speech, run));
    let bars = move || {
        pair.with_value(|pair| {
            let [first, second] = pair.colours;
            let second = if first % 8 == second % 8 { first + 1 } else { second };
            let run = |idx: usize| BarRun {
                letter: RUN_NAMES[idx].to_owned(),
                name: format!("{}: {}", RUN_NAMES[idx], pair.title(speech, idx)),
                look: [first, second][idx],
                shares: pair.summaries[idx].accuracy_per_class(),
                intervals: intervals(&pair.summaries[idx]),
            };
            let runs = [run(0), run(1)];
            let classes: Vec<_> = pair.classes.iter().map(|id| names::class(speech, id)).collect();
            let axis = say!(speech, report.class_axis);
            classbars(&runs, &classes, &axis, &spoken(&runs, &classes))
        })
    };
    view! {
        <FigureFrame id="fovea-classes" title=Signal::derive(move || say!(speech, ablation.classes))
            aid=Signal::derive(move || say!(speech, report.class_bars_aid))>
            <div inner_html=bars data-testid="class-bars"></div>
        </FigureFrame>
        <div class="scroll" tabindex="0">
            <table class="table">
                <thead><tr>
                    <th scope="col">{tr!(speech, report.class)}</th>
                    <th scope="col">{move || title(0)}</th>
                    <th scope="col">{move || title(1)}</th>
                    <th scope="col">{tr!(speech, ablation.difference)}</th>
                </tr></thead>
                <tbody>{rows(pair)}</tbody>
            </table>
        </div>
    }
}

/// Where the share of every class may lie, by the number of its images alone.
fn intervals(summary: &RunSummary) -> Vec<Option<(f64, f64)>> {
    let counts = summary.right_per_class().into_iter();
    counts
        .map(|(n_right, n)| wilson(n_right as usize, n as usize))
        .collect()
}

/// The bars in words: every class with both numbers and their intervals.
fn spoken(runs: &[BarRun; 2], classes: &[String]) -> String {
    let percent = |run: &BarRun, class: usize| {
        let share = run.shares.get(class).copied().flatten();
        let interval = run.intervals.get(class).copied().flatten();
        match share.zip(interval) {
            Some((share, (low, high))) => {
                format!("{:.1} % ({:.1}–{:.1} %)", share * 100.0, low * 100.0, high * 100.0)
            }
            None => "–".to_owned(),
        }
    };
    let of_class = |(class, name): (usize, &String)| {
        let of = |run: &BarRun| format!("{} {}", run.letter, percent(run, class));
        format!("{name}: {}, {}", of(&runs[0]), of(&runs[1]))
    };
    let lines: Vec<_> = classes.iter().enumerate().map(of_class).collect();
    format!("{}; {}. {}.", runs[0].name, runs[1].name, lines.join("; "))
}

/// The accuracy of both runs in every class.
fn rows(pair: StoredValue<Pair>) -> impl IntoView {
    let speech = use_speech();
    pair.with_value(|pair| {
        let shares = pair.summaries.each_ref().map(RunSummary::accuracy_per_class);
        let rows = pair.classes.iter().enumerate().map(|(class, id)| {
            let of = |run: usize| shares[run].get(class).copied().flatten();
            let difference = of(0).zip(of(1)).map(|(a, b)| (b - a) * 100.0);
            let cell = |share: Option<f32>| share.map(|share| format!("{:.1}", share * 100.0));
            let id = *id;
            view! {
                <tr>
                    <th scope="row">{move || names::class(speech, id)}</th>
                    <td>{cell(of(0))}</td>
                    <td>{cell(of(1))}</td>
                    <td>{difference.map(|points| format!("{points:+.1}").replace('-', "−"))}</td>
                </tr>
            }
        });
        rows.collect_view()
    })
}
