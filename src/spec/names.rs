//! Names of layers: the paths of PyTorch's `state_dict`, and how a new layer finds a free one.
//!
//! A name can arrive in a link and leave in generated code, so only plain words pass.

use std::collections::BTreeSet;

use super::layer::{LayerSpec, OpSpec};
use super::mistake::{Mistake, Part, SpecError, mistake};
use super::network::NetworkSpec;

/// Words that Python keeps.
pub(super) const PYTHON_WORDS: &str = "False None True and as assert async await break class continue def del elif else \
    except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield";
/// Words that no part of a name can be: Python keeps them, or `nn.Module`, `nn.Sequential` or `nn.ModuleDict` do.
const RESERVED: [&str; 3] = [
    PYTHON_WORDS,
    "T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches \
    eval extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict \
    modules mtia named_buffers named_children named_modules named_parameters parameters register_backward_hook \
    register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook \
    register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook \
    register_module register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ \
    set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu zero_grad",
    "append clear extend insert items keys pop update values",
];

impl NetworkSpec {
    /// Checks every name: words and numbers joined by dots, each name once, and no layer inside one that has weights.
    ///
    /// # Errors
    /// The first name, from below, that is not PyTorch's, is taken, or lies inside another layer's.
    pub(super) fn check_names(&self) -> Result<(), SpecError> {
        let mut taken = BTreeSet::new();
        let mut weighted = BTreeSet::new();
        gather(&self.layers, &mut taken, &mut weighted)?;
        for name in &weighted {
            if let Some(outer) = ancestors(name).find(|outer| weighted.contains(*outer)) {
                return Err(mistake(name, Part::Name, Mistake::InsideLayer(outer.to_owned())));
            }
        }
        Ok(())
    }

    /// A free name for a new layer: `base` and the smallest number that is free, below `path` where that can hold layers.
    ///
    /// Names such as `conv4.0` make `conv4` taken.
    pub(super) fn free_name(&self, path: &str, base: &str) -> String {
        let mut names = Vec::new();
        all_names(&self.layers, &mut names);
        // The layer that the path belongs to may be a leaf itself; then the new one stands beside it.
        let is_inside = |path: &str| {
            let mut leaves = names.iter().filter(|(_, is_leaf)| *is_leaf);
            leaves.any(|(name, _)| *name == path || ancestors(path).any(|outer| outer == *name))
        };
        let holder = std::iter::once(path)
            .chain(ancestors(path))
            .find(|path| !is_inside(path));
        let prefix = holder
            .filter(|path| !path.is_empty())
            .map_or(String::new(), |path| format!("{path}."));
        let mut number = 1;
        loop {
            let wish = format!("{prefix}{base}{number}");
            if self.is_free(&wish) {
                return wish;
            }
            number += 1;
        }
    }

    /// Whether no layer is called `wish` or lies below it.
    pub(super) fn is_free(&self, wish: &str) -> bool {
        let mut names = Vec::new();
        all_names(&self.layers, &mut names);
        let is_wish = |name: &str| name == wish || ancestors(name).any(|outer| outer == wish);
        !names.into_iter().any(|(name, _)| is_wish(name))
    }
}

/// Everything above a name: `a.b` and `a` for `a.b.c`.
pub(super) fn ancestors(name: &str) -> impl Iterator<Item = &str> {
    name.rmatch_indices('.').map(|(at, _)| &name[..at])
}

/// The path that holds a layer: `inception1.branch3x3` for `inception1.branch3x3.2`, nothing for `conv1`.
pub(super) fn parent(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(path, _)| path)
}

/// Whether PyTorch's module of `op` has weights, so that its name is a prefix of keys.
pub(super) fn has_weights(op: &OpSpec) -> bool {
    match op {
        OpSpec::Conv(_) | OpSpec::BatchNorm | OpSpec::Linear(_) | OpSpec::Cbam(_) => true,
        OpSpec::Relu | OpSpec::Pool(_) | OpSpec::GlobalAveragePool | OpSpec::Flatten | OpSpec::Parallel(_) => false,
    }
}

/// Every name, and whether it belongs to a layer with weights.
fn all_names<'a>(layers: &'a [LayerSpec], names: &mut Vec<(&'a str, bool)>) {
    for layer in layers {
        names.push((&layer.name, has_weights(&layer.op)));
        if let OpSpec::Parallel(parallel) = &layer.op {
            for branch in &parallel.branches {
                all_names(&branch.layers, names);
            }
        }
    }
}

