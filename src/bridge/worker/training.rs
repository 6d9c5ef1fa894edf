//! The loop of a run: one piece of work, a look at what is wanted, now and then a report, a checkpoint and a breath.
//! Whoever wants to look into the network is lent a copy between two pieces.
//!
//! No timer is waited for, so that a hidden tab, whose timers the browser slows down, goes on training.
//! Long because all that happens between two pieces stands here, in its order.

use std::cell::Cell;
use std::rc::Rc;

use burn::tensor::Device;

use super::End;
use super::compute::end_of;
use super::control::{RunControl, Turn};
use super::loader::Loaded;
use super::networks::Networks;
use super::samples::{N_OF_EACH, choose};
use crate::bridge::protocol::{Event, RunId};
use crate::engine::{Advance, Checkpoint, Session, Weights};
use crate::spec::{NetworkSpec, RunSpec, RunSummary, StepMetrics};
use crate::web::scope::now_ms;
use crate::web::task::yield_now;

/// Milliseconds between two reports: about ten a second, as often as a learner sees.
const REPORT_MS: f64 = 100.0;
/// Milliseconds after which messages are let in; one step may take longer.
const BREATH_MS: f64 = 40.0;

/// A copy of a network, on the host.
#[derive(Clone, Debug)]
pub struct Trained {
    /// What it is.
    pub spec: NetworkSpec,
    /// Its weights.
    pub weights: Weights,
    /// Steps that made them.
    pub n_steps: usize,
}

/// The end of a run that went to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// [`Event::Finished`].
    pub event: Event,
    /// The pixels of its samples, 3,072 bytes each.
    pub pixels: Vec<u8>,
}

/// When messages were let in last, in whichever run; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Breath {
    taken_ms: Rc<Cell<f64>>,
}

impl Breath {
    /// Lets messages in, where it is time.
    async fn take(&self) {
        if now_ms() - self.taken_ms.get() >= BREATH_MS {
            yield_now().await;
            self.taken_ms.set(now_ms());
        }
    }
}

/// What the loop of a run looks at.
#[derive(Clone, Copy)]
pub struct Training<'a> {
    /// What is wanted of the run.
    pub control: &'a RunControl,
    /// Where networks are lent.
    pub networks: &'a Networks<Trained>,
    /// The worker's.
    pub breath: &'a Breath,
    /// How often the run is kept; nothing for on request only.
    pub checkpoint_every_ms: Option<f64>,
    /// Hears what happens, and the bytes next to it.
    pub tell: Tell<'a>,
}

/// Hears an event, and the bytes that are to travel next to it.
pub type Tell<'a> = &'a dyn Fn(&Event, &[u8]);

impl Training<'_> {
    /// Trains `spec` until the end, from `checkpoint` where there is one.
    ///
    /// # Errors
    /// [`End::Stopped`] on request, else what the engine says.
    pub async fn run(
        &self,
        spec: RunSpec,
        checkpoint: Option<Checkpoint>,
        images: &Loaded,
        device: &Device,
    ) -> Result<Finished, End> {
        let post = |event: &Event| (self.tell)(event, &[]);
        let run = self.control.run();
        let (train, test) = (Rc::clone(&images.train), Rc::clone(&images.test));
        let session = match checkpoint {
            None => Session::new(spec, train, test, device),
            Some(checkpoint) => Session::resume(&checkpoint, train, test, device),
        };
        let mut session = session.map_err(end_of)?;
        post(&Event::Started {
            run,
            data: images.report.clone(),
        });
        let mut ledger = Ledger::new(run, self.tell);
        let mut keeper = Keeper::new(&session, self.checkpoint_every_ms);
        loop {
            if self.is_disturbed() {
                // For those who ask, also while it halts; what is lent at a stop is kept.
                let work = self.control.work().await;
                self.networks.lend(run, trained(&session).await?);
                drop(work);
            }
            self.wait_for_turn(&session, &mut ledger, &mut keeper).await?;
            let Some(work) = self.control.work().await else {
                continue;
            };
            self.breath.take().await;
            if self.is_disturbed() {
                continue;
            }
            self.networks.moves_on(run);
            let begun_ms = now_ms();
            let advance = match session.advance().await {
                Ok(advance) => advance,
                Err(error) => {
                    ledger.flush();
                    return Err(end_of(error));
                }
            };
            match advance {
                Advance::Stepped(step) => {
                    ledger.add(step, now_ms() - begun_ms);
                    self.control.stepped();
                    if keeper.is_time() {
                        keeper.keep(&session, &mut ledger).await?;
                    }
                }
                Advance::Tested { n_done, n_total } => ledger.tested(n_done, n_total),
                Advance::EpochDone(metrics) => {
                    ledger.flush();
                    post(&Event::EpochDone { run, metrics });
                    keeper.keep_changes(&session, &mut ledger).await?;
                }
                Advance::Finished(summary) => {
                    ledger.flush();
                    self.networks.lend(run, trained(&session).await?);
                    return Ok(finished(run, &session, summary));
                }
            }
            drop(work);
        }
    }

    /// Whether something else comes before the next piece of work.
    fn is_disturbed(&self) -> bool {
        self.control.turn() != Turn::Go || self.networks.is_asked(self.control.run())
    }

    /// Returns when the next piece of work may be done.
    async fn wait_for_turn(&self, session: &Session, ledger: &mut Ledger<'_>, keeper: &mut Keeper) -> Result<(), End> {
        let post = |event: &Event| (self.tell)(event, &[]);
        let run = self.control.run();
        let mut is_paused = false;
        loop {
            if self.control.take_checkpoint_wish() {
                let _work = self.control.work().await;
                keeper.keep(session, ledger).await?;
            }
            match self.control.turn() {
                Turn::Go => return Ok(()),
                Turn::Stop => {
                    ledger.flush();
                    return Err(End::Stopped);
                }
                Turn::Halt => {
                    if !is_paused {
                        let _work = self.control.work().await;
                        keeper.keep_changes(session, ledger).await?;
                        ledger.flush();
                        post(&Event::Paused(run));
                        is_paused = true;
                    }
                    if self.control.halt_over().await {
                        post(&Event::Resumed(run));
                    }
                }
            }
        }
    }
}

