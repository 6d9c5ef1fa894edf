//! The difference of two confusions as a table of buttons, and the images behind the one that is pressed.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::behind::{Images, Item, Pair, Pictures, focus};
use crate::draw::confusion::{Cells as Shown, ConfusionWords, confusion};
use crate::lab::stats::agreement::confusion_difference;
use crate::lab::stats::behind::{Who, behind_cell};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::lesson::FigureFrame;
use crate::ui::names;

/// A cell: true class, answer.
type Cell = (usize, usize);

/// The table, and what is behind its cells where both runs were tested on the same images.
#[component]
pub fn Cells(pair: StoredValue<Pair>, pictures: Pictures) -> impl IntoView {
    let speech = use_speech();
    let classes = pair.with_value(|pair| pair.classes.clone());
    let heads = classes.clone();
    let open = RwSignal::new(None::<Cell>);
    // One stop for the tab key: arrows go on from there.
    let current = RwSignal::new((0, 0));
    let can_open = pair.with_value(|pair| pair.set.is_some());
    let rows = grid(pair, open, current, can_open);
    let last = classes.len().saturating_sub(1);
    let go = move |event: KeyboardEvent| {
        let (truth, said) = current.get_untracked();
        let next = match event.key().as_str() {
            "ArrowUp" => (truth.saturating_sub(1), said),
            "ArrowDown" => ((truth + 1).min(last), said),
            "ArrowLeft" => (truth, said.saturating_sub(1)),
            "ArrowRight" => (truth, (said + 1).min(last)),
            "Home" => (truth, 0),
            "End" => (truth, last),
            _ => return,
        };
        event.prevent_default();
        current.set(next);
        focus(&selector(next));
    };
    let close = move || {
        if let Some(cell) = open.try_update(Option::take).flatten() {
            focus(&selector(cell));
        }
    };
    let title = Signal::derive(move || {
        let [a, b] = [0, 1].map(|run| pair.with_value(|pair| pair.title(speech, run)));
        say!(speech, ablation.runs_named, a = a, b = b)
    });
    let aid = Signal::derive(move || {
        let aid = say!(speech, ablation.confusion_aid);
        if can_open {
            format!("{aid} {}", say!(speech, ablation.cell_aid))
        } else {
            aid
        }
    });
    let differences = pair.with_value(|pair| {
        let [first, second] = &pair.summaries;
        confusion_difference(first, second).unwrap_or_default()
    });
    let names = classes.clone();
    let picture = move || difference_picture(speech, &differences, &names, &title.get());
    view! {
        <FigureFrame id="fovea-confusion-difference" title=title aid=aid>
            <div class="scroll" tabindex="0">
                <table class="confusion" data-testid="difference">
                    <thead><tr>
                        <th class="confusion__corner">{tr!(speech, ablation.confusion_corner)}</th>
                        {heads.into_iter().map(|id| view! {
                            <th scope="col"><span>{move || names::class(speech, id)}</span></th>
                        }).collect_view()}
                    </tr></thead>
                    <tbody on:keydown=go>{rows}</tbody>
                </table>
            </div>
            <div class="for-file" aria-hidden="true" inner_html=picture></div>
        </FigureFrame>
        // By key: another cell is another list, from scratch, and takes the focus.
        <For each=move || open.get() key=|cell| *cell let:cell>
            <Behind pair=pair pictures=pictures cell=cell close=Callback::new(move |()| close()) />
        </For>
    }
}

