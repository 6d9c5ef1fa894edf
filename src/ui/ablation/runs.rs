//! The table of runs: sortable, with what can be done to each.
//!
//! Long because a row, its order and its buttons are one table.

use leptos::prelude::*;

use super::change::Change;
use super::controls::{state_id, state_name};
use super::facts::Facts;
use super::inside::{Inside, InsideNote};
use super::parts::parts;
use super::store::Ablation;
use super::swatch::Swatch;
use crate::lab::board::Board;
use crate::lab::experiment::RunKey;
use crate::lab::record::{RunRecord, RunState};
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::names;
use crate::ui::numbers::{clock, grouped, percent, short};

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
    Parameters,
    Macs,
    Field,
    Status,
}

/// One row, as plain data.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    key: RunKey,
    /// Place of the variant in the experiment.
    place: usize,
    /// Number that decides its look.
    number: usize,
    facts: Facts,
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
    let inside = RwSignal::new(String::new());
    provide_context(InsideNote(inside));
    // Numbers wait for the pulse; a run that begins or ends is shown at once.
    let states = ablation.part(|state| {
        let runs = state.board.iter().flat_map(|board| &board.record.runs);
        runs.map(|run| run.state.clone()).collect::<Vec<_>>()
    });
    // The networks of an experiment do not change: looks and facts are worked out once for each.
    let id = ablation.part(|state| (state.id.clone(), state.board.is_some()));
    let networks = Memo::new(move |_| {
        // Read, not only tracked: a memo that nobody reads never hears of a change.
        id.with(|_| ());
        ablation.state.with_untracked(|state| networks(state.board.as_ref()))
    });
    let rows = Memo::new(move |_| {
        ablation.redraw.track();
        states.with(|_| ());
        let mut rows = networks.with(|networks| {
            ablation.state.with_untracked(|state| {
                let runs = state
                    .board
                    .iter()
                    .flat_map(|board| board.record.runs.iter().map(move |run| (board, run)));
                runs.filter_map(|(board, run)| row(board, networks, run))
                    .collect::<Vec<_>>()
            })
        });
        sort(&mut rows, order.get());
        rows
    });
    let keys = Memo::new(move |_| rows.with(|rows| rows.iter().map(|row| row.key.clone()).collect::<Vec<_>>()));
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
                        {header(Column::Parameters, |s| say!(s, experiment.parameters_head))}
                        {header(Column::Macs, |s| say!(s, experiment.macs_head))}
                        {header(Column::Field, |s| say!(s, experiment.field_head))}
                        <th scope="col">{tr!(speech, ablation.engine)}</th>
                        <th scope="col">{tr!(speech, ablation.actions)}</th>
                    </tr></thead>
                    <tbody>
                        // By key: a row that goes on keeps its place in the page, and with it the focus.
                        <For each=move || keys.get() key=Clone::clone let:key>
                            <Line key=key rows=rows chosen=chosen />
                        </For>
                    </tbody>
                </table>
            </div>
            <Replaced />
            <p class="note">{tr!(speech, ablation.best_note)} " " {tr!(speech, ablation.compare_two)}</p>
            <p class="note" role="status" data-testid="inside-note">{move || inside.get()}</p>
            <Faults />
        </section>
    }
}

/// Look and facts of each network of the experiment, by its place.
fn networks(board: Option<&Board>) -> Vec<(usize, Facts)> {
    let Some(experiment) = board.map(|board| &board.record.experiment) else {
        return Vec::new();
    };
    let variants = parts(Some(("", experiment)), &[]).into_iter().zip(&experiment.variants);
    variants
        .map(|(part, variant)| (part.number, Facts::of(&variant.network)))
        .collect()
}

fn row(board: &Board, networks: &[(usize, Facts)], run: &RunRecord) -> Option<Row> {
    let spec = board.record.experiment.run(&run.key)?;
    let place = board.record.experiment.variant_idx(&run.key.variant)?;
    let (number, facts) = *networks.get(place)?;
    let mark = run.clock.last().filter(|mark| mark.seconds > 0.0);
    let speed = mark.map(|mark| spec.n_images(mark.n_steps) as f64 / f64::from(mark.seconds));
    Some(Row {
        place,
        number,
        facts,
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
            Column::Variant => a.place.cmp(&b.place),
            Column::Seed => a.key.seed.cmp(&b.key.seed),
            Column::Steps => a.n_done.cmp(&b.n_done),
            Column::Speed => a.speed.unwrap_or(0.0).total_cmp(&b.speed.unwrap_or(0.0)),
            Column::Time => a.seconds.total_cmp(&b.seconds),
            Column::Best => number(a.best).total_cmp(&number(b.best)),
            Column::Last => number(a.last).total_cmp(&number(b.last)),
            Column::Parameters => a.facts.n_parameters.cmp(&b.facts.n_parameters),
            Column::Macs => a.facts.n_macs.cmp(&b.facts.n_macs),
            Column::Field => a.facts.side().cmp(&b.facts.side()),
            Column::Status => state_id(&a.state).cmp(state_id(&b.state)),
        };
        let order = order.then(a.place.cmp(&b.place)).then(a.key.seed.cmp(&b.key.seed));
        if is_falling { order.reverse() } else { order }
    });
}

/// Chooses a run, or no longer; the older of two gives way to a third.
fn toggle(chosen: &mut Vec<RunKey>, key: RunKey) {
    if let Some(idx) = chosen.iter().position(|other| *other == key) {
        chosen.remove(idx);
        return;
    }
    if chosen.len() == 2 {
        chosen.remove(0);
    }
    chosen.push(key);
}

