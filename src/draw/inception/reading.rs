//! What a module's branches compute, step by step, and whether they can be joined.

use crate::geometry::{Alignment, Axes, Field, FieldAxis, Graph, Op, Shape};
use crate::spec::{InputSpec, LayerSpec, NetworkSpec, OpSpec, ParallelSpec, PoolKind, SpecError};

/// A convolution or a pooling, with the normalisation and the activation that follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepReading {
    /// Taps along each axis.
    pub kernel: Axes<usize>,
    /// Cells between windows, along the height.
    pub stride: usize,
    /// `max` or `avg` of a pooling; nothing of a convolution.
    pub pool: Option<&'static str>,
    /// Shape of the output.
    pub shape: Shape,
    /// Trainable parameters.
    pub parameters: usize,
    /// Multiply-adds for one image.
    pub macs: u64,
    /// Cells of the module's input that a unit sees, along each axis.
    pub field: Axes<i64>,
}

/// A branch, from below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchReading {
    /// Its name in the spec.
    pub name: String,
    /// Its steps.
    pub steps: Vec<StepReading>,
    /// Shape of its output.
    pub shape: Shape,
    /// Field of its units in the module's input.
    pub field: Field,
}

/// The module as a whole, where its branches fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Shape of the output.
    pub shape: Shape,
    /// Field of its units: the smallest and the largest path.
    pub field: Field,
    /// How the centres of the branches lie to each other.
    pub alignment: Axes<Alignment>,
    /// Trainable parameters.
    pub parameters: usize,
    /// Multiply-adds for one image.
    pub macs: u64,
}

/// A module and its branches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleReading {
    /// Shape of its input.
    pub input: Shape,
    /// Its branches.
    pub branches: Vec<BranchReading>,
    /// Their fusion, or why it refuses.
    pub outcome: Result<Outcome, SpecError>,
}

impl StepReading {
    /// What stands in its box: `3×3 · 128`, `max 3×3`, `1×7 · 96`; a stride above 1 behind a slash.
    pub fn label(&self) -> String {
        let Axes { height, width } = self.kernel;
        let stride = if self.stride > 1 {
            format!(" /{}", self.stride)
        } else {
            String::new()
        };
        match self.pool {
            Some(kind) => format!("{kind} {height}×{width}{stride}"),
            None => format!("{height}×{width}{stride} · {}", self.shape.channels),
        }
    }
}

impl BranchReading {
    /// Reads the `layers` of a branch on a map of shape `input`.
    ///
    /// # Errors
    /// As [`NetworkSpec::lower_any`].
    pub fn new(name: &str, layers: &[LayerSpec], input: Shape) -> Result<Self, SpecError> {
        let network = NetworkSpec {
            input: InputSpec {
                channels: input.channels,
                height: input.size.height,
                width: input.size.width,
            },
            layers: layers.to_vec(),
        };
        let lowered = network.lower_any()?;
        let output = lowered.output();
        Ok(Self {
            name: name.to_owned(),
            steps: steps(&lowered.graph, layers),
            shape: output.shape,
            field: output.field,
        })
    }

    /// Trainable parameters.
    pub fn parameters(&self) -> usize {
        self.steps.iter().map(|step| step.parameters).sum()
    }

    /// Multiply-adds for one image.
    pub fn macs(&self) -> u64 {
        self.steps.iter().map(|step| step.macs).sum()
    }
}

impl ModuleReading {
    /// Reads `module` on a map of shape `input`.
    ///
    /// # Errors
    /// A branch that does not hold together by itself; that the branches do not fit each other is an outcome.
    pub fn new(module: &ParallelSpec, input: Shape) -> Result<Self, SpecError> {
        let branch = |branch: &crate::spec::BranchSpec| BranchReading::new(&branch.name, &branch.layers, input);
        let branches = module.branches.iter().map(branch).collect::<Result<_, _>>()?;
        Ok(Self {
            input,
            branches,
            outcome: outcome(module, input),
        })
    }

    /// Steps of the longest branch.
    pub fn n_levels(&self) -> usize {
        self.branches.iter().map(|branch| branch.steps.len()).max().unwrap_or(0)
    }

    /// Channels of all branches together.
    pub fn channels(&self) -> usize {
        self.branches.iter().map(|branch| branch.shape.channels).sum()
    }
}

fn outcome(module: &ParallelSpec, input: Shape) -> Result<Outcome, SpecError> {
    let network = NetworkSpec {
        input: InputSpec {
            channels: input.channels,
            height: input.size.height,
            width: input.size.width,
        },
        layers: vec![LayerSpec::new("module", OpSpec::Parallel(module.clone()))],
    };
    let lowered = network.lower_any()?;
    let output = lowered.output();
    let merge = lowered.graph.nodes().len() - 1;
    Ok(Outcome {
        shape: output.shape,
        field: output.field,
        alignment: lowered.graph.alignment(merge).unwrap_or(Axes::both(Alignment::Aligned)),
        parameters: lowered.n_parameters(),
        macs: lowered.n_macs(),
    })
}

