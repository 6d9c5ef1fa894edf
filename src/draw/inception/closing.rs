//! What closes a module beyond its concat: a sum with its input, in the two ways to bring the channels together.

use super::picture::{
    Arrow, BAR_HEIGHT, BOX_HEIGHT, BOX_WIDTH, COLUMN, FORK_UP, GAP, JOIN, ModulePicture, PlacedStep, SUM,
};
use super::reading::{ModuleReading, StepReading};

/// Length of the arrow from the concat's label into the sum.
const RISE: f64 = 18.0;

/// What closes a module, beyond its concat.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Closing {
    /// Nothing.
    #[default]
    Concat,
    /// A sum with the module's input, which a 1×1 brings to the output's channels where they differ.
    Sum(Option<StepReading>),
    /// A 1×1 brings the output to the input's channels, then the two are added.
    ProjectedSum(StepReading),
}

impl Closing {
    /// The 1×1, where there is one.
    pub const fn projection(&self) -> Option<&StepReading> {
        match self {
            Self::Concat | Self::Sum(None) => None,
            Self::Sum(Some(step)) | Self::ProjectedSum(step) => Some(step),
        }
    }

    /// Height of what it needs above the concat.
    pub(super) const fn height(&self) -> f64 {
        match self {
            Self::Concat => 0.0,
            Self::Sum(_) => SUM + RISE,
            Self::ProjectedSum(_) => SUM + BOX_HEIGHT + GAP,
        }
    }
}

impl ModulePicture {
    /// Adds the shortcut around the branches, which meet at `axis`, the 1×1 of either way, and the arrows into the sum.
    pub(super) fn close(&mut self, reading: &ModuleReading, closing: &Closing, axis: f64) {
        let (branch, stage) = (reading.branches.len(), 3 + reading.n_levels());
        let x = branch as f64 * COLUMN + COLUMN / 2.0;
        let sum = SUM - 8.0;
        let concat = self.bar - 17.0;
        let rise = |from: f64, to: f64, label_at| Arrow {
            branch,
            stage,
            path: format!("M{axis:.1} {from:.1}V{to:.1}"),
            label_at,
            shape: reading.input,
        };
        let place = |step: &StepReading, x: f64, y: f64, stage: usize| PlacedStep {
            branch,
            stage,
            step: step.clone(),
            x: x - BOX_WIDTH / 2.0,
            y,
        };
        let carried = match closing {
            Closing::Concat => return,
            Closing::Sum(step) => {
                if let Some(step) = step {
                    let top = self.bar + BAR_HEIGHT + JOIN;
                    self.steps.push(place(step, x, top, stage - 2));
                }
                self.arrows.push(rise(concat, sum + 11.0, None));
                step.as_ref().map_or(reading.input, |step| step.shape)
            }
            Closing::ProjectedSum(step) => {
                let top = SUM + GAP - 8.0;
                self.steps.push(place(step, axis, top, stage));
                self.arrows.push(rise(concat, top + BOX_HEIGHT, None));
                let label = (axis + 5.0, (sum + 11.0 + top) / 2.0 + 3.5);
                self.arrows.push(rise(top, sum + 11.0, Some(label)));
                step.shape
            }
        };
        let (input_top, fork) = (self.input.1, self.input.1 - FORK_UP);
        let arrow = Arrow {
            branch,
            stage,
            path: format!("M{axis:.1} {input_top:.1}V{fork:.1}H{x:.1}V{sum:.1}H{:.1}", axis + 11.0),
            label_at: Some((axis + 40.0, sum - 5.0)),
            shape: carried,
        };
        self.arrows.push(arrow);
        self.sum = Some((axis, sum));
    }
}

#[cfg(test)]
mod tests {
    use super::super::reading::{BranchReading, module_of};
    use super::*;
    use crate::geometry::Shape;
    use crate::spec::variants::{InceptionModuleConfig, InceptionWidths};
    use crate::spec::{ConvSpec, LayerSpec, OpSpec};

    #[test]
    fn the_arrow_into_a_sum_ends_above_the_shape_of_the_concat() {
        let network = InceptionModuleConfig::new(InceptionWidths::MODULE_3A).network(256, 8);
        let reading = ModuleReading::new(module_of(&network).unwrap(), Shape::new(256, 8, 8)).unwrap();
        let picture = ModulePicture::new(&reading, &Closing::Sum(None));
        let (_, sum) = picture.sum.unwrap();
        let rise = picture.arrows.iter().find(|arrow| arrow.branch == 4).unwrap();
        // The label's letters reach 17 above the bar; the circle's radius is 11.
        assert_eq!(rise.path, format!("M176.0 {:.1}V{:.1}", picture.bar - 17.0, sum + 11.0));
        assert!(picture.bar - 17.0 - (sum + 11.0) >= 12.0, "{picture:?}");
    }

    #[test]
    fn a_projection_of_the_output_stands_between_concat_and_sum() {
        let network = InceptionModuleConfig::new(InceptionWidths::MODULE_3A).network(64, 8);
        let reading = ModuleReading::new(module_of(&network).unwrap(), Shape::new(64, 8, 8)).unwrap();
        let layers = [LayerSpec::new("linear", OpSpec::Conv(ConvSpec::square(64, 1)))];
        let branch = BranchReading::new("linear", &layers, Shape::new(256, 8, 8)).unwrap();
        let step = branch.steps[0].clone();
        let picture = ModulePicture::new(&reading, &Closing::ProjectedSum(step.clone()));
        let (_, sum) = picture.sum.unwrap();
        let placed = picture.steps.iter().find(|placed| placed.branch == 4).unwrap();
        assert_eq!(placed.step, step);
        assert!(sum + 11.0 < placed.y && placed.y + BOX_HEIGHT < picture.bar - 17.0);
        // Into the 1×1, out of it, and the shortcut, which carries the input as it is.
        let arrows = picture.arrows.iter().filter(|arrow| arrow.branch == 4);
        let channels: Vec<usize> = arrows
            .filter(|arrow| arrow.label_at.is_some())
            .map(|arrow| arrow.shape.channels)
            .collect();
        assert_eq!(channels, [64, 64]);
        assert_eq!(ModulePicture::new(&reading, &Closing::Concat).sum, None);
    }
}
