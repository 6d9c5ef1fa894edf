//! Who may import whom, and which libraries a room never sees: the table of the design, row by row.

use super::source::Source;

/// What the files of one folder may import.
struct Row {
    /// `src/NAME` stands for the room and its root file, `src/NAME/PART` for a part of it; the first row that fits a
    /// file decides.
    folder: &'static str,
    /// Paths that it may import besides its own room; a longer path allows a part of a room only.
    may: &'static [&'static str],
    /// Parts of those that it must not import.
    except: &'static [&'static str],
    /// Libraries that it must not use, with everything whose name starts so.
    never: &'static [&'static str],
}

const ROWS: &[Row] = &[
    Row {
        folder: "src/geometry",
        may: &[],
        except: &[],
        never: &["serde", "burn", "leptos", "web_sys", "js_sys", "wasm_bindgen"],
    },
    Row {
        folder: "src/spec",
        may: &["geometry"],
        except: &[],
        never: &["burn", "leptos", "web_sys", "js_sys", "wasm_bindgen"],
    },
    Row {
        folder: "src/data/batches",
        may: &["spec"],
        except: &[],
        never: &["leptos", "web_sys", "js_sys", "wasm_bindgen"],
    },
    Row {
        folder: "src/data",
        may: &["spec"],
        except: &[],
        never: &["burn", "leptos", "web_sys", "js_sys", "wasm_bindgen"],
    },
    Row {
        folder: "src/engine",
        may: &["data", "spec", "geometry"],
        except: &[],
        never: &["leptos", "web_sys", "js_sys", "wasm_bindgen"],
    },
    Row {
        folder: "src/bridge/worker",
        may: &["spec", "web", "engine", "data"],
        except: &["bridge::page"],
        never: &["leptos"],
    },
    Row {
        folder: "src/bridge",
        may: &["spec", "web"],
        except: &["bridge::worker"],
        never: &["burn", "leptos"],
    },
    Row {
        folder: "src/lab",
        may: &["spec", "web"],
        except: &[],
        never: &["burn", "leptos"],
    },
    Row {
        folder: "src/draw",
        may: &["geometry", "spec", "lab"],
        except: &["lab::storage"],
        never: &["burn", "leptos", "web_sys", "js_sys", "wasm_bindgen"],
    },
    // The test images behind the results, the same in the page as in the worker.
    Row {
        folder: "src/ui/ablation/images",
        may: &["spec", "lab", "data", "web"],
        except: &[],
        never: &["burn"],
    },
    Row {
        folder: "src/ui",
        may: &["geometry", "spec", "bridge", "lab", "draw", "web"],
        except: &["bridge::worker"],
        never: &["burn"],
    },
    Row {
        folder: "src/web",
        may: &[],
        except: &[],
        never: &["burn", "leptos"],
    },
    // The native command line: the engine's other driver, beside the worker.
    Row {
        folder: "src/cli",
        may: &["engine", "data", "lab", "spec", "geometry"],
        except: &[],
        never: &["leptos", "web_sys", "js_sys", "wasm_bindgen"],
    },
];

/// The row for a file of a room: `src/data` fits `src/data.rs` and everything below `src/data/`.
fn row_of(source: &Source) -> Option<&'static Row> {
    ROWS.iter().find(|row| {
        let rest = source.path.strip_prefix(row.folder);
        rest.is_some_and(|rest| rest.starts_with('/') || rest.starts_with('.'))
    })
}

/// Complaints about imports of rooms that `source` must not import, and about a room that has no row.
pub fn rooms(source: &Source) -> Vec<String> {
    let Some(room) = source.room() else {
        return Vec::new();
    };
    let Some(row) = row_of(source) else {
        return vec![format!(
            "{}: the room `{room}` has no row in tests/architecture/imports.rs",
            source.path
        )];
    };
    let paths = source.crate_paths().into_iter().map(|path| path.join("::"));
    let is_within = |path: &str, whole: &str| path == whole || path.starts_with(&format!("{whole}::"));
    paths
        .filter(|path| {
            let is_allowed = is_within(path, room) || row.may.iter().any(|whole| is_within(path, whole));
            !is_allowed || row.except.iter().any(|whole| is_within(path, whole))
        })
        .map(|path| {
            format!(
                "{}: imports `crate::{path}`, which {} must not",
                source.path, row.folder
            )
        })
        .collect()
}

