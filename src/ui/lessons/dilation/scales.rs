//! The step on Scales: far classes need a far field, as recorded and as trained here.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::draw::displacement::{FieldBars, bars};
use crate::lab::displacement::{farthest_seen, of_variant};
use crate::lab::record::{ExperimentRecord, file};
use crate::spec::{Dataset, NetworkSpec};
use crate::ui::ablation::Ablation;
use crate::ui::app::Base;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, NumberQuestion};
use crate::ui::names;
use crate::ui::outside;
use crate::ui::words::{Told, Unserved};
use crate::web::fetch::{Freshness, get};

/// Where the recorded experiment lies, below the page's folder.
const RECORD: &str = "records/scales-fields.json";
/// The settings of the recorded runs, as the lab's link has them.
const LAB: &str = "data=scales&images=5000&test_images=1000&epochs=3&batch=8&lr=0.01&schedule=cosine";

/// The recorded runs, once they are there.
#[derive(Clone, Copy)]
struct Recorded(RwSignal<Option<Result<ExperimentRecord, Unserved>>>);

fn recorded() -> Recorded {
    if let Some(found) = use_context::<Recorded>() {
        return found;
    }
    let recorded = Recorded(RwSignal::new(None));
    provide_context(recorded);
    spawn_local(async move {
        let fetched = get(&outside::absolute(RECORD), Freshness::Usual, |_| {}).await;
        let read = match fetched {
            Ok(fetched) if !fetched.is_page() => file::read(&fetched.bytes).map_err(Unserved::from),
            Ok(_) => Err(Unserved::Absent(RECORD.to_owned())),
            Err(error) => Err(error.into()),
        };
        recorded.0.set(Some(read));
    });
    recorded
}

fn field_of(network: &NetworkSpec) -> usize {
    let rows = network.describe().unwrap_or_default();
    let local = rows.iter().filter(|row| !row.whole_input);
    local.map(|row| row.receptive_field.0.height).max().unwrap_or(0)
}

/// The bars of a record's variants that are done.
fn networks(record: &ExperimentRecord) -> Vec<(String, FieldBars)> {
    let variants = record.experiment.variants.iter().map(|variant| {
        let shares = of_variant(record, &variant.id);
        let field = field_of(&variant.network);
        (variant.id.clone(), FieldBars { field, shares })
    });
    variants.filter(|(_, bars)| !bars.shares.is_empty()).collect()
}

/// What is said beside the figure.
#[component]
pub fn ScalesWords() -> impl IntoView {
    let speech = use_speech();
    let base = expect_context::<Base>().0;
    let field = RwSignal::new(9_usize);
    let ablation_link = {
        let base = base.clone();
        move || {
            format!(
                "{base}/ablation/?template=scales-fields&lang={}",
                speech.language().id()
            )
        }
    };
    let links = [5, 9, 17, 33].map(|side: usize| {
        let base = base.clone();
        let href = move || {
            format!(
                "{base}/lab/?variant=field-{side}-s&{LAB}&lang={}",
                speech.language().id()
            )
        };
        view! { <li><a href=href>{move || names::variant(speech, &format!("field-{side}-s"))}</a></li> }
    });
    let choices = [5, 9, 17, 33].map(|side: usize| {
        view! {
            <button type="button" class="segments__one" aria-pressed=move || (field.get() == side).to_string()
                on:click=move |_| field.set(side)>{side}</button>
        }
    });
    let answer = Signal::derive(move || farthest_seen(field.get()).unwrap_or(0) as i64);
    let ask = Signal::derive(move || say!(speech, dilation.ask_far, f = field.get()));
    let explain = Signal::derive(move || {
        say!(
            speech,
            dilation.explain_far,
            f = field.get(),
            most = field.get() + 1,
            n = answer.get()
        )
    });
    view! {
        <p>{tr!(speech, dilation.scales_1)}</p>
        <p>{tr!(speech, dilation.scales_2)}</p>
        <div class="field">
            <span class="field__label">{tr!(speech, dilation.scales_field)}</span>
            <div class="segments" role="group">{choices.collect_view()}</div>
        </div>
        <NumberQuestion id="far" ask=ask answer=answer explain=explain />
        <h3>{tr!(speech, dilation.scales_again)}</h3>
        <ul>{links.collect_view()}</ul>
        <p><a class="button" href=ablation_link>{tr!(speech, dilation.scales_compare)}</a></p>
    }
}

/// Accuracy by displacement.
#[component]
pub fn ScalesFigure() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let recorded = recorded().0;
    let own = Memo::new(move |_| {
        ablation.redraw.track();
        ablation.state.with_untracked(|state| {
            let record = &state.board.as_ref()?.record;
            let is_scales = record.experiment.data.dataset == Dataset::Scales;
            Some(networks(record)).filter(|networks| is_scales && !networks.is_empty())
        })
    });
    let wants_own = RwSignal::new(false);
    let shown = Memo::new(move |_| match (wants_own.get(), own.get()) {
        (true, Some(own)) => own,
        _ => recorded.with(|recorded| {
            let record = recorded.as_ref().and_then(|recorded| recorded.as_ref().ok());
            record.map(networks).unwrap_or_default()
        }),
    });
    let reading = move || {
        let rows = shown.get().into_iter().map(|(_, bars)| {
            let shares: Vec<_> = bars
                .shares
                .iter()
                .map(|share| format!("{}: {:.0} %", share.displacement, share.mean * 100.0))
                .collect();
            say!(speech, dilation.scales_row, f = bars.field, shares = shares.join(", "))
        });
        rows.collect::<Vec<_>>().join(" ")
    };
    let svg = move || {
        let networks: Vec<FieldBars> = shown.get().into_iter().map(|(_, bars)| bars).collect();
        bars(
            &networks,
            &say!(speech, dilation.scales_axis),
            &say!(speech, dilation.scales_unit),
            &reading(),
        )
    };
    let origin = move || {
        recorded.with(|recorded| {
            let origin = recorded.as_ref()?.as_ref().ok()?.origin.clone()?;
            Some(say!(
                speech,
                dilation.scales_origin,
                date = origin.date,
                commit = origin.commit,
                machine = origin.machine,
                n = shown
                    .get()
                    .first()
                    .and_then(|(_, bars)| bars.shares.first())
                    .map_or(0, |share| share.n_seeds)
            ))
        })
    };
    let problem =
        move || recorded.with(|recorded| recorded.as_ref().and_then(|recorded| recorded.as_ref().err().cloned()));
    view! {
        <FigureFrame id="fovea-scales" title=Signal::derive(move || say!(speech, dilation.scales_figure))
            aid=Signal::derive(move || say!(speech, dilation.scales_aid))>
            <div inner_html=svg data-testid="scales-bars"></div>
        </FigureFrame>
        {move || problem().map(|reason| view! {
            <p class="panel panel--note" role="alert">{say!(speech, dilation.scales_missing, reason = reason.told(speech.language()))}</p>
        })}
        <Show when=move || own.with(Option::is_some)>
            <label class="field field--switch">
                <input type="checkbox" prop:checked=move || wants_own.get()
                    on:change=move |event| wants_own.set(event_target_checked(&event)) />
                <span>{tr!(speech, dilation.scales_own)}</span>
            </label>
        </Show>
        <p class="note">{move || if wants_own.get() { String::new() } else { origin().unwrap_or_default() }}</p>
    }
}
