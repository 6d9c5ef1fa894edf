//! The lab's stories, each from its first intent. Long because they are many.

use super::*;
use crate::bridge::page::{Preference, Reason};
use crate::bridge::protocol::{DataReport, DeviceReport, EngineKind, GpuProblem};
use crate::spec::{DataSource, RunSummary, StepMetrics};
use crate::ui::intent::EngineReason;

mod own_network;

fn heard(state: &mut LabState, event: Event) -> Vec<Errand> {
    state.take(Intent::Heard { event, pixels: vec![] })
}

fn running() -> (LabState, RunId) {
    let mut state = LabState::default();
    state.take(Intent::OpenLink("images=256&epochs=2&batch=128".into()));
    let errands = state.take(Intent::Start);
    let [Errand::Begin { run, .. }] = errands.as_slice() else {
        panic!("{errands:?}");
    };
    let run = *run;
    opened(&mut state, run);
    heard(&mut state, started(run));
    (state, run)
}

fn opened(state: &mut LabState, run: RunId) {
    let device = DeviceReport {
        engine: EngineKind::Cpu,
        adapter: None,
        n_cores: 2,
    };
    let why = EngineReason::Chosen(Reason::NoGpu);
    state.take(Intent::EngineOpened { run, device, why });
}

fn started(run: RunId) -> Event {
    let data = DataReport {
        source: DataSource::OfficialArchive,
        n_train: 256,
        n_test: 100,
        classes: vec![],
        cache_problem: None,
    };
    Event::Started { run, data }
}

fn stepped(run: RunId, step: usize, loss: f32) -> Event {
    let steps = vec![StepMetrics {
        step,
        epoch: step / 2,
        loss,
        n_images: 128,
    }];
    let training_ms = (step + 1) as f64 * 500.0;
    Event::Stepped {
        run,
        steps,
        training_ms,
    }
}

#[test]
fn a_run_goes_from_idle_to_running() {
    let (mut state, run) = running();
    assert_eq!(state.run.phase, Phase::Running);
    heard(&mut state, stepped(run, 0, 2.3));
    assert_eq!(state.run.n_steps(), 1);
    assert_eq!(state.run.speed.images_per_second(), Some(256.0));
    assert_eq!(state.run.seconds_left(), Some(1.5)); // 512 − 128 = 384 images at 256 a second
}

#[test]
fn late_events_of_a_stopped_run_are_dropped() {
    let (mut state, run) = running();
    assert_eq!(state.take(Intent::Stop), [Errand::Ask(Request::StopRun(run))]);
    heard(&mut state, Event::Stopped(run));
    assert_eq!(state.run.phase, Phase::Idle);
    let before = state.clone();
    heard(&mut state, stepped(run, 0, 2.3));
    assert_eq!(state, before);
    state.take(Intent::Start);
    heard(&mut state, started(run));
    assert_eq!(state.run.phase, Phase::Loading); // it was the old run's start
}

#[test]
fn stop_pressed_twice_ends_the_worker() {
    let (mut state, _) = running();
    state.take(Intent::Stop);
    assert_eq!(state.take(Intent::Stop), [Errand::Terminate]);
    assert_eq!(state.run.phase, Phase::Idle);
}

#[test]
fn nan_is_a_failure_and_keeps_the_curve() {
    let (mut state, run) = running();
    heard(&mut state, stepped(run, 0, 2.3));
    let errands = heard(&mut state, stepped(run, 1, f32::NAN));
    assert_eq!(errands, [Errand::Ask(Request::StopRun(run))]);
    assert_eq!(state.run.phase, Phase::Failed);
    assert_eq!(state.run.fault, Some(Fault::NotANumber { step: 1 }));
    assert_eq!(state.run.steps.len(), 2);
}

#[test]
fn a_step_without_a_run_begins_one_and_waits() {
    let mut state = LabState::default();
    let errands = state.take(Intent::Step);
    assert!(
        matches!(errands.as_slice(), [Errand::Begin { paused: true, .. }]),
        "{errands:?}"
    );
    let run = RunId(1);
    opened(&mut state, run);
    assert_eq!(heard(&mut state, started(run)), [Errand::Ask(Request::StepRun(run))]);
    heard(&mut state, Event::Paused(run));
    assert_eq!(state.run.phase, Phase::Paused);
    assert_eq!(state.take(Intent::Step), [Errand::Ask(Request::StepRun(run))]);
    assert_eq!(state.take(Intent::Resume), [Errand::Ask(Request::ResumeRun(run))]);
}

#[test]
fn a_wrong_webgpu_engine_gives_way_to_the_cpu() {
    let mut state = LabState::default();
    state.take(Intent::Start);
    let fault = Fault::WrongResult {
        layer: "conv2".into(),
        difference: 0.5,
    };
    let event = Event::Failed {
        run: Some(RunId(1)),
        fault: fault.clone(),
    };
    let errands = heard(&mut state, event);
    assert!(
        matches!(
            errands.as_slice(),
            [
                Errand::Terminate,
                Errand::Begin {
                    run: RunId(2),
                    wish: Preference::Cpu,
                    ..
                }
            ]
        ),
        "{errands:?}"
    );
    assert_eq!(state.run.why, Some(EngineReason::GpuFailed));
    assert_eq!(state.run.phase, Phase::Loading);
}

