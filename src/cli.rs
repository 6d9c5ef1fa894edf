//! The native command line, `fovea`: describe networks, compare with PyTorch, train one or many.
//!
//! Only this room prints. Each command is one file; what it computes lives in the other rooms.

mod describe;
mod experiment;
mod golden;
mod train;

use clap::{Parser, Subcommand};

/// See what convolutional networks see, and train them.
#[derive(Debug, Parser)]
#[command(name = "fovea", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print a network layer by layer: shapes, costs, receptive fields
    Describe(describe::Describe),
    /// Train several networks over several seeds, on all cores, and record their curves
    Experiment(experiment::Experiment),
    /// Compare networks with PyTorch's answers in a folder of NAME.safetensors and NAME.json
    Golden(golden::Golden),
    /// Train a network on this machine's CPU
    Train(train::Train),
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// With one sentence that names the place and the cure.
    pub fn run(self) -> Result<(), String> {
        match self.command {
            Command::Describe(describe) => describe.run(),
            Command::Experiment(experiment) => experiment.run(),
            Command::Golden(golden) => golden.run(),
            Command::Train(train) => train.run(),
        }
    }
}

/// What is missing, and the cure.
const NO_CIFAR10: &str = "--data: CIFAR-10 is needed; name the folder of its official files, or set FOVEA_CIFAR10_DIR";

/// Prints a line on standard output; a closed pipe, as of `fovea … | head`, ends the program quietly.
fn print(line: &str) {
    use std::io::Write;
    if writeln!(std::io::stdout(), "{line}").is_err() {
        std::process::exit(0);
    }
}
