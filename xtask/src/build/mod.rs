//! From sources to `dist/`: the page by Trunk, each engine by cargo, wasm-bindgen and wasm-opt, then everything put
//! together.
//!
//! Must not know how it is served or tested. Read [`dist`] first for what comes out, then [`engine`] and [`page`].

pub mod build_id;
pub mod catalogue;
pub mod dist;
pub mod engine;
pub mod page;
pub mod routes;
pub mod sizes;
pub mod wasm_opt;

use std::{path::PathBuf, thread};

use crate::{
    build::{catalogue::Entry, dist::Parts, engine::Engine},
    cli::BuildOptions,
    data,
    error::Error,
    project::Project,
    report::Report,
    setup::{
        cargo_tool::CargoTool,
        node_tool::BINARYEN,
        wasm_target::{self, WasmToolchain},
    },
};

/// Builds what is asked for and writes `dist/`.
///
/// # Errors
/// With the step that failed.
pub fn run(project: &Project, options: &BuildOptions, report: &Report) -> Result<(), Error> {
    let ready = page_and_cpu(project, options, report)?;
    let gpu = match options.engine.gpu() {
        true => engine::build(project, Engine::Gpu, ready.toolchain, &ready.build_id, report)?,
        false => left_out(Engine::Gpu),
    };
    let parts = Parts {
        build_id: &ready.build_id,
        cpu: ready.cpu,
        gpu,
        data: ready.data.as_deref(),
    };
    let folder = project.root.join(&options.dist);
    dist::assemble(project, &folder, &parts)?;
    sizes::print(&folder, report)
}

/// What is ready to be served first.
pub struct Ready {
    /// Which compiler builds for wasm32.
    pub toolchain: WasmToolchain,
    /// The sources' id.
    pub build_id: String,
    /// The CPU engine's entry in the catalogue.
    pub cpu: Entry,
    /// The folder with the packed data, where CIFAR-10 could be had.
    pub data: Option<PathBuf>,
}

/// All set-up for building, the page, and the CPU engine where it is asked for.
///
/// What has no need to wait runs side by side: cargo builds the engine while the tools are still being installed, npm
/// works beside cargo, and one bundle's single-threaded link-time optimisation beside the other's compilation.
///
/// # Errors
/// With the step that failed.
pub fn page_and_cpu(project: &Project, options: &BuildOptions, report: &Report) -> Result<Ready, Error> {
    let toolchain = wasm_target::ensure(project, report)?;
    let build_id = build_id::of(project)?;
    let wasm_bindgen = CargoTool::wasm_bindgen(project)?;
    thread::scope(|scope| {
        let packed = scope.spawn(|| data::prepare(project, report));
        let node = scope.spawn(|| BINARYEN.ensure(project, report));
        let compiled = scope.spawn(|| match options.engine.cpu() {
            true => engine::compile(project, Engine::Cpu, toolchain, &build_id, report).map(Some),
            false => Ok(None),
        });
        wasm_bindgen.ensure(project, report)?;
        CargoTool::trunk().ensure(project, report)?;
        joined(node)?;
        page::build(project, toolchain, &build_id, &options.public_url, report)?;
        let cpu = match joined(compiled)? {
            Some(wasm) => engine::finish(project, Engine::Cpu, &wasm, &build_id, report)?,
            None => left_out(Engine::Cpu),
        };
        Ok(Ready {
            toolchain,
            build_id: build_id.clone(),
            cpu,
            data: joined(packed)?,
        })
    })
}

/// The entry of an engine that was not asked for.
pub fn left_out(engine: Engine) -> Entry {
    Entry::Absent {
        reason: format!("The {} was left out of this build (--engine).", engine.title()),
    }
}

/// The result of a thread; a panic in it goes on here.
pub fn joined<T>(handle: thread::ScopedJoinHandle<'_, Result<T, Error>>) -> Result<T, Error> {
    handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
