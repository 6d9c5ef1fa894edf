//! The page of the lesson: its steps, in order.
//!
//! Long because the words and the question of every step stand here, one after the other.

use leptos::prelude::*;

use super::bench::{Bench, FirstWeights, MapsChoice, UnitPicker};
use super::controls::NetworkPicker;
use super::graph::shape_text;
use super::layer::{LayerFigure, LayerPicker};
use super::overview::OverviewFigure;
use super::second::{Second, SecondFigure};
use super::state::{Networks, use_networks};
use super::table::LayerTable;
use super::unit::UnitFigure;
use crate::draw::flow::StageKind;
use crate::spec::{LayerSpec, OpSpec};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, Lesson, LessonFrame, NetworkCode, NumberQuestion, PicturePicker, Place, Step};
use crate::ui::numbers::{grouped, short};

/// The lesson on whole networks.
#[component]
pub fn NetworksPage() -> impl IntoView {
    let steps = steps();
    let place = Place::provide(Lesson::Networks, steps.iter().map(|step| step.id).collect());
    Networks::provide(place);
    Second::provide(place);
    view! { <div class="networks"><LessonFrame place=place steps=steps /></div> }
}

fn steps() -> Vec<Step> {
    vec![
        Step {
            id: "overview",
            title: |speech| say!(speech, networks.overview_title),
            body: Box::new(|| view! { <OverviewWords /> }.into_any()),
            figure: Box::new(|| {
                view! { <Bench><div class="bench__part"><NetworkPicker /><MapsChoice /></div><FirstWeights /><PicturePicker /></Bench> <OverviewFigure /> }
                    .into_any()
            }),
        },
        Step {
            id: "layer",
            title: |speech| say!(speech, networks.layer_title),
            body: Box::new(|| view! { <LayerWords /> }.into_any()),
            figure: Box::new(|| view! { <Bench><LayerPicker /><PicturePicker /></Bench> <LayerFigure /> }.into_any()),
        },
        Step {
            id: "unit",
            title: |speech| say!(speech, networks.unit_title),
            body: Box::new(|| view! { <UnitWords /> }.into_any()),
            figure: Box::new(|| view! { <Bench><LayerPicker /><UnitPicker /></Bench> <UnitFigure /> }.into_any()),
        },
        Step {
            id: "weights",
            title: |speech| say!(speech, networks.weights_title),
            body: Box::new(|| view! { <WeightsWords /> }.into_any()),
            figure: Box::new(|| {
                view! { <Bench><div class="bench__part"><NetworkPicker /><MapsChoice /></div><LayerPicker /><PicturePicker /></Bench> <SecondFigure /> }.into_any()
            }),
        },
        Step {
            id: "code",
            title: |speech| say!(speech, networks.code_title),
            body: Box::new(|| view! { <CodeWords /> }.into_any()),
            figure: Box::new(|| view! { <Bench><NetworkPicker /></Bench> <OverviewFigure /> }.into_any()),
        },
    ]
}

#[component]
fn OverviewWords() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    // The last map before rows and columns are gone.
    let edge = move || {
        state.plan.with(|plan| {
            let last = plan.flow.stages.iter().rfind(|stage| stage.shape.n_cells() > 1);
            last.map(|stage| (stage.shown().to_owned(), stage.shape))
        })
    };
    let layer = move || edge().map(|(name, _)| name).unwrap_or_default();
    let shape = move || edge().map(|(_, shape)| shape_text(shape)).unwrap_or_default();
    let answer = move || edge().map_or(0, |(_, shape)| shape.n_values() as i64);
    view! {
        <p>{tr!(speech, networks.overview_1)}</p>
        <p>{tr!(speech, networks.overview_2)}</p>
        <p>{tr!(speech, networks.overview_3)}</p>
        <NumberQuestion id="edge" ask=Signal::derive(move || say!(speech, networks.ask_edge, layer = layer(), shape = shape()))
            answer=Signal::derive(answer) explain=Signal::derive(move || say!(speech, networks.explain_edge, shape = shape(), n = answer())) />
    }
}

#[component]
fn LayerWords() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    // The last ReLU: its zeros are those of the maps in front of the learner.
    let relu = move || {
        state.plan.with(|plan| {
            let is_relu = |name: &&str| plan.spec.find(name).is_some_and(|layer| layer.op == OpSpec::Relu);
            let names = plan.lowered.layers.iter().map(|layer| layer.name.as_str());
            names.rev().find(is_relu).map(str::to_owned).unwrap_or_default()
        })
    };
    let zeros = move || {
        state
            .answers
            .maps
            .with(|maps| maps.as_ref().and_then(|maps| maps.zeros(&relu())).unwrap_or(0.0))
    };
    let options = move || {
        vec![
            say!(speech, networks.quarter_1),
            say!(speech, networks.quarter_2),
            say!(speech, networks.quarter_3),
            say!(speech, networks.quarter_4),
        ]
    };
    let answer = move || ((zeros() * 4.0) as usize).min(3);
    let explain = move || {
        say!(
            speech,
            networks.explain_zeros,
            layer = relu(),
            share = format!("{:.1}", zeros() * 100.0)
        )
    };
    view! {
        <p>{tr!(speech, networks.layer_1)}</p>
        <p>{tr!(speech, networks.layer_2)}</p>
        <ChoiceQuestion id="zeros" ask=Signal::derive(move || say!(speech, networks.ask_zeros, layer = relu())) options=Signal::derive(options)
            answer=Signal::derive(answer) explain=Signal::derive(explain) />
        <LayerTable />
    }
}

