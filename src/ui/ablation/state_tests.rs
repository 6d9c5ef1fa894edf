//! What a change of the ablation lab leads to.
//!
//! Long because every errand is waited for once.

use super::*;
use crate::lab::record::RunState;
use crate::spec::{EpochMetrics, RunSummary, StepMetrics};

fn take(state: &mut AblationState, change: Change) -> Vec<Errand> {
    state.take(change, || "experiment-1".to_owned())
}

/// Two variants, two seeds, two slots, 4 steps a run.
fn started() -> (AblationState, Vec<Errand>) {
    let mut state = AblationState::new(2);
    let link = "nets=plain-s,dilated-s&seeds=1,2&images=100&test_images=10&epochs=1&batch=32";
    take(&mut state, Change::OpenLink(link.to_owned()));
    let errands = take(&mut state, Change::Start);
    (state, errands)
}

fn begun(errands: &[Errand]) -> Vec<(RunId, String, u64)> {
    let begun = errands.iter().filter_map(|errand| match errand {
        Errand::Begin { run, key, .. } => Some((*run, key.variant.clone(), key.seed)),
        _ => None,
    });
    begun.collect()
}

fn stepped(run: RunId, step: usize) -> Change {
    let steps = vec![StepMetrics {
        step,
        epoch: 0,
        loss: 2.0,
        n_images: 32,
    }];
    Change::Heard {
        event: Event::Stepped {
            run,
            steps,
            training_ms: 500.0,
        },
        bytes: Vec::new(),
    }
}

fn heard(event: Event) -> Change {
    Change::Heard {
        event,
        bytes: Vec::new(),
    }
}

#[test]
fn as_many_runs_begin_as_there_are_slots() {
    let (state, errands) = started();
    let names: Vec<_> = begun(&errands)
        .into_iter()
        .map(|(_, variant, seed)| (variant, seed))
        .collect();
    assert_eq!(names, [("plain-s".to_owned(), 1), ("dilated-s".to_owned(), 1)]);
    assert!(errands.contains(&Errand::KeepHead));
    assert!(state.is_busy());
}

#[test]
fn a_nan_fails_its_run_keeps_its_curve_and_the_next_begins() {
    let (mut state, errands) = started();
    let first = begun(&errands)[0].0;
    take(&mut state, stepped(first, 0));
    let fault = Fault::NotANumber { step: 1 };
    let errands = take(
        &mut state,
        heard(Event::Failed {
            run: Some(first),
            fault,
        }),
    );
    assert_eq!(begun(&errands).len(), 1);
    let board = state.board.as_ref().unwrap();
    assert_eq!(board.record.runs[0].losses, [2.0]);
    assert!(matches!(board.record.runs[0].state, RunState::Failed { .. }));
    let RunState::Failed { reason } = &board.record.runs[0].state else {
        panic!("{:?}", board.record.runs[0].state);
    };
    // It survives the record, as what the advice is worded from.
    assert_eq!(
        serde_json::from_str::<Fault>(reason).unwrap(),
        Fault::NotANumber { step: 1 }
    );
}

#[test]
fn what_was_recorded_is_kept_under_its_own_experiment_when_another_begins() {
    let (mut state, errands) = started();
    let first = begun(&errands)[0].0;
    take(&mut state, stepped(first, 0));
    let errands = state.take(Change::Start, || "experiment-2".to_owned());
    let Errand::KeepAll { id, runs } = &errands[0] else {
        panic!("{errands:?}");
    };
    assert_eq!(id, "experiment-1");
    // One had begun; the others have nothing to keep.
    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0].losses, [2.0]);
    assert_eq!(errands[1], Errand::EndWorkers);
    assert_eq!(state.id.as_deref(), Some("experiment-2"));
    assert!(!state.has_run(first));
}

/// The first run, stepped, tested once and given up.
fn given_up(state: &mut AblationState, first: RunId) -> RunKey {
    take(state, stepped(first, 0));
    take(state, tested(first));
    take(state, heard(Event::Stopped(first)));
    state.board.as_ref().unwrap().record.runs[0].key.clone()
}

fn tested(run: RunId) -> Change {
    heard(Event::EpochDone {
        run,
        metrics: EpochMetrics {
            epoch: 0,
            train_loss: 2.0,
            test_loss: 2.0,
            test_accuracy: 0.5,
            n_test: 10,
        },
    })
}

#[test]
fn a_result_that_was_begun_anew_comes_back_and_its_new_run_is_forgotten() {
    let (mut state, errands) = started();
    let key = given_up(&mut state, begun(&errands)[0].0);
    let old = state.board.as_ref().unwrap().record.runs[0].clone();
    // Both slots are taken: room for the run that is begun anew.
    take(&mut state, Change::Slots(8));
    let errands = take(&mut state, Change::Retry(key.clone()));
    let (again, ..) = begun(&errands)[0];
    let errands = take(&mut state, Change::Restore(key.clone()));
    assert_eq!(errands[0], Errand::Ask(Request::StopRun(again)));
    assert_eq!(state.board.as_ref().unwrap().record.runs[0], old);
    take(&mut state, stepped(again, 0));
    assert_eq!(state.board.as_ref().unwrap().record.runs[0], old);
    // With the first epoch of the next one the old checkpoint goes, before the new one is kept.
    let errands = take(&mut state, Change::Retry(key.clone()));
    let (third, ..) = begun(&errands)[0];
    take(&mut state, stepped(third, 0));
    let errands = take(&mut state, tested(third));
    assert_eq!(
        errands,
        [Errand::ForgetCheckpoint(key.clone()), Errand::KeepRun(key.clone())]
    );
    assert!(take(&mut state, Change::Restore(key)).is_empty());
}

