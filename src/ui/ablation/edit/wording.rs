//! The words for settings, for what differs, and for what is refused.

use super::super::editing::NameRefusal;
use crate::lab::experiment::LONGEST_ID;
use crate::spec::Design;
use crate::spec::design::{Refusal, Setting, Values};
use crate::ui::i18n::{Speech, say};
use crate::ui::names;
use crate::ui::words::Told;

/// Most differences that are listed.
const MOST_LISTED: usize = 5;

/// A setting by itself, beside the heading of its module or layer.
pub fn part(speech: Speech, design: &Design, setting: Setting) -> String {
    match setting {
        Setting::Residual => say!(speech, edit.residual),
        Setting::Cbam => say!(speech, edit.cbam),
        Setting::BatchNorm => say!(speech, edit.norm),
        Setting::Form => say!(speech, edit.contents),
        Setting::Channels => say!(speech, edit.all_channels),
        Setting::Branch { branch, .. } => match branch {
            0 => say!(speech, inception.branch_1),
            1 => say!(speech, inception.branch_2),
            2 => say!(speech, inception.branch_3),
            _ => say!(speech, inception.branch_4),
        },
        Setting::Width { column, .. } => match column {
            0 => say!(speech, inception.width_1x1),
            1 => say!(speech, inception.width_reduce3x3),
            2 => say!(speech, inception.width_3x3),
            3 => say!(speech, inception.width_reduce5x5),
            4 => say!(speech, inception.width_5x5),
            _ => say!(speech, inception.width_pool),
        },
        // The only linear layer that a form has.
        Setting::Layer { .. } if design.layer_of(setting) == "fc1" => say!(speech, edit.outputs),
        Setting::Layer { parameter, .. } => names::parameter(speech, parameter),
    }
}

/// A setting with its module or layer.
pub fn whole(speech: Speech, design: &Design, setting: Setting) -> String {
    let part = part(speech, design, setting);
    match setting {
        Setting::Branch { module, .. } | Setting::Width { module, .. } => {
            say!(speech, edit.of_module, n = module + 1, part = part)
        }
        Setting::Layer { .. } => say!(speech, edit.of_layer, layer = design.layer_of(setting), part = part),
        _ => part,
    }
}

/// What the branches hold, by its place in the list of forms.
pub fn contents(speech: Speech, form: usize) -> String {
    match form {
        0 => say!(speech, edit.contents_reduced),
        1 => say!(speech, edit.contents_naive),
        2 => say!(speech, edit.contents_two),
        3 => say!(speech, edit.contents_wide),
        _ => say!(speech, edit.contents_lines),
    }
}

/// How `design` differs from `base`: setting by setting within a family, else in numbers of layers.
pub fn differences(speech: Speech, base: &Design, design: &Design) -> String {
    if std::mem::discriminant(base) != std::mem::discriminant(design) || matches!(design, Design::Layers(_)) {
        let layers = base.network().differences(&design.network());
        return match layers.map_or(0, |layers| layers.len()) {
            0 => say!(speech, edit.same),
            n => say!(speech, edit.layers_differ, n = n),
        };
    }
    let one = |setting: Setting| {
        let (before, now) = (base.get(setting)?, design.get(setting)?);
        if before == now || !base.is_used(setting) {
            return None;
        }
        let name = whole(speech, design, setting);
        Some(match design.values(setting) {
            Values::Switch if now == 0 => format!("− {name}"),
            Values::Switch => format!("+ {name}"),
            _ if setting == Setting::Form => contents(speech, now),
            _ => format!("{name} {before} → {now}"),
        })
    };
    let mut all: Vec<String> = design.settings().into_iter().filter_map(one).collect();
    if all.is_empty() {
        return say!(speech, edit.same);
    }
    let n_more = all.len().saturating_sub(MOST_LISTED);
    if n_more > 1 {
        all.truncate(MOST_LISTED);
        all.push(say!(speech, edit.and_more, n = n_more));
    }
    all.join(" · ")
}

/// Why a value is not taken, and what to do.
pub fn refusal(speech: Speech, why: &Refusal) -> String {
    let reason = match why {
        Refusal::Number {
            layer,
            typed,
            least,
            most,
        } => say!(
            speech,
            edit.refused_number,
            layer = layer,
            typed = typed,
            least = least,
            most = most
        ),
        Refusal::LastBranch { layer } => say!(speech, edit.refused_branch, layer = layer),
        Refusal::Network(reason) => say!(speech, edit.refused_network, reason = reason.told(speech.language())),
    };
    format!("{reason} {}", say!(speech, edit.stays))
}

/// Why a name is not taken.
pub fn name_refusal(speech: Speech, name: &str, why: NameRefusal) -> String {
    match why {
        NameRefusal::Empty => say!(speech, edit.name_empty),
        NameRefusal::TooLong => say!(speech, edit.name_long, n = LONGEST_ID),
        NameRefusal::Taken => say!(speech, edit.name_taken, name = name.trim()),
        NameRefusal::Registered => say!(speech, edit.name_registered, name = name.trim()),
    }
}
