//! The figure of the second step: what the 1×1 convolutions save, as bars to scale.

use leptos::prelude::*;

use super::module::Module;
use super::settings::use_settings;
use crate::draw::inception::{Part, parts};
use crate::spec::variants::ModuleForm;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::FigureFrame;
use crate::ui::numbers;

/// Width of the drawing, and of its longest bar.
const WIDTH: f64 = 352.0;
/// From one bar to the next, and height of a bar.
const ROW: f64 = 46.0;
const BAR: f64 = 22.0;

/// What both forms cost, and how wide their outputs are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Costs {
    /// With the 1×1, then without.
    pub parts: [Vec<Part>; 2],
    /// Output channels of each branch, with the 1×1 and without.
    pub outputs: [Vec<usize>; 2],
}

impl Costs {
    /// The costs of `module`.
    pub fn of(module: Module) -> Self {
        let forms = [ModuleForm::Reduced, ModuleForm::Naive];
        let widths = module.widths;
        let outputs = |pool: usize| vec![widths.conv1x1, widths.conv3x3, widths.conv5x5, pool];
        Self {
            parts: forms.map(|form| parts(module.config(form), module.in_channels, module.side).unwrap_or_default()),
            outputs: [outputs(widths.pool), outputs(module.in_channels)],
        }
    }

    /// Weights of a form.
    pub fn weights(&self, which: usize) -> usize {
        self.parts[which].iter().map(|part| part.weights).sum()
    }

    /// Multiply-adds of a form for one image.
    pub fn macs(&self, which: usize) -> u64 {
        self.parts[which].iter().map(|part| part.macs).sum()
    }

    /// Output channels of a form.
    pub fn channels(&self, which: usize) -> usize {
        self.outputs[which].iter().sum()
    }

    /// How the weights of a form come about.
    pub fn sum(&self, which: usize) -> String {
        let terms: Vec<&str> = self.parts[which].iter().map(|part| part.term.as_str()).collect();
        format!(
            "{} = {}",
            terms.join(" + "),
            numbers::grouped(self.weights(which) as u64)
        )
    }
}

/// The costs of the learner's module.
pub fn costs() -> Memo<Costs> {
    let settings = use_settings();
    Memo::new(move |_| Costs::of(settings.module.get()))
}

/// Two bars each of weights, multiply-adds and output channels, to scale.
#[component]
pub fn WidthsFigure() -> impl IntoView {
    let speech = use_speech();
    let costs = costs();
    let spoken = move || {
        costs.with(|costs| {
            say!(
                speech,
                inception.widths_picture,
                with = costs.weights(0),
                without = costs.weights(1),
                wide = costs.channels(0),
                naive = costs.channels(1),
                macs_with = numbers::short(costs.macs(0)),
                macs_without = numbers::short(costs.macs(1)),
            )
        })
    };
    let bars = move || {
        costs.with(|costs| {
            let most = |of: fn(&Costs, usize) -> u64| of(costs, 0).max(of(costs, 1)).max(1) as f64;
            let most_channels = most(|costs, which| costs.channels(which) as u64);
            // Weights, then multiply-adds: what a part has, its share of the longer bar, and the sum.
            let row = |which: usize, row: Row, most: f64, of: fn(&Part) -> u64| {
                let pieces = costs.parts[which].iter().map(|part| Piece {
                    branch: part.branch,
                    is_reduction: part.is_reduction,
                    share: of(part) as f64 / most,
                    text: numbers::short(of(part)),
                });
                bar_view(speech, which, row, pieces.collect())
            };
            let most_weights = most(|costs, which| costs.weights(which) as u64);
            let weights = [0usize, 1].map(|which| {
                let total = numbers::grouped(costs.weights(which) as u64);
                row(which, Row::Weights(total), most_weights, |part| part.weights as u64)
            });
            let most_macs = most(Costs::macs);
            let macs = [0usize, 1].map(|which| {
                let total = numbers::short(costs.macs(which));
                row(which, Row::Macs(total), most_macs, |part| part.macs)
            });
            let channels = [0usize, 1].map(|which| {
                let pieces = costs.outputs[which].iter().enumerate().map(|(branch, n)| Piece {
                    branch,
                    is_reduction: false,
                    share: *n as f64 / most_channels,
                    text: n.to_string(),
                });
                bar_view(speech, which, Row::Channels(costs.channels(which)), pieces.collect())
            });
            view! { {weights.collect_view()} {macs.collect_view()} {channels.collect_view()} }
        })
    };
    let height = 6.0 * ROW;
    view! {
        <FigureFrame id="inception-widths" title=Signal::derive(tr!(speech, inception.widths_figure)) aid=Signal::derive(tr!(speech, inception.widths_aid))>
            <svg class="module module--flat" viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-label=spoken data-testid="costs">
                <defs>
                    <pattern id="module-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="module__hatch" width="3" height="6" />
                    </pattern>
                </defs>
                {bars}
            </svg>
            <Verdict costs=costs />
        </FigureFrame>
    }
}