#[test]
fn files_and_seeds_are_of_the_experiment_on_the_page_not_of_a_plan_that_was_edited_since() {
    let (mut state, _) = started();
    take(&mut state, Change::AddSeed(3));
    assert_eq!(state.plan.seeds, [1, 2, 3]);
    take(
        &mut state,
        Change::Set {
            key: "seeds",
            value: "7".to_owned(),
        },
    );
    take(&mut state, Change::AddSeed(4));
    assert_eq!(state.plan.seeds, [7]);
    assert_eq!(state.shared().seeds, [1, 2, 3, 4]);
    take(&mut state, Change::Close);
    assert_eq!((state.shared().seeds, state.id.clone()), (vec![7], None));
}

#[test]
fn one_run_that_is_begun_again_leaves_a_paused_experiment_paused() {
    let (mut state, errands) = started();
    let first = begun(&errands)[0].0;
    take(&mut state, heard(Event::Stopped(first)));
    take(&mut state, Change::Pause);
    let key = state.board.as_ref().unwrap().record.runs[0].key.clone();
    let errands = take(&mut state, Change::Retry(key.clone()));
    assert_eq!(errands, [Errand::KeepRun(key.clone())]);
    assert!(state.board.as_ref().unwrap().is_held());
    // Where everything is over, the one run begins at once.
    take(&mut state, Change::StopAll);
    for run in state.runs.keys().copied().collect::<Vec<_>>() {
        take(&mut state, heard(Event::Stopped(run)));
    }
    assert_eq!(begun(&take(&mut state, Change::Retry(key))).len(), 1);
}

#[test]
fn late_events_of_a_forgotten_run_change_nothing() {
    let (mut state, errands) = started();
    let first = begun(&errands)[0].0;
    take(&mut state, Change::Start);
    assert_eq!(take(&mut state, stepped(first, 0)), []);
    assert!(state.board.unwrap().record.runs.iter().all(|run| run.losses.is_empty()));
}

#[test]
fn a_checkpoint_is_kept_after_the_run_and_taken_up_after_a_reload() {
    let (mut state, errands) = started();
    let first = begun(&errands)[0].0;
    take(&mut state, stepped(first, 0));
    take(&mut state, stepped(first, 1));
    let event = Event::Checkpointed {
        run: first,
        n_steps: 2,
        epoch: 0,
    };
    let bytes = vec![7];
    let errands = take(&mut state, Change::Heard { event, bytes });
    let key = state.board.as_ref().unwrap().record.runs[0].key.clone();
    let expected = Errand::KeepCheckpoint {
        key: key.clone(),
        n_steps: 2,
        bytes: vec![7],
    };
    assert_eq!(errands, [expected]);

    let mut again = AblationState::new(1);
    let record = Box::new(state.board.unwrap().record);
    let id = "experiment-1".to_owned();
    take(&mut again, Change::Open { id, record });
    assert_eq!(again.whole(), RunState::Paused);
    let errands = take(&mut again, Change::Resume);
    assert!(
        matches!(&errands[..], [Errand::Begin { has_begun: true, .. }]),
        "{errands:?}"
    );
    take(&mut again, Change::TakenUp { key, n_steps: 1 });
    assert_eq!(again.board.unwrap().record.runs[0].losses, [2.0]);
}

#[test]
fn pause_and_stop_reach_every_run_and_nothing_new_begins() {
    let (mut state, errands) = started();
    let names: Vec<_> = begun(&errands).into_iter().map(|(run, ..)| run).collect();
    let errands = take(&mut state, Change::Pause);
    assert_eq!(
        errands,
        names
            .iter()
            .map(|run| Errand::Ask(Request::PauseRun(*run)))
            .collect::<Vec<_>>()
    );
    take(&mut state, Change::StopAll);
    for run in names {
        let errands = take(&mut state, heard(Event::Stopped(run)));
        assert!(begun(&errands).is_empty());
    }
    assert_eq!(state.whole(), RunState::Done);
}

#[test]
fn a_seed_is_added_while_runs_go_on_and_the_last_run_ends_the_experiment() {
    let (mut state, _) = started();
    take(&mut state, Change::AddSeed(9));
    assert_eq!(state.plan.seeds, [1, 2, 9]);
    take(&mut state, Change::Slots(6));
    let runs: Vec<RunId> = state.runs.keys().copied().collect();
    assert_eq!(runs.len(), 6);
    for run in runs {
        for step in 0..4 {
            take(&mut state, stepped(run, step));
        }
        let summary = RunSummary {
            n_classes: 10,
            n_steps: 4,
            labels: vec![0; 10],
            predictions: vec![0; 10],
            confidences: vec![1.0; 10],
        };
        let samples = Vec::new();
        take(&mut state, heard(Event::Finished { run, summary, samples }));
    }
    assert_eq!(state.whole(), RunState::Done);
    assert!(!state.is_busy());
}

#[test]
fn a_wrong_setting_is_named_and_nothing_is_lost() {
    let (mut state, _) = started();
    take(
        &mut state,
        Change::Set {
            key: "seeds",
            value: "1, zwei".to_owned(),
        },
    );
    assert_eq!(
        (state.problems.len(), state.plan.seeds.as_slice()),
        (1, [1, 2].as_slice())
    );
    take(
        &mut state,
        Change::Set {
            key: "seeds",
            value: "3,3".to_owned(),
        },
    );
    assert!(matches!(state.mistake, Some(ExperimentError::Twice { .. })));
    take(&mut state, Change::Start);
    assert_eq!(state.board.unwrap().record.experiment.seeds, [1, 2]);
}
