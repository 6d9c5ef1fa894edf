//! Rust text as words: enough to see paths and names, not a parser.

use std::path::{Path, PathBuf};

/// One source file.
pub struct Source {
    /// Its path in the project, with `/` between the parts: `src/data/images.rs`.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// A made-up source.
    #[cfg(test)]
    pub fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    /// The room that the file belongs to: the first name below `src`; none for `lib.rs`, the binaries and other folders.
    pub fn room(&self) -> Option<&str> {
        let below = self.path.strip_prefix("src/")?;
        let room = below.split('/').next()?.trim_end_matches(".rs");
        (room != "lib" && room != "bin").then_some(room)
    }

    /// Names, numbers, `::` and single signs, in order; comments and literals are left out.
    pub fn words(&self) -> Vec<String> {
        words(&self.text)
    }

    /// Every path that starts at the root of the crate, without `crate`: `use crate::{spec::{RunSpec, run}, web}` has
    /// `spec::RunSpec`, `spec::run` and `web`.
    ///
    /// A chain of `super` that reaches the root is followed as well.
    pub fn crate_paths(&self) -> Vec<Vec<String>> {
        let words = self.words();
        let mut paths = Vec::new();
        // One entry per open brace: whether it is an inline module's.
        let mut braces = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match words[at].as_str() {
                "{" => braces.push(at >= 2 && words[at - 2] == "mod"),
                "}" => drop(braces.pop()),
                _ => {}
            }
            let depth = self.depth() + braces.iter().filter(|&&is_module| is_module).count();
            let pairs = words[at..].chunks(2);
            let n_supers = pairs.take_while(|pair| **pair == ["super", "::"]).count();
            let is_crate = words[at] == "crate" && words.get(at + 1).is_some_and(|word| word == "::");
            if is_crate {
                read_tree(&words, at + 2, &[], &mut paths);
            } else if n_supers == depth {
                read_tree(&words, at + 2 * n_supers, &[], &mut paths);
            }
            at += (2 * n_supers).max(1);
        }
        paths
    }

    /// How many names deep the file's module is below the root: 2 for `src/data/images.rs`, 1 for `src/data/mod.rs`.
    fn depth(&self) -> usize {
        let n_names = self.path.split('/').count() - 1;
        n_names - usize::from(self.path.ends_with("/mod.rs"))
    }
}

/// All Rust sources below `root`/`folder`, in the order of their paths.
pub fn read_under(root: &Path, folder: &Path) -> Vec<Source> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root.join(folder))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(folder.join(entry.ok()?.file_name())))
        .collect();
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        if root.join(&path).is_dir() {
            sources.append(&mut read_under(root, &path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(root.join(&path)).unwrap_or_default();
            let path = path.to_string_lossy().replace('\\', "/");
            sources.push(Source { path, text });
        }
    }
    sources
}

/// Adds the paths of the use tree at `words[at]`, each behind `prefix`, and returns where the tree ends.
fn read_tree(words: &[String], mut at: usize, prefix: &[String], paths: &mut Vec<Vec<String>>) -> usize {
    let mut path = prefix.to_vec();
    while let Some(word) = words.get(at) {
        if word == "{" {
            at += 1;
            while words.get(at).is_some_and(|word| word != "}") {
                at = read_tree(words, at, &path, paths).max(at + 1);
                at += usize::from(words.get(at).is_some_and(|word| word == ","));
            }
            return at + 1;
        }
        path.push(word.clone());
        at += 1;
        if words.get(at).is_none_or(|word| word != "::") {
            break;
        }
        at += 1;
    }
    paths.push(path);
    // `name as other` inside a group.
    at + 2 * usize::from(words.get(at).is_some_and(|word| word == "as"))
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(n_bytes) = skipped(rest) {
            rest = &rest[n_bytes..];
            continue;
        }
        let is_outside = |sign: char| !(sign.is_alphanumeric() || sign == '_');
        let n_bytes = match first {
            ':' if rest.starts_with("::") => 2,
            sign if is_outside(sign) => sign.len_utf8(),
            _ => rest.find(is_outside).unwrap_or(rest.len()),
        };
        words.push(rest[..n_bytes].to_owned());
        rest = &rest[n_bytes..];
    }
    words
}

