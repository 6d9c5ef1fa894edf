//! The table of runs: sortable, with what can be done to each.

use leptos::prelude::*;

use super::change::Change;
use super::controls::{state_id, state_name};
use super::store::Ablation;
use crate::lab::experiment::RunKey;
use crate::lab::record::{RunRecord, RunState};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::names;
use crate::ui::numbers::{clock, percent};

/// By what the rows are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Variant,
    Seed,
    Steps,
    Speed,
    Time,
    Best,
    Last,
    Status,
}

/// One row, as plain data.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    key: RunKey,
    colour: usize,
    n_done: usize,
    n_steps: usize,
    speed: Option<f64>,
    seconds: f32,
    best: Option<f32>,
    last: Option<f32>,
    state: RunState,
    device: String,
}

/// The runs that are chosen for a comparison image by image.
#[derive(Clone, Copy)]
pub struct Chosen(pub RwSignal<Vec<RunKey>>);

/// The table.
#[component]
pub fn RunTable() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let chosen = expect_context::<Chosen>();
    let order = RwSignal::new((Column::Seed, false));
    let rows = Memo::new(move |_| {
        ablation.redraw.track();
        let mut rows = ablation.state.with_untracked(|state| {
            let board = state.board.as_ref();
            let board = board.map(|board| board.record.runs.iter().filter_map(|run| row(board, run)).collect());
            board.unwrap_or_else(Vec::new)
        });
        sort(&mut rows, order.get());
        rows
    });
    let header = move |column: Column, label: fn(Speech) -> String| {
        let sorted = move || match order.get() {
            (by, false) if by == column => "ascending",
            (by, true) if by == column => "descending",
            _ => "none",
        };
        let toggle = move |_| order.update(|order| *order = (column, order.0 == column && !order.1));
        view! {
            <th scope="col" aria-sort=sorted>
                <button type="button" class="table__sort" on:click=toggle>
                    {move || label(speech)}
                    <span aria-hidden="true">{move || match sorted() { "ascending" => " ↑", "descending" => " ↓", _ => "" }}</span>
                </button>
            </th>
        }
    };
    view! {
        <section class="runs">
            <h2>{tr!(speech, ablation.table)}</h2>
            <div class="scroll" tabindex="0">
                <table class="table runs__table" data-testid="runs">
                    <thead><tr>
                        {header(Column::Variant, |s| say!(s, ablation.variant))}
                        {header(Column::Seed, |s| say!(s, ablation.seed))}
                        {header(Column::Status, |s| say!(s, ablation.status))}
                        {header(Column::Steps, |s| say!(s, ablation.steps))}
                        {header(Column::Speed, |s| say!(s, ablation.speed))}
                        {header(Column::Time, |s| say!(s, ablation.time))}
                        {header(Column::Best, |s| say!(s, ablation.best))}
                        {header(Column::Last, |s| say!(s, ablation.last))}
                        <th scope="col">{tr!(speech, ablation.engine)}</th>
                        <th scope="col">{tr!(speech, ablation.actions)}</th>
                    </tr></thead>
                    <tbody>{move || rows.get().into_iter().map(|row| view! { <Line row=row chosen=chosen /> }).collect_view()}</tbody>
                </table>
            </div>
            <p class="note">{tr!(speech, ablation.best_note)} " " {tr!(speech, ablation.compare_two)}</p>
            <Faults />
        </section>
    }
}

fn row(board: &crate::lab::board::Board, run: &RunRecord) -> Option<Row> {
    let spec = board.record.experiment.run(&run.key)?;
    let mark = run.clock.last();
    let speed = mark.filter(|mark| mark.seconds > 0.0).map(|mark| {
        let n_images = (mark.n_steps * spec.training.batch_size) as f64;
        let n_most = (spec.data.n_train * spec.training.epochs) as f64;
        n_images.min(n_most) / f64::from(mark.seconds)
    });
    Some(Row {
        colour: board.record.experiment.variant_idx(&run.key.variant)?,
        n_done: run.losses.len(),
        n_steps: spec.n_steps(),
        speed,
        seconds: run.seconds(),
        best: run.best_accuracy(),
        last: run.last_accuracy(),
        state: run.state.clone(),
        device: run.device.clone().unwrap_or_default(),
        key: run.key.clone(),
    })
}

