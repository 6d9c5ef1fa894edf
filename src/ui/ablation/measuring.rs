//! Measures the effective fields of the finished runs for the report, one network after the other; the learner may go on
//! without.
//!
//! Long because asking, hearing and showing how far it is are one errand.

use std::collections::VecDeque;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::report::{MeasuredField, asked_layer};
use super::store::Ablation;
use crate::bridge::page::{HeardProbe, Preference, Question};
use crate::bridge::protocol::{NetworkSource, ProbeAnswer, ProbeId, ProbeQuestion};
use crate::lab::record::{ExperimentRecord, RunState};
use crate::lab::storage::Storage;
use crate::spec::RunSpec;
use crate::ui::Lab;
use crate::ui::i18n::{Speech, say, tr, use_speech};
use crate::ui::names;
use crate::ui::words::Told;
use crate::web::database::DatabaseError;

/// Images of a mean.
const N_IMAGES: usize = 32;

/// Where the measuring stands.
#[derive(Clone, Debug, PartialEq)]
struct Stage {
    /// Id of the network.
    variant: String,
    /// Networks that come after it.
    n_left: usize,
    /// Images done, and in all.
    images: (usize, usize),
}

/// What is measured, and what goes on; a context of the page.
#[derive(Clone, Copy)]
pub struct Fields {
    /// The fields that were measured since the page was opened.
    pub found: RwSignal<Vec<MeasuredField>>,
    stage: RwSignal<Option<Stage>>,
    note: RwSignal<String>,
    probe: StoredValue<Option<ProbeId>>,
    /// Counts the starts and stops: what belongs to an earlier one is dropped.
    turn: StoredValue<u32>,
    ablation: Ablation,
    lab: Lab,
    speech: Speech,
}

impl Fields {
    /// Nothing measured yet; from now on a context.
    pub fn provide() {
        let fields = Self {
            found: RwSignal::default(),
            stage: RwSignal::new(None),
            note: RwSignal::default(),
            probe: StoredValue::new(None),
            turn: StoredValue::new(0),
            ablation: expect_context(),
            lab: expect_context(),
            speech: use_speech(),
        };
        provide_context(fields);
        on_cleanup(move || fields.forget());
    }

    /// Begins with the first run of every network that is done and not measured.
    fn start(self) {
        self.stop();
        self.note.set(String::new());
        let wanted = self.ablation.state.with_untracked(|state| {
            let (id, board) = state.id.clone().zip(state.board.as_ref())?;
            Some((id, first_runs(&board.record)))
        });
        let Some((id, mut runs)) = wanted else { return };
        self.found.with_untracked(|found| {
            runs.retain(|run| !found.iter().any(|field| is_of(field, run)));
        });
        self.next(id, runs, self.turn.get_value());
    }

    /// Goes on without.
    fn stop(self) {
        self.forget();
        self.stage.set(None);
    }

    fn forget(self) {
        let _ = self.turn.try_update_value(|turn| *turn += 1);
        if let Some(probe) = self.probe.try_get_value().flatten() {
            self.lab.forget(probe);
            let _ = self.probe.try_set_value(None);
        }
    }

