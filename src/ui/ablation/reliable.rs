//! Whether two runs are as often right as they say.

use leptos::prelude::*;

use super::behind::{Pair, RUN_NAMES};
use crate::draw::reliability::{ReliabilityRun, ReliabilityWords, reliability};
use crate::lab::stats::calibration::{Bin, calibration};
use crate::ui::i18n::{Speech, say, use_speech};
use crate::ui::lesson::FigureFrame;

/// The picture of confidence against accuracy.
#[component]
pub fn Reliability(pair: StoredValue<Pair>) -> impl IntoView {
    let speech = use_speech();
    let (found, colours) = pair.with_value(|pair| {
        let [first, second] = pair.colours;
        let second = if first % 8 == second % 8 { first + 1 } else { second };
        (pair.summaries.each_ref().map(calibration), [first, second])
    });
    let name = move |run: usize| {
        format!(
            "{}: {}",
            RUN_NAMES[run],
            pair.with_value(|pair| pair.title(speech, run))
        )
    };
    let errors = move || {
        let error = |run: usize| format!("{:.1}", found[run].1 * 100.0);
        say!(
            speech,
            ablation.calibration,
            a = RUN_NAMES[0],
            b = RUN_NAMES[1],
            e1 = error(0),
            e2 = error(1)
        )
    };
    let svg = move || {
        let names = [name(0), name(1)];
        let run = |idx: usize| ReliabilityRun {
            name: &names[idx],
            colour: colours[idx],
            bins: &found[idx].0,
        };
        let spoken = [0, 1].map(|idx| spoken(speech, &names[idx], &found[idx].0));
        let words = ReliabilityWords {
            x: &say!(speech, ablation.reliability_x),
            y: &say!(speech, ablation.reliability_y),
            diagonal: &say!(speech, ablation.reliability_diagonal),
            title: &format!("{} {} {}", errors(), spoken[0], spoken[1]),
        };
        reliability([run(0), run(1)], words)
    };
    view! {
        <FigureFrame id="fovea-reliability" title=Signal::derive(move || say!(speech, ablation.reliability))
            aid=Signal::derive(move || say!(speech, ablation.reliability_aid))>
            <div inner_html=svg data-testid="reliability"></div>
        </FigureFrame>
        <p class="note">{errors}</p>
    }
}

/// The bins of a run in words.
fn spoken(speech: Speech, name: &str, bins: &[Bin]) -> String {
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let bins = bins.iter().filter(|bin| bin.n_images > 0).map(|bin| {
        say!(
            speech,
            ablation.reliability_bin,
            confidence = percent(bin.confidence),
            accuracy = percent(bin.accuracy),
            n = bin.n_images
        )
    });
    let bins: Vec<String> = bins.collect();
    format!(
        "{} {}.",
        say!(speech, ablation.reliability_run, run = name),
        bins.join("; ")
    )
}
