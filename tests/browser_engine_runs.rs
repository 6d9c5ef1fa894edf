//! Runs inside a worker: kept and resumed, side by side, stopped, and failing alone.
//!
//! Long because the worker without its wire, which all tests share, stands here too.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::cell::RefCell;
use std::rc::Rc;

use fovea::bridge::protocol::{DataReport, Event, Fault, NetworkSource, ProbeId, ProbeQuestion, Request, RunId};
use fovea::bridge::worker::End;
use fovea::bridge::worker::answers::Answers;
use fovea::bridge::worker::control::Control;
use fovea::bridge::worker::loader::Loaded;
use fovea::bridge::worker::networks::Networks;
use fovea::bridge::worker::probing::answer;
use fovea::bridge::worker::queue::Ask;
use fovea::bridge::worker::training::{Breath, Finished, Training};
use fovea::data::scales;
use fovea::engine::{Checkpoint, device};
use fovea::spec::{
    AugmentSpec, ConvSpec, DataSource, DataSpec, Dataset, EpochMetrics, InputSpec, LayerSpec, LinearSpec, NetworkSpec,
    OpSpec, PoolSpec, RunSpec, RunSummary, Schedule, StepMetrics, TrainingSpec, variants,
};
use fovea::web::task::{spawn_local, yield_now};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const N_TRAIN: usize = 100;
const N_TEST: usize = 50;
/// Kept after every step.
const ALWAYS: Option<f64> = Some(0.0);

fn small() -> NetworkSpec {
    let layer = LayerSpec::new;
    NetworkSpec {
        input: InputSpec::CIFAR10,
        layers: vec![
            layer("conv", OpSpec::Conv(ConvSpec::square(4, 3).padding(1).stride(2))),
            layer("bn", OpSpec::BatchNorm),
            layer("relu", OpSpec::Relu),
            layer("pool", OpSpec::Pool(PoolSpec::max(4, 4, 0))),
            layer("flatten", OpSpec::Flatten),
            layer("fc", OpSpec::Linear(LinearSpec { out_features: 10 })),
        ],
    }
}

fn run_spec(network: NetworkSpec, seed: u64, epochs: usize) -> RunSpec {
    RunSpec {
        variant: "test".to_owned(),
        network,
        data: DataSpec {
            dataset: Dataset::Scales,
            n_train: N_TRAIN,
            n_test: N_TEST,
            augment: AugmentSpec { flip: true, shift: 3 },
        },
        training: TrainingSpec {
            epochs,
            batch_size: 32,
            learning_rate: 3e-3,
            weight_decay: 0.05,
            schedule: Schedule::Cosine,
            ..TrainingSpec::TUTORIAL
        },
        seed,
    }
}

type Said = Rc<RefCell<Vec<(Event, Vec<u8>)>>>;
type Ended = Rc<RefCell<Vec<(RunId, Result<Finished, End>)>>>;

/// A worker as `serve` has it, without its wire.
#[derive(Clone)]
struct Worker {
    control: Control,
    networks: Networks<fovea::bridge::worker::training::Trained>,
    breath: Breath,
    images: Rc<Loaded>,
    /// All that was said, in its order.
    said: Said,
    ended: Ended,
    /// Does something as soon as something is said.
    react: Rc<dyn Fn(&Control, &Event)>,
}

impl Worker {
    fn new(react: impl Fn(&Control, &Event) + 'static) -> Self {
        let report = DataReport {
            source: DataSource::Generated,
            n_train: N_TRAIN,
            n_test: N_TEST,
            classes: Vec::new(),
            cache_problem: None,
        };
        Self {
            control: Control::default(),
            networks: Networks::default(),
            breath: Breath::default(),
            images: Rc::new(Loaded {
                train: Rc::new(scales::generate(N_TRAIN, 1)),
                test: Rc::new(scales::generate_test(N_TEST, 1)),
                report,
            }),
            said: Said::default(),
            ended: Ended::default(),
            react: Rc::new(react),
        }
    }

    /// Begins a run, as a request would.
    fn begin(&self, run: u64, spec: RunSpec, checkpoint: Option<&[u8]>, paused: bool) {
        let run = RunId(run);
        let control = self.control.begin(run, paused).unwrap();
        let checkpoint = checkpoint.map(|bytes| Checkpoint::from_bytes(&spec, bytes).unwrap());
        let worker = self.clone();
        spawn_local(async move {
            let tell = |event: &Event, bytes: &[u8]| {
                worker.said.borrow_mut().push((event.clone(), bytes.to_vec()));
                (worker.react)(&worker.control, event);
            };
            let training = Training {
                control: &control,
                networks: &worker.networks,
                breath: &worker.breath,
                checkpoint_every_ms: ALWAYS,
                tell: &tell,
            };
            let end = training.run(spec, checkpoint, &worker.images, &device::cpu()).await;
            worker.ended.borrow_mut().push((run, end));
        });
    }

