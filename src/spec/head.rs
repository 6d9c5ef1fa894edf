//! The end of a network that classifies.

use super::layer::{LayerSpec, LinearSpec, OpSpec};
use super::mistake::{MapSize, Mistake, Part, SpecError, mistake};
use super::network::{InputSpec, NetworkSpec};

impl NetworkSpec {
    /// The same network with a linear layer `fc` of `n_classes` outputs on top, after the average of each map where there
    /// are maps; unchanged where it ends in a linear layer already.
    pub fn with_head(&self, n_classes: usize) -> Self {
        let mut network = self.clone();
        if matches!(network.layers.last().map(|layer| &layer.op), Some(OpSpec::Linear(_))) {
            return network;
        }
        if !ends_in_vector(&network.layers, false) {
            let name = network.head_name("pool");
            network.layers.push(LayerSpec::new(name, OpSpec::GlobalAveragePool));
        }
        let name = network.head_name("fc");
        let out_features = n_classes;
        let linear = OpSpec::Linear(LinearSpec { out_features });
        network.layers.push(LayerSpec::new(name, linear));
        network
    }

    /// Checks that the lab can train the network: 3 × 32 × 32 images, 10 logits, and not too large.
    ///
    /// # Errors
    /// As [`NetworkSpec::check_size`] and [`NetworkSpec::lower`], or where input or output are others.
    pub fn trainable(&self) -> Result<(), SpecError> {
        self.check_size()?;
        self.lower()?;
        if self.input != InputSpec::CIFAR10 {
            let InputSpec {
                channels,
                height,
                width,
            } = self.input;
            let size = MapSize::new(channels, height, width);
            return Err(mistake("input", Part::Shape, Mistake::OtherInput(size)));
        }
        let n_classes = self.n_classes();
        if n_classes != 10 {
            let name = self.layers.last().map_or("network", |layer| &layer.name);
            return Err(mistake(name, Part::OutFeatures, Mistake::OtherClasses(n_classes)));
        }
        Ok(())
    }

    /// `base` itself where it is free, else the first free number of it.
    fn head_name(&self, base: &str) -> String {
        if self.is_free(base) {
            base.to_owned()
        } else {
            self.free_name("", base)
        }
    }
}

/// Whether the output of `layers` is a vector; `is_vector` is their input's.
pub(super) fn ends_in_vector(layers: &[LayerSpec], is_vector: bool) -> bool {
    layers.iter().fold(is_vector, |is_vector, layer| match &layer.op {
        OpSpec::GlobalAveragePool | OpSpec::Flatten | OpSpec::Linear(_) => true,
        OpSpec::Conv(_) | OpSpec::Pool(_) => false,
        OpSpec::BatchNorm | OpSpec::Relu | OpSpec::Cbam(_) => is_vector,
        OpSpec::Parallel(parallel) => {
            let mut branches = parallel.branches.iter();
            branches.all(|branch| ends_in_vector(&branch.layers, is_vector))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::layer::ConvSpec;
    use crate::spec::variants;

    #[test]
    fn a_head_is_added_only_where_there_is_none() {
        for variant in variants::VARIANTS {
            let spec = variant.network();
            assert_eq!(spec.with_head(10), spec);
            spec.trainable().unwrap();
        }
        let mut chain = variants::find("field-9").unwrap().network();
        let whole = chain.clone();
        chain.layers.pop();
        assert_eq!(chain.with_head(10), whole); // the vector of the pooling needs `fc` alone
        chain.layers.pop();
        assert_eq!(chain.with_head(10), whole);
    }

    #[test]
    fn a_head_finds_names_of_its_own() {
        let conv = |name: &str| LayerSpec::new(name, OpSpec::Conv(ConvSpec::square(4, 1)));
        let spec = NetworkSpec {
            input: InputSpec::CIFAR10,
            layers: vec![conv("pool"), conv("fc.0")],
        };
        let names: Vec<String> = spec.with_head(10).layers.into_iter().map(|layer| layer.name).collect();
        assert_eq!(names, ["pool", "fc.0", "pool1", "fc1"]);
    }

    #[test]
    fn other_inputs_and_outputs_are_named() {
        let mut spec = variants::find("field-9").unwrap().network();
        spec.input.width = 33;
        assert!(spec.trainable().unwrap_err().to_string().contains("3 × 32 × 33"));
        spec.input = InputSpec::CIFAR10;
        spec.layers.pop();
        assert!(
            spec.with_head(7)
                .trainable()
                .unwrap_err()
                .to_string()
                .contains("it is 7")
        );
        assert!(
            spec.trainable()
                .unwrap_err()
                .to_string()
                .contains("end with a linear layer")
        );
    }
}
