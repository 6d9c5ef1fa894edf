//! `cargo xtask test`: all set-up, then every check, cheapest first, until one fails.
//!
//! Must not know what the checks check. Read [`steps`] for which there are, [`tally`] for how they are counted.

mod browser;
mod steps;
mod tally;

use std::process::ExitCode;

use crate::{cli::TestOptions, error::Error, project::Project, report::Report, setup::wasm_target};

use self::{steps::Check, tally::Tally};

/// Runs the checks and says how many passed.
///
/// # Errors
/// Where the set-up fails; a failed check is told and counted, and gives the exit code 1.
pub fn run(project: &Project, options: &TestOptions, report: &Report) -> Result<ExitCode, Error> {
    let toolchain = wasm_target::ensure(project, report)?;
    let mut tally = Tally::default();
    for check in steps::all(options.quick) {
        match run_one(project, options, toolchain, &check, report) {
            Ok(()) => tally.n_passed += 1,
            Err(error) => {
                report.say(&format!("\nerror: {error}\n"));
                tally.n_failed += 1;
                break;
            }
        }
    }
    // The last line, alone: continuous integration reads it.
    report.say(&tally.to_string());
    Ok(if tally.n_failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn run_one(
    project: &Project,
    options: &TestOptions,
    toolchain: wasm_target::WasmToolchain,
    check: &Check,
    report: &Report,
) -> Result<(), Error> {
    match check {
        Check::Cargo(cargo) => cargo.run(project, toolchain, report),
        Check::BrowserTests => browser::wasm_tests(project, toolchain, report),
        Check::Dist => browser::build_dist(project, options, report),
        Check::Journeys => browser::journeys(project, options, report),
    }
}
