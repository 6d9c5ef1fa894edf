//! Rules about a file itself: its length, its name, its index page, and what must not stand in it.

use super::source::Source;

/// A file with more lines fails, its tests included.
const MOST_LINES: usize = 400;
/// A file with more lines, the tests at its end left out, says in its module doc why: `Long because …`.
const LONG_LINES: usize = 250;
/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "helpers", "helper", "common", "manager"];
/// Marks of unfinished work; put together here so that this file does not hold them.
const UNFINISHED: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

/// Complaints about too many lines.
pub fn length(source: &Source) -> Vec<String> {
    let n_lines = source.text.lines().count();
    if n_lines > MOST_LINES {
        return vec![format!(
            "{}: {n_lines} lines, at most {MOST_LINES}; split it",
            source.path
        )];
    }
    let code = source.text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    let n_lines = code.lines().count();
    if n_lines > LONG_LINES && !module_doc(source).any(|line| line.contains("Long because ")) {
        let path = &source.path;
        return vec![format!(
            "{path}: {n_lines} lines without its tests; above {LONG_LINES} the module doc says `Long because …`"
        )];
    }
    Vec::new()
}

/// Complaints about files, folders and inline modules with an empty name.
pub fn module_names(source: &Source) -> Vec<String> {
    let words = source.words();
    let inline = words
        .windows(2)
        .filter(|pair| pair[0] == "mod")
        .map(|pair| pair[1].as_str());
    let of_path = source.path.trim_end_matches(".rs").split('/');
    inline
        .chain(of_path)
        .filter(|name| {
            EMPTY_NAMES
                .iter()
                .any(|empty| name.split('_').any(|part| part == *empty))
        })
        .map(|name| format!("{}: the name `{name}` says nothing; name what is inside", source.path))
        .collect()
}

/// Complaints about marks of unfinished work, in code and in comments.
pub fn unfinished(source: &Source) -> Vec<String> {
    let lines = source.text.lines().enumerate();
    lines
        .filter(|(_, line)| UNFINISHED.iter().any(|mark| line.contains(mark)))
        .map(|(idx, _)| format!("{}:{}: finish it, or file it as an issue", source.path, idx + 1))
        .collect()
}

/// Complaints about `window()` where code also runs in a worker, and about `Instant`, which panics in a browser.
pub fn banned_calls(source: &Source) -> Vec<String> {
    let in_worker = ["src/web/", "src/bridge/worker", "src/engine/"];
    let is_in_worker = in_worker.iter().any(|folder| source.path.starts_with(folder));
    let words = source.words();
    let mut complaints = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let is_called = words.get(at + 1).is_some_and(|next| next == "(");
        let is_defined = at > 0 && words[at - 1] == "fn";
        if word == "window" && is_in_worker && is_called && !is_defined {
            complaints.push(format!(
                "{}: `window()` is not there in a worker; use `web::scope`",
                source.path
            ));
        }
        // The command line runs natively, where there is a clock.
        if word == "Instant" && !source.path.starts_with("src/cli/") {
            complaints.push(format!(
                "{}: `Instant` panics in a browser; measure through `web`",
                source.path
            ));
        }
    }
    complaints
}

/// Complaints about a `mod.rs`, or the root of a crate's map, that does not open with `//!`.
pub fn index_pages(source: &Source) -> Vec<String> {
    let is_index = ["/mod.rs", "/lib.rs", "/main.rs"]
        .iter()
        .any(|name| source.path.ends_with(name));
    let opens = source.text.starts_with("//! ");
    let complaint = || {
        format!(
            "{}: an index page opens with `//! ` and what the room is for",
            source.path
        )
    };
    if is_index && !opens {
        vec![complaint()]
    } else {
        Vec::new()
    }
}

fn module_doc(source: &Source) -> impl Iterator<Item = &str> {
    source.text.lines().take_while(|line| line.starts_with("//!"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n_complaints(rule: fn(&Source) -> Vec<String>, path: &str, text: &str) -> usize {
        rule(&Source::new(path, text)).len()
    }

    #[test]
    fn long_files_give_a_reason_and_longer_ones_fail() {
        let lines = |n: usize| "x\n".repeat(n);
        let n_lengths = |text: &str| n_complaints(length, "src/ui/a.rs", text);
        assert_eq!([n_lengths(&lines(250)), n_lengths(&lines(251))], [0, 1]);
        assert_eq!(
            n_lengths(&format!("//! A.\n//! Long because it is one list.\n{}", lines(398))),
            0
        );
        assert_eq!(
            n_lengths(&format!("//! A.\n//! Long because it is one list.\n{}", lines(399))),
            1
        );
        assert_eq!(n_lengths(&format!("//! They belong because.\n{}", lines(251))), 1);
    }

    #[test]
    fn tests_at_the_end_need_no_reason_but_count_to_the_limit() {
        let text = |n_tests: usize| {
            format!(
                "{}#[cfg(test)]\nmod tests {{\n{}}}\n",
                "x\n".repeat(200),
                "y\n".repeat(n_tests)
            )
        };
        let n_lengths = |n_tests| n_complaints(length, "src/ui/a.rs", &text(n_tests));
        assert_eq!([n_lengths(197), n_lengths(198)], [0, 1]); // 200 + 2 + 197 + 1 = 400
    }

    #[test]
    fn empty_names_are_found_in_paths_and_in_text() {
        assert_eq!(n_complaints(module_names, "src/ui/utils.rs", ""), 1);
        assert_eq!(
            n_complaints(module_names, "src/common/mod.rs", "mod run_manager { }"),
            2
        );
        assert_eq!(
            n_complaints(module_names, "src/ui/state.rs", "mod tests { fn helpers() {} }"),
            0
        );
    }

    #[test]
    fn unfinished_work_is_found_in_comments() {
        let text = format!("fn f() {{}}\n// {}: later\n", UNFINISHED[0]);
        assert_eq!(
            unfinished(&Source::new("src/a.rs", &text)),
            ["src/a.rs:2: finish it, or file it as an issue"]
        );
        assert_eq!(n_complaints(unfinished, "src/a.rs", "// Nothing to do.\n"), 0);
    }

    #[test]
    fn window_is_banned_in_workers_and_instant_in_all_that_a_browser_runs() {
        let call = "fn f() { web_sys::window().unwrap(); }";
        assert_eq!(n_complaints(banned_calls, "src/web/fetch.rs", call), 1);
        assert_eq!(n_complaints(banned_calls, "src/ui/app.rs", call), 0);
        assert_eq!(
            n_complaints(
                banned_calls,
                "src/web/fetch.rs",
                "// `window()` is not there\nuse web_sys::Window;"
            ),
            0
        );
        assert_eq!(
            n_complaints(banned_calls, "src/ui/app.rs", "use std::time::{Duration, Instant};"),
            1
        );
        let clock = "use std::time::Instant;";
        assert_eq!(n_complaints(banned_calls, "src/cli/experiment/origin.rs", clock), 0);
    }

    #[test]
    fn an_index_page_without_a_doc_is_named() {
        assert_eq!(n_complaints(index_pages, "src/lab/mod.rs", "pub mod queue;"), 1);
        assert_eq!(
            n_complaints(index_pages, "src/lab/mod.rs", "//! Experiments.\npub mod queue;"),
            0
        );
        assert_eq!(n_complaints(index_pages, "src/lab/queue.rs", "use std::fmt;"), 0);
    }
}
