//! Where one unit of one channel comes from: along its own branch where branches meet in a concat.

use super::looked::Plan;
use crate::geometry::{Axes, Span};
use crate::spec::{Fusion, OpSpec};

impl Plan {
    /// The pixels that the unit `[channel, row, column]` of `name` depends on, padding included, and whether that is all of
    /// them.
    ///
    /// A channel behind a concat has the field of its branch, not that of all branches, as long as nothing has mixed the
    /// channels since.
    pub fn field(&self, name: &str, [channel, row, column]: [usize; 3]) -> (Axes<Span>, bool) {
        let cells = Axes::new(Span::cell(row as i64), Span::cell(column as i64));
        self.seen(name, channel, cells)
    }

    /// The branch that the channel of the concat `name` comes from, and which of the branch's channels it is.
    pub fn branch_of(&self, name: &str, channel: usize) -> Option<(String, usize)> {
        let mut rest = channel;
        for source in self.sources(name) {
            let n_channels = self.n_channels(&source);
            if rest < n_channels {
                return Some((source, rest));
            }
            rest -= n_channels;
        }
        None
    }

    /// The pixels behind some cells of one channel.
    fn seen(&self, name: &str, channel: usize, cells: Axes<Span>) -> (Axes<Span>, bool) {
        let Some(node) = self.node(name) else {
            return (cells, false);
        };
        let op = self.spec.find(name).map(|layer| &layer.op);
        let below = || self.sources(name).into_iter().next().unwrap_or_default();
        match op {
            Some(OpSpec::Relu | OpSpec::BatchNorm) => self.seen(&below(), channel, cells),
            Some(OpSpec::Pool(pool)) => {
                let window = |cells: Span, axis: usize| {
                    let first = |cell: i64| cell * pool.stride[axis] as i64 - pool.padding[axis] as i64;
                    Span::new(first(cells.first), first(cells.last) + pool.kernel[axis] as i64 - 1)
                };
                let read = Axes::new(window(cells.height, 0), window(cells.width, 1));
                self.seen(&below(), channel, read)
            }
            Some(OpSpec::Parallel(parallel)) if parallel.fusion == Fusion::Concat => {
                let (branch, channel) = self.branch_of(name, channel).unwrap_or_default();
                self.seen(&branch, channel, cells)
            }
            _ => {
                let axes = self.lowered.graph.geometry()[node].field;
                let span = axes.zip(cells, |axis, cells| {
                    if axis.whole {
                        return axis.input_from_feature(0);
                    }
                    let ends = [cells.first, cells.last].map(|cell| axis.input_from_feature(cell));
                    ends[0].union(ends[1])
                });
                (span, axes.height.whole && axes.width.whole)
            }
        }
    }

    fn n_channels(&self, name: &str) -> usize {
        let geometry = self.lowered.geometry_of(name);
        geometry.map_or(self.spec.input.channels, |geometry| geometry.shape.channels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::variants;

    fn plan(id: &str) -> Plan {
        Plan::of(variants::find(id).unwrap().network()).unwrap()
    }

    fn side(plan: &Plan, name: &str, channel: usize) -> usize {
        let (field, whole) = plan.field(name, [channel, 8, 8]);
        assert!(!whole && field.height.len() == field.width.len(), "{name}");
        field.height.len()
    }

    #[test]
    fn a_channel_of_a_concat_has_the_field_of_its_branch() {
        let plan = plan("inception-s");
        // Stem 3×3 (field 3), pool 3×3 with stride 2: 3 + 2 = 5; then a 1×1 adds nothing, a 3×3 2 · 2, a 5×5 4 · 2.
        assert_eq!(
            [0, 16, 48, 56].map(|channel| side(&plan, "inception1", channel)),
            [5, 9, 13, 9]
        );
        assert_eq!(
            plan.branch_of("inception1", 20),
            Some(("inception1.branch3x3.3".to_owned(), 4))
        );
        assert_eq!(plan.branch_of("inception1", 64), None);
        // The pool of the next module sees each channel alone, a convolution all of them.
        assert_eq!(side(&plan, "inception2.branch_pool.0", 0), 9); // 5 + 2 · 2
        assert_eq!(side(&plan, "inception2.branch1x1.0", 0), 13);
    }

    #[test]
    fn elsewhere_it_is_the_field_of_the_geometry() {
        for id in ["dilated", "inception-residual-cbam", "inception-s"] {
            let plan = plan(id);
            for layer in &plan.lowered.layers {
                let geometry = plan.lowered.geometry_of(&layer.name).unwrap();
                let axis = geometry.field.height;
                let (field, _) = plan.field(&layer.name, [0, 1.min(geometry.shape.size.height - 1), 0]);
                let most = axis.input_from_feature(if axis.whole {
                    0
                } else {
                    1.min(geometry.shape.size.height as i64 - 1)
                });
                assert!(
                    most.first <= field.height.first && field.height.last <= most.last,
                    "{id} {}",
                    layer.name
                );
            }
        }
        let (field, whole) = plan("inception-s").field("conv1.0", [0, 0, 5]);
        assert_eq!(
            (field.height, field.width, whole),
            (Span::new(-1, 1), Span::new(4, 6), false)
        );
        assert!(plan("inception-s").field("fc", [0, 0, 0]).1);
    }
}
