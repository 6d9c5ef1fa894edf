//! The picture of the fifth step: CBAM on a few channels of the image, gate by gate.

use leptos::prelude::*;

use super::choice::{attended, direction};
use super::covered::CoveredGates;
use super::settings::{SIDE, Settings, use_settings};
use super::stepping::SteppedFigure;
use super::tiles::{Scale, Tile, TileScales, move_cell};
use super::trained::use_attending;
use super::vectors::{N_PARTS, Vectors, list};
use crate::draw::sliding::{bracketed, written};
use crate::geometry::attention::{ChannelGate, SpatialGate, Weights, gated, gated_places, value};
use crate::geometry::{Axes, Plane};
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
        let cbam = settings.cbam;
        let maps = settings
            .image
            .with(|image| attended(image.as_ref()?, cbam.channels.get()))?;
        let scale = settings.strength.get() as f64;
        let (seed, kernel) = (settings.seed.get() as u64, cbam.kernel.get());
        let weights = Weights::drawn(seed, maps.len(), cbam.hidden(), kernel, scale);
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

/// The three channels that are drawn as maps, of `n`.
fn drawn(n: usize) -> [usize; 3] {
    [0, n / 3, 2 * n / 3]
}

/// `Blur`, `Edges x`, `Edges 45°`.
fn channel_name(speech: Speech, channel: usize, n: usize) -> String {
    match direction(channel, n) {
        None => say!(speech, fusion.channel_blur),
        Some(0.0) => say!(speech, fusion.channel_x),
        Some(90.0) => say!(speech, fusion.channel_y),
        Some(degrees) => say!(speech, cbam.channel_at, degrees = written(degrees, 0)),
    }
}

/// CBAM by hand, or that of a network.
#[component]
pub fn AttentionFigure() -> impl IntoView {
    let network = use_attending().network;
    move || {
        if network.is_on.get() {
            view! { <SteppedFigure /> <CoveredGates /> }.into_any()
        } else {
            view! { <HandFigure /> }.into_any()
        }
    }
}

