//! The registry: every network that has a name of its own.
//!
//! A variant's id is a short stable word: it stands in links, in records and on the command line, and is never renamed.

mod block_stack;
mod inception_module;
mod inception_net;
mod receptive_chain;
mod small_cnn;

pub use block_stack::BlockStackConfig;
pub use inception_module::{InceptionModuleConfig, InceptionWidths, ModuleForm};
pub use inception_net::{InceptionNetConfig, StemConfig};
pub use receptive_chain::ReceptiveChainConfig;
pub use small_cnn::SmallCnnConfig;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::network::NetworkSpec;

/// Whether batch normalisation follows the convolutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Norm {
    /// None, as in the tutorial.
    None,
    /// Batch normalisation between convolution and ReLU.
    Batch,
}

/// A named network.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Its stable id.
    pub id: &'static str,
    build: fn() -> NetworkSpec,
}

impl Variant {
    /// The network itself, for ten classes.
    pub fn network(&self) -> NetworkSpec {
        (self.build)()
    }
}

/// What a run calls a network of the learner's own, which is in no registry.
pub const OWN: &str = "custom";

/// A variant id that is not in the registry.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no variant `{id}`; take one of {}", ids().join(", "))]
pub struct UnknownVariant {
    /// The id that was asked for.
    pub id: String,
}

/// All variants, in the order in which the page offers them.
pub const VARIANTS: &[Variant] = &[
    variant("dilated", || SmallCnnConfig::TUTORIAL.network()),
    variant("plain", || SmallCnnConfig::TUTORIAL.dilations([1, 1, 1]).network()),
    variant("inception", || InceptionNetConfig::TUTORIAL.network()),
    variant("inception-residual", || {
        InceptionNetConfig::TUTORIAL.residual(true).network()
    }),
    variant("inception-cbam", || InceptionNetConfig::TUTORIAL.cbam(true).network()),
    variant("inception-residual-cbam", || {
        InceptionNetConfig::TUTORIAL.residual(true).cbam(true).network()
    }),
    variant("dilated-s", || SmallCnnConfig::COMPACT.network()),
    variant("plain-s", || SmallCnnConfig::COMPACT.dilations([1, 1, 1]).network()),
    variant("inception-s", || InceptionNetConfig::COMPACT.network()),
    variant("inception-s-residual", || {
        InceptionNetConfig::COMPACT.residual(true).network()
    }),
    variant("inception-s-cbam", || InceptionNetConfig::COMPACT.cbam(true).network()),
    variant("inception-s-residual-cbam", || {
        InceptionNetConfig::COMPACT.residual(true).cbam(true).network()
    }),
    variant("field-9", || ReceptiveChainConfig::new([1, 1, 1, 1]).network()),
    variant("field-31", || ReceptiveChainConfig::new([1, 2, 4, 8]).network()),
    variant("field-5-s", || {
        ReceptiveChainConfig::new([1; 4])
            .kernels([3, 3, 1, 1])
            .narrow()
            .network()
    }),
    variant("field-9-s", || ReceptiveChainConfig::new([1; 4]).narrow().network()),
    variant("field-17-s", || {
        ReceptiveChainConfig::new([1, 2, 2, 3]).narrow().network()
    }),
    variant("field-33-s", || {
        ReceptiveChainConfig::new([1, 2, 4, 9]).narrow().network()
    }),
];

/// The variant called `id`.
///
/// # Errors
/// [`UnknownVariant`], with the ids there are.
pub fn find(id: &str) -> Result<Variant, UnknownVariant> {
    let found = VARIANTS.iter().find(|variant| variant.id == id).copied();
    found.ok_or_else(|| UnknownVariant { id: id.to_owned() })
}

/// The ids of all variants.
pub fn ids() -> Vec<&'static str> {
    VARIANTS.iter().map(|variant| variant.id).collect()
}

const fn variant(id: &'static str, build: fn() -> NetworkSpec) -> Variant {
    Variant { id, build }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(id: &str, n_parameters: usize) {
        let lowered = find(id).unwrap().network().lower().unwrap();
        assert_eq!(lowered.n_parameters(), n_parameters, "{id}");
    }

    #[test]
    fn the_six_networks_have_the_parameters_that_pytorch_counts() {
        check("dilated", 1_074_986); // 448 + 4,640 + 18,496 + 1,048,832 + 2,570
        check("plain", 1_074_986);
        check("inception", 326_122);
        check("inception-residual", 342_762); // + projection 64·256 + 256 = 16,640
        check("inception-cbam", 342_702); // + 2·(2·256·16 + 98) = 16,580
        check("inception-residual-cbam", 359_342);
    }

    #[test]
    fn fields_before_the_classifier() {
        let size = |id: &str, layer: &str| {
            let lowered = find(id).unwrap().network().lower().unwrap();
            lowered.geometry_of(layer).unwrap().field.height.size()
        };
        assert_eq!(size("dilated", "conv3"), 22);
        assert_eq!(size("plain", "conv3"), 18); // 3, 4, 4 + 2·2 = 8, 10, 10 + 2·4 = 18
        // conv 7 s 2: 7, j 2; pool 3 s 2: 7 + 2·2 = 11, j 4; 5×5 twice: 11 + 2·(4·4) = 43
        assert_eq!(size("inception", "inception2"), 43);
        assert_eq!(size("field-9", "conv4.0"), 9); // 1 + 4·2
        assert_eq!(size("field-31", "conv4.0"), 31); // 1 + 2·(1 + 2 + 4 + 8)
        assert_eq!(size("field-5-s", "conv4.0"), 5); // 1 + 2·(1 + 1), then twice 1×1
        assert_eq!(size("field-9-s", "conv4.0"), 9);
        assert_eq!(size("field-17-s", "conv4.0"), 17); // 1 + 2·(1 + 2 + 2 + 3)
        assert_eq!(size("field-33-s", "conv4.0"), 33); // 1 + 2·(1 + 2 + 4 + 9)
    }

    #[test]
    fn the_learners_own_network_is_no_variant() {
        assert!(find(OWN).is_err());
    }

    #[test]
    fn an_unknown_variant_lists_the_known_ones() {
        let message = find("inceptoin").unwrap_err().to_string();
        assert!(
            message.contains("`inceptoin`") && message.contains("inception-residual"),
            "{message}"
        );
    }
}
