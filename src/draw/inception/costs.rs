//! The weights and multiply-adds of a module, convolution by convolution, and when a reduction pays.

use crate::geometry::Op;
use crate::spec::variants::InceptionModuleConfig;
use crate::spec::{OpSpec, SpecError};

use super::reading::module_of;

/// The costs of one convolution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Index of its branch.
    pub branch: usize,
    /// Whether it is a 1×1 before a larger kernel.
    pub is_reduction: bool,
    /// How many come about: `96·128·9`.
    pub term: String,
    /// Its weights, without biases.
    pub weights: usize,
    /// Its multiply-adds for one image: each weight works once for every cell of the map.
    pub macs: u64,
}

/// The convolutions of the module on `in_channels` maps of `side` × `side`, branch by branch, without biases.
///
/// # Errors
/// As [`crate::spec::NetworkSpec::lower_any`]: a width of 0.
pub fn parts(config: InceptionModuleConfig, in_channels: usize, side: usize) -> Result<Vec<Part>, SpecError> {
    let network = config.bias(false).network(in_channels, side);
    let lowered = network.lower_any()?;
    let Some(module) = module_of(&network) else {
        return Ok(Vec::new());
    };
    let mut parts = Vec::new();
    for (branch, spec) in module.branches.iter().enumerate() {
        let n_before = parts.len();
        for layer in spec.layers.iter().filter(|layer| matches!(layer.op, OpSpec::Conv(_))) {
            let Some(node) = lowered
                .layers
                .iter()
                .find(|row| row.name == layer.name)
                .map(|row| row.node)
            else {
                continue;
            };
            let Op::Conv { window, channels, .. } = lowered.graph.nodes()[node].op else {
                continue;
            };
            let below = lowered.graph.nodes()[node].inputs[0];
            let inputs = lowered.graph.geometry()[below].shape.channels;
            let taps = window.height.kernel * window.width.kernel;
            let term = if taps == 1 {
                format!("{inputs}·{channels}")
            } else {
                format!("{inputs}·{channels}·{taps}")
            };
            parts.push(Part {
                branch,
                is_reduction: false,
                term,
                weights: lowered.graph.geometry()[node].parameters,
                macs: lowered.graph.geometry()[node].macs,
            });
        }
        // The first of several convolutions is the reduction.
        if parts.len() > n_before + 1 {
            parts[n_before].is_reduction = true;
        }
    }
    Ok(parts)
}

/// The largest reduction from `inputs` channels that saves weights before a kernel of `taps` weights to `outputs` channels:
/// r·(inputs + taps·outputs) < taps·inputs·outputs.
pub const fn break_even(inputs: usize, outputs: usize, taps: usize) -> usize {
    let direct = taps * inputs * outputs;
    if direct == 0 {
        0
    } else {
        (direct - 1) / (inputs + taps * outputs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::variants::{InceptionWidths, ModuleForm};

    fn of(form: ModuleForm, in_channels: usize) -> Vec<Part> {
        parts(
            InceptionModuleConfig::new(InceptionWidths::MODULE_3A).form(form),
            in_channels,
            28,
        )
        .unwrap()
    }

    #[test]
    fn the_worked_example_of_module_3a() {
        let reduced = of(ModuleForm::Reduced, 192);
        let terms: Vec<&str> = reduced.iter().map(|part| part.term.as_str()).collect();
        let expected = ["192·64", "192·96", "96·128·9", "192·16", "16·32·25", "192·32"];
        assert_eq!(terms, expected);
        assert_eq!(reduced.iter().map(|part| part.weights).sum::<usize>(), 163_328);
        let marks: Vec<bool> = reduced.iter().map(|part| part.is_reduction).collect();
        assert_eq!(marks, [false, true, false, true, false, false]);
        let naive = of(ModuleForm::Naive, 192);
        let terms: Vec<&str> = naive.iter().map(|part| part.term.as_str()).collect();
        assert_eq!(terms, ["192·64", "192·128·9", "192·32·25"]);
        assert_eq!(naive.iter().map(|part| part.weights).sum::<usize>(), 387_072);
        // 163,328 · 784 and 387,072 · 784 on maps of 28 × 28
        let macs = |parts: &[Part]| parts.iter().map(|part| part.macs).sum::<u64>();
        assert_eq!((macs(&reduced), macs(&naive)), (128_049_152, 303_464_448));
    }

    #[test]
    fn the_tutorials_reduction_to_96_is_none() {
        // 60·(64 + 9·128) = 72,960 < 9·64·128 = 73,728 < 61·1,216 = 74,176
        assert_eq!(break_even(64, 128, 9), 60);
        // 164·(192 + 1,152) = 220,416 < 221,184 < 165·1,344 = 221,760
        assert_eq!(break_even(192, 128, 9), 164);
        // Where both cost the same, nothing is saved: 1·(1 + 1·1) = 2 against 1.
        assert_eq!(break_even(1, 1, 1), 0);
    }
}
