//! `engine/engines.json`, which the page reads to learn which engines there are: its types are the page's own.

use std::path::Path;

pub use fovea::bridge::page::{Catalogue, Entry};

use crate::{build::engine::Engine, error::Error, files};

/// Replaces the file in one go: a page that reads it sees the old or the new one.
///
/// # Errors
/// Where it cannot be written.
pub fn write(catalogue: &Catalogue, dist: &Path) -> Result<(), Error> {
    let text = serde_json::to_vec(catalogue).unwrap_or_default();
    files::write_atomically(&dist.join("engine").join("engines.json"), &text)
}

/// The same catalogue with another entry for one engine.
pub fn with(mut catalogue: Catalogue, engine: Engine, entry: Entry) -> Catalogue {
    match engine {
        Engine::Cpu => catalogue.cpu = entry,
        Engine::Gpu => catalogue.gpu = entry,
    }
    catalogue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_the_agreed_form() {
        let cpu = Entry::Ready {
            js: "a.js".into(),
            wasm: "a_bg.wasm".into(),
            n_bytes: 7,
        };
        let catalogue = Catalogue {
            build: "0123456789ab".into(),
            cpu,
            gpu: Entry::Building,
        };
        assert_eq!(
            serde_json::to_string(&catalogue).unwrap(),
            r#"{"build":"0123456789ab","cpu":{"state":"ready","js":"a.js","wasm":"a_bg.wasm","n_bytes":7},"gpu":{"state":"building"}}"#
        );
    }

    #[test]
    fn an_absent_engine_says_why() {
        let absent = Entry::Absent { reason: "No.".into() };
        assert_eq!(
            serde_json::to_string(&absent).unwrap(),
            r#"{"state":"absent","reason":"No."}"#
        );
    }

    #[test]
    fn only_the_named_engine_changes() {
        let before = Catalogue {
            build: "b".into(),
            cpu: Entry::Building,
            gpu: Entry::Building,
        };
        let after = with(before.clone(), Engine::Gpu, Entry::Absent { reason: "No.".into() });
        assert_eq!((after.cpu, after.build), (before.cpu, before.build));
    }
}
