//! Networks to look at beside the lab's own: two first examples, one whose branches look at
//! different places, and five that made history, at their own input sizes.
//!
//! They are described, not trained here: with their ImageNet heads they have up to 138 million parameters.
//! Local response normalisation, dropout and auxiliary classifiers are left out: they change no field.
//! A preset's id is a short stable word, as a variant's is: it stands in links and on the command line.

mod alexnet;
mod even_kernel;
mod first;
mod googlenet;
mod lenet5;
mod resnet;
mod vgg16;

pub use googlenet::GoogLeNetConfig;
pub use resnet::{ResNetConfig, StrideAt};

use thiserror::Error;

use super::layer::{ConvSpec, LayerSpec, LinearSpec, OpSpec};
use super::network::{InputSpec, NetworkSpec};

/// Classes of ImageNet's challenge.
const IMAGENET_CLASSES: usize = 1000;

/// ImageNet's images as most networks read them: 3 × 224 × 224.
const IMAGENET: InputSpec = InputSpec {
    channels: 3,
    height: 224,
    width: 224,
};

/// A named network on its own input size.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its stable id.
    pub id: &'static str,
    /// The images it reads.
    pub input: InputSpec,
    /// A receptive field that others published for it; none where only ours is computed.
    pub published: Option<Published>,
    layers: fn() -> Vec<LayerSpec>,
}

/// A published receptive field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its side in input pixels.
    pub field: usize,
    /// Name of the layer that it belongs to.
    pub layer: &'static str,
    /// Where it is published.
    pub source: &'static str,
    /// Why it is not ours, where it is not.
    pub note: Option<PublishedNote>,
}

/// Why a published field is not that of the preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishedNote {
    /// The published network halves the map in the last unit of each stage, so that every unit of the next stage moves by
    /// the larger jump; ours halves it in the 3×3 of the first unit, which still reads the finer map.
    StrideInLastUnit,
}

impl Preset {
    /// The network itself.
    pub fn network(&self) -> NetworkSpec {
        NetworkSpec {
            input: self.input,
            layers: (self.layers)(),
        }
    }
}

/// A preset id that is not in the registry.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no preset `{id}`; take one of {}", ids().join(", "))]
pub struct UnknownPreset {
    /// The id that was asked for.
    pub id: String,
}

const DISTILL: &str =
    "Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural Networks, Distill 2019";

/// All presets, in the order in which the page offers them.
pub const PRESETS: &[Preset] = &[
    Preset {
        id: "conv3x3",
        input: first::INPUT,
        published: None,
        layers: first::one_3x3,
    },
    Preset {
        id: "two-conv3x3",
        input: first::INPUT,
        published: None,
        layers: first::two_3x3,
    },
    Preset {
        id: "even-kernel",
        input: even_kernel::INPUT,
        published: None,
        layers: even_kernel::layers,
    },
    Preset {
        id: "lenet5",
        input: lenet5::INPUT,
        published: None,
        layers: lenet5::layers,
    },
    Preset {
        id: "alexnet",
        input: IMAGENET,
        published: Some(Published {
            field: 195,
            layer: "pool5",
            source: DISTILL,
            note: None,
        }),
        layers: alexnet::layers,
    },
    Preset {
        id: "vgg16",
        input: IMAGENET,
        published: Some(Published {
            field: 212,
            layer: "features.30",
            source: DISTILL,
            note: None,
        }),
        layers: vgg16::layers,
    },
    Preset {
        id: "googlenet",
        input: IMAGENET,
        published: None,
        layers: || GoogLeNetConfig::PAPER.layers(),
    },
    Preset {
        id: "resnet50",
        input: IMAGENET,
        published: Some(Published {
            field: 483,
            layer: "layer4.2",
            source: DISTILL,
            note: Some(PublishedNote::StrideInLastUnit),
        }),
        layers: || ResNetConfig::RESNET50.layers(),
    },
];

/// The preset called `id`.
///
/// # Errors
/// [`UnknownPreset`], with the ids there are.
pub fn find(id: &str) -> Result<Preset, UnknownPreset> {
    let found = PRESETS.iter().find(|preset| preset.id == id).copied();
    found.ok_or_else(|| UnknownPreset { id: id.to_owned() })
}

/// The ids of all presets.
pub fn ids() -> Vec<&'static str> {
    PRESETS.iter().map(|preset| preset.id).collect()
}

/// Adds a layer called `name`.
fn push(layers: &mut Vec<LayerSpec>, name: impl Into<String>, op: OpSpec) {
    layers.push(LayerSpec::new(name, op));
}

/// Adds a linear layer called `name`.
fn push_linear(layers: &mut Vec<LayerSpec>, name: &str, out_features: usize) {
    push(layers, name, OpSpec::Linear(LinearSpec { out_features }));
}

/// Adds `conv` under the name `conv_name` and a ReLU under `relu_name`.
fn push_conv_relu(layers: &mut Vec<LayerSpec>, conv_name: String, relu_name: String, conv: ConvSpec) {
    push(layers, conv_name, OpSpec::Conv(conv));
    push(layers, relu_name, OpSpec::Relu);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_field_is_ours_unless_a_note_says_why_not() {
        for preset in PRESETS {
            let lowered = preset.network().lower_any().unwrap();
            let Some(published) = preset.published else { continue };
            let field = lowered.geometry_of(published.layer).unwrap().field.height.size();
            assert_eq!(
                field as usize == published.field,
                published.note.is_none(),
                "{}: {field}",
                preset.id
            );
        }
    }

    #[test]
    fn the_heads_give_one_value_per_class() {
        for (id, n_classes) in [
            ("lenet5", 10),
            ("alexnet", 1000),
            ("vgg16", 1000),
            ("googlenet", 1000),
            ("resnet50", 1000),
        ] {
            let network = find(id).unwrap().network();
            assert_eq!(network.n_classes(), n_classes, "{id}");
            assert_eq!(network.lower().unwrap().output().shape.n_values(), n_classes, "{id}");
        }
    }

    #[test]
    fn the_parameters_are_those_of_the_known_implementations() {
        let n_parameters = |id: &str| find(id).unwrap().network().lower_any().unwrap().n_parameters();
        assert_eq!(n_parameters("vgg16"), 138_357_544); // torchvision.models.vgg16
        assert_eq!(n_parameters("resnet50"), 25_557_032); // torchvision.models.resnet50
        // c1 6·25 + 6, c3 16·6·25 + 16, c5 120·16·25 + 120, f6 84·120 + 84, output 10·84 + 10
        assert_eq!(n_parameters("lenet5"), 156 + 2_416 + 48_120 + 10_164 + 850);
    }

    #[test]
    fn no_id_is_both_a_variant_and_a_preset() {
        assert!(ids().iter().all(|id| super::super::variants::find(id).is_err()));
        assert!(find("lenet").unwrap_err().to_string().contains("lenet5"));
    }
}
