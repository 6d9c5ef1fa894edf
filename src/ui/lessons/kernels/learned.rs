//! The third step: the kernels of a network's first layer, and what one of them makes of the image.
//!
//! Long because every state of the answer (asked, waited for, failed, here, nothing trained yet) is shown here.

use leptos::prelude::*;

use super::asking::{Kernels, Learned, Shown, VARIANT, ask, first_conv, kernels_of, maps_of};
use super::blocks::SignedLegend;
use super::choice::TypedKernel;
use super::settings::{SIDE, use_settings};
use crate::bridge::page::{Preference, Question};
use crate::bridge::protocol::{Fault, ProbeQuestion};
use crate::draw::signed;
use crate::draw::sliding::written;
use crate::geometry::Plane;
use crate::spec::variants;
use crate::ui::app::Base;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lab::Lab;
use crate::ui::lesson::{FigureFrame, NetworkCode, PicturePicker, use_gallery, use_place};
use crate::ui::weights::{About, KeptRuns, Shelf, Trained, about, label};
use crate::ui::{names, numbers};

/// Kernels in a row, width of a slice, and between slices and kernels.
const COLUMNS: usize = 4;
const SLICE: f64 = 48.0;
const GAP: f64 = 4.0;
const CELL: (f64, f64) = (3.0 * SLICE + 2.0 * GAP + 24.0, SLICE + 34.0);

/// The kernels, and the map of the chosen one.
#[component]
pub fn LearnedFigure() -> impl IntoView {
    let speech = use_speech();
    let learned = expect_context::<Learned>();
    let gallery = use_gallery();
    // A training run changes the lab's state at every step, but not which network is meant.
    let shelf = expect_context::<Shelf>();
    let source = Memo::new(move |_| learned.source(shelf));
    ask(
        move || {
            learned.again.track();
            let (network, spec) = source.get()?;
            let question = ProbeQuestion::Weights {
                name: format!("{}.weight", first_conv(&spec)?),
            };
            Some(Question {
                network,
                question,
                pixels: Vec::new(),
                preference: Preference::Cpu,
            })
        },
        learned.kernels,
        kernels_of,
    );
    ask(
        move || {
            learned.again.track();
            let (network, spec) = source.get()?;
            let question = ProbeQuestion::FeatureMaps {
                layer: first_conv(&spec)?.to_owned(),
            };
            Some(Question {
                network,
                question,
                pixels: gallery.picture()?.pixels,
                preference: Preference::Cpu,
            })
        },
        learned.map,
        maps_of,
    );
    let kernels = move || learned.kernels.get();
    view! {
        <FigureFrame id="learned-kernels" title=Signal::derive(tr!(speech, kernels.learned_figure)) aid=Signal::derive(tr!(speech, kernels.learned_aid))>
            {move || match kernels() {
                Shown::Asking => view! { <p class="panel" role="status">{tr!(speech, kernels.loading)}</p> }.into_any(),
                Shown::Waiting => view! { <p class="panel" role="status">{tr!(speech, kernels.waiting)}</p> }.into_any(),
                Shown::Failed(fault) => view! { <Failure fault=fault /> }.into_any(),
                Shown::Here(kernels) => view! { <Gallery kernels=kernels /> }.into_any(),
            }}
            <OwnMap />
        </FigureFrame>
    }
}

/// Why nothing is shown, and a button that asks again.
#[component]
fn Failure(fault: Fault) -> impl IntoView {
    let speech = use_speech();
    let learned = expect_context::<Learned>();
    view! {
        <div class="panel panel--failed" role="alert">
            <p>{tr!(speech, kernels.failed)} " " {move || names::advice(speech, &fault)}</p>
            <button type="button" class="button" on:click=move |_| learned.again.update(|n| *n += 1)>{tr!(speech, kernels.retry)}</button>
        </div>
    }
}

