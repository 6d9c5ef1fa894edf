//! Packages that npm installs into the project's own folder: binaryen's wasm-opt, and Playwright for the tests.

use std::{path::PathBuf, process::Command};

use crate::{error::Error, files, process, project::Project, report::Report};

/// A package of npm with its exact version.
#[derive(Clone, Copy, Debug)]
pub struct NodeTool {
    package: &'static str,
    version: &'static str,
}

/// wasm-opt. Debian 12's own is 108, which exports a table that the page cannot grow.
pub const BINARYEN: NodeTool = NodeTool {
    package: "binaryen",
    version: "132.0.0",
};

/// Drives the browser in the journeys; it brings no browser of its own.
pub const PLAYWRIGHT: NodeTool = NodeTool {
    package: "playwright-core",
    version: "1.65.1",
};

impl NodeTool {
    /// The version, as part of a stamp.
    pub fn version(self) -> &'static str {
        self.version
    }

    /// Where the package lies once installed.
    pub fn folder(self, project: &Project) -> PathBuf {
        project.tools.join("node_modules").join(self.package)
    }

    /// Installs the package where the project's folder does not have this version.
    ///
    /// # Errors
    /// Where Node.js is missing or npm fails, with what to do.
    pub fn ensure(self, project: &Project, report: &Report) -> Result<(), Error> {
        if self.installed_version(project).as_deref() == Some(self.version) {
            return Ok(());
        }
        if !process::succeeds(Command::new("node").arg("--version")) {
            return Err(Error::Missing {
                what: "Node.js is not on PATH; wasm-opt and the browser tests run on it.".to_owned(),
                cure: "Install Node.js 20 or newer (https://nodejs.org, or `apt-get install nodejs npm` on Debian), then run \
                       this again."
                    .to_owned(),
            });
        }
        files::make_folder(&project.tools)?;
        let step = report.step(&format!("install npm's {} {}", self.package, self.version));
        let mut npm = process::npm();
        npm.current_dir(&project.tools)
            .args(["install", "--no-audit", "--no-fund", "--save-exact", "--prefix"]);
        npm.arg(&project.tools)
            .arg(format!("{}@{}", self.package, self.version));
        process::run(project, &step, &mut npm)?;
        step.done("");
        Ok(())
    }

    fn installed_version(self, project: &Project) -> Option<String> {
        let text = std::fs::read_to_string(self.folder(project).join("package.json")).ok()?;
        let package: serde_json::Value = serde_json::from_str(&text).ok()?;
        Some(package["version"].as_str()?.to_owned())
    }
}
