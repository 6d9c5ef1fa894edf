//! Editing the networks of a plan: each row has its own past, what was typed is kept where it is refused, and the plan
//! holds the last good network of each.
//!
//! Long because everything that an editor of a row can do is taken here, so that it is tested without a browser.

use std::collections::BTreeMap;

use super::plan::{Plan, is_honest};
use crate::lab::experiment::{LONGEST_ID, MOST_VARIANTS, VariantSpec};
use crate::lab::matched;
use crate::spec::design::{Refusal, Setting};
use crate::spec::{Design, NetworkSpec, variants};
use crate::ui::history::History;

/// The rows of the plan's table, in its order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    rows: Vec<Row>,
    n_rows: u64,
}

/// A row: one network, and how it came to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Names the row for as long as it is there, whatever its network is called.
    pub key: u64,
    /// The texts that were refused, by their setting.
    pub refused: BTreeMap<Setting, Refused>,
    /// The name that was refused.
    pub name_refused: Option<(String, NameRefusal)>,
    /// What the network is called in the plan.
    id: String,
    history: History<Step>,
    /// The setting whose last step is still being typed: its changes are one step.
    typing: Option<Setting>,
}

/// A text that is no value of its setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The text.
    pub typed: String,
    /// Why; nothing while the learner has only emptied the field, to type.
    pub why: Option<Refusal>,
}

/// Why a name is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameRefusal {
    /// Nothing to show.
    Empty,
    /// More than [`LONGEST_ID`] characters.
    TooLong,
    /// Another network of the plan has it.
    Taken,
    /// The registry has another network of this name.
    Registered,
}

/// A network as it stood.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    id: String,
    design: Design,
}

impl Rows {
    /// The rows, in the order of the plan.
    pub fn iter(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter()
    }

    /// The row called `key`.
    pub fn get(&self, key: u64) -> Option<&Row> {
        self.rows.iter().find(|row| row.key == key)
    }

    /// Whether the rows show just these networks.
    pub fn are_of(&self, variants: &[VariantSpec]) -> bool {
        let is_of = |(row, variant): (&Row, &VariantSpec)| row.id == variant.id && row.network() == variant.network;
        self.rows.len() == variants.len() && self.rows.iter().zip(variants).all(is_of)
    }

    /// Follows a plan that changed by other ways: rows of networks that are still there stay, with their past.
    pub fn follow(&mut self, variants: &[VariantSpec]) {
        let mut before = std::mem::take(&mut self.rows);
        for variant in variants {
            let is_same = |row: &Row| row.id() == variant.id && row.network() == variant.network;
            let row = match before.iter().position(is_same) {
                Some(place) => before.remove(place),
                None => self.fresh(variant.id.clone(), Design::of(&variant.network)),
            };
            self.rows.push(row);
        }
    }

    /// Takes what was typed or chosen for a setting of a row; whether the plan is another one now. `is_done` where the
    /// learner leaves the field.
    pub fn set(&mut self, plan: &mut Plan, key: u64, setting: Setting, typed: &str, is_done: bool) -> bool {
        let Some((idx, row)) = self.find(plan, key) else {
            return false;
        };
        let was_typing = row.typing == Some(setting);
        row.typing = row.typing.filter(|_| was_typing && !is_done);
        let design = match row.design().with_text(setting, typed) {
            Ok(design) => design,
            Err(why) => {
                let why = (is_done || !typed.trim().is_empty()).then_some(why);
                let typed = typed.to_owned();
                row.refused.insert(setting, Refused { typed, why });
                return false;
            }
        };
        row.refused.remove(&setting);
        if design == *row.design() {
            return false;
        }
        if was_typing {
            row.history.undo();
        }
        if design == *row.design() {
            // Back at the value that was there before the learner began to type.
            row.typing = None;
            row.show(plan, idx);
        } else {
            row.typing = (!is_done).then_some(setting);
            row.step(plan, idx, design);
        }
        true
    }

    /// Calls the network of a row `name`; whether the plan is another one now. `shown` is how the page names an id.
    pub fn rename(&mut self, plan: &mut Plan, key: u64, name: &str, shown: impl Fn(&str) -> String) -> bool {
        let Some((idx, row)) = self.find(plan, key) else {
            return false;
        };
        let typed: String = name.chars().filter(|sign| !sign.is_control()).collect();
        let name = typed.trim();
        let mut others = plan.variants.iter().filter(|variant| variant.id != row.id);
        let refusal = if name.is_empty() {
            Some(NameRefusal::Empty)
        } else if name.chars().count() > LONGEST_ID {
            Some(NameRefusal::TooLong)
        } else if others.any(|other| other.id == name || shown(&other.id) == name) {
            Some(NameRefusal::Taken)
        } else if !is_honest(name, &row.network()) {
            Some(NameRefusal::Registered)
        } else {
            None
        };
        row.name_refused = refusal.map(|why| (typed.clone(), why));
        if refusal.is_some() || name == row.id || name == shown(&row.id) {
            return false;
        }
        let design = row.design().clone();
        let id = name.to_owned();
        row.typing = None;
        row.history.push(Step { id, design });
        row.show(plan, idx);
        true
    }

