//! From a version to the lab that trains it; where it is too large, why, and the nearest one that is not.

use leptos::prelude::*;

use super::forms::Version;
use super::module::Module;
use super::settings::use_settings;
use crate::spec::{MAX_MACS, MAX_PARAMETERS};
use crate::ui::app::Base;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::numbers;

/// A link for each version, and what its network is.
#[component]
pub fn LabLinks(
    /// Before, after.
    versions: Memo<Option<[Version; 2]>>,
) -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let base = StoredValue::new(expect_context::<Base>().0);
    let link = move |idx: usize, query: String, text: Signal<String>| {
        let address = move || format!("{}/lab/?{query}&lang={}", base.get_value(), speech.language().id());
        let id = if idx == 0 { "lab-before" } else { "lab-after" };
        view! { <a class="button module__lab" data-testid=id href=address>{move || text.get()}</a> }
    };
    let when = move |idx: usize| {
        if idx == 0 {
            say!(speech, inception.before)
        } else {
            say!(speech, inception.after)
        }
    };
    let one = move |idx: usize| {
        let version = versions.with(|versions| versions.as_ref().map(|both| both[idx].clone()))?;
        if let Some(query) = version.lab_query() {
            let text = Signal::derive(move || say!(speech, living.train, when = when(idx)));
            return Some(view! { <li>{link(idx, query, text)}</li> }.into_any());
        }
        let lowered = version.network.lower_any().ok()?;
        let (parameters, macs) = (lowered.n_parameters() as u64, lowered.n_macs());
        let why = move || {
            say!(
                speech,
                living.too_large,
                when = when(idx),
                parameters = numbers::short(parameters),
                macs = numbers::short(macs),
                most = numbers::short(MAX_PARAMETERS),
                most_macs = numbers::short(MAX_MACS),
            )
        };
        let smaller = settings.idea.get().smaller(&settings.module.get(), idx == 1);
        let smaller = smaller.map(|smaller| {
            let n = smaller.sixteenths;
            let text = Signal::derive(move || say!(speech, living.train_smaller, when = when(idx), n = n));
            link(idx, smaller.query, text)
        });
        Some(view! { <li><p class="note">{why}</p>{smaller}</li> }.into_any())
    };
    let network = move || {
        let module = settings.module.get();
        let Module { in_channels, side, .. } = Module::TUTORIAL;
        let mut words = say!(speech, living.lab_network, c = in_channels, n = side, n2 = side);
        if (module.in_channels, module.side) != (in_channels, side) {
            words += &say!(
                speech,
                living.lab_other,
                c = module.in_channels,
                n = module.side,
                n2 = module.side
            );
        }
        words
    };
    view! {
        <h3>{tr!(speech, living.in_lab)}</h3>
        <ul class="module__labs" data-testid="lab-links">
            {move || one(0)}
            {move || one(1)}
        </ul>
        <p class="note" data-testid="lab-network">{network}</p>
    }
}
