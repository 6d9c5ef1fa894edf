//! The picture of the fifth step: CBAM on three channels of the image, gate by gate.

use leptos::prelude::*;

use super::choice::attended;
use super::gates_figure::GatesFigure;
use super::settings::{SIDE, Settings, use_settings};
use super::tiles::{Scale, Tile, TileScales, move_cell};
use super::trained::use_attending;
use crate::draw::fusion::{GateRow, gates};
use crate::draw::sliding::{bracketed, written};
use crate::geometry::attention::{ChannelGate, SpatialGate, Weights, gated, gated_places, value};
use crate::geometry::{Axes, Plane};
use crate::spec::CbamSpec;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::FigureFrame;

/// Everything that CBAM computes on the way.
#[derive(Clone, Debug, PartialEq)]
struct Attention {
    maps: Vec<Plane>,
    channel: ChannelGate,
    weighted: Vec<Plane>,
    spatial: SpatialGate,
    after: Vec<Plane>,
}

impl Attention {
    fn of(settings: Settings) -> Option<Self> {
        let maps = settings.image.with(|image| attended(image.as_ref()?))?;
        let cbam = CbamSpec::TUTORIAL;
        let scale = settings.strength.get() as f64;
        let weights = Weights::drawn(
            settings.seed.get() as u64,
            maps.len(),
            cbam.hidden(maps.len()),
            cbam.kernel,
            scale,
        );
        let channel = weights.channel_gate(&maps);
        let weighted = gated(&maps, &channel.gate);
        let spatial = weights.spatial_gate(&weighted)?;
        let after = gated_places(&weighted, &spatial.gate);
        Some(Self {
            maps,
            channel,
            weighted,
            spatial,
            after,
        })
    }
}

fn channel_name(speech: Speech, idx: usize) -> String {
    match idx {
        0 => say!(speech, fusion.channel_blur),
        1 => say!(speech, fusion.channel_x),
        _ => say!(speech, fusion.channel_y),
    }
}

/// The numbers of a vector, one after the other.
fn list(values: &[f64]) -> String {
    let words: Vec<String> = values.iter().map(|value| written(*value, 3)).collect();
    format!("[{}]", words.join(", "))
}

/// CBAM by hand, or that of a network.
#[component]
pub fn AttentionFigure() -> impl IntoView {
    let network = use_attending().network;
    move || {
        if network.is_on.get() {
            view! { <GatesFigure /> }.into_any()
        } else {
            view! { <HandFigure /> }.into_any()
        }
    }
}

/// The three stages of CBAM on three channels of the image.
#[component]
fn HandFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let all = Memo::new(move |_| Attention::of(settings));
    let map = move |which: fn(&Attention) -> Option<&Plane>| {
        Signal::derive(move || all.with(|all| all.as_ref().and_then(which).cloned()))
    };
    let named = move |idx: usize| Signal::derive(move || channel_name(speech, idx));
    let is_stage = move |stage: usize| settings.stage.get() == stage;
    view! {
        <FigureFrame id="cbam-by-hand" title=Signal::derive(tr!(speech, fusion.attention_figure)) aid=Signal::derive(tr!(speech, fusion.attention_aid))>
            {move || is_stage(0).then(|| view! { <div data-testid="gates" inner_html=move || all.with(|all| bars(speech, all.as_ref()))></div> })}
            <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, fusion.three_2) data-testid="attention" on:keydown=move |event| move_cell(settings, &event, Axes::both(SIDE))>
                <svg class="fusion__svg" viewBox=move || if is_stage(0) { "0 0 480 196" } else { "0 0 480 396" } role="img"
                    aria-label=move || all.with(|all| worked(speech, settings, all.as_ref()).join(" "))>
                    <TileScales />
                    {move || match settings.stage.get() {
                        1 => view! {
                            <Tile map=map(|all| Some(&all.spatial.average)) name=Signal::derive(tr!(speech, fusion.mean_map)) scale=Scale::Magnitude id="tile-mean" x=4.0 y=24.0 side=140.0 />
                            <Tile map=map(|all| Some(&all.spatial.maximum)) name=Signal::derive(tr!(speech, fusion.max_map)) scale=Scale::Magnitude id="tile-max" x=170.0 y=24.0 side=140.0 />
                            <Tile map=map(|all| Some(&all.spatial.score)) name=Signal::derive(tr!(speech, fusion.score_map)) scale=Scale::Signed id="tile-score" x=336.0 y=24.0 side=140.0 />
                            <Tile map=Signal::derive(move || settings.image.get()) name=Signal::derive(tr!(speech, fusion.image)) scale=Scale::Grey id="tile-image" x=4.0 y=224.0 side=140.0 />
                            <Tile map=map(|all| Some(&all.spatial.gate)) name=Signal::derive(tr!(speech, fusion.gate_map)) scale=Scale::Share id="tile-gate" x=170.0 y=224.0 side=140.0 />
                            <Tile map=Signal::derive(move || over_image(settings, all)) name=Signal::derive(tr!(speech, fusion.gate_on_image)) scale=Scale::Grey id="tile-over" x=336.0 y=224.0 side=140.0 />
                        }.into_any(),
                        stage => view! {
                            <Tile map=map(|all| all.maps.first()) name=named(0) scale=Scale::Magnitude id="tile-0" x=4.0 y=24.0 side=140.0 />
                            <Tile map=map(|all| all.maps.get(1)) name=named(1) scale=Scale::Magnitude id="tile-1" x=170.0 y=24.0 side=140.0 />
                            <Tile map=map(|all| all.maps.get(2)) name=named(2) scale=Scale::Magnitude id="tile-2" x=336.0 y=24.0 side=140.0 />
                            {(stage == 2).then(|| {
                                let after = move |idx: usize| Signal::derive(move || say!(speech, fusion.after, name = channel_name(speech, idx)));
                                view! {
                                    <Tile map=map(|all| all.after.first()) name=after(0) scale=Scale::Magnitude id="after-0" x=4.0 y=224.0 side=140.0 />
                                    <Tile map=map(|all| all.after.get(1)) name=after(1) scale=Scale::Magnitude id="after-1" x=170.0 y=224.0 side=140.0 />
                                    <Tile map=map(|all| all.after.get(2)) name=after(2) scale=Scale::Magnitude id="after-2" x=336.0 y=224.0 side=140.0 />
                                }
                            })}
                        }.into_any(),
                    }}
                </svg>
            </div>
            <div class="maps__reading fusion__reading" data-testid="attention-reading" aria-live="polite">
                {move || all.with(|all| worked(speech, settings, all.as_ref())).into_iter().map(|line| view! { <p class="sum-line">{line}</p> }).collect_view()}
            </div>
        </FigureFrame>
    }
}

