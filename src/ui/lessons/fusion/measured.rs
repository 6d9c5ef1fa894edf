//! What is asked about the two stacks of blocks, and what the answer says.

use crate::bridge::protocol::{NetworkSource, ProbeAnswer, ProbeQuestion};
use crate::draw::fusion::raised;
use crate::draw::sliding::written;
use crate::spec::Dataset;
use crate::spec::variants::{BlockStackConfig, Norm};

/// Blocks of a stack.
pub const N_BLOCKS: usize = BlockStackConfig::PLAIN.n_blocks;
/// Training images of the batch.
pub const N_IMAGES: usize = 32;
/// Decides the images where they are generated: the weights alone change with the learner's seed.
const IMAGE_SEED: u64 = 1;
/// Factors that differ by less count as about the same.
const ALIKE: f64 = 2.0;

/// What decides a measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Decides the weights.
    pub seed: u64,
    /// Whether the stacks normalise.
    pub norm: Norm,
    /// Which images.
    pub dataset: Dataset,
}

impl Setting {
    /// What is asked, of the plain stack or of the one with the identity.
    pub fn question(self, residual: bool) -> (NetworkSource, ProbeQuestion) {
        let stack = BlockStackConfig::PLAIN.norm(self.norm).residual(residual);
        let network = NetworkSource::Drawn {
            spec: Box::new(stack.network()),
            seed: self.seed,
        };
        let question = ProbeQuestion::GradientNorms {
            dataset: self.dataset,
            n_images: N_IMAGES,
            seed: IMAGE_SEED,
        };
        (network, question)
    }
}

/// For each block the norm of its first convolution's gradient; nothing where the answer is another.
pub fn norms_of(answer: ProbeAnswer, values: Vec<f32>, _n_steps: usize) -> Option<Vec<f64>> {
    let ProbeAnswer::GradientNorms { layers, .. } = answer else {
        return None;
    };
    let norm = |block: usize| {
        let name = BlockStackConfig::first_conv(block);
        let at = layers.iter().position(|layer| *layer == name)?;
        values.get(1 + at).copied().map(f64::from) // the loss comes first
    };
    (1..=N_BLOCKS).map(norm).collect()
}

/// The first norm in parts of the last; nothing where that is no number.
pub fn ratio(norms: &[f64]) -> Option<f64> {
    let ratio = norms.first()? / norms.last()?;
    ratio.is_finite().then_some(ratio)
}

/// By which factor the first and the last norm differ, whichever is larger; nothing where one is 0.
pub fn factor(norms: &[f64]) -> Option<f64> {
    let ratio = ratio(norms).filter(|ratio| *ratio > 0.0)?;
    Some(ratio.max(1.0 / ratio))
}

/// What the identity did to the distance between the first and the last block, as measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They lie closer together.
    Closer,
    /// They lie farther apart.
    Farther,
    /// They lie about as far from each other.
    Alike,
    /// There is no ratio.
    Unknown,
}

impl Verdict {
    /// Of the norms of the plain stack and of the one with the identity.
    pub fn of(norms: &[Vec<f64>; 2]) -> Self {
        let (Some(plain), Some(residual)) = (factor(&norms[0]), factor(&norms[1])) else {
            return Self::Unknown;
        };
        if plain > ALIKE * residual {
            Self::Closer
        } else if residual > ALIKE * plain {
            Self::Farther
        } else {
            Self::Alike
        }
    }
}

/// `value` in a few digits, small and large ones with a power of ten.
pub fn few_digits(value: f64) -> String {
    if value == 0.0 || (0.001..10_000.0).contains(&value.abs()) {
        return written(value, 4);
    }
    with_power(value)
}

/// What was measured, in three digits.
pub fn three_digits(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        return "0".to_owned();
    }
    if !(0.01..1_000.0).contains(&size) {
        return with_power(value);
    }
    let before = size.log10().floor() as i64; // digits before the point, less one
    written(value, usize::try_from(2 - before).unwrap_or(0))
}

fn with_power(value: f64) -> String {
    let text = format!("{value:.2e}");
    let parts = text
        .split_once('e')
        .and_then(|(first, exponent)| Some((first.parse().ok()?, exponent.parse().ok()?)));
    parts.map_or(text.clone(), |(first, exponent): (f64, i64)| {
        format!("{}·10{}", written(first, 2), raised(exponent))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_stacks_are_asked_with_one_seed_and_pass_the_check() {
        let setting = Setting {
            seed: 7,
            norm: Norm::None,
            dataset: Dataset::Scales,
        };
        for residual in [false, true] {
            let (network, question) = setting.question(residual);
            question.check(&network, 0).unwrap();
            assert!(matches!(network, NetworkSource::Drawn { seed: 7, .. }));
        }
    }

    #[test]
    fn norms_are_read_by_name_behind_the_loss() {
        let mut layers = vec!["stem.conv".to_owned()];
        let mut values = vec![2.3, 0.5];
        for block in 1..=20_u8 {
            layers.push(format!("block{block}.conv1"));
            layers.push(format!("block{block}.conv2"));
            values.extend([f32::from(block), -1.0]);
        }
        let answer = |layers| ProbeAnswer::GradientNorms { layers, n_images: 32 };
        let norms = norms_of(answer(layers.clone()), values.clone(), 0).unwrap();
        assert_eq!(norms, (1..=20).map(f64::from).collect::<Vec<f64>>());
        assert_eq!(ratio(&norms), Some(0.05)); // 1 / 20
        layers.truncate(30);
        assert_eq!(norms_of(answer(layers), values, 0), None);
        assert_eq!(norms_of(ProbeAnswer::Weights { shape: vec![1] }, vec![1.0], 0), None);
    }

    #[test]
    fn the_verdict_follows_the_numbers() {
        let verdict = |plain: [f64; 2], residual: [f64; 2]| Verdict::of(&[plain.to_vec(), residual.to_vec()]);
        assert_eq!(verdict([1e-6, 1.0], [0.5, 1.0]), Verdict::Closer);
        assert_eq!(verdict([1.0, 0.9], [8.0, 1.0]), Verdict::Farther);
        assert_eq!(verdict([1.0, 3.0], [3.0, 1.0]), Verdict::Alike); // 3 times, both
        assert_eq!(verdict([0.0, 1.0], [1.0, 1.0]), Verdict::Unknown);
        assert_eq!(verdict([1.0, 0.0], [1.0, 1.0]), Verdict::Unknown);
        assert_eq!((ratio(&[0.0, 1.0]), ratio(&[1.0, 0.0])), (Some(0.0), None));
    }

    #[test]
    fn small_and_large_numbers_have_a_power_of_ten() {
        let all = [0.0, 0.25, -2.25, 123.456, 9.999e-9, -31_234.0];
        assert_eq!(
            all.map(few_digits),
            ["0", "0.25", "−2.25", "123.456", "1·10⁻⁸", "−3.12·10⁴"]
        );
        assert_eq!(
            all.map(three_digits),
            ["0", "0.25", "−2.25", "123", "1·10⁻⁸", "−3.12·10⁴"]
        );
        assert_eq!(
            [0.012_34, 1.9991, 56.18, 1_234.0].map(three_digits),
            ["0.0123", "2", "56.2", "1.23·10³"]
        );
    }
}
