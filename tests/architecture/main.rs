//! The rules of the house, checked on the sources as text: who imports whom, file sizes, bans, index pages.
//!
//! [`source`] turns Rust text into words and paths, [`imports`] holds the table of the rooms, [`shape`] the rules about
//! a file itself. Every rule is a function from one source to its complaints, so that each is tested on small made-up
//! sources beside the real ones.
#![cfg(not(target_arch = "wasm32"))]

mod imports;
mod shape;
mod source;

use std::path::Path;

use source::Source;

/// All complaints of `rule` about the sources under `folders`.
fn complaints(folders: &[&str], rule: fn(&Source) -> Vec<String>) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources: Vec<Source> = folders
        .iter()
        .flat_map(|folder| source::read_under(root, Path::new(folder)))
        .collect();
    assert!(
        sources.len() > 5,
        "no sources under {folders:?}: the check checks nothing"
    );
    sources.iter().flat_map(rule).collect()
}

fn check(folders: &[&str], rule: fn(&Source) -> Vec<String>) {
    let complaints = complaints(folders, rule);
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

const EVERYWHERE: &[&str] = &["src", "xtask/src", "tests"];

#[test]
fn every_room_imports_only_the_rooms_it_may() {
    check(&["src"], imports::rooms);
}

#[test]
fn every_room_uses_only_the_libraries_it_may() {
    check(&["src"], imports::libraries);
}

#[test]
fn no_file_is_too_long() {
    check(EVERYWHERE, shape::length);
}

#[test]
fn module_names_say_what_is_inside() {
    check(EVERYWHERE, shape::module_names);
}

#[test]
fn nothing_is_left_to_do() {
    check(EVERYWHERE, shape::unfinished);
}

#[test]
fn what_runs_in_a_worker_uses_neither_window_nor_a_clock_of_std() {
    check(&["src"], shape::banned_calls);
}

#[test]
fn every_index_page_opens_with_what_it_is_for() {
    check(&["src", "xtask/src"], shape::index_pages);
}

#[test]
fn the_documents_hold_no_unsolved_merge() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        let text = std::fs::read_to_string(root.join(name));
        assert!(
            text.as_ref().is_ok_and(|text| text.len() > 100),
            "{name} cannot be read"
        );
        let marks = text.iter().flat_map(|text| text.lines());
        let n_marks = marks.filter(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "));
        assert_eq!(n_marks.count(), 0, "{name}");
    }
}
