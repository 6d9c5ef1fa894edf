//! The legend as a part of the chart's picture: not seen on the page, where it is buttons, but saved with the chart.

use leptos::prelude::*;

use super::chart::{Look, names};
use super::drawing::key_lines;
use super::store::Ablation;
use crate::draw::bands::BandsChart;
use crate::draw::key::key;
use crate::lab::curves::source::Quantity;
use crate::ui::i18n::use_speech;

/// The shown variants with their last values.
#[component]
pub fn Key(
    /// What is followed.
    quantity: Quantity,
    /// The picture.
    chart: Memo<BandsChart>,
) -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let look = expect_context::<Look>();
    let svg = move || {
        ablation.redraw.track();
        let names = names(ablation, speech);
        chart.with(|chart| {
            let shown = chart.legend.iter();
            let shown: Vec<_> = shown
                .filter_map(|entry| Some((entry.variant, names.get(entry.variant)?.clone())))
                .collect();
            key(&key_lines(&shown, chart, quantity), look.width(quantity).get())
        })
    };
    view! { <div class="for-file" aria-hidden="true" inner_html=svg></div> }
}