#[test]
fn an_engine_asked_for_by_name_does_not_give_way() {
    let mut state = LabState::default();
    state.take(Intent::OpenLink("engine=gpu".into()));
    state.take(Intent::Start);
    let fault = Fault::NoGpu {
        problem: GpuProblem::NoAdapter,
    };
    heard(
        &mut state,
        Event::Failed {
            run: Some(RunId(1)),
            fault,
        },
    );
    assert_eq!(state.run.phase, Phase::Failed);
    let errands = state.take(Intent::Mend(Remedy::UseCpu));
    assert!(matches!(
        errands.as_slice(),
        [
            Errand::WriteLink,
            Errand::Begin {
                wish: Preference::Cpu,
                ..
            }
        ]
    ));
}

#[test]
fn without_cifar10_the_generated_images_are_the_default() {
    let mut state = LabState::default();
    state.take(Intent::OpenLink("epochs=2".into()));
    state.take(Intent::FoundData { cifar10: false });
    assert_eq!(state.query.data.dataset, Dataset::Scales);
    state.take(Intent::OpenLink("data=cifar10".into()));
    assert_eq!(state.query.data.dataset, Dataset::Cifar10); // asked for by name: its absence is reported, not hidden
}

#[test]
fn a_trap_ends_the_worker_and_keeps_the_page() {
    let (mut state, run) = running();
    heard(&mut state, stepped(run, 0, 2.3));
    let fault = Fault::Bug {
        message: "index out of bounds".into(),
    };
    assert_eq!(
        heard(&mut state, Event::Failed { run: None, fault }),
        [Errand::Terminate]
    );
    assert_eq!((state.run.phase, state.run.steps.len()), (Phase::Failed, 1));
}

#[test]
fn a_link_starts_its_run_once_and_again_after_the_last_one() {
    let mut state = LabState::default();
    for _visit in 0..2 {
        state.take(Intent::OpenLink(
            "?variant=plain-s&data=scales&images=100&start=1".into(),
        ));
        assert!(state.query.start);
        let errands = state.take(Intent::Start);
        assert!(
            matches!(errands.as_slice(), [Errand::Begin { .. }, Errand::WriteLink]),
            "{errands:?}"
        );
        assert!(!state.query.start && !state.query.serialise().contains("start"));
        state.take(Intent::Stop);
    }
}

#[test]
fn whether_cifar10_is_there_stays_unknown_until_it_was_looked_up() {
    let mut state = LabState::default();
    state.take(Intent::OpenLink("?variant=plain-s&images=100&start=1".into()));
    assert_eq!(state.cifar10_here, None);
    state.take(Intent::FoundData { cifar10: false });
    assert_eq!(state.query.data.dataset, Dataset::Scales);
}

/// A run of seed `seed` from its beginning to its end, with half of the test images right.
fn finish(state: &mut LabState, seed: u64) -> RunId {
    state.take(Intent::OpenLink(format!("images=256&epochs=2&batch=128&seed={seed}")));
    let errands = state.take(Intent::Start);
    let [Errand::Begin { run, .. }] = errands.as_slice() else {
        panic!("{errands:?}");
    };
    let run = *run;
    opened(state, run);
    heard(state, started(run));
    let summary = RunSummary {
        n_classes: 2,
        n_steps: 4,
        labels: vec![0, 1],
        predictions: vec![0, 0],
        confidences: vec![0.5; 2],
    };
    let samples = vec![];
    heard(state, Event::Finished { run, summary, samples });
    run
}

#[test]
fn the_last_four_finished_runs_are_listed_with_what_was_trained() {
    let mut state = LabState::default();
    for seed in 1..=5 {
        finish(&mut state, seed);
    }
    let listed: Vec<(RunId, u64, f32)> = state
        .finished
        .iter()
        .map(|finished| (finished.run, finished.spec.seed, finished.accuracy))
        .collect();
    let expected = [2, 3, 4, 5].map(|seed| (RunId(seed), seed, 0.5));
    assert_eq!(listed, expected);
}

#[test]
fn finished_runs_end_with_the_worker_that_holds_their_networks() {
    let mut state = LabState::default();
    finish(&mut state, 1);
    let errands = state.take(Intent::Start);
    assert!(matches!(errands.as_slice(), [Errand::Begin { .. }]), "{errands:?}");
    assert_eq!(state.finished.len(), 1); // the same worker trains again
    assert_eq!(state.take(Intent::Stop), [Errand::Terminate]);
    assert!(state.finished.is_empty());

    finish(&mut state, 2);
    state.take(Intent::Start);
    let device = DeviceReport {
        engine: EngineKind::Gpu,
        adapter: None,
        n_cores: 2,
    };
    let why = EngineReason::Chosen(Reason::HardwareGpu);
    let run = state.run.id.unwrap();
    state.take(Intent::EngineOpened { run, device, why });
    assert!(state.finished.is_empty());
}
