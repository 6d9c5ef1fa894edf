//! `engine/engines.json`: what the page reads to learn which engines there are.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{build::engine::Engine, error::Error, files};

/// The whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// The sources' id.
    pub build: String,
    /// Burn on the CPU.
    pub cpu: Entry,
    /// Burn on WebGPU.
    pub gpu: Entry,
}

/// One engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum Entry {
    /// It can be loaded.
    Ready {
        /// Its JavaScript module, beside the catalogue.
        js: String,
        /// Its WebAssembly, beside the catalogue.
        wasm: String,
        /// Size of the WebAssembly in bytes, uncompressed.
        n_bytes: u64,
    },
    /// It is being compiled; the file will be replaced.
    Building,
    /// It will not come.
    Absent {
        /// Why, as a sentence.
        reason: String,
    },
}

impl Catalogue {
    /// Replaces the file in one go: a page that reads it sees the old or the new one.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, dist: &Path) -> Result<(), Error> {
        let text = serde_json::to_vec(self).unwrap_or_default();
        files::write_atomically(&dist.join("engine").join("engines.json"), &text)
    }

    /// The same catalogue with another entry for one engine.
    pub fn with(mut self, engine: Engine, entry: Entry) -> Self {
        match engine {
            Engine::Cpu => self.cpu = entry,
            Engine::Gpu => self.gpu = entry,
        }
        self
    }
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
        let after = before.clone().with(Engine::Gpu, Entry::Absent { reason: "No.".into() });
        assert_eq!((after.cpu, after.build), (before.cpu, before.build));
    }
}