fn sort(rows: &mut [Row], (column, is_falling): (Column, bool)) {
    let number = |value: Option<f32>| value.unwrap_or(-1.0);
    rows.sort_by(|a, b| {
        let order = match column {
            Column::Variant => a.colour.cmp(&b.colour),
            Column::Seed => a.key.seed.cmp(&b.key.seed),
            Column::Steps => a.n_done.cmp(&b.n_done),
            Column::Speed => a.speed.unwrap_or(0.0).total_cmp(&b.speed.unwrap_or(0.0)),
            Column::Time => a.seconds.total_cmp(&b.seconds),
            Column::Best => number(a.best).total_cmp(&number(b.best)),
            Column::Last => number(a.last).total_cmp(&number(b.last)),
            Column::Status => state_id(&a.state).cmp(state_id(&b.state)),
        };
        let order = order.then(a.colour.cmp(&b.colour)).then(a.key.seed.cmp(&b.key.seed));
        if is_falling { order.reverse() } else { order }
    });
}

#[component]
fn Line(row: Row, chosen: Chosen) -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let key = StoredValue::new(row.key.clone());
    let is_chosen = move || chosen.0.with(|chosen| chosen.contains(&key.get_value()));
    let choose = move |_| {
        chosen.0.update(|chosen| {
            let key = key.get_value();
            match chosen.iter().position(|other| *other == key) {
                Some(idx) => {
                    chosen.remove(idx);
                }
                None => {
                    if chosen.len() == 2 {
                        chosen.remove(0);
                    }
                    chosen.push(key);
                }
            }
        });
    };
    let act = move |label: fn(Speech) -> String, change: fn(RunKey) -> Change| {
        view! {
            <button type="button" class="button button--quiet button--small" on:click=move |_| ablation.send(change(key.get_value()))>
                {move || label(speech)}
            </button>
        }
        .into_any()
    };
    let actions = match &row.state {
        RunState::Waiting => vec![
            act(
                |s| say!(s, ablation.earlier),
                |key| Change::Move { key, is_earlier: true },
            ),
            act(
                |s| say!(s, ablation.later),
                |key| Change::Move { key, is_earlier: false },
            ),
            act(|s| say!(s, lab.stop), Change::Stop),
        ],
        RunState::Running | RunState::Paused => vec![act(|s| say!(s, lab.stop), Change::Stop)],
        RunState::Done => vec![act(|s| say!(s, ablation.retry), Change::Retry)],
        RunState::Stopped | RunState::Failed { .. } => vec![
            act(|s| say!(s, ablation.take_up), Change::TakeUp),
            act(|s| say!(s, ablation.retry), Change::Retry),
        ],
    };
    let accuracy = |share: Option<f32>| share.map(|share| format!("{} %", percent(share)));
    let [variant, id, spoken] = [(); 3].map(|()| row.key.variant.clone());
    let (seed, state) = (row.key.seed, row.state.clone());
    view! {
        <tr data-variant=id data-seed=seed.to_string() data-state=state_id(&row.state)>
            <th scope="row">
                <label class="runs__name">
                    <input type="checkbox" prop:checked=is_chosen on:change=choose
                        aria-label=move || say!(speech, ablation.select, name = names::variant(speech, &spoken), seed = seed) />
                    <span class=format!("swatch swatch--{}", row.colour % 8) aria-hidden="true"></span>
                    {move || names::variant(speech, &variant)}
                </label>
            </th>
            <td>{seed}</td>
            <td class="table__word">{move || state_name(speech, &state)}</td>
            <td>{format!("{} / {}", row.n_done, row.n_steps)}</td>
            <td>{row.speed.map(|speed| format!("{speed:.0}"))}</td>
            <td>{clock(f64::from(row.seconds))}</td>
            <td>{accuracy(row.best)}</td>
            <td>{accuracy(row.last)}</td>
            <td class="table__word">{row.device}</td>
            <td class="table__word runs__actions">{actions}</td>
        </tr>
    }
}

/// Why runs failed, and what helps.
#[component]
fn Faults() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let faults = ablation.part(|state| state.faults.clone());
    let line = move |(key, fault): (RunKey, crate::bridge::protocol::Fault)| {
        view! {
            <li>
                <b>{move || names::variant(speech, &key.variant)} ", " {tr!(speech, ablation.seed)} " " {key.seed} ": "</b>
                {move || names::advice(speech, &fault)}
            </li>
        }
    };
    view! {
        <Show when=move || faults.with(|faults| !faults.is_empty())>
            <div class="panel panel--failed" role="alert">
                <ul>{move || faults.get().into_iter().map(line).collect_view()}</ul>
            </div>
        </Show>
    }
}
