//! `engine/engines.json`: which engines are served, and under which names.

use serde::{Deserialize, Serialize};

use crate::bridge::protocol::EngineKind;

/// Where the catalogue lies, below the page's folder.
pub const CATALOGUE: &str = "engine/engines.json";

/// The whole file, as `cargo xtask build` writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Which sources the engines are built from.
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
    /// It is being compiled; the catalogue will be replaced.
    Building,
    /// It will not come.
    Absent {
        /// Why, as a sentence.
        reason: String,
    },
}

impl Catalogue {
    /// The entry of one engine.
    pub fn entry(&self, engine: EngineKind) -> &Entry {
        match engine {
            EngineKind::Cpu => &self.cpu,
            EngineKind::Gpu => &self.gpu,
        }
    }

    /// Whether an engine is still to come, so that asking again is worth it.
    pub fn is_growing(&self) -> bool {
        [&self.cpu, &self.gpu].contains(&&Entry::Building)
    }
}

#[cfg(target_arch = "wasm32")]
pub use browser::{POLL_MS, Watch, fetch};

/// The part that needs a browser.
#[cfg(target_arch = "wasm32")]
mod browser {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::{CATALOGUE, Catalogue};
    use crate::bridge::page::beside;
    use crate::bridge::protocol::{Fault, Undelivered};
    use crate::spec::Misread;
    use crate::web::fetch::{Freshness, get};
    use crate::web::task::{sleep_ms, spawn_local};

    /// Milliseconds between two looks at a catalogue that is still growing.
    pub const POLL_MS: f64 = 10_000.0;

    /// The catalogue below `base`, as it is now.
    ///
    /// # Errors
    /// [`Fault::Download`] where it is not served, or cannot be read.
    pub async fn fetch(base: &str) -> Result<Catalogue, Fault> {
        let missing = |problem: Undelivered| Fault::Download {
            file: "engines.json".to_owned(),
            problem,
        };
        let fetched = get(&beside(base, CATALOGUE), Freshness::Now, |_| {}).await;
        let fetched = fetched.map_err(|error| missing(error.into()))?;
        if fetched.is_page() {
            return Err(missing(Undelivered::NoEngine));
        }
        serde_json::from_slice(&fetched.bytes).map_err(|error| missing(Misread::from(error).into()))
    }

    /// Reads the catalogue again and again while it grows; ends when dropped.
    #[derive(Debug)]
    pub struct Watch {
        is_over: Rc<Cell<bool>>,
    }

    impl Watch {
        /// Starts; `hear` gets every catalogue or fault, the first one at once.
        pub fn start(base: String, hear: impl Fn(Result<Catalogue, Fault>) + 'static) -> Self {
            let is_over = Rc::new(Cell::new(false));
            let flag = Rc::clone(&is_over);
            spawn_local(async move {
                loop {
                    let catalogue = fetch(&base).await;
                    if flag.get() {
                        return;
                    }
                    let goes_on = catalogue.as_ref().is_ok_and(Catalogue::is_growing);
                    hear(catalogue);
                    if !goes_on {
                        return;
                    }
                    sleep_ms(POLL_MS).await;
                }
            });
            Self { is_over }
        }
    }

    impl Drop for Watch {
        fn drop(&mut self) {
            self.is_over.set(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agreed_file_is_read() {
        let json = r#"{"build":"0123456789ab","cpu":{"state":"ready","js":"a.js","wasm":"a_bg.wasm","n_bytes":7},"gpu":{"state":"building"}}"#;
        let catalogue: Catalogue = serde_json::from_str(json).unwrap();
        assert!(catalogue.is_growing());
        assert!(matches!(
            catalogue.entry(EngineKind::Cpu),
            Entry::Ready { n_bytes: 7, .. }
        ));
        let json = json.replace(r#"{"state":"building"}"#, r#"{"state":"absent","reason":"No."}"#);
        let catalogue: Catalogue = serde_json::from_str(&json).unwrap();
        assert!(!catalogue.is_growing());
    }
}
