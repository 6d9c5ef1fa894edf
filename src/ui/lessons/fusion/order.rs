//! The order in which the channels of a network's CBAM are drawn.

use leptos::prelude::*;

use super::gates::Gates;
use super::trained::{Attending, use_attending};
use crate::ui::i18n::{tr, use_speech};

/// By number, or by gate.
#[component]
pub fn OrderPicker() -> impl IntoView {
    let speech = use_speech();
    let attending = use_attending();
    let sorted = move |is_sorted: bool, label: Signal<String>, id: &'static str| {
        view! {
            <button type="button" class="segments__one" data-testid=id aria-pressed=move || (attending.is_sorted.get() == is_sorted).to_string()
                on:click=move |_| attending.is_sorted.set(is_sorted)>{move || label.get()}</button>
        }
    };
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, inside.order)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, inside.order)>
                {sorted(false, Signal::derive(tr!(speech, inside.in_order)), "order-number")}
                {sorted(true, Signal::derive(tr!(speech, inside.by_gate)), "order-gate")}
            </div>
        </div>
    }
}

impl Attending {
    /// The channels in the order of the page, for row `idx`.
    pub(super) fn order(self, idx: usize) -> Vec<usize> {
        let n = self
            .attention
            .with(|attention| attention.as_ref().map_or(0, |one| one.shape.channels));
        if self.is_sorted.get() {
            self.gates(idx, Gates::sorted).unwrap_or_else(|| (0..n).collect())
        } else {
            (0..n).collect()
        }
    }
}