    fn is_current(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    /// Measures the first of `runs`, then the rest.
    fn next(self, id: String, mut runs: VecDeque<RunSpec>, turn: u32) {
        let Some(run) = runs.pop_front() else {
            return self.stage.set(None);
        };
        self.stage.set(Some(Stage {
            variant: run.variant.clone(),
            n_left: runs.len(),
            images: (0, N_IMAGES),
        }));
        spawn_local(async move {
            let found = checkpoint(&id, &run).await;
            if !self.is_current(turn) {
                return;
            }
            match (found, asked_layer(&run.network)) {
                (Ok(Some((n_steps, bytes))), Some(layer)) => self.ask((id, runs), (run, layer, n_steps, bytes), turn),
                (Err(reason), _) => {
                    self.note.set(reason.told(self.speech.language()));
                    self.next(id, runs, turn);
                }
                _ => {
                    let speech = self.speech;
                    let name = names::variant(speech, &run.variant);
                    self.note
                        .set(say!(speech, report.field_no_weights, name = name, seed = run.seed));
                    self.next(id, runs, turn);
                }
            }
        });
    }

    fn ask(
        self,
        (id, rest): (String, VecDeque<RunSpec>),
        (run, layer, n_steps, bytes): (RunSpec, String, usize, Vec<u8>),
        turn: u32,
    ) {
        let question = Question {
            network: NetworkSource::Kept {
                run: Box::new(run.clone()),
                checkpoint: bytes.into(),
            },
            question: ProbeQuestion::EffectiveField {
                layer,
                dataset: run.data.dataset,
                n_images: N_IMAGES,
                seed: run.seed,
            },
            pixels: Vec::new(),
            preference: Preference::Cpu,
        };
        let hear = move |heard| {
            if !self.is_current(turn) {
                return;
            }
            match heard {
                HeardProbe::Waiting(_) => {}
                HeardProbe::Reading { n_done, n_total } => self.stage.update(|stage| {
                    if let Some(stage) = stage {
                        stage.images = (n_done, n_total);
                    }
                }),
                HeardProbe::Answered { answer, values, .. } => {
                    if let ProbeAnswer::EffectiveField { n_images, .. } = answer {
                        let field = MeasuredField {
                            key: key_of(&run),
                            network: run.network.clone(),
                            n_steps,
                            n_images,
                            values: values.into_iter().map(f64::from).collect(),
                        };
                        self.found.update(|found| found.push(field));
                    }
                    self.next(id.clone(), rest.clone(), turn);
                }
                HeardProbe::Failed(fault) => {
                    self.note.set(names::advice(self.speech, &fault));
                    self.next(id.clone(), rest.clone(), turn);
                }
            }
        };
        self.probe.set_value(Some(self.lab.probe(question, Rc::new(hear))));
    }
}

fn key_of(run: &RunSpec) -> crate::lab::experiment::RunKey {
    crate::lab::experiment::RunKey {
        variant: run.variant.clone(),
        seed: run.seed,
    }
}

/// Whether `field` was measured in `run`, or in another of the same network.
fn is_of(field: &MeasuredField, run: &RunSpec) -> bool {
    field.key.variant == run.variant && field.network == run.network
}

/// Of every network the first run that is done.
fn first_runs(record: &ExperimentRecord) -> VecDeque<RunSpec> {
    let variants = record.experiment.variants.iter();
    let done = variants.filter_map(|variant| {
        let run = record.runs_of(&variant.id).find(|run| run.state == RunState::Done)?;
        record.experiment.run(&run.key)
    });
    done.collect()
}

/// What the browser keeps of the run: steps and checkpoint.
async fn checkpoint(id: &str, run: &RunSpec) -> Result<Option<(usize, Vec<u8>)>, DatabaseError> {
    let storage = Storage::open().await?;
    storage.checkpoint(id, &key_of(run)).await
}

/// The button, and how far it is.
#[component]
pub fn Measuring() -> impl IntoView {
    let speech = use_speech();
    let fields = expect_context::<Fields>();
    let runs = fields.ablation.part(|state| {
        state
            .board
            .as_ref()
            .map_or_else(VecDeque::new, |board| first_runs(&board.record))
    });
    let counts = move || {
        runs.with(|runs| {
            let n_done = fields.found.with(|found| {
                runs.iter()
                    .filter(|run| found.iter().any(|field| is_of(field, run)))
                    .count()
            });
            (n_done, runs.len())
        })
    };
    let going = move || {
        fields.stage.get().map(|stage| {
            let (done, total) = stage.images;
            say!(
                speech,
                report.field_measuring,
                name = names::variant(speech, &stage.variant),
                done = done,
                total = total,
                left = stage.n_left
            )
        })
    };
    let standing = move || {
        let (n_done, n_all) = counts();
        match (n_all, n_done) {
            (0, _) => say!(speech, report.field_none),
            (n, done) if n == done => say!(speech, report.field_all, n = n),
            (n, done) => say!(speech, report.field_some, done = done, n = n),
        }
    };
    let is_busy = move || fields.stage.with(Option::is_some);
    view! {
        <div class="controls__buttons">
            <Show when=move || !is_busy() fallback=move || view! {
                <button type="button" class="button" data-testid="fields-stop" on:click=move |_| fields.stop()>{tr!(speech, report.field_without)}</button>
            }>
                <button type="button" class="button" data-testid="fields"
                    disabled=move || { let (n_done, n_all) = counts(); n_done == n_all }
                    on:click=move |_| fields.start()>{tr!(speech, report.field_measure)}</button>
            </Show>
        </div>
        <p class="note" role="status" data-testid="fields-note">
            {move || going().unwrap_or_else(standing)}
            {move || Some(fields.note.get()).filter(|note| !note.is_empty()).map(|note| format!(" {note}"))}
        </p>
    }
}
