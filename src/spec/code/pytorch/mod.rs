//! A network as a PyTorch module whose `state_dict` has the spec's own names.

mod attention;
mod layers;
mod modules;

use std::fmt::Write;

use super::super::lower::SpecError;
use super::super::names::PYTHON_WORDS;
use super::super::network::NetworkSpec;
use super::forward::{Dialect, Forward, Unit};
use super::plan::{Class, Rank, Step, plan};
use super::words::{Words, class_name};
use attention::CBAM;
use layers::{channels, function, module};
use modules::Modules;

/// Columns of a line, from which a fusion is written over several.
const WIDTH: usize = 100;
/// Names that generated classes must not take.
const CLASSES: &str = "Network CBAM ChannelAttention SpatialAttention OrderedDict F";
/// Names that variables of a forward pass must not take.
const VARIABLES: &str = "self x torch nn";

impl NetworkSpec {
    /// The network as a whole PyTorch file: `Network`, an `nn.Module` whose `state_dict` keys are the names of
    /// [`NetworkSpec::parameters`], and a few lines that run it.
    ///
    /// # Errors
    /// As [`NetworkSpec::lower_any`].
    pub fn pytorch(&self) -> Result<String, SpecError> {
        let lowered = self.lower_any()?;
        let class = plan(self)?;
        let mut file = File {
            names: Words::new(&format!("{CLASSES} {PYTHON_WORDS}")),
            classes: Vec::new(),
        };
        let network = file.class_body(&class, false);
        let mut classes = String::new();
        for (name, body) in &file.classes {
            let _ = write!(classes, "class {name}(nn.Module):\n{body}\n\n");
        }
        let _ = write!(classes, "class Network(nn.Module):\n{network}\n\n");
        if classes.contains(" CBAM(") {
            classes.insert_str(0, CBAM);
        }
        let imports = [
            ("OrderedDict(", "from collections import OrderedDict\n\n"),
            ("", "import torch\n"),
            ("F.", "import torch.nn.functional as F\n"),
            ("", "from torch import nn\n"),
        ];
        let used = imports.iter().filter(|(word, _)| classes.contains(word));
        let imports: String = used.map(|(_, line)| *line).collect();
        let input = self.input;
        let output = lowered.output().shape;
        let output = match class.ranks[1] {
            Rank::Vector => format!("[2, {}]", output.channels),
            Rank::Map => format!(
                "[2, {}, {}, {}]",
                output.channels, output.size.height, output.size.width
            ),
        };
        Ok(format!(
            "{imports}\n\n{classes}if __name__ == \"__main__\":\n    network = Network()\n    \
             images = torch.randn(2, {}, {}, {})\n    print(network(images).shape)  # {output}\n    \
             print(sum(p.numel() for p in network.parameters()))  # {}\n",
            input.channels,
            input.height,
            input.width,
            lowered.n_parameters(),
        ))
    }
}

/// What is written so far.
struct File {
    names: Words,
    /// Classes and what is inside, in the order in which they are defined.
    classes: Vec<(String, String)>,
}

impl File {
    /// What is inside the class, its own classes written before it.
    fn class_body(&mut self, class: &Class, has_channels: bool) -> String {
        let mut nested = Vec::new();
        self.nested(&class.steps, &mut nested);
        let make = |step: &Step| match step {
            Step::Layer(layer) => module(layer),
            Step::Nested(one) => {
                let found = nested.iter().find(|(local, _)| *local == one.local);
                let name = found.map_or("", |(_, name)| name);
                format!("{name}({})", channels(one.channels))
            }
            Step::Merge(_) | Step::ToVector | Step::ToMap => String::new(),
        };
        let modules = Modules::new(&class.steps, &make);
        let argument = if has_channels { ", in_channels" } else { "" };
        let mut body = format!("    def __init__(self{argument}):\n        super().__init__()\n");
        for line in modules.lines() {
            let _ = writeln!(body, "        {line}");
        }
        let reserved = format!("{VARIABLES} {PYTHON_WORDS}");
        let mut statements = Forward::statements(&Python(&modules), &class.steps, &reserved);
        body.push_str("\n    def forward(self, x):\n");
        let last = statements.pop().unwrap_or_default();
        for statement in statements {
            let _ = writeln!(body, "        {statement}");
        }
        let result = last.strip_prefix("x = ").unwrap_or("x");
        let _ = writeln!(body, "        return {result}");
        body
    }

    /// Writes the classes inside `steps`, and gives their names by the name of the step; equal ones are written once.
    fn nested(&mut self, steps: &[Step], names: &mut Vec<(String, String)>) {
        for step in steps {
            match step {
                Step::Nested(nested) => {
                    let body = self.class_body(&nested.class, true);
                    let wish = class_name(&nested.local);
                    let same = self
                        .classes
                        .iter()
                        .find(|(name, known)| *known == body && name.starts_with(&wish));
                    let name = match same {
                        Some((name, _)) => name.clone(),
                        None => {
                            let name = self.names.give(&wish).replace('_', "");
                            self.classes.push((name.clone(), body));
                            name
                        }
                    };
                    names.push((nested.local.clone(), name));
                }
                Step::Merge(merge) => {
                    for (_, steps) in &merge.branches {
                        self.nested(steps, names);
                    }
                }
                Step::Layer(_) | Step::ToVector | Step::ToMap => {}
            }
        }
    }
}

/// Python, with the modules of a class.
struct Python<'a>(&'a Modules);

impl Dialect for Python<'_> {
    fn units<'a>(&self, steps: &'a [Step]) -> Vec<Unit<'a>> {
        let mut units = Vec::new();
        let mut rest = steps;
        while let Some((step, after)) = rest.split_first() {
            rest = after;
            if let Some((call, n_steps)) = self.0.call(step) {
                units.push(Unit::Call(format!("{call}("), ")".into()));
                rest = &after[n_steps - 1..];
                continue;
            }
            units.push(match step {
                Step::Layer(layer) => function(layer),
                Step::Merge(merge) => Unit::Merge(merge),
                Step::ToMap => Unit::Call(String::new(), "[:, :, None, None]".into()),
                Step::ToVector | Step::Nested(_) => Unit::Call(String::new(), ".flatten(1)".into()),
            });
        }
        units
    }

    fn assigned(&self, target: &str, value: &str) -> String {
        format!("{target} = {value}")
    }

    fn again(&self, source: &str) -> String {
        source.to_owned()
    }

    fn stacked(&self, results: &[String], target: &str) -> String {
        let line = format!("torch.cat([{}], dim=1)", results.join(", "));
        if 8 + target.len() + 3 + line.len() <= WIDTH {
            return line;
        }
        let lines: String = results
            .iter()
            .map(|result| format!("            {result},\n"))
            .collect();
        format!("torch.cat([\n{lines}        ], dim=1)")
    }
}
