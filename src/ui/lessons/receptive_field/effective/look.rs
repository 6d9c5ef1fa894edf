//! Where a measurement stands.

use crate::bridge::page::HeardProbe;
use crate::bridge::protocol::{Fault, Mismatch, ProbeAnswer};

/// Which weights are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that a run would begin with.
    Untrained,
    /// Those of a run of the lab.
    Trained,
}

/// Where a measurement stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Look {
    /// Not asked for, or given up.
    #[default]
    Nothing,
    /// The engine is being opened, or still built.
    Waiting,
    /// Images are being read.
    Reading {
        /// Images done.
        n_done: usize,
        /// Images in all.
        n_total: usize,
    },
    /// Done.
    Done(Measured),
    /// It went wrong.
    Failed(Fault),
}

impl Look {
    /// What is heard of a question, as where its measurement stands.
    pub fn of(heard: HeardProbe) -> Self {
        match heard {
            HeardProbe::Waiting(_) => Look::Waiting,
            HeardProbe::Reading { n_done, n_total } => Look::Reading { n_done, n_total },
            HeardProbe::Answered {
                answer: ProbeAnswer::EffectiveField { n_images, .. },
                values,
                n_steps,
                ..
            } => Look::Done(Measured {
                values: values.into_iter().map(f64::from).collect(),
                n_images,
                n_steps,
            }),
            HeardProbe::Answered { .. } => Look::Failed(Fault::Protocol {
                problem: Mismatch::OtherAnswer,
            }),
            HeardProbe::Failed(fault) => Look::Failed(fault),
        }
    }

    /// Whether an answer is on its way.
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::Waiting | Self::Reading { .. })
    }

    /// The measurement, where it is done.
    pub const fn measured(&self) -> Option<&Measured> {
        match self {
            Self::Done(measured) => Some(measured),
            _ => None,
        }
    }
}

/// A measured field.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The mean of |g| for each pixel, row after row.
    pub values: Vec<f64>,
    /// Images of the mean.
    pub n_images: usize,
    /// Steps that the network was trained for.
    pub n_steps: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_the_waiting_with_its_numbers() {
        assert!(Look::of(HeardProbe::Reading { n_done: 8, n_total: 32 }).is_busy());
        let answer = ProbeAnswer::EffectiveField {
            height: 1,
            width: 2,
            n_images: 32,
        };
        let look = Look::of(HeardProbe::Answered {
            answer,
            values: vec![0.5, 2.0],
            n_steps: 7,
            is_kept: false,
        });
        let measured = look.measured().unwrap();
        assert_eq!(
            (measured.values.as_slice(), measured.n_steps),
            ([0.5, 2.0].as_slice(), 7)
        );
        assert!(!look.is_busy());
    }

    #[test]
    fn the_answer_to_another_question_is_a_failure() {
        let look = Look::of(HeardProbe::Answered {
            answer: ProbeAnswer::Weights { shape: vec![1] },
            values: vec![1.0],
            n_steps: 0,
            is_kept: false,
        });
        assert!(matches!(look, Look::Failed(Fault::Protocol { .. })));
    }
}
