//! Experiments to begin with: each asks one question.

use std::sync::OnceLock;

use super::experiment::{Experiment, VariantSpec};
use super::matched;
use crate::spec::variants::{InceptionNetConfig, Norm, SmallCnnConfig};
use crate::spec::{AugmentSpec, DataSpec, Dataset, NetworkSpec, Schedule, TrainingSpec, variants};

/// An experiment with a name of its own.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Stable id: stands in links and on the command line.
    pub id: &'static str,
    build: fn() -> Experiment,
}

impl Template {
    /// The experiment.
    pub fn experiment(&self) -> Experiment {
        Experiment {
            name: self.id.to_owned(),
            ..(self.build)()
        }
    }
}

/// All templates, in the order in which the page offers them.
pub const TEMPLATES: &[Template] = &[
    template("homework-s", || {
        small(&[
            "inception-s",
            "inception-s-residual",
            "inception-s-cbam",
            "inception-s-residual-cbam",
        ])
    }),
    template("branches", branches),
    template("dilation", dilation),
    template("kernel-size", kernel_size),
    template("batch-norm", batch_norm),
    template("equal-parameters", equal_parameters),
    template("scales-fields", scales_fields),
    template("homework", homework),
    template("homework-full", homework_full),
];

/// The template called `id`.
pub fn find(id: &str) -> Option<Template> {
    TEMPLATES.iter().find(|template| template.id == id).copied()
}

/// The template that `experiment` is named after, where it compares the template's networks and no others.
pub fn of(experiment: &Experiment) -> Option<Template> {
    let template = find(&experiment.name)?;
    let own = template.experiment().variants;
    let is_same = own.len() == experiment.variants.len() && own.iter().all(|one| experiment.variants.contains(one));
    is_same.then_some(template)
}

/// The network that a template compares as `id`; the registry's networks are not asked for here.
pub fn network_of(id: &str) -> Option<&'static NetworkSpec> {
    static OWN: OnceLock<Vec<VariantSpec>> = OnceLock::new();
    let own = OWN.get_or_init(|| {
        let variants = TEMPLATES.iter().flat_map(|template| template.experiment().variants);
        variants
            .filter(|variant| variants::find(&variant.id).is_err())
            .collect()
    });
    let found = own.iter().find(|variant| variant.id == id);
    found.map(|variant| &variant.network)
}

const fn template(id: &'static str, build: fn() -> Experiment) -> Template {
    Template { id, build }
}

/// The tutorial's six networks at full size.
const TUTORIAL: [&str; 6] = [
    "dilated",
    "plain",
    "inception",
    "inception-residual",
    "inception-cbam",
    "inception-residual-cbam",
];

/// The tutorial's six networks: 4,000 training images, 1,000 test images, 10 epochs, five seeds.
fn homework() -> Experiment {
    Experiment {
        seeds: vec![1, 2, 3, 4, 5],
        data: cifar10(4000, 1000),
        training: TrainingSpec {
            epochs: 10,
            ..TrainingSpec::TUTORIAL
        },
        ..small(&TUTORIAL)
    }
}

/// The tutorial's six networks as the tutorial trains them: all images of CIFAR-10, 5 epochs, batches of 128, Adam with
/// 1e-3; one seed. Hours on a machine's CPU: for `fovea experiment`, and for a browser that is left alone over night.
fn homework_full() -> Experiment {
    Experiment {
        seeds: vec![1],
        data: cifar10(50_000, 10_000),
        training: TrainingSpec::TUTORIAL,
        ..small(&TUTORIAL)
    }
}

/// Which branch of the compact InceptionNet matters: each left out in turn.
fn branches() -> Experiment {
    let names = [
        "all-branches",
        "without-1x1",
        "without-3x3",
        "without-5x5",
        "without-pool",
    ];
    let own = names.into_iter().enumerate().map(|(number, id)| {
        let mut branches = [true; 4];
        if let Some(left_out) = number.checked_sub(1) {
            branches[left_out] = false;
        }
        let config = InceptionNetConfig {
            branches: [branches; 2],
            ..InceptionNetConfig::COMPACT
        };
        named_config(id, config)
    });
    compared(own.collect())
}

/// The compact dilated network with the rates 1, 2 and 3 in its last convolution, and 1-2-5 over all three.
fn dilation() -> Experiment {
    let rates: [(&str, [usize; 3]); 4] = [
        ("rate-1", [1, 1, 1]),
        ("rate-2", [1, 1, 2]),
        ("rate-3", [1, 1, 3]),
        ("rates-1-2-5", [1, 2, 5]),
    ];
    let own = rates.into_iter().map(|(id, rates)| VariantSpec {
        id: id.to_owned(),
        network: SmallCnnConfig::COMPACT.dilations(rates).network(),
    });
    compared(own.collect())
}

/// The compact plain network with kernels of 1, 3, 5 and 7 pixels, padded so that sizes stay.
fn kernel_size() -> Experiment {
    let own = [1, 3, 5, 7].into_iter().map(|kernel_size| VariantSpec {
        id: format!("kernel-{kernel_size}"),
        network: SmallCnnConfig::COMPACT
            .dilations([1, 1, 1])
            .kernels([kernel_size; 3])
            .network(),
    });
    compared(own.collect())
}

/// The compact InceptionNet with and without batch normalisation.
fn batch_norm() -> Experiment {
    let with = |norm| InceptionNetConfig {
        norm,
        ..InceptionNetConfig::COMPACT
    };
    compared(vec![
        named_config("without-norm", with(Norm::None)),
        named_config("batch-norm", with(Norm::Batch)),
    ])
}

