//! Looking into a network: what can be asked, and what is answered.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Fault, RunId};
use crate::spec::{Dataset, InputSpec, NetworkSpec};

/// Bytes of an image: 3 planes of 32 × 32.
pub const IMAGE_BYTES: usize = 3 * 32 * 32;
/// Most images of one probe: as many test images as CIFAR-10 has.
const MOST_IMAGES: usize = 10_000;

/// Most images of one batch whose gradient is asked for.
const MOST_IN_BATCH: usize = 512;

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
    /// A network with weights that somebody has.
    Given {
        /// The network, for images of 3 × 32 × 32.
        spec: Box<NetworkSpec>,
        /// Its weights: a PyTorch `state_dict` as a safetensors file. It is no part of the message; its bytes travel next to
        /// it, after those of the image where there is one.
        #[serde(skip)]
        state_dict: Arc<[u8]>,
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
    /// What many layers make of one image, which travels next to the request, in one pass.
    Maps {
        /// Names of the layers, as the lowered network has them; empty for all. Those within CBAM are called
        /// `NAME.channel.average`, `NAME.channel.maximum`, `NAME.channel.gate`, `NAME.spatial.mean`, `NAME.spatial.maximum`
        /// and `NAME.spatial.gate`.
        layers: Vec<String>,
    },
    /// What the branches hand to a fusion on one image, which travels next to the request, and the gradient that each
    /// receives.
    FusionGradients {
        /// Name of the fusion.
        layer: String,
        /// The class whose logit is differentiated; nothing for the sum of the fusion's own output.
        class: Option<usize>,
    },
    /// How large the gradient of the loss is in each layer, for one training batch.
    GradientNorms {
        /// Which images: of CIFAR-10 the first training images as packed, which are balanced.
        dataset: Dataset,
        /// How many of them: 1 to 512.
        n_images: usize,
        /// Decides the images of Scales; those of CIFAR-10 do not depend on it.
        seed: u64,
    },
    /// A weight.
    Weights {
        /// Its PyTorch name, such as `conv1.weight`.
        name: String,
    },
}

/// The map of a layer, for whoever reads its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapShape {
    /// Name of the layer, or of the branch.
    pub name: String,
    /// Channels, or the length of a vector.
    pub channels: usize,
    /// Rows; 1 for a vector.
    pub height: usize,
    /// Columns; 1 for a vector.
    pub width: usize,
}

impl MapShape {
    /// How many numbers it has.
    pub const fn n_values(&self) -> usize {
        self.channels * self.height * self.width
    }
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
    /// The maps one after the other, each `[channels, height, width]`, in the order in which they are computed.
    Maps {
        /// Their layers.
        maps: Vec<MapShape>,
    },
    /// For each branch its map, then the gradient that it receives; after all branches the fused map.
    FusionGradients {
        /// The branches.
        inputs: Vec<MapShape>,
        /// The fusion.
        output: MapShape,
    },
    /// The mean loss of the batch in nats, then for each layer the Euclidean norm of the gradient of all its weights.
    GradientNorms {
        /// The layers with weights of their own, by PyTorch's names.
        layers: Vec<String>,
        /// Images of the batch.
        n_images: usize,
    },
    /// The weight, in PyTorch's layout.
    Weights {
        /// Its shape.
        shape: Vec<usize>,
    },
}

impl NetworkSource {
    /// What travels next to a request about it, after the image.
    pub fn beside(&self) -> &[u8] {
        match self {
            Self::Given { state_dict, .. } => state_dict,
            Self::Drawn { .. } | Self::Trained { .. } => &[],
        }
    }

    /// Takes what travelled next to a request about it, and returns the image, which came first.
    pub fn take_beside(&mut self, question: &ProbeQuestion, mut bytes: Vec<u8>) -> Vec<u8> {
        if let Self::Given { state_dict, .. } = self {
            let n_image = if question.wants_image() { IMAGE_BYTES } else { 0 };
            *state_dict = bytes.split_off(n_image.min(bytes.len())).into();
        }
        bytes
    }
}

