//! Looking into a network: what can be asked, and what is answered.
//!
//! Long because questions and answers are read side by side.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Fault, Refusal, RunId};
use crate::spec::{Dataset, Fusion, InputSpec, MapSize, NetworkSpec, RunSpec, Unfit};

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
    /// The network of a run that was kept, as its checkpoint has it.
    Kept {
        /// The run; its network is for images of 3 × 32 × 32.
        run: Box<RunSpec>,
        /// Its checkpoint. It is no part of the message, as the weights of [`NetworkSource::Given`].
        #[serde(skip)]
        checkpoint: Arc<[u8]>,
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
        /// `NAME.channel.average`, `NAME.channel.maximum`, each also with `.hidden` and `.score`, `NAME.channel.gate`,
        /// `NAME.spatial.mean`, `NAME.spatial.maximum`, `NAME.spatial.score` and `NAME.spatial.gate`.
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
    /// All weights as a file: a PyTorch `state_dict` in the format safetensors.
    StateDict,
    /// What fits of a file from anywhere, which a [`NetworkSource::Given`] carries: the `state_dict` that comes of it, and a
    /// report.
    Import {
        /// Decides the weights that the file lacks.
        seed: u64,
    },
    /// Two maps of the network on one image, which travels next to the request, fused, and the gradient of the sum of all
    /// values of the result that each receives. Answered as [`ProbeQuestion::FusionGradients`].
    PairGradients {
        /// The layer of each, as the lowered network has it.
        layers: [String; 2],
        /// Which of the layer's maps.
        channels: [usize; 2],
        /// How they are fused.
        fusion: Fusion,
    },
}

/// What became of the tensors of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// How many weights were taken from it.
    pub n_taken: usize,
    /// Names of the weights that were not, each with the reason: they were drawn.
    pub unfit: Vec<(String, Unfit)>,
    /// Names of its tensors that no weight of the network has.
    pub left_over: Vec<String>,
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
    /// All weights.
    StateDict {
        /// The file. It is no part of the message; its bytes travel next to it.
        #[serde(skip)]
        file: Arc<[u8]>,
    },
    /// All weights after an import.
    Imported {
        /// What became of the tensors.
        report: Imported,
        /// The file. It is no part of the message; its bytes travel next to it.
        #[serde(skip)]
        file: Arc<[u8]>,
    },
}

impl ProbeAnswer {
    /// The file, where the answer is one and no numbers.
    pub const fn file(&self) -> Option<&Arc<[u8]>> {
        match self {
            Self::StateDict { file } | Self::Imported { file, .. } => Some(file),
            _ => None,
        }
    }

    /// Takes what travelled next to it: as its file, or as numbers, which come back.
    pub fn take_beside(&mut self, bytes: &[u8]) -> Vec<f32> {
        if let Self::StateDict { file } | Self::Imported { file, .. } = self {
            *file = bytes.into();
            return Vec::new();
        }
        let (words, _rest) = bytes.as_chunks::<4>();
        words.iter().map(|word| f32::from_le_bytes(*word)).collect()
    }
}

impl NetworkSource {
    /// What travels next to a request about it, after the image.
    pub fn beside(&self) -> &[u8] {
        match self {
            Self::Given { state_dict: file, .. } | Self::Kept { checkpoint: file, .. } => file,
            Self::Drawn { .. } | Self::Trained { .. } => &[],
        }
    }

    /// Takes what travelled next to a request about it, and returns the image, which came first.
    pub fn take_beside(&mut self, question: &ProbeQuestion, mut bytes: Vec<u8>) -> Vec<u8> {
        if let Self::Given { state_dict: file, .. } | Self::Kept { checkpoint: file, .. } = self {
            let n_image = if question.wants_image() { IMAGE_BYTES } else { 0 };
            *file = bytes.split_off(n_image.min(bytes.len())).into();
        }
        bytes
    }
}

impl ProbeQuestion {
    /// Whether it is about one image, which travels next to the request.
    pub const fn wants_image(&self) -> bool {
        match self {
            Self::FeatureMaps { .. }
            | Self::Maps { .. }
            | Self::FusionGradients { .. }
            | Self::PairGradients { .. } => true,
            Self::EffectiveField { .. }
            | Self::GradientNorms { .. }
            | Self::Weights { .. }
            | Self::StateDict
            | Self::Import { .. } => false,
        }
    }

    /// Checks what can be checked before anything is loaded; the image has `n_bytes`.
    ///
    /// # Errors
    /// [`Fault::BadSpec`] with the cure.
    pub fn check(&self, network: &NetworkSource, n_bytes: usize) -> Result<(), Fault> {
        let refuse = |problem: Refusal| Err(Fault::BadSpec { problem });
        let spec = match network {
            NetworkSource::Drawn { spec, .. } | NetworkSource::Given { spec, .. } => Some(&**spec),
            NetworkSource::Kept { run, .. } => Some(&run.network),
            NetworkSource::Trained { .. } => None,
        };
        if let Some(spec) = spec {
            if spec.input != InputSpec::CIFAR10 {
                let InputSpec {
                    channels,
                    height,
                    width,
                } = spec.input;
                let input = MapSize::new(channels, height, width);
                return refuse(Refusal::Input { input });
            }
            if let Err(mistake) = spec.lower() {
                return refuse(mistake.into());
            }
        }
        match self {
            Self::Import { .. } if !matches!(network, NetworkSource::Given { .. }) => refuse(Refusal::NoFile),
            Self::EffectiveField { n_images, .. } if !(1..=MOST_IMAGES).contains(n_images) => {
                let (n_images, most) = (*n_images, MOST_IMAGES);
                refuse(Refusal::Images { n_images, most })
            }
            Self::GradientNorms { n_images, .. } if !(1..=MOST_IN_BATCH).contains(n_images) => {
                let (n_images, most) = (*n_images, MOST_IN_BATCH);
                refuse(Refusal::Images { n_images, most })
            }
            _ if self.wants_image() && n_bytes != IMAGE_BYTES => {
                let expected = IMAGE_BYTES;
                refuse(Refusal::ImageBytes { n_bytes, expected })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