/// Two pairs of as many parameters, as nearly as widths allow: the compact InceptionNet against a plain chain, and with
/// residual sum and CBAM against one that is only wider.
fn equal_parameters() -> Experiment {
    let count = |variant: &VariantSpec| variant.network.lower().map_or(0, |lowered| lowered.n_parameters());
    let inception = named_config("inception-s", InceptionNetConfig::COMPACT);
    let both = named_config(
        "inception-s-residual-cbam",
        InceptionNetConfig {
            residual: true,
            cbam: true,
            ..InceptionNetConfig::COMPACT
        },
    );
    let plain = matched::small_cnn(SmallCnnConfig::COMPACT.dilations([1, 1, 1]), count(&inception));
    let plain = VariantSpec {
        id: "plain-matched".to_owned(),
        network: plain.network(),
    };
    let wider = matched::inception_net(InceptionNetConfig::COMPACT, count(&both));
    compared(vec![inception, plain, both, named_config("inception-matched", wider)])
}

/// Four chains of the same shape with fields of 5, 9, 17 and 33 pixels, on images whose class is a displacement.
fn scales_fields() -> Experiment {
    Experiment {
        data: DataSpec {
            dataset: Dataset::Scales,
            ..cifar10(5000, 1000)
        },
        training: TrainingSpec {
            epochs: 3,
            batch_size: 8,
            learning_rate: 1e-2,
            schedule: Schedule::Cosine,
            ..TrainingSpec::TUTORIAL
        },
        ..small(&["field-5-s", "field-9-s", "field-17-s", "field-33-s"])
    }
}

fn named_config(id: &str, config: InceptionNetConfig) -> VariantSpec {
    VariantSpec {
        id: id.to_owned(),
        network: config.network(),
    }
}

fn cifar10(n_train: usize, n_test: usize) -> DataSpec {
    DataSpec {
        dataset: Dataset::Cifar10,
        n_train,
        n_test,
        augment: AugmentSpec::default(),
    }
}

/// A few minutes in a browser: three seeds, 2,000 training images, 500 test images, 5 epochs.
fn compared(variants: Vec<VariantSpec>) -> Experiment {
    Experiment {
        name: String::new(),
        variants,
        seeds: vec![1, 2, 3],
        data: cifar10(2000, 500),
        training: TrainingSpec {
            batch_size: 32,
            ..TrainingSpec::TUTORIAL
        },
    }
}

fn small(ids: &[&str]) -> Experiment {
    compared(ids.iter().filter_map(|id| VariantSpec::named(id).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_holds_together() {
        for template in TEMPLATES {
            let experiment = template.experiment();
            assert_eq!(experiment.validate(), Ok(()), "{}", template.id);
            assert!(experiment.variants.len() >= 2, "{}", template.id);
        }
    }

    #[test]
    fn the_templates_compare_as_many_networks_as_they_name() {
        // An unknown id is left out by `small`: it would show here.
        let counts: Vec<_> = TEMPLATES
            .iter()
            .map(|template| template.experiment().variants.len())
            .collect();
        assert_eq!(counts, [4, 5, 4, 4, 2, 4, 4, 6, 6]);
    }

    #[test]
    fn the_full_homework_is_the_tutorials() {
        let experiment = find("homework-full").unwrap().experiment();
        assert_eq!((experiment.data.n_train, experiment.data.n_test), (50_000, 10_000));
        let training = experiment.training;
        assert_eq!(
            (training.epochs, training.batch_size, training.learning_rate),
            (5, 128, 1e-3)
        );
        // ceil(50,000 / 128) = 391 steps an epoch.
        let first = experiment.run(&experiment.keys()[0]).unwrap();
        assert_eq!(first.n_steps(), 5 * 391);
    }

    #[test]
    fn an_experiment_is_a_templates_by_its_networks_not_by_its_name_alone() {
        let mut experiment = find("homework-s").unwrap().experiment();
        experiment.variants.reverse();
        experiment.seeds = vec![7];
        assert_eq!(of(&experiment).map(|template| template.id), Some("homework-s"));
        experiment.variants = find("kernel-size").unwrap().experiment().variants;
        assert!(of(&experiment).is_none());
    }

    #[test]
    fn an_id_means_one_network_in_all_templates() {
        for template in TEMPLATES {
            for variant in template.experiment().variants {
                let known = variants::find(&variant.id).map(|known| known.network());
                let known = known.ok().or_else(|| network_of(&variant.id).cloned());
                assert_eq!(
                    known.as_ref(),
                    Some(&variant.network),
                    "{} in {}",
                    variant.id,
                    template.id
                );
            }
        }
        assert_eq!(network_of("inception-s"), None); // the registry's
    }

    fn parameters(id: &str) -> Vec<usize> {
        let variants = find(id).unwrap().experiment().variants.into_iter();
        variants
            .map(|variant| variant.network.lower().unwrap().n_parameters())
            .collect()
    }

    #[test]
    fn pairs_of_equal_parameters_are_within_a_percent() {
        let counts = parameters("equal-parameters");
        for pair in counts.chunks(2) {
            assert!(pair[0].abs_diff(pair[1]) * 100 <= pair[0], "{counts:?}");
        }
        assert!(counts[2] > counts[0], "{counts:?}"); // what the second pair is there for
    }

    #[test]
    fn dilation_moves_the_field_and_not_the_parameters() {
        let counts = parameters("dilation");
        assert!(counts.windows(2).all(|pair| pair[0] == pair[1]), "{counts:?}");
    }
}
