//! Which engine a run gets, by what is served and what the browser offers; asked anew for every run.

use std::cell::RefCell;

use super::choice::{Choice, Preference, choose};
use super::{adapter, beside, engines};
use crate::bridge::protocol::{AdapterReport, Fault};

/// The folder of the images, below the page's.
const DATA: &str = "data/";

/// The page's addresses, and its adapter once asked for.
pub struct Chooser {
    base: String,
    adapter: RefCell<Option<Option<AdapterReport>>>,
}

impl Chooser {
    /// For the page whose relative links start from `base`.
    pub fn new(base: String) -> Self {
        let adapter = RefCell::default();
        Self { base, adapter }
    }

    /// The adapter that workers of this page see, asked for once.
    pub async fn adapter(&self) -> Option<AdapterReport> {
        let known = self.adapter.borrow().clone();
        if let Some(adapter) = known {
            return adapter;
        }
        let adapter = adapter::look(&self.base).await;
        *self.adapter.borrow_mut() = Some(adapter.clone());
        adapter
    }

    /// The engine for `preference`, by what is served now.
    ///
    /// # Errors
    /// As [`engines::fetch`].
    pub async fn choice(&self, preference: Preference) -> Result<Choice, Fault> {
        let adapter = match preference {
            Preference::Cpu => None,
            Preference::Auto | Preference::Gpu => self.adapter().await,
        };
        let catalogue = engines::fetch(&self.base).await?;
        Ok(choose(preference, adapter.as_ref(), &catalogue))
    }

    /// Where images are found.
    pub fn data_url(&self) -> String {
        beside(&self.base, DATA)
    }

    /// What starts a worker with this engine.
    pub fn boot_url(&self, js: &str, wasm: &str) -> String {
        beside(&self.base, &format!("engine/boot.js?js={js}&wasm={wasm}"))
    }
}
