//! The members of the family in words, formulas and pictures.

use crate::draw::family::{StageWords, picture};
use crate::geometry::family::{Member, MemberCost, Reach, Role, Setting, Stage};
use crate::ui::i18n::{Speech, say};
use crate::ui::numbers::grouped;

/// Name of a member; a grouped one with as many groups as channels is depthwise.
pub fn name(speech: Speech, member: Member, setting: Setting) -> String {
    match member {
        Member::Standard => say!(speech, family.standard),
        Member::Pointwise => say!(speech, family.pointwise),
        Member::Strided => say!(speech, family.strided),
        Member::Grouped if setting.groups == setting.channels => say!(speech, family.depthwise),
        Member::Grouped => format!("{}, g = {}", say!(speech, family.grouped), setting.groups),
        Member::Separable => say!(speech, family.separable),
        Member::Dilated => say!(speech, family.dilated),
        Member::Ghost => say!(speech, family.ghost),
        Member::GhostPointwise => say!(speech, family.ghost_pointwise),
        Member::Transposed => say!(speech, family.transposed),
        Member::Deformable => say!(speech, family.deformable),
    }
}

/// What a member is for.
pub fn purpose(speech: Speech, member: Member) -> String {
    match member {
        Member::Standard => say!(speech, family.standard_for),
        Member::Pointwise => say!(speech, family.pointwise_for),
        Member::Strided => say!(speech, family.strided_for),
        Member::Grouped => say!(speech, family.grouped_for),
        Member::Separable => say!(speech, family.separable_for),
        Member::Dilated => say!(speech, family.dilated_for),
        Member::Ghost => say!(speech, family.ghost_for),
        Member::GhostPointwise => say!(speech, family.ghost_pointwise_for),
        Member::Transposed => say!(speech, family.transposed_for),
        Member::Deformable => say!(speech, family.deformable_for),
    }
}

/// How much further a unit sees than one below it.
pub fn growth(speech: Speech, member: Member, reach: Reach) -> String {
    let added = |cells: usize| cells.saturating_sub(1);
    match reach {
        Reach::Data => say!(speech, family.grows_data),
        Reach::Cells(least, _) if member == Member::Strided => say!(speech, family.grows_stride, n = added(least)),
        Reach::Cells(least, most) if member == Member::Transposed => {
            say!(speech, family.grows_back, n = added(least), m = added(most))
        }
        Reach::Cells(least, most) if least == most => say!(speech, family.grows, n = added(least)),
        Reach::Cells(least, most) => say!(speech, family.grows_between, n = added(least), m = added(most)),
    }
}

/// What is written at a stage.
fn words(speech: Speech, stage: &Stage) -> StageWords {
    let kernel = stage.window.kernel;
    let mut taps = format!("{kernel}×{kernel}");
    let mut add = |text: String| taps = format!("{taps}, {text}");
    match stage.role {
        Role::Spread => add(say!(speech, family.stage_spread, n = stage.window.stride)),
        Role::Deformed => add(say!(speech, family.stage_moved)),
        _ if stage.window.stride > 1 => add(say!(speech, family.stage_stride, n = stage.window.stride)),
        Role::Stacked => add(say!(speech, family.stage_stacked)),
        _ if stage.window.dilation > 1 => add(say!(speech, family.stage_dilation, n = stage.window.dilation)),
        _ => {}
    }
    let mut maps = format!("{} → {}", stage.below, stage.above);
    let mut add = |text: String| maps = format!("{maps}, {text}");
    if stage.groups > 1 {
        add(say!(speech, family.stage_groups, n = stage.groups));
    }
    if stage.role == Role::Offsets {
        add(say!(speech, family.stage_offsets));
    }
    StageWords { taps, maps }
}

/// `3·3·64·64 = 36 864`: the weights, stage by stage.
pub fn formula(stages: &[Stage], cost: MemberCost) -> String {
    let term = |stage: &Stage| {
        let kernel = stage.window.kernel;
        let below = match stage.groups {
            1 => stage.below.to_string(),
            groups => format!("({} / {groups})", stage.below),
        };
        format!("{kernel}·{kernel}·{below}·{}", stage.above)
    };
    let terms: Vec<String> = stages.iter().map(term).collect();
    format!("{} = {}", terms.join(" + "), grouped(cost.parameters as u64))
}

/// The picture of a member.
pub fn drawn(speech: Speech, member: Member, setting: Setting) -> String {
    let stages = member.stages(setting);
    let cost = member.cost(setting);
    let words: Vec<StageWords> = stages.iter().map(|stage| words(speech, stage)).collect();
    let title = say!(
        speech,
        family.picture,
        name = name(speech, member, setting),
        parameters = grouped(cost.parameters as u64),
        macs = grouped(cost.macs),
        side = cost.side,
    );
    picture(&stages, &words, &title)
}