/// A copy of the network as it stands.
async fn trained(session: &Session) -> Result<Trained, End> {
    Ok(Trained {
        spec: session.spec().network.clone(),
        weights: session.network().read_weights().await.map_err(end_of)?,
        n_steps: session.n_steps_done(),
    })
}

fn finished(run: RunId, session: &Session, summary: RunSummary) -> Finished {
    let samples = choose(&summary, N_OF_EACH);
    let pixels = session.test_images().subset(&samples).pixels;
    let event = Event::Finished { run, summary, samples };
    Finished { event, pixels }
}

/// When the run was kept last, and as what.
struct Keeper {
    every_ms: Option<f64>,
    kept_ms: f64,
    /// Steps and epochs done.
    kept: (usize, usize),
}

impl Keeper {
    fn new(session: &Session, every_ms: Option<f64>) -> Self {
        Self {
            every_ms,
            kept_ms: now_ms(),
            kept: place(session),
        }
    }

    fn is_time(&self) -> bool {
        self.every_ms
            .is_some_and(|every_ms| now_ms() - self.kept_ms >= every_ms)
    }

    /// Keeps the run where it is to be kept and has moved since it was.
    async fn keep_changes(&mut self, session: &Session, ledger: &mut Ledger<'_>) -> Result<(), End> {
        if self.every_ms.is_some() && self.kept != place(session) {
            self.keep(session, ledger).await?;
        }
        Ok(())
    }

    /// Keeps the run; the page has heard of every step before.
    async fn keep(&mut self, session: &Session, ledger: &mut Ledger<'_>) -> Result<(), End> {
        ledger.flush();
        let checkpoint = session.checkpoint().await.map_err(end_of)?;
        let bytes = checkpoint.to_bytes().map_err(end_of)?;
        let event = Event::Checkpointed {
            run: ledger.run,
            n_steps: checkpoint.n_steps(),
            epoch: checkpoint.epoch(),
        };
        (ledger.tell)(&event, &bytes);
        self.kept = place(session);
        self.kept_ms = now_ms();
        Ok(())
    }
}

fn place(session: &Session) -> (usize, usize) {
    (session.n_steps_done(), session.n_epochs_done())
}

/// Steps that the page has not heard of.
struct Ledger<'a> {
    run: RunId,
    tell: Tell<'a>,
    steps: Vec<StepMetrics>,
    training_ms: f64,
    reported_ms: f64,
}

impl<'a> Ledger<'a> {
    fn new(run: RunId, tell: Tell<'a>) -> Self {
        Self {
            run,
            tell,
            steps: Vec::new(),
            training_ms: 0.0,
            reported_ms: 0.0,
        }
    }

    /// Adds a step that took `ms`, and reports where it is time.
    fn add(&mut self, step: StepMetrics, ms: f64) {
        self.steps.push(step);
        self.training_ms += ms;
        if now_ms() - self.reported_ms >= REPORT_MS {
            self.flush();
        }
    }

    /// Reports how far a test is, where it is time.
    fn tested(&mut self, n_done: usize, n_total: usize) {
        self.flush();
        if now_ms() - self.reported_ms >= REPORT_MS {
            self.reported_ms = now_ms();
            let run = self.run;
            (self.tell)(&Event::Testing { run, n_done, n_total }, &[]);
        }
    }

    /// Reports all steps that the page has not heard of, if any.
    fn flush(&mut self) {
        if self.steps.is_empty() {
            return;
        }
        self.reported_ms = now_ms();
        let event = Event::Stepped {
            run: self.run,
            steps: std::mem::take(&mut self.steps),
            training_ms: self.training_ms,
        };
        (self.tell)(&event, &[]);
    }
}