    /// Lets the runs go on until `n_runs` of them have ended.
    async fn finish(&self, n_runs: usize) {
        while self.ended.borrow().len() < n_runs {
            yield_now().await;
        }
    }

    fn end_of(&self, run: u64) -> Result<Finished, End> {
        let ended = self.ended.borrow();
        ended.iter().find(|(ended, _)| *ended == RunId(run)).unwrap().1.clone()
    }

    /// What a run computed, from step `first` on.
    fn numbers(&self, run: u64, first: usize) -> Numbers {
        let mut numbers = Numbers::default();
        for (event, _) in self.said.borrow().iter() {
            match event {
                Event::Stepped { run: of, steps, .. } if *of == RunId(run) => numbers.steps.extend(steps),
                Event::EpochDone { run: of, metrics } if *of == RunId(run) => numbers.epochs.push(*metrics),
                _ => {}
            }
        }
        numbers.steps.retain(|step| step.step >= first);
        // An epoch of 4 steps is tested after its last.
        numbers.epochs.retain(|epoch| (epoch.epoch + 1) * 4 >= first);
        if let Ok(Finished {
            event: Event::Finished { summary, .. },
            ..
        }) = self.end_of(run)
        {
            numbers.summary = Some(summary);
        }
        let said = self.said.borrow();
        let kept = said.iter().filter(|(event, _)| is_kept(event, run).is_some());
        numbers.last_kept = kept.last().map(|(_, bytes)| bytes.clone());
        numbers
    }

    /// The checkpoint of a run after `n_steps`.
    fn kept(&self, run: u64, n_steps: usize) -> Vec<u8> {
        let said = self.said.borrow();
        let kept = said.iter().find(|(event, _)| is_kept(event, run) == Some(n_steps));
        kept.unwrap().1.clone()
    }
}

