//! The settings that a network was made from, read out of its layers and checked by making it again.

use super::super::layer::{LayerSpec, OpSpec, ParallelSpec};
use super::super::network::NetworkSpec;
use super::super::variants::{
    InceptionNetConfig, InceptionWidths, ModuleForm, Norm, ReceptiveChainConfig, SmallCnnConfig, StemConfig,
};
use super::FORMS;
use crate::spec::ConvSpec;

/// The settings of an InceptionNet, where `network` is one.
pub(super) fn inception(network: &NetworkSpec) -> Option<InceptionNetConfig> {
    let stem = conv(network, "conv1.0")?;
    let modules = [module(network, "inception1")?, module(network, "inception2")?];
    let config = |form: ModuleForm| InceptionNetConfig {
        stem: StemConfig {
            width: stem.out_channels,
            kernel: stem.kernel[0],
            stride: stem.stride[0],
        },
        modules: modules.each_ref().map(|found| found.widths(form)),
        form,
        branches: modules
            .each_ref()
            .map(|found| found.convs.each_ref().map(Option::is_some)),
        residual: network.find("residual1").is_some(),
        cbam: network.find("cbam1").is_some(),
        norm: norm(network, "conv1.1"),
        n_classes: network.n_classes(),
    };
    FORMS
        .into_iter()
        .map(config)
        .find(|config| is_sound(config) && config.network() == *network)
}

/// The settings of a small CNN, where `network` is one.
pub(super) fn small_cnn(network: &NetworkSpec) -> Option<SmallCnnConfig> {
    let convs = [
        conv(network, "conv1")?,
        conv(network, "conv2")?,
        conv(network, "conv3")?,
    ];
    let config = SmallCnnConfig {
        widths: convs.map(|conv| conv.out_channels),
        kernels: convs.map(|conv| conv.kernel[0]),
        dilations: convs.map(|conv| conv.dilation[0]),
        hidden: match network.find("fc1")?.op {
            OpSpec::Linear(ref linear) => linear.out_features,
            _ => return None,
        },
        norm: norm(network, "bn1"),
        n_classes: network.n_classes(),
    };
    (config.network() == *network).then_some(config)
}

/// The settings of a chain, where `network` is one.
pub(super) fn chain(network: &NetworkSpec) -> Option<ReceptiveChainConfig> {
    let convs = [
        conv(network, "conv1.0")?,
        conv(network, "conv2.0")?,
        conv(network, "conv3.0")?,
        conv(network, "conv4.0")?,
    ];
    let config = ReceptiveChainConfig {
        dilations: convs.map(|conv| conv.dilation[0]),
        kernels: convs.map(|conv| conv.kernel[0]),
        width: convs[0].out_channels,
        n_classes: network.n_classes(),
    };
    (config.network() == *network).then_some(config)
}

/// Of each branch of a module the channels of its convolutions, from below; nothing where the branch is left out.
struct Found {
    convs: [Option<Vec<usize>>; 4],
}

impl Found {
    /// The module's widths in this form; those that left no trace are the ones of the known module that is most alike.
    fn widths(&self, form: ModuleForm) -> InceptionWidths {
        let ends = |branch: usize| {
            let convs = self.convs[branch].as_ref();
            let last = convs.and_then(|convs| convs.last().copied());
            let first = convs.filter(|convs| convs.len() > 1).map(|convs| convs[0]);
            (first.filter(|_| form != ModuleForm::Naive), last)
        };
        let ((_, conv1x1), (reduce3x3, conv3x3), (reduce5x5, conv5x5), (_, pool)) =
            (ends(0), ends(1), ends(2), ends(3));
        let found = [conv1x1, reduce3x3, conv3x3, reduce5x5, conv5x5, pool];
        let known = [InceptionWidths::QUARTER, InceptionWidths::MODULE_3A];
        let n_alike = |widths: &&InceptionWidths| {
            let pairs = found.iter().zip(widths.table());
            pairs.filter(|(found, known)| **found == Some(*known)).count()
        };
        let alike = known.iter().rev().max_by_key(n_alike).unwrap_or(&known[0]).table();
        let mut table = alike;
        for (width, found) in table.iter_mut().zip(found) {
            *width = found.unwrap_or(*width);
        }
        InceptionWidths::of(table)
    }
}

fn module(network: &NetworkSpec, name: &str) -> Option<Found> {
    let OpSpec::Parallel(parallel) = &network.find(name)?.op else {
        return None;
    };
    let branch = |name: &str| convs_of(parallel, name);
    Some(Found {
        convs: [
            branch("branch1x1"),
            branch("branch3x3"),
            branch("branch5x5"),
            branch("branch_pool"),
        ],
    })
}

fn convs_of(parallel: &ParallelSpec, name: &str) -> Option<Vec<usize>> {
    let branch = parallel.branches.iter().find(|branch| branch.name == name)?;
    let channels = |layer: &LayerSpec| match &layer.op {
        OpSpec::Conv(conv) => Some(conv.out_channels),
        _ => None,
    };
    Some(branch.layers.iter().filter_map(channels).collect())
}

/// Whether every module has a branch: without one the settings say nothing about it.
fn is_sound(config: &InceptionNetConfig) -> bool {
    config.branches.iter().all(|branches| branches.contains(&true))
}

fn conv<'a>(network: &'a NetworkSpec, name: &str) -> Option<&'a ConvSpec> {
    match &network.find(name)?.op {
        OpSpec::Conv(conv) => Some(conv),
        _ => None,
    }
}

fn norm(network: &NetworkSpec, name: &str) -> Norm {
    let layer = network.find(name);
    if layer.is_some_and(|layer| layer.op == OpSpec::BatchNorm) {
        Norm::Batch
    } else {
        Norm::None
    }
}
