//! The loop of a run: one piece of work, a look at what is wanted, now and then a report and a breath.
//! Whoever wants to look into the network is lent a copy between two pieces.

use burn::tensor::Device;

use super::End;
use super::compute::end_of;
use super::control::{Control, Turn};
use super::loader::Images;
use super::networks::Networks;
use super::post::post;
use super::samples::{N_OF_EACH, choose};
use crate::bridge::protocol::{Event, RunId};
use crate::engine::{Advance, Session, Weights};
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
pub struct Finished {
    /// [`Event::Finished`].
    pub event: Event,
    /// The pixels of its samples, 3,072 bytes each.
    pub pixels: Vec<u8>,
}

/// Trains until the end.
///
/// # Errors
/// [`End::Stopped`] on request, else what the engine says.
pub async fn train(
    run: RunId,
    spec: RunSpec,
    images: Images,
    device: &Device,
    control: &Control,
    networks: &Networks<Trained>,
) -> Result<Finished, End> {
    let mut session = Session::new(spec, images.train, images.test, device).map_err(end_of)?;
    post(&Event::Started {
        run,
        data: images.report,
    });
    let mut ledger = Ledger::new(run);
    let mut breathed_ms = now_ms();
    loop {
        if now_ms() - breathed_ms >= BREATH_MS {
            yield_now().await;
            breathed_ms = now_ms();
        }
        if control.turn() != Turn::Go || networks.is_asked() {
            // For those who ask, also while it halts; what is lent at a stop is kept.
            networks.lend(trained(&session).await?);
        }
        wait_for_turn(run, control, &mut ledger).await?;
        networks.moves_on();
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
                control.stepped();
            }
            Advance::Tested { n_done, n_total } => ledger.tested(n_done, n_total),
            Advance::EpochDone(metrics) => {
                ledger.flush();
                post(&Event::EpochDone { run, metrics });
            }
            Advance::Finished(summary) => {
                ledger.flush();
                networks.lend(trained(&session).await?);
                return Ok(finished(run, &session, summary));
            }
        }
    }
}

/// Returns when the next piece of work may be done.
async fn wait_for_turn(run: RunId, control: &Control, ledger: &mut Ledger) -> Result<(), End> {
    loop {
        match control.turn() {
            Turn::Go => return Ok(()),
            Turn::Stop => {
                ledger.flush();
                return Err(End::Stopped);
            }
            Turn::Halt => {
                ledger.flush();
                post(&Event::Paused(run));
                if control.halt_over().await {
                    post(&Event::Resumed(run));
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

/// Steps that the page has not heard of.
struct Ledger {
    run: RunId,
    steps: Vec<StepMetrics>,
    training_ms: f64,
    reported_ms: f64,
}

impl Ledger {
    fn new(run: RunId) -> Self {
        Self {
            run,
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
            post(&Event::Testing { run, n_done, n_total });
        }
    }

    /// Reports all steps that the page has not heard of, if any.
    fn flush(&mut self) {
        if self.steps.is_empty() {
            return;
        }
        self.reported_ms = now_ms();
        post(&Event::Stepped {
            run: self.run,
            steps: std::mem::take(&mut self.steps),
            training_ms: self.training_ms,
        });
    }
}
