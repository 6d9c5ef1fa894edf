//! One unit: the pixels that it depends on, and where it stands in its map.

use leptos::prelude::*;

use super::controls::Status;
use super::formula::Formula;
use super::layer::{cell_of, number, step_of};
use super::state::use_networks;
use crate::draw::dilation::grid;
use crate::draw::maps::{MapScale, single};
use crate::geometry::Span;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, use_gallery};

/// Pixels along each side of the image, and between it and the map.
const SIDE: f64 = 32.0;
const GAP: f64 = 4.0;
/// Least and most room around both, for fields that leave the image.
const ROOM: [f64; 2] = [2.0, 24.0];
/// The figure of the step.
#[component]
pub fn UnitFigure() -> impl IntoView {
    let speech = use_speech();
    view! {
        <FigureFrame id="network-unit" title=Signal::derive(tr!(speech, networks.unit_figure)) aid=Signal::derive(tr!(speech, networks.unit_aid))>
            <UnitPicture />
            <Formula />
            <Status />
        </FigureFrame>
    }
}

/// The image with the unit's field, and its map, in which another unit can be chosen.
#[component]
pub fn UnitPicture() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let gallery = use_gallery();
    let field = Memo::new(move |_| {
        let unit = state.unit.get();
        state.plan.with(|plan| plan.field(&state.layer.get(), unit))
    });
    let spoken = move || {
        let [channel, row, column] = state.unit.get();
        let (field, whole) = field.get();
        let layer = state.layer.get();
        if whole {
            return say!(
                speech,
                networks.unit_whole,
                layer = layer,
                channel = channel,
                row = row,
                column = column
            );
        }
        let span = |value: i64| value.to_string().replace('-', "−");
        say!(
            speech,
            networks.unit_picture,
            layer = layer,
            channel = channel,
            row = row,
            column = column,
            height = field.height.len(),
            width = field.width.len(),
            top = span(field.height.first),
            bottom = span(field.height.last),
            left = span(field.width.first),
            right = span(field.width.last),
        )
    };
    let box_of = move || {
        let (field, whole) = field.get();
        let (first, len) = if whole {
            ([0.0, 0.0], [SIDE, SIDE])
        } else {
            (
                [field.height.first as f64, field.width.first as f64],
                [field.height.len() as f64, field.width.len() as f64],
            )
        };
        view! { <rect class="maps__field" x=first[1].to_string() y=first[0].to_string() width=len[1].to_string() height=len[0].to_string() /> }
    };
    // How far the field leaves the image, the frame included; to the right it must not lie under the map.
    let room = Memo::new(move |_| {
        let (field, whole) = field.get();
        let over = |span: Span| [-span.first as f64, (span.last + 1) as f64 - SIDE];
        let ([top, bottom], [left, right]) = (over(field.height), over(field.width));
        let most = if whole {
            0.0
        } else {
            top.max(bottom).max(left).max(right)
        };
        (most + 1.0).clamp(ROOM[0], ROOM[1])
    });
    let map_left = move || SIDE + GAP.max(room.get() + 1.0);
    let map = move || {
        state.answers.maps.with(|maps| {
            let [channel, row, column] = state.unit.get();
            let (values, [_, height, width]) = maps.as_ref()?.of(&state.layer.get())?;
            let one = values.chunks_exact(height * width).nth(channel)?;
            let left = map_left();
            let (down, right) = (SIDE / height as f64, SIDE / width as f64);
            let choose = move |event: leptos::ev::MouseEvent| {
                if let Some([row, column]) = cell_of(&event, height, width) {
                    state.look_at_unit([channel, row, column]);
                }
            };
            Some(view! {
                <image class="maps__large" data-testid="unit-map" on:click=choose href=single(one, width, MapScale::of(values)) x=left.to_string() y="0" width=SIDE.to_string() height=SIDE.to_string() preserveAspectRatio="none" />
                <rect class="maps__unit maps__unit--thin" x=(left + column as f64 * right).to_string() y=(row as f64 * down).to_string() width=right.to_string() height=down.to_string() />
            })
        })
    };
    let picture = move || gallery.picture().map(|picture| picture.address());
    let view_box = move || {
        let (room, width) = (room.get(), map_left() + SIDE);
        format!("{} {} {} {}", -room, -room, width + 2.0 * room, SIDE + 2.0 * room)
    };
    let value = move || {
        let maps = state.answers.maps.get();
        let value = maps.and_then(|maps| maps.at(&state.layer.get(), state.unit.get()));
        value.map(|value| format!(" {}", say!(speech, networks.its_value, value = number(value.into()))))
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let shape = state.plan.with_untracked(|plan| {
            plan.lowered
                .geometry_of(&state.layer.get_untracked())
                .map(|geometry| geometry.shape)
        });
        let Some(shape) = shape else { return };
        let shape = [shape.channels, shape.size.height, shape.size.width];
        if let Some(next) = step_of(&event.key(), state.unit.get_untracked(), shape) {
            event.prevent_default();
            state.look_at_unit(next);
        }
    };
    view! {
        <svg class="maps maps--unit" viewBox=view_box role="img" tabindex="0" aria-label=spoken data-testid="unit" on:keydown=on_key>
            {move || picture().map(|address| view! { <image class="maps__large" href=address x="0" y="0" width="32" height="32" /> })}
            <path class="maps__grid" d=grid(0, 32, 4) />
            {box_of}
            {map}
        </svg>
        <p class="networks__reading" aria-live="polite" data-testid="unit-reading">{spoken} {value}</p>
    }
}
