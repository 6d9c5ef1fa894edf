//! The forward pass in Rust.

use super::super::forward::{Dialect, Unit};
use super::super::plan::{Op, Step};
use super::layers::pool_of;
use super::{Fields, WIDTH};

/// Rust, with the fields of a type.
pub(super) struct Rust<'a>(pub &'a Fields);

impl Dialect for Rust<'_> {
    fn units<'a>(&self, steps: &'a [Step]) -> Vec<Unit<'a>> {
        let unit = |step: &'a Step| {
            let (before, after) = match (step, self.0.by_step.get(step.local())) {
                (_, Some(field)) => (format!("self.{}.forward(", field.name), ")"),
                (Step::Merge(merge), None) => return Unit::Merge(merge),
                (Step::ToMap, None) => (String::new(), ".unsqueeze_dim::<3>(2).unsqueeze_dim::<4>(3)"),
                (Step::Layer(layer), None) => match &layer.op {
                    Op::Relu => return Unit::Around("relu"),
                    // It has no name here to call a field after.
                    Op::Pool(pool) => (format!("burn::nn::pool::{}.forward(", pool_of(pool).1.concat()), ")"),
                    Op::GlobalAveragePool => (String::new(), ".mean_dim(3).mean_dim(2).flatten::<2>(1, 3)"),
                    // Every layer with weights has a field.
                    _ => (String::new(), ".flatten::<2>(1, 3)"),
                },
                (Step::ToVector | Step::Nested(_), None) => (String::new(), ".flatten::<2>(1, 3)"),
            };
            Unit::Call(before, after.to_owned())
        };
        steps.iter().map(unit).collect()
    }

    fn assigned(&self, target: &str, value: &str) -> String {
        format!("let {target} = {value};")
    }

    fn again(&self, source: &str) -> String {
        format!("{source}.clone()")
    }

    fn stacked(&self, results: &[String], target: &str) -> String {
        let line = format!("Tensor::cat(vec![{}], 1)", results.join(", "));
        if 8 + "let  = ;".len() + target.len() + line.len() <= WIDTH {
            return line;
        }
        let lines: String = results
            .iter()
            .map(|result| format!("            {result},\n"))
            .collect();
        format!("Tensor::cat(vec![\n{lines}        ], 1)")
    }
}