    /// Takes a row a step back, or forward again where `is_redo`.
    pub fn undo(&mut self, plan: &mut Plan, key: u64, is_redo: bool) -> bool {
        let Some((idx, row)) = self.find(plan, key) else {
            return false;
        };
        row.refused.clear();
        row.name_refused = None;
        row.typing = None;
        let moved = if is_redo {
            row.history.redo()
        } else {
            row.history.undo()
        };
        if moved {
            row.show(plan, idx);
        }
        moved
    }

    /// Adds a copy of a row's network at the end; the key of the new row, where there is room for it.
    pub fn duplicate(&mut self, plan: &mut Plan, key: u64) -> Option<u64> {
        let (_, row) = self.find(plan, key)?;
        if plan.variants.len() >= MOST_VARIANTS {
            return None;
        }
        let (base, design) = (base_of(plan, &row.id).to_owned(), row.design().clone());
        plan.add(&base, design.network());
        let id = plan.variants.last()?.id.clone();
        let copy = self.fresh(id, design);
        let key = copy.key;
        self.rows.push(copy);
        Some(key)
    }

    /// Solves the widths of a row's network for the number of parameters of the plan's first one; whether the plan is
    /// another one now.
    pub fn match_first(&mut self, plan: &mut Plan, key: u64) -> bool {
        let wanted = plan.variants.first().and_then(|first| n_parameters(&first.network));
        let Some(((idx, row), wanted)) = self.find(plan, key).zip(wanted) else {
            return false;
        };
        let found = matched::design(row.design(), wanted).filter(|design| design != row.design());
        let Some(design) = found.filter(|design| design.network().trainable().is_ok()) else {
            return false;
        };
        row.refused.clear();
        row.typing = None;
        row.step(plan, idx, design);
        true
    }

    fn fresh(&mut self, id: String, design: Design) -> Row {
        self.n_rows += 1;
        Row {
            key: self.n_rows,
            refused: BTreeMap::new(),
            name_refused: None,
            id: id.clone(),
            history: History::new(Step { id, design }),
            typing: None,
        }
    }

    /// A row, and its place in the plan.
    fn find(&mut self, plan: &Plan, key: u64) -> Option<(usize, &mut Row)> {
        let row = self.rows.iter_mut().find(|row| row.key == key)?;
        let idx = plan.variants.iter().position(|variant| variant.id == row.id)?;
        Some((idx, row))
    }
}

impl Row {
    /// What the network is called.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The network by its settings.
    pub fn design(&self) -> &Design {
        &self.history.present().design
    }

    /// The network.
    pub fn network(&self) -> NetworkSpec {
        self.design().network()
    }

    /// Whether there is a step to undo.
    pub fn can_undo(&self) -> bool {
        self.history.can_undo() || !self.refused.is_empty() || self.name_refused.is_some()
    }

    /// Whether there is a step to take again.
    pub const fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// A step to `design`; its name stays, where that is no lie.
    fn step(&mut self, plan: &mut Plan, idx: usize, design: Design) {
        let id = plan.free_id(&self.id, &design.network(), Some(idx));
        self.history.push(Step { id, design });
        self.show(plan, idx);
    }

    /// Puts the network as it stands into the plan, under another name where a row has taken its own meanwhile.
    fn show(&mut self, plan: &mut Plan, idx: usize) {
        let network = self.network();
        self.id = plan.free_id(&self.history.present().id, &network, Some(idx));
        plan.variants[idx] = VariantSpec {
            id: self.id.clone(),
            network,
        };
    }
}

/// Trainable parameters of `network`; nothing where it does not hold together.
pub fn n_parameters(network: &NetworkSpec) -> Option<usize> {
    network.lower().ok().map(|lowered| lowered.n_parameters())
}

/// `inception-s` of `inception-s-3`: a copy of a copy is numbered on. `kernel-3` is a name of its own.
fn base_of<'a>(plan: &Plan, id: &'a str) -> &'a str {
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|sign| sign.is_ascii_digit());
    let base = id
        .rsplit_once('-')
        .filter(|(_, number)| is_number(number))
        .map(|pair| pair.0);
    let is_known = |base: &&str| variants::find(base).is_ok() || plan.holder(base, None).is_some();
    base.filter(is_known).unwrap_or(id)
}

#[cfg(test)]
#[path = "editing_tests.rs"]
mod tests;