fn gather(
    layers: &[LayerSpec],
    taken: &mut BTreeSet<String>,
    weighted: &mut BTreeSet<String>,
) -> Result<(), SpecError> {
    for layer in layers {
        let name = &layer.name;
        check_words(name)?;
        let rows = match &layer.op {
            // The table and the geometry call the two halves so.
            OpSpec::Cbam(_) => vec![name.clone(), format!("{name}.channel"), format!("{name}.spatial")],
            _ => vec![name.clone()],
        };
        for row in rows {
            if !taken.insert(row) {
                return Err(mistake(name, Part::Name, Mistake::NameTaken));
            }
        }
        if has_weights(&layer.op) {
            weighted.insert(name.clone());
        }
        if let OpSpec::Parallel(parallel) = &layer.op {
            for branch in &parallel.branches {
                if branch.name.is_empty() || !branch.name.chars().all(is_word_sign) {
                    let shown = branch.name.escape_default().to_string();
                    return Err(mistake(name, Part::Branches, Mistake::BranchName(shown)));
                }
                gather(&branch.layers, taken, weighted)?;
            }
        }
    }
    Ok(())
}

fn check_words(name: &str) -> Result<(), SpecError> {
    let starts_with_letter = name.starts_with(|sign: char| sign.is_ascii_alphabetic());
    if !starts_with_letter || !name.split('.').all(is_part) {
        return Err(mistake(name, Part::Name, Mistake::NoPath));
    }
    if let Some(word) = name.split('.').find(|part| is_reserved(part)) {
        return Err(mistake(name, Part::Name, Mistake::ReservedWord(word.to_owned())));
    }
    Ok(())
}

fn is_reserved(word: &str) -> bool {
    RESERVED
        .iter()
        .any(|words| words.split_whitespace().any(|reserved| reserved == word))
}

/// A number, or a word that starts with a letter.
fn is_part(part: &str) -> bool {
    let is_number = !part.is_empty() && part.chars().all(|sign| sign.is_ascii_digit());
    let is_word = part.starts_with(|sign: char| sign.is_ascii_alphabetic()) && part.chars().all(is_word_sign);
    is_number || is_word
}

fn is_word_sign(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::layer::{BranchSpec, CbamSpec, ConvSpec, Fusion, ParallelSpec};
    use crate::spec::network::InputSpec;
    use crate::spec::variants;

    fn network(layers: Vec<LayerSpec>) -> NetworkSpec {
        NetworkSpec {
            input: InputSpec::CIFAR10,
            layers,
        }
    }

    fn conv(name: &str) -> LayerSpec {
        LayerSpec::new(name, OpSpec::Conv(ConvSpec::square(4, 1)))
    }

    fn message(layers: Vec<LayerSpec>) -> String {
        network(layers).lower_any().unwrap_err().to_string()
    }

    #[test]
    fn only_paths_of_words_pass() {
        for name in ["", "1", "a b", "a..b", "a.", "\"", "a.3x3", "_a", "é", "a\nb", "0.a"] {
            assert!(message(vec![conv(name)]).contains("path of words"), "{name}");
        }
        for name in ["forward", "conv1.class", "a.items"] {
            assert!(message(vec![conv(name)]).contains("for itself"), "{name}");
        }
        network(vec![conv("a1.b_2.0")]).lower_any().unwrap();
    }

    #[test]
    fn a_name_stands_once_at_any_depth() {
        let branch = |layers| BranchSpec {
            name: "b".into(),
            layers,
        };
        let inside = |name: &str, inner: &str| {
            let parallel = ParallelSpec {
                branches: vec![branch(vec![conv(inner)])],
                fusion: Fusion::Sum,
            };
            LayerSpec::new(name, OpSpec::Parallel(parallel))
        };
        assert!(message(vec![conv("a"), conv("a")]).contains("another layer"));
        assert!(message(vec![inside("p", "p")]).contains("another layer"));
        assert!(message(vec![conv("a"), inside("p", "a")]).contains("another layer"));
        let cbam = LayerSpec::new("a", OpSpec::Cbam(CbamSpec::TUTORIAL));
        let gate = LayerSpec::new("a.spatial", OpSpec::Relu);
        assert!(message(vec![cbam, gate]).contains("another layer"));
    }

    #[test]
    fn a_layer_with_weights_holds_no_other() {
        assert!(message(vec![conv("a"), conv("a.b.c")]).contains("`a` has weights"));
        // A ReLU has no weights: `a.relu` makes no key of the state_dict.
        network(vec![conv("a"), LayerSpec::new("a.relu", OpSpec::Relu)])
            .lower_any()
            .unwrap();
    }

    #[test]
    fn free_names_follow_the_networks_own() {
        let dilated = variants::find("dilated").unwrap().network();
        assert_eq!(dilated.free_name("", "conv"), "conv4");
        assert_eq!(dilated.free_name("", "pool"), "pool3");
        let chain = variants::find("field-9").unwrap().network();
        assert_eq!(chain.free_name("", "conv"), "conv5"); // conv1 to conv4 hold layers
        let inception = variants::find("inception").unwrap().network();
        let name = inception.free_name("inception1.branch3x3", "conv");
        assert_eq!(name, "inception1.branch3x3.conv1");
        assert_eq!(chain.free_name("conv1.0", "conv"), "conv1.conv1"); // the convolution itself holds nothing
    }
}
