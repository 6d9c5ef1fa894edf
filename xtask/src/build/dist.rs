//! `dist/`: the page, a copy of it for every route, the engines with their catalogue, and the data.
//!
//! ```text
//! index.html, page-*.js, page-*_bg.wasm, *.css    by Trunk
//! lab/index.html, 404.html                        copies of index.html
//! engine/boot.js                                  copied by Trunk
//! engine/engines.json                             which engines there are
//! engine/engine_cpu-*.js, engine_cpu-*_bg.wasm    and the same for engine_gpu
//! data/cifar10/manifest.json, *.bin               where CIFAR-10 could be had
//! data/scales/gallery.bin                         images for the lessons
//! ```

use std::path::Path;

use crate::{
    build::{
        catalogue::{self, Catalogue, Entry},
        engine::Engine,
        page, routes,
    },
    data::gallery,
    error::Error,
    files,
    project::Project,
};

/// What goes into `dist/` besides what lies in the staging area.
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    /// The sources' id.
    pub build_id: &'a str,
    /// The CPU engine.
    pub cpu: Entry,
    /// The WebGPU engine.
    pub gpu: Entry,
    /// The folder with the packed data, where CIFAR-10 could be had.
    pub data: Option<&'a Path>,
}

/// Puts everything together beside the old `dist/` and then swaps the two.
///
/// # Errors
/// Where a file cannot be copied.
pub fn assemble(project: &Project, dist: &Path, parts: &Parts<'_>) -> Result<(), Error> {
    refuse_foreign(dist)?;
    let new = dist.with_extension("new");
    files::remove_folder(&new)?;
    files::copy_tree(&page::stage(project), &new)?;
    routes::copy(&new)?;
    files::make_folder(&new.join("engine"))?;
    for (engine, entry) in [(Engine::Cpu, &parts.cpu), (Engine::Gpu, &parts.gpu)] {
        add_engine(project, &new, engine, entry)?;
    }
    if let Some(packed) = parts.data {
        add_data(packed, &new.join("data").join("cifar10"))?;
    }
    let scales = new.join("data").join("scales");
    files::make_folder(&scales)?;
    files::write_atomically(&scales.join(gallery::FILE), &gallery::of_scales())?;
    catalogue::write(&catalogue(parts), &new)?;
    files::remove_folder(dist)?;
    std::fs::rename(&new, dist).map_err(Error::file("replace", dist))
}

/// Puts an engine's files into a `dist/`; its catalogue is not touched.
///
/// # Errors
/// Where a file cannot be copied.
pub fn add_engine(project: &Project, dist: &Path, engine: Engine, entry: &Entry) -> Result<(), Error> {
    let Entry::Ready { js, wasm, .. } = entry else {
        return Ok(());
    };
    let (stage, folder) = (engine.stage(project), dist.join("engine"));
    [js, wasm]
        .into_iter()
        .try_for_each(|file| files::place(&stage.join(file), &folder.join(file)))
}

/// Copies manifest and shards. Not as links: whoever edits a shard in `dist/` would spoil the cache too.
fn add_data(packed: &Path, folder: &Path) -> Result<(), Error> {
    files::make_folder(folder)?;
    let shown = |path: &Path| path.extension().is_some_and(|kind| kind == "bin" || kind == "json");
    let mut paths = files::tree(packed)?;
    paths.retain(|path| shown(path));
    for path in paths {
        let to = folder.join(path.file_name().unwrap_or_default());
        std::fs::copy(&path, &to).map_err(Error::file("copy a file to", &to))?;
    }
    Ok(())
}

/// The catalogue of these parts.
pub fn catalogue(parts: &Parts<'_>) -> Catalogue {
    Catalogue {
        build: parts.build_id.to_owned(),
        cpu: parts.cpu.clone(),
        gpu: parts.gpu.clone(),
    }
}

/// Replacing a folder removes it: only an empty one or an earlier `dist/` may be replaced.
fn refuse_foreign(dist: &Path) -> Result<(), Error> {
    let is_empty = std::fs::read_dir(dist).map_or(true, |mut entries| entries.next().is_none());
    if is_empty || dist.join("engine").join("engines.json").is_file() {
        return Ok(());
    }
    Err(Error::Missing {
        what: format!("{} holds something else than an earlier build.", dist.display()),
        cure: "Name another folder with --dist, or empty it.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_other_things_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        assert!(refuse_foreign(folder.path()).is_ok(), "empty");
        assert!(refuse_foreign(&folder.path().join("none")).is_ok(), "not there");
        std::fs::write(folder.path().join("thesis.tex"), "").unwrap();
        assert!(refuse_foreign(folder.path()).is_err());
    }
}
