//! The checks that need a browser: wasm-bindgen-test, the build of `dist/`, and the journeys through it.

use std::{path::PathBuf, process::Command};

use crate::{
    build,
    cli::{BuildOptions, Engines, TestOptions},
    error::Error,
    files, process,
    project::Project,
    report::Report,
    setup::{
        browser,
        cargo_tool::CargoTool,
        node_tool::PLAYWRIGHT,
        wasm_target::{TARGET, WasmToolchain},
    },
};

/// Runs every `tests/browser_*.rs` in headless Chromium.
///
/// # Errors
/// Where a tool is missing or a test fails.
pub fn wasm_tests(project: &Project, toolchain: WasmToolchain, report: &Report) -> Result<(), Error> {
    let targets = browser_targets(project)?;
    CargoTool::wasm_bindgen(project)?.ensure(project, report)?;
    browser::chromium(project, report)?;
    let driver = browser::driver(project, report)?;
    for target in targets {
        // Those of the engine need Burn; the others are the page's.
        let feature = if target.starts_with("browser_engine") {
            "cpu"
        } else {
            "page"
        };
        let step = report.step(&target);
        let mut cargo = toolchain.cargo(project);
        cargo
            .env("CHROMEDRIVER", &driver)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        cargo.args([
            "test",
            "--package",
            "fovea",
            "--target",
            TARGET,
            "--features",
            feature,
            "--test",
            &target,
        ]);
        process::run(project, &step, &mut cargo)?;
        step.done("");
    }
    Ok(())
}

fn browser_targets(project: &Project) -> Result<Vec<String>, Error> {
    let tests = project.root.join("tests");
    let mut targets = Vec::new();
    for entry in std::fs::read_dir(&tests)
        .map_err(Error::file("list", &tests))?
        .flatten()
    {
        let path = entry.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_test = path.extension().is_some_and(|kind| kind == "rs") || path.join("main.rs").is_file();
        if name.starts_with("browser_") && is_test {
            targets.push(name);
        }
    }
    targets.sort();
    Ok(targets)
}

/// Builds `dist/` with both engines in a folder of its own, and once more for a sub-path.
///
/// # Errors
/// With the step that failed.
pub fn build_dist(project: &Project, options: &TestOptions, report: &Report) -> Result<(), Error> {
    let builds = [
        ("/fovea/", sub_path_dist(project)),
        (&options.public_url, dist(project)),
    ];
    for (public_url, dist) in builds {
        let engine = Engines::All;
        build::run(
            project,
            &BuildOptions {
                engine,
                public_url: public_url.to_owned(),
                dist,
            },
            report,
        )?;
    }
    Ok(())
}

/// Runs the journeys of `tests/e2e` against `dist/`.
///
/// They find everything in the environment: `FOVEA_DIST`, built for the path `FOVEA_PUBLIC_URL`; `FOVEA_DIST_SUBPATH`,
/// built for `/fovea/`; `FOVEA_PLAYWRIGHT`, the package's folder; `FOVEA_CHROMIUM`; and `FOVEA_SERVE_CMD`, a JSON array
/// of words to which `--dist`, `--public-url` and `--port` are to be added.
///
/// # Errors
/// Where a tool is missing or a journey fails.
pub fn journeys(project: &Project, options: &TestOptions, report: &Report) -> Result<(), Error> {
    let folder = project.root.join("tests").join("e2e");
    let mut files = files::tree(&folder)?;
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    let own = std::env::current_exe().map_err(Error::file("find", "this program"))?;
    let serve = serde_json::json!([own.to_string_lossy(), "serve", "--no-build"]);
    PLAYWRIGHT.ensure(project, report)?;
    let chromium = browser::chromium(project, report)?;
    let step = report.step("journeys");
    let mut node = Command::new("node");
    node.current_dir(&project.root)
        // Node's modules do not look into NODE_PATH.
        .env("FOVEA_PLAYWRIGHT", PLAYWRIGHT.folder(project))
        .env("FOVEA_CHROMIUM", chromium)
        .env("FOVEA_DIST", dist(project))
        .env("FOVEA_DIST_SUBPATH", sub_path_dist(project))
        .env("FOVEA_PUBLIC_URL", &options.public_url)
        .env("FOVEA_SERVE_CMD", serve.to_string());
    // One at a time: two trainings at once on a small machine would run into each other's time limits.
    node.args(["--test", "--test-concurrency=1"]).args(files);
    process::run(project, &step, &mut node)?;
    step.done("");
    Ok(())
}

/// The build under a sub-path.
fn sub_path_dist(project: &Project) -> PathBuf {
    project.stage.join("dist-sub-path")
}

/// Where the tests build: beside the developer's own `dist/`.
fn dist(project: &Project) -> PathBuf {
    project.stage.join("dist")
}
