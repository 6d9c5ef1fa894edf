//! The CBAM by hand: its channels, reduction ratio and kernel, and what they cost.

use leptos::prelude::*;

use super::settings::keep;
use crate::geometry::attention::n_weights;
use crate::spec::CbamSpec;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{NumberQuestion, Place};
use crate::ui::numbers::grouped;

/// Numbers of channels to choose from.
const CHANNELS: [usize; 5] = [3, 8, 16, 32, 64];
/// Reduction ratios to choose from.
const REDUCTIONS: [usize; 6] = [1, 2, 4, 8, 16, 32];
/// Kernels to choose from.
const KERNELS: [usize; 3] = [3, 5, 7];
/// Channels of the table.
const TABLE: [usize; 5] = [8, 16, 32, 64, 128];
/// Channels of the question.
const ASKED: usize = 48;

/// What is set.
#[derive(Clone, Copy)]
pub struct Cbam {
    /// Channels.
    pub channels: RwSignal<usize>,
    /// By what the channels are divided.
    pub reduction: RwSignal<usize>,
    /// Taps of the convolution along each axis.
    pub kernel: RwSignal<usize>,
    /// Whether the division is plain, down to no hidden value at all.
    pub is_plain: RwSignal<bool>,
}

impl Cbam {
    /// The one of the address; kept there when it changes.
    pub fn new(place: Place) -> Self {
        let one = |key, usual: usize, known: &[usize]| {
            let asked = place.get(key).and_then(|text| text.parse().ok());
            RwSignal::new(asked.filter(|n| known.contains(n)).unwrap_or(usual))
        };
        let cbam = Self {
            channels: one("c", 16, &CHANNELS),
            reduction: one("r", CbamSpec::TUTORIAL.reduction, &REDUCTIONS),
            kernel: one("k", CbamSpec::TUTORIAL.kernel, &KERNELS),
            is_plain: RwSignal::new(place.get("hidden").as_deref() == Some("plain")),
        };
        keep(place, "c", move || cbam.channels.get().to_string());
        keep(place, "r", move || cbam.reduction.get().to_string());
        keep(place, "k", move || cbam.kernel.get().to_string());
        keep(place, "hidden", move || {
            let word = if cbam.is_plain.get() { "plain" } else { "" };
            word.to_owned()
        });
        cbam
    }

    /// Hidden values for `channels`, by plain division or as the lab makes them.
    fn hidden_of(self, channels: usize, is_plain: bool) -> usize {
        let spec = CbamSpec {
            reduction: self.reduction.get(),
            min_hidden: if is_plain { 0 } else { CbamSpec::TUTORIAL.min_hidden },
            kernel: self.kernel.get(),
        };
        spec.hidden(channels)
    }

    /// Its hidden values.
    pub fn hidden(self) -> usize {
        self.hidden_of(self.channels.get(), self.is_plain.get())
    }

    /// Hidden values by plain division, and weights with them.
    fn plain(self, channels: usize) -> (usize, usize) {
        let hidden = self.hidden_of(channels, true);
        (hidden, n_weights(channels, hidden, self.kernel.get()))
    }

    /// Hidden values and weights of the lab's way.
    fn ours(self, channels: usize) -> (usize, usize) {
        let hidden = self.hidden_of(channels, false);
        (hidden, n_weights(channels, hidden, self.kernel.get()))
    }
}

