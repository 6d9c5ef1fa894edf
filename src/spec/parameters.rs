//! The parameters of a network, by PyTorch's names, with the distributions PyTorch starts them from.

use super::layer::{LayerSpec, OpSpec};
use super::lower::{Lowered, SpecError};
use super::network::NetworkSpec;
use crate::geometry::Shape;

/// What a parameter starts from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Init {
    /// Uniform in ±1/√fan_in: PyTorch's default for weights (Kaiming uniform with a = √5) and biases alike.
    Uniform {
        /// Inputs of one output value.
        fan_in: usize,
    },
    /// All ones.
    Ones,
    /// All zeros.
    Zeros,
}

/// One tensor of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterSpec {
    /// Its name in PyTorch's `state_dict`, such as `conv1.0.weight`.
    pub name: String,
    /// Its shape in PyTorch's layout: convolution `[out, in / groups, kh, kw]`, linear `[out, in]`.
    pub shape: Vec<usize>,
    /// What it starts from.
    pub init: Init,
    /// Whether the optimiser changes it; the running statistics of batch normalisation are not trained.
    pub trainable: bool,
}

impl NetworkSpec {
    /// All tensors, in the order in which the layers stand; the same order as their random draws.
    ///
    /// # Errors
    /// As [`NetworkSpec::lower_any`].
    pub fn parameters(&self) -> Result<Vec<ParameterSpec>, SpecError> {
        let lowered = self.lower_any()?;
        let mut list = Vec::new();
        let input = Shape::new(self.input.channels, self.input.height, self.input.width);
        collect(&self.layers, input, &lowered, &mut list);
        Ok(list)
    }
}

/// Adds the tensors of `layers` on an input of shape `below`; returns the shape above.
fn collect(layers: &[LayerSpec], mut below: Shape, lowered: &Lowered, list: &mut Vec<ParameterSpec>) -> Shape {
    for layer in layers {
        let name = &layer.name;
        match &layer.op {
            OpSpec::Conv(conv) => {
                let inputs = below.channels / conv.groups;
                let shape = vec![conv.out_channels, inputs, conv.kernel[0], conv.kernel[1]];
                weights(list, name, shape, conv.bias);
            }
            OpSpec::Linear(linear) => weights(list, name, vec![linear.out_features, below.n_values()], true),
            OpSpec::BatchNorm => norm(list, name, below.channels),
            OpSpec::Cbam(cbam) => {
                let hidden = cbam.hidden(below.channels);
                weights(
                    list,
                    &format!("{name}.channel.fc1"),
                    vec![hidden, below.channels, 1, 1],
                    false,
                );
                weights(
                    list,
                    &format!("{name}.channel.fc2"),
                    vec![below.channels, hidden, 1, 1],
                    false,
                );
                weights(
                    list,
                    &format!("{name}.spatial.conv"),
                    vec![1, 2, cbam.kernel, cbam.kernel],
                    false,
                );
            }
            OpSpec::Parallel(parallel) => {
                for branch in &parallel.branches {
                    collect(&branch.layers, below, lowered, list);
                }
            }
            OpSpec::Relu | OpSpec::Pool(_) | OpSpec::GlobalAveragePool | OpSpec::Flatten => {}
        }
        // CBAM, which has no row of its own name, keeps the shape.
        below = lowered.geometry_of(name).map_or(below, |geometry| geometry.shape);
    }
    below
}

fn weights(list: &mut Vec<ParameterSpec>, name: &str, shape: Vec<usize>, bias: bool) {
    let fan_in = shape[1..].iter().product();
    let outputs = shape[0];
    let init = Init::Uniform { fan_in };
    push(list, format!("{name}.weight"), shape, init, true);
    if bias {
        push(list, format!("{name}.bias"), vec![outputs], init, true);
    }
}

fn norm(list: &mut Vec<ParameterSpec>, name: &str, channels: usize) {
    push(list, format!("{name}.weight"), vec![channels], Init::Ones, true);
    push(list, format!("{name}.bias"), vec![channels], Init::Zeros, true);
    push(list, format!("{name}.running_mean"), vec![channels], Init::Zeros, false);
    push(list, format!("{name}.running_var"), vec![channels], Init::Ones, false);
}

fn push(list: &mut Vec<ParameterSpec>, name: String, shape: Vec<usize>, init: Init, trainable: bool) {
    list.push(ParameterSpec {
        name,
        shape,
        init,
        trainable,
    });
}

#[cfg(test)]
mod tests {
    use crate::spec::variants;

    #[test]
    fn the_tensors_hold_as_many_numbers_as_the_geometry_counts() {
        for variant in variants::VARIANTS {
            let spec = variant.network();
            let counted: usize = spec
                .parameters()
                .unwrap()
                .iter()
                .filter(|p| p.trainable)
                .map(|p| p.shape.iter().product::<usize>())
                .sum();
            assert_eq!(counted, spec.lower().unwrap().n_parameters(), "{}", variant.id);
        }
    }

    #[test]
    fn the_names_are_pytorchs() {
        let spec = variants::find("inception-residual-cbam").unwrap().network();
        let names: Vec<String> = spec.parameters().unwrap().into_iter().map(|p| p.name).collect();
        for name in [
            "conv1.0.weight",
            "inception1.branch3x3.2.bias",
            "inception2.branch_pool.1.weight",
            "cbam1.channel.fc2.weight",
            "cbam2.spatial.conv.weight",
            "projection1.bias",
            "fc.weight",
        ] {
            assert!(
                names.iter().any(|known| known == name),
                "{name} is missing from {names:?}"
            );
        }
    }
}
