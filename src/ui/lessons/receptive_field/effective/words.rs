//! Words, settings, prediction and the way to a trained network.

use leptos::prelude::*;

use super::super::bench::{Bench, NetworkPicker};
use super::measured::{Extent, Theory};
use super::outcome::{Failures, Outcome};
use super::probing::{Effective, IMAGE_COUNTS, Look, Which, use_effective};
use crate::ui::app::Base;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::use_place;
use crate::ui::names;
use crate::ui::numbers::percent;
use crate::ui::query::MAX_SEED;

/// The left side of the step.
#[component]
pub fn EffectiveWords() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let state = use_effective();
    state.follow();
    let theory = Memo::new(move |_| bench.observed.with(|observed| Theory::of(observed, state.map.get())));
    let can = Memo::new(move |_| state.setting.with(|setting| setting.network.is_some()));
    let input = move || bench.observed.with(|observed| observed.spec.input);
    let refused = move || {
        let input = input();
        let size = (input.channels, input.height, input.width);
        if size == (3, 32, 32) {
            say!(speech, effective.not_this)
        } else {
            say!(speech, effective.not_this_size, c = size.0, h = size.1, w = size.2)
        }
    };
    let beyond = move || {
        let side = bench.observed.with(|observed| observed.field_of(state.map.get()));
        let image = input().height as i64;
        (side > image).then(|| say!(speech, effective.beyond, n = side, image = image))
    };
    let is_whole = move || theory.with(|theory| theory.whole);
    let two = move || {
        theory.with(|theory| {
            (theory.n_middle == 2 && !theory.whole)
                .then(|| say!(speech, effective.two, unit = theory.of_unit, side = theory.side()))
        })
    };
    view! {
        <p>{tr!(speech, effective.words_1)}</p>
        <p>{tr!(speech, effective.words_2)}</p>
        <NetworkPicker />
        <Settings />
        {move || (!can.get()).then(|| view! { <p class="panel panel--note" data-testid="effective-refused">{refused}</p> })}
        {move || is_whole().then(|| view! { <p class="panel panel--note">{tr!(speech, effective.whole)}</p> })}
        {move || beyond().filter(|_| !is_whole()).map(|words| view! {
            <p class="panel panel--note" data-testid="effective-beyond">{words}</p>
        })}
        <Show when=move || can.get()>
            <Prediction theory=theory />
            <Progress />
            <Failures />
        </Show>
        <Outcome />
        {move || two().map(|words| view! { <p class="note">{words}</p> })}
        <Show when=move || can.get()>
            <Training />
        </Show>
        <p>{tr!(speech, effective.words_3)}</p>
    }
}

/// Layer, images, seed.
#[component]
fn Settings() -> impl IntoView {
    let speech = use_speech();
    let place = use_place();
    let bench = expect_context::<Bench>();
    let state = use_effective();
    let layers = move || {
        bench.observed.with(|observed| {
            let option = |(idx, name): (usize, String)| {
                view! { <option value=name.clone() selected=move || state.map.get() == idx>{name.clone()}</option> }
            };
            let names = observed.maps.iter().map(|map| map.name.clone());
            names.enumerate().skip(1).map(option).collect_view()
        })
    };
    let images = move || names::dataset(speech, state.setting.with(|setting| setting.dataset));
    view! {
        <div class="erf__settings">
            <label class="field">
                <span class="field__label">{tr!(speech, network.layer)}</span>
                <select class="select" data-testid="effective-layer" on:change=move |event| {
                    let name = event_target_value(&event);
                    place.set("layer", &name);
                    state.layer.set(name);
                }>{layers}</select>
            </label>
            <label class="field">
                <span class="field__label">{move || say!(speech, effective.images, data = images())}</span>
                <select class="select" data-testid="effective-images" on:change=move |event| {
                    let n = event_target_value(&event).parse().unwrap_or(IMAGE_COUNTS[1]);
                    state.n_images.set(n);
                    place.set("images", &n.to_string());
                }>
                    {IMAGE_COUNTS.map(|n| view! { <option value=n.to_string() selected=move || state.n_images.get() == n>{n}</option> })}
                </select>
            </label>
            <label class="field">
                <span class="field__label">{tr!(speech, effective.seed)}</span>
                <input class="input" type="number" min="0" max="9007199254740991" step="1" data-testid="effective-seed"
                    prop:value=move || state.seed.get().to_string()
                    on:change=move |event| {
                        let seed = event_target_value(&event).parse::<u64>().unwrap_or(0).min(MAX_SEED);
                        state.seed.set(seed);
                        place.set("seed", &seed.to_string());
                    } />
            </label>
        </div>
    }
}

