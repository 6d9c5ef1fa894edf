//! npm's wasm-opt, for the engines; Trunk runs the same one for the page.

use std::{path::Path, process::Command};

use crate::{error::Error, process, project::Project, report::Report, setup::node_tool::BINARYEN};

/// The features of WebAssembly that Rust 1.95 and our own flags use; wasm-opt refuses them unnamed.
pub const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];

/// Optimises a WebAssembly file in place, at `level`, such as `-O3`.
///
/// # Errors
/// Where wasm-opt fails.
pub fn optimise(project: &Project, name: &str, level: &str, wasm: &Path, report: &Report) -> Result<(), Error> {
    let step = report.step(name);
    let output = wasm.with_extension("optimised");
    // Started through node itself: what npm puts into .bin is a link here and a batch file on Windows.
    let mut command = Command::new("node");
    command.arg(BINARYEN.folder(project).join("bin").join("wasm-opt"));
    command.arg(level).args(FEATURES).arg(wasm).arg("-o").arg(&output);
    process::run(project, &step, &mut command)?;
    std::fs::rename(&output, wasm).map_err(Error::file("replace", wasm))?;
    step.done("");
    Ok(())
}
