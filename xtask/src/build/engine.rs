//! An engine: compiled by cargo, wrapped by wasm-bindgen, optimised by wasm-opt, each only if its input has changed.

use std::path::{Path, PathBuf};

use crate::{
    build::{catalogue::Entry, wasm_opt},
    error::Error,
    files, process,
    project::Project,
    report::Report,
    setup::{
        cargo_tool::CargoTool,
        node_tool::BINARYEN,
        wasm_target::{TARGET, WasmToolchain},
    },
};

/// One of the two engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Burn on the CPU.
    Cpu,
    /// Burn on WebGPU.
    Gpu,
}

impl Engine {
    /// Its name in a sentence.
    pub fn title(self) -> &'static str {
        match self {
            Self::Cpu => "CPU engine",
            Self::Gpu => "WebGPU engine",
        }
    }

    /// Its binary.
    pub fn binary(self) -> &'static str {
        match self {
            Self::Cpu => "engine_cpu",
            Self::Gpu => "engine_gpu",
        }
    }

    /// Its cargo feature.
    pub fn feature(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Gpu => "gpu",
        }
    }

    /// Its cargo profile, which is also the name of its folder below the target folder.
    fn profile(self) -> &'static str {
        match self {
            Self::Cpu => "engine",
            Self::Gpu => "release",
        }
    }

    /// The level of wasm-opt.
    ///
    /// The CPU engine computes in WebAssembly: fast first. The WebGPU engine only hands out work, and is large: on 2 cores
    /// -O1 takes 114 s and gives 4.9 MB after gzip, -O3 421 s and 5.3 MB.
    fn optimisation(self) -> &'static str {
        match self {
            Self::Cpu => "-O3",
            Self::Gpu => "-O1",
        }
    }

    /// Where its finished files wait to be put into `dist/`.
    pub fn stage(self, project: &Project) -> PathBuf {
        project.stage.join(self.binary())
    }
}

/// Compiles and finishes an engine.
///
/// # Errors
/// With the step that failed.
pub fn build(
    project: &Project,
    engine: Engine,
    toolchain: WasmToolchain,
    build_id: &str,
    report: &Report,
) -> Result<Entry, Error> {
    let wasm = compile(project, engine, toolchain, build_id, report)?;
    finish(project, engine, &wasm, build_id, report)
}

/// Runs cargo, which knows what is up to date. Returns the WebAssembly that it wrote.
///
/// # Errors
/// Where cargo fails.
pub fn compile(
    project: &Project,
    engine: Engine,
    toolchain: WasmToolchain,
    build_id: &str,
    report: &Report,
) -> Result<PathBuf, Error> {
    let step = report.step(&format!("compile the {}", engine.title()));
    let mut cargo = toolchain.cargo(project);
    cargo
        .env("FOVEA_BUILD_ID", build_id)
        .args(["build", "--package", "fovea", "--bin", engine.binary()]);
    cargo.args([
        "--target",
        TARGET,
        "--profile",
        engine.profile(),
        "--features",
        engine.feature(),
    ]);
    process::run(project, &step, &mut cargo)?;
    step.done("");
    let file = format!("{}.wasm", engine.binary());
    Ok(project.target.join(TARGET).join(engine.profile()).join(file))
}

/// Runs wasm-bindgen and wasm-opt, unless the stamp says that this very input was already finished.
///
/// # Errors
/// With the step that failed.
pub fn finish(project: &Project, engine: Engine, wasm: &Path, build_id: &str, report: &Report) -> Result<Entry, Error> {
    let tool = CargoTool::wasm_bindgen(project)?;
    let input = files::sha256(&files::read(wasm)?);
    let stamp = [
        input.as_str(),
        build_id,
        tool.version(),
        BINARYEN.version(),
        engine.optimisation(),
        &wasm_opt::FEATURES.join(" "),
    ]
    .join("\n");
    let folder = engine.stage(project);
    if let Some(entry) = finished(project, engine, build_id).filter(|_| stamp_of(&folder) == stamp) {
        return Ok(entry);
    }
    files::remove_folder(&folder)?;
    files::make_folder(&folder)?;
    let step = report.step(&format!("bind the {}", engine.title()));
    let mut command = tool.command(project);
    command.args([
        "--target",
        "web",
        "--no-typescript",
        "--out-name",
        &name(engine, build_id),
        "--out-dir",
    ]);
    process::run(project, &step, command.arg(&folder).arg(wasm))?;
    step.done("");
    let bound = folder.join(format!("{}_bg.wasm", name(engine, build_id)));
    let title = format!("optimise the {}", engine.title());
    wasm_opt::optimise(project, &title, engine.optimisation(), &bound, report)?;
    files::write_atomically(&stamp_path(&folder), stamp.as_bytes())?;
    finished(project, engine, build_id).ok_or_else(|| Error::Content {
        path: folder,
        reason: "wasm-bindgen did not write the files that were expected".to_owned(),
    })
}

/// The entry of an engine that an earlier run finished from the same sources, if there is one.
pub fn finished(project: &Project, engine: Engine, build_id: &str) -> Option<Entry> {
    let folder = engine.stage(project);
    let (js, wasm) = (
        format!("{}.js", name(engine, build_id)),
        format!("{}_bg.wasm", name(engine, build_id)),
    );
    let n_bytes = folder.join(&wasm).metadata().ok()?.len();
    let whole = stamp_path(&folder).is_file() && folder.join(&js).is_file();
    whole.then_some(Entry::Ready { js, wasm, n_bytes })
}

/// The build id in the name makes a cache between server and browser harmless.
fn name(engine: Engine, build_id: &str) -> String {
    format!("{}-{build_id}", engine.binary())
}

fn stamp_path(folder: &Path) -> PathBuf {
    folder.join("stamp")
}

fn stamp_of(folder: &Path) -> String {
    std::fs::read_to_string(stamp_path(folder)).unwrap_or_default()
}