/// Name and products of the first convolution that reads more than the image's colours, else of the first there is.
fn products(layers: &[LayerSpec], state: Networks) -> Option<(String, usize, usize, usize)> {
    let plan = state.plan.get();
    let of = |layer: &LayerSpec| match &layer.op {
        OpSpec::Conv(conv) if conv.kernel[0] > 1 => {
            let below = plan.sources(&layer.name);
            let stage = &plan.flow.stages[plan.flow.stage_of(below.first()?)];
            let inputs = stage.shape.channels / conv.groups;
            let taps = conv.kernel[0] * conv.kernel[1];
            Some((layer.name.clone(), inputs, taps, inputs * taps))
        }
        _ => None,
    };
    let inside = |layer: &LayerSpec| match &layer.op {
        OpSpec::Parallel(parallel) => parallel
            .branches
            .iter()
            .find_map(|branch| products(&branch.layers, state)),
        _ => of(layer),
    };
    let all: Vec<_> = layers.iter().filter_map(inside).collect();
    all.get(1).or_else(|| all.first()).cloned()
}

#[component]
fn UnitWords() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let counted = move || {
        let spec = state.plan.with(|plan| plan.spec.clone());
        products(&spec.layers, state).unwrap_or_default()
    };
    let ask = move || {
        let (layer, inputs, taps, _) = counted();
        say!(
            speech,
            networks.ask_products,
            layer = layer,
            inputs = inputs,
            taps = taps
        )
    };
    let explain = move || {
        let (_, inputs, taps, n) = counted();
        say!(speech, networks.explain_products, inputs = inputs, taps = taps, n = n)
    };
    view! {
        <p>{tr!(speech, networks.unit_1)}</p>
        <NumberQuestion id="products" ask=Signal::derive(ask) answer=Signal::derive(move || counted().3 as i64) explain=Signal::derive(explain) />
        <LayerTable />
    }
}

#[component]
fn CodeWords() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let network = move || state.plan.with(|plan| Some(plan.spec.clone()));
    let counted = move || {
        let spec = state.plan.with(|plan| plan.spec.clone());
        let (name, inputs, taps, each) = products(&spec.layers, state).unwrap_or_default();
        let geometry = state
            .plan
            .with(|plan| plan.lowered.geometry_of(&name).map(|geometry| geometry.shape.channels));
        (name, geometry.unwrap_or(0), inputs, taps, each)
    };
    let answer = move || {
        let (_, outputs, _, _, each) = counted();
        (outputs * each) as i64
    };
    let explain = move || {
        let (name, outputs, inputs, taps, _) = counted();
        say!(
            speech,
            networks.explain_tensor,
            layer = name,
            outputs = outputs,
            inputs = inputs,
            taps = taps,
            n = answer()
        )
    };
    view! {
        <p>{tr!(speech, networks.code_1)}</p>
        <NetworkCode network=Signal::derive(network) />
        <NumberQuestion id="tensor" ask=Signal::derive(move || say!(speech, networks.ask_tensor, layer = counted().0)) answer=Signal::derive(answer) explain=Signal::derive(explain) />
        <LayerTable />
    }
}

#[component]
fn WeightsWords() -> impl IntoView {
    let speech = use_speech();
    let state = use_networks();
    let n_fusions = move || {
        let is_fusion = |kind: StageKind| matches!(kind, StageKind::Fusion(_));
        state
            .plan
            .with(|plan| plan.flow.stages.iter().filter(|stage| is_fusion(stage.kind)).count())
    };
    let options = move || {
        vec![
            say!(speech, networks.stays_maps),
            say!(speech, networks.stays_shares),
            say!(speech, networks.stays_zeros),
            say!(speech, networks.stays_shapes),
        ]
    };
    let explain = move || {
        let rows = state.plan.with(|plan| plan.spec.describe().unwrap_or_default());
        let (parameters, macs) = rows.iter().fold((0, 0), |(parameters, macs), row| {
            (parameters + row.parameters as u64, macs + row.macs)
        });
        say!(
            speech,
            networks.explain_stays,
            parameters = grouped(parameters),
            macs = short(macs)
        )
    };
    view! {
        <p>{tr!(speech, networks.weights_1)}</p>
        <ChoiceQuestion id="stays" ask=Signal::derive(tr!(speech, networks.ask_stays)) options=Signal::derive(options)
            answer=Signal::stored(3) explain=Signal::derive(explain) />
        <p>{tr!(speech, networks.weights_2)}</p>
        {move || (n_fusions() > 0).then(|| view! { <p>{say!(speech, networks.weights_fusions, n = n_fusions())}</p> })}
    }
}
