//! The famous networks, in the order in which they appeared: every number with its source.
//!
//! Long because it is one table.

use super::blocks;
use crate::draw::block::Block;

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Fovea computes it, from its own description of the network.
    Computed,
    /// Published.
    Published(&'static str),
}

/// A number and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The number.
    pub value: u64,
    /// Where it comes from.
    pub source: Source,
}

/// The images on which an accuracy was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// MNIST's test digits.
    Mnist,
    /// The test images of ImageNet's challenge of 2010.
    ImageNet2010,
    /// The validation images of ImageNet's challenge of 2012, one crop each.
    ImageNet2012,
}

/// How often a network is right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// On which images.
    pub on: Judged,
    /// Percent whose class is the network's first guess.
    pub top1: f64,
    /// Percent whose class is among its first five; none for ten digits.
    pub top5: Option<f64>,
    /// Where it is published.
    pub source: &'static str,
}

/// A network that made history.
#[derive(Clone, Copy, Debug)]
pub struct Famous {
    /// Its stable word in links; that of the preset, where there is one.
    pub id: &'static str,
    /// What it is called, short enough for the figures.
    pub name: &'static str,
    /// The paper.
    pub paper: &'static str,
    /// The year of the paper.
    pub year: u32,
    /// Layers with parameters, as its paper counts; none where it does not say.
    pub depth: Option<Fact>,
    /// Trainable parameters, without auxiliary classifiers.
    pub parameters: Fact,
    /// Theoretical receptive field before the global pooling or the first linear layer, in input pixels.
    pub field: Fact,
    /// Layer of the preset whose field that is; none where there is no preset.
    pub layer: Option<&'static str>,
    /// How often it is right.
    pub accuracy: Accuracy,
    /// The block that repeats.
    pub block: Block,
    /// The network to compare its block with: index in [`FAMOUS`].
    pub after: usize,
}

impl Famous {
    /// The name written out.
    pub fn full_name(&self) -> String {
        self.name.replace("Inc.-", "Inception-")
    }
}

const LECUN: &str = "LeCun, Bottou, Bengio, Haffner, “Gradient-Based Learning Applied to Document Recognition”, 1998";
const KRIZHEVSKY: &str =
    "Krizhevsky, Sutskever, Hinton, “ImageNet Classification with Deep Convolutional Neural Networks”, 2012";
const SIMONYAN: &str =
    "Simonyan, Zisserman, “Very Deep Convolutional Networks for Large-Scale Image Recognition”, 2014";
const SZEGEDY_V1: &str = "Szegedy et al., “Going Deeper with Convolutions”, 2014";
const IOFFE: &str = "Ioffe, Szegedy, “Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift”, 2015";
const SZEGEDY_V3: &str = "Szegedy et al., “Rethinking the Inception Architecture for Computer Vision”, 2015";
const HE: &str = "He, Zhang, Ren, Sun, “Deep Residual Learning for Image Recognition”, 2015";
/// The paper of v4 and of Inception-ResNet.
pub const SZEGEDY_V4: &str = "Szegedy, Ioffe, Vanhoucke, Alemi, “Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning”, 2016";
/// One table for seven of the networks, all measured alike.
pub const SLIM: &str = "TF-Slim, table of pre-trained models (README of tensorflow/models, research/slim), 2016";
const DISTILL: &str = "Araujo, Norris, Sim, “Computing Receptive Fields of Convolutional Neural Networks”, Distill 2019, and its library’s table";
const KERAS: &str = "Keras Applications, table of models, keras.io, 2024";
const TIMM: &str = "timm (pytorch-image-models), model page of Inception v4, 2021";
const VISIPEDIA: &str = "visipedia/tf_classification, table of TF-Slim models, 2017";

const fn computed(value: u64) -> Fact {
    Fact {
        value,
        source: Source::Computed,
    }
}

const fn published(value: u64, source: &'static str) -> Fact {
    Fact {
        value,
        source: Source::Published(source),
    }
}

const fn slim(top1: f64, top5: f64) -> Accuracy {
    Accuracy {
        on: Judged::ImageNet2012,
        top1,
        top5: Some(top5),
        source: SLIM,
    }
}

