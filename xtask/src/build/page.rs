//! The page, by Trunk, into the staging area.

use std::path::PathBuf;

use crate::{
    error::Error,
    process,
    project::Project,
    report::Report,
    setup::{cargo_tool::CargoTool, wasm_target::WasmToolchain},
};

/// The flags of `.cargo/config.toml` for wasm32, which these replace, and views without their types: the page is a sixth
/// smaller and built in half the time.
const RUSTFLAGS: &str = "-C target-feature=+simd128 --cfg erase_components";

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
    trunk.env("FOVEA_BUILD_ID", build_id).env("RUSTFLAGS", RUSTFLAGS);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_of_the_page_hold_those_of_the_configuration() {
        let config = include_str!("../../../.cargo/config.toml");
        let flag = RUSTFLAGS.split(' ').nth(1).unwrap();
        assert!(config.contains(&format!("\"{flag}\"")), "{flag}");
    }
}
