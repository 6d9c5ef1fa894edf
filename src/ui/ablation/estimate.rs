//! How long an experiment will take, from a short run of each of its networks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;

use super::plan::Plan;
use super::state::AblationState;
use super::store::Ablation;
use crate::bridge::page::{Begin, Heard};
use crate::bridge::protocol::{Event, Fault, RunId};
use crate::spec::{AugmentSpec, DataSpec};
use crate::ui::i18n::{say, tr, use_speech};
use crate::ui::names;
use crate::ui::numbers::clock;

/// How long it will take, from a short run of each network on this machine.
#[component]
pub fn Estimate() -> impl IntoView {
    let speech = use_speech();
    let ablation = expect_context::<Ablation>();
    let found = RwSignal::new(None::<Result<f64, Fault>>);
    let is_measuring = RwSignal::new(false);
    // The trial that goes on; another plan, another experiment, or another page gives it up.
    let trial = StoredValue::new_local(None::<Trial>);
    let give_up = move || {
        if let Some(trial) = trial.try_update_value(Option::take).flatten() {
            trial.give_up();
        }
    };
    on_cleanup(give_up);
    let plan = ablation.part(|state| state.plan.clone());
    let is_busy = ablation.part(AblationState::is_busy);
    // As many as will really go on at a time.
    let n_at_a_time = ablation.part(|state| state.n_slots.min(state.plan.variants.len() * state.plan.seeds.len()));
    let id = ablation.part(|state| state.id.clone());
    Effect::new(move |_| {
        // Read, not only tracked: a memo that nobody reads never hears of a change.
        plan.with(|_| ());
        // An experiment that begins ends all workers, the one of a measurement too.
        id.with(|_| ());
        give_up();
        found.set(None);
        is_measuring.set(false);
    });
    let measure = move |_| {
        is_measuring.set(true);
        let plan = plan.get_untracked();
        give_up();
        let next = Trial {
            ablation,
            plan: Rc::new(plan),
            seconds: Rc::new(RefCell::new(0.0)),
            run: Rc::new(Cell::new(None)),
        };
        trial.set_value(Some(next.clone()));
        next.next(
            0,
            Rc::new(move |seconds| {
                // A trial that was given up is not heard of again.
                let _ = is_measuring.try_set(false);
                let _ = found.try_set(Some(seconds));
            }),
        );
    };
    view! {
        <p class="estimate" role="status">
            <button type="button" class="button" data-testid="estimate" disabled=move || is_measuring.get() || is_busy.get() on:click=measure>
                {tr!(speech, ablation.estimate)}
            </button>
            " "
            {move || match (is_measuring.get(), found.get()) {
                (true, _) => say!(speech, ablation.estimating),
                (false, Some(Ok(seconds))) => {
                    let n = n_at_a_time.get().max(1);
                    say!(speech, ablation.estimate_is, time = clock(seconds / n as f64), n = n)
                }
                (false, Some(Err(fault))) => names::advice(speech, &fault),
                (false, None) => String::new(),
            }}
        </p>
    }
}

/// A short run of each network, one after the other.
#[derive(Clone)]
struct Trial {
    ablation: Ablation,
    plan: Rc<Plan>,
    /// Seconds of the whole experiment, as far as it is measured.
    seconds: Rc<RefCell<f64>>,
    /// The run that goes on now.
    run: Rc<Cell<Option<RunId>>>,
}

/// First name of a trial run: far from those of the experiment.
const FIRST_TRIAL: u64 = 1 << 41;
thread_local! {
    /// Trial runs so far: no name is used twice, so that nothing is heard of a run that was given up.
    static N_TRIALS: Cell<u64> = const { Cell::new(0) };
}
/// Training images of a trial: the fewest that a run may have.
const TRIAL_IMAGES: usize = 100;

impl Trial {
    /// Ends the run that goes on; nothing is heard of it any more.
    fn give_up(&self) {
        if let Some(run) = self.run.take() {
            self.ablation.fleet().end(run);
        }
    }

    /// Measures variant `idx` and all after it; `tell` hears the seconds of the whole experiment on one worker.
    fn next(self, idx: usize, tell: Rc<dyn Fn(Result<f64, Fault>)>) {
        let Some(mut spec) = self.plan.run(idx) else {
            self.run.set(None);
            return tell(Ok(*self.seconds.borrow()));
        };
        let whole = spec.clone();
        spec.data = DataSpec {
            n_train: TRIAL_IMAGES,
            n_test: 10,
            augment: AugmentSpec::default(),
            ..spec.data
        };
        spec.training.epochs = 1;
        spec.training.batch_size = spec.training.batch_size.min(50);
        let run = RunId(FIRST_TRIAL + N_TRIALS.get());
        N_TRIALS.set(N_TRIALS.get() + 1);
        self.run.set(Some(run));
        let wanted = Begin {
            run,
            spec: Box::new(spec),
            preference: self.plan.settings.engine,
            paused: false,
            checkpoint: Vec::new(),
            checkpoint_every_ms: None,
        };
        let n_seeds = self.plan.seeds.len() as f64;
        let last_ms = RefCell::new(0.0);
        let fleet = self.ablation.fleet();
        let hear = move |heard| {
            let Heard::Event { event, .. } = heard else { return };
            if self.run.get() != Some(run) {
                return;
            }
            match event {
                Event::Stepped { training_ms, .. } => *last_ms.borrow_mut() = training_ms,
                Event::Finished { .. } => {
                    let per_image = *last_ms.borrow() / 1000.0 / TRIAL_IMAGES as f64;
                    // A test image costs the forward pass alone, about a third of forward and backward.
                    let n_images = whole.data.n_train as f64 + whole.data.n_test as f64 / 3.0;
                    *self.seconds.borrow_mut() += per_image * n_images * whole.training.epochs as f64 * n_seeds;
                    self.clone().next(idx + 1, Rc::clone(&tell));
                }
                Event::Failed { fault, .. } => {
                    self.run.set(None);
                    tell(Err(fault));
                }
                _ => {}
            }
        };
        fleet.begin(wanted, Rc::new(hear));
    }
}