impl ProbeQuestion {
    /// Whether it is about one image, which travels next to the request.
    pub const fn wants_image(&self) -> bool {
        match self {
            Self::FeatureMaps { .. } | Self::Maps { .. } | Self::FusionGradients { .. } => true,
            Self::EffectiveField { .. } | Self::GradientNorms { .. } | Self::Weights { .. } => false,
        }
    }

    /// Checks what can be checked before anything is loaded; the image has `n_bytes`.
    ///
    /// # Errors
    /// [`Fault::BadSpec`] with the cure.
    pub fn check(&self, network: &NetworkSource, n_bytes: usize) -> Result<(), Fault> {
        let refuse = |message: String| Err(Fault::BadSpec { message });
        if let NetworkSource::Drawn { spec, .. } | NetworkSource::Given { spec, .. } = network {
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
            Self::GradientNorms { n_images, .. } if !(1..=MOST_IN_BATCH).contains(n_images) => {
                refuse(format!("a batch of {n_images} images; take 1 to {MOST_IN_BATCH}"))
            }
            _ if self.wants_image() && n_bytes != IMAGE_BYTES => refuse(format!(
                "the image has {n_bytes} bytes; give {IMAGE_BYTES}: 3 planes of 32 × 32"
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bridge::protocol::{decode, encode};
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

    #[test]
    fn given_weights_travel_beside_the_message_after_the_image() {
        let spec = Box::new(variants::find("plain-s").unwrap().network());
        let given = NetworkSource::Given {
            spec,
            state_dict: vec![7, 8, 9].into(),
        };
        let maps = ProbeQuestion::Maps { layers: Vec::new() };
        let bytes = encode(&given).unwrap();
        let mut arrived: NetworkSource = decode(&bytes).unwrap();
        assert!(arrived.beside().is_empty()); // only what travels beside
        let beside = [vec![1; IMAGE_BYTES], given.beside().to_vec()].concat();
        assert_eq!(arrived.take_beside(&maps, beside), vec![1; IMAGE_BYTES]);
        assert_eq!(arrived, given);
        // A question without an image: all bytes are weights.
        let mut arrived: NetworkSource = decode(&bytes).unwrap();
        let weight = ProbeQuestion::Weights { name: "fc.bias".into() };
        assert!(arrived.take_beside(&weight, given.beside().to_vec()).is_empty());
        assert_eq!(arrived, given);
    }

    #[test]
    fn questions_and_answers_survive_the_wire() {
        let questions = [
            ProbeQuestion::Maps {
                layers: vec!["conv1".into()],
            },
            ProbeQuestion::FusionGradients {
                layer: "residual1".into(),
                class: Some(3),
            },
            ProbeQuestion::GradientNorms {
                dataset: Dataset::Cifar10,
                n_images: 64,
                seed: 1,
            },
        ];
        for question in questions {
            assert_eq!(decode::<ProbeQuestion>(&encode(&question).unwrap()).unwrap(), question);
        }
        let shape = MapShape {
            name: "conv1".into(),
            channels: 8,
            height: 32,
            width: 32,
        };
        assert_eq!(shape.n_values(), 8192); // 8 · 32 · 32
        let answer = ProbeAnswer::FusionGradients {
            inputs: vec![shape.clone(); 2],
            output: shape,
        };
        assert_eq!(decode::<ProbeAnswer>(&encode(&answer).unwrap()).unwrap(), answer);
    }

    #[test]
    fn questions_about_an_image_want_one_and_a_batch_has_a_limit() {
        let network = drawn(|_| {});
        let maps = ProbeQuestion::Maps { layers: Vec::new() };
        assert!(refusal(&maps, &network, 0).contains("3072"));
        let batch = |n_images| ProbeQuestion::GradientNorms {
            dataset: Dataset::Scales,
            n_images,
            seed: 1,
        };
        assert!(refusal(&batch(513), &network, 0).contains("1 to 512"));
        assert_eq!(batch(512).check(&network, 0), Ok(()));
    }
}