/// All kernels on one scale; pressing one chooses it.
#[component]
fn Gallery(kernels: Kernels) -> impl IntoView {
    let speech = use_speech();
    let learned = expect_context::<Learned>();
    let [n, slices, height, width] = kernels.shape;
    let most = kernels.most();
    let n_rows = n.div_ceil(COLUMNS);
    let size = (COLUMNS as f64 * CELL.0, n_rows as f64 * CELL.1 + 24.0);
    let (low, high) = kernels
        .values
        .iter()
        .fold((0.0f64, 0.0f64), |(low, high), one| (low.min(*one), high.max(*one)));
    let spoken = move || {
        say!(
            speech,
            kernels.learned_picture,
            n = n,
            k = height,
            low = written(low, 3),
            high = written(high, 3)
        )
    };
    let one = move |idx: usize| {
        let weights = kernels.of(idx);
        let (left, top) = ((idx % COLUMNS) as f64 * CELL.0, (idx / COLUMNS) as f64 * CELL.1);
        let slice = |slice: usize| {
            let values = weights.get(slice * height * width..).unwrap_or_default();
            let plane = Plane::new(height, width, |row, col| {
                values.get(row * width + col).copied().unwrap_or(0.0)
            });
            let x = slice as f64 * (SLICE + GAP);
            view! { <image class="maps__image" href=signed::address(&plane, most) x=x.to_string() y="0" width=SLICE.to_string() height=SLICE.to_string() /> }
        };
        let choose = move || learned.chosen.set(idx);
        view! {
            <g class="learned__one" class:learned__one--chosen=move || learned.chosen.get() == idx transform=format!("translate({left} {top})")
                role="button" tabindex="0" data-testid=format!("learned-{idx}") aria-label=move || say!(speech, kernels.kernel_number, n = idx + 1)
                aria-pressed=move || (learned.chosen.get() == idx).to_string() on:click=move |_| choose()
                on:keydown=move |event| { if ["Enter", " "].contains(&event.key().as_str()) { event.prevent_default(); choose(); } }>
                <rect class="learned__frame" x="2" y="2" width=(CELL.0 - 8.0).to_string() height=(CELL.1 - 6.0).to_string() rx="4" />
                <text class="maps__tick" x="9" y="17">{idx + 1}</text>
                <g transform="translate(8 22)">{(0..slices).map(slice).collect_view()}</g>
            </g>
        }
    };
    view! {
        <svg class="maps__svg maps__svg--learned" viewBox=format!("0 0 {} {}", size.0, size.1) role="group" aria-label=spoken data-testid="learned">
            {(0..n).map(one).collect_view()}
            <SignedLegend id="legend-learned" most=Signal::stored(most) x={(size.0 - 360.0) / 2.0} y={size.1 - 18.0} width=360.0 />
        </svg>
    }
}

/// What the chosen kernel makes of the image inside the network.
#[component]
fn OwnMap() -> impl IntoView {
    let speech = use_speech();
    let learned = expect_context::<Learned>();
    let shown = move || match learned.map.get() {
        Shown::Here(maps) => maps.get(learned.chosen.get()).cloned(),
        _ => None,
    };
    move || {
        shown().map(|map| {
            let (low, high) = map.range();
            view! {
                <figure class="own-map">
                    <img class="own-map__picture" src=signed::address(&map, map.most()) alt="" width=(SIDE * 4).to_string() height=(SIDE * 4).to_string() />
                    <figcaption>
                        <b>{move || say!(speech, kernels.own_map, n = learned.chosen.get() + 1)}</b>
                        <span class="note" data-testid="own-map">{move || say!(speech, kernels.own_map_aid, low = written(low, 2), high = written(high, 2))}</span>
                    </figcaption>
                </figure>
            }
        })
    }
}

