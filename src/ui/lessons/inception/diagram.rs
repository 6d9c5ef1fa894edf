//! The drawing of a module: boxes, arrows with their shapes, and the output's channels; a branch can be put in the light.

use leptos::prelude::*;

use super::living::Strips;
use super::settings::{Settings, use_settings};
use super::strips::{input_strip, pile_view, step_strip};
use super::wording::{shape_text, size_text, spoken_branch};
use crate::draw::inception::picture::{BAR_HEIGHT, BOX_WIDTH, INPUT};
use crate::draw::inception::{Arrow, ModulePicture, ModuleReading, PlacedStep, Segment};
use crate::geometry::Shape;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::numbers;

/// The drawing.
#[component]
pub fn Diagram(
    /// The module, branch by branch.
    #[prop(into)]
    reading: Signal<ModuleReading>,
    /// Where everything stands.
    #[prop(into)]
    picture: Signal<ModulePicture>,
    /// The state of the player.
    #[prop(into)]
    stage: Signal<usize>,
    /// The image that the stem reads, where the maps are computed.
    #[prop(into)]
    image: Signal<Option<String>>,
    /// The maps of every step, as soon as they are computed; a picture without room for them takes none.
    #[prop(into)]
    strips: Signal<Option<Strips>>,
    /// The picture in words.
    #[prop(into)]
    spoken: Signal<String>,
) -> impl IntoView {
    let speech = use_speech();
    let frame = move || picture.with(|picture| format!("0 0 {} {}", picture.width, picture.height));
    let has_maps = move || picture.with(|picture| picture.pile.is_some());
    let is_closed = move || picture.with(|picture| picture.sum.is_some());
    let drawing = move || {
        let (reading, picture) = (reading.get(), picture.get());
        let n_branches = reading.branches.len();
        let last = ModulePicture::n_stages(reading.n_levels()) - 1;
        let branches = (0..n_branches).map(|branch| {
            let spoken = {
                let reading = reading.clone();
                Signal::derive(move || spoken_branch(speech, &reading, branch))
            };
            branch_view(&reading, &picture, branch, stage, strips, spoken)
        });
        let branches = branches.collect_view();
        let shortcut = picture.sum.map(|(x, y)| {
            let arrows = picture.arrows.iter().filter(|arrow| arrow.branch == n_branches);
            let steps = picture.steps.iter().filter(|placed| placed.branch == n_branches);
            view! {
                <g class="module__shortcut">
                    {arrows.map(|arrow| arrow_view(arrow.clone(), stage)).collect_view()}
                    {steps.map(|placed| step_view(&picture, placed, None, stage)).collect_view()}
                    <path class="module__arrow" d=format!("M{x} {}V2", y - 11.0) marker-end="url(#module-tip)" />
                    <circle class="module__sum" cx=x.to_string() cy=y.to_string() r="11" />
                    <text class="module__mark" x=x.to_string() y=(y + 5.0).to_string()>"+"</text>
                </g>
            }
        });
        let (x, y) = picture.input;
        let has_maps = picture.pile.is_some();
        let middle = if has_maps { x + 43.0 } else { x + INPUT.0 / 2.0 };
        let head = picture.pile.unwrap_or(picture.bar) - 6.0;
        let maps = has_maps.then(|| input_strip(strips, reading.input.channels, picture.input));
        let thumbnail = move || {
            image.get().map(|address| {
                view! {
                    <g class="module__source" class:module__now=move || stage.get() == 0>
                        <image class="module__image" href=address x="4" y=(y - 2.0).to_string() width="32" height="32" />
                        <path class="module__arrow" d=format!("M40 {}H{}", y + 14.0, x - 2.0) marker-end="url(#module-tip)" />
                        <text class="module__shape module__shape--middle" x=((42.0 + x) / 2.0).to_string() y=(y + 9.0).to_string()>
                            {tr!(speech, inception.stem)}
                        </text>
                    </g>
                }
            })
        };
        let output = Shape {
            channels: reading.channels(),
            ..reading.branches.first().map_or(reading.input, |branch| branch.shape)
        };
        let total = format!("∥ {}", shape_text(output));
        view! {
            {thumbnail}
            {shortcut}
            {branches}
            <rect class="module__input" x=x.to_string() y=y.to_string() width=INPUT.0.to_string() height=INPUT.1.to_string() rx="4" />
            <text class="module__label" x=middle.to_string() y=(y + 18.5).to_string()>{shape_text(reading.input)}</text>
            {maps}
            <text class="module__label" class:module__later=move || stage.get() < last x=(x + INPUT.0 / 2.0).to_string()
                y=head.to_string()>{total}</text>
        }
    };
    view! {
        <div class="module__scroll">
            <svg class="module" class:module--living=has_maps class:module--closed=is_closed viewBox=frame role="group" aria-label=move || spoken.get() data-testid="module">
                <defs>
                    <marker id="module-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">
                        <path class="module__tip" d="M0 0L8 4L0 8z" />
                    </marker>
                </defs>
                {drawing}
            </svg>
        </div>
    }
}

