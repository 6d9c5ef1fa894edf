//! Merges whose branches do not look at the same place.

use crate::geometry::{Alignment, Axes};
use crate::spec::Lowered;

/// A merge that is not aligned along both axes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The layer's name.
    pub name: String,
    /// Index of its node.
    pub node: usize,
    /// How its paths lie to each other.
    pub alignment: Axes<Alignment>,
}

/// What is said about the merges of a network that are not aligned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The centres of the branches differ.
    Offset {
        /// The lowest such merge.
        name: String,
        /// Half pixels between the centres, along both axes.
        doubled: Axes<i64>,
        /// The merges above that carry it on.
        above: Vec<String>,
    },
    /// The branches drift apart.
    Jumps {
        /// The lowest such merge.
        name: String,
        /// The smallest jump of a branch.
        smallest: i64,
        /// The largest jump of a branch.
        largest: i64,
        /// The merges above that carry it on.
        above: Vec<String>,
    },
    /// A branch depends on the whole image.
    Undefined {
        /// The lowest such merge.
        name: String,
    },
}

/// The merges of `lowered` that are not aligned, from below.
pub fn meetings(lowered: &Lowered) -> Vec<Meeting> {
    let meeting = |layer: &crate::spec::lower::LoweredLayer| {
        let alignment = lowered.graph.alignment(layer.node)?;
        let is_aligned = alignment == Axes::both(Alignment::Aligned);
        (!is_aligned).then(|| Meeting {
            name: layer.name.clone(),
            node: layer.node,
            alignment,
        })
    };
    lowered.layers.iter().filter_map(meeting).collect()
}

impl Meeting {
    /// Whether its branches look at different places, which is never meant so.
    pub fn is_wrong(&self) -> bool {
        let is_wrong = |axis| matches!(axis, Alignment::Misaligned { .. } | Alignment::Jumps { .. });
        is_wrong(self.alignment.height) || is_wrong(self.alignment.width)
    }
}

/// What is to be said about `meetings`: the lowest that is wrong, and the lowest without a place.
pub fn findings(meetings: &[Meeting]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut wrong = meetings.iter().filter(|meeting| meeting.is_wrong());
    if let Some(first) = wrong.next() {
        let name = first.name.clone();
        let above: Vec<String> = wrong.map(|meeting| meeting.name.clone()).collect();
        let Axes { height, width } = first.alignment;
        found.push(match (height, width) {
            (Alignment::Jumps { smallest, largest }, _) | (_, Alignment::Jumps { smallest, largest }) => {
                Finding::Jumps {
                    name,
                    smallest,
                    largest,
                    above,
                }
            }
            _ => Finding::Offset {
                name,
                doubled: first.alignment.map(|axis| match axis {
                    Alignment::Misaligned { doubled_offset } => doubled_offset,
                    Alignment::Aligned | Alignment::Jumps { .. } | Alignment::Undefined => 0,
                }),
                above,
            },
        });
    }
    let whole = meetings.iter().find(|meeting| !meeting.is_wrong());
    found.extend(whole.map(|meeting| Finding::Undefined {
        name: meeting.name.clone(),
    }));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Edit, NetworkSpec, Parameter, presets, variants};

    fn found(network: &NetworkSpec) -> Vec<Finding> {
        findings(&meetings(&network.lower_any().unwrap()))
    }

    #[test]
    fn an_even_kernel_lies_half_a_pixel_beside_an_odd_one_and_one_edit_mends_it() {
        let network = presets::find("even-kernel").unwrap().network();
        let offset = Finding::Offset {
            name: "merge1".into(),
            // 4 taps from −1 on have their centre at 0.5, 3 taps from −1 on at 0.
            doubled: Axes::both(1),
            above: vec![],
        };
        assert_eq!(found(&network), [offset]);
        let mended = network.edited(&Edit::Set {
            layer: "merge1.even".into(),
            parameter: Parameter::Kernel,
            value: 3,
        });
        assert_eq!(found(&mended.unwrap()), []);
        assert!(network.allowed("merge1.even", Parameter::Kernel).contains(&3));
    }

    #[test]
    fn the_labs_networks_are_aligned_or_have_no_place() {
        for variant in variants::VARIANTS {
            let found = found(&variant.network());
            let is_fine = found.iter().all(|finding| matches!(finding, Finding::Undefined { .. }));
            assert!(is_fine, "{}: {found:?}", variant.id);
        }
        assert_eq!(found(&presets::find("resnet50").unwrap().network()), []);
    }

    #[test]
    fn a_sum_after_channel_attention_has_no_place() {
        let network = variants::find("inception-residual-cbam").unwrap().network();
        assert!(matches!(found(&network).as_slice(), [Finding::Undefined { .. }]));
    }
}
