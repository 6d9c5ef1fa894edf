//! The fourth step: the sum at work. A residual block, a chain of blocks reduced to one number each, and a measured stack.

use leptos::prelude::*;

use super::choice::block_network;
use super::measured::few_digits;
use super::projection::ProjectionWorked;
use super::settings::{MOST_BLOCKS, use_settings};
use super::stack::StackFigure;
use super::stack_words::StackWords;
use crate::draw::fusion::{ChainWords, chain, raised, residual};
use crate::draw::sliding::{bracketed, written};
use crate::geometry::fuse;
use crate::ui::app::Base;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, NetworkCode, NumberQuestion};

/// Blocks of the question.
const ASKED: usize = 5;

/// Slope of a block's branch.
fn slope(tenths: i32) -> f64 {
    f64::from(tenths) / 10.0
}

/// The block, and the slopes of the chain.
#[component]
pub fn ResidualFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let block = move || {
        let projects = settings.projects.get();
        let (below, above) = (64, if projects { 128 } else { 64 });
        let shortcut = if projects {
            // 1 · 1 · 64 weights for each of 128 maps, and as many biases, as in the lab's networks.
            say!(
                speech,
                fusion.shortcut_projects,
                below = below,
                above = above,
                n = fuse::pointwise_weights(below, above) + above
            )
        } else {
            say!(speech, fusion.shortcut_identity)
        };
        let projection = format!("1×1, {below} → {above}");
        let shapes = [format!("[{below}, H, W]"), format!("[{above}, H, W]")];
        residual(&crate::draw::fusion::ResidualWords {
            title: &say!(speech, fusion.block_picture, shortcut = shortcut),
            branch: ["3×3, ReLU", "3×3"],
            projection: projects.then_some(projection.as_str()),
            shapes: [&shapes[0], &shapes[1]],
            shortcut: &shortcut,
        })
    };
    let slopes = move || fuse::chain(slope(settings.tenths.get()), settings.blocks.get());
    let last = move || slopes().last().copied().unwrap_or([1.0; 2]);
    let plot = move || {
        let [plain, residual] = last().map(few_digits);
        let title = say!(
            speech,
            fusion.chain_picture,
            n = settings.blocks.get(),
            plain = plain,
            residual = residual
        );
        chain(
            &slopes(),
            &ChainWords {
                title: &title,
                blocks: &say!(speech, fusion.blocks_axis),
                plain: &say!(speech, fusion.curve_plain),
                residual: &say!(speech, fusion.curve_residual),
            },
        )
    };
    let line = move |idx: usize| {
        let w = slope(settings.tenths.get());
        let (letters, base) = if idx == 0 { ("wⁿ", w) } else { ("(1 + w)ⁿ", 1.0 + w) };
        let power = raised(settings.blocks.get() as i64);
        format!(
            "{letters} = {}{power} = {}",
            bracketed(base, 1),
            few_digits(last()[idx])
        )
    };
    view! {
        <FigureFrame id="residual-chain" title=Signal::derive(tr!(speech, fusion.chain_figure)) aid=Signal::derive(tr!(speech, fusion.chain_aid))>
            <div data-testid="chain" inner_html=plot></div>
            <ChainControls />
        </FigureFrame>
        <p class="fusion__chain" aria-live="polite"><span data-testid="chain-plain">{move || line(0)}</span> <span data-testid="chain-residual">{move || line(1)}</span></p>
        <StackFigure />
        <FigureFrame id="residual-block" title=Signal::derive(tr!(speech, stack.block_figure)) aid=Signal::derive(tr!(speech, stack.block_aid))>
            <BlockControls />
            <div data-testid="block" inner_html=block></div>
        </FigureFrame>
    }
}

/// The slope of a branch, and the number of blocks.
#[component]
fn ChainControls() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    view! {
        <div class="settings__row">
            <label class="field">
                <span class="field__label">{move || say!(speech, fusion.branch_slope, w = written(slope(settings.tenths.get()), 1))}</span>
                <input class="range" type="range" min="-15" max="15" data-testid="chain-w" aria-valuetext=move || written(slope(settings.tenths.get()), 1)
                    prop:value=move || settings.tenths.get().to_string()
                    on:input=move |event| settings.tenths.set(event_target_value(&event).parse().unwrap_or(3).clamp(-15, 15)) />
            </label>
            <label class="field">
                <span class="field__label">{move || say!(speech, fusion.n_blocks, n = settings.blocks.get())}</span>
                <input class="range" type="range" min="1" max=MOST_BLOCKS.to_string() data-testid="chain-n"
                    prop:value=move || settings.blocks.get().to_string()
                    on:input=move |event| settings.blocks.set(event_target_value(&event).parse().unwrap_or(20).clamp(1, MOST_BLOCKS)) />
            </label>
        </div>
    }
}

/// Whether the block changes the number of channels.
#[component]
fn BlockControls() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let choose = move |projects: bool, label: Signal<String>, id: &'static str| {
        view! {
            <button type="button" class="segments__one" data-testid=id aria-pressed=move || (settings.projects.get() == projects).to_string()
                on:click=move |_| settings.projects.set(projects)>{move || label.get()}</button>
        }
    };
    view! {
        <div class="field">
            <span class="field__label">{tr!(speech, fusion.block_channels)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, fusion.block_channels)>
                {choose(false, Signal::derive(tr!(speech, fusion.channels_agree)), "block-identity")}
                {choose(true, Signal::derive(tr!(speech, fusion.channels_change)), "block-projects")}
            </div>
        </div>
    }
}

/// Words, links to the lab, and the question of the step.
#[component]
pub fn ResidualWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let base = StoredValue::new(expect_context::<Base>().0);
    let link = move |path: &'static str| move || format!("{}{path}&lang={}", base.get_value(), speech.language().id());
    let answer = || fuse::chain(-1.0, ASKED).last().map_or(0, |slopes| slopes[1] as i64);
    view! {
        <p>{tr!(speech, fusion.residual_1)}</p>
        <p>{tr!(speech, fusion.residual_2)}</p>
        <p class="panel panel--note">{tr!(speech, fusion.scalar_model)}</p>
        <NumberQuestion id="minus-one" ask=Signal::derive(move || say!(speech, fusion.ask_minus_one, n = ASKED))
            answer=Signal::derive(answer) explain=Signal::derive(tr!(speech, fusion.explain_minus_one)) />
        <StackWords />
        <p>{tr!(speech, fusion.residual_3)}</p>
        <ProjectionWorked />
        <NetworkCode network=Signal::derive(move || Some(block_network(settings.projects.get()))) />
        <p>{tr!(speech, fusion.residual_lab)}</p>
        <ul>
            <li><a class="link" href=link("/lab/?variant=inception-s")>{tr!(speech, fusion.lab_plain)}</a></li>
            <li><a class="link" href=link("/lab/?variant=inception-s-residual")>{tr!(speech, fusion.lab_residual)}</a></li>
            <li><a class="link" data-testid="to-ablation" href=link("/ablation/?template=homework-s")>{tr!(speech, fusion.lab_ablation)}</a></li>
        </ul>
    }
}
