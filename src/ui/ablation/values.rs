//! The curves as a table: what stands in for the picture where it cannot be seen, and what can be copied.

use leptos::prelude::*;

use super::chart::{Look, names};
use super::store::Ablation;
use crate::lab::curves::source::Quantity;
use crate::lab::curves::{Axis, Curves, Reading};
use crate::ui::i18n::{say, tr, use_speech};

/// Places along the x axis that are told.
const PLACES: usize = 12;

/// Mean ± standard error of every shown variant at evenly spaced places; worked out while it is open.
#[component]
pub fn Values(
    /// What is followed.
    quantity: Quantity,
    /// What is drawn.
    curves: Memo<Curves>,
) -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let look = expect_context::<Look>();
    let is_open = RwSignal::new(false);
    let switch = move |event: leptos::ev::Event| {
        let details: web_sys::HtmlDetailsElement = event_target(&event);
        is_open.set(details.open());
    };
    let places = Memo::new(move |_| {
        let places = is_open.get().then(|| curves.with(|curves| curves.table(PLACES)));
        places.unwrap_or_default()
    });
    let shown = Memo::new(move |_| {
        let mut variants: Vec<usize> = places.with(|places| places.iter().flatten().map(|one| one.variant).collect());
        variants.sort_unstable();
        variants.dedup();
        variants
    });
    let digits = if quantity == Quantity::TestAccuracy { 1 } else { 3 };
    let value = move |reading: &Reading| {
        let error = reading.at.standard_error;
        let error = error.map_or_else(String::new, |error| format!(" ± {error:.digits$}"));
        format!("{:.digits$}{error} (N = {})", reading.at.mean, reading.at.n)
    };
    let heads = move || {
        let names = names(ablation, speech);
        let name = |variant: usize| names.get(variant).cloned().unwrap_or_default();
        let heads = shown
            .get()
            .into_iter()
            .map(|variant| view! { <th scope="col">{name(variant)}</th> });
        heads.collect_view()
    };
    let row = move |readings: Vec<Reading>| {
        let x = readings.first().map(|reading| match look.axis.get() {
            Axis::Seconds => format!("{:.1}", reading.at.x),
            Axis::Epoch if reading.at.x.fract().abs() > 0.005 => format!("{:.2}", reading.at.x),
            Axis::Step | Axis::Epoch => format!("{:.0}", reading.at.x),
        });
        let cell = |variant: usize| {
            let found = readings.iter().find(|reading| reading.variant == variant);
            view! { <td>{found.map(value)}</td> }
        };
        let cells: Vec<_> = shown.get().into_iter().map(cell).collect();
        view! { <tr><th scope="row">{x}</th>{cells}</tr> }
    };
    let axis = move || match look.axis.get() {
        Axis::Step => say!(speech, ablation.step),
        Axis::Epoch => say!(speech, ablation.epoch),
        Axis::Seconds => say!(speech, ablation.seconds),
    };
    view! {
        <details class="more" on:toggle=switch>
            <summary>{tr!(speech, ablation.values)}</summary>
            <Show when=move || is_open.get()>
                <div class="scroll" tabindex="0">
                    <table class="table" data-testid="values">
                        <thead><tr><th scope="col">{axis}</th>{heads}</tr></thead>
                        <tbody>{move || places.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </Show>
        </details>
    }
}
