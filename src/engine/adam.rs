//! Adam (Kingma and Ba, 2015), as PyTorch computes it, with decoupled weight decay (Loshchilov and Hutter, 2019).
//!
//! ```text
//! m ← β₁·m + (1 − β₁)·g        v ← β₂·v + (1 − β₂)·g²
//! w ← (1 − lr·λ)·w − lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
//! ```
//!
//! Written out rather than taken from Burn, because Burn reads its state synchronously, which panics on WebGPU.

use burn::tensor::{Device, Gradients, Tensor, TensorData};

use super::{EngineError, read};
use crate::spec::{ParameterSpec, TrainingSpec};

/// The optimiser and its moments.
#[derive(Clone, Debug)]
pub struct Adam {
    settings: TrainingSpec,
    n_steps: i32,
    moments: Vec<Option<Moments<Tensor<1>>>>,
}

/// The running means of a weight's gradient: on a device as `Tensor<1>`, on the host as `Vec<f32>`.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments<T> {
    /// Of the gradient.
    pub mean: T,
    /// Of its square.
    pub square: T,
}

impl Adam {
    /// An optimiser that has not seen a gradient yet.
    pub fn new(settings: TrainingSpec, n_weights: usize) -> Self {
        Self {
            settings,
            n_steps: 0,
            moments: vec![None; n_weights],
        }
    }

    /// An optimiser that goes on after `n_steps` steps with what [`Adam::read_moments`] gave then.
    pub fn resume(
        settings: TrainingSpec,
        n_steps: i32,
        moments: &[Option<Moments<Vec<f32>>>],
        device: &Device,
    ) -> Self {
        let place = |values: &Vec<f32>| Tensor::from_data(TensorData::new(values.clone(), [values.len()]), device);
        let placed = moments.iter().map(|moments| {
            moments.as_ref().map(|moments| Moments {
                mean: place(&moments.mean),
                square: place(&moments.square),
            })
        });
        Self {
            settings,
            n_steps,
            moments: placed.collect(),
        }
    }

    /// A copy of the moments on the host, one for each weight; none for weights without a gradient so far.
    ///
    /// # Errors
    /// `Read` where the device was lost.
    pub async fn read_moments(&self) -> Result<Vec<Option<Moments<Vec<f32>>>>, EngineError> {
        let mut all = Vec::with_capacity(self.moments.len());
        for moments in &self.moments {
            all.push(match moments {
                None => None,
                Some(moments) => Some(Moments {
                    mean: read::floats(moments.mean.clone()).await?,
                    square: read::floats(moments.square.clone()).await?,
                }),
            });
        }
        Ok(all)
    }

    /// One step with `learning_rate` along `gradients`.
    pub fn step(
        &mut self,
        parameters: &[ParameterSpec],
        weights: &mut [Tensor<1>],
        mut gradients: Gradients,
        learning_rate: f64,
    ) {
        self.n_steps += 1;
        for (idx, (parameter, weight)) in parameters.iter().zip(weights).enumerate() {
            if !parameter.trainable {
                continue;
            }
            let Some(gradient) = weight.grad_remove(&mut gradients) else {
                continue;
            };
            let value = self.update(idx, weight.clone().inner(), gradient, learning_rate);
            *weight = Tensor::from_inner(value).require_grad();
        }
    }

    /// The new value of weight `idx`.
    fn update(&mut self, idx: usize, weight: Tensor<1>, gradient: Tensor<1>, learning_rate: f64) -> Tensor<1> {
        let TrainingSpec {
            beta1,
            beta2,
            epsilon,
            weight_decay,
            ..
        } = self.settings;
        let mean_share = gradient.clone() * (1.0 - beta1);
        let square_share = gradient.clone() * gradient * (1.0 - beta2);
        let moments = match self.moments[idx].take() {
            Some(moments) => Moments {
                mean: moments.mean * beta1 + mean_share,
                square: moments.square * beta2 + square_share,
            },
            None => Moments {
                mean: mean_share,
                square: square_share,
            },
        };
        let rate = learning_rate / (1.0 - beta1.powi(self.n_steps));
        let correction = (1.0 - beta2.powi(self.n_steps)).sqrt();
        let denominator = moments.square.clone().sqrt() / correction + epsilon;
        let change = moments.mean.clone() / denominator * rate;
        self.moments[idx] = Some(moments);
        let kept = if weight_decay == 0.0 {
            weight
        } else {
            weight * (1.0 - learning_rate * weight_decay)
        };
        kept - change
    }
}
