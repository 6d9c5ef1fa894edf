//! Small kernels against one large one of the same field.

use leptos::prelude::*;

use crate::draw::compare::{BarRow, KernelStack, StackCost, bars};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::lesson::{FigureFrame, NumberQuestion, use_place};
use crate::ui::numbers::{grouped, short};

/// Kernel and channels that are compared; a context of the lesson.
#[derive(Clone, Copy)]
pub struct Comparison {
    kernel: RwSignal<usize>,
    width: RwSignal<usize>,
}

impl Comparison {
    /// 5×5 and 64 channels, or what the address says; from now on a context.
    pub fn provide() {
        let place = use_place();
        let number = |key: &'static str| place.get(key).and_then(|text| text.parse::<usize>().ok());
        provide_context(Self {
            kernel: RwSignal::new(number("large").filter(|kernel| [5, 7, 9].contains(kernel)).unwrap_or(5)),
            width: RwSignal::new(number("width").filter(|width| (1..=512).contains(width)).unwrap_or(64)),
        });
    }

    fn costs(self) -> [StackCost; 2] {
        let (kernel, width) = (self.kernel.get(), self.width.get());
        let large = KernelStack {
            kernel,
            n_layers: 1,
            width,
        };
        [KernelStack::of_3x3(kernel, width).cost(), large.cost()]
    }
}

/// Words, settings, question.
#[component]
pub fn SmallKernelsWords() -> impl IntoView {
    let speech = use_speech();
    let place = use_place();
    let comparison = expect_context::<Comparison>();
    let (kernel, width) = (comparison.kernel, comparison.width);
    let share = move || {
        let [small, large] = comparison.costs();
        (small.parameters as f64 / large.parameters as f64 * 100.0).round() as i64
    };
    view! {
        <p>{tr!(speech, field.small_1)}</p>
        <p>{tr!(speech, field.small_2)}</p>
        <div class="segments" role="group" aria-label=tr!(speech, network.kernel)>
            {[5usize, 7, 9].map(|one| view! {
                <button type="button" class="segments__one" aria-pressed=move || (kernel.get() == one).to_string()
                    on:click=move |_| { kernel.set(one); place.set("large", &one.to_string()); }>{format!("{one}×{one}")}</button>
            }).collect_view()}
        </div>
        <label class="field">
            <span class="field__label">{tr!(speech, field.channels)} ": " <b>{move || width.get()}</b></span>
            <input class="range" type="range" min="0" max="9" prop:value=move || width.get().ilog2().to_string()
                on:input=move |event| {
                    width.set(2usize.pow(event_target_value(&event).parse().unwrap_or(6)));
                    place.set("width", &width.get_untracked().to_string());
                } />
        </label>
        <NumberQuestion
            id="small-share"
            ask=Signal::derive(move || say!(speech, field.ask_small, n = (kernel.get() - 1) / 2, k = kernel.get(), k2 = kernel.get()))
            answer=Signal::derive(share)
            explain=Signal::derive(move || say!(speech, field.explain_small, n = (kernel.get() - 1) / 2, k = kernel.get()))
        />
        <p>{tr!(speech, field.small_3)}</p>
    }
}

/// The bars.
#[component]
pub fn SmallKernelsFigure() -> impl IntoView {
    let speech = use_speech();
    let comparison = expect_context::<Comparison>();
    let svg = move || {
        let [small, large] = comparison.costs();
        let row = |label: String, part: fn(&StackCost) -> u64, write: fn(u64) -> String| BarRow {
            label,
            amounts: [part(&small) as f64, part(&large) as f64],
            words: [write(part(&small)), write(part(&large))],
        };
        let rows = [
            row(say!(speech, field.bar_field), |cost| cost.field as u64, grouped),
            row(say!(speech, field.bar_weights), |cost| cost.parameters as u64, grouped),
            row(say!(speech, field.bar_macs), |cost| cost.macs, short),
            row(
                say!(speech, field.bar_relus),
                |cost| cost.non_linearities as u64,
                grouped,
            ),
        ];
        let kernel = comparison.kernel.get();
        let names = [format!("{} × 3×3", (kernel - 1) / 2), format!("1 × {kernel}×{kernel}")];
        let spoken = rows
            .iter()
            .map(|row| format!("{}: {} / {}", row.label, row.words[0], row.words[1]));
        let title = format!("{} / {}. {}", names[0], names[1], spoken.collect::<Vec<_>>().join("; "));
        bars(&rows, [&names[0], &names[1]], &title)
    };
    view! {
        <FigureFrame
            id="small-kernels"
            title=Signal::derive(tr!(speech, field.small_figure))
            aid=Signal::derive(tr!(speech, field.small_aid))
        >
            <div class="bars__holder" inner_html=svg></div>
        </FigureFrame>
    }
}
