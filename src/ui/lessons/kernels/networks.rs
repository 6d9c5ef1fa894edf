//! Small networks around each member of the family, for the lab; and which members a spec cannot express.

use crate::geometry::family::Role;
use crate::geometry::family::{Member, Setting, Stage};
use crate::spec::{BranchSpec, ConvSpec, Fusion, InputSpec, LayerSpec, NetworkSpec, OpSpec, ParallelSpec, PoolSpec};

/// Maps between which the lab's networks can be trained in reasonable time.
const MOST_CHANNELS: usize = 128;

/// The network that has `member` twice between poolings, on the images of the lab; nothing where a spec cannot express it.
///
/// A 3 × 3 to `channels` maps, then twice the member with batch normalisation and ReLU, a maximum between them, and the head.
pub fn network(member: Member, setting: Setting) -> Option<NetworkSpec> {
    if matches!(member, Member::Transposed | Member::Deformable) {
        return None;
    }
    let channels = setting.channels.min(MOST_CHANNELS);
    let setting = Setting {
        channels,
        side: 32,
        groups: setting.groups.min(channels),
    };
    let mut layers = Vec::new();
    let first = ConvSpec::square(channels, 3).padding(1);
    layers.push(LayerSpec::new("stem.0", OpSpec::Conv(first)));
    layers.push(LayerSpec::new("stem.1", OpSpec::BatchNorm));
    layers.push(LayerSpec::new("stem.2", OpSpec::Relu));
    for number in 1..=2 {
        layers.push(LayerSpec::new(
            format!("pool{number}"),
            OpSpec::Pool(PoolSpec::max(2, 2, 0)),
        ));
        layers.extend(member_layers(&member.stages(setting), number));
        layers.push(LayerSpec::new(format!("norm{number}"), OpSpec::BatchNorm));
        layers.push(LayerSpec::new(format!("relu{number}"), OpSpec::Relu));
    }
    let network = NetworkSpec {
        input: InputSpec::CIFAR10,
        layers,
    };
    Some(network.with_head(10))
}

fn member_layers(stages: &[Stage], number: usize) -> Vec<LayerSpec> {
    let layer = |idx: usize, stage: &Stage| LayerSpec::new(format!("block{number}.{idx}"), OpSpec::Conv(conv(stage)));
    let mut layers = Vec::new();
    for (idx, stage) in stages.iter().enumerate() {
        if stage.role == Role::Stacked {
            // What the first half made goes on beside what is made from it.
            let branch = |name: &str, layers| BranchSpec {
                name: name.to_owned(),
                layers,
            };
            let branches = vec![branch("primary", Vec::new()), branch("cheap", vec![layer(idx, stage)])];
            let ghost = ParallelSpec {
                branches,
                fusion: Fusion::Concat,
            };
            layers.push(LayerSpec::new(format!("ghost{number}"), OpSpec::Parallel(ghost)));
        } else {
            layers.push(layer(idx, stage));
        }
    }
    layers
}

fn conv(stage: &Stage) -> ConvSpec {
    let window = stage.window;
    let mut conv = ConvSpec::square(stage.above, window.kernel)
        .padding(window.padding)
        .stride(window.stride)
        .dilation(window.dilation);
    conv.groups = stage.groups;
    conv.bias = false;
    conv
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_that_a_spec_can_express_trains_with_its_own_weights() {
        let setting = Setting {
            channels: 16,
            side: 32,
            groups: 4,
        };
        for member in Member::ALL {
            let Some(network) = network(member, setting) else {
                assert!(matches!(member, Member::Transposed | Member::Deformable));
                continue;
            };
            network.trainable().unwrap();
            NetworkSpec::from_link(&network.to_link().unwrap()).unwrap();
            let graph = network.lower().unwrap().graph;
            let parameters: usize = graph.geometry().iter().map(|node| node.parameters).sum();
            // Besides the member twice: 3·16·9 + 16, three norms of 2·16, and 16·10 + 10.
            let around = 448 + 3 * 32 + 170;
            assert_eq!(parameters, around + 2 * member.cost(setting).parameters, "{member:?}");
        }
    }
}
