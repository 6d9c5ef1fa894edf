//! The fourth step: dilation, stride and pooling to the same field on one image, side by side.

use leptos::prelude::*;

use super::settings::use_settings;
use super::ways::{Outcome, Way};
use crate::draw::dilation::grid;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, FigureFrame, NumberQuestion, PicturePicker, use_gallery};
use crate::ui::numbers;

/// Pixels along each side of the image.
const SIDE: usize = 32;
/// Cells between two panels, and above each for its name.
const GAP: f64 = 2.0;
const HEAD: f64 = 4.0;
/// Maps per layer to choose from.
const WIDTHS: [usize; 3] = [8, 16, 64];

/// What the ways lead to, in the order of [`Way::ALL`].
type Outcomes = Memo<Vec<(Way, Outcome)>>;

fn outcomes() -> Outcomes {
    let width = use_settings().width;
    let outcome = move |way: Way| way.outcome(width.get()).ok().map(|outcome| (way, outcome));
    Memo::new(move |_| Way::ALL.into_iter().filter_map(outcome).collect())
}

fn name(speech: Speech, way: Way) -> String {
    match way {
        Way::Dilation => say!(speech, dilation.way_dilation),
        Way::Stride => say!(speech, dilation.way_stride),
        Way::Pooling => say!(speech, dilation.way_pooling),
    }
}

fn about(speech: Speech, way: Way) -> String {
    match way {
        Way::Dilation => say!(speech, dilation.way_dilation_about),
        Way::Stride => say!(speech, dilation.way_stride_about),
        Way::Pooling => say!(speech, dilation.way_pooling_about),
    }
}

/// Three panels of one picture, and the table.
#[component]
pub fn CompareFigure() -> impl IntoView {
    let speech = use_speech();
    let outcomes = outcomes();
    let spoken = move || {
        let one = |(way, outcome): &(Way, Outcome)| {
            say!(
                speech,
                dilation.ways_picture,
                name = name(speech, *way),
                map = outcome.map,
                map2 = outcome.map,
                field = outcome.field,
                field2 = outcome.field,
            )
        };
        outcomes.with(|outcomes| outcomes.iter().map(one).collect::<Vec<_>>().join(" "))
    };
    let total = 3.0 * SIDE as f64 + 2.0 * GAP;
    let panels = move || {
        let one = |(idx, (way, outcome)): (usize, &(Way, Outcome))| {
            let left = idx as f64 * (SIDE as f64 + GAP);
            view! { <Panel left=left way=*way outcome=outcome.clone() /> }
        };
        outcomes.with(|outcomes| outcomes.iter().enumerate().map(one).collect_view())
    };
    view! {
        <FigureFrame id="dilation-three-ways" title=Signal::derive(tr!(speech, dilation.ways_figure)) aid=Signal::derive(tr!(speech, dilation.ways_aid))>
            <svg class="ways" viewBox=format!("-0.5 {} {} {}", -HEAD, total + 1.0, SIDE as f64 + HEAD + 0.5) role="img" aria-label=spoken>
                {panels}
            </svg>
            <CostTable outcomes=outcomes />
        </FigureFrame>
    }
}

/// The image under the grid of the last map, with the field of its middle unit.
#[component]
fn Panel(left: f64, way: Way, outcome: Outcome) -> impl IntoView {
    let speech = use_speech();
    let gallery = use_gallery();
    let Outcome {
        span, jump, touched, ..
    } = outcome;
    view! {
        <g transform=format!("translate({left} 0)")>
            <text class="ways__name" x="0" y="-1.2">{move || name(speech, way)}</text>
            <rect class="holes__padding" x="0" y="0" width=SIDE.to_string() height=SIDE.to_string() />
            {move || gallery.picture().map(|picture| view! {
                <image class="holes__image" href=picture.address() x="0" y="0" width=SIDE.to_string() height=SIDE.to_string() />
            })}
            <path class="ways__touched" d=touched />
            <path class="ways__grid" d=grid(0, SIDE as i64, jump) />
            <rect class="ways__field" x=span.width.first.to_string() y=span.height.first.to_string()
                width=span.width.len().to_string() height=span.height.len().to_string() />
        </g>
    }
}