/// The sliders, and which division.
#[component]
pub fn CbamControls(
    /// What is set.
    cbam: Cbam,
) -> impl IntoView {
    let speech = use_speech();
    let slider = move |label: Signal<String>, id: &'static str, known: &'static [usize], value: RwSignal<usize>| {
        let place = move || known.iter().position(|one| *one == value.get()).unwrap_or(0);
        let change = move |event| {
            let at: usize = event_target_value(&event).parse().unwrap_or(0);
            value.set(known[at.min(known.len() - 1)]);
        };
        view! {
            <label class="field">
                <span class="field__label">{move || label.get()}</span>
                <input class="range" type="range" min="0" max=(known.len() - 1).to_string() data-testid=id
                    aria-valuetext=move || value.get().to_string() prop:value=move || place().to_string() on:input=change />
            </label>
        }
    };
    let choose = move |is_plain: bool, label: Signal<String>, id: &'static str| {
        view! {
            <button type="button" class="segments__one" data-testid=id aria-pressed=move || (cbam.is_plain.get() == is_plain).to_string()
                on:click=move |_| cbam.is_plain.set(is_plain)>{move || label.get()}</button>
        }
    };
    let cost = move || {
        let (channels, hidden) = (cbam.channels.get(), cbam.hidden());
        say!(
            speech,
            cbam.cost,
            c = channels,
            hidden = hidden,
            k = cbam.kernel.get(),
            n = grouped(n_weights(channels, hidden, cbam.kernel.get()) as u64)
        )
    };
    let plain_name = move || {
        let (c, r) = (cbam.channels.get(), cbam.reduction.get());
        say!(speech, cbam.plain_hidden, c = c, r = r, n = cbam.hidden_of(c, true))
    };
    let own_name = move || say!(speech, cbam.own_hidden, n = cbam.hidden_of(cbam.channels.get(), false));
    view! {
        <div class="settings__row">
            {slider(Signal::derive(move || say!(speech, cbam.channels, n = cbam.channels.get())), "cbam-channels", &CHANNELS, cbam.channels)}
            {slider(Signal::derive(move || say!(speech, cbam.reduction, n = cbam.reduction.get())), "cbam-reduction", &REDUCTIONS, cbam.reduction)}
            {slider(Signal::derive(move || say!(speech, cbam.kernel, n = cbam.kernel.get())), "cbam-kernel", &KERNELS, cbam.kernel)}
        </div>
        <div class="field">
            <span class="field__label">{tr!(speech, cbam.hidden_layer)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, cbam.hidden_layer)>
                {choose(false, Signal::derive(own_name), "hidden-own")}
                {choose(true, Signal::derive(plain_name), "hidden-plain")}
            </div>
        </div>
        <p data-testid="cbam-cost" aria-live="polite">{cost}</p>
        {move || (cbam.hidden() == 0).then(|| view! { <p class="panel panel--note" role="status" data-testid="cbam-trap">{tr!(speech, cbam.no_hidden)}</p> })}
    }
}

/// The trap of few channels: a table that follows the sliders, and a question about it.
#[component]
pub fn CbamCosts(
    /// What is set.
    cbam: Cbam,
) -> impl IntoView {
    let speech = use_speech();
    let rows = move || {
        let mut all = TABLE.to_vec();
        all.extend(Some(cbam.channels.get()).filter(|channels| !TABLE.contains(channels)));
        all.sort_unstable();
        let one = |channels: usize| {
            let ((hidden, weights), (own_hidden, own_weights)) = (cbam.plain(channels), cbam.ours(channels));
            view! {
                <tr class:fusion__row--here=move || cbam.channels.get() == channels>
                    <th scope="row">{channels}</th><td>{hidden}</td><td>{grouped(weights as u64)}</td><td>{own_hidden}</td><td>{grouped(own_weights as u64)}</td></tr>
            }
        };
        all.into_iter().map(one).collect_view()
    };
    let (r, k) = (move || cbam.reduction.get(), move || cbam.kernel.get());
    let explain = move || {
        let (hidden, n) = cbam.plain(ASKED);
        say!(
            speech,
            cbam.explain,
            c = ASKED,
            r = r(),
            k = k(),
            hidden = hidden,
            n = n
        )
    };
    view! {
        <h3>{tr!(speech, fusion.trap_title)}</h3>
        <p>{move || say!(speech, cbam.trap, r = r(), least = CbamSpec::TUTORIAL.min_hidden)}</p>
        <div class="scroll">
            <table class="table fusion__table" data-testid="cbam-costs">
                <thead><tr><th scope="col">"C"</th><th scope="col">{move || format!("C // {}", r())}</th><th scope="col">{tr!(speech, fusion.weights)}</th>
                    <th scope="col">{tr!(speech, fusion.our_hidden)}</th><th scope="col">{tr!(speech, fusion.our_weights)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="note">{move || say!(speech, cbam.cost_rule, k = k())}</p>
        <NumberQuestion id="cbam" ask=Signal::derive(move || say!(speech, cbam.ask, c = ASKED, r = r(), k = k()))
            answer=Signal::derive(move || cbam.plain(ASKED).1 as i64) explain=Signal::derive(explain) />
    }
}
