//! The page: its steps.

use leptos::prelude::*;

use super::bench::{Bench, LabLink, NetworkPicker};
use super::editor::BuildWords;
use super::effective::{Effective, EffectiveFigure, EffectiveWords};
use super::famous::FamousWords;
use super::growth::{GrowthFigure, Recurrence, SumTable};
use super::observed::Focus;
use super::small_kernels::{Comparison, SmallKernelsFigure, SmallKernelsWords};
use super::stack::FieldFigure;
use crate::geometry::{Axes, FieldAxis, Window};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{Lesson, LessonFrame, NumberQuestion, PicturePicker, Place, Step};

const STEPS: [&str; 8] = [
    "unit",
    "growth",
    "image",
    "border",
    "build",
    "effective",
    "small-kernels",
    "famous",
];

/// The lesson on receptive fields.
#[component]
pub fn ReceptiveFieldPage() -> impl IntoView {
    let place = Place::provide(Lesson::ReceptiveField, STEPS.to_vec());
    let bench = Bench::provide(place);
    Effective::provide(place, bench);
    Comparison::provide();
    let steps = vec![
        Step {
            id: STEPS[0],
            title: |speech| say!(speech, field.unit_title),
            body: Box::new(|| view! { <UnitWords /> }.into_any()),
            figure: Box::new(|| view! { <GrowthFigure /> }.into_any()),
        },
        Step {
            id: STEPS[1],
            title: |speech| say!(speech, field.growth_title),
            body: Box::new(|| view! { <GrowthWords /> }.into_any()),
            figure: Box::new(|| view! { <GrowthFigure /> }.into_any()),
        },
        Step {
            id: STEPS[2],
            title: |speech| say!(speech, field.image_title),
            body: Box::new(|| view! { <ImageWords /> }.into_any()),
            figure: Box::new(|| view! { <FieldFigure /> }.into_any()),
        },
        Step {
            id: STEPS[3],
            title: |speech| say!(speech, field.border_title),
            body: Box::new(|| view! { <BorderWords /> }.into_any()),
            figure: Box::new(|| view! { <FieldFigure /> }.into_any()),
        },
        Step {
            id: STEPS[4],
            title: |speech| say!(speech, field.build_title),
            body: Box::new(|| view! { <BuildWords /> }.into_any()),
            figure: Box::new(|| view! { <FieldFigure /> }.into_any()),
        },
        Step {
            id: STEPS[5],
            title: |speech| say!(speech, effective.title),
            body: Box::new(|| view! { <EffectiveWords /> }.into_any()),
            figure: Box::new(|| view! { <EffectiveFigure /> }.into_any()),
        },
        Step {
            id: STEPS[6],
            title: |speech| say!(speech, field.small_title),
            body: Box::new(|| view! { <SmallKernelsWords /> }.into_any()),
            figure: Box::new(|| view! { <SmallKernelsFigure /> }.into_any()),
        },
        Step {
            id: STEPS[7],
            title: |speech| say!(speech, field.famous_title),
            body: Box::new(|| view! { <FamousWords /> }.into_any()),
            figure: Box::new(|| view! { <FieldFigure /> }.into_any()),
        },
    ];
    view! { <LessonFrame place=place steps=steps /> }
}

/// The field of `n` convolutions of 3×3, stride 1.
fn field_of_3x3(n: usize) -> i64 {
    let window = Window {
        kernel: 3,
        ..Window::POINT
    };
    (0..n).fold(FieldAxis::INPUT, |field, _| field.through(window)).size()
}

#[component]
fn UnitWords() -> impl IntoView {
    let speech = use_speech();
    view! {
        <p>{tr!(speech, field.unit_1)}</p>
        <p>{tr!(speech, field.unit_2)}</p>
        <NetworkPicker />
        <SumTable />
        <NumberQuestion
            id="three-3x3"
            ask=Signal::derive(tr!(speech, field.ask_three))
            answer=Signal::derive(|| field_of_3x3(3))
            explain=Signal::derive(tr!(speech, field.explain_three))
        />
    }
}

#[component]
fn GrowthWords() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let another = move || {
        // One more 3×3 on top: two more taps, a jump apart.
        bench.observed.with(|observed| {
            let top = observed.maps.last().map_or(0, |map| map.node);
            let field = observed.lowered.graph.geometry()[top].field.height;
            let window = Window {
                kernel: 3,
                ..Window::POINT
            };
            (field.size(), field.jump, field.through(window).size())
        })
    };
    view! {
        <p>{tr!(speech, field.growth_1)}</p>
        <Recurrence />
        <p>{tr!(speech, field.growth_2)}</p>
        <NetworkPicker />
        <SumTable />
        <NumberQuestion
            id="one-more"
            ask=Signal::derive(move || say!(speech, field.ask_more, n = another().0))
            answer=Signal::derive(move || another().2)
            explain=Signal::derive(move || say!(speech, field.explain_more, n = another().0, jump = another().1, result = another().2))
        />
    }
}

#[component]
fn ImageWords() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let reached = move || {
        bench.observed.with(|observed| {
            let middle = observed.middle(0).unit;
            let top = observed.maps.last().map_or(0, |map| map.node);
            observed.lowered.graph.paths_above(0, middle)[top].n_touched() as i64
        })
    };
    let top = move || {
        bench
            .observed
            .with(|observed| observed.maps.last().map(|map| map.name.clone()).unwrap_or_default())
    };
    view! {
        <p>{tr!(speech, field.image_1)}</p>
        <p>{tr!(speech, field.image_2)}</p>
        <NetworkPicker />
        <PicturePicker />
        <NumberQuestion
            id="reached"
            ask=Signal::derive(move || say!(speech, field.ask_reached, layer = top()))
            answer=Signal::derive(reached)
            explain=Signal::derive(tr!(speech, field.explain_reached))
        />
    }
}

#[component]
fn BorderWords() -> impl IntoView {
    let speech = use_speech();
    let bench = expect_context::<Bench>();
    let beyond = move || {
        bench.observed.with(|observed| match observed.first_beyond_image() {
            Some(idx) => say!(
                speech,
                field.beyond,
                layer = observed.maps[idx].name.clone(),
                n = observed.field_of(idx)
            ),
            None => say!(speech, field.not_beyond),
        })
    };
    let in_corner = move || {
        bench.observed.with(|observed| {
            let map = observed.maps.len() - 1;
            let corner = Focus {
                map,
                unit: Axes::both(0),
            };
            (observed.report(corner).padding_share * 100.0).round() as i64
        })
    };
    let to_corner = move |_| {
        let map = bench.observed.with_untracked(|observed| observed.maps.len() - 1);
        bench.look_at(Focus {
            map,
            unit: Axes::both(0),
        });
    };
    view! {
        <p>{tr!(speech, field.border_1)}</p>
        <p>{tr!(speech, field.border_2)}</p>
        <NetworkPicker />
        <p class="panel panel--note">{beyond}</p>
        <NumberQuestion
            id="corner"
            ask=Signal::derive(tr!(speech, field.ask_corner))
            answer=Signal::derive(in_corner)
            explain=Signal::derive(tr!(speech, field.explain_corner))
        />
        <p><button type="button" class="button" on:click=to_corner>{tr!(speech, field.show_corner)}</button></p>
        <LabLink />
    }
}