/// How many bytes of white space, a comment or a literal `rest` starts with; none where it starts with a word.
fn skipped(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    let until = |start: usize, end: &str| rest[start..].find(end).map_or(rest.len(), |at| start + at + end.len());
    if first.is_whitespace() {
        return Some(first.len_utf8());
    }
    if rest.starts_with("//") {
        return Some(until(0, "\n"));
    }
    if rest.starts_with("/*") {
        return Some(until(2, "*/"));
    }
    if first == '"' {
        return Some(quoted(rest, '"'));
    }
    if first == '\'' {
        let mut next = rest.chars().skip(1);
        let (second, third) = (next.next(), next.next());
        let is_literal = second == Some('\\') || third == Some('\'');
        return is_literal.then(|| quoted(rest, '\''));
    }
    let hashes = rest.strip_prefix('r')?;
    let body = hashes.trim_start_matches('#');
    let n_hashes = hashes.len() - body.len();
    body.starts_with('"')
        .then(|| until(n_hashes + 2, &format!("\"{}", "#".repeat(n_hashes))))
}

/// Bytes of the literal that `rest` starts with, its closing `mark` included.
fn quoted(rest: &str, mark: char) -> usize {
    let mut is_escaped = false;
    for (at, sign) in rest.char_indices().skip(1) {
        if is_escaped {
            is_escaped = false;
        } else if sign == '\\' {
            is_escaped = true;
        } else if sign == mark {
            return at + 1;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(path: &str, text: &str) -> Vec<String> {
        let source = Source::new(path, text);
        source.crate_paths().iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn comments_and_literals_are_not_words() {
        let text = r###"let a = "x\"y"; // b
            let c: &'static str = r#"d " e"#; /* f */ let g = ['"', '\'', 'h'];"###;
        let names: Vec<String> = words(text)
            .into_iter()
            .filter(|word| word.len() > 1 || word == "g")
            .collect();
        assert_eq!(names, ["let", "let", "static", "str", "let", "g"]);
    }

    #[test]
    fn groups_and_inline_paths_are_followed() {
        let text =
            "use crate::{spec::{RunSpec, run as r}, web};\n fn f() -> crate::engine::Session { crate::data::x() }";
        assert_eq!(
            paths("src/lab/queue.rs", text),
            ["spec::RunSpec", "spec::run", "web", "engine::Session", "data::x"]
        );
    }

    #[test]
    fn supers_that_reach_the_root_are_followed_and_shorter_ones_are_not() {
        let text = "use super::super::engine::Session; use super::images;";
        assert_eq!(paths("src/data/batches.rs", text), ["engine::Session"]); // depth 2: data, batches
        assert_eq!(paths("src/data/deep/batches.rs", text), [""; 0]);
        assert_eq!(paths("src/data/mod.rs", "use super::spec;"), ["spec"]);
        let text = "fn f() {} mod tests { use super::super::images; use super::super::super::ui; }";
        assert_eq!(paths("src/data/batches.rs", text), ["ui"]); // depth 3: data, batches, tests
    }

    #[test]
    fn a_path_in_a_comment_is_no_import() {
        assert_eq!(
            paths("src/data/mod.rs", "//! See [`crate::engine`].\n// crate::ui"),
            [""; 0]
        );
    }

    #[test]
    fn rooms_are_the_folders_of_src() {
        let room = |path| Source::new(path, "").room().map(str::to_owned);
        assert_eq!(room("src/spec/variants/mod.rs").as_deref(), Some("spec"));
        assert_eq!(room("src/cli.rs").as_deref(), Some("cli"));
        assert_eq!(
            [room("src/lib.rs"), room("src/bin/page.rs"), room("tests/scales.rs")],
            [None, None, None]
        );
    }
}
