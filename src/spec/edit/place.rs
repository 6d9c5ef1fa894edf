//! Where a layer stands in a network, at any depth.

use super::super::layer::{LayerSpec, OpSpec};
use super::super::mistake::{Mistake, Part, SpecError, mistake};
use super::super::network::NetworkSpec;

/// A place in a network; the default is its bottom. It holds for the network that it was found in, and for its copies.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// From the outside: the position of a parallel layer in its sequence, and the branch to enter.
    pub steps: Vec<(usize, usize)>,
    /// The position in the innermost sequence.
    pub position: usize,
}

impl Place {
    /// The place of the layer called `name`.
    ///
    /// # Errors
    /// `network` has no such layer.
    pub fn of(network: &NetworkSpec, name: &str) -> Result<Self, SpecError> {
        let mut steps = Vec::new();
        let Some(position) = find(&network.layers, name, &mut steps) else {
            return Err(mistake(name, Part::Name, Mistake::NoSuchLayer));
        };
        Ok(Self { steps, position })
    }

    /// The sequence that holds the place.
    pub fn sequence<'a>(&self, network: &'a NetworkSpec) -> &'a [LayerSpec] {
        self.steps
            .iter()
            .fold(&network.layers, |layers, step| enter(layers, *step))
    }

    /// The sequence that holds the place, to be changed.
    pub fn sequence_mut<'a>(&self, network: &'a mut NetworkSpec) -> &'a mut Vec<LayerSpec> {
        let mut layers = &mut network.layers;
        for (position, branch) in &self.steps {
            match &mut layers[*position].op {
                OpSpec::Parallel(parallel) => layers = &mut parallel.branches[*branch].layers,
                // `find` enters parallel layers alone.
                _ => unreachable!("a step leads into a branch"),
            }
        }
        layers
    }

    /// The layer at the place.
    pub fn layer<'a>(&self, network: &'a NetworkSpec) -> &'a LayerSpec {
        &self.sequence(network)[self.position]
    }

    /// The layer at the place, to be changed.
    pub fn layer_mut<'a>(&self, network: &'a mut NetworkSpec) -> &'a mut LayerSpec {
        let position = self.position;
        &mut self.sequence_mut(network)[position]
    }

    /// The chain of layers that leads to the place: in each sequence, what stands below the way.
    pub fn below(&self, network: &NetworkSpec) -> Vec<LayerSpec> {
        let mut layers = network.layers.as_slice();
        let mut below = Vec::new();
        for step in &self.steps {
            below.extend_from_slice(&layers[..step.0]);
            layers = enter(layers, *step);
        }
        below.extend_from_slice(&layers[..self.position]);
        below
    }
}

fn enter(layers: &[LayerSpec], (position, branch): (usize, usize)) -> &Vec<LayerSpec> {
    match &layers[position].op {
        OpSpec::Parallel(parallel) => &parallel.branches[branch].layers,
        // `find` enters parallel layers alone.
        _ => unreachable!("a step leads into a branch"),
    }
}

fn find(layers: &[LayerSpec], name: &str, steps: &mut Vec<(usize, usize)>) -> Option<usize> {
    if let Some(position) = layers.iter().position(|layer| layer.name == name) {
        return Some(position);
    }
    for (position, layer) in layers.iter().enumerate() {
        let OpSpec::Parallel(parallel) = &layer.op else {
            continue;
        };
        for (branch, spec) in parallel.branches.iter().enumerate() {
            steps.push((position, branch));
            if let Some(found) = find(&spec.layers, name, steps) {
                return Some(found);
            }
            steps.pop();
        }
    }
    None
}