/// The image times the spatial gate.
fn over_image(settings: Settings, all: Memo<Option<Attention>>) -> Option<Plane> {
    let image = settings.image.get()?;
    all.with(|all| gated_places(&[image], &all.as_ref()?.spatial.gate).into_iter().next())
}

/// Pooled values and gates as bars.
fn bars(speech: Speech, all: Option<&Attention>) -> String {
    let row = |channel: &ChannelGate, idx: usize| GateRow {
        name: channel_name(speech, idx),
        pooled: [channel.average[idx], channel.maximum[idx]],
        gate: channel.gate[idx],
        words: [channel.average[idx], channel.maximum[idx], channel.gate[idx]].map(|value| written(value, 3)),
    };
    let rows: Vec<GateRow> = all.map_or_else(Vec::new, |all| {
        (0..all.maps.len()).map(|idx| row(&all.channel, idx)).collect()
    });
    let said = rows.iter().map(|row| {
        let [mean, most, gate] = row.words.clone();
        say!(
            speech,
            fusion.gate_spoken,
            name = row.name.clone(),
            mean = mean,
            most = most,
            gate = gate
        )
    });
    let title = said.collect::<Vec<_>>().join(" ");
    gates(
        &rows,
        [&say!(speech, fusion.pooled), &say!(speech, fusion.gate)],
        &title,
    )
}

/// The stage in view worked out, line by line.
fn worked(speech: Speech, settings: Settings, all: Option<&Attention>) -> Vec<String> {
    let Some(Attention {
        maps,
        channel,
        weighted,
        spatial,
        after,
    }) = all
    else {
        return Vec::new();
    };
    let (row, col) = settings.cell.get();
    let at = |map: &Plane| value(map, row, col);
    match settings.stage.get() {
        0 => {
            let sums: Vec<f64> = channel.scores[0]
                .iter()
                .zip(&channel.scores[1])
                .map(|(a, b)| a + b)
                .collect();
            vec![
                say!(
                    speech,
                    fusion.work_mean,
                    pooled = list(&channel.average),
                    hidden = list(&channel.hidden[0]),
                    score = list(&channel.scores[0])
                ),
                say!(
                    speech,
                    fusion.work_max,
                    pooled = list(&channel.maximum),
                    hidden = list(&channel.hidden[1]),
                    score = list(&channel.scores[1])
                ),
                say!(speech, fusion.work_gate, sum = list(&sums), gate = list(&channel.gate)),
            ]
        }
        1 => {
            let values: Vec<f64> = weighted.iter().map(at).collect();
            vec![say!(
                speech,
                fusion.work_place,
                row = row,
                col = col,
                values = list(&values),
                mean = written(at(&spatial.average), 3),
                most = written(at(&spatial.maximum), 3),
                score = written(at(&spatial.score), 3),
                gate = written(at(&spatial.gate), 3),
            )]
        }
        _ => {
            let one = |idx: usize| {
                format!(
                    "{}: {} · {} · {} = {}",
                    channel_name(speech, idx),
                    bracketed(at(&maps[idx]), 3),
                    written(channel.gate[idx], 3),
                    written(at(&spatial.gate), 3),
                    written(at(&after[idx]), 3)
                )
            };
            let mut lines = vec![say!(speech, fusion.work_after, row = row, col = col)];
            lines.extend((0..maps.len()).map(one));
            lines
        }
    }
}
