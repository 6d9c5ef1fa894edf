//! The statements of a forward pass, in whatever language.

use super::super::layer::Fusion;
use super::plan::{Merge, Step};
use super::words::{Words, snake_name};

/// Steps as one expression, or branches.
pub(super) enum Unit<'a> {
    /// What stands before and after the value that is read.
    Call(String, String),
    /// A function of what the unit before gives, which can be called around it.
    Around(&'static str),
    /// Branches side by side.
    Merge(&'a Merge),
}

/// How a language writes a forward pass.
pub(super) trait Dialect {
    /// The units of `steps`.
    fn units<'a>(&self, steps: &'a [Step]) -> Vec<Unit<'a>>;
    /// The statement that gives `value` to `target`.
    fn assigned(&self, target: &str, value: &str) -> String;
    /// The value of `source`, which is read again later.
    fn again(&self, source: &str) -> String;
    /// The stack of `results` along the channels, as what follows `target`.
    fn stacked(&self, results: &[String], target: &str) -> String;
}

/// A forward pass that is being written.
pub(super) struct Forward<'a, D> {
    dialect: &'a D,
    variables: Words,
    statements: Vec<String>,
}

impl<'a, D: Dialect> Forward<'a, D> {
    /// The statements that make the result, `x`, of the input, `x`; variables avoid the words of `reserved`.
    pub fn statements(dialect: &'a D, steps: &[Step], reserved: &str) -> Vec<String> {
        let mut forward = Self {
            dialect,
            variables: Words::new(reserved),
            statements: Vec::new(),
        };
        forward.sequence(steps, "x", "x", true);
        forward.statements
    }

    /// Writes what makes `target` of `source`, which is read later where this is not its last use.
    fn sequence(&mut self, steps: &[Step], source: &str, target: &str, is_last_use: bool) {
        let (mut source, mut is_last_use) = (source, is_last_use);
        for unit in self.units(steps) {
            match unit {
                Unit::Call(before, after) => {
                    let read = self.read(source, is_last_use);
                    let statement = self.dialect.assigned(target, &format!("{before}{read}{after}"));
                    self.statements.push(statement);
                }
                Unit::Around(function) => {
                    let read = self.read(source, is_last_use);
                    let statement = self.dialect.assigned(target, &format!("{function}({read})"));
                    self.statements.push(statement);
                }
                Unit::Merge(merge) => self.merge(merge, source, target, is_last_use),
            }
            (source, is_last_use) = (target, true);
        }
    }

    fn merge(&mut self, merge: &Merge, source: &str, target: &str, is_last_use: bool) {
        let mut results = Vec::new();
        let mut variables = Vec::new();
        let n_branches = merge.branches.len();
        for (idx, (name, steps)) in merge.branches.iter().enumerate() {
            // What is read in the fusion itself is read last of all.
            let is_last_use = is_last_use && idx + 1 == n_branches;
            results.push(match self.units(steps).as_slice() {
                [] => self.read(source, is_last_use),
                [Unit::Call(before, after)] => format!("{before}{}{after}", self.read(source, is_last_use)),
                [Unit::Around(function)] => format!("{function}({})", self.read(source, is_last_use)),
                _ => {
                    let variable = self.variables.give(&snake_name(name));
                    self.sequence(steps, source, &variable, false);
                    variables.push(variable.clone());
                    variable
                }
            });
        }
        let fused = match merge.fusion {
            Fusion::Sum => results.join(" + "),
            Fusion::Product => results.join(" * "),
            Fusion::Concat => self.dialect.stacked(&results, target),
        };
        let statement = self.dialect.assigned(target, &fused);
        self.statements.push(statement);
        for variable in variables {
            self.variables.take_back(&variable);
        }
    }

    fn read(&self, source: &str, is_last_use: bool) -> String {
        if is_last_use {
            source.to_owned()
        } else {
            self.dialect.again(source)
        }
    }

    /// The units of `steps`, with functions called around what they read.
    fn units<'b>(&self, steps: &'b [Step]) -> Vec<Unit<'b>> {
        let mut units: Vec<Unit<'b>> = Vec::new();
        for unit in self.dialect.units(steps) {
            match (units.last_mut(), unit) {
                (Some(Unit::Call(before, after)), Unit::Around(function)) => {
                    *before = format!("{function}({before}");
                    after.push(')');
                }
                (_, unit) => units.push(unit),
            }
        }
        units
    }
}
