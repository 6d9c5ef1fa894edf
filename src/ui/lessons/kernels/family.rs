//! The fifth step: every kind of convolution, its picture, its formula, its costs.

use leptos::prelude::*;

use super::members::{drawn, formula, growth, name, purpose};
use super::networks;
use super::settings::use_settings;
use super::slide::kernel_name;
use super::upsampling::Upsampling;
use crate::draw::signed;
use crate::geometry::family::{Member, Setting};
use crate::ui::app::Base;
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, FigureFrame, NetworkCode, NumberQuestion};
use crate::ui::numbers::{grouped, short};

/// The members that the question on multiply-adds lists.
const ASKED: [Member; 4] = [
    Member::Standard,
    Member::Separable,
    Member::GhostPointwise,
    Member::Deformable,
];

/// The chosen member, large, and all side by side.
#[component]
pub fn FamilyFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let title = move || {
        say!(
            speech,
            family.figure,
            name = name(speech, settings.member.get(), settings.counted())
        )
    };
    let large = move || drawn(speech, settings.member.get(), settings.counted());
    let card = move |member: Member| {
        let cost = move || member.cost(settings.counted());
        // Two points on the screen a cell, so that the sizes compare.
        let seen = move || {
            let map = settings
                .plane
                .with(|plane| member.seen(plane.as_ref()?, &settings.weights()))?;
            let (side, address) = (2 * map.size.width, signed::address(&map, map.most()));
            Some(
                view! { <img class="family-card__map" src=address alt="" width=side.to_string() height=side.to_string() /> },
            )
        };
        view! {
            <button type="button" class="family-card" data-testid=format!("member-{}", member.id())
                aria-pressed=move || (settings.member.get() == member).to_string() on:click=move |_| settings.member.set(member)>
                <b>{move || name(speech, member, settings.counted())}</b>
                <span class="family-card__picture" aria-hidden="true" inner_html=move || drawn(speech, member, settings.counted())></span>
                {seen}
                <span class="family-card__numbers">
                    {move || short(cost().parameters as u64)} " · " {move || short(cost().macs)}
                </span>
            </button>
        }
    };
    view! {
        <FigureFrame id="convolution-family" title=Signal::derive(title) aid=Signal::derive(tr!(speech, family.aid))>
            <div class="family-large" inner_html=large></div>
            <MemberNumbers />
        </FigureFrame>
        <p class="note family-all">{tr!(speech, family.all)} " "
            {move || say!(speech, family.seen, kernel = kernel_name(speech, settings.typed().preset()))}</p>
        <div class="family-cards" role="group" aria-label=tr!(speech, family.choose)>{Member::ALL.map(card).collect_view()}</div>
    }
}

/// Formula, weights, multiply-adds, output and growth of the chosen member.
#[component]
fn MemberNumbers() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let cost = move || settings.member.get().cost(settings.counted());
    let weights = move || formula(&settings.member.get().stages(settings.counted()), cost());
    // A transposed one meets every cell below, all others make every cell above.
    let macs = move || {
        let cost = cost();
        let side = if settings.member.get() == Member::Transposed {
            settings.counted().side
        } else {
            cost.side
        };
        format!("{} · {side}² = {}", grouped(cost.parameters as u64), grouped(cost.macs))
    };
    let map = move || {
        let (setting, side) = (settings.counted(), cost().side);
        format!("{0} × {side} × {side}", setting.channels)
    };
    view! {
        <dl class="family-numbers" data-testid="member-numbers">
            <dt>{tr!(speech, family.parameters)}</dt><dd class="sum-line" data-testid="member-weights">{weights}</dd>
            <dt>{tr!(speech, family.macs)}</dt><dd class="sum-line" data-testid="member-macs">{macs}</dd>
            <dt>{tr!(speech, family.map)}</dt><dd>{map}</dd>
            <dt>{tr!(speech, family.growth)}</dt><dd>{move || growth(speech, settings.member.get(), cost().reach)}</dd>
        </dl>
    }
}