/// The networks.
pub const FAMOUS: [Famous; 9] = [
    Famous {
        id: "lenet5",
        name: "LeNet-5",
        paper: LECUN,
        year: 1998,
        depth: Some(published(7, LECUN)),
        parameters: computed(61_706),
        field: computed(32),
        layer: Some("c5"),
        accuracy: Accuracy {
            on: Judged::Mnist,
            top1: 99.05, // 0.95 % errors
            top5: None,
            source: LECUN,
        },
        block: blocks::LENET5,
        after: 0,
    },
    Famous {
        id: "alexnet",
        name: "AlexNet",
        paper: KRIZHEVSKY,
        year: 2012,
        depth: Some(published(8, KRIZHEVSKY)),
        parameters: computed(50_303_912),
        field: computed(195),
        layer: Some("pool5"),
        accuracy: Accuracy {
            on: Judged::ImageNet2010,
            top1: 62.5,       // 37.5 % errors
            top5: Some(83.0), // 17.0 % errors
            source: KRIZHEVSKY,
        },
        block: blocks::ALEXNET,
        after: 0,
    },
    Famous {
        id: "vgg16",
        name: "VGG-16",
        paper: SIMONYAN,
        year: 2014,
        depth: Some(published(16, SIMONYAN)),
        parameters: computed(138_357_544),
        field: computed(212),
        layer: Some("features.30"),
        accuracy: slim(71.5, 89.8),
        block: blocks::VGG16,
        after: 1,
    },
    Famous {
        id: "googlenet",
        name: "GoogLeNet (v1)",
        paper: SZEGEDY_V1,
        year: 2014,
        depth: Some(published(22, SZEGEDY_V1)),
        parameters: computed(6_998_552),
        field: computed(715),
        layer: Some("inception5b"),
        accuracy: slim(69.8, 89.6),
        block: blocks::GOOGLENET,
        after: 2,
    },
    Famous {
        id: "inception-v2",
        name: "Inception v2",
        paper: IOFFE,
        year: 2015,
        depth: None,
        parameters: published(11_178_336, VISIPEDIA),
        field: published(699, DISTILL),
        layer: None,
        accuracy: slim(73.9, 91.8),
        block: blocks::INCEPTION_V2,
        after: 3,
    },
    Famous {
        id: "inception-v3",
        name: "Inception v3",
        paper: SZEGEDY_V3,
        year: 2015,
        depth: Some(published(42, SZEGEDY_V3)),
        parameters: published(23_900_000, KERAS),
        field: published(1311, DISTILL),
        layer: None,
        accuracy: slim(78.0, 93.9),
        block: blocks::INCEPTION_V3,
        after: 4,
    },
    Famous {
        id: "resnet50",
        name: "ResNet-50",
        paper: HE,
        year: 2015,
        depth: Some(published(50, HE)),
        parameters: computed(25_557_032),
        field: computed(427),
        layer: Some("layer4.2"),
        accuracy: slim(75.2, 92.2),
        block: blocks::RESNET50,
        after: 2,
    },
    Famous {
        id: "inception-v4",
        name: "Inception v4",
        paper: SZEGEDY_V4,
        year: 2016,
        depth: None,
        parameters: published(42_680_000, TIMM),
        field: published(2071, DISTILL),
        layer: None,
        accuracy: slim(80.2, 95.2),
        block: blocks::INCEPTION_V4,
        after: 5,
    },
    Famous {
        id: "inception-resnet-v2",
        name: "Inc.-ResNet v2",
        paper: SZEGEDY_V4,
        year: 2016,
        depth: None,
        parameters: published(55_900_000, KERAS),
        field: published(3039, DISTILL),
        layer: None,
        accuracy: slim(80.4, 95.3),
        block: blocks::INCEPTION_RESNET_V2,
        after: 4,
    },
];

/// Index of the network called `id`.
pub fn position(id: &str) -> Option<usize> {
    FAMOUS.iter().position(|famous| famous.id == id)
}

/// `value` to three digits at most below a thousand of its unit: `61.7 k`, `138 M`.
pub fn short(value: u64) -> String {
    let (unit, name) = match value {
        0..1_000 => return value.to_string(),
        1_000..1_000_000 => (1e3, "k"),
        _ => (1e6, "M"),
    };
    let scaled = value as f64 / unit;
    match scaled < 100.0 {
        true => format!("{scaled:.1} {name}"),
        false => format!("{scaled:.0} {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::presets;

    /// A source names who and when: it has words and a year.
    fn is_named(source: &str) -> bool {
        let has_year = source
            .split(|c: char| !c.is_ascii_digit())
            .any(|number| number.len() == 4 && (1990..2030).contains(&number.parse::<u32>().unwrap_or(0)));
        source.len() > 20 && has_year
    }

    #[test]
    fn every_fact_carries_a_source() {
        for famous in FAMOUS {
            assert!(is_named(famous.paper), "{}", famous.name);
            assert!(is_named(famous.accuracy.source), "{}", famous.name);
            let facts = [famous.depth, Some(famous.parameters), Some(famous.field)];
            for fact in facts.into_iter().flatten() {
                match fact.source {
                    Source::Published(source) => assert!(is_named(source), "{}: {source}", famous.name),
                    Source::Computed => assert!(famous.layer.is_some(), "{} is not described here", famous.name),
                }
            }
        }
    }

    #[test]
    fn the_years_and_the_top_5_are_plausible() {
        assert!(FAMOUS.is_sorted_by_key(|famous| famous.year));
        for famous in FAMOUS {
            assert!(famous.paper.contains(&famous.year.to_string()), "{}", famous.name);
            assert!(famous.accuracy.top5.is_none_or(|top5| top5 > famous.accuracy.top1));
            assert_eq!(position(famous.id).map(|idx| FAMOUS[idx].name), Some(famous.name));
        }
    }

    #[test]
    fn a_block_is_compared_with_an_older_network() {
        for (idx, famous) in FAMOUS.iter().enumerate() {
            assert!(famous.after < idx || idx == 0, "{}", famous.name);
        }
    }

    #[test]
    fn computed_numbers_are_those_of_the_presets() {
        for famous in FAMOUS {
            let Some(layer) = famous.layer else { continue };
            let lowered = presets::find(famous.id).unwrap().network().lower_any().unwrap();
            assert_eq!(
                lowered.n_parameters() as u64,
                famous.parameters.value,
                "{}",
                famous.name
            );
            let field = lowered.geometry_of(layer).unwrap().field;
            assert_eq!(field.height.size() as u64, famous.field.value, "{}", famous.name);
            assert_eq!(field.width.size(), field.height.size(), "{}", famous.name);
        }
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(short(427), "427");
        assert_eq!(short(61_706), "61.7 k");
        assert_eq!(short(6_998_552), "7.0 M");
        assert_eq!(short(138_357_544), "138 M");
    }
}
