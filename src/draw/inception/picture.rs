//! Where the boxes, arrows and channels of a module stand; data flows upwards.
//! Long because the shapes that it is made of are described here, beside the one function that lays them out.

use super::closing::Closing;
use super::pile::PILE;
use super::reading::{ModuleReading, StepReading};
use crate::geometry::Shape;

/// A box with what it computes.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedStep {
    /// Index of its branch; the shortcut comes after the branches.
    pub branch: usize,
    /// The state of the player from which it is computed.
    pub stage: usize,
    /// What it computes.
    pub step: StepReading,
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
}

/// An arrow with the shape that it carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    /// Index of its branch.
    pub branch: usize,
    /// The state of the player from which something flows.
    pub stage: usize,
    /// Its path, as SVG path data.
    pub path: String,
    /// Left of its label, on the height of its middle, where it has one.
    pub label_at: Option<(f64, f64)>,
    /// What it carries.
    pub shape: Shape,
}

/// A branch's channels in the output, to scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Index of the branch.
    pub branch: usize,
    /// Its channels.
    pub channels: usize,
    /// Left.
    pub x: f64,
    /// Width.
    pub width: f64,
}

/// The picture of a module.
#[derive(Clone, Debug, PartialEq)]
pub struct ModulePicture {
    /// Width of the drawing.
    pub width: f64,
    /// Height of the drawing.
    pub height: f64,
    /// Height of a box.
    pub box_height: f64,
    /// Top of the sheets of maps above the bar, where there are any.
    pub pile: Option<f64>,
    /// Boxes.
    pub steps: Vec<PlacedStep>,
    /// Arrows.
    pub arrows: Vec<Arrow>,
    /// The output's channels, from left to right.
    pub segments: Vec<Segment>,
    /// Top of the output's bar.
    pub bar: f64,
    /// Left and top of the input's box.
    pub input: (f64, f64),
    /// The middle of the sum that closes it, where there is one; its arrows and its 1×1 come after the branches'.
    pub sum: Option<(f64, f64)>,
}

/// From one branch to the next, and a box inside it.
pub const COLUMN: f64 = 88.0;
/// Width of a box.
pub const BOX_WIDTH: f64 = 84.0;
/// Height of a box with nothing but numbers.
pub const BOX_HEIGHT: f64 = 56.0;
/// What a strip of maps adds to it.
pub const STRIP: f64 = 22.0;
/// Height of the output's bar.
pub const BAR_HEIGHT: f64 = 24.0;
/// Width and height of the input's box.
pub const INPUT: (f64, f64) = (168.0, 28.0);
/// Between two boxes of a branch, with the label of their arrow.
pub(super) const GAP: f64 = 26.0;
/// Between the input's box and the first boxes.
const FORK: f64 = 38.0;
/// From the input's box up to where the branches part.
pub(super) const FORK_UP: f64 = 12.0;
/// Between the last boxes and the bar.
pub(super) const JOIN: f64 = 40.0;
/// Above the bar, for the output's shape.
pub(super) const HEAD: f64 = 20.0;
/// Above that, for a sum.
pub(super) const SUM: f64 = 34.0;
/// Right of the branches, for the labels of the last one.
const MARGIN: f64 = 22.0;

impl ModulePicture {
    /// States of the player: the input, the split, one for each level, the maps in a row, the concat.
    pub const fn n_stages(n_levels: usize) -> usize {
        n_levels + 4
    }

    /// The picture of `reading` with room for maps in every box, and for the sheets of all branches above the bar.
    pub fn living(reading: &ModuleReading) -> Self {
        Self::laid_out(reading, &Closing::Concat, true)
    }

    /// The picture of `reading`, and of what closes it.
    pub fn new(reading: &ModuleReading, closing: &Closing) -> Self {
        Self::laid_out(reading, closing, false)
    }

    /// Left, top, width and height of a branch's column, from the fork up to the bar.
    pub fn column(&self, branch: usize) -> (f64, f64, f64, f64) {
        let top = self.bar + BAR_HEIGHT;
        (branch as f64 * COLUMN, top, COLUMN, self.input.1 - FORK_UP - top)
    }