/// Words, controls and the questions of the step.
#[component]
pub fn FamilyWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let setting = move || settings.counted();
    let options = move || ASKED.map(|member| name(speech, member, setting())).to_vec();
    let fewest = move || {
        let all = ASKED.map(|member| member.cost(setting()).macs);
        all.iter()
            .enumerate()
            .min_by_key(|(_, macs)| **macs)
            .map_or(0, |(idx, _)| idx)
    };
    let explain_fewest = move || {
        let list = ASKED.map(|member| grouped(member.cost(setting()).macs)).join(", ");
        say!(speech, family.explain_fewest, list = list)
    };
    let of_groups = move || Member::Grouped.cost(setting()).parameters;
    let ask_groups = move || say!(speech, family.ask_groups, c = setting().channels, g = setting().groups);
    let explain_groups = move || {
        let Setting { channels, groups, .. } = setting();
        say!(
            speech,
            family.explain_groups,
            c = channels,
            g = groups,
            per = channels / groups,
            n = grouped(of_groups() as u64),
        )
    };
    let ask_fewest = move || say!(speech, family.ask_fewest, c = setting().channels);
    let is_grouped = move || settings.member.get() == Member::Grouped;
    view! {
        <p>{tr!(speech, family.lead)}</p>
        <label class="field">
            <span class="field__label">{tr!(speech, family.choose)}</span>
            <select class="select" data-testid="member" on:change=move |event| {
                if let Some(member) = Member::from_id(&event_target_value(&event)) {
                    settings.member.set(member);
                }
            }>
                {Member::ALL.map(|member| view! {
                    <option value=member.id() selected=move || settings.member.get() == member>{move || name(speech, member, setting())}</option>
                }).collect_view()}
            </select>
        </label>
        <FamilySliders groups=true />
        <p data-testid="purpose">{move || purpose(speech, settings.member.get())}</p>
        {move || (settings.member.get() == Member::Deformable).then(|| view! { <p class="note">{tr!(speech, family.bilinear)}</p> })}
        <MemberLab />
        {move || (settings.member.get() == Member::Transposed).then(|| view! { <Upsampling /> })}
        {move || is_grouped().then(|| view! {
            <NumberQuestion id="groups" ask=Signal::derive(ask_groups) answer=Signal::derive(move || of_groups() as i64)
                explain=Signal::derive(explain_groups) />
        })}
        <ChoiceQuestion id="fewest" ask=Signal::derive(ask_fewest) options=Signal::derive(options) answer=Signal::derive(fewest)
            explain=Signal::derive(explain_fewest) />
    }
}

/// Channels, side of the maps and, where `groups`, groups.
#[component]
pub fn FamilySliders(
    /// Whether the groups can be moved.
    groups: bool,
) -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let slider = move |idx: usize, least: u32, label: Signal<String>, most: Signal<u32>, id: &'static str| {
        let power = settings.powers[idx];
        view! {
            <label class="field">
                <span class="field__label">{label}</span>
                <input class="range" type="range" min=least.to_string() max=move || most.get().to_string() data-testid=id
                    prop:value=move || power.get().min(most.get()).to_string()
                    on:input=move |event| power.set(event_target_value(&event).parse().unwrap_or(least).clamp(least, most.get_untracked()))
                    on:pointerdown=move |_| { if idx == 2 { settings.member.set(Member::Grouped) } } />
            </label>
        }
    };
    let channels = move || say!(speech, family.channels, n = settings.counted().channels);
    let side = move || say!(speech, family.side, n = settings.counted().side);
    let n_groups = move || say!(speech, family.groups, n = settings.counted().groups);
    view! {
        <div class="rates">
            {slider(0, 3, Signal::derive(channels), Signal::derive(|| 8), "family-channels")}
            {slider(1, 3, Signal::derive(side), Signal::derive(|| 7), "family-side")}
            {groups.then(|| slider(2, 0, Signal::derive(n_groups), Signal::derive(move || settings.powers[0].get()), "family-groups"))}
        </div>
    }
}

/// A link that trains a small network with the chosen member, or why there is none.
#[component]
fn MemberLab() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let base = StoredValue::new(expect_context::<Base>().0);
    let link = move || {
        let network = networks::network(settings.member.get(), settings.counted())?;
        let spec = network.to_link().ok()?;
        Some(format!(
            "{}/lab/?spec={spec}&lang={}",
            base.get_value(),
            speech.language().id()
        ))
    };
    let network = move || networks::network(settings.member.get(), settings.counted());
    move || match link() {
        Some(address) => view! {
            <NetworkCode network=Signal::derive(network) />
            <p><a class="link" data-testid="to-lab" href=address>{tr!(speech, frame.open_in_lab)}</a> " "
                <span class="note">{tr!(speech, family.lab_note)}</span></p>
        }
        .into_any(),
        None => view! { <p class="note" data-testid="not-in-lab">{tr!(speech, family.not_in_lab)}</p> }.into_any(),
    }
}
