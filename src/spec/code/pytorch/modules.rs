//! The modules of a class: attributes, `nn.Sequential` where layers follow each other, `nn.ModuleDict` where they do not.

use std::collections::{BTreeMap, BTreeSet};

use super::super::plan::Step;

/// A module of a class, with the code that makes it.
pub(super) struct Module {
    /// The last part of its name.
    key: String,
    content: Content,
}

enum Content {
    Leaf(String),
    /// Layers that follow each other, with their keys.
    Sequential(Vec<(String, String)>),
    /// Modules that are called one by one.
    Dict(Vec<Module>),
}

/// The modules of a class and how its forward pass calls them.
#[derive(Default)]
pub(super) struct Modules {
    modules: Vec<Module>,
    /// By the name of a step: what to call, and how many steps that call takes.
    calls: BTreeMap<String, (String, usize)>,
}

impl Modules {
    /// The modules of `steps`, where `make` writes the code of a step.
    pub fn new(steps: &[Step], make: &dyn Fn(&Step) -> String) -> Self {
        let mut leaves = Vec::new();
        gather(steps, &mut leaves);
        let mut building = Building {
            steps,
            make,
            calls: BTreeMap::new(),
        };
        let modules = building.level("", "", &leaves);
        Self {
            modules,
            calls: building.calls,
        }
    }

    /// What to call for `step`, and how many steps the call takes; nothing where the step has no module.
    pub fn call(&self, step: &Step) -> Option<(&str, usize)> {
        let (call, n_steps) = self.calls.get(step.local())?;
        Some((call, *n_steps))
    }

    /// The lines of `__init__`, without their indentation.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for module in &self.modules {
            let is_number = module.key.starts_with(|sign: char| sign.is_ascii_digit());
            let (before, after) = if is_number {
                (format!("self.add_module(\"{}\", ", module.key), ")")
            } else {
                (format!("self.{} = ", module.key), "")
            };
            write(&module.content, &before, after, 0, &mut lines);
        }
        lines
    }
}

struct Building<'a> {
    steps: &'a [Step],
    make: &'a dyn Fn(&Step) -> String,
    calls: BTreeMap<String, (String, usize)>,
}

impl Building<'_> {
    /// The modules below `path`, which the forward pass reaches as `reach`, for the steps `leaves`.
    fn level(&mut self, path: &str, reach: &str, leaves: &[&Step]) -> Vec<Module> {
        let mut keys: Vec<&str> = leaves.iter().map(|leaf| first_below(leaf.local(), path)).collect();
        let mut seen = BTreeSet::new();
        keys.retain(|key| seen.insert(*key));
        let mut modules = Vec::new();
        for key in keys {
            let name = if path.is_empty() {
                key.to_owned()
            } else {
                format!("{path}.{key}")
            };
            let reach = reached(reach, key);
            let inside: Vec<&Step> = leaves
                .iter()
                .copied()
                .filter(|leaf| leaf.local() == name || leaf.local().starts_with(&format!("{name}.")))
                .collect();
            let content = match inside.as_slice() {
                [leaf] if leaf.local() == name => {
                    self.calls.insert(name, (reach, 1));
                    Content::Leaf((self.make)(leaf))
                }
                _ => self.group(&name, &reach, &inside),
            };
            let key = key.to_owned();
            modules.push(Module { key, content });
        }
        modules
    }

    fn group(&mut self, name: &str, reach: &str, inside: &[&Step]) -> Content {
        let Some(run) = find_run(self.steps, name, inside) else {
            return Content::Dict(self.level(name, reach, inside));
        };
        self.calls
            .insert(run[0].local().to_owned(), (reach.to_owned(), run.len()));
        let part = |step: &Step| (first_below(step.local(), name).to_owned(), (self.make)(step));
        Content::Sequential(run.iter().map(part).collect())
    }
}

/// Every step with weights, in the order of the forward pass, those inside nested classes left out.
fn gather<'a>(steps: &'a [Step], leaves: &mut Vec<&'a Step>) {
    for step in steps {
        if step.has_weights() {
            leaves.push(step);
        } else if let Step::Merge(merge) = step {
            for (_, steps) in &merge.branches {
                gather(steps, leaves);
            }
        }
    }
}

/// The steps right below `path` that follow each other, where they hold all of `wanted`.
fn find_run<'a>(steps: &'a [Step], path: &str, wanted: &[&Step]) -> Option<&'a [Step]> {
    let is_child = |step: &Step| parent_is(step.local(), path);
    for run in steps.chunk_by(|left, right| is_child(left) == is_child(right)) {
        let holds = |wish: &&Step| run.iter().any(|step| step.local() == wish.local());
        if is_child(&run[0]) && wanted.iter().all(holds) {
            return Some(run);
        }
    }
    let merges = steps.iter().filter_map(|step| match step {
        Step::Merge(merge) => Some(merge),
        _ => None,
    });
    let mut branches = merges.flat_map(|merge| &merge.branches);
    branches.find_map(|(_, steps)| find_run(steps, path, wanted))
}

fn parent_is(name: &str, path: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(parent, _)| parent == path)
}

/// The part of `name` that follows `path`.
fn first_below<'a>(name: &'a str, path: &str) -> &'a str {
    let below = name.strip_prefix(path).unwrap_or(name).trim_start_matches('.');
    below.split('.').next().unwrap_or_default()
}

/// The module called `key` of the module at `reach`, in Python.
fn reached(reach: &str, key: &str) -> String {
    if !reach.is_empty() {
        format!("{reach}[\"{key}\"]")
    } else if key.starts_with(|sign: char| sign.is_ascii_digit()) {
        format!("self.get_submodule(\"{key}\")")
    } else {
        format!("self.{key}")
    }
}

fn write(content: &Content, before: &str, after: &str, depth: usize, lines: &mut Vec<String>) {
    let indent = "    ".repeat(depth);
    let inner = "    ".repeat(depth + 1);
    match content {
        Content::Leaf(code) => lines.push(format!("{indent}{before}{code}{after}")),
        Content::Sequential(parts) => {
            let is_numbered = parts.iter().enumerate().all(|(idx, (key, _))| *key == idx.to_string());
            if is_numbered {
                lines.push(format!("{indent}{before}nn.Sequential("));
                lines.extend(parts.iter().map(|(_, code)| format!("{inner}{code},")));
                lines.push(format!("{indent}){after}"));
            } else {
                lines.push(format!("{indent}{before}nn.Sequential(OrderedDict(["));
                lines.extend(parts.iter().map(|(key, code)| format!("{inner}(\"{key}\", {code}),")));
                lines.push(format!("{indent}])){after}"));
            }
        }
        Content::Dict(modules) => {
            lines.push(format!("{indent}{before}nn.ModuleDict({{"));
            for module in modules {
                write(&module.content, &format!("\"{}\": ", module.key), ",", depth + 1, lines);
            }
            lines.push(format!("{indent}}}){after}"));
        }
    }
}
