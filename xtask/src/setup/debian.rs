//! Debian's packages, where we may install them.

use std::{path::Path, process::Command};

use crate::{error::Error, process, project::Project, report::Report};

/// Whether packages can be installed: apt-get is there and we are root.
pub fn may_install() -> bool {
    let id = process::output(Command::new("id").arg("-u")).unwrap_or_default();
    Path::new("/usr/bin/apt-get").is_file() && id.trim() == "0"
}

/// Installs packages.
///
/// # Errors
/// Where apt-get fails, also after a fresh list of packages.
pub fn install(project: &Project, report: &Report, packages: &[&str]) -> Result<(), Error> {
    let step = report.step(&format!("install Debian packages {}", packages.join(" ")));
    let apt = |words: &[&str]| {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(words);
        command
    };
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(packages);
    if process::run(project, &step, &mut apt(&words)).is_err() {
        // The list of packages may be old, or missing as in a fresh container.
        process::run(project, &step, &mut apt(&["update"]))?;
        process::run(project, &step, &mut apt(&words))?;
    }
    step.done("");
    Ok(())
}
