//! A run, one small piece of work after the other: no browser, no clock, nothing that cannot be given up.
//!
//! [`Session::advance`] does one training step or reads one batch of test images, never more, so that whoever drives it
//! can pause, stop or keep it between any two pieces. Long because training and evaluation share the state that a
//! checkpoint keeps.

use std::rc::Rc;

use burn::tensor::{Device, activation};

use super::network::cross_entropy;
use super::{Adam, Checkpoint, EngineError, Network, Weights, read};
use crate::data::batches::{Batch, augment_stream, epoch_order};
use crate::data::random::Stream;
use crate::data::{Change, LabelledImages, balanced_order};
use crate::spec::{EpochMetrics, RunSpec, RunSummary, StepMetrics};

/// Test images of one piece of work.
const TEST_BATCH: usize = 100;

/// What one piece of work was.
#[derive(Clone, Debug, PartialEq)]
pub enum Advance {
    /// A training step.
    Stepped(StepMetrics),
    /// A batch of test images.
    Tested {
        /// Images done.
        n_done: usize,
        /// Images in all.
        n_total: usize,
    },
    /// The last batch of test images of an epoch.
    EpochDone(EpochMetrics),
    /// All epochs are done; every later call says the same.
    Finished(RunSummary),
}

/// A run in progress.
pub struct Session {
    spec: RunSpec,
    train: Rc<LabelledImages>,
    test: Rc<LabelledImages>,
    network: Network,
    adam: Adam,
    epoch: usize,
    /// Steps done over the whole run.
    n_steps_done: usize,
    order: Vec<usize>,
    augmentation: Stream,
    /// Sum of loss · images over the epoch, and its images.
    epoch_loss: (f64, usize),
    testing: Option<Testing>,
    summary: Option<RunSummary>,
}

#[derive(Default)]
struct Testing {
    loss: f64,
    predictions: Vec<u8>,
    confidences: Vec<f32>,
}

impl Session {
    /// A run of `spec` on a balanced subset of `train`, tested on a balanced subset of `test`, with weights from its seed.
    /// Images that are wanted as they are, all of them in balanced order, are shared rather than copied.
    ///
    /// # Errors
    /// A run that does not hold together, or fewer images than it asks for.
    pub fn new(
        spec: RunSpec,
        train: impl Into<Rc<LabelledImages>>,
        test: impl Into<Rc<LabelledImages>>,
        device: &Device,
    ) -> Result<Self, EngineError> {
        let weights = Weights::draw(&spec.network, spec.seed)?;
        Self::with_weights(spec, &weights, train, test, device)
    }

    /// As [`Session::new`], from given weights.
    ///
    /// # Errors
    /// As [`Session::new`], or weights of another network.
    pub fn with_weights(
        spec: RunSpec,
        weights: &Weights,
        train: impl Into<Rc<LabelledImages>>,
        test: impl Into<Rc<LabelledImages>>,
        device: &Device,
    ) -> Result<Self, EngineError> {
        spec.validate()?;
        let train = balanced(train.into(), spec.data.n_train, "training")?;
        let test = balanced(test.into(), spec.data.n_test, "test")?;
        let network = Network::new(&spec.network, weights, device)?;
        let adam = Adam::new(spec.training, network.weights().len());
        let mut session = Self {
            order: Vec::new(),
            augmentation: augment_stream(spec.seed, 0),
            spec,
            train,
            test,
            network,
            adam,
            epoch: 0,
            n_steps_done: 0,
            epoch_loss: (0.0, 0),
            testing: None,
            summary: None,
        };
        session.begin_epoch();
        Ok(session)
    }

