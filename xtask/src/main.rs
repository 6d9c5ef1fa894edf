//! The tasks of Fovea: `cargo xtask serve`, `build`, `test`, `data` and `bench`, each with all the set-up that it needs.
//!
//! Reading order: [`cli`] (what can be asked), [`project`] (where things lie), [`setup`] (what gets installed),
//! [`build`] (page, engines, `dist/`), [`serve`], [`data`], [`test`]. What is said on the way is [`report`]'s, how other
//! programs are run [`process`]'s.

mod bench;
mod build;
mod cli;
mod data;
mod error;
mod files;
mod process;
mod project;
mod report;
mod serve;
mod setup;
mod test;

use clap::Parser;
use std::process::ExitCode;

use crate::{cli::Task, error::Error, project::Project, report::Report};

fn main() -> ExitCode {
    let report = Report::new();
    match run(&report) {
        Ok(code) => code,
        Err(error) => {
            report.say(&format!("\nerror: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(report: &Report) -> Result<ExitCode, Error> {
    let task = cli::Cli::parse().task;
    let project = Project::find()?;
    match task {
        Task::Build(options) => build::run(&project, &options, report)?,
        Task::Serve(options) => serve::run(&project, &options, report)?,
        Task::Test(options) => return test::run(&project, &options, report),
        Task::Bench => bench::run(&project, report)?,
        Task::Data => {
            if let Some(folder) = data::prepare(&project, report)? {
                report.say(&format!("  CIFAR-10 is packed in {}", folder.display()));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