/// A button of a row: its words, and what it asks for.
type Action = (fn(Speech) -> String, fn(RunKey) -> Change);

/// What can be done to a run in this state.
fn actions(state: &RunState) -> Vec<Action> {
    match state {
        RunState::Waiting => vec![
            (
                |s| say!(s, ablation.earlier),
                |key| Change::Move { key, is_earlier: true },
            ),
            (
                |s| say!(s, ablation.later),
                |key| Change::Move { key, is_earlier: false },
            ),
            (|s| say!(s, lab.stop), Change::Stop),
        ],
        RunState::Running | RunState::Paused => vec![(|s| say!(s, lab.stop), Change::Stop)],
        RunState::Done => vec![(|s| say!(s, ablation.retry), Change::Retry)],
        RunState::Stopped | RunState::Failed { .. } => vec![
            (|s| say!(s, ablation.take_up), Change::TakeUp),
            (|s| say!(s, ablation.retry), Change::Retry),
        ],
    }
}

#[component]
fn Line(key: RunKey, rows: Memo<Vec<Row>>, chosen: Chosen) -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let wanted = key.clone();
    let row = Memo::new(move |_| rows.with(|rows| rows.iter().find(|row| row.key == wanted).cloned()));
    let cell = move |text: fn(&Row) -> String| move || row.with(|row| row.as_ref().map(text).unwrap_or_default());
    let state = Memo::new(move |_| row.with(|row| row.as_ref().map_or(RunState::Waiting, |row| row.state.clone())));
    let has_begun = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| row.n_done > 0)));
    let number = Memo::new(move |_| row.with(|row| row.as_ref().map_or(0, |row| row.number)));
    let (variant, seed) = (key.variant.clone(), key.seed);
    let (shown, spoken) = (variant.clone(), variant.clone());
    let is_recorded = ablation.is_recorded();
    let key = StoredValue::new(key);
    let is_chosen = move || chosen.0.with(|chosen| key.with_value(|key| chosen.contains(key)));
    let choose = move |_| chosen.0.update(|chosen| toggle(chosen, key.get_value()));
    let act = move |(label, change): Action| {
        view! {
            <button type="button" class="button button--quiet button--small" on:click=move |_| ablation.send(change(key.get_value()))>
                {move || label(speech)}
            </button>
        }
    };
    view! {
        <tr data-variant=variant data-seed=seed.to_string() data-state=move || state_id(&state.get())>
            <th scope="row">
                <label class="runs__name">
                    <input type="checkbox" prop:checked=is_chosen on:change=choose
                        aria-label=move || say!(speech, ablation.select, name = names::variant(speech, &spoken), seed = seed) />
                    <Swatch number=number />
                    <span class="runs__variant">{move || names::variant(speech, &shown)}</span>
                </label>
            </th>
            <td>{seed}</td>
            <td class="table__word">{move || state_name(speech, &state.get())}</td>
            <td>{cell(|row| format!("{} / {}", row.n_done, row.n_steps))}</td>
            <td>{cell(|row| row.speed.map(|speed| format!("{speed:.0}")).unwrap_or_default())}</td>
            <td>{cell(|row| clock(f64::from(row.seconds)))}</td>
            <td>{cell(|row| accuracy(row.best))}</td>
            <td>{cell(|row| accuracy(row.last))}</td>
            <td>{cell(|row| grouped(row.facts.n_parameters))}</td>
            <td>{cell(|row| short(row.facts.n_macs))}</td>
            <td class="term-field">{move || row.with(|row| row.as_ref().map(|row| speech.words().local_field(row.facts.field)))}</td>
            <td class="table__word">{cell(|row| row.device.clone())}</td>
            <td class="table__word runs__actions">
                {move || (!is_recorded.get()).then(|| actions(&state.get()).into_iter().map(act).collect_view())}
                <Show when=move || has_begun.get()><Inside key=key.get_value() /></Show>
            </td>
        </tr>
    }
}

fn accuracy(share: Option<f32>) -> String {
    share.map(|share| format!("{} %", percent(share))).unwrap_or_default()
}

/// Runs that were begun anew: their old results, until the first epoch of the new ones.
#[component]
fn Replaced() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let replaced = ablation.part(|state| {
        let board = state.board.iter();
        board.flat_map(|board| board.replaced().cloned()).collect::<Vec<_>>()
    });
    let line = move |key: RunKey| {
        let (name, seed) = (key.variant.clone(), key.seed);
        let words = move || {
            say!(
                speech,
                experiment.replaced,
                name = names::variant(speech, &name),
                seed = seed
            )
        };
        view! {
            <p class="panel panel--note" role="status">{words} " "
                <button type="button" class="button button--small" data-testid="undo-retry"
                    on:click=move |_| ablation.send(Change::Restore(key.clone()))>{tr!(speech, ablation.undo)}</button>
            </p>
        }
    };
    move || replaced.get().into_iter().map(line).collect_view()
}

/// Why runs failed, and what helps.
#[component]
fn Faults() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let faults = ablation.part(|state| {
        let runs = state.board.iter().flat_map(|board| &board.record.runs);
        let failed = runs.filter_map(|run| match &run.state {
            RunState::Failed { reason } => Some((run.key.clone(), reason.clone())),
            _ => None,
        });
        failed.collect::<Vec<_>>()
    });
    let line = move |(key, reason): (RunKey, String)| {
        view! {
            <li>
                <b>{move || names::variant(speech, &key.variant)} ", " {tr!(speech, ablation.seed)} " " {key.seed} ": "</b>
                {move || names::failure(speech, &reason)}
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
