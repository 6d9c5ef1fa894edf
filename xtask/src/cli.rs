//! What can be asked on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Set-up, build, server, data and tests of Fovea.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
pub struct Cli {
    /// The task.
    #[command(subcommand)]
    pub task: Task,
}

/// One task; each does the set-up that it needs.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Build everything and serve it on 127.0.0.1; the WebGPU engine follows while the page is already up.
    Serve(ServeOptions),
    /// Write dist/, ready for a static host.
    Build(BuildOptions),
    /// Run every check: formatting, clippy, tests, the build, and journeys in a browser.
    Test(TestOptions),
    /// Find or download CIFAR-10, check it, and pack it for the page.
    Data,
    /// Tell what grows with the size of an experiment or a network, as ratios.
    Bench,
}

/// Which engines to build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engines {
    /// Burn on the CPU alone: minutes.
    Cpu,
    /// Burn on WebGPU alone: 20 minutes from nothing on 2 cores.
    Gpu,
    /// Both.
    All,
}

impl Engines {
    /// Whether the CPU engine is among them.
    pub fn cpu(self) -> bool {
        self != Self::Gpu
    }

    /// Whether the WebGPU engine is among them.
    pub fn gpu(self) -> bool {
        self != Self::Cpu
    }
}

/// Options of `build`, shared by `serve`.
#[derive(Clone, Debug, Args)]
pub struct BuildOptions {
    /// Which engines to build.
    #[arg(long, value_enum, default_value_t = Engines::All)]
    pub engine: Engines,
    /// The path under which the host serves the page, such as /fovea/.
    #[arg(long, default_value = "/", value_parser = public_url)]
    pub public_url: String,
    /// The folder to write.
    #[arg(long, default_value = "dist")]
    pub dist: PathBuf,
}

/// Options of `serve`.
#[derive(Clone, Debug, Args)]
pub struct ServeOptions {
    /// What to build first.
    #[command(flatten)]
    pub build: BuildOptions,
    /// The port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Open the page in the default browser.
    #[arg(long)]
    pub open: bool,
    /// Serve the folder as it lies, without set-up and build.
    #[arg(long)]
    pub no_build: bool,
}

/// Options of `test`.
#[derive(Clone, Debug, Args)]
pub struct TestOptions {
    /// Leave out what needs a browser or the WebGPU engine.
    #[arg(long)]
    pub quick: bool,
    /// The path under which the journeys find the page.
    #[arg(long, default_value = "/", value_parser = public_url)]
    pub public_url: String,
}

/// Accepts an absolute path and gives it both its slashes: `fovea`, `/fovea` and `/fovea/` mean the same.
fn public_url(text: &str) -> Result<String, String> {
    if text.contains("://") || text.contains(['?', '#', ' ']) {
        return Err("expected a path such as / or /fovea/, without a host".to_owned());
    }
    let inner = text.trim_matches('/');
    Ok(if inner.is_empty() {
        "/".to_owned()
    } else {
        format!("/{inner}/")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_gets_both_slashes() {
        for text in ["fovea", "/fovea", "/fovea/"] {
            assert_eq!(public_url(text).as_deref(), Ok("/fovea/"), "{text}");
        }
        assert_eq!(public_url("/").as_deref(), Ok("/"));
        assert_eq!(public_url("").as_deref(), Ok("/"));
    }

    #[test]
    fn a_public_url_with_a_host_is_refused() {
        assert!(public_url("https://example.org/fovea/").is_err());
    }
}