/// Predict, then measure.
#[component]
fn Prediction(theory: Memo<Theory>) -> impl IntoView {
    let speech = use_speech();
    let state = use_effective();
    let typed = RwSignal::new(String::new());
    let number = move || typed.with(|text| text.trim().parse::<i64>().ok());
    let go = move || {
        state.guess.set(number());
        state.measure();
    };
    let side = Memo::new(move |_| {
        state
            .look(Which::Untrained)
            .with(|look| look.measured().map(|measured| Extent::of(&measured.values)))
    });
    let verdict = move || {
        let (guess, extent) = (state.guess.get()?, side.get()?);
        // Within a pixel is right: the width is the root of a number of pixels.
        let is_right = (guess as f64 - extent.side).abs() <= 1.0;
        let answer = format!("{:.1}", extent.side);
        let words = if is_right {
            say!(speech, frame.right, answer = answer)
        } else {
            say!(speech, frame.not_quite, guess = guess, answer = answer)
        };
        Some((is_right, words, extent.n_pixels))
    };
    view! {
        <div class="question" data-testid="question-effective">
            <p class="question__ask">{move || say!(speech, effective.ask, n = theory.with(Theory::side))}</p>
            <form class="question__form" on:submit=move |event: leptos::ev::SubmitEvent| { event.prevent_default(); go(); }>
                <input class="input question__number" type="number" inputmode="numeric" min="0" aria-label=tr!(speech, frame.guess)
                    prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event)) />
                <button type="submit" class="button button--main" data-testid="measure" disabled=move || state.is_busy()>
                    {move || if number().is_some() { say!(speech, effective.measure_guess) } else { say!(speech, effective.measure) }}
                </button>
                <Show when=move || state.is_busy()>
                    <button type="button" class="button" data-testid="effective-cancel" on:click=move |_| state.give_up()>
                        {tr!(speech, effective.cancel)}
                    </button>
                </Show>
            </form>
            {move || verdict().map(|(is_right, words, n)| view! {
                <p class="question__answer" class:question__answer--right=is_right role="status">
                    <b>{words}</b> " " {say!(speech, effective.explain, n = n)}
                </p>
            })}
        </div>
    }
}

/// How far the measurements are.
#[component]
fn Progress() -> impl IntoView {
    let speech = use_speech();
    let state = use_effective();
    let one = move |which: Which| {
        move || {
            let name = match which {
                Which::Untrained => say!(speech, effective.untrained),
                Which::Trained => say!(speech, effective.trained),
            };
            let (words, share) = match state.look(which).get() {
                Look::Waiting => (say!(speech, effective.opening), None),
                Look::Reading { n_done, n_total } => (
                    say!(speech, effective.progress, n = n_done, total = n_total),
                    Some(n_done as f64 / n_total.max(1) as f64),
                ),
                Look::Nothing | Look::Done(_) | Look::Failed(_) => return None,
            };
            Some(view! {
                <div class="panel panel--loading" role="status">
                    <p><b>{name}</b> " " {words}</p>
                    <div class="bar" class:bar--unknown=share.is_none()>
                        <div class="bar__fill" style=format!("width:{:.1}%", share.unwrap_or(0.3) * 100.0)></div>
                    </div>
                </div>
            })
        }
    };
    view! {
        {one(Which::Untrained)}
        {one(Which::Trained)}
    }
}

/// The trained network: where it comes from, and the way to it.
#[component]
fn Training() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let state = use_effective();
    let base = StoredValue::new(expect_context::<Base>().0);
    let link = move || {
        lab_address(&base.get_value(), bench, state).map(|address| format!("{address}lang={}", speech.language().id()))
    };
    let words = move || match state.trained.get() {
        None => say!(speech, effective.train),
        Some(run) => match run.accuracy {
            Some(accuracy) => say!(
                speech,
                effective.has_trained,
                seed = run.seed,
                percent = percent(accuracy)
            ),
            None => say!(speech, effective.is_training),
        },
    };
    view! {
        <div class="panel" data-testid="effective-training">
            <p>{words}</p>
            <p class="panel__actions">
                {move || link().map(|address| view! {
                    <a class="button" data-testid="effective-to-lab" href=address>
                        {move || if state.trained.with(Option::is_none) { say!(speech, frame.open_in_lab) } else { say!(speech, effective.to_lab) }}
                    </a>
                })}
                <Show when=move || state.trained.with(Option::is_some)>
                    <button type="button" class="button" data-testid="measure-trained"
                        disabled=move || state.look(Which::Trained).with(Look::is_busy)
                        on:click=move |_| state.ask(Which::Trained)>{tr!(speech, effective.again)}</button>
                </Show>
            </p>
        </div>
    }
}

/// The address of the lab with this network and seed, but for the language; as it stands, once the network has been trained or is being trained there.
fn lab_address(base: &str, bench: Bench, state: Effective) -> Option<String> {
    if state.trained.with(Option::is_some) {
        return Some(format!("{base}/lab/?"));
    }
    let query = bench.lab_query()?;
    Some(format!("{base}/lab/?{query}&seed={}&", state.seed.get()))
}
