//! Where things lie: the repository, cargo's target folder, tools, data and the staging area.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{error::Error, process};

/// The folders of one checkout.
#[derive(Clone, Debug)]
pub struct Project {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// Tools of the project's own: `FOVEA_TOOLS_DIR`, or `.tools`.
    pub tools: PathBuf,
    /// Downloads and packed data: `FOVEA_DATA_DIR`, or `.data`.
    pub data: PathBuf,
    /// Page and engines before they are assembled, stamps and logs.
    pub stage: PathBuf,
}

impl Project {
    /// Finds the folders.
    ///
    /// # Errors
    /// Where cargo cannot say its target folder.
    pub fn find() -> Result<Self, Error> {
        // Cargo sets the variable when it runs us; the compiled-in path serves a binary that is started by hand.
        let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = PathBuf::from(package)
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or_default();
        let folder = |variable: &str, default: &str| {
            let chosen = env::var_os(variable).filter(|value| !value.is_empty());
            root.join(chosen.map_or_else(|| PathBuf::from(default), PathBuf::from))
        };
        Ok(Self {
            target: target_folder(&root)?,
            tools: folder("FOVEA_TOOLS_DIR", ".tools"),
            data: folder("FOVEA_DATA_DIR", ".data"),
            stage: root.join(".stage"),
            root,
        })
    }

    /// The folder for the output of the programs that are run.
    pub fn logs(&self) -> PathBuf {
        self.stage.join("logs")
    }

    /// A cargo command in the repository.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new("cargo");
        command.current_dir(&self.root).env("PATH", self.path());
        command
    }

    /// `PATH` with the project's tools first: npm's wasm-opt must win over Debian's.
    pub fn path(&self) -> std::ffi::OsString {
        let own = [self.tools.join("bin"), self.tools.join("node_modules").join(".bin")];
        let inherited = env::var_os("PATH").unwrap_or_default();
        let all = own.into_iter().chain(env::split_paths(&inherited));
        env::join_paths(all).unwrap_or(inherited)
    }
}

/// What `cargo metadata` says: it knows the environment and every configuration file.
fn target_folder(root: &Path) -> Result<PathBuf, Error> {
    let mut command = Command::new("cargo");
    command
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root);
    let text = process::output(&mut command)?;
    let metadata: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let folder = metadata["target_directory"].as_str().map(PathBuf::from);
    folder.ok_or_else(|| Error::Missing {
        what: "`cargo metadata` did not name a target folder.".to_owned(),
        cure: "Run it in the repository to see why.".to_owned(),
    })
}