/// Words and controls of the step.
#[component]
pub fn LearnedWords() -> impl IntoView {
    let speech = use_speech();
    let learned = expect_context::<Learned>();
    let lab = expect_context::<Lab>();
    let base = StoredValue::new(expect_context::<Base>().0);
    let shelf = expect_context::<Shelf>();
    let finished = Memo::new(move |_| lab.state.with(|state| state.finished.clone()));
    // The newest first, recorded weights last.
    let all = Memo::new(move |_| {
        let mut all = shelf.all();
        all.retain(|trained| first_conv(&trained.network).is_some());
        all.reverse();
        all
    });
    let options = move || {
        let one = move |(idx, trained): (usize, Trained)| {
            let id = trained.id;
            let name = move || named(speech, &trained);
            view! { <option value=idx.to_string() selected=move || learned.trained.get() == Some(id)>{name}</option> }
        };
        all.get().into_iter().enumerate().map(one).collect_view()
    };
    let drawn = move || {
        say!(
            speech,
            kernels.drawn,
            name = names::variant(speech, VARIANT),
            seed = learned.seed.get()
        )
    };
    let choose = move |text: String| {
        learned.chosen.set(0);
        let idx = text.parse::<usize>().ok();
        learned
            .trained
            .set(all.with_untracked(|all| idx.and_then(|idx| all.get(idx)).map(|trained| trained.id)));
    };
    let seed_typed = move |text: String| {
        if let Ok(seed) = text.parse::<u64>() {
            learned.seed.set(seed.min(9999));
        }
    };
    let to_lab = move || {
        let lang = speech.language().id();
        format!("{}/lab/?variant={VARIANT}&lang={lang}", base.get_value())
    };
    let steps = move || match learned.kernels.get() {
        Shown::Here(kernels) if kernels.n_steps > 0 => Some(say!(
            speech,
            kernels.n_steps,
            n = numbers::grouped(kernels.n_steps as u64)
        )),
        _ => None,
    };
    view! {
        <p>{tr!(speech, kernels.learned_1)}</p>
        <label class="field">
            <span class="field__label">{tr!(speech, kernels.network)}</span>
            <select class="select" data-testid="learned-network" on:change=move |event| choose(event_target_value(&event))>
                {options}
                <option value="drawn" selected=move || learned.trained.get().is_none()>{drawn}</option>
            </select>
            <span class="note">{steps}</span>
        </label>
        <KeptRuns spec=Signal::stored(None) take=Callback::new(move |id| { learned.chosen.set(0); learned.trained.set(Some(id)); }) />
        {move || learned.current(shelf).map(|trained| view! {
            <p class="note" data-testid="learned-provenance">{move || match shelf.problem(trained.id) {
                Some(reason) => say!(speech, weights.not_recorded, reason = reason.trim_end_matches('.')),
                None => about(speech, &trained),
            }}</p>
        })}
        <label class="field">
            <span class="field__label">{tr!(speech, kernels.seed)}</span>
            <input class="input question__number" type="number" min="0" max="9999" data-testid="learned-seed" prop:value=move || learned.seed.get().to_string()
                on:change=move |event| { seed_typed(event_target_value(&event)); } />
        </label>
        {move || finished.with(Vec::is_empty).then(|| view! {
            <p class="panel" data-testid="nothing-trained">{tr!(speech, kernels.empty)} " "
                <a class="link" href=to_lab>{tr!(speech, kernels.to_train)}</a></p>
        })}
        <UseKernel />
        <NetworkCode network=Signal::derive(move || learned.source(shelf).map(|(_, spec)| spec)) />
        <p>{tr!(speech, kernels.learned_2)}</p>
        <PicturePicker />
    }
}

/// A button that takes the chosen kernel to the first step.
#[component]
fn UseKernel() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let place = use_place();
    let learned = expect_context::<Learned>();
    let base = leptos_router::hooks::use_navigate();
    let weights = Memo::new(move |_| match learned.kernels.get() {
        Shown::Here(kernels) => {
            let slices = kernels.of(learned.chosen.get()).to_vec();
            Some((kernels.shape[2], settings.choice.get().slice(&slices)))
        }
        _ => None,
    });
    let go = StoredValue::new_local(base);
    let send = move || {
        let Some(weights) = weights
            .get_untracked()
            .and_then(|(_, weights)| <[f64; 9]>::try_from(weights).ok())
        else {
            return;
        };
        // As they will stand in the fields: four digits after the point.
        settings.take(TypedKernel::new(weights.map(|weight| (weight * 1e4).round() / 1e4)));
        let address = place.link(0);
        go.with_value(|go| {
            go(
                &address,
                leptos_router::NavigateOptions {
                    resolve: false,
                    ..Default::default()
                },
            )
        });
    };
    move || {
        weights.get().map(|(k, taps)| {
            if taps.len() == 9 {
                view! {
                    <p><button type="button" class="button" data-testid="use-kernel" on:click=move |_| send()>
                        {move || say!(speech, kernels.use_it, n = learned.chosen.get() + 1)}
                    </button></p>
                    <p class="note">{tr!(speech, kernels.used)}</p>
                }
                .into_any()
            } else {
                view! { <p class="note">{move || say!(speech, kernels.only_3x3, k = k)}</p> }.into_any()
            }
        })
    }
}

/// Weights in a list of any network: the name of the network, unless theirs holds it.
fn named(speech: Speech, trained: &Trained) -> String {
    match &trained.about {
        About::Run(finished) => say!(
            speech,
            kernels.trained,
            name = names::variant(speech, &finished.spec.variant),
            seed = finished.spec.seed,
            percent = numbers::percent(finished.accuracy)
        ),
        About::Recorded(_) => {
            let known = variants::VARIANTS
                .iter()
                .find(|variant| variant.network() == trained.network);
            let name = known.map_or_else(String::new, |variant| names::variant(speech, variant.id));
            say!(
                speech,
                kernels.of_network,
                name = name,
                weights = label(speech, trained)
            )
        }
        About::Kept(_) | About::File(_) => label(speech, trained),
    }
}
