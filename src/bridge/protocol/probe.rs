//! Looking into a network: what can be asked, and what is answered.

use serde::{Deserialize, Serialize};

use super::{Fault, RunId};
use crate::spec::{Dataset, InputSpec, NetworkSpec};

/// Bytes of an image: 3 planes of 32 × 32.
pub const IMAGE_BYTES: usize = 3 * 32 * 32;
/// Most images of one probe: as many test images as CIFAR-10 has.
const MOST_IMAGES: usize = 10_000;

/// Names one probe for as long as the page lives; never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProbeId(pub u64);

/// Which network is looked into.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum NetworkSource {
    /// A network with the weights that a run of this seed would begin with.
    Drawn {
        /// The network, for images of 3 × 32 × 32.
        spec: Box<NetworkSpec>,
        /// Decides its weights.
        seed: u64,
    },
    /// The network of a run of this worker: as it stands where the run goes on, as it ended where it is over. The worker
    /// keeps the networks of its last four runs.
    Trained {
        /// The run.
        run: RunId,
    },
}

/// What is wanted of a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ProbeQuestion {
    /// How strongly the unit in the middle of a layer's map depends on each input pixel, averaged over test images.
    EffectiveField {
        /// Name of the layer, as the lowered network has it.
        layer: String,
        /// Which images: of CIFAR-10 the first test images as packed, which are balanced.
        dataset: Dataset,
        /// How many of them: 1 to 10,000.
        n_images: usize,
        /// Decides the images of Scales; those of CIFAR-10 do not depend on it.
        seed: u64,
    },
    /// What a layer makes of one image, whose [`IMAGE_BYTES`] bytes, planes R, G, B, travel next to the request.
    FeatureMaps {
        /// Name of the layer, as the lowered network has it.
        layer: String,
    },
    /// A weight.
    Weights {
        /// Its PyTorch name, such as `conv1.weight`.
        name: String,
    },
}

/// What the numbers next to an answer are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProbeAnswer {
    /// The mean of |g| over the images, summed over colours: `[height, width]`.
    EffectiveField {
        /// Rows of the input.
        height: usize,
        /// Columns of the input.
        width: usize,
        /// Images of the mean.
        n_images: usize,
    },
    /// The map: `[channels, height, width]`.
    FeatureMaps {
        /// Channels, or the length of a vector.
        channels: usize,
        /// Rows; 1 for a vector.
        height: usize,
        /// Columns; 1 for a vector.
        width: usize,
    },
    /// The weight, in PyTorch's layout.
    Weights {
        /// Its shape.
        shape: Vec<usize>,
    },
}

impl ProbeQuestion {
    /// Checks what can be checked before anything is loaded; `n_bytes` travel next to the question.
    ///
    /// # Errors
    /// [`Fault::BadSpec`] with the cure.
    pub fn check(&self, network: &NetworkSource, n_bytes: usize) -> Result<(), Fault> {
        let refuse = |message: String| Err(Fault::BadSpec { message });
        if let NetworkSource::Drawn { spec, .. } = network {
            if spec.input != InputSpec::CIFAR10 {
                let InputSpec {
                    channels,
                    height,
                    width,
                } = spec.input;
                return refuse(format!(
                    "the network reads {channels} × {height} × {width}, but the images are 3 × 32 × 32; give it an input of 3 × 32 × 32"
                ));
            }
            if let Err(mistake) = spec.lower() {
                return refuse(mistake.to_string());
            }
        }
        match self {
            Self::EffectiveField { n_images, .. } if !(1..=MOST_IMAGES).contains(n_images) => {
                refuse(format!("{n_images} images; take 1 to {MOST_IMAGES}"))
            }
            Self::FeatureMaps { .. } if n_bytes != IMAGE_BYTES => refuse(format!(
                "the image has {n_bytes} bytes; give {IMAGE_BYTES}: 3 planes of 32 × 32"
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::variants;

    fn drawn(change: impl FnOnce(&mut NetworkSpec)) -> NetworkSource {
        let mut spec = variants::find("plain-s").unwrap().network();
        change(&mut spec);
        NetworkSource::Drawn {
            spec: Box::new(spec),
            seed: 1,
        }
    }

    fn refusal(question: &ProbeQuestion, network: &NetworkSource, n_bytes: usize) -> String {
        match question.check(network, n_bytes) {
            Err(Fault::BadSpec { message }) => message,
            other => panic!("{other:?}"),
        }
    }

    fn field(n_images: usize) -> ProbeQuestion {
        ProbeQuestion::EffectiveField {
            layer: "conv3".into(),
            dataset: Dataset::Scales,
            n_images,
            seed: 1,
        }
    }

    #[test]
    fn another_input_size_is_refused_with_the_cure() {
        let large = drawn(|spec| spec.input.height = 224);
        let message = refusal(&field(10), &large, 0);
        assert!(
            message.contains("3 × 224 × 32") && message.contains("give it"),
            "{message}"
        );
        assert_eq!(field(10).check(&drawn(|_| {}), 0), Ok(()));
    }

    #[test]
    fn a_network_that_does_not_hold_together_is_refused_with_its_layer() {
        let broken = drawn(|spec| {
            spec.layers.pop();
        });
        let message = refusal(&field(10), &broken, 0);
        assert!(message.contains("relu4"), "{message}"); // what `fc2` stood on
    }

    #[test]
    fn too_few_and_too_many_images_are_refused() {
        let network = NetworkSource::Trained { run: RunId(1) };
        assert!(refusal(&field(0), &network, 0).starts_with("0 images"));
        assert!(refusal(&field(10_001), &network, 0).starts_with("10001 images"));
        assert_eq!(field(10_000).check(&network, 0), Ok(()));
    }

    #[test]
    fn an_image_of_another_size_is_refused() {
        let question = ProbeQuestion::FeatureMaps { layer: "conv1".into() };
        let network = NetworkSource::Trained { run: RunId(1) };
        assert!(refusal(&question, &network, 3071).contains("3072"));
        assert_eq!(question.check(&network, 3072), Ok(())); // 3 · 32 · 32
    }
}
