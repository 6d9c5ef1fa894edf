//! The smallest and the largest field after each of several modules, as bars.

use leptos::prelude::*;

use super::paths::{Mixed, googlenet, stacked};
use super::settings::use_settings;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::FigureFrame;

/// From the smallest to the largest field, module by module.
#[component]
pub fn MixedFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let own = move || stacked(&settings.module.get(), settings.n_modules.get()).unwrap_or_default();
    let famous = googlenet().unwrap_or_default();
    let is_famous = RwSignal::new(false);
    let all = Signal::derive(move || if is_famous.get() { famous.clone() } else { own() });
    let spoken = move || {
        let one = |mixed: &Mixed| {
            say!(
                speech,
                inception.mixed_one,
                name = mixed.name,
                smallest = mixed.smallest,
                largest = mixed.largest,
            )
        };
        all.with(|all| all.iter().map(one).collect::<Vec<_>>().join(" "))
    };
    let height = move || all.with(|all| 26.0 * all.len() as f64 + 4.0);
    let bars = move || {
        all.with(|all| {
            let most = all.iter().map(|mixed| mixed.largest).max().unwrap_or(1) as f64;
            let scale = move |pixels: i64| 84.0 + 190.0 * pixels as f64 / most;
            let one = |(idx, mixed): (usize, &Mixed)| {
                let top = 4.0 + 26.0 * idx as f64;
                let (from, to) = (scale(mixed.smallest), scale(mixed.largest));
                let text = format!("{} – {}", mixed.smallest, mixed.largest);
                view! {
                    <text class="module__row module__row--small" x="2" y=(top + 13.0).to_string()>{mixed.name.clone()}</text>
                    <rect class="module__mixed" x=format!("{from:.1}") y=top.to_string() width=format!("{:.1}", (to - from).max(2.0)) height="17" rx="3" />
                    <text class="module__row module__row--small" x=format!("{:.1}", to + 5.0) y=(top + 13.0).to_string()>{text}</text>
                }
            };
            all.iter().enumerate().map(one).collect_view()
        })
    };
    view! {
        <div class="segments" role="group" aria-label=tr!(speech, inception.mixed_which)>
            <button type="button" class="segments__one" aria-pressed=move || (!is_famous.get()).to_string() on:click=move |_| is_famous.set(false)>{tr!(speech, inception.mixed_own)}</button>
            <button type="button" class="segments__one" aria-pressed=move || is_famous.get().to_string() data-testid="mixed-googlenet" on:click=move |_| is_famous.set(true)>{tr!(speech, inception.mixed_googlenet)}</button>
        </div>
        <FigureFrame id="inception-mixed-fields" title=Signal::derive(tr!(speech, inception.mixed_figure)) aid=Signal::derive(tr!(speech, inception.mixed_aid))>
            <svg class="module module--flat module--mixed" viewBox=move || format!("0 0 352 {}", height()) role="img" aria-label=spoken data-testid="mixed">{bars}</svg>
        </FigureFrame>
    }
}