/// Complaints about libraries that `source` must not use.
pub fn libraries(source: &Source) -> Vec<String> {
    let Some(row) = row_of(source) else {
        return Vec::new();
    };
    let words = source.words();
    let is_never = |word: &str| {
        let begins = |library: &&str| word == *library || word.starts_with(&format!("{library}_"));
        row.never.iter().any(begins)
    };
    let mut complaints = Vec::new();
    for (at, word) in words.iter().enumerate() {
        // A library is named at the start of a path or alone behind `use`; `crate::burn::x` is none.
        let is_start = at == 0 || words[at - 1] != "::";
        let is_path = words.get(at + 1).is_some_and(|next| next == "::") || (at > 0 && words[at - 1] == "use");
        if is_start && is_path && is_never(word) {
            complaints.push(format!("{}: uses `{word}`, which {} must not", source.path, row.folder));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n_imports(path: &str, text: &str) -> usize {
        rooms(&Source::new(path, text)).len()
    }

    fn n_libraries(path: &str, text: &str) -> usize {
        libraries(&Source::new(path, text)).len()
    }

    #[test]
    fn allowed_imports_pass_and_others_are_named() {
        assert_eq!(
            n_imports("src/engine/session.rs", "use crate::{data::Batch, spec, geometry};"),
            0
        );
        assert_eq!(
            n_imports(
                "src/engine/session.rs",
                "use crate::{data::Batch, bridge::protocol, ui};"
            ),
            2
        );
        assert_eq!(n_imports("src/geometry/graph.rs", "use crate::geometry::Axes;"), 0);
        assert_eq!(n_imports("src/geometry/graph.rs", "use crate::spec::RunSpec;"), 1);
        let complaints = rooms(&Source::new("src/data/mod.rs", "pub use crate::engine::Session;"));
        assert_eq!(
            complaints,
            ["src/data/mod.rs: imports `crate::engine::Session`, which src/data must not"]
        );
    }

    #[test]
    fn a_name_that_only_starts_like_a_room_is_not_that_room() {
        assert_eq!(n_imports("src/engine/session.rs", "use crate::database::Row;"), 1);
        assert_eq!(n_imports("src/engine/session.rs", "use crate::*;"), 1);
    }

    #[test]
    fn the_halves_of_the_bridge_have_rules_of_their_own() {
        assert_eq!(n_imports("src/bridge/worker/run.rs", "use crate::engine::Session;"), 0);
        assert_eq!(n_imports("src/bridge/page/client.rs", "use crate::engine::Session;"), 1);
        assert_eq!(
            n_imports("src/bridge/page/client.rs", "use crate::bridge::worker::Run;"),
            1
        );
        assert_eq!(
            n_imports("src/bridge/page/client.rs", "use super::super::super::engine::Session;"),
            1
        );
        assert_eq!(n_imports("src/ui/app.rs", "use crate::bridge::{page, protocol};"), 0);
        assert_eq!(n_imports("src/ui/app.rs", "use crate::bridge::{worker, protocol};"), 1);
    }

    #[test]
    fn a_new_room_needs_a_row() {
        assert_eq!(n_imports("src/attic/mod.rs", ""), 1);
        assert_eq!(n_imports("src/lib.rs", "pub mod attic;"), 0);
    }

    #[test]
    fn libraries_are_found_in_imports_and_in_paths() {
        assert_eq!(n_libraries("src/spec/run.rs", "use serde::Serialize;"), 0);
        assert_eq!(n_libraries("src/geometry/field.rs", "use serde::Serialize;"), 1);
        assert_eq!(
            n_libraries("src/ui/app.rs", "fn f() -> burn::tensor::Device { todo() }"),
            1
        );
        assert_eq!(
            n_libraries(
                "src/draw/chart.rs",
                "use leptos_router::hooks; let x = web_sys::window();"
            ),
            2
        );
        assert_eq!(
            n_libraries(
                "src/web/fetch.rs",
                "use web_sys::Response; use wasm_bindgen_futures::JsFuture;"
            ),
            0
        );
        assert_eq!(n_libraries("src/data/batches.rs", "use burn::tensor::Tensor;"), 0);
        assert_eq!(n_libraries("src/data/images.rs", "use burn::tensor::Tensor;"), 1);
    }
}
