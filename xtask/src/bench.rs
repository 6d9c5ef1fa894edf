//! `cargo xtask bench`: builds `benches/costs.rs` as a release and shows what it prints.

use crate::{error::Error, process, project::Project, report::Report};

/// Prints the costs.
///
/// # Errors
/// Where it cannot be built or fails.
pub fn run(project: &Project, report: &Report) -> Result<(), Error> {
    let step = report.step("build and time");
    let table = process::output(
        project
            .cargo()
            .args(["bench", "--package", "fovea", "--bench", "costs"]),
    )?;
    step.done("");
    report.say(&table);
    Ok(())
}