    /// The run of `checkpoint`, from where it stood. What follows is what would have followed, bit for bit on the CPU; a
    /// test that was under way begins anew, and a run that was over tests once more and then finishes.
    ///
    /// # Errors
    /// As [`Session::new`].
    pub fn resume(
        checkpoint: &Checkpoint,
        train: impl Into<Rc<LabelledImages>>,
        test: impl Into<Rc<LabelledImages>>,
        device: &Device,
    ) -> Result<Self, EngineError> {
        let spec = checkpoint.run.clone();
        let mut session = Self::with_weights(spec, &checkpoint.weights, train, test, device)?;
        let training = session.spec.training;
        session.adam = Adam::resume(training, checkpoint.n_steps as i32, &checkpoint.moments, device);
        session.n_steps_done = checkpoint.n_steps;
        session.epoch = checkpoint.epoch;
        session.begin_epoch();
        let n_images = checkpoint.n_images_of_epoch();
        Change::skip(session.spec.data.augment, &mut session.augmentation, n_images);
        session.epoch_loss = (checkpoint.loss_sum, n_images);
        let is_trained = session.n_steps_done == (session.epoch + 1) * session.spec.steps_per_epoch();
        if is_trained || session.is_over() {
            session.testing = Some(Testing::default());
        }
        Ok(session)
    }

    /// The run as it stands, at any time between two pieces of work.
    ///
    /// # Errors
    /// `NotANumber` where a weight or a moment is none any more, `Read` where the device was lost.
    pub async fn checkpoint(&self) -> Result<Checkpoint, EngineError> {
        let checkpoint = Checkpoint {
            run: self.spec.clone(),
            n_steps: self.n_steps_done,
            epoch: self.epoch,
            loss_sum: if self.is_over() { 0.0 } else { self.epoch_loss.0 },
            weights: self.network.read_weights().await?,
            moments: self.adam.read_moments().await?,
        };
        if checkpoint.is_finite() {
            Ok(checkpoint)
        } else {
            Err(EngineError::NotANumber {
                step: self.n_steps_done,
            })
        }
    }

    /// The run.
    pub fn spec(&self) -> &RunSpec {
        &self.spec
    }

    /// Steps of the whole run.
    pub fn n_steps(&self) -> usize {
        self.spec.n_steps()
    }

    /// Steps done so far, over the whole run.
    pub fn n_steps_done(&self) -> usize {
        self.n_steps_done
    }

    /// Epochs that are over, their test included.
    pub fn n_epochs_done(&self) -> usize {
        self.epoch
    }

    /// The test images, in the order of the summary.
    pub fn test_images(&self) -> &LabelledImages {
        &self.test
    }

    /// The network as it stands.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Does the next piece of work.
    ///
    /// # Errors
    /// `NotANumber` where the loss is none any more, `Read` where the device was lost.
    pub async fn advance(&mut self) -> Result<Advance, EngineError> {
        if let Some(summary) = &self.summary {
            return Ok(Advance::Finished(summary.clone()));
        }
        if self.testing.is_some() {
            return self.test_batch().await;
        }
        self.train_batch().await
    }

    /// Whether all epochs are.
    fn is_over(&self) -> bool {
        self.epoch == self.spec.training.epochs
    }

    fn begin_epoch(&mut self) {
        let seed = self.spec.seed;
        self.order = epoch_order(self.train.n_images(), seed, self.epoch);
        self.augmentation = augment_stream(seed, self.epoch);
        self.epoch_loss = (0.0, 0);
    }

    async fn train_batch(&mut self) -> Result<Advance, EngineError> {
        let per_epoch = self.spec.steps_per_epoch();
        let first = (self.n_steps_done % per_epoch) * self.spec.training.batch_size;
        let last = (first + self.spec.training.batch_size).min(self.order.len());
        let augment = self.spec.data.augment;
        let batch = Batch::augmented(&self.train, &self.order[first..last], augment, &mut self.augmentation);
        let n_images = batch.labels.len();
        let step = self.n_steps_done;
        let factor = self.spec.training.schedule.factor(step, self.n_steps());
        let loss = self.step(batch, self.spec.training.learning_rate * factor).await?;
        if !loss.is_finite() {
            return Err(EngineError::NotANumber { step });
        }
        self.n_steps_done += 1;
        self.epoch_loss.0 += f64::from(loss) * n_images as f64;
        self.epoch_loss.1 += n_images;
        if self.n_steps_done.is_multiple_of(per_epoch) {
            self.testing = Some(Testing::default());
        }
        Ok(Advance::Stepped(StepMetrics {
            step,
            epoch: self.epoch,
            loss,
            n_images,
        }))
    }