    fn laid_out(reading: &ModuleReading, closing: &Closing, has_maps: bool) -> Self {
        let n_branches = reading.branches.len();
        let n_levels = reading.n_levels();
        let module_width = n_branches as f64 * COLUMN;
        let box_height = BOX_HEIGHT + if has_maps { STRIP } else { 0.0 };
        let is_closed = *closing != Closing::Concat;
        let width = module_width + if is_closed { COLUMN } else { MARGIN };
        let bar = HEAD + closing.height() + if has_maps { PILE } else { 0.0 };
        let top_of = |level: usize| bar + BAR_HEIGHT + JOIN + (n_levels - 1 - level) as f64 * (box_height + GAP);
        let first_boxes = bar + BAR_HEIGHT + JOIN + n_levels as f64 * (box_height + GAP) - GAP;
        let input_top = first_boxes + FORK;
        let axis = module_width / 2.0;
        let segments = segments(reading, module_width);
        let mut picture = Self {
            width,
            height: input_top + INPUT.1 + 4.0,
            box_height,
            pile: has_maps.then_some(HEAD),
            steps: Vec::new(),
            arrows: Vec::new(),
            bar,
            input: (axis - INPUT.0 / 2.0, input_top),
            segments,
            sum: None,
        };
        let fork = input_top - FORK_UP;
        for (idx, branch) in reading.branches.iter().enumerate() {
            let x = (idx as f64 + 0.5) * COLUMN;
            // The shorter branch stands under the concat, as in the paper's figures.
            let base = n_levels - branch.steps.len();
            let mut below = reading.input;
            for (step_idx, step) in branch.steps.iter().enumerate() {
                let level = base + step_idx;
                let end = top_of(level) + box_height;
                let (path, stage, label) = if step_idx == 0 {
                    let path = format!("M{axis:.1} {input_top:.1}V{fork:.1}H{x:.1}V{end:.1}");
                    (path, 1, end + 12.0)
                } else {
                    let start = top_of(level - 1);
                    (
                        format!("M{x:.1} {start:.1}V{end:.1}"),
                        1 + level,
                        (start + end) / 2.0 + 3.5,
                    )
                };
                picture.arrows.push(Arrow {
                    branch: idx,
                    stage,
                    path,
                    label_at: Some((x + 5.0, label)),
                    shape: below,
                });
                picture.steps.push(PlacedStep {
                    branch: idx,
                    stage: 2 + level,
                    step: step.clone(),
                    x: x - BOX_WIDTH / 2.0,
                    y: top_of(level),
                });
                below = step.shape;
            }
            let start = if branch.steps.is_empty() {
                fork
            } else {
                top_of(n_levels - 1)
            };
            let end = bar + BAR_HEIGHT;
            let into = picture.segments[idx].x + picture.segments[idx].width / 2.0;
            picture.arrows.push(Arrow {
                branch: idx,
                stage: 2 + n_levels,
                path: format!("M{x:.1} {start:.1}v-18L{into:.1} {:.1}V{end:.1}", end + 6.0),
                label_at: Some((x + 5.0, start - 6.0)),
                shape: below,
            });
        }
        picture.close(reading, closing, axis);
        picture
    }
}

/// The output's channels, as wide as all branches together.
fn segments(reading: &ModuleReading, module_width: f64) -> Vec<Segment> {
    let total = reading.channels().max(1) as f64;
    let room = module_width - 4.0;
    let mut x = 2.0;
    let one = |(branch, channels): (usize, usize)| {
        let width = room * channels as f64 / total;
        let segment = Segment {
            branch,
            channels,
            x,
            width,
        };
        x += width;
        segment
    };
    let channels = reading.branches.iter().map(|branch| branch.shape.channels);
    channels.enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::super::reading::module_of;
    use super::*;
    use crate::spec::variants::{InceptionModuleConfig, InceptionWidths, ModuleForm};

    fn picture(form: ModuleForm) -> ModulePicture {
        let network = InceptionModuleConfig::new(InceptionWidths::MODULE_3A)
            .form(form)
            .network(64, 8);
        let reading = ModuleReading::new(module_of(&network).unwrap(), Shape::new(64, 8, 8)).unwrap();
        ModulePicture::new(&reading, &Closing::Concat)
    }

    #[test]
    fn every_arrow_carries_its_shape() {
        let picture = picture(ModuleForm::Reduced);
        let shapes = |branch: usize| {
            let arrows = picture.arrows.iter().filter(|arrow| arrow.branch == branch);
            arrows.map(|arrow| arrow.shape.channels).collect::<Vec<_>>()
        };
        assert_eq!(shapes(0), [64, 64]);
        assert_eq!(shapes(1), [64, 96, 128]);
        assert_eq!(shapes(2), [64, 16, 32]);
        assert_eq!(shapes(3), [64, 64, 32]);
        // What is computed flows one state later, and the concat comes last.
        assert!(
            picture
                .steps
                .iter()
                .all(|step| step.stage < ModulePicture::n_stages(2) - 1)
        );
        assert_eq!(picture.arrows.iter().map(|arrow| arrow.stage).max(), Some(4));
    }

    #[test]
    fn the_bar_is_to_scale() {
        let segments = picture(ModuleForm::Reduced).segments;
        let widths: Vec<f64> = segments.iter().map(|segment| segment.width).collect();
        // 348 units for 256 channels: 64 → 87, 128 → 174, 32 → 43.5
        assert_eq!(widths, [87.0, 174.0, 43.5, 43.5]);
        assert!((segments[3].x + segments[3].width - 350.0).abs() < 1e-9);
    }

    #[test]
    fn a_branch_holds_its_column_without_gaps() {
        let picture = picture(ModuleForm::Reduced);
        for placed in &picture.steps {
            let (x, y, width, height) = picture.column(placed.branch);
            assert!(x <= placed.x && placed.x + BOX_WIDTH <= x + width, "{placed:?}");
            assert!(
                y <= placed.y && placed.y + picture.box_height <= y + height,
                "{placed:?}"
            );
        }
        assert_eq!(picture.column(1).0, picture.column(0).0 + picture.column(0).2);
    }

    #[test]
    fn boxes_lie_inside_the_picture_and_apart() {
        for form in [ModuleForm::Reduced, ModuleForm::Naive, ModuleForm::Factorised] {
            let picture = picture(form);
            for (idx, one) in picture.steps.iter().enumerate() {
                assert!(one.x >= 0.0 && one.x + BOX_WIDTH <= picture.width, "{one:?}");
                assert!(
                    one.y > picture.bar + BAR_HEIGHT && one.y + BOX_HEIGHT < picture.input.1,
                    "{one:?}"
                );
                for other in &picture.steps[idx + 1..] {
                    let beside = (one.x - other.x).abs() >= BOX_WIDTH;
                    let above = (one.y - other.y).abs() >= BOX_HEIGHT;
                    assert!(beside || above, "{one:?} {other:?}");
                }
            }
        }
    }
}
