//! Shapes, sizes and branches in words.

use crate::draw::inception::{ModuleReading, StepReading};
use crate::geometry::{Axes, Shape};
use crate::ui::i18n::{Speech, say};
use crate::ui::numbers;

/// `64×8×8`.
pub fn shape_text(shape: Shape) -> String {
    format!("{}×{}×{}", shape.channels, shape.size.height, shape.size.width)
}

/// `5×5`, or `1×7`.
pub fn size_text(size: Axes<i64>) -> String {
    format!("{}×{}", size.height, size.width)
}

/// What a branch computes, from its input to its output.
pub fn spoken_branch(speech: Speech, reading: &ModuleReading, branch: usize) -> String {
    let Some(one) = reading.branches.get(branch) else {
        return say!(speech, inception.shortcut);
    };
    let steps: Vec<String> = one.steps.iter().map(StepReading::label).collect();
    say!(
        speech,
        inception.branch_reading,
        name = named(speech, reading, branch),
        steps = steps.join(" → "),
        shape = shape_text(one.shape),
        parameters = numbers::grouped(one.parameters() as u64),
        macs = numbers::short(one.macs()),
        field = size_text(one.field.map(|axis| axis.size())),
    )
}

/// What the page calls a branch.
pub fn branch_name(speech: Speech, branch: usize) -> String {
    match branch {
        0 => say!(speech, inception.branch_1),
        1 => say!(speech, inception.branch_2),
        2 => say!(speech, inception.branch_3),
        3 => say!(speech, inception.branch_4),
        _ => say!(speech, inception.shortcut),
    }
}

/// The branch of the pooling.
pub const POOL: usize = 3;

/// A branch's name where there is little room.
pub fn branch_tag(speech: Speech, branch: usize) -> String {
    match branch {
        0 => "1×1".to_owned(),
        1 => "3×3".to_owned(),
        2 => "5×5".to_owned(),
        _ => say!(speech, inception.tag_pool),
    }
}

/// What the page calls a branch of `reading`: one with a 7×7, whole or taken apart, is named by its place.
pub fn named(speech: Speech, reading: &ModuleReading, branch: usize) -> String {
    let steps = reading.branches.get(branch).map(|branch| branch.steps.as_slice());
    let has_seven = steps
        .unwrap_or_default()
        .iter()
        .any(|step| step.kernel.width.max(step.kernel.height) == 7);
    match branch {
        1 if has_seven => say!(speech, inception.second),
        2 if has_seven => say!(speech, inception.third),
        _ => branch_name(speech, branch),
    }
}