#[component]
fn CostTable(outcomes: Outcomes) -> impl IntoView {
    let speech = use_speech();
    let rows = move || {
        let row = |(way, outcome): &(Way, Outcome)| {
            let way = *way;
            view! {
                <tr>
                    <th scope="row">{name(speech, way)}</th>
                    <td>{format!("{0} × {0}", outcome.map)}</td>
                    <td>{format!("{0} × {0}", outcome.field)}</td>
                    <td>{numbers::grouped(outcome.parameters as u64)}</td>
                    <td>{numbers::short(outcome.macs)}</td>
                </tr>
            }
        };
        outcomes.with(|outcomes| outcomes.iter().map(row).collect_view())
    };
    view! {
        <div class="scroll" tabindex="0">
            <table class="table ways__table">
                <thead><tr>
                    <th scope="col">{tr!(speech, dilation.way)}</th>
                    <th scope="col">{tr!(speech, dilation.last_map)}</th>
                    <th scope="col">{tr!(speech, dilation.field)}</th>
                    <th scope="col">{tr!(speech, dilation.parameters)}</th>
                    <th scope="col">{tr!(speech, dilation.macs)}</th>
                </tr></thead>
                <tbody data-testid="ways">{rows}</tbody>
            </table>
        </div>
    }
}

/// Words, controls and the questions of the step.
#[component]
pub fn CompareWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let outcomes = outcomes();
    let of = move |way: Way| {
        outcomes.with(|all| {
            all.iter()
                .find(|(one, _)| *one == way)
                .map(|(_, outcome)| outcome.clone())
        })
    };
    let macs = move |way: Way| of(way).map_or(0, |outcome| outcome.macs);
    let parameters = move |way: Way| of(way).map_or(0, |outcome| outcome.parameters);
    let lead = move || {
        let field = of(Way::Dilation).map_or(0, |outcome| outcome.field);
        say!(speech, dilation.ways_1, n = field, n2 = field)
    };
    let ask_times = move || say!(speech, dilation.ask_times, width = settings.width.get());
    let times = move || (macs(Way::Dilation) / macs(Way::Stride).max(1)) as i64;
    let explain_times = move || {
        say!(
            speech,
            dilation.explain_times,
            dilation = numbers::grouped(macs(Way::Dilation)),
            stride = numbers::grouped(macs(Way::Stride)),
        )
    };
    let options = move || {
        let names = Way::ALL.into_iter().map(|way| name(speech, way));
        names.chain([say!(speech, dilation.all_alike)]).collect::<Vec<_>>()
    };
    // The one with the most, or the last option where no one has more than another.
    let most = move || {
        let all = Way::ALL.map(parameters);
        let largest = all.iter().copied().max().unwrap_or(0);
        let at_top = all.iter().filter(|n| **n == largest).count();
        if at_top > 1 {
            all.len()
        } else {
            all.iter().position(|n| *n == largest).unwrap_or(all.len())
        }
    };
    let explain_parameters = move || {
        let text = |way: Way| numbers::grouped(parameters(way) as u64);
        say!(
            speech,
            dilation.explain_parameters,
            dilation = text(Way::Dilation),
            stride = text(Way::Stride),
            pooling = text(Way::Pooling),
        )
    };
    view! {
        <p>{lead}</p>
        <ul>
            {Way::ALL.map(|way| view! {
                <li><b>{move || name(speech, way)}</b> " · " {move || about(speech, way)}</li>
            }).collect_view()}
        </ul>
        <div class="field">
            <span class="field__label">{tr!(speech, dilation.ways_width)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, dilation.ways_width)>
                {WIDTHS.map(|width| view! {
                    <button type="button" class="segments__one" aria-pressed=move || (settings.width.get() == width).to_string()
                        on:click=move |_| settings.width.set(width)>{width}</button>
                }).collect_view()}
            </div>
        </div>
        <ChoiceQuestion id="most-parameters" ask=Signal::derive(tr!(speech, dilation.ask_parameters)) options=Signal::derive(options)
            answer=Signal::derive(most) explain=Signal::derive(explain_parameters) />
        <NumberQuestion id="times" ask=Signal::derive(ask_times) answer=Signal::derive(times) explain=Signal::derive(explain_times) />
        <p>{tr!(speech, dilation.ways_2)}</p>
        <PicturePicker />
    }
}