/// A part of a bar.
struct Piece {
    branch: usize,
    is_reduction: bool,
    share: f64,
    text: String,
}

/// What a bar shows.
enum Row {
    Weights(String),
    Macs(String),
    Channels(usize),
}

/// The bar of the form `which`, below those of the quantities before it.
fn bar_view(speech: Speech, which: usize, row: Row, pieces: Vec<Piece>) -> impl IntoView + use<> {
    let before = match row {
        Row::Weights(_) => 0,
        Row::Macs(_) => 2,
        Row::Channels(_) => 4,
    };
    let top = (before + which) as f64 * ROW;
    let name = move || {
        let is_reduced = which == 0;
        match &row {
            Row::Weights(total) if is_reduced => say!(speech, inception.bar_with, n = total),
            Row::Weights(total) => say!(speech, inception.bar_without, n = total),
            Row::Macs(total) if is_reduced => say!(speech, living.bar_macs, n = total),
            Row::Macs(total) => say!(speech, living.bar_naive_macs, n = total),
            Row::Channels(n) if is_reduced => say!(speech, inception.bar_channels, n = n),
            Row::Channels(n) => say!(speech, inception.bar_naive_channels, n = n),
        }
    };
    let mut left = 2.0;
    let pieces = pieces.into_iter().map(|piece| {
        let width = piece.share * (WIDTH - 4.0);
        let x = left;
        left += width;
        let class = format!("module__branch module__branch--{}", piece.branch + 1);
        let at = |value: f64| format!("{value:.2}");
        let text = (width > 7.0 * piece.text.chars().count() as f64).then(|| {
            view! { <text class="module__channels" x=at(x + width / 2.0) y=at(top + 18.0 + BAR / 2.0 + 3.8)>{piece.text.clone()}</text> }
        });
        let hatch = piece.is_reduction.then(|| {
            view! { <rect fill="url(#module-hatch)" x=at(x) y=at(top + 18.0) width=at(width) height=BAR.to_string() /> }
        });
        view! {
            <g class=class>
                <rect class="module__bar" x=at(x) y=at(top + 18.0) width=at(width) height=BAR.to_string() />
                {hatch}
                {text}
            </g>
        }
    });
    let pieces = pieces.collect_view();
    view! {
        <text class="module__row" x="2" y=(top + 13.0).to_string()>{name}</text>
        {pieces}
    }
}

/// Which form costs less, in a sentence.
#[component]
fn Verdict(costs: Memo<Costs>) -> impl IntoView {
    let speech = use_speech();
    let settings = use_settings();
    let verdict = move || {
        let (with, without) = costs.with(|costs| (costs.macs(0), costs.macs(1)));
        let side = settings.module.get().side;
        let times = format!("{:.2}", with.max(without) as f64 / with.min(without).max(1) as f64);
        let [fewer, more] = [with.min(without), with.max(without)].map(numbers::short);
        let verdict = if with < without {
            say!(
                speech,
                inception.verdict_saves,
                times = times,
                fewer = fewer,
                more = more
            )
        } else if with > without {
            say!(
                speech,
                inception.verdict_costs,
                times = times,
                fewer = fewer,
                more = more
            )
        } else {
            say!(speech, inception.verdict_equal)
        };
        let why = say!(speech, living.every_cell, n = side, n2 = side);
        format!("{verdict} {why}")
    };
    view! { <p class="module__reading" data-testid="verdict" aria-live="polite">{verdict}</p> }
}