/// A difference as the picture that is saved.
pub fn difference_picture(speech: Speech, counts: &[i64], classes: &[&'static str], title: &str) -> String {
    let classes: Vec<_> = classes.iter().map(|id| names::class(speech, id)).collect();
    let words = ConfusionWords {
        corner: &say!(speech, ablation.confusion_corner),
        scale: &say!(speech, report.confusion_images),
        title,
    };
    confusion(Shown::Difference(counts), &classes, words)
}

/// Percent of the sign's colour in the strongest cell: with more, its number would have a contrast below 4.5 in the dark.
const STRONGEST: f64 = 45.0;

/// The background of a cell: more is blue, less is red, and the most that changed is the strongest.
pub fn tint(count: i64, largest: u64) -> String {
    // More on the diagonal is better, more beside it is worse: the colour says only the sign.
    let share = count.unsigned_abs() as f64 / largest.max(1) as f64 * STRONGEST;
    let colour = if count >= 0 { "--input" } else { "--danger" };
    format!("background: color-mix(in srgb, var({colour}) {share:.0}%, var(--surface))")
}

/// Where the button of a cell is found.
fn selector((truth, said): Cell) -> String {
    format!("[data-cell=\"{truth}-{said}\"]")
}

/// The rows of the table.
fn grid(
    pair: StoredValue<Pair>,
    open: RwSignal<Option<Cell>>,
    current: RwSignal<Cell>,
    can_open: bool,
) -> impl IntoView {
    let speech = use_speech();
    let (counts, confusions, classes) = pair.with_value(|pair| {
        let [first, second] = &pair.summaries;
        let counts = confusion_difference(first, second).unwrap_or_default();
        (counts, [first.confusion(), second.confusion()], pair.classes.clone())
    });
    let largest = counts.iter().map(|count| count.unsigned_abs()).max().unwrap_or(0);
    let n_classes = classes.len().max(1);
    let rows = counts.chunks(n_classes).zip(classes.clone()).enumerate();
    let rows = rows.map(|(truth, (row, id))| {
        let cells = row.iter().enumerate().map(|(said, count)| {
            let style = tint(*count, largest);
            let difference = format!("{count:+}").replace('-', "−");
            let shown = if *count == 0 { String::new() } else { difference.clone() };
            if !can_open {
                return view! { <td class:confusion__right=truth == said style=style>{shown}</td> }.into_any();
            }
            let cell = truth * n_classes + said;
            let number = |run: usize| confusions[run].get(cell).copied().unwrap_or(0);
            let (n_a, n_b) = (number(0), number(1));
            let (id, said_id) = (id, classes[said]);
            let spoken = move || {
                say!(
                    speech,
                    ablation.cell,
                    difference = if n_a == n_b { "0" } else { difference.as_str() },
                    truth = names::class(speech, id),
                    said = names::class(speech, said_id),
                    n_a = n_a,
                    n_b = n_b
                )
            };
            let here = (truth, said);
            view! {
                <td class="confusion__held" class:confusion__right=truth == said style=style>
                    <button type="button" class="confusion__cell" data-cell=format!("{truth}-{said}") aria-label=spoken
                        tabindex=move || if current.get() == here { "0" } else { "-1" }
                        aria-expanded=move || (open.get() == Some(here)).to_string()
                        on:focus=move |_| current.set(here)
                        on:click=move |_| { current.set(here); open.set(Some(here)) }>
                        {shown}
                    </button>
                </td>
            }
            .into_any()
        });
        view! { <tr><th scope="row">{move || names::class(speech, id)}</th>{cells.collect_view()}</tr> }
    });
    rows.collect_view()
}

/// The images behind a cell.
#[component]
fn Behind(pair: StoredValue<Pair>, pictures: Pictures, cell: Cell, close: Callback<()>) -> impl IntoView {
    let speech = use_speech();
    let (truth, said) = cell;
    let (found, ids) = pair.with_value(|pair| {
        let [first, second] = &pair.summaries;
        (
            behind_cell(first, second, truth as u8, said as u8),
            [pair.classes[truth], pair.classes[said]],
        )
    });
    let count = |wanted: Who| found.iter().filter(|(_, who)| *who == wanted).count();
    let (n, both, a, b) = (found.len(), count(Who::Both), count(Who::First), count(Who::Second));
    let title = move || {
        say!(
            speech,
            ablation.cell_title,
            truth = names::class(speech, ids[0]),
            said = names::class(speech, ids[1])
        )
    };
    let words = move || match n {
        0 => say!(speech, ablation.cell_none),
        _ => say!(speech, ablation.cell_count, n = n, both = both, a = a, b = b),
    };
    let items: Vec<Item> = found
        .into_iter()
        .map(|(idx, who)| Item { idx, who: Some(who) })
        .collect();
    view! {
        <Images pair=pair pictures=pictures items=items close=close
            title=Signal::derive(title) count=Signal::derive(words) />
    }
}