    /// Forward, loss, backward, step; the loss before the update.
    async fn step(&mut self, batch: Batch, learning_rate: f64) -> Result<f32, EngineError> {
        let shape = self.shape(batch.labels.len());
        let targets = self.network.targets(&batch.labels, true);
        let images = self.network.images(batch.pixels_f32, shape, true);
        let loss = cross_entropy(self.network.forward_training(images), targets);
        let gradients = loss.backward();
        let parameters = self.network.parameters().to_vec();
        self.adam
            .step(&parameters, self.network.weights_mut(), gradients, learning_rate);
        read::scalar(loss.inner()).await
    }

    async fn test_batch(&mut self) -> Result<Advance, EngineError> {
        let mut testing = self.testing.take().unwrap_or_default();
        let n_total = self.test.n_images();
        let first = testing.predictions.len();
        let last = (first + TEST_BATCH).min(n_total);
        let indices: Vec<usize> = (first..last).collect();
        let batch = Batch::of(&self.test, &indices);
        let images = self.network.images(batch.pixels_f32, self.shape(indices.len()), false);
        let logits = self.network.forward(images);
        let n_classes = logits.dims()[1];
        let log_probabilities = read::floats(activation::log_softmax(logits, 1)).await?;
        for (row, label) in log_probabilities.chunks(n_classes).zip(&batch.labels) {
            let best = (0..n_classes).fold(0, |best, class| if row[class] > row[best] { class } else { best });
            testing.loss -= f64::from(row[usize::from(*label)]);
            testing.predictions.push(best as u8);
            testing.confidences.push(row[best].exp());
        }
        if last < n_total {
            self.testing = Some(testing);
            return Ok(Advance::Tested { n_done: last, n_total });
        }
        Ok(self.end_test(testing, n_classes))
    }

    fn end_test(&mut self, testing: Testing, n_classes: usize) -> Advance {
        let n_test = self.test.n_images();
        let summary = RunSummary {
            n_classes,
            n_steps: self.n_steps_done,
            labels: self.test.labels.clone(),
            predictions: testing.predictions,
            confidences: testing.confidences,
        };
        if self.is_over() {
            // Resumed after its end: the numbers of its last epoch are known.
            self.summary = Some(summary.clone());
            return Advance::Finished(summary);
        }
        let metrics = EpochMetrics {
            epoch: self.epoch,
            train_loss: (self.epoch_loss.0 / self.epoch_loss.1.max(1) as f64) as f32,
            test_loss: (testing.loss / n_test.max(1) as f64) as f32,
            test_accuracy: summary.accuracy(),
            n_test,
        };
        self.epoch += 1;
        if self.is_over() {
            self.summary = Some(summary);
        } else {
            self.begin_epoch();
        }
        Advance::EpochDone(metrics)
    }

    fn shape(&self, n_images: usize) -> [usize; 4] {
        let input = self.spec.network.input;
        [n_images, input.channels, input.height, input.width]
    }
}

fn balanced(
    images: Rc<LabelledImages>,
    n_images: usize,
    what: &'static str,
) -> Result<Rc<LabelledImages>, EngineError> {
    let found = images.n_images();
    if found < n_images {
        return Err(EngineError::TooFewImages {
            what,
            wanted: n_images,
            found,
        });
    }
    let order = balanced_order(&images.labels);
    if found == n_images && order.is_sorted() {
        return Ok(images);
    }
    Ok(Rc::new(images.subset(&order[..n_images])))
}
