//! A few maps of a real network before and after its CBAM, with one cell worked out.

use leptos::prelude::*;

use super::gates::drawn;
use super::trained::use_attending;
use crate::draw::maps::{MapScale, single};
use crate::draw::sliding::{bracketed, written};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::FigureFrame;

/// Side of a map in the drawing.
const TILE: f64 = 70.0;

/// A few maps before and after both gates, and one cell worked out.
#[component]
pub fn BeforeAndAfter() -> impl IntoView {
    let speech = use_speech();
    let attending = use_attending();
    let maps = move || {
        let chosen = attending.channel.get();
        attending.gates(attending.shown_row(), |gates| {
            let [_, height, width] = gates.before.shape;
            let one = |(place, channel): (usize, usize)| {
                let before = gates.before.map(channel).unwrap_or_default();
                let after = gates.after.map(channel).unwrap_or_default();
                let scale = MapScale::of(before);
                let x = 4.0 + 80.0 * place as f64;
                let gate = written(f64::from(gates.channel[channel]), 2);
                let map = |values: &[f32], y: f64| view! {
                    <image class="maps__image" href=single(values, width, scale) x=x.to_string() y=y.to_string() width=TILE.to_string() height=TILE.to_string()
                        preserveAspectRatio="none" on:click=move |_| attending.channel.set(channel) />
                };
                // The frame of the channel that is worked out, and its cell on both maps.
                let marked = (channel == chosen).then(|| {
                    let (row, col) = gates.strongest_cell(channel);
                    let cell = [TILE / width.max(1) as f64, TILE / height.max(1) as f64];
                    let [left, top] = [x + cell[0] * col as f64, cell[1] * row as f64];
                    let square = |class: &'static str, y: f64| view! {
                        <rect class=class x=format!("{left:.2}") y=format!("{:.2}", y + top) width=format!("{:.2}", cell[0]) height=format!("{:.2}", cell[1]) />
                    };
                    view! {
                        <rect class="fusion__chosen" x=(x - 2.5).to_string() y="2" width=(TILE + 5.0).to_string() height="185" />
                        {square("fusion__worked fusion__worked--halo", 22.0)} {square("fusion__worked", 22.0)}
                        {square("fusion__worked fusion__worked--halo", 114.0)} {square("fusion__worked", 114.0)}
                    }
                });
                view! {
                    <text class="fusion__text fusion__text--start fusion__text--narrow" x=x.to_string() y="15">{format!("#{channel} · {gate}")}</text>
                    {map(before, 22.0)} {map(after, 114.0)} {marked}
                }
            };
            let shown = drawn(&gates.sorted(), chosen).into_iter().enumerate();
            view! {
                {shown.map(one).collect_view()}
                <text class="fusion__text fusion__text--start fusion__text--soft" x="4" y="108">{tr!(speech, inside.before)}</text>
                <text class="fusion__text fusion__text--start fusion__text--soft" x="4" y="200">{tr!(speech, inside.after)}</text>
            }
        })
    };
    let worked = move || {
        let channel = attending.channel.get();
        attending.gates(attending.shown_row(), |gates| {
            let (row, col) = gates.strongest_cell(channel);
            let [channels, _, width] = gates.before.shape;
            if channel >= channels {
                return String::new();
            }
            let at = |values: &[f32]| f64::from(values.get(row * width + col).copied().unwrap_or(0.0));
            let line = format!(
                "{} · {} · {} = {}",
                bracketed(at(gates.before.map(channel).unwrap_or_default()), 4),
                written(f64::from(gates.channel[channel]), 4),
                written(at(&gates.spatial.values), 4),
                written(at(gates.after.map(channel).unwrap_or_default()), 4)
            );
            say!(
                speech,
                inside.cell_worked,
                n = channel,
                row = row,
                col = col,
                line = line
            )
        })
    };
    view! {
        <FigureFrame id="cbam-before-after" title=Signal::derive(tr!(speech, inside.maps_figure)) aid=Signal::derive(tr!(speech, inside.maps_aid))>
            <p class="note">{move || attending.name(speech, attending.shown_row())}</p>
            <svg class="fusion__svg" viewBox="0 0 480 208" role="img" aria-label=move || worked().unwrap_or_default() data-testid="before-after">{maps}</svg>
            <p class="sum-line" data-testid="cell-worked">{move || worked().unwrap_or_default()}</p>
        </FigureFrame>
    }
}