/// Convolutions and poolings in order; what follows each is counted with it.
fn steps(graph: &Graph, layers: &[LayerSpec]) -> Vec<StepReading> {
    let mut steps: Vec<StepReading> = Vec::new();
    // Node 0 is the input; a branch is a chain, so that node and layer go together.
    let nodes = graph.nodes().iter().zip(graph.geometry()).skip(1);
    for ((node, geometry), layer) in nodes.zip(layers) {
        let window = match node.op {
            Op::Conv { window, .. } | Op::Pool { window } => Some(window),
            _ => None,
        };
        match (window, steps.last_mut()) {
            (Some(window), _) => steps.push(StepReading {
                kernel: window.map(|axis| axis.kernel),
                stride: window.height.stride,
                pool: pool_of(&layer.op),
                shape: geometry.shape,
                parameters: geometry.parameters,
                macs: geometry.macs,
                field: geometry.field.map(|axis: FieldAxis| axis.size()),
            }),
            (None, Some(last)) => {
                last.parameters += geometry.parameters;
                last.macs += geometry.macs;
            }
            (None, None) => {}
        }
    }
    steps
}

fn pool_of(op: &OpSpec) -> Option<&'static str> {
    match op {
        OpSpec::Pool(pool) if pool.kind == PoolKind::Average => Some("avg"),
        OpSpec::Pool(_) => Some("max"),
        _ => None,
    }
}

/// The module of a network that is one module and nothing else.
pub fn module_of(network: &NetworkSpec) -> Option<&ParallelSpec> {
    match network.layers.as_slice() {
        [
            LayerSpec {
                op: OpSpec::Parallel(parallel),
                ..
            },
        ] => Some(parallel),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::variants::{InceptionModuleConfig, InceptionWidths, ModuleForm};

    fn reading(form: ModuleForm) -> ModuleReading {
        let network = InceptionModuleConfig::new(InceptionWidths::MODULE_3A)
            .form(form)
            .network(64, 8);
        ModuleReading::new(module_of(&network).unwrap(), Shape::new(64, 8, 8)).unwrap()
    }

    #[test]
    fn the_tutorials_module_step_by_step() {
        let reading = reading(ModuleForm::Reduced);
        let labels = |idx: usize| {
            let steps = reading.branches[idx].steps.iter();
            steps.map(StepReading::label).collect::<Vec<_>>()
        };
        assert_eq!(labels(0), ["1×1 · 64"]);
        assert_eq!(labels(1), ["1×1 · 96", "3×3 · 128"]);
        assert_eq!(labels(3), ["max 3×3", "1×1 · 32"]);
        let wide = &reading.branches[1].steps[1];
        assert_eq!(wide.parameters, 110_720); // 96·128·9 + 128
        assert_eq!(wide.macs, 7_077_888); // 110,592 · 64 cells
        assert_eq!(reading.branches[2].field.height.size(), 5);
        let outcome = reading.outcome.unwrap();
        assert_eq!(outcome.shape, Shape::new(256, 8, 8)); // 64 + 128 + 32 + 32
        assert_eq!(outcome.parameters, 137_072); // 136,704 weights and 64 + 96 + 128 + 16 + 32 + 32 biases
        assert_eq!(
            reading.branches.iter().map(BranchReading::parameters).sum::<usize>(),
            137_072
        );
        assert_eq!(outcome.alignment, Axes::both(Alignment::Aligned));
    }

    #[test]
    fn a_refusal_is_an_outcome_and_the_branches_are_read_all_the_same() {
        let mut network = InceptionModuleConfig::new(InceptionWidths::MODULE_3A).network(64, 8);
        if let OpSpec::Parallel(module) = &mut network.layers[0].op
            && let OpSpec::Conv(conv) = &mut module.branches[2].layers[2].op
        {
            conv.padding = [0; 2];
        }
        let reading = ModuleReading::new(module_of(&network).unwrap(), Shape::new(64, 8, 8)).unwrap();
        assert_eq!(reading.branches[2].shape.size.height, 4); // 8 − 5 + 1
        let refusal = reading.outcome.unwrap_err().to_string();
        assert!(
            refusal.contains("branch5x5") && refusal.contains("32 × 4 × 4"),
            "{refusal}"
        );
    }

    #[test]
    fn lines_of_seven_have_two_sizes() {
        let reading = reading(ModuleForm::Factorised);
        let steps = &reading.branches[1].steps;
        assert_eq!(steps[1].label(), "1×7 · 96");
        assert_eq!(steps[1].field, Axes::new(1, 7));
        assert_eq!(steps[2].field, Axes::both(7));
        assert_eq!(reading.n_levels(), 5);
    }
}
