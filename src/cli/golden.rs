//! `fovea golden`: our numbers against PyTorch's.

use std::path::PathBuf;

use clap::Args;

use super::print;
use crate::data::source;
use crate::engine::{device, golden};

/// Compares every network of a folder with PyTorch.
#[derive(Debug, Args)]
pub struct Golden {
    /// Folder of NAME.safetensors and NAME.json
    folder: PathBuf,
    /// Folder of official CIFAR-10 files, whose training images the answers are for
    #[arg(long, env = "FOVEA_CIFAR10_DIR")]
    data: PathBuf,
}

impl Golden {
    /// Prints one line per network.
    ///
    /// # Errors
    /// Files that cannot be read, or an error past its tolerance.
    pub fn run(self) -> Result<(), String> {
        let (images, _test) = source::read_folder(&self.data).map_err(|error| error.to_string())?;
        let names = golden::names(&self.folder).map_err(|error| error.to_string())?;
        let cpu = device::cpu();
        let mut wrong = Vec::new();
        for name in names {
            let comparison = golden::compare(&self.folder, &name, &images, &cpu);
            let comparison = pollster::block_on(comparison).map_err(|error| error.to_string())?;
            let verdict = match comparison.holds() {
                true if comparison.gradients != comparison.gradients_single => "ok (gradients in double precision)",
                true => "ok",
                false => "PAST TOLERANCE",
            };
            print(&format!(
                "{name:<24} logits {:.1e}  gradients {:.1e}  first 10 losses {:.1e}  all losses {:.1e}  {verdict}",
                comparison.logits, comparison.gradients, comparison.first_losses, comparison.all_losses,
            ));
            if !comparison.holds() {
                wrong.push(name);
            }
        }
        if wrong.is_empty() {
            return Ok(());
        }
        Err(format!(
            "past the tolerances 1e-5, 1e-4, 1e-4, 5e-3: {}",
            wrong.join(", ")
        ))
    }
}