/// The steps of a checkpoint of `run`.
fn is_kept(event: &Event, run: u64) -> Option<usize> {
    match event {
        Event::Checkpointed { run: of, n_steps, .. } if *of == RunId(run) => Some(*n_steps),
        _ => None,
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Numbers {
    steps: Vec<StepMetrics>,
    epochs: Vec<EpochMetrics>,
    summary: Option<RunSummary>,
    last_kept: Option<Vec<u8>>,
}

/// The numbers of a run that has the worker for itself.
async fn alone(spec: RunSpec) -> Numbers {
    let worker = Worker::new(|_, _| {});
    worker.begin(1, spec, None, false);
    worker.finish(1).await;
    worker.numbers(1, 0)
}

#[wasm_bindgen_test]
async fn a_run_goes_on_from_a_checkpoint_bit_for_bit() {
    let spec = run_spec(small(), 7, 3);
    let first = Worker::new(|_, _| {});
    first.begin(1, spec.clone(), None, false);
    first.finish(1).await;
    let whole = first.numbers(1, 0);
    assert_eq!((whole.steps.len(), whole.epochs.len()), (12, 3)); // 100 images in batches of 32, three times
    for n_steps in [1, 4, 6] {
        let second = Worker::new(|_, _| {});
        second.begin(1, spec.clone(), Some(&first.kept(1, n_steps)), false);
        second.finish(1).await;
        let rest = second.numbers(1, 0);
        assert_eq!(rest.steps.len(), 12 - n_steps);
        assert!(rest == first.numbers(1, n_steps), "{n_steps}");
    }
}

#[wasm_bindgen_test]
async fn a_kept_network_is_looked_into_as_it_stood() {
    let spec = run_spec(small(), 7, 3);
    let worker = Worker::new(|_, _| {});
    worker.begin(1, spec.clone(), None, false);
    worker.finish(1).await;
    let kept = |run: RunSpec| NetworkSource::Kept {
        run: Box::new(run),
        checkpoint: worker.kept(1, 6).into(),
    };
    let asked = async |network: NetworkSource| {
        let ask = Ask {
            probe: ProbeId(1),
            network,
            question: ProbeQuestion::StateDict,
            data_url: String::new(),
            pixels: Vec::new(),
        };
        answer(&ask, &Networks::default(), &Answers::default(), &|_, _| {}, &|| true).await
    };
    let found = asked(kept(spec.clone())).await.unwrap();
    let checkpoint = Checkpoint::from_bytes(&spec, &worker.kept(1, 6)).unwrap();
    let file = checkpoint.weights().to_state_dict(&spec.network).unwrap();
    assert_eq!(
        (found.answer.file().map(|file| file.to_vec()), found.n_steps),
        (Some(file), 6)
    );
    let refused = asked(kept(run_spec(small(), 8, 3))).await;
    assert!(
        matches!(refused, Err(End::Failed(Fault::BadCheckpoint { .. }))),
        "{refused:?}"
    );
}

#[wasm_bindgen_test]
async fn two_runs_side_by_side_are_the_runs_alone() {
    let large = variants::find("plain-s").unwrap().network();
    let specs = [run_spec(small(), 7, 3), run_spec(large, 8, 2)];
    let worker = Worker::new(|_, _| {});
    worker.begin(1, specs[0].clone(), None, false);
    worker.begin(2, specs[1].clone(), None, false);
    worker.finish(2).await;
    assert!(worker.numbers(1, 0) == alone(specs[0].clone()).await);
    assert!(worker.numbers(2, 0) == alone(specs[1].clone()).await);
    // One piece each in turn: the second has begun before the first is through its first epoch.
    let said = worker.said.borrow();
    let place = |run: u64, n_steps: usize| said.iter().position(|(event, _)| is_kept(event, run) == Some(n_steps));
    assert!(place(2, 1).unwrap() < place(1, 3).unwrap());
    assert!(place(1, 1).unwrap() < place(2, 2).unwrap());
}

#[wasm_bindgen_test]
async fn eight_runs_at_once_finish() {
    let worker = Worker::new(|_, _| {});
    for run in 1..=8 {
        worker.begin(run, run_spec(small(), run, 1), None, false);
    }
    worker.finish(8).await;
    for run in 1..=8 {
        let numbers = worker.numbers(run, 0);
        assert_eq!(
            (numbers.steps.len(), numbers.summary.unwrap().n_steps),
            (4, 4),
            "run {run}"
        );
    }
    assert!(worker.numbers(5, 0) == alone(run_spec(small(), 5, 1)).await);
}

#[wasm_bindgen_test]
async fn a_stop_is_answered_within_one_step_and_stops_one_run() {
    // As soon as the second run has done five steps, the first is stopped, then the second.
    let worker = Worker::new(|control, event| match is_kept(event, 2) {
        Some(5) => control.take(&Request::StopRun(RunId(1))),
        Some(20) => control.take(&Request::StopRun(RunId(2))),
        _ => {}
    });
    worker.begin(1, run_spec(small(), 1, 1000), None, false);
    worker.begin(2, run_spec(small(), 2, 1000), None, false);
    worker.finish(2).await;
    assert_eq!(
        (worker.end_of(1), worker.end_of(2)),
        (Err(End::Stopped), Err(End::Stopped))
    );
    let said = worker.said.borrow();
    let asked = said.iter().position(|(event, _)| is_kept(event, 2) == Some(5)).unwrap();
    let late = said[asked..]
        .iter()
        .filter(|(event, _)| is_kept(event, 1).is_some())
        .count();
    assert!(late <= 1, "{late} steps after the stop");
}

#[wasm_bindgen_test]
async fn a_checkpoint_is_given_on_request_during_a_halt() {
    let worker = Worker::new(|control, event| match event {
        Event::Paused(run) => control.take(&Request::CheckpointRun(*run)),
        Event::Checkpointed { run, n_steps: 0, .. } => control.take(&Request::StepRun(*run)),
        Event::Checkpointed { run, n_steps: 1, .. } => control.take(&Request::StopRun(*run)),
        _ => {}
    });
    worker.begin(1, run_spec(small(), 1, 3), None, true);
    worker.finish(1).await;
    assert_eq!(worker.end_of(1), Err(End::Stopped));
    // Of the beginning; of the step, as it is kept always.
    assert_eq!(
        (worker.kept(1, 0).is_empty(), worker.kept(1, 1).is_empty()),
        (false, false)
    );
}

#[wasm_bindgen_test]
async fn a_loss_that_is_no_number_fails_its_run_alone() {
    let mut wild = run_spec(variants::find("plain-s").unwrap().network(), 1, 20);
    wild.training.learning_rate = 1.0;
    wild.training.epsilon = 0.0; // 0 / 0 for a weight without gradient
    let tame = run_spec(small(), 2, 2);
    let worker = Worker::new(|_, _| {});
    worker.begin(1, wild, None, false);
    worker.begin(2, tame.clone(), None, false);
    worker.finish(2).await;
    assert!(matches!(worker.end_of(1), Err(End::Failed(Fault::NotANumber { .. }))));
    assert!(worker.numbers(2, 0) == alone(tame).await);
}
