//! The last step: weights and multiply-adds of the whole family, as bars to one scale.

use leptos::prelude::*;

use super::family::FamilySliders;
use super::members::name;
use super::settings::use_settings;
use crate::draw::family::{SummaryRow, summary};
use crate::geometry::family::{Member, MemberCost};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{ChoiceQuestion, FigureFrame, NumberQuestion};
use crate::ui::numbers::{grouped, short};

/// The members that the question on free sight lists; the second sees further at no weight more.
const ASKED: [Member; 4] = [Member::Strided, Member::Dilated, Member::Grouped, Member::Pointwise];

/// What the rows are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Family,
    Parameters,
    Macs,
}

/// The bars.
#[component]
pub fn SummaryFigure() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let order = RwSignal::new(Order::Family);
    let svg = move || {
        let setting = settings.counted();
        let mut members = Member::ALL.map(|member| (member, member.cost(setting))).to_vec();
        match order.get() {
            Order::Family => {}
            Order::Parameters => members.sort_by_key(|(_, cost)| cost.parameters),
            Order::Macs => members.sort_by_key(|(_, cost)| cost.macs),
        }
        let row = |(member, cost): &(Member, MemberCost)| SummaryRow {
            name: name(speech, *member, setting),
            amounts: [cost.parameters as f64, cost.macs as f64],
            words: [grouped(cost.parameters as u64), short(cost.macs)],
        };
        let rows: Vec<SummaryRow> = members.iter().map(row).collect();
        let spoken = rows.iter().map(|row| {
            let [parameters, macs] = row.words.clone();
            say!(
                speech,
                family.summary_row,
                name = row.name.clone(),
                parameters = parameters,
                macs = macs
            )
        });
        let title = spoken.collect::<Vec<_>>().join("; ");
        let heads = [say!(speech, family.parameters), say!(speech, family.macs)];
        summary(&rows, [&heads[0], &heads[1]], &title)
    };
    let button = move |one: Order, label: Signal<String>, id: &'static str| {
        view! {
            <button type="button" class="segments__one" data-testid=id aria-pressed=move || (order.get() == one).to_string()
                on:click=move |_| order.set(one)>{label}</button>
        }
    };
    view! {
        <FigureFrame id="convolution-costs" title=Signal::derive(tr!(speech, family.summary_figure)) aid=Signal::derive(tr!(speech, family.summary_aid))>
            <div class="summary-holder" data-testid="summary" inner_html=svg></div>
        </FigureFrame>
        <div class="field">
            <span class="field__label">{tr!(speech, family.sort)}</span>
            <div class="segments" role="group" aria-label=tr!(speech, family.sort)>
                {button(Order::Family, Signal::derive(tr!(speech, family.sort_family)), "sort-family")}
                {button(Order::Parameters, Signal::derive(tr!(speech, family.sort_parameters)), "sort-parameters")}
                {button(Order::Macs, Signal::derive(tr!(speech, family.sort_macs)), "sort-macs")}
            </div>
        </div>
    }
}

/// Words and the questions of the step.
#[component]
pub fn SummaryWords() -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let setting = move || settings.counted();
    let lead = move || say!(speech, family.summary_1, c = setting().channels, side = setting().side);
    let parts = move || {
        let setting = setting();
        (
            Member::Separable.cost(setting).parameters,
            Member::Standard.cost(setting).parameters,
        )
    };
    let percent = move || {
        let (part, all) = parts();
        (part as f64 / all.max(1) as f64 * 100.0).round() as i64
    };
    let explain = move || {
        let (part, all) = parts();
        say!(
            speech,
            family.explain_share,
            c = setting().channels,
            n = grouped(part as u64),
            all = grouped(all as u64),
            percent = percent(),
        )
    };
    let options = move || ASKED.map(|member| name(speech, member, setting())).to_vec();
    view! {
        <p>{lead}</p>
        <FamilySliders groups=true />
        <NumberQuestion id="share" ask=Signal::derive(move || say!(speech, family.ask_share, c = setting().channels))
            answer=Signal::derive(percent) explain=Signal::derive(explain) />
        <ChoiceQuestion id="free" ask=Signal::derive(tr!(speech, family.ask_free)) options=Signal::derive(options)
            answer=Signal::derive(|| ASKED.iter().position(|member| *member == Member::Dilated).unwrap_or(0))
            explain=Signal::derive(tr!(speech, family.explain_free)) />
        <p>{tr!(speech, family.summary_2)}</p>
    }
}