/// The three stages of CBAM on channels of the image.
#[component]
fn HandFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let all = Memo::new(move |_| Attention::of(settings));
    let map = move |which: fn(&Attention) -> Option<&Plane>| {
        Signal::derive(move || all.with(|all| all.as_ref().and_then(which).cloned()))
    };
    let channel = move |which: fn(&Attention) -> &[Plane], place: usize| {
        Signal::derive(move || {
            all.with(|all| {
                let maps = which(all.as_ref()?);
                maps.get(drawn(maps.len())[place]).cloned()
            })
        })
    };
    let name = move |place: usize| {
        let n = settings.cbam.channels.get();
        channel_name(speech, drawn(n)[place], n)
    };
    let named = move |place: usize| Signal::derive(move || name(place));
    let is_stage = move |stage: usize| settings.stage.get() == stage;
    let score_name = move || {
        let k = settings.cbam.kernel.get();
        format!("{k}×{k}")
    };
    view! {
        <FigureFrame id="cbam-by-hand" title=Signal::derive(tr!(speech, fusion.attention_figure)) aid=Signal::derive(tr!(speech, cbam.hand_aid))>
            {move || is_stage(0).then(|| view! { <div data-testid="gates" inner_html=move || all.with(|all| bars(speech, settings, all.as_ref()))></div> })}
            <div class="maps" tabindex="0" role="group" aria-label=tr!(speech, fusion.three_2) data-testid="attention" on:keydown=move |event| move_cell(settings, &event, Axes::both(SIDE))>
                <svg class="fusion__svg" viewBox=move || if is_stage(0) { "0 0 480 196" } else { "0 0 480 396" } role="img"
                    aria-label=move || all.with(|all| worked(speech, settings, all.as_ref()).join(" "))>
                    <TileScales />
                    {move || match settings.stage.get() {
                        1 => view! {
                            <Tile map=map(|all| Some(&all.spatial.average)) name=Signal::derive(tr!(speech, fusion.mean_map)) scale=Scale::Magnitude id="tile-mean" x=4.0 y=24.0 side=140.0 />
                            <Tile map=map(|all| Some(&all.spatial.maximum)) name=Signal::derive(tr!(speech, fusion.max_map)) scale=Scale::Magnitude id="tile-max" x=170.0 y=24.0 side=140.0 />
                            <Tile map=map(|all| Some(&all.spatial.score)) name=Signal::derive(score_name) scale=Scale::Signed id="tile-score" x=336.0 y=24.0 side=140.0 />
                            <Tile map=Signal::derive(move || settings.image.get()) name=Signal::derive(tr!(speech, fusion.image)) scale=Scale::Grey id="tile-image" x=4.0 y=224.0 side=140.0 />
                            <Tile map=map(|all| Some(&all.spatial.gate)) name=Signal::derive(tr!(speech, fusion.gate_map)) scale=Scale::Share id="tile-gate" x=170.0 y=224.0 side=140.0 />
                            <Tile map=Signal::derive(move || over_image(settings, all)) name=Signal::derive(tr!(speech, fusion.gate_on_image)) scale=Scale::Grey id="tile-over" x=336.0 y=224.0 side=140.0 />
                        }.into_any(),
                        stage => view! {
                            <Tile map=channel(|all| &all.maps, 0) name=named(0) scale=Scale::Magnitude id="tile-0" x=4.0 y=24.0 side=140.0 />
                            <Tile map=channel(|all| &all.maps, 1) name=named(1) scale=Scale::Magnitude id="tile-1" x=170.0 y=24.0 side=140.0 />
                            <Tile map=channel(|all| &all.maps, 2) name=named(2) scale=Scale::Magnitude id="tile-2" x=336.0 y=24.0 side=140.0 />
                            {(stage == 2).then(|| {
                                let after = move |idx: usize| Signal::derive(move || say!(speech, fusion.after, name = name(idx)));
                                view! {
                                    <Tile map=channel(|all| &all.after, 0) name=after(0) scale=Scale::Magnitude id="after-0" x=4.0 y=224.0 side=140.0 />
                                    <Tile map=channel(|all| &all.after, 1) name=after(1) scale=Scale::Magnitude id="after-1" x=170.0 y=224.0 side=140.0 />
                                    <Tile map=channel(|all| &all.after, 2) name=after(2) scale=Scale::Magnitude id="after-2" x=336.0 y=224.0 side=140.0 />
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

/// The vectors of the channel gate as bars.
fn bars(speech: Speech, settings: Settings, all: Option<&Attention>) -> String {
    let vectors = all.map(|Attention { channel, .. }| Vectors {
        pooled: [channel.average.clone(), channel.maximum.clone()],
        hidden: channel.hidden.clone(),
        sums: sums(channel),
        gate: channel.gate.clone(),
    });
    let marked = drawn(settings.cbam.channels.get())[1];
    vectors.map_or_else(String::new, |vectors| vectors.picture(speech, N_PARTS - 1, marked))
}

/// What the sigmoid of the channel gate reads.
fn sums(channel: &ChannelGate) -> Vec<f64> {
    let [average, maximum] = &channel.scores;
    average.iter().zip(maximum).map(|(a, b)| a + b).collect()
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
                say!(
                    speech,
                    fusion.work_gate,
                    sum = list(&sums(channel)),
                    gate = list(&channel.gate)
                ),
            ]
        }
        1 => {
            let values: Vec<f64> = weighted.iter().map(at).collect();
            vec![say!(
                speech,
                cbam.work_place,
                k = settings.cbam.kernel.get(),
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
                    channel_name(speech, idx, maps.len()),
                    bracketed(at(&maps[idx]), 3),
                    written(channel.gate[idx], 3),
                    written(at(&spatial.gate), 3),
                    written(at(&after[idx]), 3)
                )
            };
            let mut lines = vec![say!(speech, fusion.work_after, row = row, col = col)];
            lines.extend(drawn(maps.len()).map(one));
            lines
        }
    }
}
