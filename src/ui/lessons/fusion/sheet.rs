//! All maps of the layer that A or B is taken from, on a sheet to choose from.

use leptos::prelude::*;

use super::settings::use_settings;
use crate::draw::maps::{MapScale, Sheet, sheet};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lessons::kernels::asking::Shown;
use crate::ui::lessons::kernels::blocks::shares;

/// Side of the sheet in the drawing.
const SIDE: f64 = 320.0;
/// The names of the two maps.
pub const LETTERS: [&str; 2] = ["A", "B"];

/// All maps of the layer that the next click chooses from.
#[component]
pub fn SheetPicker() -> impl IntoView {
    let speech = use_speech();
    let inputs = use_settings().inputs;
    // Which of the two the next click chooses.
    let next = RwSignal::new(0_usize);
    let layer = move || inputs.names()[next.get()].clone();
    let is_one_layer = move || {
        let [a, b] = inputs.names();
        a == b
    };
    let here = Memo::new(move |_| match &*inputs.answer.read() {
        Shown::Here(maps) => {
            let maps = maps.iter().find(|maps| maps.name == layer())?;
            Some((sheet(&maps.values, maps.shape, MapScale::of(&maps.values)), maps.shape))
        }
        _ => None,
    });
    let title = move || {
        let [n, height, width] = here.with(|here| here.as_ref().map_or([0; 3], |(_, shape)| *shape));
        say!(
            speech,
            inside.sheet,
            n = n,
            layer = layer(),
            height = height,
            width = width
        )
    };
    let spoken = move || {
        let [a, b] = inputs.channels.get();
        let n = here.with(|here| here.as_ref().map_or(0, |(_, shape)| shape[0]));
        say!(speech, inside.sheet_keys, layer = layer(), n = n, a = a, b = b)
    };
    let take = move |channel: usize| inputs.take(next.get_untracked(), channel);
    let press = move |event: leptos::ev::PointerEvent| {
        let Some((x, y)) = shares(&event) else { return };
        let found = here.with_untracked(|here| {
            let (sheet, [channels, ..]) = here.as_ref()?;
            let side = sheet.side as f64;
            let channel = sheet.channel_at([(y * side) as usize, (x * side) as usize]);
            (channel < *channels).then_some(channel)
        });
        if let Some(channel) = found {
            take(channel);
            // Of one layer the maps are taken in turn; of two, the sheet would change under the hand.
            if untrack(is_one_layer) {
                next.update(|next| *next = 1 - *next);
            }
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let Some((columns, n)) =
            here.with_untracked(|here| here.as_ref().map(|(sheet, shape)| (sheet.columns, shape[0])))
        else {
            return;
        };
        let at = inputs.channels.get_untracked()[next.get_untracked()];
        let to = match event.key().as_str() {
            "ArrowLeft" => at.checked_sub(1),
            "ArrowRight" => Some(at + 1),
            "ArrowUp" => at.checked_sub(columns),
            "ArrowDown" => Some(at + columns),
            "Enter" | " " => {
                event.prevent_default();
                return next.update(|next| *next = 1 - *next);
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = to.filter(|to| *to < n) {
            take(to);
        }
    };
    let frames = move |sheet: &Sheet, shape: [usize; 3]| {
        let per_pixel = SIDE / sheet.side as f64;
        let sheet = StoredValue::new(sheet.clone());
        let one = move |idx: usize| {
            let corner = move || {
                let [row, column] = sheet.with_value(|sheet| sheet.corner(inputs.channels.get()[idx]));
                [column as f64 * per_pixel, row as f64 * per_pixel]
            };
            let [width, height] = [shape[2] as f64 * per_pixel, shape[1] as f64 * per_pixel];
            // B's letter lies at the other end, so that both can be read on one map.
            let [dx, dy] = if idx == 0 {
                [3.0, 13.0]
            } else {
                [width - 13.0, height - 4.0]
            };
            view! {
                <g class="fusion__pick" class:fusion__pick--b=idx == 1 class:fusion__pick--next=move || next.get() == idx>
                    <rect x=move || format!("{:.1}", corner()[0]) y=move || format!("{:.1}", corner()[1]) width=format!("{width:.1}") height=format!("{height:.1}") />
                    <text x=move || format!("{:.1}", corner()[0] + dx) y=move || format!("{:.1}", corner()[1] + dy)>{LETTERS[idx]}</text>
                </g>
            }
        };
        [0, 1].map(|idx| (is_one_layer() || next.get() == idx).then(|| one(idx)))
    };
    let drawing = move || {
        here.with(|here| {
            let (sheet, shape) = here.as_ref()?;
            Some(view! {
                <image class="maps__sheet" data-testid="sheet" href=sheet.address.clone() width=SIDE.to_string() height=SIDE.to_string()
                    preserveAspectRatio="none" on:pointerdown=press />
                {frames(sheet, *shape)}
            })
        })
    };
    let number = move |idx: usize| {
        let set = move |event| {
            if let Ok(channel) = event_target_value(&event).parse::<usize>() {
                inputs.take(idx, channel);
            }
        };
        let most = move || {
            let chosen = inputs.chosen.get();
            chosen.map_or(0, |both| both[idx].shape.channels - 1)
        };
        view! {
            <label class="field"><span class="field__label">{LETTERS[idx]}</span>
                <input class="input networks__seed" type="number" min="0" max=move || most().to_string() data-testid=format!("map-{}", ["a", "b"][idx])
                    prop:value=move || inputs.channels.get()[idx].to_string() on:change=set /></label>
        }
    };
    view! {
        <div class="field">
            <span class="field__label">{title}</span>
            <svg class="fusion__sheet" viewBox=format!("0 0 {SIDE} {SIDE}") role="group" tabindex="0" aria-label=spoken data-testid="sheet-keys" on:keydown=key>
                {drawing}
            </svg>
            <p class="note">{tr!(speech, inside.pick)}</p>
        </div>
        <div class="networks__pickers">
            <div class="field">
                <span class="field__label">{tr!(speech, inside.next)}</span>
                <div class="segments" role="group" aria-label=tr!(speech, inside.next)>
                    {[0, 1].map(|idx: usize| view! {
                        <button type="button" class="segments__one" data-testid=format!("next-{}", ["a", "b"][idx])
                            aria-pressed=move || (next.get() == idx).to_string() on:click=move |_| next.set(idx)>{LETTERS[idx]}</button>
                    })}
                </div>
            </div>
            {number(0)}
            {number(1)}
        </div>
    }
}
