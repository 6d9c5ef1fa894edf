//! The native command line: see `fovea --help`.

use std::process::ExitCode;

use clap::Parser;

#[expect(
    clippy::print_stderr,
    reason = "the one place where a failure of the command line is said"
)]
fn main() -> ExitCode {
    match fovea::cli::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
