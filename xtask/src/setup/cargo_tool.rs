//! Command line tools that cargo installs into the project's own folder: wasm-bindgen and Trunk.

use std::process::Command;

use crate::{error::Error, process, project::Project, report::Report, setup::lockfile};

/// The Trunk that the page is built with: the newest that Rust 1.95 compiles.
const TRUNK_VERSION: &str = "0.21.14";

/// A tool, its exact version, and how cargo gets it.
#[derive(Clone, Debug)]
pub struct CargoTool {
    package: &'static str,
    program: &'static str,
    version: String,
    arguments: &'static [&'static str],
}

impl CargoTool {
    /// wasm-bindgen's tool, of exactly the version in `Cargo.lock`: any other refuses the bundles.
    ///
    /// # Errors
    /// Where `Cargo.lock` does not name the version.
    pub fn wasm_bindgen(project: &Project) -> Result<Self, Error> {
        let version = lockfile::version_of(&project.root.join("Cargo.lock"), "wasm-bindgen")?;
        // Not --locked: the lockfile in its package has named a crate version that was withdrawn.
        Ok(Self {
            package: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version,
            arguments: &[],
        })
    }

    /// Trunk.
    pub fn trunk() -> Self {
        Self {
            package: "trunk",
            program: "trunk",
            version: TRUNK_VERSION.to_owned(),
            arguments: &["--locked"],
        }
    }

    /// The version, as part of a stamp.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// A command that runs the tool.
    pub fn command(&self, project: &Project) -> Command {
        let own = project
            .tools
            .join("bin")
            .join(format!("{}{}", self.program, std::env::consts::EXE_SUFFIX));
        let mut command = if own.is_file() {
            Command::new(own)
        } else {
            Command::new(self.program)
        };
        command.current_dir(&project.root).env("PATH", project.path());
        command
    }

    /// Installs the tool where neither the project's folder nor `PATH` has this version.
    ///
    /// # Errors
    /// Where cargo cannot install it.
    pub fn ensure(&self, project: &Project, report: &Report) -> Result<(), Error> {
        if self.is_there(project) {
            return Ok(());
        }
        let step = report.step(&format!("install {} {}", self.package, self.version));
        let mut cargo = project.cargo();
        cargo
            .args(["install", self.package, "--version", &self.version, "--force"])
            .args(self.arguments);
        cargo
            .arg("--root")
            .arg(&project.tools)
            .arg("--target-dir")
            .arg(self.build_folder(project));
        // It runs for seconds, but its compilation is waited for: little optimisation, in parallel.
        cargo
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off");
        cargo
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
        process::run(project, &step, &mut cargo)?;
        step.done("");
        Ok(())
    }

    /// Shared by the tools, which have many dependencies in common.
    fn build_folder(&self, project: &Project) -> std::path::PathBuf {
        project.tools.join("build")
    }

    fn is_there(&self, project: &Project) -> bool {
        let said = process::output(self.command(project).arg("--version")).unwrap_or_default();
        said.split_whitespace().nth(1) == Some(&self.version)
    }
}
