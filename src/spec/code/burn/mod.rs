//! A network as a Burn module with its config, for Burn 0.22.

mod attention;
mod dialect;
mod layers;
mod pack;
mod record;

use std::collections::BTreeMap;

use super::super::layer::OpSpec;
use super::super::lower::SpecError;
use super::super::network::NetworkSpec;
use super::forward::Forward;
use super::plan::{Class, Nested, Rank, Step, plan};
use super::words::{Words, class_name};
use attention::CBAM;
use dialect::Rust;
use layers::{channels, made_of, named_fields};
pub use record::PackError;

/// Columns of a line, from which a fusion is written over several.
const WIDTH: usize = 100;
/// Names that generated types must not take.
const TYPES: &str = "Network Cbam ChannelAttention SpatialAttention Conv2d Linear BatchNorm MaxPool2d AvgPool2d \
    Tensor Device Module Config PaddingConfig2d Self Option Some None Vec String";
/// Names that fields and variables must not take.
const WORDS: &str = "x relu sigmoid device as async await become box break const continue crate do dyn else enum extern \
    false final fn for gen if impl in let loop macro match mod move mut override priv pub ref return self static struct \
    super trait true try type typeof unsafe unsized use virtual where while yield abstract";

/// What the code can need: a module, its names, and for each the text that shows that it does.
const IMPORTS: [(&str, &[(&str, &str)]); 6] = [
    ("config", &[("Config", "(Config")]),
    ("module", &[("Module", "(Module")]),
    ("nn::conv", &[("Conv2d", ": Conv2d,"), ("Conv2dConfig", ": Conv2d,")]),
    (
        "nn::pool",
        &[
            ("AvgPool2d", ": AvgPool2d,"),
            ("AvgPool2dConfig", " AvgPool2dConfig::"),
            ("MaxPool2d", ": MaxPool2d,"),
            ("MaxPool2dConfig", " MaxPool2dConfig::"),
        ],
    ),
    (
        "nn",
        &[
            ("BatchNorm", ": BatchNorm,"),
            ("BatchNormConfig", ": BatchNorm,"),
            ("Linear", ": Linear,"),
            ("LinearConfig", ": Linear,"),
            ("PaddingConfig2d", "PaddingConfig2d::"),
        ],
    ),
    ("tensor::activation", &[("relu", "relu("), ("sigmoid", "sigmoid(")]),
];

impl NetworkSpec {
    /// The network as a whole Rust file for Burn 0.22: `NetworkConfig`, whose `init` makes the module `Network`.
    ///
    /// A field is called as the layer is, with `_` for each dot; convolutions keep PyTorch's layout, linear weights are
    /// transposed, and the scale and shift of batch normalisation are `gamma` and `beta`.
    ///
    /// # Errors
    /// As [`NetworkSpec::lower_any`].
    pub fn burn(&self) -> Result<String, SpecError> {
        let lowered = self.lower_any()?;
        let class = plan(self)?;
        let mut file = File {
            names: Words::new(TYPES),
            classes: Vec::new(),
        };
        // The outputs of a network that classifies are its setting.
        let head = self.layers.last().and_then(|layer| match &layer.op {
            OpSpec::Linear(linear) => Some((layer.name.as_str(), linear.out_features)),
            _ => None,
        });
        let setting = |(_, n): (&str, usize)| format!("    #[config(default = {n})]\n    pub n_classes: usize,\n");
        let settings = head.map_or(String::new(), setting);
        let network = file.class(&class, &settings, head.map(|(name, _)| name));
        let mut code: String = file
            .classes
            .iter()
            .map(|(name, body)| body.replace(PLACE, name))
            .collect();
        code.push_str(&network.replace(PLACE, "Network"));
        if code.contains("Cbam") {
            code.insert_str(0, CBAM);
        }
        let mut imports: String = IMPORTS
            .iter()
            .map(|(module, names)| import(module, names, &code))
            .collect();
        imports.push_str("use burn::tensor::{Device, Tensor};\n");
        let input = self.input;
        Ok(format!(
            "// Reads [batch, {}, {}, {}]; {} parameters.\n\n{imports}\n{}\n",
            input.channels,
            input.height,
            input.width,
            lowered.n_parameters(),
            code.trim_end()
        ))
    }
}

