//! The page, by Trunk, into the staging area.

use std::path::PathBuf;

use crate::{
    error::Error,
    process,
    project::Project,
    report::Report,
    setup::{cargo_tool::CargoTool, wasm_target::WasmToolchain},
};

/// Where Trunk writes the page.
pub fn stage(project: &Project) -> PathBuf {
    project.stage.join("page")
}

/// Builds the page for a host's path.
///
/// # Errors
/// Where Trunk fails.
pub fn build(
    project: &Project,
    toolchain: WasmToolchain,
    build_id: &str,
    public_url: &str,
    report: &Report,
) -> Result<(), Error> {
    let step = report.step("build the page");
    let mut trunk = CargoTool::trunk().command(project);
    toolchain.prepare(project, &mut trunk);
    trunk.env("FOVEA_BUILD_ID", build_id);
    // Trunk reads NO_COLOR as true or false and stops at the usual `1`.
    trunk.env_remove("NO_COLOR");
    trunk.args([
        "build",
        "--release",
        "--skip-version-check",
        "--color",
        "never",
        "--public-url",
        public_url,
        "--dist",
    ]);
    process::run(project, &step, trunk.arg(stage(project)))?;
    step.done("");
    Ok(())
}