/// A branch: its arrows, boxes and channels, which can be pointed at, tapped and focused.
fn branch_view(
    reading: &ModuleReading,
    picture: &ModulePicture,
    branch: usize,
    stage: Signal<usize>,
    strips: Signal<Option<Strips>>,
    spoken: Signal<String>,
) -> impl IntoView + use<> {
    let settings = use_settings();
    let last = ModulePicture::n_stages(reading.n_levels()) - 1;
    let arrows = picture.arrows.iter().filter(|arrow| arrow.branch == branch);
    let arrows = arrows.map(|arrow| arrow_view(arrow.clone(), stage)).collect_view();
    let steps = picture.steps.iter().filter(|placed| placed.branch == branch);
    let steps = steps
        .enumerate()
        .map(|(idx, placed)| step_view(picture, placed, Some((strips, idx)), stage));
    let steps = steps.collect_view();
    let segment = picture
        .segments
        .iter()
        .find(|segment| segment.branch == branch)
        .cloned();
    let bar = picture.bar;
    let pile = pile_view(reading, picture, branch, strips, stage);
    let (x, y, width, height) = picture.column(branch);
    view! {
        <g class=format!("module__branch module__branch--{}", branch + 1) class:module__branch--dim=move || is_dim(settings, branch)
            role="button" tabindex="0" aria-label=move || spoken.get() data-testid=format!("branch-{}", branch + 1)
            aria-pressed=move || (settings.pinned.get() == Some(branch)).to_string()
            on:click=move |_| settings.tap(branch)
            on:keydown=move |event| if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                settings.tap(branch);
            }
            on:pointerenter=move |event| if event.pointer_type() == "mouse" { settings.pointed.set(Some(branch)); }
            on:pointerleave=move |_| settings.pointed.set(None)
            on:focus=move |_| settings.pointed.set(Some(branch))
            on:blur=move |_| settings.pointed.set(None)>
            <rect class="module__reachable" x=x.to_string() y=y.to_string() width=width.to_string() height=height.to_string() />
            {arrows}
            {steps}
            {segment.map(|segment| segment_view(segment, bar, stage, last))}
            {pile}
        </g>
    }
}

fn is_dim(settings: Settings, branch: usize) -> bool {
    settings.lit().is_some_and(|lit| lit != branch)
}

fn arrow_view(arrow: Arrow, stage: Signal<usize>) -> impl IntoView {
    let since = arrow.stage;
    let label = arrow.label_at.map(|(x, y)| {
        view! { <text class="module__shape" x=x.to_string() y=y.to_string()>{shape_text(arrow.shape)}</text> }
    });
    view! {
        <g class="module__flow" class:module__later=move || stage.get() < since class:module__now=move || stage.get() == since>
            <path class="module__arrow" d=arrow.path marker-end="url(#module-tip)" />
            {label}
        </g>
    }
}

/// A box; with the maps of the step of this index where the picture has room for them.
fn step_view(
    picture: &ModulePicture,
    placed: &PlacedStep,
    maps: Option<(Signal<Option<Strips>>, usize)>,
    stage: Signal<usize>,
) -> impl IntoView + use<> {
    let speech = use_speech();
    let height = picture.box_height;
    let maps = maps.filter(|_| picture.pile.is_some());
    let maps = maps.map(|(strips, idx)| step_strip(strips, placed, idx, height));
    let PlacedStep {
        stage: since,
        step,
        x,
        y,
        ..
    } = placed.clone();
    let middle = x + BOX_WIDTH / 2.0;
    let label = step.label();
    let field = size_text(step.field);
    let (parameters, macs) = (numbers::grouped(step.parameters as u64), numbers::short(step.macs));
    let (rounded, on_phone) = (numbers::short(step.parameters as u64), macs.clone());
    view! {
        <g class="module__step" class:module__later=move || stage.get() < since class:module__now=move || stage.get() == since>
            <rect class="module__box" x=x.to_string() y=y.to_string() width=BOX_WIDTH.to_string() height=height.to_string() rx="4" />
            <text class="module__label" x=middle.to_string() y=(y + 15.0).to_string()>{label}</text>
            <text class="module__number module__number--wide" x=middle.to_string() y=(y + 27.5).to_string()>
                {move || say!(speech, inception.box_parameters, n = parameters)}
            </text>
            <text class="module__number module__number--narrow" x=middle.to_string() y=(y + 27.5).to_string()>
                {move || say!(speech, inception.box_parameters, n = rounded)}
            </text>
            <text class="module__number module__number--wide" x=middle.to_string() y=(y + 39.0).to_string()>
                {move || say!(speech, inception.box_macs, n = macs)}
            </text>
            <text class="module__number module__number--narrow" x=middle.to_string() y=(y + 39.0).to_string()>
                {move || say!(speech, inception.box_macs_narrow, n = on_phone)}
            </text>
            <text class="module__number" x=middle.to_string() y=(y + 50.5).to_string()>
                {move || say!(speech, inception.box_field, n = field)}
            </text>
            {maps}
        </g>
    }
}

fn segment_view(segment: Segment, bar: f64, stage: Signal<usize>, last: usize) -> impl IntoView {
    let Segment { channels, x, width, .. } = segment;
    // Narrow channels keep their number in the arrow below.
    let number = (width > 22.0).then(|| {
        view! {
            <text class="module__channels" x=(x + width / 2.0).to_string() y=(bar + BAR_HEIGHT / 2.0 + 4.0).to_string()>{channels}</text>
        }
    });
    view! {
        <g class="module__segment" class:module__later=move || { stage.get() + 1 < last } class:module__segment--apart=move || stage.get() < last>
            <rect class="module__bar" x=x.to_string() y=bar.to_string() width=width.to_string() height=BAR_HEIGHT.to_string() />
            {number}
        </g>
    }
}