/// The line that imports those of `names` that `code` uses; empty where it uses none.
fn import(module: &str, names: &[(&str, &str)], code: &str) -> String {
    let used = names.iter().filter(|(_, sign)| code.contains(sign));
    let used: Vec<&str> = used.map(|(name, _)| *name).collect();
    match used.as_slice() {
        [] => String::new(),
        [name] => format!("use burn::{module}::{name};\n"),
        names => format!("use burn::{module}::{{{}}};\n", names.join(", ")),
    }
}

/// What stands for the name of a type until it is known whether an equal one is there.
const PLACE: &str = "@type@";

/// What is written so far.
struct File {
    names: Words,
    /// Types and their code, with [`PLACE`] for the name.
    classes: Vec<(String, String)>,
}

/// A field of a type.
struct Field {
    name: String,
    kind: String,
    /// The code that makes it, link by link.
    chain: Vec<String>,
}

/// The fields of a type by the name of their step, in the order of the forward pass.
#[derive(Default)]
struct Fields {
    order: Vec<String>,
    by_step: BTreeMap<String, Field>,
}

impl File {
    /// The code of a type with `settings`, the types inside written before it; `head` is the layer whose outputs are one.
    fn class(&mut self, class: &Class, settings: &str, head: Option<&str>) -> String {
        let fields = self.fields(&class.steps, head);
        let listed = || fields.order.iter().filter_map(|step| fields.by_step.get(step));
        let types: String = listed()
            .map(|field| format!("    pub {}: {},\n", field.name, field.kind))
            .collect();
        let made: String = listed().map(Field::made).collect();
        let device = if made.contains("device") { "device" } else { "_device" };
        let [from, to] = class.ranks.map(tensor);
        let mut statements = Forward::statements(&Rust(&fields), &class.steps, WORDS);
        let last = statements.pop().unwrap_or_default();
        let last = last
            .strip_prefix("let x = ")
            .map_or("x", |value| value.trim_end_matches(';'));
        let statements: String = statements.iter().map(|line| format!("        {line}\n")).collect();
        format!(
            "#[derive(Config, Debug)]\npub struct {PLACE}Config {{\n{settings}}}\n\n\
             #[derive(Module, Debug)]\npub struct {PLACE} {{\n{types}}}\n\n\
             impl {PLACE}Config {{\n    pub fn init(&self, {device}: &Device) -> {PLACE} {{\n        \
             {PLACE} {{\n{made}        }}\n    }}\n}}\n\n\
             impl {PLACE} {{\n    pub fn forward(&self, x: {from}) -> {to} {{\n{statements}        \
             {last}\n    }}\n}}\n\n"
        )
    }

    /// The fields for `steps`, the types inside written; equal ones are written once.
    fn fields(&mut self, steps: &[Step], head: Option<&str>) -> Fields {
        let mut named = Vec::new();
        named_fields(steps, &mut Words::new(WORDS), &mut named);
        let mut fields = Fields::default();
        for (step, name) in named {
            let made = match step {
                Step::Layer(layer) => made_of(layer, head),
                Step::Nested(nested) => {
                    let name = self.nested(nested);
                    let made = format!("{name}Config::new({})", channels(nested.channels));
                    Some((name, vec![made, ".init(device)".into()]))
                }
                Step::Merge(_) | Step::ToVector | Step::ToMap => None,
            };
            let Some((kind, chain)) = made else { continue };
            fields.order.push(step.local().to_owned());
            let field = Field { name, kind, chain };
            fields.by_step.insert(step.local().to_owned(), field);
        }
        fields
    }

    /// The name of the type of `nested`.
    fn nested(&mut self, nested: &Nested) -> String {
        let body = self.class(&nested.class, "    pub in_channels: usize,\n", None);
        let mut wish = class_name(&nested.local);
        if wish.ends_with("Config") {
            wish.push_str("Block"); // `XConfig` is the config of `X`
        }
        let same = self
            .classes
            .iter()
            .find(|(name, known)| *known == body && name.starts_with(&wish));
        if let Some((name, _)) = same {
            return name.clone();
        }
        let name = self.names.give(&wish).replace('_', "");
        self.classes.push((name.clone(), body));
        name
    }
}

impl Field {
    /// The line of a struct literal that makes the field.
    fn made(&self) -> String {
        let line = format!("            {}: {},\n", self.name, self.chain.concat());
        if line.len() <= WIDTH {
            return line;
        }
        format!(
            "            {}: {},\n",
            self.name,
            self.chain.join("\n                ")
        )
    }
}

const fn tensor(rank: Rank) -> &'static str {
    match rank {
        Rank::Map => "Tensor<4>",
        Rank::Vector => "Tensor<2>",
    }
}
