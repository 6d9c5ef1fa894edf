//! Chromium and its driver, for the tests.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::{error::Error, project::Project, report::Report, setup::debian};

/// What Chromium is called, on `PATH` or in full.
const CHROMIUM: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/// Finds or installs Chromium. `FOVEA_CHROMIUM` names another one.
///
/// # Errors
/// Where there is none and none can be installed, with what to do.
pub fn chromium(project: &Project, report: &Report) -> Result<PathBuf, Error> {
    ensure(project, report, "FOVEA_CHROMIUM", CHROMIUM, "chromium")
}

/// Finds or installs the driver of the installed Chromium. `CHROMEDRIVER` names another one.
///
/// # Errors
/// Where there is none and none can be installed, with what to do.
pub fn driver(project: &Project, report: &Report) -> Result<PathBuf, Error> {
    ensure(project, report, "CHROMEDRIVER", &["chromedriver"], "chromium-driver")
}

fn ensure(project: &Project, report: &Report, variable: &str, names: &[&str], package: &str) -> Result<PathBuf, Error> {
    if let Some(chosen) = env::var_os(variable).filter(|value| !value.is_empty()) {
        return Ok(chosen.into());
    }
    if let Some(found) = find(names) {
        return Ok(found);
    }
    if debian::may_install() {
        debian::install(project, report, &[package])?;
    }
    find(names).ok_or_else(|| Error::Missing {
        what: format!("The browser tests need {}, which is not on PATH.", names[0]),
        cure: format!(
            "Install Chrome or Chromium with its chromedriver (Debian: `apt-get install {package}`), or name the program \
             in {variable}; `cargo xtask test --quick` does without."
        ),
    })
}

/// The first of these programs that is there.
fn find(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<_> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    names.iter().find_map(|name| {
        let file = format!(
            "{name}{}",
            if name.contains('.') {
                ""
            } else {
                env::consts::EXE_SUFFIX
            }
        );
        let on_path = folders.iter().map(|folder| folder.join(&file));
        on_path
            .chain([PathBuf::from(&file)].into_iter().filter(|path| path.is_absolute()))
            .find(|path| Path::is_file(path))
    })
}
