//! The checks, cheapest first, and how those that are one cargo command are run.

use crate::{
    error::Error,
    process,
    project::Project,
    report::Report,
    setup::wasm_target::{TARGET, WasmToolchain},
};

/// One check.
#[derive(Clone, Debug)]
pub enum Check {
    /// A single cargo command.
    Cargo(CargoCheck),
    /// wasm-bindgen-test in a page and in a worker.
    BrowserTests,
    /// The whole of `dist/`.
    Dist,
    /// Playwright against `dist/`.
    Journeys,
}

/// A check that is one cargo command.
#[derive(Clone, Debug)]
pub struct CargoCheck {
    name: &'static str,
    arguments: &'static str,
    wasm: bool,
    needs_webgpu: bool,
}

/// A native command.
const fn native(name: &'static str, arguments: &'static str) -> CargoCheck {
    CargoCheck {
        name,
        arguments,
        wasm: false,
        needs_webgpu: false,
    }
}

/// Clippy on the library and one binary for wasm32.
const fn wasm_clippy(name: &'static str, arguments: &'static str, needs_webgpu: bool) -> CargoCheck {
    CargoCheck {
        name,
        arguments,
        wasm: true,
        needs_webgpu,
    }
}

const CARGO_CHECKS: &[CargoCheck] = &[
    native("formatting", "fmt --all --check"),
    native(
        "clippy, pure rooms",
        "clippy --package fovea --all-targets -- -D warnings",
    ),
    native(
        "clippy, tasks",
        "clippy --package xtask --all-targets --profile xtask -- -D warnings",
    ),
    native("tests of the tasks", "test --package xtask --profile xtask"),
    native("tests of the pure rooms", "test --package fovea"),
    wasm_clippy(
        "clippy, page",
        "clippy --package fovea --lib --bin page --features page -- -D warnings",
        false,
    ),
    native(
        "clippy, command line",
        "clippy --package fovea --all-targets --features cli -- -D warnings",
    ),
    wasm_clippy(
        "clippy, CPU engine",
        "clippy --package fovea --lib --bin engine_cpu --features cpu -- -D warnings",
        false,
    ),
    wasm_clippy(
        "clippy, WebGPU engine",
        "clippy --package fovea --lib --bin engine_gpu --features gpu -- -D warnings",
        true,
    ),
    native("documentation", "doc --package fovea --no-deps --features cli"),
    native(
        "tests of engine and command line",
        "test --package fovea --features cli",
    ),
];

/// Every check, or those that need neither a browser nor the WebGPU engine.
pub fn all(quick: bool) -> Vec<Check> {
    let cargo = CARGO_CHECKS.iter().filter(|check| !(quick && check.needs_webgpu));
    let mut checks: Vec<_> = cargo.cloned().map(Check::Cargo).collect();
    if !quick {
        checks.extend([Check::BrowserTests, Check::Dist, Check::Journeys]);
    }
    checks
}

impl CargoCheck {
    /// Runs it; nothing is left out.
    ///
    /// # Errors
    /// Where it fails, with the command that reproduces it.
    pub fn run(&self, project: &Project, toolchain: WasmToolchain, report: &Report) -> Result<(), Error> {
        let step = report.step(self.name);
        let mut cargo = if self.wasm {
            toolchain.cargo(project)
        } else {
            project.cargo()
        };
        let (before, after) = self.arguments.split_once(" -- ").unwrap_or((self.arguments, ""));
        cargo.args(before.split(' '));
        if self.wasm {
            cargo.args(["--target", TARGET]);
        }
        if !after.is_empty() {
            cargo.arg("--").args(after.split(' '));
        }
        if self.arguments.starts_with("doc") {
            cargo.env("RUSTDOCFLAGS", "-D warnings");
        }
        process::run(project, &step, &mut cargo)?;
        step.done("");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_needs_no_browser_and_no_webgpu() {
        let quick = all(true);
        assert_eq!(
            quick.len() + 4,
            all(false).len(),
            "WebGPU clippy, browser tests, dist, journeys"
        );
        let needs_none = |check: &Check| matches!(check, Check::Cargo(cargo) if !cargo.needs_webgpu);
        assert!(quick.iter().all(needs_none));
    }
}
